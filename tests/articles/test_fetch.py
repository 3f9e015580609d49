"""Fetching a page from real servers: what is read, and what becomes of those that mislead, drag or break."""

import datetime as dt
import ipaddress
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from articles import fetch as fetching
from articles.errors import IngestError
from articles.fetch import fetch, is_public
from articles.limited import read_address
from casetracker.settings import env_networks
from tests.articles import web


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with web.site() as address:
        yield address


@pytest.mark.parametrize(
    ("path", "kind"), [("/story", "html"), ("/gzip", "html"), ("/moved", "html"), ("/plain", "text")]
)
def test_a_page_is_fetched(site: str, path: str, kind: str) -> None:
    answer = fetch(site + path, allowed=web.LOOPBACK)
    assert answer.kind == kind
    assert b"ferry" in answer.body
    assert answer.url == site + ("/story" if path == "/moved" else path)


REFUSED = [
    ("/to-metadata", "169.254.169.254 leads to a private network"),
    ("/to-router", "10.0.0.1 leads to a private network"),
    ("/to-file", "is no address of a web page"),
    ("/loop", "redirects more than 5 times"),
    ("/missing", r"no page at this address \(it answers 404\)"),
    ("/forbidden", r"does not let this server read it \(it answers 403\). Open it in your browser and paste"),
    ("/broken", "has a fault"),
    ("/busy", "asked too often"),
    ("/odd", "It answers 418, and no page"),
    ("/empty", "It answers 204, and no page"),
    ("/picture", "no page but a file of the kind image/png. Save it and add it as a file"),
    ("/nameless", "of no kind that it names"),
    ("/huge", "larger than 10 MB"),
    ("/endless", "larger than 10 MB"),
    ("/bomb", "larger than 10 MB"),
    ("/nonsense", "broke off, or answers in no way that we know"),
]


@pytest.mark.parametrize(("path", "why"), REFUSED)
def test_what_is_no_page_is_refused_with_the_remedy(site: str, path: str, why: str) -> None:
    with pytest.raises(IngestError, match=why):
        fetch(site + path, allowed=web.LOOPBACK)


PRIVATE = (
    "http://127.0.0.1:{port}/story http://localhost:{port}/story http://127.1:{port}/story http://2130706433:{port}/ "
    "http://0x7f000001:{port}/ http://0.0.0.0:{port}/ http://[::1]:{port}/ http://[::ffff:127.0.0.1]:{port}/story "
    "http://169.254.169.254/latest/ http://10.0.0.1/ http://192.168.1.1/ http://[fe80::1]/ http://100.64.0.1/ "
    "http://0177.0.0.1:{port}/ http://0x7f.1:{port}/ http://017700000001:{port}/ http://[::ffff:7f00:1]:{port}/ "
    "http://[::127.0.0.1]/ http://[64:ff9b::7f00:1]/ http://[2002:7f00:1::]/ http://[fd00:ec2::254]/ http://0:{port}/ "
    "http://１２７.0.0.1:{port}/ http://ⓛocalhost:{port}/ http://127。0。0。1:{port}/"
).split()


@pytest.mark.parametrize("url", PRIVATE)
def test_no_way_of_writing_an_address_leads_inside(site: str, url: str) -> None:
    with pytest.raises(IngestError, match="leads to a private network"):
        fetch(url.format(port=site.rpartition(":")[2]))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.org/a", "is no address of a web page"),
        ("file:///etc/passwd", "is no address of a web page"),
        ("https://", "is no address of a web page"),
        ("https://[", "is no address of a web page"),
        ("https://example.org:99999/", "is no address of a web page"),
        ("https://user:secret@example.org/", "holds a name or password"),
        ("https://" + "a" * 70 + ".example/", "is no address of a web page"),
    ],
)
def test_an_address_that_cannot_be_asked_is_refused(url: str, why: str) -> None:
    with pytest.raises(IngestError, match=why):
        fetch(url)


SPECIAL = (
    "127.0.0.1 10.1.1.1 172.16.0.1 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 192.0.2.1 198.18.0.1 224.0.0.1 "
    "240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:10.0.0.1 fe80::1 fec0::1 fc00::1 ff02::1 2001:db8::1 "
    "2002:7f00:1:: 2001:0:1::1 64:ff9b::7f00:1"
).split()


@pytest.mark.parametrize("address", SPECIAL)
def test_these_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "193.99.144.80", "::ffff:8.8.8.8", "2606:4700::1111"])
def test_these_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_who_is_silent_is_left(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SILENCE", 0.3)
    with pytest.raises(IngestError, match=r"127.0.0.1 does not answer. Try again later"):
        fetch(site + "/silent", allowed=web.LOOPBACK)


def test_who_drips_is_left_in_time(site: str) -> None:
    start = time.monotonic()
    with pytest.raises(IngestError, match="It comes too slowly"):
        fetch(site + "/drip", allowed=web.LOOPBACK, seconds=0.5)
    assert time.monotonic() - start < 30  # it would drip for a minute


def test_who_never_ends_its_header_is_left_in_time(site: str) -> None:
    start = time.monotonic()
    with pytest.raises(IngestError, match="not there, whole, after 2 seconds"):
        read_address(site + "/half-a-header", allowed=web.LOOPBACK, seconds=2)
    assert time.monotonic() - start < 30  # it would go on for a minute


def test_a_host_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(host: str, *args, **options):
        raise fetching.socket.gaierror(-2, f"{host} not known")

    monkeypatch.setattr(fetching.socket, "getaddrinfo", nowhere)
    with pytest.raises(IngestError, match="There is no site xn--fhre-loa"):
        fetch("https://fähre.example/")


def test_nobody_answers_at_a_closed_port() -> None:
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        port = server.server_port
    with pytest.raises(IngestError, match="does not answer"):
        fetch(f"http://127.0.0.1:{port}/", allowed=web.LOOPBACK)


def test_the_host_is_asked_for_by_its_name_at_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked up once: the second answer of a name server that turns is never asked for."""
    asked: list[str] = []
    found = fetching.socket.getaddrinfo

    def look_up(host: str, *args, **options):
        asked.append(host)
        return found(host, *args, **options)

    monkeypatch.setattr(fetching.socket, "getaddrinfo", look_up)
    with web.site() as address:
        port = address.rpartition(":")[2]
        answer = fetch(f"http://localhost:{port}/story", allowed=web.LOOPBACK)
    assert answer.url == f"http://localhost:{port}/story"
    assert [host for host in asked if host == "localhost"] == ["localhost"]


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[str]:
    """A server whose certificate nobody vouches for."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(start).not_valid_after(start.replace(year=2120))
    certificate = builder.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "both.pem").write_bytes(private + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://localhost:{server.server_port}/"
        server.shutdown()


def test_a_certificate_that_nobody_vouches_for_is_refused(self_signed: str) -> None:
    with pytest.raises(IngestError, match="no valid certificate"):
        fetch(self_signed, allowed=web.LOOPBACK)


def test_a_page_tells_its_title_day_source_and_text(site: str) -> None:
    page = read_address(site + "/moved", allowed=web.LOOPBACK)
    assert (page.title, page.source, page.published[:10]) == ("Ferry sinks", "The Linden Post", "2016-06-10")
    assert page.url == site + "/story"
    assert page.text.count("sank on Monday") == 8
    assert page.notes == ()


def test_a_page_without_a_day_has_none(site: str) -> None:
    assert read_address(site + "/undated", allowed=web.LOOPBACK).published == ""


def test_a_paywall_is_named(site: str) -> None:
    with pytest.raises(IngestError, match=r"behind a paywall: \d+ words can be read without an account. Open it"):
        read_address(site + "/paywall", allowed=web.LOOPBACK)


def test_very_little_text_is_noted(site: str) -> None:
    page = read_address(site + "/latin", allowed=web.LOOPBACK)
    assert page.text == "Die Fähre sank."
    assert page.notes == ("Only 3 words were found: a paywall, or a page that scripts fill. Paste the rest.",)


def test_without_leave_the_child_asks_nobody_inside_either(site: str) -> None:
    with pytest.raises(IngestError, match="leads to a private network"):
        read_address(site + "/story")


@pytest.mark.parametrize(
    ("raw", "networks"), [(None, []), ("", []), ("10.2.0.0/16, fd00::/8", ["10.2.0.0/16", "fd00::/8"])]
)
def test_networks_of_our_own_are_named_by_commas(
    monkeypatch: pytest.MonkeyPatch, raw: str | None, networks: list[str]
) -> None:
    if raw is not None:
        monkeypatch.setenv("OUR_NETWORKS", raw)
    assert env_networks("OUR_NETWORKS") == networks


def test_what_is_no_network_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUR_NETWORKS", "intranet")
    with pytest.raises(ImproperlyConfigured, match="OUR_NETWORKS: 'intranet' is no network"):
        env_networks("OUR_NETWORKS")

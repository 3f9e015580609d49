"""A page of the web, fetched by the server: the only module that opens a socket.

An editor names the address, and the web answers it: neither may lead the server to what only it can reach. Each host
is looked up once, every address that it has must be public, and the connection goes to the address that was looked at.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import certifi
import urllib3

from articles.errors import AwayError, GoneError, IngestError, NoSiteError

USER_AGENT = "Mozilla/5.0 (compatible; Casetracker; reads single articles for an editor)"
READING = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8",
    "Accept-Encoding": "gzip, deflate",
}
READING_FEEDS = {**READING, "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1"}
LARGEST_ANSWER = 10_000_000  # bytes, unpacked
REDIRECTS = 5
SILENCE = 10.0  # seconds without a byte
ADDRESSES = 4  # of one host, tried in turn
CHUNK = 65_536
KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/pdf": "pdf"}
FEED_KINDS = "application/rss+xml application/atom+xml application/rdf+xml application/xml text/xml"
FEEDS = dict.fromkeys([*FEED_KINDS.split(), "text/html", "text/plain"], "feed")  # the last two by mistake
UNCHANGED = 304
FRONT = {"", "/"}  # the path of a front page
MOVED = {301, 302, 303, 307, 308}
# IPv6 addresses that stand for IPv4 ones (NAT64, 6to4, Teredo): a gateway may lead them anywhere.
TUNNELS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
PASTE = "Open it in your browser and paste its text."

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Answer:
    """`url` is where the redirects led, `kind` one of the values of `kinds`, `charset` what the server says (or "").

    `etag` and `modified` are what the server wants to hear the next time; `is_new` is false where it answered 304.
    `status` ("200 OK") and `headers` are as they came.
    """

    url: str
    kind: str
    charset: str
    body: bytes
    etag: str = ""
    modified: str = ""
    is_new: bool = True
    status: str = ""
    headers: tuple[tuple[str, str], ...] = ()


def fetch(
    url: str,
    *,
    allowed: Sequence[str] = (),
    seconds: float = 30.0,
    kinds: Mapping[str, str] = KINDS,
    headers: Mapping[str, str] = READING,
) -> Answer:
    """What stands at that address. Raises IngestError: what went wrong, and what to do.

    `allowed` are networks that may be asked although they are not public. `seconds` bounds all of it while bytes come;
    a server that sends half a header is the caller's to end (`articles.limited`).
    """
    end = time.monotonic() + seconds
    for _ in range(REDIRECTS + 1):
        target = _check_url(url)
        with _ask(target, _addresses(target, allowed), "GET", headers) as response:
            location = response.headers.get("location")
            if response.status in MOVED and location:
                url = urljoin(url, location)
                continue
            if response.status == UNCHANGED:
                return Answer(url, "", "", b"", is_new=False)
            _check_status(response.status)
            kind, charset = _kind(response.headers.get("content-type", ""), kinds)
            told = (response.headers.get("etag", ""), response.headers.get("last-modified", ""))
            status, came = f"{response.status} {response.reason or ''}".strip(), tuple(response.headers.items())
            return Answer(url, kind, charset, _body(response, end), *told, status=status, headers=came)
    raise IngestError(f"It redirects more than {REDIRECTS} times. {PASTE}")


def look(url: str, *, allowed: Sequence[str] = ()) -> None:
    """See whether a page stands at that address; nothing of it is read. Raises IngestError where none does: GoneError
    where the site says so, NoSiteError or AwayError where nobody says anything, itself where it cannot be told.

    As with `post`, a server that sends half a header is the caller's to end.
    """
    first = urlsplit(url)
    for _ in range(REDIRECTS + 1):
        target = _check_url(url)
        status, location = _status(target, _addresses(target, allowed))
        if status not in MOVED or not location:
            _check_status(status)
            if target.path in FRONT and first.path not in FRONT:
                raise IngestError("It leads to the front page of a site, and to no article. See for yourself.")
            return
        url = urljoin(url, location)
    raise IngestError(f"It redirects more than {REDIRECTS} times. See for yourself.")


def post(url: str, body: bytes, headers: Mapping[str, str], *, allowed: Sequence[str] = ()) -> int:
    """Hand this over, and return the status of the answer. Raises IngestError.

    A redirect is an answer like others: what was meant for one address goes to no other. As with `fetch`, a server that
    sends half a header is the caller's to end.
    """
    target = _check_url(url)
    with _ask(target, _addresses(target, allowed), "POST", headers, body) as response:
        return response.status


def is_public(address: Address) -> bool:
    """Whether an address belongs to the internet at large: not to this machine, a local network or a cloud's own."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address.is_site_local or any(address in net for net in TUNNELS):
            return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    return address.is_global and not special


def _status(target: SplitResult, addresses: Sequence[Address]) -> tuple[int, str]:
    """What it answers, and where it redirects to. Many sites refuse HEAD in whatever way: then GET counts."""
    try:
        with _ask(target, addresses, "HEAD") as response:
            if response.status < 400:
                return response.status, response.headers.get("location", "")
    except AwayError:
        pass
    with _ask(target, addresses) as response:
        return response.status, response.headers.get("location", "")


def _check_url(url: str) -> SplitResult:
    try:
        target = urlsplit(url)
        target = target._replace(netloc=target.netloc.encode("idna").decode())
        usable = target.scheme in {"http", "https"} and target.hostname and target.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise IngestError(f"{url[:80]!r} is no address of a web page. It starts with https://.")
    if target.username is not None:
        raise IngestError("Its address holds a name or password. Leave that out, or paste the text.")
    return target


def _port(target: SplitResult) -> int:
    return target.port or (443 if target.scheme == "https" else 80)


def _addresses(target: SplitResult, allowed: Sequence[str]) -> list[Address]:
    """The addresses of a host, each of which is public or allowed. Raises IngestError."""
    host = target.hostname or ""
    try:
        found = socket.getaddrinfo(host, _port(target), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoSiteError(f"There is no site {host}. Check the address.") from error
    addresses = list(dict.fromkeys(ipaddress.ip_address(info[4][0]) for info in found))
    networks = [ipaddress.ip_network(net) for net in allowed]
    if not all(is_public(a) or any(a in net for net in networks) for a in addresses):
        raise IngestError(
            f"{host} leads to a private network, which is not asked. If the page is public, paste its text."
        )
    return addresses[:ADDRESSES]


@contextmanager
def _ask(
    target: SplitResult,
    addresses: Sequence[Address],
    method: str = "GET",
    headers: Mapping[str, str] = READING,
    body: bytes | None = None,
) -> Iterator[urllib3.BaseHTTPResponse]:
    """The answer, its body not read yet; errors of the connection as IngestError, also while the body is read."""
    host = target.hostname or ""
    try:
        pool, response = _connect(target, addresses, method, headers, body)
        with pool:
            yield response
            response.close()
    except urllib3.exceptions.SSLError as error:
        raise IngestError(f"{host} has no valid certificate, so that anybody could have answered. {PASTE}") from error
    except (urllib3.exceptions.TimeoutError, TimeoutError) as error:
        raise AwayError(f"{host} does not answer. Try again later, or paste the text.") from error
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise AwayError(f"{host} broke off, or answers in no way that we know. {PASTE}") from error


def _connect(
    target: SplitResult, addresses: Sequence[Address], method: str, headers: Mapping[str, str], body: bytes | None
) -> tuple[urllib3.HTTPConnectionPool, urllib3.BaseHTTPResponse]:
    """The answer of the first address that can be reached."""
    failed: Exception = OSError("no address")
    for address in addresses:
        pool = _pool(target, address)
        try:
            return pool, pool.request(
                method,
                (target.path or "/") + (f"?{target.query}" if target.query else ""),
                headers={**headers, "Host": target.netloc},
                body=body,
                redirect=False,
                preload_content=False,
            )
        except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as error:
            pool.close()
            failed = error
    raise failed


def _pool(target: SplitResult, address: Address) -> urllib3.HTTPConnectionPool:
    """Connections to that very address; the certificate must be the host's."""
    patience = urllib3.Timeout(connect=SILENCE, read=SILENCE)
    if target.scheme == "http":
        return urllib3.HTTPConnectionPool(str(address), _port(target), timeout=patience, retries=False)
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return urllib3.HTTPSConnectionPool(
        str(address),
        _port(target),
        timeout=patience,
        retries=False,
        ssl_context=context,
        server_hostname=target.hostname,
        assert_hostname=target.hostname,
    )


def _check_status(status: int) -> None:
    if 200 <= status < 300 and status not in {204, 205}:
        return
    if status in {404, 410}:
        raise GoneError(f"There is no page at this address (it answers {status}). Check the address.")
    if status in {401, 402, 403, 407, 451}:
        raise IngestError(f"The site does not let this server read it (it answers {status}). {PASTE}")
    if status == 429:
        raise AwayError("The site is asked too often (it answers 429). Try again later, or paste the text.")
    if status >= 500:
        raise AwayError(f"The site has a fault (it answers {status}). Try again later, or paste the text.")
    raise IngestError(f"It answers {status}, and no page. {PASTE}")


def _kind(content_type: str, kinds: Mapping[str, str]) -> tuple[str, str]:
    name, _, rest = content_type.partition(";")
    kind = kinds.get(name.strip().lower())
    if kind is None:
        told = f"a file of the kind {name.strip()[:60]}" if name.strip() else "a file of no kind that it names"
        raise IngestError(f"It is no page but {told}. Save it and add it as a file, or paste its text.")
    _, _, charset = rest.lower().partition("charset=")
    return kind, charset.split(";")[0].strip(" \"'")


def _body(response: urllib3.BaseHTTPResponse, end: float) -> bytes:
    """Up to LARGEST_ANSWER bytes, unpacked, as far as they come in time. Raises IngestError."""
    too_large = f"It is larger than {LARGEST_ANSWER // 1_000_000} MB, which no article is. {PASTE}"
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST_ANSWER:
        raise IngestError(too_large)
    body = bytearray()
    while chunk := response.read1(CHUNK, decode_content=True):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise IngestError(too_large)
        if time.monotonic() > end:
            raise AwayError("It comes too slowly. Try again later, or paste its text.")
    return bytes(body)

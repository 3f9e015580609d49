"""A small site on this machine, for tests of the fetcher: it answers as sites do, and as no site should."""

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOOPBACK = ("127.0.0.0/8", "::1/128")
SENTENCE = "The ferry {n} sank on Monday near the old quay, and divers found it on Tuesday morning, the master said."
STORY = "".join(f"<p>{SENTENCE.format(n=n)}</p>" for n in range(1, 9))
PAGE = (
    '<html lang="en"><head><title>Ferry sinks</title><meta property="article:published_time" '
    'content="2016-06-10T09:00:00+02:00"><meta property="og:site_name" content="The Linden Post"></head>'
    f"<body><article><h1>Ferry sinks</h1>{STORY}</article></body></html>"
)
UNDATED = (
    f"<html><head><title>Ferry sinks</title></head><body><article><h1>Ferry sinks</h1>{STORY}</article></body></html>"
)
PAYWALL = (
    '<html><head><title>Ferry sinks</title><script type="application/ld+json">{"@type": "NewsArticle", '
    '"isAccessibleForFree": "False"}</script></head><body><article><p>The ferry sank on Monday. Subscribe to read '
    "what became of it.</p></article></body></html>"
)
HTML = "text/html; charset=utf-8"

Answer = Callable[[BaseHTTPRequestHandler], None]


def answer(body: str | bytes, kind: str = HTML, status: int = 200, **headers: str) -> Answer:
    raw = body.encode() if isinstance(body, str) else body

    def send(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(raw)

    return send


def moved(to: str, status: int = 302) -> Answer:
    return answer("", status=status, Location=to)


def endless(request: BaseHTTPRequestHandler) -> None:
    """A page without end and without its length."""
    request.send_response(200)
    request.send_header("Content-Type", HTML)
    request.end_headers()
    for _ in range(400):
        request.wfile.write(b"<p>and so on</p>" * 40_000)


def huge(request: BaseHTTPRequestHandler) -> None:
    """It says that 200 MB will follow."""
    request.send_response(200)
    request.send_header("Content-Type", HTML)
    request.send_header("Content-Length", "200000000")
    request.end_headers()


def drip(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for ever."""
    request.send_response(200)
    request.send_header("Content-Type", HTML)
    request.end_headers()
    for _ in range(600):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.1)


def half_a_header(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    for _ in range(600):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.1)


def silent(request: BaseHTTPRequestHandler) -> None:
    time.sleep(60)


def nonsense(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"220 mail.example ready\r\n")


ANSWERS: dict[str, Answer] = {
    "/story": answer(PAGE),
    "/undated": answer(UNDATED),
    "/paywall": answer(PAYWALL),
    "/plain": answer("The ferry sank on Monday.", "text/plain"),
    "/latin": answer("Die Fähre sank.".encode("latin-1"), "text/plain; charset=ISO-8859-1"),
    "/gzip": answer(gzip.compress(PAGE.encode()), Content_Encoding="gzip"),
    "/bomb": answer(gzip.compress(b" " * 200_000_000), Content_Encoding="gzip"),
    "/picture": answer(b"\x89PNG", "image/png"),
    "/nameless": answer("x", ""),
    "/missing": answer("", status=404),
    "/forbidden": answer("", status=403),
    "/broken": answer("", status=503),
    "/busy": answer("", status=429),
    "/odd": answer("", status=418),
    "/empty": answer("", status=204),
    "/huge": huge,
    "/endless": endless,
    "/drip": drip,
    "/half-a-header": half_a_header,
    "/silent": silent,
    "/nonsense": nonsense,
    "/moved": moved("/story", 301),
    "/loop": moved("/loop"),
    "/to-metadata": moved("http://169.254.169.254/latest/meta-data/"),
    "/to-router": moved("http://10.0.0.1/"),
    "/to-file": moved("file:///etc/passwd"),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        with contextlib.suppress(OSError):  # who asked may have gone
            ANSWERS.get(self.path.partition("?")[0], ANSWERS["/missing"])(self)

    do_POST = do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True


@contextlib.contextmanager
def site() -> Iterator[str]:
    """The address of a server in a thread of this process."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()

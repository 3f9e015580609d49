"""A crawl of the site as it is served over HTTP: what every answer tells a browser, and what nobody may open.

Three walks: as a visitor, from the front page and the site map on, with hostile words in every address; to every
address of the staff, without a session; and as a superuser, through every page of the staff and to its every form,
without the token that a form of ours carries.
"""

import html
import json
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urljoin, urlsplit

import urllib3

from tools.served import EDITOR, HOST, PASSWORD, ROOT, Site

MOST = 600  # addresses of a walk
OF_A_KIND = 4  # addresses that differ in their numbers and names alone
LINK = re.compile(r"""<(?:a|link|script|img|form|iframe|source)\b[^>]*?\s(?:href|src|action)="([^"]*)\"""")
FORM = re.compile(r"<form\b[^>]*>", re.I)
LOCATION = re.compile(r"<loc>([^<]+)</loc>")
TRACE = re.compile(r"Traceback \(most recent|site-packages/|django\.db\.|psycopg\.|DEBUG = True|File &quot;/")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/(?:ld\+)?json|text/plain)\")|\sstyle=|\son[a-z]+=", re.I
)
MARK = "zq7\"'><script>zq7</script>\r\nX-Zq7: zq7"
STAFF_ADDRESSES = """
import django, json
django.setup()
from django.urls import URLPattern, get_resolver

def walk(resolver, before):
    for entry in resolver.url_patterns:
        here = before + [str(entry.pattern)]
        if isinstance(entry, URLPattern):
            yield "".join(here)
        else:
            yield from walk(entry, here)

print(json.dumps([route for route in walk(get_resolver(), []) if route.startswith("admin/")]))
"""
OPEN_TO_ALL = ("/admin/login/", "/admin/jsi18n/")


@dataclass(slots=True)
class Answer:
    path: str
    status: int
    headers: Mapping[str, str]
    cookies: list[str]
    body: str


@dataclass(slots=True)
class Crawl:
    """`found` are sentences, each of a thing that is wrong; `asked` counts requests."""

    site: Site
    found: list[str] = field(default_factory=list)
    asked: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    _wire: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False, timeout=30))

    def ask(self, path: str, method: str = "GET", form: dict[str, str] | None = None, **headers: str) -> Answer:
        """What came back, and a look at its headers."""
        own = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        if form is not None:
            own["Content-Type"] = "application/x-www-form-urlencoded"
        told = {**self.site.proxied, **own, "Referer": f"https://{HOST}/", **headers}
        body = urlencode(form) if form is not None else None
        raw = self._wire.request(method, self.site.address + path, body=body, headers=told, redirect=False)
        cookies = raw.headers.getlist("Set-Cookie")
        answer = Answer(path, raw.status, raw.headers, cookies, raw.data.decode("utf-8", "replace"))
        self.asked += 1
        self.found += [f"{method} {path}: {fault}" for fault in faults(answer)]
        return answer


def crawl(site: Site) -> Crawl:
    visitor, stranger, editor = Crawl(site), Crawl(site), Crawl(site)
    walk(
        visitor,
        ["/", "/sitemap.xml", "/robots.txt", "/api/v1/", "/api/v1/openapi.json", "/nothing", "/%00", "/healthz"],
    )
    at_the_door(visitor)
    closed_to_strangers(stranger)
    sign_in(editor)
    forms = walk(editor, ["/admin/"], within="/admin/")
    forms_of_others(editor, forms)
    whole = Crawl(site)
    for each in (visitor, stranger, editor):
        whole.found += each.found
        whole.asked += each.asked
    return whole


def faults(answer: Answer) -> Iterator[str]:
    """What is wrong with an answer, by its headers and by what it lets slip."""
    headers, policy = answer.headers, answer.headers.get("Content-Security-Policy", "")
    if answer.status >= 500:
        yield f"status {answer.status}"
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"its policy is {policy!r}"
    if not re.search("frame-ancestors '(none|self)'", policy) and not answer.path.startswith("/embed/"):
        yield "anybody may frame it"
    if int("0" + "".join(re.findall(r"max-age=(\d+)", headers.get("Strict-Transport-Security", "")))) < 31_536_000:
        yield "no HSTS of a year"
    wanted = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
    wanted |= {"Cross-Origin-Opener-Policy": "same-origin"}
    for name, value in wanted.items():
        if headers.get(name) != value:
            yield f"{name} is {headers.get(name)!r}"
    if "geolocation=()" not in headers.get("Permissions-Policy", ""):
        yield "no Permissions-Policy"
    if "X-Powered-By" in headers or re.search(r"\d", headers.get("Server", "")):
        yield "it tells its version"
    if "X-Zq7" in headers:
        yield "a header was put in through the address"
    yield from faults_of_cookies(answer)
    yield from faults_of_page(answer)


def faults_of_cookies(answer: Answer) -> Iterator[str]:
    for raw in answer.cookies:
        name, parts = raw.partition("=")[0], {part.strip().lower() for part in raw.split(";")[1:]}
        if not {"secure", "httponly", "path=/"} <= parts or not any(p.startswith("samesite=") for p in parts):
            yield f"cookie {name} is set with {sorted(parts)}"
        if not name.startswith("__Host-") and name != "messages":
            yield f"cookie {name} may come from another host"
        if not answer.path.startswith(("/admin/", "/follow/")):
            yield f"cookie {name} is set for a visitor"


def faults_of_page(answer: Answer) -> Iterator[str]:
    if TRACE.search(answer.body):
        yield "it shows how the program failed"
    if "html" in answer.headers.get("Content-Type", ""):
        if "<script>zq7" in answer.body:
            yield "it says words of the address as markup"
        if inline := INLINE.search(answer.body):
            yield f"inline {inline[0]!r}"
    if answer.path.startswith("/admin/") and answer.status == 200 and "no-store" not in answer.headers["Cache-Control"]:
        yield "a page of the staff may be kept"


def walk(crawl: Crawl, begin: list[str], within: str = "/") -> set[str]:
    """Every address that a link leads to, and once of each kind with hostile words. Returns where forms are sent to."""
    waiting, seen, kinds, forms = deque(begin), set(begin), dict[str, int](), set[str]()
    while waiting and crawl.asked < MOST:
        path = waiting.popleft()
        answer = crawl.ask(path)
        kind = kind_of(path)
        if kind not in kinds and "?" not in path:
            crawl.ask(path + "?" + "&".join(f"{name}={quote(MARK)}" for name in ("q", "next", "from", "page", "edtf")))
        kinds[kind] = kinds.get(kind, 0) + 1
        here = f"https://{HOST}{path}"
        forms |= {
            urlsplit(urljoin(here, action(tag) or path)).path for tag in FORM.findall(answer.body) if is_post(tag)
        }
        for link in links(here, answer):
            if link.startswith(within) and link not in seen and kinds.get(kind_of(link), 0) < OF_A_KIND:
                seen.add(link)
                waiting.append(link)
    return {path for path in forms if path.startswith(within)}


def links(here: str, answer: Answer) -> Iterator[str]:
    """Paths with queries, on this site, that lead to no leaving."""
    found = LINK.findall(answer.body) + LOCATION.findall(answer.body) + [answer.headers.get("Location", "")]
    for raw in filter(None, found):
        parts = urlsplit(urljoin(here, html.unescape(raw)))
        if parts.hostname == HOST and "logout" not in parts.path:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def kind_of(path: str) -> str:
    """Two addresses that differ in numbers and in what a case or a file is called are of one kind."""
    names = "&".join(sorted(pair.partition("=")[0] for pair in urlsplit(path).query.split("&")))
    places = [re.sub(r"\d+|[0-9a-z]{8,}|\w+-[\w-]+", "*", part) for part in urlsplit(path).path.split("/")]
    return "/".join(places) + "?" + names


def at_the_door(crawl: Crawl) -> None:
    """What a proxy lets through by mistake."""
    plain = crawl._wire.request("GET", crawl.site.address + "/", headers={"Host": HOST}, redirect=False)
    if (plain.status, plain.headers.get("Location")) != (301, f"https://{HOST}/"):
        crawl.found.append(f"plain HTTP is answered with {plain.status}")
    for host in ("elsewhere.example", f"{HOST}.elsewhere.example", f"{HOST}@elsewhere.example", "127.0.0.1"):
        answer = crawl.ask("/admin/login/", Host=host)
        if answer.status != 400:
            crawl.found.append(f"host {host} is answered with {answer.status}")
    invented = {"X-Forwarded-Host": "elsewhere.example", "Forwarded": "host=elsewhere.example"}
    forwarded = crawl.ask("/", "GET", None, **invented)
    if "elsewhere.example" in forwarded.body + str(forwarded.headers):
        crawl.found.append("a host that a client invents is told back")
    for method in ("TRACE", "TRACK", "PUT", "DELETE", "PATCH", "CONNECTED"):
        answer = crawl.ask("/", method)
        if answer.status not in {403, 405, 501}:
            crawl.found.append(f"{method} / is answered with {answer.status}")
    if crawl.ask("/metrics").status != 403:
        crawl.found.append("anybody may read /metrics")


def closed_to_strangers(crawl: Crawl) -> None:
    """Each address of the staff leads a stranger to signing in, or to nothing."""
    told = subprocess.run(
        [sys.executable, "-c", STAFF_ADDRESSES],
        cwd=ROOT,
        env=dict(crawl.site.environment),
        capture_output=True,
        text=True,
        check=True,
    )
    for route in json.loads(told.stdout):
        path = "/" + re.sub(r"<(?:int:)?\w*(?:pk|id)\w*>", "1", route)
        path = re.sub(r"<[^>]+>", "x", re.sub(r"\(\?P?<?\w*>?[^)]*\)|[\\^$?]", "x", path)).rstrip("x") or "/"
        for method in ("GET", "POST"):
            answer = crawl.ask(path, method)
            if answer.status == 200 and not answer.path.startswith(OPEN_TO_ALL):
                crawl.found.append(f"{method} {path} is open to strangers")


def sign_in(crawl: Crawl) -> None:
    page = crawl.ask("/admin/login/")
    keep(crawl, page)
    before = dict(crawl.cookies)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.body)
    form = {"username": EDITOR, "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}
    answer = crawl.ask("/admin/login/?next=//elsewhere.example/", "POST", form, Origin=f"https://{HOST}")
    keep(crawl, answer)
    if answer.status != 302 or "elsewhere" in answer.headers.get("Location", ""):
        crawl.found.append(f"signing in: {answer.status}, to {answer.headers.get('Location')}")
    if any(crawl.cookies.get(name) == value for name, value in before.items()):
        crawl.found.append("a cookie of before signing in is good afterwards")


def keep(crawl: Crawl, answer: Answer) -> None:
    for raw in answer.cookies:
        crawl.cookies |= {name: morsel.value for name, morsel in SimpleCookie(raw).items()}


def forms_of_others(crawl: Crawl, paths: set[str]) -> None:
    """A form of another site is sent with the editor's session, as a browser without SameSite would."""
    for path in sorted(paths):
        answer = crawl.ask(path, "POST", {"x": "1"}, Origin="https://elsewhere.example")
        if answer.status != 403:
            crawl.found.append(f"POST {path} is taken from another site: {answer.status}")
    if len(paths) < 20:
        crawl.found.append(f"no more than {len(paths)} forms were found: is the walk over too soon?")


def is_post(tag: str) -> bool:
    return bool(re.search(r'method="?post', tag, re.I))


def action(tag: str) -> str:
    found = re.search(r'action="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""

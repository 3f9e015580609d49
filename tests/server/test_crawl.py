"""The crawl of `make audit` sees what it looks for: each fault is put into an answer that has none."""

import pytest

from tools.crawl import Answer, action, faults, is_post, kind_of, links
from tools.served import HOST

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=()",
    "Cache-Control": "no-store",
}
COOKIE = "__Host-sessionid=abc; HttpOnly; Path=/; SameSite=Lax; Secure"


def answer(path: str = "/", status: int = 200, cookie: str = "", body: str = "<p>Well.</p>", **headers: str) -> Answer:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(path, status, {**HEADERS, **told}, [cookie] if cookie else [], body)


@pytest.mark.parametrize(
    "good",
    [
        answer(),
        answer("/admin/login/", cookie=COOKIE),
        answer("/embed/cases/x/", Content_Security_Policy="default-src 'none'; frame-ancestors *"),
        answer(body='<script type="application/ld+json">{}</script><script src="/static/a.js"></script>'),
    ],
)
def test_nothing_is_wrong_with_these(good: Answer) -> None:
    assert list(faults(good)) == []


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (answer(status=500), "status 500"),
        (answer(Content_Security_Policy="default-src 'self'"), "its policy is"),
        (answer(Content_Security_Policy="default-src 'none'; style-src 'unsafe-inline'"), "its policy is"),
        (answer(Content_Security_Policy="default-src 'none'"), "anybody may frame it"),
        (answer(Content_Security_Policy="default-src 'none'; frame-ancestors *"), "anybody may frame it"),
        (answer(Strict_Transport_Security=""), "no HSTS"),
        (answer(Strict_Transport_Security="max-age=3600"), "no HSTS"),
        (answer(X_Content_Type_Options=""), "X-Content-Type-Options"),
        (answer(Referrer_Policy="unsafe-url"), "Referrer-Policy"),
        (answer(Permissions_Policy=""), "no Permissions-Policy"),
        (answer(Server="gunicorn/27.0.1"), "it tells its version"),
        (answer(X_Zq7="zq7"), "a header was put in"),
        (answer(cookie=COOKIE), "set for a visitor"),
        (answer("/admin/", cookie="__Host-a=b; HttpOnly; Path=/; SameSite=Lax"), "is set with"),
        (answer("/admin/", cookie="__Host-a=b; Secure; Path=/; SameSite=Lax"), "is set with"),
        (answer("/admin/", cookie="__Host-a=b; Secure; HttpOnly; Path=/"), "is set with"),
        (answer("/admin/", cookie=COOKIE.removeprefix("__Host-")), "may come from another host"),
        (answer("/admin/", Cache_Control="max-age=60"), "may be kept"),
        (answer(body="<pre>Traceback (most recent call last)"), "how the program failed"),
        (answer(body="<p>zq7\"'><script>zq7</script>"), "words of the address as markup"),
        (answer(body='<a href="/" onclick="go()">'), "inline"),
        (answer(body="<script>go()</script>"), "inline"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_is_seen(bad: Answer, why: str) -> None:
    assert any(why in fault for fault in faults(bad))


def test_links_lead_on_within_the_site_and_not_out_of_a_session() -> None:
    body = (
        '<a href="/a/?x=1&amp;y=2#z">A</a><a class="b" href="b/">B</a><a href="https://elsewhere.example/">C</a>'
        '<form method="post" action="/admin/logout/"></form><a href="mailto:a@example.org">D</a>'
    )
    assert list(links(f"https://{HOST}/c/", answer(body=body))) == ["/a/?x=1&y=2", "/c/b/"]
    assert list(links(f"https://{HOST}/c/", answer(body="", Location="/d/"))) == ["/d/"]


def test_addresses_of_a_kind() -> None:
    assert kind_of("/events/01abcdefgh/a-ferry-sinks/?q=1&type=2") == kind_of(
        "/events/01zyxwvuts/two-boats/?type=3&q=9"
    )
    assert kind_of("/cases/a-b/") != kind_of("/cases/a-b/changes/")
    assert kind_of("/?q=1") != kind_of("/?page=1")


@pytest.mark.parametrize(
    ("tag", "posts", "to"),
    [
        ('<form method="post" action="/a/?b&amp;c">', True, "/a/?b&c"),
        ("<form method=POST>", True, ""),
        ('<form action="/search/">', False, "/search/"),
    ],
)
def test_forms(tag: str, posts: bool, to: str) -> None:
    assert (is_post(tag), action(tag)) == (posts, to)

"""Feeds: what their entries say, in whichever dialect, and which of them a case wants."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.errors import IngestError
from articles.feeds import Rule, read_feed
from tests.articles import web

BASE = "https://post.example/feed"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Linden Post</title>
<item><title>Ferry &amp; quay</title><link>/ferry</link><pubDate>Fri, 10 Jun 2016 23:30:00 -0700</pubDate>
<description>&lt;p&gt;A ferry &lt;b&gt;sank&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>Again</title><link>https://post.example/ferry</link></item>
<item><title>No address</title></item><item><title>Odd</title><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Linden Radio</title><entry><title>Six months</title>
<link href="https://radio.example/six"/><updated>2016-06-03T08:00:00Z</updated><summary>A judge spoke.</summary>
</entry></feed>"""


def test_rss() -> None:
    page = read_feed(RSS.encode(), url=BASE)
    assert page.title == "The Linden Post"
    (entry,) = page.entries
    assert (entry.url, entry.title, entry.summary) == ("https://post.example/ferry", "Ferry & quay", "A ferry sank .")
    assert entry.published == "2016-06-11T06:30:00+00:00"


def test_atom() -> None:
    (entry,) = read_feed(ATOM.encode(), url=BASE).entries
    assert (entry.url, entry.published) == ("https://radio.example/six", "2016-06-03T08:00:00+00:00")


@pytest.mark.parametrize("raw", [b"", b"A gull.", web.PAGE.encode(), b'{"version": "https://jsonfeed.org/version/1"}'])
def test_what_is_no_feed_is_refused_with_the_remedy(raw: bytes) -> None:
    with pytest.raises(IngestError, match=r"no RSS or Atom feed\. Look for"):
        read_feed(raw, url=BASE)


def test_entities_of_a_feed_are_not_followed() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "gull gull"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    told = RSS.replace('<?xml version="1.0"?>', bomb).replace("Ferry &amp; quay", "&f;")
    try:
        assert "/" not in read_feed(told.encode(), url=BASE).entries[0].title
    except IngestError as error:
        assert "no RSS" in str(error)  # noqa: PT017 (either is right)


GARBLED = st.text(max_size=200).map(lambda title: RSS.replace("Again", title).encode(errors="replace"))


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=300), GARBLED))
def test_any_bytes_are_entries_or_refused(raw: bytes) -> None:
    try:
        entries = read_feed(raw, url=BASE).entries
    except IngestError:
        return
    assert all(entry.url.startswith("http") and len(entry.title) <= 500 for entry in entries)


RULES = [
    (Rule(), "Anything.", ""),
    (Rule(every="ferry, quay"), "The Ferry left the quay.", ""),
    (Rule(every="ferry, quay"), "The ferryman left the quay.", "It lacks “ferry”."),
    (Rule(every="ferr*"), "The ferries left.", ""),
    (Rule(some="flood\nstorm surge"), "A storm  surge came.", ""),
    (Rule(some="flood, storm surge"), "A storm came.", "It has none of “flood”, “storm surge”."),
    (Rule(some="flood", never="opinion"), "Opinion: the flood", "It has “opinion”."),
    (Rule(every="Straße"), "Auf der STRASSE", ""),
    (Rule(every="c++, *, ."), "C++ and .", ""),
    (Rule(never=" , ,"), "Anything.", ""),
]


@pytest.mark.parametrize(("rule", "text", "why"), RULES)
def test_words_say_what_is_wanted(rule: Rule, text: str, why: str) -> None:
    assert rule.why_not(text) == why


@given(st.text(max_size=30), st.text(max_size=60))
def test_any_words_are_a_rule(words: str, text: str) -> None:
    why_not = Rule(never=words).why_not(text)
    assert (why_not == "") or words.strip()
    if wanted := Rule(every=words).why_not(text + "\n" + words):
        assert "lacks" in wanted

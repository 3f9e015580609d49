"""The style guide shows what there is; the colours it shows can be read."""

import re

import pytest
from django.conf import settings
from django.test import Client

from casetracker.jinja import icon
from tests.timeline.test_pages import body
from timeline.extraction.taxonomy import english
from timeline.presentation.styleguide import BADGES
from timeline.presentation.tokens import Colour, contrast, tokens

COLOURS = {colour.name: colour for colour in tokens().colours}


@pytest.mark.django_db
def test_it_shows_every_type_badge_and_token(client: Client) -> None:
    response = client.get("/styleguide/")
    html, text = response.content.decode(), body(response)
    for type_ in english().types.values():
        assert f"{icon(type_.icon)} {type_.name}" in html
        assert icon(type_.icon)
    for badge in BADGES:
        assert f'<span class="badge b-{badge.kind}">{badge.word}</span>' in html
    for name in (*COLOURS, *(name for name, _ in (*tokens().sizes, *tokens().spaces, *tokens().families))):
        assert f"--{name}" in text
    assert "We cannot read this request" in text


def test_every_badge_of_the_guide_and_size_of_type_has_its_style() -> None:
    css = "".join((settings.BASE_DIR / "static" / name).read_text() for name in ("site.css", "styleguide.css"))
    assert not [name for name, _ in tokens().sizes if f".t-{name} " not in css]
    assert not [b.kind for b in BADGES if b.kind not in {"alleged", "negated"} and f".b-{b.kind}" not in css]


def test_style_sheets_name_only_tokens_that_there_are() -> None:
    folder = settings.BASE_DIR / "static"
    known = set(re.findall(r"(--[\w-]+):", (folder / "tokens.css").read_text()))
    for name in ("site", "home", "case", "event", "article", "pictures", "styleguide"):
        used = set(re.findall(r"var\((--[\w-]+)", (folder / f"{name}.css").read_text()))
        assert used <= known, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "least"), [("ink", 7), ("soft", 4.5), ("accent", 4.5), ("fresh", 4.5), ("bar", 3)])
def test_words_and_bars_can_be_told_from_their_ground(name: str, least: float, scheme: str) -> None:
    def value(colour: Colour) -> str:
        return str(getattr(colour, scheme).value)

    for ground in ("paper",) if name == "bar" else ("paper", "raised"):
        assert contrast(value(COLOURS[name]), value(COLOURS[ground])) >= least


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1)]
)
def test_contrast_as_the_guidelines_define_it(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "words"),
    [("event", "Sources differ"), ("case", "The town is to vote"), ("gone", "This event was withdrawn")],
)
def test_it_frames_what_other_sites_show(client: Client, kind: str, words: str) -> None:
    guide, frame = client.get("/styleguide/"), client.get(f"/styleguide/frames/{kind}/")
    assert f'src="/styleguide/frames/{kind}/"' in guide.content.decode()
    assert "frame-src 'self'" in guide["Content-Security-Policy"]
    assert words in frame.content.decode()
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get("/styleguide/frames/other/").status_code == 404

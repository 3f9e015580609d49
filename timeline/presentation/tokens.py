"""The values of static/tokens.css, as the style guide shows them: read from the file, so that the two cannot differ."""

import re
from dataclasses import dataclass
from functools import cache

from django.conf import settings

TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
DARK = "@media (prefers-color-scheme: dark)"
PRINT = "@media print"
SIZE = re.compile(r"fine|tiny|small|body|quote|lead|title-\d")
HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Shade:
    """A colour on its ground: `ratio` is their contrast by WCAG, None for the ground itself."""

    value: str
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Colour:
    name: str
    light: Shade
    dark: Shade


@dataclass(frozen=True, slots=True)
class Tokens:
    """`sizes` of type, `spaces` and `families` as (name, value)."""

    colours: tuple[Colour, ...]
    sizes: tuple[tuple[str, str], ...]
    spaces: tuple[tuple[str, str], ...]
    families: tuple[tuple[str, str], ...]


@cache
def tokens() -> Tokens:
    css = (settings.BASE_DIR / "static" / "tokens.css").read_text(encoding="utf-8")
    light = dict(TOKEN.findall(css[: css.index(DARK)]))
    dark = dict(TOKEN.findall(css[css.index(DARK) : css.index(PRINT)]))
    return Tokens(
        colours=tuple(_colour(name, light, dark) for name, value in light.items() if HEX.fullmatch(value)),
        sizes=tuple((name, light[name]) for name in light if SIZE.fullmatch(name)),
        spaces=tuple((name, value) for name, value in light.items() if re.fullmatch(r"s\d", name)),
        families=tuple((name, light[name]) for name in ("serif", "sans")),
    )


def contrast(one: str, other: str) -> float:
    """Of two colours written as #rrggbb, from 1 to 21. Source: WCAG 2.2, "contrast ratio"."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _colour(name: str, light: dict[str, str], dark: dict[str, str]) -> Colour:
    return Colour(name, *(_shade(name, scheme) for scheme in (light, dark)))


def _shade(name: str, scheme: dict[str, str]) -> Shade:
    """Marks lie under the ink, everything else on the paper."""
    ground = "ink" if name in {"mark", "found", "raised"} else "paper"
    return Shade(scheme[name], None if name == ground else round(contrast(scheme[name], scheme[ground]), 1))

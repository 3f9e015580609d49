"""How like two texts are, from a sketch of each that fits into a row. Pure.

A sketch holds MinHashes over runs of words (Broder 1997): the share of equal ones estimates how many runs two texts
have in common. Bands of them are what an index can look up: texts that share much share at least one band.
"""

import hashlib
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from rensa import RMinHash

RUN = 4  # words; pieces by different writers on one event share few runs of four
BAND = 3  # finds 97 % of texts of which a fifth was left out or changed; four: 86 % (docs/decisions/0012)
MINIMA = 60
SEED = 1  # stored sketches were made with it
ALIKE = 0.4  # different articles reach 0.27, copies begin at 0.7
WORD = re.compile(r"\w+")
OF_A_DEVICE = re.compile(r"^(?:https?://)?(?:(?:www|m|mobile|amp)\.)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sketch:
    """`words` is a hash of the words alone, `minima` MINIMA numbers of 32 bits each, packed."""

    words: str
    minima: bytes

    @property
    def bands(self) -> list[int]:
        """Numbers of 64 bits, signed as Postgres has them; equal ones are the same band of equal minima."""
        size = 4 * BAND
        parts = (bytes([i]) + self.minima[i * size : (i + 1) * size] for i in range(MINIMA // BAND))
        return [int.from_bytes(hashlib.blake2b(part, digest_size=8).digest(), signed=True) for part in parts]

    def likeness(self, minima: bytes) -> float:
        """The share of runs in common with the text of those minima, estimated: 0 to 1, give or take 0.06."""
        ours, theirs = (struct.unpack(f"<{MINIMA}I", packed) for packed in (self.minima, minima))
        return float(sum(a == b for a, b in zip(ours, theirs, strict=True)) / MINIMA)


def sketch(paragraphs: Iterable[str]) -> Sketch:
    """Of a story's paragraphs. Case, punctuation and line ends count for nothing."""
    line = " ".join(WORD.findall("\n".join(paragraphs))).casefold()  # no letter becomes a space
    words = line.split(" ")
    runs = list(map(" ".join, zip(*(words[i:] for i in range(RUN)), strict=False))) or [line]
    hashes = RMinHash(num_perm=MINIMA, seed=SEED)
    hashes.update(runs)
    return Sketch(hashlib.sha256(line.encode()).hexdigest(), struct.pack(f"<{MINIMA}I", *hashes.digest()))


def story(paragraphs: Iterable[tuple[str, str]]) -> list[str]:
    """Of paragraphs as (kind, text) those that tell the story: an outlet's teasers stand under all its articles."""
    return [text for kind, text in paragraphs if kind not in {"teaser", "boilerplate", "repeat"}]


def address_key(url: str) -> str:
    """An address without what differs between two links to one page: scheme, www, tracking, the place on the page."""
    if not url:
        return ""
    from courlan import normalize_url  # a tenth of a second, which processes that only draw sketches need not wait for

    try:
        url = normalize_url(url, strict=False, trailing_slash=False)
    except ValueError:  # no address; ingesting refuses it by itself
        return ""
    path, _, query = OF_A_DEVICE.sub("", url.partition("#")[0]).partition("?")
    return path.rstrip("/") + (f"?{query}" if query else "")

"""How far a suggestion may be relied on unread, in percent. Pure.

Points, and no probability: what they come to was held against the events that careful readers listed for seven cases
(125 suggestions), and against 361 articles on 190 shootings told as one case (221 suggestions of violence; right where
all reports are of one shooting, on its day):

    certainty   right, of the seven cases   right, of the shootings
     0 – 49            2 of 4                      0 of 4
    50 – 74           28 of 31                     5 of 15
    75 – 84           41 of 43                     8 of 25
    85 – 89           13 of 15                    24 of 34
    90 – 94           10 of 10                    62 of 73
    95 – 99           22 of 22                    64 of 70

The articles on shootings are the harder test: they name other shootings in passing, which counts as wrong there.
"""

from collections.abc import Sequence

from timeline.extraction import edtf, taxonomy
from timeline.extraction.consensus import Agreement
from timeline.extraction.reports import Report
from timeline.extraction.types import Status

START = 86
UNDATED = 10  # an event without a date is never certain, whoever tells of it
HIGHEST = 99  # nobody has read it
NO_DATE_WORDS, DOUBT, CONFLICT, NOT_TOLD_AS_DONE, WIDE, VAGUE, TOLD_ONCE = 40, 30, 30, 15, 15, 6, 8
VOICE, SENTENCE, MOST = 4, 3, 2  # for each further voice and sentence, and how many of them count
# "Police said …", "they met", "it emerged": what is told so is often no event of its own.
VAGUE_FAMILIES = frozenset({"meeting", "revelation", "statement"})
NARROW = frozenset({"day", "week", "month", "year"})


def certainty(reports: Sequence[Report], agreement: Agreement, status: Status, disputed: bool, type_: str) -> int:
    """From 0 to HIGHEST: many voices with date words, no conflict, one reading, a type that says something.

    `disputed` says whether the reports differ on the status. Articles that say it in the very same sentence are one
    voice.
    """
    if agreement.edtf is None:
        return UNDATED
    dated = [r for r, fits in zip(reports, agreement.fits, strict=True) if fits and r.mention.certain and r.options]
    voices = set({r.mention.sentence.text: r.article for r in dated}.values())
    sentences = {r.mention.sentence.text for r in reports}
    points = START
    points -= NO_DATE_WORDS * (not voices)
    points -= DOUBT * (agreement.edtf[-1] in "~?%")
    points -= CONFLICT * (agreement.is_disputed or disputed)
    points -= NOT_TOLD_AS_DONE * (status in {"alleged", "hypothetical"})
    points -= WIDE * (edtf.granularity(agreement.edtf) not in NARROW)
    points -= VAGUE * (taxonomy.family(type_) in VAGUE_FAMILIES)
    points -= TOLD_ONCE * (len(sentences) == 1)
    points += VOICE * min(max(len(voices) - 1, 0), MOST) + SENTENCE * min(len(sentences) - 1, MOST)
    return max(0, min(points, HIGHEST))

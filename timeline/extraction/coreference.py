"""Many reports, one event: mentions of a case → clusters, with one date, one status and the claims that differ. Pure.

The result depends on the reports alone, not on the order in which they come. What stays ambiguous stays apart.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from timeline.extraction import claims, consensus, edtf, taxonomy, titling
from timeline.extraction.certainty import certainty
from timeline.extraction.consensus import Agreement
from timeline.extraction.grouping import group
from timeline.extraction.groups import NONE_APART, Apart, Group
from timeline.extraction.reports import ClaimValue, Cluster, Report
from timeline.extraction.types import Status

POINTING = frozenset(
    {"he", "she", "it", "they", "we", "i", "his", "her", "its", "their", "this", "that", "these", "who"}
)
SIGN = " (the numbers differ)"  # as the page of the event tells, with who says what

__all__ = ["ClaimValue", "Cluster", "Report", "cluster", "clusters", "reconcile"]


def reconcile(reports: Sequence[Report], apart: Apart = NONE_APART) -> list[Cluster]:
    """The events that the reports of one case tell of, by date. A report is in one cluster at most; one without a date
    that no event fits is in none. `apart` says for the key of a report with which others it is never put together.
    Twenty thousand reports take seconds."""
    return clusters(group(reports, apart))


def clusters(groups: Iterable[Group]) -> list[Cluster]:
    """What each of these groups comes to."""
    return [cluster([one.report for one in each.profiles], each.reasons) for each in groups]


def cluster(reports: Iterable[Report], reasons: Mapping[Hashable, str]) -> Cluster:
    """What these reports, taken as those of one event, come to; `reasons` say for each key why it is among them."""
    reports = sorted(reports, key=lambda r: r.order)
    agreement = consensus.agree(reports)
    status, status_disputed = consensus.status_of(reports, agreement.earliest)
    type_ = _type(reports)
    disputed = claims.disputed_counts(reports)
    first = max(reports, key=lambda r: _merit(r, type_, status, agreement, disputed))
    ordered = (first, *(r for r in reports if r is not first))
    return Cluster(
        reports=ordered,
        type=type_,
        status=status,
        edtf=agreement.edtf,
        earliest=agreement.earliest,
        latest=agreement.latest,
        headline=_headline(first, disputed),
        explanation=_explain(reports, agreement),
        reasons=tuple((r.key, reasons[r.key]) for r in ordered),
        claims=claims.collect(ordered, agreement, status_disputed, disputed),
        certainty=certainty(reports, agreement, status, status_disputed, type_),
    )


def _type(reports: Sequence[Report]) -> str:
    """What most articles call it; among equals the type that says more."""
    votes = Counter(type_ for _, type_ in {(r.article, r.mention.type) for r in reports})
    return min(votes, key=lambda slug: (-votes[slug], taxonomy.rank(slug), slug))


def _headline(report: Report, disputed: claims.Disputed) -> str:
    """One count of several is not told as if it were the only one. The words stay the article's own."""
    said = report.mention.headline
    return titling.remarked(said, SIGN) if claims.in_headline(report, disputed) else said


def _merit(
    report: Report, type_: str, status: Status, agreement: Agreement, disputed: claims.Disputed
) -> tuple[int | bool, ...]:
    """How well a report's headline stands for the event: whether it tells of it in so many words, and of whom, and no
    count that others exclude."""
    m = report.mention
    fits = bool(agreement.edtf) and consensus.meet(report.options, agreement.edtf or "") is not None
    place = m.headline.lower().find(m.trigger.text.lower())
    return (
        m.status == status,
        m.type == type_,
        m.headline.split(" ", 1)[0].lower() not in POINTING,
        0 <= place <= len(m.headline) // 2,  # further back stands a noun in the clause of another event's verb
        not m.headline.endswith("…"),
        not claims.in_headline(report, disputed),
        fits and m.certain,
        min(len(m.names), 2),
        min(len(m.headline), 80),
    )


def _explain(reports: Sequence[Report], agreement: Agreement) -> str:
    count = len({r.article for r in reports})
    told = f"Told by {count} articles." if count > 1 else "Told by one article."
    if agreement.edtf is None:
        return f"{told} None of them dates it."
    day = edtf.describe(agreement.edtf)
    if agreement.is_disputed:
        against = sorted({r.mention.edtf or "" for r, fits in zip(reports, agreement.fits, strict=True) if not fits})
        others = " and ".join(edtf.describe(value) for value in against)
        if agreement.is_of_few:
            return f"{told} They disagree on the date: {day} stands, for one of them was published before {others}."
        return f"{told} They disagree on the date: most allow {day}, but {others} is claimed as well."
    if agreement.others:
        readings = " or ".join(edtf.describe(value) for value in (agreement.edtf.rstrip("?"), *agreement.others))
        return f"{told} The date words are ambiguous: {readings}."
    if all(not r.mention.certain for r in reports):
        return f"{told} No date words: {day} is when it was published."
    if count == 1:
        return f"{told} Its date words mean {day}."
    return f"{told} Their date words all allow {day}."

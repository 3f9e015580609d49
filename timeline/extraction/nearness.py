"""How well the days of a report fit those of a group. Pure."""

from timeline.extraction.groups import Group, Profile, common_days

NEXT_DAY = 0.1  # score of days that follow each other: less than of any that agree
CONTEXT_DAYS = 3  # a lead without date words tells of the last days


def score(one: Profile, group: Group, why: list[str]) -> float | None:
    """How well the dates fit; NEXT_DAY where they exclude each other by one day, None where by more."""
    if not one.spans or not group.spans:
        return 0.0
    if one.lasting != group.lasting and one.spans != group.spans:
        return None
    if common_days(one.spans, group.spans) is not None:
        why.append("the same day" if one.length == 0 else "a date that includes this one")
        return 1.0
    if not one.report.mention.certain and _is_recent(one, group):
        why.append("told without date words in an article of these days")
        return 0.5 if one.report.article in group.articles else 0.3
    if one.length == 0 and one.report.article not in group.articles and _is_next_day(one, group):
        return NEXT_DAY
    return None


def slack(one: Profile, group: Group) -> int:
    """The days within which the dates of the report and the group meet: those of the vaguer one."""
    return max(max((high - low).days for low, high in group.spans), one.length) + 1


def delay(one: Profile, group: Group) -> int:
    """The days from the event to the publication of a report without a date; from another such report, if none is
    dated."""
    if group.spans:
        return max((one.report.published - group.spans[0][0]).days, 0)
    return min(abs((one.report.published - p.report.published).days) for p in group.profiles)


def is_told_after(group: Group, one: Profile) -> bool:
    return not group.spans or group.spans[0][0] <= one.report.published


def _is_next_day(one: Profile, group: Group) -> bool:
    """Whether both name an exact day, and these days follow each other or are a week apart."""
    (low, high), *others = group.spans
    return not others and low == high and abs((one.spans[0][0] - low).days) in (1, 7)


def _is_recent(one: Profile, group: Group) -> bool:
    published = one.report.published
    return any(0 <= (published - high).days <= CONTEXT_DAYS for _, high in group.spans)

"""Which reports of a case tell of one event. Deterministic, and independent of the order in which they are given.

Reports with an exact day come first and make the groups; vaguer ones ("in June") join the one group that they can mean,
and those without a date the one that their words point to. Where two groups fit alike, a report joins neither: it is
better to show one event twice than to tell the public that two are one.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from timeline.extraction import edtf, nearness, taxonomy
from timeline.extraction.case_statistics import Statistics
from timeline.extraction.families import ANNOUNCED, LOOSE, ONCE, PERSONAL, SETTLED_IN_COURT, SPOKEN, VAGUE
from timeline.extraction.groups import (
    LAST,
    NONE_APART,
    SETTLED,
    SHORT,
    Apart,
    Group,
    Profile,
    Why,
    common_days,
    days_of,
    in_order,
    is_exact,
    months_of,
    profile,
    turn,
)
from timeline.extraction.likeness import ENOUGH, CaseWords
from timeline.extraction.reports import Report
from timeline.extraction.shelf import CROWD, Shelf, unique

SAME_WORDING = 0.3  # cosine; two reports of one statement in other words lie above, two statements of one day below
KNOWN_WORDING = 0.12  # of a report that says little, where one known event is at hand
RETOLD = 0.4  # cosine; so alike are sentences that tell the same, whatever they call it
UNDATED_WORDING = 0.3
SAME_TYPE = 0.3  # beside the same family: a rally is likelier to be the rally than the vigil of that day
MARGIN = 0.05  # how much better the best group has to be than the next
COVERAGE = 0.3  # for each e-fold of articles: what does not say which event it means, means the one that all tell of
WORDING_WEIGHT = 0.5  # of evidence, for the information of the words that two sentences share
MISDATED = 3.0  # evidence against one event, where its day would be told wrongly once
RECENT = 7  # days; reports of what happened less long ago mostly do not say when
JUST_BEFORE = 2  # paragraphs; what follows so close on a dated report of its kind goes on with it
LEAD = 3  # paragraphs after the first report of an article; what they tell without a date is mostly its news


@dataclass(frozen=True, slots=True)
class Match:
    score: float
    reason: str


def group(reports: Sequence[Report], apart: Apart = NONE_APART) -> list[Group]:
    """The groups of the reports, in the order of their dates. Reports without a date that fit none are left out, unless
    two articles tell the same. `apart` says for the key of a report with which others it is never put together."""
    gathering = Gathering(CaseWords(Statistics.of(reports)).learn(reports), apart)
    gathering.gather(map(profile, reports))
    return sorted(gathering.groups(), key=in_order)


class Gathering:
    """The groups so far."""

    def __init__(self, case: CaseWords, apart: Apart) -> None:
        self._case = case
        self._one_story = case.is_one_story
        self._apart = apart
        self._groups: list[Group] = []
        self._shelf = Shelf()

    def gather(self, profiles: Iterable[Profile]) -> None:
        """Place each report once, and settle between whole groups; the order is that of what the reports say."""
        in_turn = sorted(profiles, key=lambda one: (turn(one), one.report.order))
        for one in (p for p in in_turn if is_exact(p)):
            self.place(one)
        self.settle_all(sorted(self._groups, key=lambda g: len(g.articles)), "year")
        for one in (p for p in in_turn if p.spans and not is_exact(p)):
            self.place(one)
        self.choose_mains()
        for one in (p for p in in_turn if not p.spans):
            self.place(one)
        for why in LAST:
            self.settle_all(self._groups, why)

    def groups(self) -> list[Group]:
        """All groups that have a date, or two articles at least."""
        found = (group for group in self._groups if group.profiles)
        return [group for group in found if group.spans or len(group.articles) > 1]

    def place(self, one: Profile) -> None:
        matches = self._matches(one) or self._matches_in_other_years(one)
        matches.sort(key=lambda pair: -pair[0].score)
        if matches and (len(matches) == 1 or matches[0][0].score - matches[1][0].score >= MARGIN):
            match, group = matches[0]
            self._join(one, group, match.reason)
        elif one.length <= SHORT or not (matches or self._may_be_known(one)):
            self._found(one, ambiguous=len(matches) > 1)

    def _may_be_known(self, one: Profile) -> bool:
        """Whether what has a vague date alone to tell it by may be an event of the story that is there already."""
        if not one.spans or not self._one_story:
            return False
        alike = (group for group in self._candidates(one) if one.report.mention.type in group.types)
        return any(nearness.score(one, g, []) == 1.0 and self._people_score(one, g) is not None for g in alike)

    def _matches(self, one: Profile) -> list[tuple[Match, Group]]:
        return [(match, group) for group in self._candidates(one) if (match := self._match(one, group))]

    def _matches_in_other_years(self, one: Profile) -> list[tuple[Match, Group]]:
        """What a month without a year means that fits nothing in the likeliest year: an event that several tell of."""
        if is_exact(one):
            return []  # `settle` sees to it, when it knows how many articles tell of the day
        years = [edtf.days(year) for year in one.report.other_years]
        moved = [replace(one, spans=((low, high),)) for low, high in years if low and high]
        found = [match for profile in moved for match in self._matches(profile)]
        return [(match, group) for match, group in found if group.weight > 1]

    def choose_mains(self) -> None:
        """Once all reports with dates have their places: the event of each family that at least two articles tell of,
        and twice as many as of any other."""
        dated: dict[str, list[Group]] = defaultdict(list)
        for group in self._groups:
            if group.spans:
                dated[group.family].append(group)
        for family, groups in dated.items():
            first, *others = sorted(groups, key=lambda g: -len(g.articles))[:2]
            next_most = max((len(g.articles) for g in others), default=0)
            self._shelf.set_main(family, first if len(first.articles) >= max(2, 2 * next_most) else None)

    def settle_all(self, groups: Sequence[Group], why: Why) -> None:
        for small in groups:
            if small.profiles:
                self.settle(small, why)

    def settle(self, small: Group, why: Why) -> None:
        """Give all of a group to the one that means the same event, if there is one."""
        target = self._meant(small, why)
        if target is not None:
            self._give(small, target, why)

    def _meant(self, small: Group, why: Why) -> Group | None:
        last = (self._charged_there, self._done_there, self._announced, self._told_in_its_words)
        return {"year": self._of_other_year, **dict(zip(LAST, last, strict=True))}[why](small)

    def _give(self, small: Group, target: Group, why: Why) -> None:
        for one in small.profiles:
            self._add(one, target, SETTLED[why])
        small.profiles = []

    def _of_other_year(self, small: Group) -> Group | None:
        """What is dated without a year may be the event of that day in another year, if more articles tell of it."""
        found = [_years(one) for one in small.profiles]
        years = set().union(*found)
        if not years or not all(found):
            return None
        days = [dt.date.fromisoformat(year) for year in sorted(years)]
        larger = [g for day in days for g in self._shelf.of_day(small.family, day) if g.outweighs(small)]
        fitting = [g for g in larger if all(self._may_be_of_year(one, g) for one in small.profiles)]
        return fitting[0] if len(fitting) == 1 else None

    def _goes_on(self, one: Profile, group: Group) -> bool:
        """Whether a report without a date adds a person to an event of several that was told just before."""
        several = len({p.surname for p in group.people if self._case.tells_apart(p)}) > 1
        return several and not one.spans and one.distance_to(group) <= JUST_BEFORE

    def _charged_there(self, small: Group) -> Group | None:
        """News of an arrest that has no date words of its own is the charge of that day in the same article."""
        if small.family != "arrest" or small.day is None or any(p.report.mention.certain for p in small.profiles):
            return None
        charged = [g for g in self._shelf.of_day("charge", small.day) if g.articles & small.articles]
        charged = [g for g in charged if g.statuses == small.statuses and self._may_all_join(small, g)]
        return charged[0] if len(charged) == 1 else None

    def _done_there(self, small: Group) -> Group | None:
        """A date in court that was only announced is that of what was done there on that day: one sentencing, say."""
        if small.family != "court" or small.statuses != {"planned"}:
            return None
        if small.day is None:
            return None
        done = [g for family in sorted(SETTLED_IN_COURT) for g in self._shelf.of_day(family, small.day)]
        done = [g for g in done if "occurred" in g.statuses and self._may_all_join(small, g)]
        return done[0] if len(done) == 1 else None

    def _announced(self, small: Group) -> Group | None:
        """What somebody announced is what that person did on that day: agreed, resigned, ruled."""
        if small.family not in SPOKEN or len(small.articles) > 1 or not small.people or small.day is None:
            return None
        done = [g for family in ANNOUNCED for g in self._shelf.of_day(family, small.day)]
        done = [g for g in done if any(p.may_be(q) for p in small.people for q in g.people)]
        done = [g for g in done if not any(self._is_apart(one, g) for one in small.profiles)]
        return done[0] if len(done) == 1 and (self._one_story or small.articles & done[0].articles) else None

    def _may_all_join(self, small: Group, group: Group) -> bool:
        if any(self._is_apart(one, group) for one in small.profiles):
            return False
        if not self._one_story and not small.articles & group.articles:
            return False
        shared = any(p.may_be(q) for p in small.people for q in group.people)
        return shared or all(self._people_score(one, group) is not None for one in small.profiles)

    def _told_in_its_words(self, small: Group) -> Group | None:
        """What one article tells under another name: the same day in much the same words."""
        if not self._one_story or len(small.articles) > 1 or small.day is None:
            return None
        on_that_day = [g for family in taxonomy.families() for g in self._shelf.of_day(family, small.day)]
        found = [g for g in on_that_day if not g.articles & small.articles and self._is_told_alike(small, g)]
        return found[0] if len(found) == 1 else None

    def _is_told_alike(self, small: Group, group: Group) -> bool:
        if not self._may_all_join(small, group) or {"occurred", "negated"} <= small.statuses | group.statuses:
            return False
        texts = list(group.compared())
        return max(self._case.wording(mine, text) for mine in small.compared() for text in texts) >= RETOLD

    def _may_be_of_year(self, one: Profile, group: Group) -> bool:
        is_one_story = self._one_story or one.report.article in group.articles
        return is_one_story and not self._is_apart(one, group) and self._people_score(one, group) is not None

    def _is_apart(self, one: Profile, group: Group) -> bool:
        """Whether a person said that the report is not of this event."""
        return not group.reasons.keys().isdisjoint(self._apart.get(one.report.key, ()))

    def _candidates(self, one: Profile) -> Iterable[Group]:
        if not one.spans:
            return self._told_before(one)
        if one.length <= SHORT and one.report.mention.certain:
            found = self._shelf.of_days(one.family, days_of(one))
        else:
            found = self._shelf.of_months(one.family, months_of(one))
        return found if len(found) <= CROWD else self._shelf.of_words(one, self._case, found)

    def _told_before(self, one: Profile) -> list[Group]:
        """Groups that a report without a date can mean: those of its own article, else those before its publication."""
        own = self._own(one)
        if not self._one_story:
            others = self._shelf.of_marks(one, self._case)
        elif any((one.report.mention.type == "death") == group.is_only_death for group in own):
            others = self._news(one)
        else:
            main = self._shelf.main(one.family)
            others = self._shelf.of_words(one, self._case) + self._news(one) + ([main] if main else [])
        return unique([own, [g for g in others if nearness.is_told_after(g, one)]])

    def _own(self, one: Profile) -> list[Group]:
        """The groups that the article of the report tells of; in one story those with a date."""
        own = self._shelf.of_article(one.family, one.report.article)
        return [g for g in own if g.spans] if self._one_story else own

    def _news(self, one: Profile) -> list[Group]:
        """For the lead of an article in one story: the groups of the last days before its publication."""
        if not self._one_story or one.report.mention.paragraph - self._case.start(one.report.article) > LEAD:
            return []
        published = one.report.published.toordinal()
        found = self._shelf.of_exactly(one.family, range(published - RECENT, published + 1))
        return found if len(found) <= CROWD else []

    def _found(self, one: Profile, *, ambiguous: bool) -> None:
        group = self._open(one)
        self._shelf.put(group, one)
        reason = "Several events would fit: kept apart." if ambiguous else "The first report of the event."
        self._add(one, group, reason)

    def _open(self, one: Profile) -> Group:
        group = Group(one.spans, one.family, one.lasting)
        self._groups.append(group)
        return group

    def _join(self, one: Profile, group: Group, reason: str) -> None:
        self._narrow(one, group)
        self._add(one, group, reason)

    def _narrow(self, one: Profile, group: Group) -> None:
        if one.spans and one.report.mention.certain:
            group.spans = common_days(one.spans, group.spans) or group.spans

    def _add(self, one: Profile, group: Group, reason: str) -> None:
        if one.report.article not in group.articles:
            words = self._case.rarest(one.report.mention.sentence.text)
            self._shelf.add_article(group, one.report.article, words, self._case.marks(one.report.article))
        group.add(one, reason)

    def _match(self, one: Profile, group: Group) -> Match | None:
        """How well a report fits a group; None where it must not join."""
        if not group.profiles or self._is_apart(one, group):
            return None
        why: list[str] = []
        score = nearness.score(one, group, why)
        if score is None or {"occurred", "negated"} <= group.statuses | {one.status}:
            return None
        people = self._people_score(one, group)
        if people is None and self._goes_on(one, group):
            people = 0.0
        if score == nearness.NEXT_DAY:
            return self._near_miss(one, group) if people or (people == 0 and not self._one_story) else None
        story = None if people is None else self._story_score(one, group, group.compared())
        if people is None or story is None:
            return None
        wording = max(self._case.wording(one.report.mention.sentence.text, text) for text in group.compared())
        if not self._is_enough(one, group, people, wording):
            return None
        why += ["the same people"] if people > 0 else []
        why += ["much the same words"] if wording >= SAME_WORDING else []
        if not one.spans:
            score += 1.0 / (1 + one.distance_to(group))
        total = score + people + story + wording + (SAME_TYPE if one.report.mention.type in group.types else 0.0)
        if one.length > SHORT:
            total += COVERAGE * math.log(group.weight)
        return Match(total, f"{', '.join(['The same kind of event', *why])}.")

    def _near_miss(self, one: Profile, group: Group) -> Match | None:
        """One event with two days claimed: what happens once to a person, and another article tells of that person."""
        same_type = one.family in LOOSE or one.report.mention.type in group.types
        if not (one.family in ONCE and same_type and group.statuses == {one.status}):
            return None
        story = self._story_score(one, group, [], MISDATED)
        if story is None:
            return None
        return Match(nearness.NEXT_DAY + story, "The same kind of event and the same people; the days differ by one.")

    def _is_enough(self, one: Profile, group: Group, people: float, wording: float) -> bool:
        if not one.spans:
            return self._may_mean(one, group, people, wording)
        goes_on = one.family in SPOKEN and one.length == 0 and one.report.article in group.articles
        is_vague = one.family in VAGUE and not goes_on
        if not one.report.mention.certain and one.report.article not in group.articles:
            is_vague = is_vague or one.family in PERSONAL - ONCE
        if one.length > SHORT and one.family not in LOOSE:
            is_vague = is_vague or one.report.mention.type not in group.types
        return not is_vague or people > 0 or wording >= (KNOWN_WORDING if self._is_known(one, group) else SAME_WORDING)

    def _is_known(self, one: Profile, group: Group) -> bool:
        """Whether few words tell that a report means the group: several articles tell of that kind of event in the
        story, or of that day and the same people, even if all the story is about them."""
        if not self._one_story or one.report.mention.type not in group.types:
            return False
        shared = any(p.may_be(q) for p in one.people for q in group.people)
        return group.weight > 1 if one.length > SHORT else shared

    def _may_mean(self, one: Profile, group: Group, people: float, wording: float) -> bool:
        """Whether a report without a date means the group: the only one that its article dates, the one told just
        before, one in the same words, the news of its lead; in another article the event that the case is about."""
        own = self._own(one)
        if not self._one_story and group not in own:
            return not own or people > 0
        if own == [group] or wording >= UNDATED_WORDING:
            return True
        news = self._news(one)
        is_personal = one.family in PERSONAL - ONCE
        if group in news and (group in own or people > 0 or (news == [group] and not is_personal)):
            return True
        if own:
            return one.distance_to(group) <= JUST_BEFORE
        is_open = not (is_personal and one.people) or any(p.may_be(q) for p in one.people for q in group.people)
        return is_open and group is self._shelf.main(one.family)

    def _people_score(self, one: Profile, group: Group) -> float | None:
        """1 where both name a person who tells events apart, 0 where that is open, None where the people exclude it."""
        if not one.people or not group.people:
            return 0.0
        is_speaker = one.family in SPOKEN
        mine = [p for p in one.people if is_speaker or self._case.tells_apart(p)]
        others = [p for p in group.people if is_speaker or self._case.tells_apart(p)]
        if any(p.may_be(q) for p in mine for q in others):
            return 1.0
        if one.family in PERSONAL and mine and others:
            return None
        return 0.0

    def _story_score(self, one: Profile, group: Group, texts: Iterable[str], against: float = 0.0) -> float | None:
        """How sure it is that the report's article tells the group's story; None where it is not sure enough. `texts`
        are sentences of the group; `against` is evidence that it does not."""
        if one.report.article in group.articles:
            return 0.5
        if self._one_story:
            return 0.0
        mine = one.report.mention.sentence.text
        marks = max(self._case.story_likeness(one.report.article, article) for article in group.articles)
        if marks <= 0:
            return None
        if one.spans and group.spans:
            days = self._case.coincidence(nearness.slack(one, group))
        else:
            days = self._case.freshness(nearness.delay(one, group))
        weight = marks + days - against
        least = (ENOUGH - weight) / WORDING_WEIGHT  # of shared words; what says less as a whole is not compared
        if self._case.information(mine) >= least:
            told = (text for text in texts if self._case.information(text) >= least)
            weight += WORDING_WEIGHT * max((self._case.shared_information(mine, text) for text in told), default=0.0)
        return min(weight / ENOUGH, 4.0) - 1.0 if weight >= ENOUGH else None


def _years(one: Profile) -> tuple[str, ...]:
    """The years around that a report may mean. Nobody dies twice: of what happens once, a written year may be wrong."""
    return one.report.years_around if one.family in ONCE and one.people else one.report.other_years

"""Each promise of the database, with a row that breaks it: the constraint that bites is named."""

import datetime as dt
import hashlib
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles.models import Article, ArticleVersion, CaseArticle, Paragraph, Source
from tests import factories as make
from tests.factories import BRIDGE_TEXT
from timeline.models import (
    CaseSettings,
    Citation,
    Claim,
    Comment,
    Decision,
    Delivery,
    Distinct,
    Event,
    Follower,
    FollowRequest,
    Likeness,
    Mention,
    Person,
    Place,
    Quantity,
    Redirect,
    Rereading,
    Verb,
    Webhook,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2016, 6, 8)


def _update(model: type, **fields: object) -> Callable[[Event], object]:
    """Change the only row of the model behind the services' back."""
    return lambda event: model.objects.update(**fields)


def _second_citation_of_a_mention(event: Event) -> object:
    other = make.make_dated_event(event.case, "2016", dt.date(2016, 1, 1), dt.date(2016, 12, 31))
    return Citation.objects.create(event=other, mention=event.citations.get().mention, case=event.case)


def _citation_of_another_case(event: Event) -> object:
    other = make.make_case("elsewhere")
    Citation.objects.update(case=other)
    return connection.check_constraints()


def _paragraph(event: Event, **fields: object) -> object:
    version = ArticleVersion.objects.get()
    return Paragraph.objects.create(version=version, **{"number": 9, "start": 0, "end": 3, "text": "The", **fields})


def _article(event: Event, **fields: object) -> object:
    return Article.objects.create(source=Source.objects.get(), published=DAY, **fields)


def _rereading(event: Event, **fields: object) -> Rereading:
    return Rereading.objects.create(**{"extractor": "x", "articles": 4, "done": 2, "failed": 1, **fields})


def _chunks(*ranges: tuple[int, int]) -> Callable[[Event], object]:
    def make_them(event: Event) -> object:
        chunks = _rereading(event).chunks
        return [chunks.create(case=event.case, first=first, last=last, articles=1) for first, last in ranges]

    return make_them


def _likeness(*, swap: bool = False, **fields: object) -> Callable[[Event], object]:
    def make_it(event: Event) -> object:
        other = make.make_day_event(event.case, DAY)
        first, second = (other, event) if swap else (event, other)
        values = {"case": event.case, "first": first, "second": second, "reasons": ["same type"], "score": 60}
        return Likeness.objects.create(**{**values, **fields})

    return make_it


def _likeness_twice(event: Event) -> object:
    row = _likeness()(event)
    row.pk = None
    return row.save()


def _place_twice(event: Event) -> object:
    empty: dict[str, list[int]] = {"groups": [], "asked": [], "stands": []}
    for _ in range(2):
        Place.objects.create(case=event.case, mention=Mention.objects.get(), **empty)
    return None


def _decision(**fields: object) -> Callable[[Event], object]:
    return lambda event: Decision.objects.create(case=event.case, **{"verb": Verb.APPROVE, **fields})


def _undo_of_itself(event: Event) -> object:
    made = Decision.objects.create(case=event.case, verb=Verb.APPROVE)
    return Decision.objects.filter(pk=made.pk).update(verb=Verb.UNDO, undoes=made)


def _undone_twice(event: Event) -> object:
    made = Decision.objects.create(case=event.case, verb=Verb.APPROVE)
    Decision.objects.create(case=event.case, verb=Verb.UNDO, undoes=made)
    return Decision.objects.create(case=event.case, verb=Verb.UNDO, undoes=made)


def _undoes(event: Event) -> object:
    made = Decision.objects.create(case=event.case, verb=Verb.APPROVE)
    return Decision.objects.create(case=event.case, verb=Verb.EDIT, undoes=made)


def _person(**fields: object) -> Callable[[Event], object]:
    return lambda event: Person.objects.create(case=event.case, **{"name": "Ada Quill", **fields})


def _person_twice(event: Event) -> object:
    Person.objects.create(case=event.case, name="Ada Quill")
    return Person.objects.create(case=event.case, name="Ada Quill")


def _distinct(**fields: object) -> Callable[[Event], object]:
    return lambda event: Distinct.objects.create(
        case=event.case, **{"first": [[1, "a"]], "second": [[1, "b"]], **fields}
    )


def _comment(text: str) -> Callable[[Event], object]:
    return lambda event: Comment.objects.create(event=event, text=text)


def _settings(percent: int) -> Callable[[Event], object]:
    return lambda event: CaseSettings.objects.create(case=event.case, publish_above=percent)


def _follower(**fields: object) -> Callable[[Event], object]:
    now = timezone.now()
    told = {"address": "reader@example.org", "frequency": "daily", "told_until": now, "due_at": now, **fields}
    return lambda event: Follower.objects.create(case=event.case, **told)


def _follower_twice(event: Event) -> object:
    _follower()(event)
    return _follower()(event)


def _follow_request(**fields: object) -> Callable[[Event], object]:
    told = {"address": "reader@example.org", "frequency": "daily", **fields}
    return lambda event: FollowRequest.objects.create(case=event.case, **told)


def _webhook(**fields: object) -> Callable[[Event], object]:
    return lambda event: Webhook.objects.create(**{"url": "https://example.org/", **fields})


def _delivery(*, times: int = 1, **fields: object) -> Callable[[Event], object]:
    def make_it(event: Event) -> object:
        hook, at = _webhook()(event), timezone.now()
        told = {"webhook": hook, "event": event, "kind": "changed", "at": at, **fields}
        return [Delivery.objects.create(**told) for _ in range(times)]

    return make_it


BROKEN: list[tuple[str, Callable[[Event], object]]] = [
    ("event_days_have_a_date", _update(Event, edtf="")),
    ("event_days_have_a_date", _update(Event, earliest=None, latest=None)),
    ("event_status_known", _update(Event, status="maybe")),
    ("event_review_known", _update(Event, review="perhaps")),
    ("event_review_has_a_time", _update(Event, reviewed_at=None)),
    ("event_headline_not_blank", _update(Event, headline="")),
    ("mention_earliest_before_latest", _update(Mention, earliest=DAY, latest=DAY - dt.timedelta(days=1))),
    ("mention_days_have_a_date", _update(Mention, edtf="")),
    ("mention_status_known", _update(Mention, status="maybe")),
    ("mention_trigger_in_sentence", _update(Mention, trigger_start=0, trigger_end=10_000)),
    ("mention_trigger_in_sentence", _update(Mention, trigger_end=0)),
    ("mention_timex_whole", _update(Mention, timex="")),
    ("mention_timex_whole", _update(Mention, timex_end=0)),
    ("mention_cited_once_per_case", _second_citation_of_a_mention),
    ("citation_case_is_its_events", _citation_of_another_case),
    ("paragraph_number_unique", lambda event: _paragraph(event, number=1)),
    ("paragraph_number_from_one", lambda event: _paragraph(event, number=0)),
    ("paragraph_kind_known", lambda event: _paragraph(event, kind="poem")),
    ("paragraph_span_fits_text", lambda event: _paragraph(event, end=4)),
    ("paragraph_repeats_an_earlier_one", lambda event: _paragraph(event, kind="repeat", repeats=9)),
    ("paragraph_repeats_an_earlier_one", lambda event: _paragraph(event, kind="body", repeats=1)),
    ("source_name_not_blank", _update(Source, name="")),
    ("source_rights_known", _update(Source, rights="some")),
    ("case_article_key_not_blank", _update(CaseArticle, key="")),
    ("event_certainty_in_percent", _update(Event, certainty=101)),
    ("citation_accepted_in_time", _update(Citation, accepted=False, accepted_at=timezone.now())),
    ("decision_verb_known", _decision(verb="bless")),
    ("decision_undoes_an_earlier_one", _decision(verb=Verb.UNDO)),
    ("decision_undoes_an_earlier_one", _undoes),
    ("decision_undoes_an_earlier_one", _undo_of_itself),
    ("timeline_decision_undoes_id_key", _undone_twice),
    ("decision_on_the_public_has_a_reason", _decision(verb=Verb.EDIT, after_publication=True)),
    ("decision_on_the_public_has_a_reason", _decision(verb=Verb.MERGE, after_publication=True, reason=" \n")),
    ("decision_on_the_public_has_a_reason", _decision(verb=Verb.SPLIT, after_publication=True)),
    ("decision_on_the_public_has_a_reason", _decision(verb=Verb.RETURN, after_publication=True)),
    ("decision_on_the_public_has_a_reason", _decision(verb=Verb.WITHDRAW, after_publication=True, grounds="error")),
    ("decision_to_withdraw_has_grounds", _decision(verb=Verb.WITHDRAW, reason="Wrong.")),
    ("decision_to_withdraw_has_grounds", _decision(verb=Verb.WITHDRAW, reason="Wrong.", grounds="mood")),
    ("decision_to_withdraw_has_grounds", _decision(verb=Verb.EDIT, grounds="error")),
    ("distinct_has_two_sides", _distinct(first=[])),
    ("distinct_has_two_sides", _distinct(second=[])),
    ("likeness_once", _likeness_twice),
    ("likeness_of_two_in_order", _likeness(swap=True)),
    ("likeness_score_in_percent", _likeness(score=101)),
    ("likeness_has_reasons", _likeness(reasons=[])),
    ("place_once_per_case", _place_twice),
    ("rereading_counts_in_order", lambda event: _rereading(event, done=5)),
    ("rereading_counts_in_order", lambda event: _rereading(event, failed=3)),
    ("chunk_once", _chunks((1, 2), (1, 3))),
    ("chunk_first_before_last", _chunks((2, 1))),
    ("comment_not_blank", _comment(" \n")),
    ("person_once_per_case", _person_twice),
    ("person_name_not_blank", _person(name=" ")),
    ("person_policy_known", _person(policy="hidden")),
    ("person_role_where_only_the_role_shows", _person(policy="role", role=" ")),
    ("case_publish_above_in_percent", _settings(0)),
    ("case_publish_above_in_percent", _settings(101)),
    ("follower_once_per_case", _follower_twice),
    ("follower_address_in_lower_case", _follower(address="Reader@example.org")),
    ("follower_frequency_known", _follower(frequency="hourly")),
    ("follower_sending_whole", _follower(sending_since=timezone.now())),
    ("follower_sending_whole", _follower(sending_until=timezone.now() + dt.timedelta(days=1))),
    ("follower_sending_whole", _follower(sending_since=timezone.now(), sending_until=timezone.now())),
    ("webhook_secret_not_short", _webhook(secret="whsec_hush")),
    ("webhook_url_of_the_web", _webhook(url="ftp://example.org/")),
    ("delivery_once", _delivery(times=2)),
    ("delivery_kind_known", _delivery(kind="seen")),
    ("delivery_status_known", _delivery(status="lost")),
    ("follow_request_address_in_lower_case", _follow_request(address="Reader@example.org")),
    ("follow_request_frequency_known", _follow_request(frequency="hourly")),
]


@pytest.mark.parametrize(("constraint", "break_it"), BROKEN, ids=[f"{n}-{name}" for n, (name, _) in enumerate(BROKEN)])
def test_the_database_refuses(constraint: str, break_it: Callable[[Event], object]) -> None:
    event = make.make_event()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        break_it(event)


def test_one_address_one_article() -> None:
    event = make.make_event()
    _article(event, url="https://example.org/a")
    _article(event)
    _article(event)  # many articles have no address
    with pytest.raises(IntegrityError, match="article_url_unique"), transaction.atomic():
        _article(event, url="https://example.org/a")


def test_an_article_stands_in_a_case_once_and_under_a_name_of_its_own() -> None:
    event = make.make_event()
    link = CaseArticle.objects.get()
    with pytest.raises(IntegrityError, match="case_article_once"), transaction.atomic():
        CaseArticle.objects.create(case=link.case, article=link.article, key="other")
    with pytest.raises(IntegrityError, match="case_article_key_unique"), transaction.atomic():
        CaseArticle.objects.create(case=link.case, article=_article(event), key=link.key)


def test_a_claim_and_a_quantity_are_whole() -> None:
    event = make.make_event()
    citation = event.citations.get()
    make.claim(event, citation.mention, "date", "2016-06-08")
    with pytest.raises(IntegrityError, match="claim_once"), transaction.atomic():
        Claim.objects.create(citation=citation, field="date", value="2016-06-08")
    with pytest.raises(IntegrityError, match="quantity_span_not_empty"), transaction.atomic():
        Quantity.objects.create(mention=citation.mention, value=1, unit="gull", start=4, end=4)


def test_an_extractor_reads_a_version_once() -> None:
    run = make.make_mention().run
    with pytest.raises(IntegrityError, match="run_once_per_version_extractor_day_and_kinds"), transaction.atomic():
        type(run).objects.create(version=run.version, extractor=run.extractor, published=run.published)


def test_a_version_has_its_number_once_and_a_text() -> None:
    version = make.make_article()
    same = {"article": version.article, "sha256": version.sha256, "text": version.text}
    with pytest.raises(IntegrityError, match="version_number_unique"), transaction.atomic():
        ArticleVersion.objects.create(number=1, **same)
    with pytest.raises(IntegrityError, match="version_number_from_one"), transaction.atomic():
        ArticleVersion.objects.create(number=0, **same)
    blank = {"text": " \n", "sha256": hashlib.sha256(b" \n").hexdigest()}
    with pytest.raises(IntegrityError, match="version_text_not_blank"), transaction.atomic():
        ArticleVersion.objects.create(number=2, **{**same, **blank})


def test_an_event_does_not_end_before_it_starts() -> None:
    make.make_event()
    with pytest.raises(IntegrityError, match="event_earliest_before_latest"), transaction.atomic():
        Event.objects.update(earliest=DAY, latest=DAY - dt.timedelta(days=1))


def test_what_was_published_is_never_changed() -> None:
    version = make.make_article()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        ArticleVersion.objects.update(title="Another")
    first = version.paragraphs.filter(number=1)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        first.update(text=BRIDGE_TEXT.split("\n")[0].upper())
    first.update(kind="caption")  # how we read the page may be corrected
    with pytest.raises(IntegrityError, match="version_sha256_fits_text"), transaction.atomic():
        ArticleVersion.objects.create(article=version.article, number=2, text="Other words.", sha256=version.sha256)


def test_an_event_that_reports_cite_keeps_them() -> None:
    mention = make.make_event().citations.get().mention
    with pytest.raises(IntegrityError), transaction.atomic():
        mention.delete()


def test_an_address_leads_to_one_place() -> None:
    event = make.make_event()
    Redirect.objects.create(public_id="abc", event=event, reason="merged")
    with pytest.raises(IntegrityError, match="timeline_redirect_public_id"), transaction.atomic():
        Redirect.objects.create(public_id="abc", event=event, reason="merged again")

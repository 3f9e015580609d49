"""Each promise is broken for real, with the database's own guards taken down; then the doctor names it.

One case is made for all of it: each test breaks it in a savepoint, and takes that back.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from articles.models import Case
from tests.timeline.doctors import KNOWN, break_it, make_worked_case
from timeline import doctor


@pytest.fixture(scope="module")
def case(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Case]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_worked_case()
        transaction.set_rollback(True)


def off(table: str, *constraints: str) -> str:
    """Let anything be written to a table."""
    return f"ALTER TABLE {table} DISABLE TRIGGER USER" + "".join(f", DROP CONSTRAINT {name}" for name in constraints)


NO_FK = {
    "redirect": "timeline_redirect_event_id_a6f155db_fk_timeline_event_id",
    "citation": "timeline_citation_event_id_f41a647e_fk_timeline_event_id",
}
SURVIVOR = "(SELECT event_id FROM timeline_redirect)"
STILL = "ALTER TABLE timeline_event DISABLE TRIGGER USER"
BROKEN: list[tuple[str, list[str]]] = [
    ("migrations-are-applied", ["DELETE FROM django_migrations WHERE app = 'timeline'"]),
    (
        "migrations-are-applied",
        ["INSERT INTO django_migrations (app, name, applied) VALUES ('timeline', '9999_later', now())"],
    ),
    ("constraints-are-there", ["ALTER TABLE timeline_event DROP CONSTRAINT event_status_known"]),
    ("constraints-are-there", ["DROP INDEX face_in_order"]),
    ("constraints-are-there", [f"ALTER TABLE timeline_redirect DROP CONSTRAINT {NO_FK['redirect']}"]),
    ("constraints-are-there", ["ALTER TABLE timeline_redirect DROP CONSTRAINT timeline_redirect_public_id_key"]),
    ("constraints-are-there", ["DROP TABLE timeline_casecount"]),
    ("constraints-are-valid", ["ALTER TABLE timeline_event ADD CONSTRAINT c CHECK (ordinal < 9) NOT VALID"]),
    ("triggers-are-on", ["ALTER TABLE timeline_event DISABLE TRIGGER event_written"]),
    ("triggers-are-on", ["DROP TRIGGER faces_update ON timeline_citation"]),
    ("triggers-are-on", ["DROP TRIGGER told_when_removed ON timeline_eventtype"]),
    ("triggers-are-on", ["DROP TRIGGER articleversion_immutable ON articles_articleversion"]),
    ("numbers-are-ahead", ["SELECT setval(pg_get_serial_sequence('timeline_event', 'id'), 1, false)"]),
    (
        "jobs-have-a-worker",
        ["INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('reading', 'lost', 'doing')"],
    ),
    ("jobs-are-known", ["INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('reading', 'of.yesterday')"]),
    (
        "telephones-can-be-read",
        [
            "INSERT INTO otp_totp_totpdevice (user_id, name, confirmed, key, step, t0, digits, tolerance, drift,"
            " last_t, throttling_failure_count)"
            " SELECT min(id), 'x', true, 'sealed:AAAA', 30, 0, 6, 1, 0, 0, 0 FROM auth_user"
        ],
    ),
    (
        "article-has-a-text",
        [
            "INSERT INTO articles_article (source_id, title, url, address_key, archived_url, language, published,"
            " timezone, created_at) SELECT min(id), '', '', '', '', 'en', '2016-06-08', 'UTC', now()"
            " FROM articles_source"
        ],
    ),
    (
        "dead-links-were-looked-at",
        ["UPDATE articles_article SET url = 'https://post.example/' || id, link_dead_since = now()"],
    ),
    (
        "version-has-its-words",
        [
            off("articles_articleversion", "version_sha256_fits_text"),
            "UPDATE articles_articleversion SET text = 'Else.'",
        ],
    ),
    (
        "version-has-paragraphs",
        [
            "INSERT INTO articles_articleversion (article_id, number, title, text, sha256, created_at)"
            " SELECT min(id), 7, '', 'New.', encode(sha256('New.'), 'hex'), now() FROM articles_article"
        ],
    ),
    ("paragraph-stands-in-its-text", [off("articles_paragraph"), "UPDATE articles_paragraph SET text = upper(text)"]),
    ("paragraphs-tile-the-text", [off("articles_paragraph"), "UPDATE articles_paragraph SET number = 2"]),
    (
        "paragraphs-tile-the-text",
        [off("articles_paragraph"), "UPDATE articles_paragraph SET start = 4, text = substr(text, 5)"],
    ),
    (
        "paragraphs-tile-the-text",
        [off("articles_paragraph", "paragraph_span_fits_text"), 'UPDATE articles_paragraph SET "end" = "end" - 9'],
    ),
    (
        "paragraphs-tile-the-text",
        [
            'INSERT INTO articles_paragraph (version_id, number, kind, start, "end", text)'
            ' SELECT version_id, 2, kind, start, "end", text FROM articles_paragraph'
        ],
    ),
    (
        "event-is-cited",
        [
            off("timeline_citation"),
            f"DELETE FROM timeline_claim; DELETE FROM timeline_citation WHERE event_id = {SURVIVOR}",
        ],
    ),
    ("public-event-shows-its-source", ["UPDATE timeline_citation SET accepted = false, accepted_at = NULL"]),
    ("quote-stands-in-its-text", ["UPDATE timeline_mention SET quote = quote || '!'"]),
    ("quote-stands-in-its-text", ["UPDATE timeline_mention SET sentence_start = sentence_start + 1"]),
    ("trigger-and-date-stand-in-the-text", ["UPDATE timeline_mention SET trigger = 'danced'"]),
    ("trigger-and-date-stand-in-the-text", ["UPDATE timeline_mention SET timex = 'June 31' WHERE timex <> ''"]),
    (
        "mention-lies-in-its-sentence",
        [
            off("timeline_mention", "mention_trigger_in_sentence"),
            "UPDATE timeline_mention SET trigger_start = 900, trigger_end = 909",
        ],
    ),
    ("mention-lies-in-its-sentence", ['UPDATE timeline_quantity SET "end" = 900']),
    (
        "mention-lies-in-its-sentence",
        ["UPDATE timeline_mention SET paragraph_id = (SELECT max(id) FROM articles_paragraph)"],
    ),
    ("citation-is-of-its-case", ["DELETE FROM articles_casearticle"]),
    (
        "citation-is-of-its-case",
        [
            off("timeline_citation", NO_FK["citation"], "citation_case_is_its_events"),
            "UPDATE timeline_citation SET event_id = 0 WHERE id = (SELECT min(id) FROM timeline_citation)",
        ],
    ),
    (
        "days-in-order",
        [off("timeline_event", "event_earliest_before_latest"), "UPDATE timeline_event SET latest = earliest - 1"],
    ),
    ("days-follow-from-the-date", [STILL, "UPDATE timeline_event SET edtf = '2016-07' WHERE edtf = '2016-06-02'"]),
    ("days-follow-from-the-date", ["UPDATE timeline_mention SET edtf = 'yesterday' WHERE edtf <> ''"]),
    (
        "redirects-arrive",
        [off("timeline_redirect", NO_FK["redirect"]), "UPDATE timeline_redirect SET event_id = 0"],
    ),
    ("redirects-arrive", ["DELETE FROM timeline_redirect"]),
    (
        "redirects-arrive",
        [
            STILL,
            f"UPDATE timeline_event SET review = 'merged' WHERE id = {SURVIVOR}",
            "INSERT INTO timeline_redirect (public_id, event_id, reason, created_at)"
            " SELECT s.public_id, m.id, '', now() FROM timeline_event s JOIN timeline_redirect r ON r.event_id = s.id"
            " JOIN timeline_event m ON m.public_id = r.public_id",
        ],
    ),
    (
        "ids-are-used-once",
        [off("timeline_event", "timeline_event_public_id_key"), "UPDATE timeline_event SET public_id = 'bbb222bbb'"],
    ),
    (
        "ids-are-used-once",
        [
            f"UPDATE timeline_redirect SET public_id = (SELECT public_id FROM timeline_event WHERE id = {SURVIVOR})",
        ],
    ),
    ("decisions-stand", [STILL, f"UPDATE timeline_event SET review = 'suggested' WHERE id = {SURVIVOR}"]),
    ("decisions-stand", ["UPDATE timeline_citation SET accepted = false, accepted_at = NULL"]),
    ("decisions-stand", ["DELETE FROM timeline_redirect"]),
    ("decided-has-a-decision", ["DELETE FROM timeline_decision_events"]),
    ("faces-are-of-events-to-be-seen", ["DELETE FROM timeline_eventface WHERE public"]),
    ("faces-are-of-events-to-be-seen", [STILL, "UPDATE timeline_event SET review = 'withdrawn'"]),
    ("faces-are-of-events-to-be-seen", ["UPDATE timeline_eventface SET latest = latest + 1"]),
    ("faces-count-sources", ["UPDATE timeline_eventface SET sources = sources + 1 WHERE public"]),
    ("faces-count-sources", ["UPDATE timeline_eventface SET outlets = outlets || 0::bigint"]),
    ("faces-name-people", ["UPDATE timeline_eventface SET people = '{}' WHERE people <> '{}'"]),
    ("faces-know-disputes", ["UPDATE timeline_eventface SET differ = NOT differ"]),
    ("counts-are-in-step", ["UPDATE timeline_casecount SET n = n + 1 WHERE kind = 'type'"]),
    ("counts-are-in-step", ["DELETE FROM timeline_casemonth"]),
    (
        "the-queue-is-in-step",
        [off("timeline_citation"), "UPDATE timeline_citation SET accepted = false, accepted_at = NULL"],
    ),
    ("withheld-words-are-not-searched", ["UPDATE timeline_eventsearch SET words = to_tsvector('english', 'Reed')"]),
    (
        "withheld-people-are-no-filter",
        ["UPDATE timeline_eventface SET people = (SELECT array_agg(id) FROM timeline_person WHERE policy <> 'name')"],
    ),
    ("withheld-names-are-not-shown", ["UPDATE articles_case SET slug = 'the-reed-affair'"]),
    ("withheld-names-are-not-shown", ["UPDATE timeline_person SET role = 'brother of Jim Reed' WHERE policy = 'role'"]),
]


@pytest.mark.parametrize(("check", "statements"), BROKEN, ids=[f"{n}-{name}" for n, (name, _) in enumerate(BROKEN)])
def test_what_is_broken_is_named(case: Case, check: str, statements: list[str]) -> None:
    with transaction.atomic():
        assert not list(doctor.examine([KNOWN[check]]))
        break_it(*statements)
        (finding,) = doctor.examine([KNOWN[check]])
        assert finding.check.name == check
        assert finding.first[0][1]
        transaction.set_rollback(True)


def test_every_check_was_broken_here_or_elsewhere() -> None:
    elsewhere = {"words-are-searched", "indexes-are-valid", "files-are-there", "files-have-an-owner"}
    elsewhere |= {"snapshots-are-unaltered", "nobody-writes-for-ever"}
    assert {name for name, _ in BROKEN} | elsewhere == set(KNOWN)
    assert all(check.promise and check.remedy for check in doctor.CHECKS)

"""Fill an empty database with invented cases of any size, to measure the pages with.

    python -m benchmarks.generate [--events 1000000] [--articles 200000] [--large 100000] [--cases 1000]

The database itself makes the rows, seeded; the triggers of the read side rest meanwhile, and the faces are drawn at the
end. One case, `large`, holds as many events as `--large` says; the others share the rest. Each event has three reports.
"""

import argparse
import os
import sys
import time

import django

REPORTS = 3  # for each event
BATCH = 50_000  # events whose faces are drawn at a time
WORDS = """
    CREATE OR REPLACE FUNCTION pg_temp.one_of(words text[]) RETURNS text LANGUAGE sql VOLATILE AS
    $$ SELECT words[1 + floor(random() * array_length(words, 1))::int] $$;
    SELECT setseed(0.5);
"""
SUBJECT = "string_to_array('The harbour master,A clerk,Two ferrymen,The council,A judge,Jurors,The baker,A guard', ',')"
DEED = "string_to_array('read,delivered,opened,refused,closed,heard,signed,delayed,counted,moved', ',')"
OBJECT = "string_to_array('the ledger,a petition,the bridge,the witness,the gate,the ballot,the gauge,the ferry', ',')"
SENTENCE = f"pg_temp.one_of({SUBJECT}) || ' ' || pg_temp.one_of({DEED}) || ' ' || pg_temp.one_of({OBJECT})"
ROWS = {
    "types": """
        INSERT INTO timeline_eventtype (slug, name, icon, hushed, nouns, "unless", verbs)
        SELECT 'kind-' || n, 'Kind ' || n, 'dot', '', '', '', '' FROM generate_series(1, 20) n""",
    "outlets": """
        INSERT INTO articles_source (id, name, url, rights)
        SELECT n, 'The ' || n || 'th Post', '', 'excerpts' FROM generate_series(1, 200) n""",
    "cases": """
        INSERT INTO articles_case (id, slug, title, summary, timezone, is_public, is_demonstration, created_at)
        SELECT n, CASE n WHEN 1 THEN 'large' ELSE 'case-' || n END, 'Case ' || n, 'An invented case.', 'UTC', true,
            false, now() FROM generate_series(1, 1 + %(cases)s) n""",
    "articles": """
        INSERT INTO articles_article (id, title, url, language, published, timezone, created_at, source_id, address_key,
            archived_url)
        SELECT n, 'Article ' || n, 'https://example.org/' || n, 'en', date '2000-01-01' + (random() * 9000)::int, 'UTC',
            now(), 1 + floor(random() * random() * 200), '', '' FROM generate_series(1, %(articles)s) n""",
    "their cases": """
        INSERT INTO articles_casearticle (key, article_id, case_id, other_keys)
        SELECT n::text, n, CASE WHEN n <= %(of_large)s THEN 1 ELSE 2 + (n - %(of_large)s - 1) %% %(cases)s END, '{}'
        FROM generate_series(1, %(articles)s) n""",
    "versions": f"""
        INSERT INTO articles_articleversion (id, number, title, text, sha256, created_at, article_id)
        SELECT n, 1, 'Article ' || n, text, encode(sha256(convert_to(text, 'UTF8')), 'hex'), now(), n FROM (
            SELECT n, {SENTENCE} || ' on a day of that year, number ' || n || '.' AS text
            FROM generate_series(1, %(articles)s) n) AS told""",  # noqa: S608
    "paragraphs": """
        INSERT INTO articles_paragraph (id, number, kind, start, "end", text, version_id)
        SELECT id, 1, 'body', 0, length(text), text, id FROM articles_articleversion""",
    "runs": """
        INSERT INTO timeline_extractionrun (id, extractor, created_at, version_id, published, marks, corrections)
        SELECT n, 'generated', now(), n, date '2000-01-01', '', 0 FROM generate_series(1, %(articles)s) n""",
    "events": f"""
        INSERT INTO timeline_event (id, edtf, earliest, latest, public_id, status, headline, explanation, ordinal,
            edited, review, reviewed_at, created_at, updated_at, case_id, type_id, revision)
        SELECT n, edtf, day, CASE length(edtf) WHEN 10 THEN day WHEN 7 THEN (day + interval '1 month - 1 day')::date
                ELSE (day + interval '1 year - 1 day')::date END,
            translate(lpad(to_hex(n), 8, '0'), '01ae', 'ghjk'),
            pg_temp.one_of('{{occurred,occurred,occurred,occurred,planned,alleged}}'),
            {SENTENCE} || ' ' || n, 'The words name the day.', 0, false, 'approved', now(), now(), now(),
            CASE WHEN n <= %(large)s THEN 1 ELSE 2 + (n - %(large)s - 1) %% %(cases)s END,
            'kind-' || 1 + floor(random() * random() * 20), 1
        FROM (SELECT n, edtf, to_date(rpad(edtf, 10, '-01-01'), 'YYYY-MM-DD') AS day FROM (
            SELECT n, left((date '2000-01-01' + (random() * 9000)::int)::text,
                (ARRAY[10,10,10,10,10,10,10,7,7,4])[1 + floor(random() * 10)::int]) AS edtf
            FROM generate_series(1, %(events)s) n) AS drawn) AS dated""",  # noqa: S608
    "mentions": """
        INSERT INTO timeline_mention (id, edtf, earliest, latest, status, sentence_start, sentence_end, quote,
            trigger_start, trigger_end, "trigger", timex, candidates, names, certain, headline, rule, explanation,
            fingerprint, paragraph_id, run_id, type_id)
        SELECT n, e.edtf, e.earliest, e.latest, e.status, 0, length(p.text), p.text, 0, 3, left(p.text, 3), '', '{}',
            '{}', true, e.headline, 'generated', 'The words name the day.', md5(n::text), p.id, p.id, e.type_id
        FROM generate_series(1, %(reports)s) n
        JOIN timeline_event e ON e.id = 1 + (n - 1) %% %(events)s
        JOIN articles_paragraph p ON p.id = CASE WHEN e.case_id = 1
            THEN 1 + (n::bigint * 7919) %% greatest(%(of_large)s, 1)
            ELSE %(of_large)s + e.case_id - 1
                + %(cases)s * ((n::bigint * 7919) %% greatest((%(articles)s - %(of_large)s) / %(cases)s, 1)) END""",
    "citations": """
        INSERT INTO timeline_citation (accepted, reason, created_at, case_id, event_id, mention_id, placed)
        SELECT true, '', now(), e.case_id, e.id, m.id, false FROM timeline_mention m
        JOIN timeline_event e ON e.id = 1 + (m.id - 1) %% %(events)s""",
    "words": """
        INSERT INTO timeline_eventsearch (event_id, words)
        SELECT id, setweight(to_tsvector('english', headline), 'A') || array_to_tsvector(ARRAY['=' || case_id])
        FROM timeline_event""",
}
KEYED = [
    *("articles_source", "articles_case", "articles_article", "articles_articleversion", "articles_paragraph"),
    *("timeline_extractionrun", "timeline_event", "timeline_mention"),
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in {"events": 1_000_000, "articles": 200_000, "large": 100_000, "cases": 1000}.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = vars(parser.parse_args())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casetracker.settings")
    django.setup()
    from timeline.models import Event

    if Event.objects.exists():
        raise SystemExit("This database holds events. Name an empty one: CASETRACKER_STATE=…, then manage.py migrate.")
    of_large = max(1, asked["articles"] * asked["large"] // asked["events"])
    fill({**asked, "reports": REPORTS * asked["events"], "of_large": of_large})
    return 0


def fill(sizes: dict[str, int]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no trigger fires for each of these rows
        cursor.execute(WORDS)
        for name, sql in ROWS.items():
            begun = time.perf_counter()
            cursor.execute(sql, sizes)
            print(f"{name:12} {cursor.rowcount:>10,} in {time.perf_counter() - begun:.1f} s", flush=True)
        for table in KEYED:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608
        begun = time.perf_counter()
        for first in range(1, sizes["events"] + 1, BATCH):
            cursor.execute(
                "SELECT timeline_draw_faces(array_agg(n)) FROM generate_series(%s::bigint, %s) n",
                [first, min(first + BATCH - 1, sizes["events"])],
            )
        print(f"faces drawn in {time.perf_counter() - begun:.1f} s", flush=True)
        begun = time.perf_counter()
        for case_id in range(1, 2 + sizes["cases"]):
            cursor.execute("SELECT timeline_recount(%s)", [case_id])
        print(f"counts of each case in {time.perf_counter() - begun:.1f} s", flush=True)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    sys.exit(main())

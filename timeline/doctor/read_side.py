"""What is kept so that pages are quick: counted anew from what it is drawn from, and compared."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.db import connection, transaction

from timeline.disputes import Said, differing
from timeline.doctor.base import Broken, Check, rows
from timeline.models import Event
from timeline.reader import withheld_in
from timeline.services.facing import refresh_faces
from timeline.services.searching import refresh_search
from timeline.services.turns import take_cases

SEEN = "(CASE WHEN {face} THEN e.review = 'approved' ELSE e.review NOT IN ('rejected', 'withdrawn', 'merged') END)"
MISPLACED = f"""
    SELECT coalesce(f.event_id, e.id), format('event %s for %s: %s', coalesce(f.event_id, e.id),
        CASE WHEN coalesce(f.public, e.public) THEN 'the public' ELSE 'staff' END,
        CASE WHEN f.id IS NULL THEN 'no face' WHEN e.id IS NULL THEN 'a face of what is not to be seen'
            ELSE 'another type, status, case or date' END)
    FROM (SELECT e.*, a.public FROM timeline_event e JOIN (VALUES (true), (false)) AS a(public)
          ON {SEEN.format(face="a.public")}) e
    FULL JOIN timeline_eventface f ON f.event_id = e.id AND f.public = e.public
    WHERE f.id IS NULL OR e.id IS NULL
       OR (f.case_id, f.type_id, f.status, f.earliest, f.latest, f.ordinal)
          IS DISTINCT FROM (e.case_id, e.type_id, e.status, e.earliest, e.latest, e.ordinal)
"""
MISCOUNTED = """
    SELECT f.event_id, format('event %s for %s: %s articles, counted %s', f.event_id,
        CASE WHEN f.public THEN 'the public' ELSE 'staff' END, f.sources, coalesce(cardinality(told.articles), 0))
    FROM timeline_eventface f
    LEFT JOIN (
        SELECT c.event_id, a.public, array_agg(DISTINCT w.id) AS articles, array_agg(DISTINCT w.source_id) AS outlets
        FROM timeline_citation c
        JOIN (VALUES (true), (false)) AS a(public) ON c.accepted OR NOT a.public
        JOIN timeline_mention m ON m.id = c.mention_id
        JOIN articles_paragraph g ON g.id = m.paragraph_id
        JOIN articles_articleversion v ON v.id = g.version_id
        JOIN articles_article w ON w.id = v.article_id
        GROUP BY c.event_id, a.public
    ) told ON told.event_id = f.event_id AND told.public = f.public
    WHERE f.sources <> cardinality(f.articles) OR f.articles <> coalesce(told.articles, '{}')
        OR f.outlets <> coalesce(told.outlets, '{}')
"""
# Only cases with people are asked for words: of the others no face may hold any.
MISNAMED = """
    WITH told AS (
        SELECT f.event_id, f.public, f.case_id, f.people, CASE WHEN EXISTS (
                SELECT FROM timeline_person p WHERE p.case_id = f.case_id)
            THEN ARRAY[e.headline::text] || ARRAY(
                SELECT m.quote::text FROM timeline_citation c JOIN timeline_mention m ON m.id = c.mention_id
                JOIN articles_paragraph g ON g.id = m.paragraph_id
                JOIN articles_articleversion v ON v.id = g.version_id
                JOIN articles_article w ON w.id = v.article_id JOIN articles_source s ON s.id = w.source_id
                WHERE c.event_id = e.id AND (NOT f.public OR c.accepted AND s.rights <> 'link')) END AS words
        FROM timeline_eventface f JOIN timeline_event e ON e.id = f.event_id
    )
    SELECT event_id, format('event %s for %s', event_id, CASE WHEN public THEN 'the public' ELSE 'staff' END)
    FROM told
    WHERE people <> coalesce((
        SELECT array_agg(p.id ORDER BY p.id) FROM timeline_person p
        WHERE told.words IS NOT NULL AND p.case_id = told.case_id AND (p.policy = 'name' OR NOT told.public)
            AND timeline_names(told.words, p.name::text || p.aliases::text[],
                timeline_own_surname(p.id, p.case_id, p.name))), '{}')
"""
OUT_OF_STEP = """
    WITH counts AS (
        SELECT case_id, public, kind, key, count(*) AS n FROM timeline_eventface,
            timeline_counted(type_id, status, earliest, differ, outlets, people, articles)
        GROUP BY case_id, public, kind, key
        UNION ALL SELECT case_id, public, 'articles', '', count(DISTINCT article)
        FROM timeline_eventface, unnest(articles) AS article GROUP BY case_id, public
    ), months AS (
        SELECT case_id, public, date_trunc('month', earliest::timestamp)::date AS month, type_id,
            timeline_span(latest - earliest) AS span, count(*) AS n,
            count(*) FILTER (WHERE status IN ('planned', 'hypothetical')) AS ahead
        FROM timeline_eventface WHERE timeline_span(latest - earliest) IS NOT NULL
        GROUP BY case_id, public, month, type_id, span
    )
    SELECT case_id, format('case %s for %s: %s events of %s %s, counted %s', case_id,
        CASE WHEN public THEN 'the public' ELSE 'staff' END, coalesce(s.n, 0), kind, key, coalesce(counts.n, 0))
    FROM counts FULL JOIN timeline_casecount s USING (case_id, public, kind, key)
    WHERE coalesce(s.n, 0) <> coalesce(counts.n, 0)
    UNION ALL
    SELECT case_id, format('case %s for %s: %s events of %s in %s, counted %s', case_id,
        CASE WHEN public THEN 'the public' ELSE 'staff' END, coalesce(s.n, 0), type_id, month, coalesce(months.n, 0))
    FROM months FULL JOIN timeline_casemonth s USING (case_id, public, month, type_id, span)
    WHERE (coalesce(s.n, 0), coalesce(s.ahead, 0)) <> (coalesce(months.n, 0), coalesce(months.ahead, 0))
"""
# In the order of events: the claims of each, beside what its faces say.
CLAIMS = """
    SELECT f.event_id, f.public, f.differ, v.article_id, k.field, k.value
    FROM timeline_eventface f
    LEFT JOIN (timeline_citation c JOIN timeline_claim k ON k.citation_id = c.id AND k.disputed
        JOIN timeline_mention m ON m.id = c.mention_id
        JOIN articles_paragraph p ON p.id = m.paragraph_id
        JOIN articles_articleversion v ON v.id = p.version_id)
        ON c.event_id = f.event_id AND (c.accepted OR NOT f.public)
    WHERE f.differ OR k.id IS NOT NULL
    ORDER BY f.event_id, f.public
"""
# Joined of whole tables, where the triggers ask for each event.
MISQUEUED = """
    WITH told AS (
        SELECT c.event_id, bool_or(k.disputed) AS differ, bool_or(NOT c.accepted) AS fresh
        FROM timeline_citation c LEFT JOIN timeline_claim k ON k.citation_id = c.id GROUP BY c.event_id
    ), alike AS (
        SELECT DISTINCT unnest(ARRAY[a.id, b.id]) AS event_id FROM timeline_likeness l
        JOIN timeline_event a ON a.id = l.first_id JOIN timeline_event b ON b.id = l.second_id
        WHERE a.review IN ('suggested', 'approved') AND b.review IN ('suggested', 'approved')
    ), wanted AS (
        SELECT e.id AS event_id, e.case_id, e.type_id, e.ordinal, e.certainty,
            coalesce(e.earliest, e.latest, '9999-12-31') AS start, coalesce(e.latest, '9999-12-31') AS "end",
            CASE WHEN told.differ THEN 0 WHEN e.edtf = '' THEN 1 WHEN e.review = 'approved' THEN 2
                WHEN alike.event_id IS NOT NULL THEN 3 ELSE 4 END AS rank
        FROM timeline_event e LEFT JOIN told ON told.event_id = e.id LEFT JOIN alike ON alike.event_id = e.id
        WHERE (e.review = 'approved' AND told.fresh) OR (e.review = 'suggested'
            AND (told.event_id IS NOT NULL OR e.edited OR e.first_public_at IS NOT NULL))
    )
    SELECT event_id, format('event %s: %s', event_id, CASE WHEN s.case_id IS NULL THEN 'waits, and is not in the queue'
        WHEN w.case_id IS NULL THEN 'in the queue, and does not wait'
        WHEN s.rank <> w.rank THEN format('problem %s in the queue, found %s', s.rank, w.rank)
        ELSE 'another case, type, date or certainty' END)
    FROM wanted w FULL JOIN timeline_waiting s USING (event_id)
    WHERE (w.case_id, w.type_id, w.rank, w.start, w."end", w.ordinal, w.certainty)
        IS DISTINCT FROM (s.case_id, s.type_id, s.rank, s.start, s."end", s.ordinal, s.certainty)
"""
QUOTES = """
    SELECT c.event_id, string_agg(DISTINCT m.quote, ' ') AS said
    FROM timeline_citation c
    JOIN timeline_event e ON e.id = c.event_id
    JOIN timeline_mention m ON m.id = c.mention_id
    JOIN articles_paragraph p ON p.id = m.paragraph_id
    JOIN articles_articleversion v ON v.id = p.version_id
    JOIN articles_article a ON a.id = v.article_id
    JOIN articles_source s ON s.id = a.source_id
    WHERE e.review <> 'approved' OR (c.accepted AND s.rights <> 'link')
    GROUP BY c.event_id
"""
WORDS = (
    "setweight(to_tsvector('english', {}), 'A') || setweight(to_tsvector('english', {}), 'B')"
    " || array_to_tsvector(ARRAY['=' || e.case_id])"
)
# Cases that withhold a name, or share an article with one that does: there the words are compared one text at a time.
HUSHED = """
    SELECT case_id FROM timeline_person WHERE policy <> 'name'
    UNION SELECT ours.case_id FROM timeline_person p
    JOIN articles_casearticle theirs ON theirs.case_id = p.case_id
    JOIN articles_casearticle ours ON ours.article_id = theirs.article_id WHERE p.policy <> 'name'
"""
UNFOUND = f"""
    WITH quotes AS ({QUOTES}), hushed AS ({HUSHED})
    SELECT e.id, format('event %s%s', e.id, CASE WHEN s.event_id IS NULL THEN ': no words' ELSE '' END)
    FROM timeline_event e JOIN timeline_eventtype t ON t.slug = e.type_id
    LEFT JOIN quotes q ON q.event_id = e.id LEFT JOIN timeline_eventsearch s ON s.event_id = e.id
    WHERE e.review NOT IN ('rejected', 'withdrawn', 'merged') AND e.case_id NOT IN (SELECT case_id FROM hushed)
        AND s.words IS DISTINCT FROM {WORDS.format("e.headline || ' ' || t.name", "coalesce(q.said, '')")}
"""
HUSHED_TEXTS = f"""
    WITH quotes AS ({QUOTES})
    SELECT e.case_id, e.id, e.review, e.headline, t.name, coalesce(q.said, '')
    FROM timeline_event e JOIN timeline_eventtype t ON t.slug = e.type_id LEFT JOIN quotes q ON q.event_id = e.id
    WHERE e.review NOT IN ('rejected', 'withdrawn', 'merged') AND e.case_id IN ({HUSHED})
    ORDER BY e.case_id, e.id
"""
COMPARED = f"""
    SELECT told.id, 'event ' || told.id
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS told(id, head, said)
    JOIN timeline_event e ON e.id = told.id LEFT JOIN timeline_eventsearch s ON s.event_id = told.id
    WHERE s.words IS DISTINCT FROM {WORDS.format("told.head", "told.said")}
"""
BATCH = 500


def misjudged() -> Iterator[Broken]:
    """Faces that say that sources differ where they do not, or the other way round."""
    for (key, public, differ), claims in groupby(rows(CLAIMS), key=lambda row: row[:3]):
        said = {Said(*claim[3:]) for claim in claims if claim[3] is not None}
        if bool(differing(said)) != differ:
            yield key, f"event {key} for {'the public' if public else 'staff'}: says {differ}"


def unmasked_words() -> Iterator[Broken]:
    """In cases with withheld names, words that are not those of the masked texts."""
    for case_id, texts in groupby(rows(HUSHED_TEXTS), key=lambda row: row[0]):
        names, batch = withheld_in([case_id]), []
        for _, key, review, *told in texts:
            head, type_, said = [names.text(text) for text in told] if review == "approved" else told
            batch.append((key, f"{head} {type_}", said))
            if len(batch) == BATCH:
                yield from rows(COMPARED, [list(column) for column in zip(*batch, strict=True)])
                batch = []
        if batch:
            yield from rows(COMPARED, [list(column) for column in zip(*batch, strict=True)])


@transaction.atomic
def draw_anew(keys: Sequence[int]) -> None:
    """The faces of these events."""
    _hold(keys)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM timeline_eventface WHERE event_id = ANY(%s)", [list(keys)])
        cursor.execute("SELECT timeline_draw_faces(%s)", [list(keys)])
    refresh_faces(events=Event.objects.filter(pk__in=keys))


@transaction.atomic
def index_anew(keys: Sequence[int]) -> None:
    """The words of these events."""
    _hold(keys)
    refresh_search(events=Event.objects.filter(pk__in=keys))


def count_anew(keys: Sequence[int]) -> None:
    """The counts of these cases."""
    with connection.cursor() as cursor:
        for key in sorted(set(keys)):
            cursor.execute("SELECT timeline_recount(%s)", [key])


@transaction.atomic
def queue_anew(keys: Sequence[int]) -> None:
    """The entries of these events in the queues."""
    _hold(keys)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM timeline_waiting WHERE event_id = ANY(%s)", [list(keys)])
        cursor.execute("SELECT timeline_draw_queue(%s)", [list(keys)])


def _hold(keys: Sequence[int]) -> None:
    """No decision and no import meanwhile."""
    take_cases(Event.objects.filter(pk__in=keys).values("case_id"), by=None)


ANEW = "manage.py doctor --fix writes them anew. If they come apart again, a trigger is missing or disabled."
CHECKS = (
    Check(
        "faces-are-of-events-to-be-seen",
        "Each audience has a face of each event that it may see, with the event's date, type and status.",
        ANEW,
        MISPLACED,
        draw_anew,
    ),
    Check("faces-count-sources", "A face counts the articles and outlets that report it.", ANEW, MISCOUNTED, draw_anew),
    Check("faces-name-people", "A face names whom its words name, of whom may be named.", ANEW, MISNAMED, draw_anew),
    Check("faces-know-disputes", "A face says whether its sources differ.", ANEW, misjudged, draw_anew),
    Check("counts-are-in-step", "The counts of a case are those of its faces.", ANEW, OUT_OF_STEP, count_anew),
    Check(
        "the-queue-is-in-step",
        "In the queue of a case stands what waits for an editor, at its place.",
        ANEW,
        MISQUEUED,
        queue_anew,
    ),
    Check("words-are-searched", "An event is found by the words that it shows.", ANEW, UNFOUND, index_anew),
    Check("withheld-words-are-not-searched", "No withheld name can be searched for.", ANEW, unmasked_words, index_anew),
)

"""The queue of the review desk, kept in step by the database: a page reads along an index what it computed for every
waiting event before."""

import django.db.models.deletion
from django.db import migrations, models

VIEW = """
    CREATE VIEW timeline_ranked AS
    SELECT e.id AS event_id, e.case_id, e.type_id, e.certainty, e.ordinal,
        coalesce(e.earliest, e.latest, '9999-12-31') AS start, coalesce(e.latest, '9999-12-31') AS "end",
        CASE
            WHEN EXISTS (SELECT FROM timeline_citation c JOIN timeline_claim k ON k.citation_id = c.id
                WHERE c.event_id = e.id AND k.disputed) THEN 0
            WHEN e.edtf = '' THEN 1
            WHEN e.review = 'approved' THEN 2
            WHEN e.review = 'suggested' AND (
                EXISTS (SELECT FROM timeline_likeness l JOIN timeline_event o ON o.id = l.second_id
                    WHERE l.first_id = e.id AND o.review IN ('suggested', 'approved'))
                OR EXISTS (SELECT FROM timeline_likeness l JOIN timeline_event o ON o.id = l.first_id
                    WHERE l.second_id = e.id AND o.review IN ('suggested', 'approved'))) THEN 3
            ELSE 4
        END AS rank,
        EXISTS (SELECT FROM timeline_citation c WHERE c.event_id = e.id AND NOT c.accepted) AS is_fresh,
        -- A suggestion that no report is left of, that nobody made anything of and that was never public, needs nobody.
        CASE e.review
            WHEN 'suggested' THEN e.edited OR e.first_public_at IS NOT NULL
                OR EXISTS (SELECT FROM timeline_citation c WHERE c.event_id = e.id)
            WHEN 'approved' THEN EXISTS (SELECT FROM timeline_citation c WHERE c.event_id = e.id AND NOT c.accepted)
            ELSE false
        END AS is_waiting
    FROM timeline_event e
"""
DRAW = """
    -- The entries of these events as they have to be now.
    CREATE FUNCTION timeline_draw_queue(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM timeline_waiting w USING timeline_ranked r
        WHERE w.event_id = ANY(ids) AND r.event_id = w.event_id AND NOT r.is_waiting;

        INSERT INTO timeline_waiting AS stored (event_id, case_id, type_id, rank, start, "end", ordinal, certainty)
        SELECT event_id, case_id, type_id, rank, start, "end", ordinal, certainty
        FROM timeline_ranked WHERE event_id = ANY(ids) AND is_waiting
        ON CONFLICT (event_id) DO UPDATE SET (case_id, type_id, rank, start, "end", ordinal, certainty) =
            (excluded.case_id, excluded.type_id, excluded.rank, excluded.start, excluded."end", excluded.ordinal,
                excluded.certainty)
        WHERE (stored.case_id, stored.type_id, stored.rank, stored.start, stored."end", stored.ordinal,
                stored.certainty) IS DISTINCT FROM
            (excluded.case_id, excluded.type_id, excluded.rank, excluded.start, excluded."end", excluded.ordinal,
                excluded.certainty);
    END $$;

    -- For each statement that changes a watched table: its argument is a query for the events that its rows tell of.
    CREATE FUNCTION timeline_queue_told() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        ids bigint[];
    BEGIN
        EXECUTE format('SELECT array_agg(DISTINCT id) FROM (%s) AS asked(id)', TG_ARGV[0]) INTO ids;
        IF ids IS NOT NULL THEN
            PERFORM timeline_draw_queue(ids);
        END IF;
        RETURN NULL;
    END $$;

    CREATE FUNCTION timeline_queue_left() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM timeline_waiting WHERE event_id IN (SELECT id FROM rows_before);
        RETURN NULL;
    END $$;
"""
# Of an event, also what is like it: that one is the same as nobody once this one has left.
OF_EVENTS = """
    WITH changed AS (
        SELECT a.id, a.review <> b.review AS has_moved FROM rows_after a JOIN rows_before b USING (id)
        WHERE (a.review, a.edited, a.first_public_at, a.edtf, a.earliest, a.latest, a.ordinal, a.type_id, a.certainty,
                a.case_id) IS DISTINCT FROM
            (b.review, b.edited, b.first_public_at, b.edtf, b.earliest, b.latest, b.ordinal, b.type_id, b.certainty,
                b.case_id)
    )
    SELECT id FROM changed
    UNION ALL SELECT l.second_id FROM changed JOIN timeline_likeness l ON l.first_id = changed.id WHERE has_moved
    UNION ALL SELECT l.first_id FROM changed JOIN timeline_likeness l ON l.second_id = changed.id WHERE has_moved
"""
OF_CITATIONS = """
    SELECT unnest(ARRAY[a.event_id, b.event_id]) FROM rows_after a JOIN rows_before b USING (id)
    WHERE (a.event_id, a.accepted) <> (b.event_id, b.accepted)
"""
OF_CLAIMS = """
    SELECT c.event_id FROM {0} k JOIN timeline_citation c ON c.id = k.citation_id WHERE k.disputed
"""
OF_LIKENESSES = "SELECT unnest(ARRAY[first_id, second_id]) FROM {0}"
BOTH = ("rows_before", "rows_after")
ASKED = {
    ("timeline_event", "INSERT"): "SELECT id FROM rows_after WHERE edited OR first_public_at IS NOT NULL",
    ("timeline_event", "UPDATE"): OF_EVENTS,
    ("timeline_citation", "INSERT"): "SELECT event_id FROM rows_after",
    ("timeline_citation", "UPDATE"): OF_CITATIONS,
    ("timeline_citation", "DELETE"): "SELECT event_id FROM rows_before",
    ("timeline_claim", "INSERT"): OF_CLAIMS.format("rows_after"),
    ("timeline_claim", "UPDATE"): " UNION ALL ".join(map(OF_CLAIMS.format, BOTH)),
    ("timeline_claim", "DELETE"): OF_CLAIMS.format("rows_before"),
    ("timeline_likeness", "INSERT"): OF_LIKENESSES.format("rows_after"),
    ("timeline_likeness", "UPDATE"): " UNION ALL ".join(map(OF_LIKENESSES.format, BOTH)),
    ("timeline_likeness", "DELETE"): OF_LIKENESSES.format("rows_before"),
}


def trigger(table: str, operation: str, function: str) -> str:
    rows = {
        "INSERT": "NEW TABLE AS rows_after",
        "DELETE": "OLD TABLE AS rows_before",
        "UPDATE": "OLD TABLE AS rows_before NEW TABLE AS rows_after",
    }[operation]
    return (
        f"CREATE TRIGGER queue_{operation.lower()} AFTER {operation} ON {table} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function};"
    )


TRIGGERS = [
    *(trigger(*told, "timeline_queue_told('{}')".format(asked.replace("'", "''"))) for told, asked in ASKED.items()),
    trigger("timeline_event", "DELETE", "timeline_queue_left()"),
]
FIELDS = [
    ("rank", models.PositiveSmallIntegerField()),
    ("start", models.DateField()),
    ("end", models.DateField()),
    ("ordinal", models.IntegerField()),
    ("certainty", models.PositiveSmallIntegerField(null=True)),
]


def link(to, **how):
    return models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=to, **how)


def to_event(name):
    return models.OneToOneField(
        on_delete=django.db.models.deletion.DO_NOTHING,
        primary_key=True,
        related_name=name,
        serialize=False,
        to="timeline.event",
    )


class Migration(migrations.Migration):
    dependencies = [("timeline", "0036_counts_by_index")]
    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                *FIELDS,
                ("event", to_event("waiting")),
                ("case", link("articles.case", db_constraint=False, db_index=False)),
                ("type", link("timeline.eventtype", db_constraint=False, db_index=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["case", "rank", "start", "end", "ordinal", "event"],
                        include=("type", "certainty"),
                        name="waiting_in_order",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("rank__lte", 4)), name="waiting_rank_known")
                ],
            },
        ),
        migrations.RunSQL(VIEW, migrations.RunSQL.noop),
        migrations.RunSQL(DRAW, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Ranked",
            fields=[
                *((name, field.clone()) for name, field in FIELDS),
                ("event", to_event("ranked")),
                ("case", link("articles.case")),
                ("type", link("timeline.eventtype")),
                ("is_fresh", models.BooleanField()),
                ("is_waiting", models.BooleanField()),
            ],
            options={"db_table": "timeline_ranked", "managed": False},
        ),
    ]

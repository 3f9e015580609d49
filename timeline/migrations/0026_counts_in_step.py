"""The counts of each case with no filter set, kept in step with the faces by the database: a decision in a case of any
size costs what it changes.

`timeline_casetotals`, which these counts replace, stays as it is for the version of the program that still serves.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

DRAW = """
    -- The faces of these events as they have to be now; `differ` stays as it is.
    CREATE OR REPLACE FUNCTION timeline_draw_faces(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM timeline_eventface f USING timeline_event e
        WHERE f.event_id = ANY(ids) AND e.id = f.event_id AND NOT CASE WHEN f.public
            THEN e.review = 'approved' ELSE e.review NOT IN ('rejected', 'withdrawn', 'merged') END;

        INSERT INTO timeline_eventface AS face (event_id, public, case_id, type_id, status, earliest, latest, ordinal,
            sources, differ, outlets, people, articles)
        SELECT e.id, a.public, e.case_id, e.type_id, e.status, e.earliest, e.latest, e.ordinal,
            coalesce(cardinality(told.articles), 0), false, coalesce(told.outlets, '{}'),
            coalesce((SELECT array_agg(p.id ORDER BY p.id) FROM timeline_person p
                WHERE p.case_id = e.case_id AND (p.policy = 'name' OR NOT a.public)
                AND EXISTS (SELECT FROM unnest(p.name::text || p.aliases::text[]) AS named
                    WHERE position(timeline_plain(named)
                        IN timeline_plain(e.headline || ' ' || coalesce(told.quotes, ''))) > 0)), '{}'),
            coalesce(told.articles, '{}')
        FROM timeline_event e
        JOIN (VALUES (true), (false)) AS a(public) ON CASE WHEN a.public
            THEN e.review = 'approved' ELSE e.review NOT IN ('rejected', 'withdrawn', 'merged') END
        LEFT JOIN LATERAL (
            SELECT array_agg(DISTINCT w.id) AS articles, array_agg(DISTINCT w.source_id) AS outlets,
                string_agg(m.quote, ' ') AS quotes
            FROM timeline_citation c
            JOIN timeline_mention m ON m.id = c.mention_id
            JOIN articles_paragraph g ON g.id = m.paragraph_id
            JOIN articles_articleversion v ON v.id = g.version_id
            JOIN articles_article w ON w.id = v.article_id
            WHERE c.event_id = e.id AND (c.accepted OR NOT a.public)
        ) AS told ON true
        WHERE e.id = ANY(ids)
        ON CONFLICT (event_id, public) DO UPDATE SET
            (case_id, type_id, status, earliest, latest, ordinal, sources, outlets, people, articles) =
            (excluded.case_id, excluded.type_id, excluded.status, excluded.earliest, excluded.latest, excluded.ordinal,
                excluded.sources, excluded.outlets, excluded.people, excluded.articles)
        WHERE (face.case_id, face.type_id, face.status, face.earliest, face.latest, face.ordinal, face.sources,
                face.outlets, face.people, face.articles) IS DISTINCT FROM
            (excluded.case_id, excluded.type_id, excluded.status, excluded.earliest, excluded.latest, excluded.ordinal,
                excluded.sources, excluded.outlets, excluded.people, excluded.articles);
    END $$;
"""

COUNT = """
    -- What a face counts under.
    CREATE FUNCTION timeline_counted(of_type text, status text, earliest date, differ boolean, outlets bigint[],
        people bigint[], articles bigint[]) RETURNS TABLE (kind text, key text) LANGUAGE sql IMMUTABLE AS $$
        VALUES ('all', ''), ('type', $1), ('status', $2)
        UNION ALL SELECT 'year', extract(year FROM $3)::text WHERE $3 IS NOT NULL
        UNION ALL SELECT 'differ', '' WHERE $4
        UNION ALL SELECT 'outlet', outlet::text FROM unnest($5) AS outlet
        UNION ALL SELECT 'person', person::text FROM unnest($6) AS person
        UNION ALL SELECT 'article', article::text FROM unnest($7) AS article
    $$;

    -- The narrowest bar that holds a date of so many days: 0 a month's, 1 a year's, 2 a decade's.
    CREATE FUNCTION timeline_span(days int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN days < 31 THEN 0 WHEN days < 366 THEN 1 WHEN days < 3653 THEN 2 END
    $$;

    -- What adds to the counts what `changed`, a query, says: faces, each with a sign. As text, since no function that is
    -- called sees the rows of a trigger. Each statement takes the row `all` of a case and audience first, so that whoever
    -- changes the same case waits there, and nowhere crosswise.
    CREATE FUNCTION timeline_counting(changed text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
        SELECT ARRAY[format($sql$
            INSERT INTO timeline_casecount AS stored (case_id, public, kind, key, n)
            SELECT case_id, public, kind, key, sum(sign) FROM (%s) AS changed,
                timeline_counted(type_id, status, earliest, differ, outlets, people, articles)
            GROUP BY case_id, public, kind, key HAVING sum(sign) <> 0 OR kind = 'all'
            ORDER BY case_id, public, kind, key
            ON CONFLICT (case_id, public, kind, key) DO UPDATE SET n = stored.n + excluded.n
        $sql$, changed), format($sql$
            INSERT INTO timeline_casemonth AS stored (case_id, public, month, type_id, span, n, ahead)
            SELECT case_id, public, date_trunc('month', earliest::timestamp)::date, type_id,
                timeline_span(latest - earliest), sum(sign),
                coalesce(sum(sign) FILTER (WHERE status IN ('planned', 'hypothetical')), 0)
            FROM (%s) AS changed WHERE timeline_span(latest - earliest) IS NOT NULL
            GROUP BY 1, 2, 3, 4, 5
            HAVING sum(sign) <> 0 OR sum(sign) FILTER (WHERE status IN ('planned', 'hypothetical')) <> 0
            ORDER BY 1, 2, 3, 4, 5
            ON CONFLICT (case_id, public, month, type_id, span)
            DO UPDATE SET n = stored.n + excluded.n, ahead = stored.ahead + excluded.ahead
        $sql$, changed)]
    $$;

    CREATE FUNCTION timeline_faces_counted() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        step text;
    BEGIN
        FOREACH step IN ARRAY timeline_counting(CASE TG_OP
            WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM rows_after'
            WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM rows_before'
            ELSE 'SELECT 1 AS sign, * FROM rows_after UNION ALL SELECT -1, * FROM rows_before' END)
        LOOP
            EXECUTE step;
        END LOOP;
        RETURN NULL;
    END $$;

    -- Count a case anew. Whoever changes it meanwhile waits, and adds to what is counted here.
    CREATE FUNCTION timeline_recount(counted bigint) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        step text;
    BEGIN
        INSERT INTO timeline_casecount AS stored (case_id, public, kind, key, n)
        VALUES (counted, false, 'all', '', 0), (counted, true, 'all', '', 0)
        ON CONFLICT (case_id, public, kind, key) DO UPDATE SET n = 0;
        DELETE FROM timeline_casecount WHERE case_id = counted AND kind <> 'all';
        DELETE FROM timeline_casemonth WHERE case_id = counted;
        FOREACH step IN ARRAY timeline_counting(
            format('SELECT 1 AS sign, * FROM timeline_eventface WHERE case_id = %s', counted))
        LOOP
            EXECUTE step;
        END LOOP;
    END $$;

    -- A case takes its counts along; no foreign key does it, since its events leave the counts just before it goes.
    CREATE FUNCTION timeline_counts_gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM timeline_casecount WHERE case_id IN (SELECT id FROM rows_before);
        DELETE FROM timeline_casemonth WHERE case_id IN (SELECT id FROM rows_before);
        RETURN NULL;
    END $$;
"""

TRIGGERS = """
    CREATE TRIGGER counts_insert AFTER INSERT ON timeline_eventface REFERENCING NEW TABLE AS rows_after
        FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_counted();
    CREATE TRIGGER counts_update AFTER UPDATE ON timeline_eventface
        REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
        FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_counted();
    CREATE TRIGGER counts_delete AFTER DELETE ON timeline_eventface REFERENCING OLD TABLE AS rows_before
        FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_counted();
    CREATE TRIGGER counts_delete AFTER DELETE ON articles_case REFERENCING OLD TABLE AS rows_before
        FOR EACH STATEMENT EXECUTE FUNCTION timeline_counts_gone();
"""

WORDS = """
    -- Words are bound to their case by a lexeme that no text and no search makes.
    CREATE FUNCTION timeline_words_bound() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.words := NEW.words || array_to_tsvector(
            (SELECT ARRAY['=' || case_id] FROM timeline_event WHERE id = NEW.event_id));
        RETURN NEW;
    END $$;
    CREATE TRIGGER words_bound BEFORE INSERT OR UPDATE OF words ON timeline_eventsearch
        FOR EACH ROW EXECUTE FUNCTION timeline_words_bound();
"""

TOKENS = """
    -- What a face is looked up by among those of all cases: whose it is, and the outlet or person.
    CREATE FUNCTION timeline_tokens(case_id bigint, public boolean, outlets bigint[], people bigint[])
    RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_agg(CASE WHEN $2 THEN 'p' ELSE 's' END || $1 || told) FROM (
            SELECT 'o' || outlet FROM unnest($3) AS outlet UNION ALL SELECT 'n' || person FROM unnest($4) AS person
        ) AS keys(told)
    $$;
"""

VIEW = """
    CREATE OR REPLACE VIEW timeline_{}face AS
    SELECT event_id, case_id, type_id, status, earliest, latest, ordinal, sources, differ, outlets, people,
        timeline_tokens(case_id, public, outlets, people) AS tokens
    FROM timeline_eventface WHERE public = {}
"""
# No model leads to it any more, so nothing would empty it before the cases that it names.
LET_GO = """
    DO $$ DECLARE
        held record;
    BEGIN
        FOR held IN SELECT conname FROM pg_constraint WHERE conrelid = 'timeline_casetotals'::regclass AND contype = 'f'
        LOOP
            EXECUTE format('ALTER TABLE timeline_casetotals DROP CONSTRAINT %I', held.conname);
        END LOOP;
    END $$;
"""
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def to_case():
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to="articles.case",
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_other_keys"), ("timeline", "0025_changes_in_order")]
    operations = [
        migrations.AddField(
            "eventface",
            "articles",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="CaseCount",
            fields=[
                ("id", KEY),
                ("public", models.BooleanField()),
                ("kind", models.CharField(max_length=8)),
                ("key", models.CharField(max_length=80)),
                ("n", models.IntegerField()),
                ("case", to_case()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "public", "kind", "key"), name="count_once_per_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseMonth",
            fields=[
                ("id", KEY.clone()),
                ("public", models.BooleanField()),
                ("month", models.DateField()),
                ("span", models.PositiveSmallIntegerField()),
                ("n", models.IntegerField()),
                ("ahead", models.IntegerField()),
                ("case", to_case()),
                (
                    "type",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="timeline.eventtype",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "public", "month", "type", "span"), name="month_once_per_type_and_span"
                    )
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("CaseTotals")],
            database_operations=[migrations.RunSQL(LET_GO, migrations.RunSQL.noop)],
        ),
        migrations.RunSQL(DRAW, migrations.RunSQL.noop),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.RunSQL(TOKENS, migrations.RunSQL.noop),
        migrations.RunSQL(VIEW.format("public", "true"), migrations.RunSQL.noop),
        migrations.RunSQL(VIEW.format("staff", "false"), migrations.RunSQL.noop),
    ]

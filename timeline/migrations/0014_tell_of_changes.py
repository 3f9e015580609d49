"""The database says what has changed for readers, so that kept pages go at once: bulk writes and shells are caught, and
nobody has to think of it.

A notification carries the key of a case, or nothing where the change may show anywhere. It goes out with the commit;
PostgreSQL sends equal ones of a transaction once. The public sees no more than these queries ask for, and may see less:
telling too often costs a page drawn anew, telling too seldom shows what is no longer so.
"""

from django.db import migrations

FUNCTIONS = """
    CREATE FUNCTION timeline_tell() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        told text;
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            PERFORM pg_notify('casetracker_changes', '');
            RETURN NULL;
        END IF;
        FOR told IN EXECUTE CASE TG_OP
                WHEN 'INSERT' THEN 'WITH changed AS (SELECT * FROM rows_after)'
                WHEN 'DELETE' THEN 'WITH changed AS (SELECT * FROM rows_before)'
                ELSE 'WITH changed AS (SELECT * FROM rows_before UNION ALL SELECT * FROM rows_after)'
            END || format(' SELECT DISTINCT of_case::text FROM (%s) AS asked(of_case)', TG_ARGV[0])
        LOOP
            PERFORM pg_notify('casetracker_changes', told);
        END LOOP;
        RETURN NULL;
    END $$;

    -- Have changes of a table told. `of_cases` is a query for the cases that rows of the table `changed` show in; one
    -- that gives '' stands for all of them. Once a statement, not once a row.
    CREATE FUNCTION timeline_watch(watched regclass, of_cases text, on_insert boolean DEFAULT true)
    RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        IF on_insert THEN
            EXECUTE format('CREATE TRIGGER told_when_added AFTER INSERT ON %s REFERENCING NEW TABLE AS rows_after
                FOR EACH STATEMENT EXECUTE FUNCTION timeline_tell(%L)', watched, of_cases);
        END IF;
        EXECUTE format('CREATE TRIGGER told_when_changed AFTER UPDATE ON %s
            REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
            FOR EACH STATEMENT EXECUTE FUNCTION timeline_tell(%L)', watched, of_cases);
        EXECUTE format('CREATE TRIGGER told_when_removed AFTER DELETE ON %s REFERENCING OLD TABLE AS rows_before
            FOR EACH STATEMENT EXECUTE FUNCTION timeline_tell(%L)', watched, of_cases);
        EXECUTE format('CREATE TRIGGER told_when_emptied AFTER TRUNCATE ON %s
            FOR EACH STATEMENT EXECUTE FUNCTION timeline_tell()', watched);
    END $$;
"""
EVERYWHERE = "SELECT '' FROM changed"
OF_ARTICLE = "SELECT k.case_id FROM changed JOIN articles_casearticle k ON k.article_id = changed.{}"
OF_CITED = "SELECT t.case_id FROM changed JOIN timeline_citation t ON t.{} = changed.{} WHERE t.accepted"
OF_EVENT = """
    SELECT e.case_id FROM changed JOIN timeline_event e ON e.id = changed.event_id
    WHERE e.review = 'approved' OR e.first_public_at IS NOT NULL
"""
WATCHED = {
    "articles_case": "SELECT id FROM changed",
    # A name that one case withholds is withheld in all that share an article with it.
    "articles_casearticle": "SELECT case_id FROM changed UNION " + OF_ARTICLE.format("article_id"),
    "articles_article": OF_ARTICLE.format("id"),
    "articles_articleversion": OF_ARTICLE.format("article_id"),
    "articles_paragraph": """
        SELECT k.case_id FROM (SELECT DISTINCT version_id FROM changed) AS touched
        JOIN articles_articleversion v ON v.id = touched.version_id
        JOIN articles_casearticle k ON k.article_id = v.article_id
    """,
    "timeline_person": EVERYWHERE,
    "timeline_casesettings": "SELECT case_id FROM changed",
    "timeline_event": "SELECT case_id FROM changed WHERE review = 'approved' OR first_public_at IS NOT NULL",
    "timeline_eventsearch": OF_EVENT,
    "timeline_citation": "SELECT case_id FROM changed WHERE accepted",
    "timeline_claim": OF_CITED.format("id", "citation_id"),
    "timeline_quantity": OF_CITED.format("mention_id", "mention_id"),
    "timeline_decision": "SELECT case_id FROM changed",
    "timeline_decision_events": "SELECT d.case_id FROM changed JOIN timeline_decision d ON d.id = changed.decision_id",
    "timeline_redirect": OF_EVENT,
}
# What nobody sees until something above cites it.
WATCHED_ONCE_THERE = {
    "articles_source": EVERYWHERE,
    "timeline_eventtype": EVERYWHERE,
    "timeline_mention": OF_CITED.format("mention_id", "id"),
}
TRIGGERS = ("told_when_added", "told_when_changed", "told_when_removed", "told_when_emptied")


def watch(apps, schema_editor):
    for tables, on_insert in ((WATCHED, True), (WATCHED_ONCE_THERE, False)):
        for table, of_cases in tables.items():
            schema_editor.execute("SELECT timeline_watch(%s, %s, %s)", [table, of_cases, on_insert])


def forget(apps, schema_editor):
    for table in (*WATCHED, *WATCHED_ONCE_THERE):
        for trigger in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger} ON {table}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_other_keys"), ("timeline", "0013_undo_needs_a_reason")]
    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION timeline_watch(regclass, text, boolean), timeline_tell()"),
        migrations.RunPython(watch, forget),
    ]

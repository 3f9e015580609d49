"""A person who comes, changes or goes has those events' faces drawn anew that name them, or somebody of their surname."""

from django.db import migrations

# `changed` are the rows before and after; whoever has the surname of one of them may gain it or lose it as their own.
# What a face named before is told by its people.
ASKED = """
    WITH told AS (
        SELECT p.id, p.case_id, p.name::text || p.aliases::text[] AS spellings,
            timeline_own_surname(p.id, p.case_id, p.name) AS surname
        FROM timeline_person p WHERE EXISTS (SELECT FROM changed c WHERE c.case_id = p.case_id
            AND lower(timeline_surname(c.name)) = lower(timeline_surname(p.name))))
    SELECT f.event_id FROM timeline_eventface f WHERE f.case_id IN (SELECT case_id FROM changed)
        AND f.people && ARRAY(SELECT id FROM changed UNION SELECT id FROM told)
    UNION SELECT e.id FROM told JOIN timeline_event e ON e.case_id = told.case_id
        WHERE timeline_names(ARRAY[e.headline::text], told.spellings, told.surname)
    UNION SELECT c.event_id FROM told JOIN timeline_citation c ON c.case_id = told.case_id
        JOIN timeline_mention m ON m.id = c.mention_id
        WHERE timeline_names(ARRAY[m.quote::text], told.spellings, told.surname)
"""
BEFORE = "SELECT e.id FROM changed JOIN timeline_event e ON e.case_id = changed.case_id"
ROWS = {
    "insert": "NEW TABLE AS rows_after",
    "update": "OLD TABLE AS rows_before NEW TABLE AS rows_after",
    "delete": "OLD TABLE AS rows_before",
}


def drawn(asked: str) -> str:
    return "".join(
        f"""
        DROP TRIGGER faces_{operation} ON timeline_person;
        CREATE TRIGGER faces_{operation} AFTER {operation.upper()} ON timeline_person REFERENCING {rows}
            FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_told('{asked}');
        """
        for operation, rows in ROWS.items()
    )


class Migration(migrations.Migration):
    dependencies = [("timeline", "0045_articles_counted")]
    operations = [migrations.RunSQL(drawn(ASKED), drawn(BEFORE))]

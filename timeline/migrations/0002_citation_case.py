"""A citation's case is its event's case: said by the database, since Django has no composite foreign keys."""

from django.db import migrations

ADD = """
    ALTER TABLE timeline_event ADD CONSTRAINT event_id_and_case UNIQUE (id, case_id);
    ALTER TABLE timeline_citation ADD CONSTRAINT citation_case_is_its_events
        FOREIGN KEY (event_id, case_id) REFERENCES timeline_event (id, case_id) DEFERRABLE INITIALLY DEFERRED;
"""
DROP = """
    ALTER TABLE timeline_citation DROP CONSTRAINT citation_case_is_its_events;
    ALTER TABLE timeline_event DROP CONSTRAINT event_id_and_case;
"""


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_initial")]
    operations = [migrations.RunSQL(ADD, DROP)]

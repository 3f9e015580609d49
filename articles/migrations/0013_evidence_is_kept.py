"""Evidence is added, and neither changed nor dropped."""

from django.db import migrations

ADD = """
    CREATE FUNCTION articles_refuse_loss() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'evidence is neither changed nor dropped (%)', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
    END $$;
    CREATE TRIGGER snapshot_append_only BEFORE UPDATE OR DELETE ON articles_snapshot
        FOR EACH ROW EXECUTE FUNCTION articles_refuse_loss();
"""
DROP = """
    DROP TRIGGER snapshot_append_only ON articles_snapshot;
    DROP FUNCTION articles_refuse_loss();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_snapshots")]
    operations = [migrations.RunSQL(ADD, DROP)]

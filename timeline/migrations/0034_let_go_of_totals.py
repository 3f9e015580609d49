"""The table that 0026 replaced goes, with what emptied it at each change of an event: nothing has read it since."""

from django.db import migrations

LET_GO = """
    CREATE OR REPLACE FUNCTION timeline_faces_told() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        ids bigint[];
    BEGIN
        EXECUTE CASE TG_OP
                WHEN 'INSERT' THEN 'WITH changed AS (SELECT * FROM rows_after)'
                WHEN 'DELETE' THEN 'WITH changed AS (SELECT * FROM rows_before)'
                ELSE 'WITH changed AS (SELECT * FROM rows_before UNION ALL SELECT * FROM rows_after)'
            END || format(' SELECT array_agg(DISTINCT id) FROM (%s) AS asked(id)', TG_ARGV[0]) INTO ids;
        IF ids IS NOT NULL THEN
            PERFORM timeline_draw_faces(ids);
        END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER totals_update ON timeline_eventface;
    DROP TRIGGER totals_delete ON timeline_eventface;
    DROP FUNCTION timeline_totals_void();
    DROP TABLE timeline_casetotals;
"""


class Migration(migrations.Migration):
    dependencies = [("timeline", "0033_why_addresses_lead_on")]
    operations = [migrations.RunSQL(LET_GO)]

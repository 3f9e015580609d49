"""What was published stays as it was: the database refuses to change a version or a paragraph, and checks the hash.

An editor may still correct a paragraph's kind: that is our reading of the page, and not its text.
"""

from django.db import migrations

ADD = """
    CREATE FUNCTION articles_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a published text is never changed (%): add the next version', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_immutable';
    END $$;
    CREATE TRIGGER articleversion_immutable BEFORE UPDATE ON articles_articleversion
        FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION articles_refuse_change();
    CREATE TRIGGER paragraph_immutable BEFORE UPDATE OF version_id, number, start, "end", text ON articles_paragraph
        FOR EACH ROW EXECUTE FUNCTION articles_refuse_change();
    ALTER TABLE articles_articleversion ADD CONSTRAINT version_sha256_fits_text
        CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex'));
"""
DROP = """
    ALTER TABLE articles_articleversion DROP CONSTRAINT version_sha256_fits_text;
    DROP TRIGGER paragraph_immutable ON articles_paragraph;
    DROP TRIGGER articleversion_immutable ON articles_articleversion;
    DROP FUNCTION articles_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunSQL(ADD, DROP)]

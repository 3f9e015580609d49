"""What was published stays as it was: the database refuses to change a version or a paragraph, and checks the hash.
Evidence is added, and neither changed nor dropped.

An editor may still correct a paragraph's kind: that is our reading of the page, and not its text. Nor does it change a
version that the account of who added it goes.
"""

from django.db import migrations

TEXTS = """
CREATE FUNCTION articles_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a published text is never changed (%): add the next version', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_immutable';
    END $$;
CREATE TRIGGER articleversion_immutable
    BEFORE UPDATE OF article_id, number, title, text, sha256, created_at ON articles_articleversion
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_change();
CREATE TRIGGER paragraph_immutable BEFORE UPDATE OF version_id, number, start, "end", text ON articles_paragraph
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_change();
ALTER TABLE articles_articleversion ADD CONSTRAINT version_sha256_fits_text
    CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex'));
"""
EVIDENCE = """
CREATE FUNCTION articles_refuse_loss() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'evidence is neither changed nor dropped (%)', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
    END $$;
CREATE TRIGGER snapshot_append_only BEFORE UPDATE OR DELETE ON articles_snapshot
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_loss();
"""


class Migration(migrations.Migration):
    replaces = [("articles", "0002_immutable_text"), ("articles", "0013_evidence_is_kept")]
    dependencies = [("articles", "0001_tables")]
    operations = [migrations.RunSQL(TEXTS), migrations.RunSQL(EVIDENCE)]

"""Keys of telephones come to be sealed, and sealed anew: the audit log does not call that a telephone set up."""

from django.db import migrations

FACTORS = """
CREATE OR REPLACE FUNCTION accounts_factor_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM accounts_note('second-factor', accounts_name_of(OLD.user_id), OLD.name || ' removed');
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM accounts_note('second-factor', accounts_name_of(NEW.user_id), NEW.name || ': its key was stored anew');
    ELSE
        PERFORM accounts_note('second-factor', accounts_name_of(NEW.user_id), NEW.name || ' set up');
    END IF;
    RETURN NULL;
END $$;
"""
ONLY_OURS = {"proxy": True, "default_permissions": (), "indexes": [], "constraints": []}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_triggers"),
        ("otp_static", "0003_add_timestamps"),
        ("otp_totp", "0003_add_timestamps"),
    ]
    operations = [
        migrations.CreateModel("Paper", fields=[], options=ONLY_OURS, bases=("otp_static.staticdevice",)),
        migrations.CreateModel("Telephone", fields=[], options=ONLY_OURS, bases=("otp_totp.totpdevice",)),
        migrations.RunSQL(FACTORS, migrations.RunSQL.noop),
    ]

"""What happens to accounts is noted by the database, whichever way it comes about; and what is noted stands."""

from django.db import migrations

NOTE = """
CREATE FUNCTION accounts_note(what text, account text, details text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO accounts_entry (at, what, actor, account, address, details) VALUES (
        clock_timestamp(), what, coalesce(nullif(current_setting('casetracker.actor', true), ''), 'the system'),
        left(account, 150), coalesce(current_setting('casetracker.address', true), ''), left(details, 500))
$$;

CREATE FUNCTION accounts_name_of(id integer) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT username FROM auth_user u WHERE u.id = $1), 'account ' || $1)
$$;
"""

STANDS = """
CREATE FUNCTION accounts_entry_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '90 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit log is not changed, and forgets nothing that is not 90 days old'
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER accounts_entry_stands BEFORE UPDATE OR DELETE ON accounts_entry
    FOR EACH ROW EXECUTE FUNCTION accounts_entry_stands();
"""

# The password itself, even hashed, is in no entry. Whoever changes it ends every session: the one that they do it from
# is given a new key by Django.
ACCOUNTS = """
CREATE FUNCTION accounts_user_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM accounts_note('account', NEW.username, 'made' || CASE WHEN NEW.is_superuser THEN ', superuser' ELSE '' END);
        RETURN NULL;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM accounts_note('account', OLD.username, 'deleted');
        RETURN NULL;
    END IF;
    IF NEW.username <> OLD.username THEN
        PERFORM accounts_note('account', NEW.username, 'was called ' || OLD.username);
    END IF;
    IF NEW.is_active <> OLD.is_active THEN
        PERFORM accounts_note('account', NEW.username, CASE WHEN NEW.is_active THEN 'active' ELSE 'not active' END);
    END IF;
    IF NEW.is_staff <> OLD.is_staff THEN
        PERFORM accounts_note('permission', NEW.username, CASE WHEN NEW.is_staff THEN 'staff' ELSE 'not staff' END);
    END IF;
    IF NEW.is_superuser <> OLD.is_superuser THEN
        PERFORM accounts_note('permission', NEW.username,
                              CASE WHEN NEW.is_superuser THEN 'superuser' ELSE 'not superuser' END);
    END IF;
    IF NEW.password <> OLD.password THEN
        PERFORM accounts_note('password', NEW.username, '');
    END IF;
    IF NEW.password <> OLD.password OR NOT NEW.is_active THEN
        DELETE FROM accounts_session WHERE user_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_user_changed AFTER INSERT OR DELETE OR
    UPDATE OF username, password, is_active, is_staff, is_superuser ON auth_user
    FOR EACH ROW EXECUTE FUNCTION accounts_user_changed();

CREATE FUNCTION accounts_role_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told auth_user_groups := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM accounts_note('role', accounts_name_of(told.user_id),
        CASE WHEN TG_OP = 'DELETE' THEN 'no longer ' ELSE 'now ' END
        || coalesce((SELECT name FROM auth_group WHERE id = told.group_id), 'in group ' || told.group_id));
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_role_changed AFTER INSERT OR DELETE OR UPDATE ON auth_user_groups
    FOR EACH ROW EXECUTE FUNCTION accounts_role_changed();

CREATE FUNCTION accounts_permission_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told auth_user_user_permissions := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM accounts_note('permission', accounts_name_of(told.user_id),
        CASE WHEN TG_OP = 'DELETE' THEN 'may no longer ' ELSE 'may ' END
        || coalesce((SELECT codename FROM auth_permission WHERE id = told.permission_id), '?'));
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_permission_changed AFTER INSERT OR DELETE OR UPDATE ON auth_user_user_permissions
    FOR EACH ROW EXECUTE FUNCTION accounts_permission_changed();
"""

# By statement: a release that gives a role more writes one line.
ROLES = """
CREATE FUNCTION accounts_role_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_note('role-holds', coalesce(g.name, 'group ' || c.group_id),
        CASE WHEN TG_OP = 'DELETE' THEN 'may no longer: ' ELSE 'may: ' END || string_agg(p.codename, ', ' ORDER BY p.codename))
    FROM changed c JOIN auth_permission p ON p.id = c.permission_id LEFT JOIN auth_group g ON g.id = c.group_id
    GROUP BY c.group_id, g.name;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_role_given AFTER INSERT ON auth_group_permissions REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_role_holds();
CREATE TRIGGER accounts_role_taken AFTER DELETE ON auth_group_permissions REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_role_holds();
"""

FACTORS = """
CREATE FUNCTION accounts_factor_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM accounts_note('second-factor', accounts_name_of(OLD.user_id), OLD.name || ' removed');
    ELSE
        PERFORM accounts_note('second-factor', accounts_name_of(NEW.user_id), NEW.name || ' set up');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_telephone_changed AFTER INSERT OR DELETE
    ON otp_totp_totpdevice FOR EACH ROW EXECUTE FUNCTION accounts_factor_changed();
CREATE TRIGGER accounts_paper_changed AFTER INSERT OR DELETE
    ON otp_static_staticdevice FOR EACH ROW EXECUTE FUNCTION accounts_factor_changed();
CREATE TRIGGER accounts_telephone_replaced AFTER UPDATE ON otp_totp_totpdevice FOR EACH ROW
    WHEN (OLD.key <> NEW.key OR OLD.user_id <> NEW.user_id OR OLD.confirmed <> NEW.confirmed)
    EXECUTE FUNCTION accounts_factor_changed();
"""

# Counts are worth nothing after a crash: they need not go through the write-ahead log.
COUNTS = "ALTER TABLE accounts_count SET UNLOGGED"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("otp_totp", "0003_add_timestamps"),
        ("otp_static", "0003_add_timestamps"),
    ]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (NOTE, STANDS, ACCOUNTS, ROLES, FACTORS, COUNTS)
    ]

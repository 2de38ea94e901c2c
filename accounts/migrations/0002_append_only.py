"""The audit trail can only grow: triggers refuse every change to anybody, and the application's role loses the right.

Writers also share an advisory lock, taken before an entry gets its number; who seals takes it alone for a moment and
so knows that no smaller number is still on its way (accounts/audit.py).
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("accounts_auditentry", "accounts_auditseal")
WRITERS_LOCK = 7_301_500_001

CREATE = f"""
CREATE FUNCTION accounts_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION accounts_audit_enter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared({WRITERS_LOCK});
    RETURN NULL;
END $$;

CREATE TRIGGER enter BEFORE INSERT ON accounts_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_audit_enter();
""" + "".join(
    # Per statement, so that even a change that would touch no row is refused; always, so that a session that plays
    # replica does not slip past.
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_audit_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only;
"""
    for table in TABLES
)

DROP = "".join(f"DROP TRIGGER append_only ON {table};" for table in TABLES) + (
    "DROP TRIGGER enter ON accounts_auditentry;"
    "DROP FUNCTION accounts_audit_refuse(); DROP FUNCTION accounts_audit_enter();"
)


def _take_rights_away(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [settings.APP_ROLE or ""]
        )
        if cursor.fetchone() is None:  # one role for everything: the triggers alone guard
            return
        role = schema_editor.quote_name(settings.APP_ROLE)
        for table in TABLES:
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER ON {table} FROM {role}, PUBLIC")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE, DROP),
        migrations.RunPython(_take_rights_away, migrations.RunPython.noop),
    ]

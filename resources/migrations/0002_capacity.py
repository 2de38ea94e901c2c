"""The sweep over capacity and the trigger that refuses overbooking, from resources/sql/capacity.sql."""

from pathlib import Path

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "sql" / "capacity.sql").read_text(encoding="utf-8")
SEARCH = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_ts_config WHERE cfgname = 'concerta') THEN
        CREATE TEXT SEARCH CONFIGURATION concerta (COPY = portuguese);
        ALTER TEXT SEARCH CONFIGURATION concerta
            ALTER MAPPING FOR hword, hword_part, word WITH unaccent, portuguese_stem;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_initial")]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(SQL, "DROP TRIGGER booking_within_capacity ON resources_booking"),
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
    ]

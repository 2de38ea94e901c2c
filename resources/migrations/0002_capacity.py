"""The text search configuration. The rule of capacity itself is laid down by the latest migration that changed it."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

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
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
    ]

"""PostgreSQL's part in searching: both text search configurations ignore accents, as does looking for misspelt words."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

CONFIGURATIONS = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_ts_config WHERE cfgname = 'concerta') THEN
        CREATE TEXT SEARCH CONFIGURATION concerta (COPY = portuguese);
        ALTER TEXT SEARCH CONFIGURATION concerta
            ALTER MAPPING FOR hword, hword_part, word WITH unaccent, portuguese_stem;
    END IF;
    -- Texts stand here in English too: its words of grammar are dropped as the Portuguese ones are.
    IF NOT EXISTS (SELECT 1 FROM pg_ts_dict WHERE dictname = 'concerta_english_grammar') THEN
        CREATE TEXT SEARCH DICTIONARY concerta_english_grammar
            (TEMPLATE = pg_catalog.simple, STOPWORDS = english, ACCEPT = false);
        ALTER TEXT SEARCH CONFIGURATION concerta
            ALTER MAPPING FOR asciihword, asciiword, hword_asciipart
            WITH concerta_english_grammar, portuguese_stem;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_ts_config WHERE cfgname = 'concerta_whole') THEN
        CREATE TEXT SEARCH CONFIGURATION concerta_whole (COPY = simple);
        ALTER TEXT SEARCH CONFIGURATION concerta_whole
            ALTER MAPPING FOR hword, hword_part, word, numword, numhword WITH unaccent, simple;
    END IF;
END $$;
"""

# What modelsearch calls to compare without accents.
UNACCENTED = """
CREATE OR REPLACE FUNCTION f_unaccent(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$func$ SELECT public.unaccent('public.unaccent', $1) $func$;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(CONFIGURATIONS, migrations.RunSQL.noop),
        migrations.RunSQL(UNACCENTED, migrations.RunSQL.noop),
    ]

"""The rule of capacity with functions of its own for searching through many resources."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "sql" / "capacity.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("resources", "0011_assistive_categories")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

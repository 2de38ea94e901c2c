from typing import Any

from django.db import migrations

from units import reference


def load(apps: Any, schema_editor: Any) -> None:
    reference.load_framework(apps)


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

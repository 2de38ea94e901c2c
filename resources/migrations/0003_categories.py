from typing import Any

from django.db import migrations

from resources import reference


def load(apps: Any, schema_editor: Any) -> None:
    reference.load(apps)


class Migration(migrations.Migration):
    dependencies = [("resources", "0002_capacity")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

from typing import Any

from django.db import migrations

from programmes import reference


def load(apps: Any, schema_editor: Any) -> None:
    reference.load(apps)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_editions_and_their_people")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

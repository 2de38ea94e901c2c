from typing import Any

from django.db import migrations

from search import reference


def load(apps: Any, schema_editor: Any) -> None:
    reference.load(apps)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_text_search")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

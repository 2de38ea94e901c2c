from typing import Any

from django.db import migrations

from practice.reference import loading


def load(apps: Any, schema_editor: Any) -> None:
    loading.load_recommendations(apps)
    loading.load_series(apps)
    loading.load_questionnaire(apps)


class Migration(migrations.Migration):
    dependencies = [("practice", "0001_care")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

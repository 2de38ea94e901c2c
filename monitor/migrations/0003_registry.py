from typing import Any

from django.db import migrations

from monitor.reference import INDICATORS, TOPICS
from monitor.reference.loading import load_indicators, load_topics


def load(apps: Any, schema_editor: Any) -> None:
    load_topics(apps, TOPICS)
    load_indicators(apps, INDICATORS)


class Migration(migrations.Migration):
    dependencies = [("monitor", "0002_places_and_version")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

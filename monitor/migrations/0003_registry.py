from typing import Any

from django.db import migrations

from monitor.reference import INDICATORS, TOPICS, municipal
from monitor.reference.loading import load_indicators, load_own, load_topics


def load(apps: Any, schema_editor: Any) -> None:
    load_topics(apps, TOPICS)
    load_indicators(apps, INDICATORS)
    load_indicators(apps, municipal.ROWS, from_municipalities=True)
    load_own(apps)


class Migration(migrations.Migration):
    dependencies = [("monitor", "0002_places_and_version")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

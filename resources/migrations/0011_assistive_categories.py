"""The kinds of technical aid by ISO 9999, and which kinds are asked for from a first to a last day."""

from typing import Any

from django.db import migrations, models

from resources import reference


def load(apps: Any, schema_editor: Any) -> None:
    reference.load_assistive(apps)


class Migration(migrations.Migration):
    dependencies = [("resources", "0010_saved_searches")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="by_day",
            field=models.BooleanField(default=False, verbose_name="pede-se por dias, até ao último"),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]

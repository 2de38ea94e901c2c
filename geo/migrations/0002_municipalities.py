"""The 17 municipalities and their schematic outline: without them no other room has a place to name."""

from django.db import migrations

from geo.reference import boundary_rows, municipality_rows


def load(apps, schema_editor):
    for model, rows in (("Municipality", municipality_rows()), ("Boundary", boundary_rows())):
        objects = apps.get_model("geo", model).objects.using(schema_editor.connection.alias)
        objects.bulk_create(objects.model(**row) for row in rows)


def unload(apps, schema_editor):
    apps.get_model("geo", "Municipality").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("geo", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]

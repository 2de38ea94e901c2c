"""Facilities without an owner: published data, with source and licence, only described."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from resources import reference

# What is nobody's cannot be asked for: nobody would answer. A check cannot look at another table.
OWNERLESS = """
CREATE OR REPLACE FUNCTION resource_without_owner_is_info() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.mode <> 'info' AND EXISTS (
        SELECT FROM resources_facility f WHERE f.id = NEW.facility_id AND f.organisation_id IS NULL FOR SHARE
    ) THEN
        RAISE EXCEPTION 'a resource of a facility without owner can only be described'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'resource_without_owner_is_info';
    END IF;
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION facility_without_owner_is_info() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM resources_resource r WHERE r.facility_id = NEW.id AND r.mode <> 'info') THEN
        RAISE EXCEPTION 'a facility without owner has only resources that are described'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'resource_without_owner_is_info';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER resource_without_owner_is_info AFTER INSERT OR UPDATE OF mode, facility_id
    ON resources_resource FOR EACH ROW WHEN (NEW.mode <> 'info')
    EXECUTE FUNCTION resource_without_owner_is_info();
CREATE TRIGGER facility_without_owner_is_info AFTER UPDATE OF organisation_id
    ON resources_facility FOR EACH ROW WHEN (NEW.organisation_id IS NULL)
    EXECUTE FUNCTION facility_without_owner_is_info();
"""
BACK = """
DROP TRIGGER resource_without_owner_is_info ON resources_resource;
DROP TRIGGER facility_without_owner_is_info ON resources_facility;
DROP FUNCTION resource_without_owner_is_info();
DROP FUNCTION facility_without_owner_is_info();
"""


def load(apps: Any, schema_editor: Any) -> None:
    reference.load(apps)


def sourced(model: str) -> list[Any]:
    whole = Q(source=None, source_ref="") | (Q(source__isnull=False) & ~Q(source_ref=""))
    return [
        migrations.AddField(
            model,
            "source",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="resources.source",
                verbose_name="fonte",
            ),
        ),
        migrations.AddField(
            model,
            "source_ref",
            models.CharField(blank=True, max_length=120, verbose_name="identificador na fonte"),
        ),
        migrations.AddField(
            model, "source_url", models.URLField(blank=True, verbose_name="página na fonte")
        ),
        migrations.AddConstraint(
            model,
            models.UniqueConstraint(
                condition=Q(source__isnull=False),
                fields=("source", "source_ref"),
                name=f"{model}_once_per_source",
            ),
        ),
        migrations.AddConstraint(
            model, models.CheckConstraint(condition=whole, name=f"{model}_source_is_whole")
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("resources", "0006_withdrawn_needs")]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="nome")),
                ("licence", models.CharField(max_length=120, verbose_name="licença")),
                ("licence_url", models.URLField(blank=True, verbose_name="endereço da licença")),
                ("attribution", models.CharField(max_length=240, verbose_name="atribuição")),
                ("url", models.URLField(blank=True, verbose_name="endereço")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="dados de")),
                (
                    "imported_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="importado em"),
                ),
            ],
            options={"verbose_name": "fonte", "verbose_name_plural": "fontes", "ordering": ("name",)},
        ),
        migrations.AlterField(
            model_name="facility",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facilities",
                to="accounts.organisation",
            ),
        ),
        *sourced("facility"),
        *sourced("resource"),
        migrations.AddConstraint(
            model_name="facility",
            constraint=models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(source__isnull=False, tier=0),
                name="facility_without_owner_is_public_data",
            ),
        ),
        migrations.AddConstraint(
            model_name="facility",
            constraint=models.CheckConstraint(
                condition=~Q(tier=3) | Q(source=None, source_url=""), name="t3_has_no_source"
            ),
        ),
        migrations.RunSQL(OWNERLESS, BACK),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]

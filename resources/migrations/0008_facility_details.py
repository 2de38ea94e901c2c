"""Opening hours, accessibility point by point, a photograph; earlier versions of facilities and resources."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

HISTORY = ("resources_historicalfacility", "resources_historicalresource")

# A facility that becomes a refuge has no earlier place either: its versions go, and none with a place comes after.
# As the tables' owner, because the application's role may only add to them.
REFUGES = """
CREATE FUNCTION facility_forgets_when_refuge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM resources_historicalresource WHERE facility_id = NEW.id;
    DELETE FROM resources_historicalfacility WHERE id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER facility_forgets_when_refuge AFTER UPDATE OF tier ON resources_facility
    FOR EACH ROW WHEN (NEW.tier = 3) EXECUTE FUNCTION facility_forgets_when_refuge();
CREATE FUNCTION history_knows_refuges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.tier <> 3 AND EXISTS (SELECT FROM resources_facility f WHERE f.id = NEW.id AND f.tier = 3) THEN
        RAISE EXCEPTION 'a refuge has no earlier place'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'history_t3_has_no_place';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER history_knows_refuges BEFORE INSERT OR UPDATE ON resources_historicalfacility
    FOR EACH ROW EXECUTE FUNCTION history_knows_refuges();
"""
BACK = """
DROP TRIGGER history_knows_refuges ON resources_historicalfacility;
DROP TRIGGER facility_forgets_when_refuge ON resources_facility;
DROP FUNCTION history_knows_refuges();
DROP FUNCTION facility_forgets_when_refuge();
"""


def only_added_to(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [settings.APP_ROLE or ""]
        )
        if cursor.fetchone() is None:
            return
        role = schema_editor.quote_name(settings.APP_ROLE)
        for table in HISTORY:
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER ON {table} FROM {role}, PUBLIC")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("geo", "0001_initial"),
        ("units", "0001_initial"),
        ("resources", "0007_facility_sources"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalFacility",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nome")),
                (
                    "tier",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "T0 · público"),
                            (1, "T1 · rede"),
                            (2, "T2 · com acreditação"),
                            (3, "T3 · casa de abrigo"),
                        ],
                        default=0,
                        verbose_name="nível de confidencialidade",
                    ),
                ),
                ("parish", models.CharField(blank=True, max_length=120, verbose_name="freguesia")),
                ("address", models.CharField(blank=True, max_length=240, verbose_name="morada")),
                ("lat", models.FloatField(blank=True, null=True)),
                ("lon", models.FloatField(blank=True, null=True)),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "website",
                    models.URLField(
                        blank=True,
                        validators=[django.core.validators.URLValidator(["http", "https"])],
                        verbose_name="sítio na internet",
                    ),
                ),
                ("description_pt", models.TextField(blank=True, verbose_name="descrição")),
                ("description_en", models.TextField(blank=True, verbose_name="descrição em inglês")),
                ("opening_hours", models.JSONField(blank=True, default=dict, verbose_name="horário")),
                (
                    "opening_note_pt",
                    models.CharField(blank=True, max_length=200, verbose_name="nota ao horário"),
                ),
                (
                    "opening_note_en",
                    models.CharField(blank=True, max_length=200, verbose_name="nota ao horário em inglês"),
                ),
                (
                    "accessible",
                    models.BooleanField(default=False, verbose_name="acessível em cadeira de rodas"),
                ),
                ("accessibility", models.JSONField(blank=True, default=dict, verbose_name="acessibilidade")),
                (
                    "photo_alt_pt",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="texto alternativo da fotografia"
                    ),
                ),
                (
                    "photo_alt_en",
                    models.CharField(blank=True, max_length=250, verbose_name="texto alternativo em inglês"),
                ),
                (
                    "accepts_pt",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        verbose_name="aceita",
                    ),
                ),
                (
                    "accepts_en",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list
                    ),
                ),
                (
                    "ask_first_pt",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        verbose_name="pergunte antes",
                    ),
                ),
                (
                    "ask_first_en",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list
                    ),
                ),
                (
                    "refuses_pt",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        verbose_name="não aceita",
                    ),
                ),
                (
                    "refuses_en",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="ativo")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                ("history_organisation_id", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "versão de um equipamento",
                "verbose_name_plural": "versões de equipamentos",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalResource",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nome")),
                ("description_pt", models.TextField(blank=True, verbose_name="descrição")),
                ("description_en", models.TextField(blank=True, verbose_name="descrição em inglês")),
                (
                    "max_nights",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="noites no máximo"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="ativo")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                ("history_organisation_id", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "versão de um recurso",
                "verbose_name_plural": "versões de recursos",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "fotografia",
                "verbose_name_plural": "fotografias",
            },
        ),
        migrations.RemoveConstraint(
            model_name="facility",
            name="t3_has_no_place",
        ),
        migrations.AddField(
            model_name="facility",
            name="accessibility",
            field=models.JSONField(blank=True, default=dict, verbose_name="acessibilidade"),
        ),
        migrations.AddField(
            model_name="facility",
            name="opening_hours",
            field=models.JSONField(blank=True, default=dict, verbose_name="horário"),
        ),
        migrations.AddField(
            model_name="facility",
            name="opening_note_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="nota ao horário em inglês"),
        ),
        migrations.AddField(
            model_name="facility",
            name="opening_note_pt",
            field=models.CharField(blank=True, max_length=200, verbose_name="nota ao horário"),
        ),
        migrations.AddField(
            model_name="facility",
            name="photo_alt_en",
            field=models.CharField(blank=True, max_length=250, verbose_name="texto alternativo em inglês"),
        ),
        migrations.AddField(
            model_name="facility",
            name="photo_alt_pt",
            field=models.CharField(
                blank=True, max_length=250, verbose_name="texto alternativo da fotografia"
            ),
        ),
        migrations.AddField(
            model_name="facility",
            name="website",
            field=models.URLField(
                blank=True,
                validators=[django.core.validators.URLValidator(["http", "https"])],
                verbose_name="sítio na internet",
            ),
        ),
        migrations.AddField(
            model_name="historicalfacility",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="geo.municipality",
                verbose_name="município",
            ),
        ),
        migrations.AddField(
            model_name="historicalfacility",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="historicalresource",
            name="category",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="resources.category",
            ),
        ),
        migrations.AddField(
            model_name="historicalresource",
            name="facility",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="resources.facility",
            ),
        ),
        migrations.AddField(
            model_name="historicalresource",
            name="response",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="units.operativeresponse",
            ),
        ),
        migrations.AddField(
            model_name="historicalfacility",
            name="photo",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="resources.photo",
                verbose_name="fotografia",
            ),
        ),
        migrations.AddField(
            model_name="facility",
            name="photo",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facility",
                to="resources.photo",
                verbose_name="fotografia",
            ),
        ),
        migrations.AddConstraint(
            model_name="facility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("tier", 3), _negated=True),
                    models.Q(
                        ("accessibility", {}),
                        ("address", ""),
                        ("email", ""),
                        ("lat", None),
                        ("lon", None),
                        ("municipality", None),
                        ("opening_hours", {}),
                        ("opening_note_en", ""),
                        ("opening_note_pt", ""),
                        ("parish", ""),
                        ("phone", ""),
                        ("website", ""),
                    ),
                    _connector="OR",
                ),
                name="t3_has_no_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="facility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("photo", None), ("photo_alt_en", ""), ("photo_alt_pt", "")),
                    models.Q(
                        ("photo__isnull", False), ("tier", 0), models.Q(("photo_alt_pt", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="only_public_facilities_have_a_photo",
            ),
        ),
        migrations.AddConstraint(
            model_name="facility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accessibility", {}),
                    models.Q(
                        ("accessible", True),
                        models.Q(
                            ("accessibility__contains", {"step_free": "yes"}),
                            ("accessibility__contains", {"ramp": "yes"}),
                            _connector="OR",
                        ),
                        ("accessibility__contains", {"bathroom": "yes"}),
                    ),
                    models.Q(
                        ("accessible", False),
                        models.Q(
                            models.Q(
                                ("accessibility__contains", {"step_free": "yes"}),
                                ("accessibility__contains", {"ramp": "yes"}),
                                _connector="OR",
                            ),
                            ("accessibility__contains", {"bathroom": "yes"}),
                            _negated=True,
                        ),
                    ),
                    _connector="OR",
                ),
                name="accessible_follows_the_checklist",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalfacility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("tier", 3), _negated=True),
                    models.Q(
                        ("accessibility", {}),
                        ("address", ""),
                        ("email", ""),
                        ("lat", None),
                        ("lon", None),
                        ("municipality", None),
                        ("opening_hours", {}),
                        ("opening_note_en", ""),
                        ("opening_note_pt", ""),
                        ("parish", ""),
                        ("phone", ""),
                        ("website", ""),
                    ),
                    _connector="OR",
                ),
                name="history_t3_has_no_place",
            ),
        ),
        migrations.RunSQL(REFUGES, BACK),
        migrations.RunPython(only_added_to, migrations.RunPython.noop),
    ]

"""Items, loans, and the rule of capacity with them: what a bank of technical aids offers is counted by item."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from pathlib import Path
from django.db import migrations, models

SQL = (Path(__file__).resolve().parent.parent / "sql" / "capacity.sql").read_text(encoding="utf-8")
BACK = """
DROP TRIGGER booking_within_capacity ON resources_booking;
DROP TRIGGER booking_occupies ON resources_booking;
DROP TRIGGER booking_leads ON resources_booking;
DROP TRIGGER loan_follows ON resources_loan;
DROP TRIGGER offer_counts ON resources_block;
DROP TRIGGER offer_counts ON resources_capacitystatement;
DROP TRIGGER offer_counts ON resources_item;
"""
# Until now a bank could only state a number. From here on its items are counted; the numbers go.
COUNTED = """
DELETE FROM resources_capacitystatement c USING resources_resource r WHERE r.id = c.resource_id AND r.mode = 'loan';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_working_day"),
        ("resources", "0008_facility_details"),
    ]

    operations = [
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(
                        blank=True, max_length=20, unique=True, verbose_name="código da etiqueta"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="designação")),
                ("serial", models.CharField(blank=True, max_length=60, verbose_name="número de série")),
                (
                    "iso9999",
                    models.CharField(
                        blank=True,
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{2}( \\d{2}){0,2}$",
                                "Um código ISO 9999 são um, dois ou três pares de algarismos, como 12 22 03.",
                            )
                        ],
                        verbose_name="ISO 9999",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("new", "novo"),
                            ("good", "bom"),
                            ("worn", "com uso"),
                            ("damaged", "danificado"),
                        ],
                        default="good",
                        max_length=8,
                        verbose_name="estado de conservação",
                    ),
                ),
                (
                    "accessories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        verbose_name="acessórios",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "pronto"),
                            ("out", "emprestado"),
                            ("inspection", "a verificar"),
                            ("cleaning", "em limpeza"),
                            ("repair", "em reparação"),
                            ("lost", "perdido"),
                            ("retired", "abatido"),
                        ],
                        default="ready",
                        max_length=10,
                    ),
                ),
                ("ready_from", models.DateTimeField(blank=True, null=True)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "artigo",
                "ordering": ("resource", "name", "code"),
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fixed", models.BooleanField(default=False)),
                (
                    "occupied",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(editable=False, null=True),
                ),
                ("active", models.BooleanField(default=False, editable=False)),
                ("out_at", models.DateTimeField(blank=True, null=True)),
                ("back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "condition_out",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "novo"),
                            ("good", "bom"),
                            ("worn", "com uso"),
                            ("damaged", "danificado"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "condition_in",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "novo"),
                            ("good", "bom"),
                            ("worn", "com uso"),
                            ("damaged", "danificado"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "accessories_out",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), blank=True, default=list
                    ),
                ),
                (
                    "accessories_missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), blank=True, default=list
                    ),
                ),
            ],
            options={
                "verbose_name": "cedência",
                "ordering": ("booking", "id"),
            },
        ),
        migrations.RemoveIndex(
            model_name="booking",
            name="booking_taking",
        ),
        migrations.AddField(
            model_name="booking",
            name="buffer_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="booking",
            name="occupied",
            field=django.contrib.postgres.fields.ranges.DateTimeRangeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="booking",
            name="reminded_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="booking",
            name="warned_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalresource",
            name="hygiene_days",
            field=models.PositiveSmallIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(60)],
                verbose_name="dias de higienização",
            ),
        ),
        migrations.AddField(
            model_name="historicalresource",
            name="terms_en",
            field=models.TextField(blank=True, verbose_name="condições da cedência em inglês"),
        ),
        migrations.AddField(
            model_name="historicalresource",
            name="terms_pt",
            field=models.TextField(blank=True, verbose_name="condições da cedência"),
        ),
        migrations.AddField(
            model_name="resource",
            name="hygiene_days",
            field=models.PositiveSmallIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(60)],
                verbose_name="dias de higienização",
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="terms_en",
            field=models.TextField(blank=True, verbose_name="condições da cedência em inglês"),
        ),
        migrations.AddField(
            model_name="resource",
            name="terms_pt",
            field=models.TextField(blank=True, verbose_name="condições da cedência"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=django.contrib.postgres.indexes.GistIndex(
                condition=models.Q(("status__in", ("held", "confirmed", "in_use"))),
                fields=["resource", "occupied"],
                name="booking_occupying",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="kit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="resources.item",
                verbose_name="conjunto",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="resource",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="resources.resource"
            ),
        ),
        migrations.AddField(
            model_name="loan",
            name="booking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="loans", to="resources.booking"
            ),
        ),
        migrations.AddField(
            model_name="loan",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="loans",
                to="resources.item",
            ),
        ),
        migrations.AddField(
            model_name="loan",
            name="note",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="resources.freetext",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("kit", None)), fields=["resource", "state"], name="item_of_resource"
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                condition=models.Q(("serial", ""), _negated=True),
                fields=("resource", "serial"),
                name="serial_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["ready", "out", "inspection", "cleaning", "repair", "lost", "retired"])
                ),
                name="item_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("back_at", None), ("out_at__isnull", False)),
                fields=("item",),
                name="item_is_out_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("active", True)),
                expressions=[("item", "="), ("occupied", "&&")],
                name="loans_of_an_item_do_not_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(("back_at", None), ("out_at__isnull", False), _connector="OR"),
                name="back_only_what_was_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(("out_at", None), ("item__isnull", False), _connector="OR"),
                name="what_goes_out_is_an_item",
            ),
        ),
        migrations.RunSQL("UPDATE resources_booking SET occupied = period", migrations.RunSQL.noop),
        migrations.RunSQL(SQL, BACK),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]

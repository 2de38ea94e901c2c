import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import accounts.identity


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_working_day"), ("resources", "0009_loans")]

    operations = [
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "name",
                    models.CharField(
                        blank=True, max_length=60, validators=[accounts.identity.refuse], verbose_name="nome"
                    ),
                ),
                ("query", models.CharField(editable=False, max_length=1000)),
                ("criteria", models.JSONField(editable=False)),
                ("words_pt", models.CharField(editable=False, max_length=300)),
                ("words_en", models.CharField(editable=False, max_length=300)),
                ("start", models.DateField(verbose_name="entrada")),
                ("end", models.DateField(verbose_name="saída")),
                ("alerts", models.BooleanField(default=True, verbose_name="avisar")),
                (
                    "seen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False
                    ),
                ),
                ("told_on", models.DateField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "pesquisa guardada",
                "ordering": ("ended_at", "start", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["membership"], name="search_live"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="search_ends_after_it_starts"
                    )
                ],
            },
        ),
    ]

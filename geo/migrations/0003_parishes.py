"""Parishes, imported; captions of maps name source and licence."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("geo", "0002_municipalities")]

    operations = [
        migrations.AlterField(
            model_name="mapframe", name="caption", field=models.CharField(max_length=400)
        ),
        migrations.CreateModel(
            name="Parish",
            fields=[
                (
                    "geometry",
                    models.JSONField(
                        help_text="GeoJSON, longitude e latitude, WGS84.", verbose_name="contorno"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="fonte")),
                ("source_en", models.CharField(blank=True, max_length=200, verbose_name="fonte, em inglês")),
                ("licence", models.CharField(max_length=120, verbose_name="licença")),
                ("centroid_lat", models.FloatField(editable=False)),
                ("centroid_lon", models.FloatField(editable=False)),
                ("south", models.FloatField(editable=False)),
                ("west", models.FloatField(editable=False)),
                ("north", models.FloatField(editable=False)),
                ("east", models.FloatField(editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "dicofre",
                    models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name="DICOFRE"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nome")),
                ("sort_key", models.CharField(editable=False, max_length=200)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parishes",
                        to="geo.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "freguesia",
                "verbose_name_plural": "freguesias",
                "ordering": ("municipality__sort_key", "sort_key"),
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(dicofre__regex="^[0-9]{6}$", dicofre__startswith=F("municipality_id")),
                        name="parish_dicofre_is_of_its_municipality",
                    )
                ],
            },
        ),
    ]

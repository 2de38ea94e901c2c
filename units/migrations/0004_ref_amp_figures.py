from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from units import reference


def load(apps: Any, schema_editor: Any) -> None:
    reference.load_figures(apps)


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0003_governing'),
    ]

    operations = [
        migrations.CreateModel(
            name='EditorialNote',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('order', models.PositiveSmallIntegerField()),
                ('subject', models.CharField(max_length=8)),
                ('text_pt', models.CharField(max_length=300)),
                ('text_en', models.CharField(max_length=300)),
                ('source', models.CharField(max_length=60)),
            ],
            options={
                'verbose_name': 'nota ao documento',
                'verbose_name_plural': 'notas ao documento',
                'ordering': ('order',),
            },
        ),
        migrations.AddField(
            model_name='structuringidea',
            name='source',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='structuringidea',
            name='text_en',
            field=models.CharField(blank=True, max_length=240),
        ),
        migrations.AddField(
            model_name='structuringidea',
            name='text_pt',
            field=models.CharField(blank=True, max_length=240),
        ),
        migrations.CreateModel(
            name='ActionLine',
            fields=[
                ('code', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('order', models.PositiveSmallIntegerField()),
                ('name_pt', models.CharField(max_length=160)),
                ('name_en', models.CharField(max_length=160)),
                ('printed_pt', models.CharField(max_length=160)),
                ('source', models.CharField(max_length=60)),
                ('axis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='units.axis')),
            ],
            options={
                'verbose_name': 'linha de ação',
                'verbose_name_plural': 'linhas de ação',
                'ordering': ('order',),
            },
        ),
        migrations.CreateModel(
            name='Representativeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=8)),
                ('scope', models.CharField(choices=[('AMP', 'AMP'), ('MUN', 'Municípios'), ('ONE', 'valor único')], max_length=3)),
                ('row', models.PositiveSmallIntegerField(default=1)),
                ('order', models.PositiveSmallIntegerField()),
                ('printed', models.CharField(blank=True, max_length=20)),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('count', models.PositiveSmallIntegerField(null=True)),
                ('source', models.CharField(max_length=60)),
            ],
            options={
                'verbose_name': 'representatividade',
                'verbose_name_plural': 'representatividades',
                'ordering': ('order',),
                'constraints': [models.UniqueConstraint(fields=('subject', 'scope', 'row'), name='one_figure_per_place'), models.CheckConstraint(condition=models.Q(models.Q(('count', None), ('percent', None), ('printed', '')), models.Q(models.Q(('printed', ''), _negated=True), ('percent__isnull', False)), _connector='OR'), name='what_is_not_printed_has_no_value')],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]

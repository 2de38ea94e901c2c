"""A course in the catalogue is an edition; it is asked for by its days, first to last."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def by_day(apps: Any, schema_editor: Any) -> None:
    apps.get_model("resources", "Category").objects.filter(mode="course").update(by_day=True)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_communication'),
        ('programmes', '0002_reference_sheet'),
        ('resources', '0013_open_bookings'),
        ('units', '0008_comment_numbers'),
    ]

    operations = [
        migrations.RunPython(by_day, migrations.RunPython.noop),
        migrations.AddField(
            model_name='resource',
            name='edition',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.edition', verbose_name='edição'),
        ),
        migrations.AddConstraint(
            model_name='resource',
            constraint=models.CheckConstraint(condition=models.Q(('edition', None), ('mode', 'course'), _connector='OR'), name='editions_are_offered_as_courses'),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0003_categories")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="submission",
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
    ]

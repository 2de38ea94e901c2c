from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitor", "0003_registry")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="from_municipalities",
            field=models.BooleanField(default=False, verbose_name="enviado pelos municípios"),
        ),
    ]

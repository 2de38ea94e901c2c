from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0004_request_submission")]

    operations = [
        migrations.AddField(
            model_name="requestitem", name="to_network", field=models.BooleanField(default=False)
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0012_capacity_search")]

    operations = [
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ("requested", "offered", "waitlisted", "held", "confirmed", "in_use"))
                ),
                fields=["status"],
                name="booking_open",
            ),
        ),
    ]

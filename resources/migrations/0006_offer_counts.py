"""What is offered moves the resource's counter too: the triggers of resources/sql/capacity.sql, laid down anew."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).resolve().parent.parent / "sql" / "capacity.sql").read_text(encoding="utf-8")
BACK = """
DROP TRIGGER booking_within_capacity ON resources_booking;
DROP TRIGGER offer_counts ON resources_block;
DROP TRIGGER offer_counts ON resources_capacitystatement;
DROP FUNCTION offer_counts();
"""


class Migration(migrations.Migration):
    dependencies = [("resources", "0006_withdrawn_needs")]

    operations = [migrations.RunSQL(SQL, BACK)]

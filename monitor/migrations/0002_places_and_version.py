"""The places, and the version that the database moves on with every change of what the monitor shows."""

from typing import Any

from django.db import migrations

SHOWN = (
    "monitor_topic",
    "monitor_source",
    "monitor_indicator",
    "monitor_indicator_denominators",
    "monitor_referenceline",
    "monitor_observation",
    "monitor_place",
    "monitor_socialdiagnosis",
    "monitor_finding",
    # Names and the population that per-head figures divide by.
    "geo_municipality",
)

FUNCTION = """
CREATE FUNCTION monitor_moved_on() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE monitor_dataversion SET number = number + 1, at = clock_timestamp();
    RETURN NULL;
END $$;
"""
CREATE = FUNCTION + "".join(
    f"""
CREATE TRIGGER moved_on AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION monitor_moved_on();
"""
    for table in SHOWN
)
DROP = "".join(f"DROP TRIGGER moved_on ON {table};" for table in SHOWN) + "DROP FUNCTION monitor_moved_on();"

WIDER = (
    ("AMP", "area", "Área Metropolitana do Porto", "Porto Metropolitan Area"),
    ("NORTE", "region", "Norte", "Norte region"),
    ("PT", "country", "Portugal", "Portugal"),
)


def load(apps: Any, schema_editor: Any) -> None:
    apps.get_model("monitor", "DataVersion").objects.create(id=1)
    place = apps.get_model("monitor", "Place")
    municipalities = list(apps.get_model("geo", "Municipality").objects.order_by("sort_key"))
    rows = [(one.pk, "municipality", one.name, one.name, one.pk) for one in municipalities]
    rows += [(*wider, None) for wider in WIDER]
    place.objects.bulk_create(
        place(code=code, kind=kind, name_pt=pt, name_en=en, municipality_id=dico, order=order)
        for order, (code, kind, pt, en, dico) in enumerate(rows, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("monitor", "0001_initial"), ("geo", "0002_municipalities")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(CREATE, DROP),
    ]

from pathlib import Path

from django.db import migrations, models

SQL = (Path(__file__).resolve().parent.parent / "sql" / "governing.sql").read_text(encoding="utf-8")
# Each version is called as its text was called until now; the rule that they do not change is for what people do.
NAMES = """
ALTER TABLE units_version DISABLE TRIGGER version_put_to_a_round;
UPDATE units_version v SET title_pt = d.title_pt, title_en = d.title_en FROM units_draft d WHERE d.id = v.draft_id;
ALTER TABLE units_version ENABLE TRIGGER version_put_to_a_round;
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0005_last_look")]

    operations = [
        migrations.AddField(
            model_name="version",
            name="title_pt",
            field=models.CharField(default="", max_length=160, verbose_name="título"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="version",
            name="title_en",
            field=models.CharField(blank=True, max_length=160, verbose_name="título em inglês", default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="meeting",
            name="minutes",
            field=models.CharField(
                choices=[
                    ("none", "ainda por enviar"),
                    ("circulated", "em apreciação"),
                    ("approved", "aprovada"),
                ],
                default="none",
                max_length=12,
                verbose_name="ata",
            ),
        ),
    ]

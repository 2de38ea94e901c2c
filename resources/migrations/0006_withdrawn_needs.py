from django.db import migrations, models

REASONS = [
    ("no_capacity", "sem capacidade"),
    ("no_suitable", "sem lugar adequado"),
    ("outside_criteria", "fora dos critérios"),
    ("too_far", "longe de mais"),
    ("no_answer", "sem resposta"),
    ("duplicate", "pedido repetido"),
    ("no_longer_needed", "já não é preciso"),
    ("deceased", "falecimento"),
    ("other", "outro motivo"),
]


class Migration(migrations.Migration):
    dependencies = [("resources", "0005_item_to_network")]

    operations = [
        migrations.AddField(
            model_name="requestitem",
            name="reason_code",
            field=models.CharField(blank=True, choices=REASONS, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="refuseddemand",
            name="submission",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="refuseddemand",
            name="order",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="refuseddemand",
            constraint=models.UniqueConstraint(
                fields=("submission", "order"), name="demand_of_one_form_counts_once"
            ),
        ),
    ]

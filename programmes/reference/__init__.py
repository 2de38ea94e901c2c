"""Standard sheets of elsewhere, loaded by a migration as reference documents: nobody's commitment, in no figure."""

from typing import Any

from django.utils import timezone

from programmes.reference import bauru


def load(apps: Any) -> None:
    """Write the sheet of Bauru, with the model classes that `apps` gives. Repeatable: there already, it stays."""
    Programme, Sheet = apps.get_model("programmes", "Programme"), apps.get_model("programmes", "Sheet")
    if Programme.objects.filter(is_reference=True, source=bauru.SOURCE).exists():
        return
    programme = Programme.objects.create(is_reference=True, source=bauru.SOURCE, area="inclusão produtiva")
    sheet = Sheet.objects.create(
        programme=programme,
        number=1,
        state="published",
        published_at=timezone.now(),
        min_age=bauru.MIN_AGE,
        class_size=bauru.CLASS_SIZE,
        alert_below=bauru.ALERT_BELOW,
        alert_ways=bauru.ALERT_WAYS,
        sdgs=bauru.SDGS,
        source_lines={part: lines for part, (lines, _text) in bauru.PARTS.items()},
        **{part: text for part, (_lines, text) in bauru.PARTS.items()},
    )
    programme.current = sheet
    programme.save()
    _lists(apps, sheet)
    _phases(apps, sheet)
    Criteria, Criterion = apps.get_model("programmes", "Criteria"), apps.get_model("programmes", "Criterion")
    criteria = Criteria.objects.create(
        programme=programme, number=1, published_at=sheet.published_at, source=bauru.CRITERIA_SOURCE
    )
    # The document gives the eleven no weight: each counts one.
    Criterion.objects.bulk_create(
        Criterion(criteria=criteria, order=order, code=code, text=text, points=1)
        for order, (code, text) in enumerate(bauru.CRITERIA, start=1)
    )


def _lists(apps: Any, sheet: Any) -> None:
    Item, Role = apps.get_model("programmes", "SheetItem"), apps.get_model("programmes", "TeamRole")
    Impact, Note = apps.get_model("programmes", "ImpactRow"), apps.get_model("programmes", "SheetNote")
    lists = {
        "task": [("", text, str(309 + at if at < 11 else 312 + at)) for at, text in enumerate(bauru.TASKS)],
        "provision": [("", text, "371-373") for text in bauru.PROVISIONS],
        "indicator": [(code, text, "360-364") for code, text in bauru.INDICATORS],
    }
    Item.objects.bulk_create(
        Item(sheet=sheet, kind=kind, order=order, code=code, text=text, source=source)
        for kind, rows in lists.items()
        for order, (code, text, source) in enumerate(rows, start=1)
    )
    for order, (role, profession, quantity, training, hours, source) in enumerate(bauru.TEAM, start=1):
        Role.objects.create(
            sheet=sheet,
            order=order,
            role=role,
            profession=profession,
            quantity=quantity,
            training=training,
            weekly_hours=hours,
            source=source,
        )
    for order, (impacts, indices, instruments) in enumerate(bauru.IMPACTS, start=1):
        Impact.objects.create(
            sheet=sheet,
            order=order,
            impacts=impacts,
            indices=indices,
            instruments=instruments,
            source="348-351",
        )
    for order, note in enumerate(bauru.NOTES, start=1):
        Note.objects.create(sheet=sheet, order=order, **note)


def _phases(apps: Any, sheet: Any) -> None:
    Phase, Module = apps.get_model("programmes", "Phase"), apps.get_model("programmes", "Module")
    for said in bauru.PHASES:
        phase = Phase.objects.create(sheet=sheet, **{k: v for k, v in said.items() if k != "modules"})
        made = {}
        for order, one in enumerate(said["modules"], start=1):
            fields = {k: v for k, v in one.items() if k != "together"}
            made[one["code"]] = Module.objects.create(phase=phase, order=order, **fields)
        for one in said["modules"]:
            made[one["code"]].together_with.set([made[code] for code in one.get("together", ())])

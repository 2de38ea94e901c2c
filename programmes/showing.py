"""A sheet as it is read, by everybody and by who writes it: its parts, lists, phases, readings and criteria."""

from __future__ import annotations

from typing import Any

from programmes.models import Sheet


def sheet_shown(sheet: Sheet) -> dict[str, Any]:
    """What the page of a sheet shows of it: a constant number of statements."""
    items: dict[str, list[Any]] = {"task": [], "provision": [], "indicator": []}
    for item in sheet.items.all():
        items[item.kind].append(item)
    criteria = sheet.programme.criteria.exclude(published_at=None).order_by("-number").first()
    return {
        "sheet": sheet,
        "programme": sheet.programme,
        "parts": [
            (number, Sheet.label_of(part), getattr(sheet, part), sheet.source_lines.get(part, ""))
            for number, part in enumerate(Sheet.PARTS, start=1)
        ],
        "items": items,
        "team": sheet.team.all(),
        "impacts": sheet.impacts.all(),
        "phases": sheet.phases.prefetch_related("modules__together_with"),
        "notes": sheet.notes.all(),
        "criteria": criteria,
        "rows": criteria.rows.all() if criteria else [],
    }

"""What was found, as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.sheets.writing import Cell
from impact.models import Finding, ImpactSheet
from impact.models.subjects import KINDS


def head() -> list[Cell]:
    return [
        _("ficha"),
        _("de que é"),
        _("tipo"),
        _("dimensão"),
        _("tangível"),
        _("índice"),
        _("unidade"),
        _("data"),
        _("valor"),
        _("fonte"),
        _("o que mudou"),
        _("evidência"),
        _("ligação"),
        _("fictício"),
    ]


def rows(member: Membership | None) -> Iterator[list[Cell]]:
    """Of the published sheets of the area this reader may see. A finding without a value has an empty cell,
    never a zero."""
    sheets = ImpactSheet.objects.visible_to(member).of_the_area().filter(state=ImpactSheet.State.PUBLISHED)
    found = (
        Finding.objects.current()
        .filter(dimension__sheet__in=sheets)
        .select_related("dimension__sheet", *(f"dimension__sheet__{kind}" for kind in KINDS))
        .select_related("dimension__sheet__programme__current")
        .order_by("dimension__sheet__title", "dimension__order", "-on")
    )
    for one in found:
        dimension, sheet = one.dimension, one.dimension.sheet
        yield [
            sheet.title,
            sheet.subject_title,
            sheet.kind_label,
            dimension.name,
            _("sim") if dimension.is_tangible else _("não"),
            dimension.index,
            dimension.unit,
            one.on.isoformat(),
            None if one.value is None else float(one.value),
            one.source,
            one.narrative,
            one.evidence,
            one.evidence_url,
            _("sim") if sheet.is_demo else "",
        ]

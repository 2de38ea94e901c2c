"""Something of impact to ask every address about: a draft sheet and a draft evaluation of the coordination."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from community.models import Project
from impact import actions
from impact.actions import Aspect, Facts, Found, Frame


def kept_of_impact(cast: Any) -> dict[str, Any]:
    """The uuid of each, by what an address calls it."""
    project = Project.objects.create(
        title="Projeto",
        level="metropolitan",
        starts_on=date(2026, 1, 1),
        description="x",
        is_public=True,
        made_by=cast.coordination,
    )
    sheet = actions.make_sheet(project, Facts("Ficha", "Que mudou?"), by=cast.coordination)
    aspect = Aspect(name="Noites", is_tangible=True, sort="impact", instrument="reports", unit="noites")
    dimension = actions.add_dimension(sheet, aspect, by=cast.coordination)
    found = Found(timezone.localdate() - timedelta(days=1), Decimal(3), "Registo")
    finding = actions.record_finding(dimension, found, by=cast.coordination)
    evaluation = actions.make_evaluation(project, Frame("Avaliação"), by=cast.coordination)
    return {
        "sheet": sheet.uuid,
        "dimension": dimension.uuid,
        "finding": finding.uuid,
        "evaluation": evaluation.uuid,
        "conclusion": actions.add_conclusion(evaluation, by=cast.coordination, text="x").uuid,
        "recommendation": actions.add_recommendation(evaluation, by=cast.coordination, text="x").uuid,
    }

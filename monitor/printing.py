"""The portrait of a municipality on A4: tagged (PDF/UA-1), every figure with its date, all sources at the end."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from monitor.models import DataVersion
from monitor.reading.portraits import Portrait

SHEET = Path(__file__).resolve().parent / "print" / "portrait.typ"


def portrait_pdf(portrait: Portrait, version: DataVersion) -> bytes:
    import typst

    with TemporaryDirectory(prefix="concerta-") as folder:
        place = Path(folder)
        (place / "portrait.json").write_text(json.dumps(_said(portrait, version)), encoding="utf-8")
        (place / "portrait.typ").write_bytes(SHEET.read_bytes())
        options: dict[str, Any] = {"format": "pdf", "root": folder, "ignore_system_fonts": True}
        try:
            made: bytes = typst.compile(str(place / "portrait.typ"), pdf_standards=["ua-1"], **options)
        except typst.TypstError:
            # A character the fonts lack is no reason to have no portrait: only without the promise of the standard.
            made = typst.compile(str(place / "portrait.typ"), **options)
    return made


def _said(portrait: Portrait, version: DataVersion) -> dict[str, Any]:
    language = translation.get_language() or "pt-pt"
    place, municipality = portrait.place, portrait.place.municipality
    assert municipality is not None
    day = date_format(timezone.localtime(version.at), "SHORT_DATE_FORMAT")
    return {
        "lang": language[:2],
        "region": "gb" if language.startswith("en") else "pt",
        "title": _("%(name)s: retrato social") % {"name": place.name},
        "kicker": _("Monitor Social Metropolitano. Retrato social"),
        "heading": place.name,
        "lead": _("%(people)s habitantes (%(series)s), %(area)s km², distrito de %(district)s.")
        % {
            "people": number_format(municipality.population, force_grouping=True),
            "series": municipality.population_series_label,
            "area": number_format(municipality.area_km2),
            "district": municipality.district,
        },
        "footer": _("Concerta, Área Metropolitana do Porto. Dados na versão de %(day)s.") % {"day": day},
        "page": _("Página"),
        "head": [_("Indicador"), _("Valor"), _("Data, estado e fonte"), _("Na área"), _("Entre os 17")],
        "topics": [
            {
                "name": topic.name,
                "rows": [
                    {
                        "name": line.indicator.name,
                        "unit": line.indicator.unit,
                        "value": line.value,
                        "period": line.period,
                        "status": ", ".join(
                            filter(None, [line.status if line.known else "", line.indicator.publisher])
                        ),
                        "area": line.area or "–",
                        "area_name": line.area_name if line.area_name != _("AMP") else "",
                        "rank": _("%(rank)s.º de %(n)s") % {"rank": line.rank, "n": line.of}
                        if line.rank
                        else "–",
                    }
                    for line in lines
                ],
            }
            for topic, lines in portrait.topics
        ],
        "sources": {"title": _("Fontes"), "rows": portrait.sources},
        "note": _(
            "«Entre os 17»: 1.º é o valor mais alto, que pode ser bom, mau ou nem uma coisa nem outra."
        ),
        "url": settings.BASE_URL + reverse("portrait", args=[place.code]),
    }

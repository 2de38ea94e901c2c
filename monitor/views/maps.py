"""The map one can move about in. It shows what the table beside it says; without JavaScript only the table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitor.views.indicator import sheet_for


@require_safe
def explore(request: HttpRequest, code: str) -> HttpResponse:
    sheet = sheet_for(request, code)
    context = {
        "sheet": sheet,
        "indicator": sheet.indicator,
        "page_errors": sheet.errors,
        "values": {
            row.code: {
                "level": sheet.levels[row.code],
                "text": sheet.said_of(row.code),
            }
            for row in sheet.figures.municipalities
        },
    }
    return render(request, "monitor/map.html", context, status=400 if sheet.errors else 200)

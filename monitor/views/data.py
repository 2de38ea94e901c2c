"""Files of open data whose addresses have no language. What everybody may read, whoever asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from monitor.formats import answers, package, table
from monitor.formats.about import about
from monitor.formats.answers import public_data
from monitor.formats.rows import all_public
from monitor.models import Indicator


@require_safe
@public_data
def all_figures(request: HttpRequest) -> HttpResponseBase:
    """Every public figure as one table."""
    return answers.as_file(table.as_csv(all_public()), "concerta-indicadores.csv", answers.CSV)


@require_safe
@public_data
def all_figures_package(request: HttpRequest) -> HttpResponseBase:
    indicators = Indicator.objects.visible_to(None).with_observations(None).in_reading_order()
    told = about(indicators, None)
    return answers.as_json(package.of_all(list(told.values())))


@require_safe
@public_data
def indicator_package(request: HttpRequest, code: str) -> HttpResponseBase:
    found = Indicator.objects.visible_to(None).filter(code=code).first()
    if found is None:
        raise Http404
    return answers.as_json(package.of_indicator(about([found], None)[found.pk]))

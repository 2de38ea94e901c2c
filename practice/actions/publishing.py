"""The results of a closed campaign go into the monitor, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import WrongState
from monitor import actions as monitor
from monitor import periods
from monitor.models import AMP, Import, Indicator, Observation
from practice import mail, results
from practice import questions as kinds
from practice.actions import campaigning
from practice.models import Campaign, Response
from practice.models.campaigns import ALL
from practice.questions import Asked
from practice.reference import FIGURES, POPULATION_EN, POPULATION_PT
from practice.reference.indicators import SOURCE

LICENCE = "CC BY 4.0"
STUDY_ENDED = date(2026, 3, 31)


@transaction.atomic
def publish_results(campaign: Campaign, *, by: Membership) -> Campaign:
    """Everybody reads the counts, and the series that questions name get their value of the year.

    Only after it has closed, and only once: what is published is not published anew.
    """
    campaigning.must_manage(by)
    campaign = campaigning.locked(campaign)
    campaigning.must_be(campaign, Campaign.State.CLOSED)
    responses = list(campaign.responses.submitted().select_related("municipality"))
    if not responses:
        raise WrongState(_("Nenhum município entregou: não há resultados para publicar."))
    source = source_of(campaign, len(responses))
    cells = list(_cells(campaign, responses, source))
    if cells:
        monitor.take(cells, kind=Import.Kind.OWN, name=source, by=by)
    _draw_baselines(campaign)
    campaign.state, campaign.published_at = Campaign.State.PUBLISHED, moment.now()
    campaign.save(update_fields=["state", "published_at"])
    campaigning.record(campaign, "publish_results", by=by, before=Campaign.State.CLOSED)
    mail.results_published(campaign)
    return campaign


def source_of(campaign: Campaign, answered: int) -> str:
    """Says how many answered: a share of fewer is another share."""
    source = f"{SOURCE}, {campaign.year} ({answered} de {ALL} responderam)"
    fictional = campaign.is_demo or settings.DEMO
    return f"{source}, dados de demonstração (fictícios)" if fictional else source


def _cells(campaign: Campaign, responses: list[Response], source: str) -> Iterator[monitor.Cell]:
    """Of the area the share of those that answered; of a municipality the number it gave. No answer is no figure."""
    period = periods.read(str(campaign.year))
    series = _series(campaign)
    for one in campaign.questions:
        indicator = series.get(one.indicator)
        if indicator is None or one.is_free:
            continue
        found = results.of_question(one, campaign.questions, responses)
        if one.kind == kinds.NUMBER:
            for place, value in found.values.items():
                yield _cell(indicator, place, period, value, source)
        elif found.answered:
            share = next((bar.percent for bar in found.bars if bar.key == counted(one)), None)
            if share is not None:
                yield _cell(indicator, AMP, period, share, source)


def counted(one: Asked) -> str:
    return kinds.YES if one.kind == kinds.YES_NO else one.counts


def _cell(
    indicator: Indicator, place: str, period: periods.Period, value: Decimal, source: str
) -> monitor.Cell:
    today = timezone.localdate(moment.now())
    return monitor.Cell(indicator.pk, place, period, value, Observation.Status.FINAL, source, LICENCE, today)


def _series(campaign: Campaign) -> dict[str, Indicator]:
    """Only the portal's own series: what others count is not written over."""
    codes = {one.indicator for one in campaign.questions if one.indicator}
    return {one.code: one for one in Indicator.objects.filter(code__in=codes, own=True)}


def _draw_baselines(campaign: Campaign) -> None:
    """The study's shares as lines beside ours; each says that it is of another population."""
    figures = {one.key: one for one in FIGURES if one.percent is not None}
    series = _series(campaign)
    for one in campaign.questions:
        figure, indicator = figures.get(one.baseline), series.get(one.indicator)
        if figure is None or figure.percent is None or indicator is None:
            continue
        monitor.draw_line(
            f"practice:maasip:{figure.key}:{indicator.code}",
            indicator=indicator,
            by=STUDY_ENDED,
            value=figure.percent,
            label_pt=f"{POPULATION_PT} (outra população): {figure.said_pt}",
            label_en=f"{POPULATION_EN} (another population): {figure.said_en}",
            source=f"MAASIP, CESIS/ANMP/ISS ({figure.source})",
        )

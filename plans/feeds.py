"""What was reported and changed in public plans, for other programs (Atom)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.sheets import CONTROL
from monitor import periods
from plans.models import Amendment, Plan, PlanElement, Report
from plans.showing import amount, changed_said

MOST = 50


def atom() -> str:
    """The latest reports and amendments of plans that are public and count, in the active language."""
    counted = Plan.objects.visible_to(None).counted()
    reports = (
        Report.objects.current()
        .filter(measure__element__plan__in=counted)
        .select_related("measure__element__plan", "measure__element__owner_entity")
        .order_by("-at", "-pk")[:MOST]
    )
    changes = Amendment.objects.filter(plan__in=counted).select_related("element", "plan", "target__measure")
    rows: list[tuple[datetime, Report | Amendment]] = [(one.at, one) for one in reports]
    rows += [(one.at, one) for one in changes[:MOST]]
    feed = Atom1Feed(
        title=_("Planos: relatos e alterações · Concerta"),
        link=settings.BASE_URL + reverse("plans"),
        feed_url=settings.BASE_URL + reverse("plans_feed"),
        description=_("O que foi relatado e alterado nos planos públicos da Área Metropolitana do Porto."),
        language=get_language(),
    )
    for at, one in sorted(rows, key=lambda row: (row[0], row[1].pk), reverse=True)[:MOST]:
        element = one.element if isinstance(one, Amendment) else one.measure.element
        said = _changed(one) if isinstance(one, Amendment) else _reported(one)
        plan = one.plan if isinstance(one, Amendment) else element.plan
        title = f"{_kind(one)}: {element.code} {element.title}".strip()
        feed.add_item(
            title=title.translate(CONTROL)[:240],
            link=settings.BASE_URL + address_of(plan, element),
            description=linebreaks(f"{plan.title}\n{said}".translate(CONTROL), autoescape=True),
            unique_id=f"urn:uuid:{one.uuid}",
            pubdate=at,
            updateddate=at,
            author_name=str(element.owner_entity or plan.title),
        )
    return feed.writeString("utf-8")


def address_of(plan: Plan, element: PlanElement) -> str:
    return reverse("plan_element", args=[plan.uuid, element.uuid])


def _kind(one: Report | Amendment) -> str:
    return _("Alteração") if isinstance(one, Amendment) else _("Relato")


def _reported(one: Report) -> str:
    period = periods.label(one.period)
    if one.value is None:
        return f"{period}: {_('cumprida') if one.kept else _('não cumprida')}"
    return f"{period}: {amount(one.value, one.measure)} ({one.measure.unit})"


def _changed(one: Amendment) -> str:
    before, after = changed_said(one)
    moved = _("de «%(before)s» para «%(after)s»") % {"before": before, "after": after}
    what = str(one.get_what_display())
    return f"{what}, {moved}. {one.reason}" if before or after else f"{what}. {one.reason}"

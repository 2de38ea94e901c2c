"""Evidence of a recommendation, and the plan items that answer to it: given, taken back."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed
from plans.models import Plan, PlanElement
from practice.models import Evidence, PlanLink, Recommendation
from units.actions import shared

# As the column holds.
MAX_LINK = 300

MAX_TEXT = 2_000


@transaction.atomic
def give_evidence(
    recommendation: Recommendation,
    *,
    by: Membership,
    text: str,
    dated: date,
    link: str = "",
    key: UUID | None = None,
) -> Evidence:
    """What the member's entity did about it. `key`: of the form, so that sent twice it is one."""
    may = Recommendation.objects.evidenced_by(by).filter(pk=recommendation.pk)
    if not may.exists():
        raise NotAllowed(_("Só quem governa, ou quem gere um município destinatário, junta evidência."))
    recommendation = Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
    text = shared.text("text", text, most=MAX_TEXT)
    link = shared.link("link", link, most=MAX_LINK)
    if dated > timezone.localdate(moment.now()):
        raise Invalid("dated", _("A data não pode ser futura: evidência é do que já foi feito."))
    sent = Evidence.objects.filter(uuid=key, by=by).first() if key else None
    if sent is not None:
        shared.sent_before(text=(sent.text, text), rest=((sent.link, sent.dated), (link, dated)))
        return sent
    made = Evidence.objects.create(
        uuid=key or uuid4(),
        recommendation=recommendation,
        organisation=by.organisation,
        text=text,
        link=link,
        dated=dated,
        by=by,
        at=moment.now(),
    )
    _record(recommendation, "give_evidence", by=by, said=text)
    return made


@transaction.atomic
def take_back_evidence(evidence: Evidence, *, by: Membership) -> None:
    """By the entity that gave it, or the coordination."""
    recommendation = Recommendation.objects.select_for_update(no_key=True).get(pk=evidence.recommendation_id)
    if not Evidence.objects.own(by).filter(pk=evidence.pk).exists():
        raise NotAllowed(_("Só a entidade que a juntou, ou a coordenação, retira a evidência."))
    _record(recommendation, "take_back_evidence", by=by, said=evidence.text)
    evidence.delete()


@transaction.atomic
def link_plan_item(
    recommendation: Recommendation, element: PlanElement, *, by: Membership, note: str = ""
) -> PlanLink:
    """By who governs. Reference documents of elsewhere are nobody's commitment here: they answer to nothing."""
    if not by.governs:
        raise NotAllowed(_("Só quem governa liga recomendações a planos."))
    recommendation = Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
    plan = Plan.objects.visible_to(by).filter(pk=element.plan_id, is_reference=False)
    if not plan.exists() or element.is_dropped:
        raise NotAllowed(_("Este elemento não se pode ligar: não é de um plano dos 17 que esteja a ler."))
    note = shared.text("note", note, most=shared.MAX_LINE, needed=False)
    link, _made = PlanLink.objects.update_or_create(
        recommendation=recommendation,
        element=element,
        defaults={"note": note, "by": by, "at": moment.now()},
    )
    _record(recommendation, "link_plan_item", by=by, said=f"{element} {note}".strip())
    return link


@transaction.atomic
def unlink_plan_item(link: PlanLink, *, by: Membership) -> None:
    if not by.governs:
        raise NotAllowed(_("Só quem governa liga recomendações a planos."))
    recommendation = Recommendation.objects.select_for_update(no_key=True).get(pk=link.recommendation_id)
    _record(recommendation, "unlink_plan_item", by=by, said=str(link.element))
    link.delete()


def _record(recommendation: Recommendation, verb: str, *, by: Membership, said: str) -> None:
    shared.record(
        ("recommendation", recommendation.pk), verb, by=by, label=f"R{recommendation.pk}", said=said
    )

"""One minute: everything a person has to report on one page, from the link of a letter or signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import limits, moment
from accounts.models import Membership
from accounts.refusals import Refusal
from monitor import periods
from plans import actions, duties, linking
from plans.actions import AlreadyReported
from plans.duties import Duty
from plans.forms.answering import AnswerForm
from plans.linking import Link
from plans.models import PlanElement, Report, Target
from units.views.work.manners import acting, members_only, put_on_form, reads_and_sends

MOST_TRIES = 120
MOST_CARDS = 40


@dataclass
class Cards:
    """What is on the page, and what became of what was sent."""

    forms: list[AnswerForm] = field(default_factory=list)
    done: list[Report] = field(default_factory=list)
    more: int = 0
    today: date = field(default_factory=timezone.localdate)

    @property
    def refused(self) -> int:
        return sum(bool(form.errors) for form in self.forms if form.is_bound)

    @property
    def late(self) -> int:
        return sum(form.duty.is_late(self.today) for form in self.forms)


# The address itself is what allows it: there is nothing else a forged form could ride on, and a page that sends no
# referrer sends no origin either, which the check would refuse.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    if limits.spent(request, "plans", MOST_TRIES):
        return _quietly(render(request, "429.html", status=429))
    limits.count(request, "plans")
    try:
        link = linking.read(token)
    except linking.Expired:
        return _said(request, 410, _("Esta ligação passou do prazo. Inicie sessão para relatar."))
    if link is None:
        return _said(
            request, 404, _("Esta ligação não é válida. Abra-a de novo a partir da mensagem, por inteiro.")
        )
    member = Membership.objects.active().select_related("user", "organisation").filter(pk=link.member).first()
    if member is None:
        return _said(request, 403, _("Quem recebeu esta ligação já não trabalha nesta entidade."))
    if not link.holds(member):
        return _said(
            request,
            410,
            _("A palavra-passe mudou e esta ligação deixou de valer. Inicie sessão para relatar."),
        )
    return _quietly(_answer(request, member, link))


@members_only
@reads_and_sends
def answer(request: HttpRequest) -> HttpResponse:
    """The same page for who is signed in."""
    return _answer(request, acting(request))


def _answer(request: HttpRequest, member: Membership, link: Link | None = None) -> HttpResponse:
    status = 200
    if request.method == "POST":
        cards = _send(request, member, link)
        if cards.refused:
            status = 422
    else:
        cards = _due(member)
    context: dict[str, Any] = {"cards": cards, "member": member, "by_link": link is not None}
    return render(request, "plans/answer.html", context, status=status)


def _due(member: Membership, *, without: frozenset[str] = frozenset()) -> Cards:
    today = timezone.localdate(moment.now())
    found = [one for one in duties.due(PlanElement.objects.owned_by(member), today) if one.key not in without]
    forms = [AnswerForm(one) for one in found[:MOST_CARDS]]
    return Cards(forms, more=len(found) - len(forms), today=today)


def _send(request: HttpRequest, member: Membership, link: Link | None) -> Cards:
    """Each card by itself: what is right is kept, what is refused stays as it was typed with its sentence."""
    sent = list(dict.fromkeys(request.POST.getlist("card")))[:MOST_CARDS]
    cards, told = [], set()
    done: list[Report] = []
    allowed = _allowed(member, link) if link else None
    for duty in _asked(member, sent):
        form = AnswerForm(duty, request.POST)
        valid = form.is_valid()
        if valid and form.is_empty:
            continue
        if valid and allowed and not allowed(duty):
            form.add_error(
                None, _("Com esta ligação só se relata o que está por relatar. Para isto, inicie sessão.")
            )
        elif valid and _keep(form, member):
            assert form.said is not None
            done.append(form.said)
            told.add(duty.key)
            continue
        form.masked()
        cards.append(form)
        told.add(duty.key)
    waiting = _due(member, without=frozenset(told))
    return Cards([*cards, *waiting.forms], done, waiting.more, waiting.today)


def _allowed(member: Membership, link: Link) -> Callable[[Duty], bool]:
    """By link only what is due on the day, or was said by the same member since the link was made."""
    today = timezone.localdate(moment.now())
    due = {one.key for one in duties.due(PlanElement.objects.owned_by(member), today)}

    def allows(duty: Duty) -> bool:
        said = (one for one in duty.measure.said_now if one.period == duty.period.code)  # type: ignore[attr-defined]
        held = next(said, None)
        if held is None:
            return duty.key in due
        return bool(duty.period.end < today and held.by_id == member.pk and held.at >= link.since)

    return allows


def _keep(form: AnswerForm, member: Membership) -> bool:
    duty = form.duty
    try:
        if standing := form.cleaned_data.get("corrects"):
            before = Report.objects.select_related("measure__element__plan").get(
                uuid=standing, measure=duty.measure, period=duty.period.code
            )
            form.stands = before
            reason = form.cleaned_data["reason"]
            form.said = actions.correct_report(before, form.entry(), reason=reason, by=member)
        else:
            form.said = actions.report(duty.measure, duty.period.code, form.entry(), by=member)
    except Report.DoesNotExist:
        form.add_error(None, _("O relato que corrigia já não está aí. Veja de novo."))
    except AlreadyReported as second:
        form.add_error(None, second.sentence)
        form.comes_second(second.report)
    except Refusal as refusal:
        put_on_form(form, refusal)
    return form.said is not None


def _asked(member: Membership, keys: list[str]) -> list[Duty]:
    """The duties these cards are of: what the member answers for, due or told by somebody else in the meantime."""
    wanted: dict[UUID, list[str]] = {}
    for key in keys:
        name, _dash, code = key.partition("-")
        try:
            wanted.setdefault(UUID(hex=name), []).append(code)
        except ValueError:
            continue
    elements = PlanElement.objects.owned_by(member).filter(measures__uuid__in=wanted).distinct()
    found: dict[str, Duty] = {}
    for element in duties.with_all(elements):
        for measure in element.measures.all():
            for code in wanted.get(measure.uuid, []):
                try:
                    period = periods.read(code)
                except ValueError:
                    continue
                measure.element = element
                target = next(
                    (one for one in measure.targets.all() if one.year == period.start.year), Target()
                )
                duty = Duty(element, measure, period, target)
                found[duty.key] = duty
    return [found[key] for key in keys if key in found]


def _said(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    return _quietly(
        render(request, "plans/answer.html", {"sentence": sentence, "by_link": True}, status=status)
    )


def _quietly(response: HttpResponse) -> HttpResponse:
    """The address goes to nobody else, and into no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

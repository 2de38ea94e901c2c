"""Selection, enrolment and each participant, by code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import moment
from accounts.models import Organisation
from accounts.refusals import Refusal
from programmes import actions, attending
from programmes.actions.certificates import passed_modules, why_not
from programmes.actions.intake import standing
from programmes.forms.intake import (
    DropForm,
    HandoverForm,
    OutcomeForm,
    OverrideForm,
    PriorForm,
    SelectForm,
)
from programmes.models import Need, Participant
from programmes.views.work.manners import (
    chosen,
    confirm,
    is_manager,
    is_marker,
    managed,
    marked,
    participant_managed,
    participant_marked,
    tried,
    worked_on,
)
from units.views.work.manners import SeeOther, acting, members_only, put_on_form, reads_and_sends

PER_PAGE = 100
State = Participant.State


@members_only
@reads_and_sends
def selection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The ranking by the published criteria, each place with why; selecting and calling."""
    edition = worked_on(request, uuid)
    manages = is_manager(request, edition)
    if request.method == "POST":
        edition = managed(request, uuid)
    form = SelectForm(
        request.POST if request.method == "POST" and "places" in request.POST else None,
        initial={"places": edition.target},
    )
    status, errors = 200, []
    here = reverse("edition_selection", args=[edition.uuid])
    if request.method == "POST":
        status = 422
        try:
            if "chamar" in request.POST:
                n = actions.call(edition, by=acting(request))
                messages.success(
                    request,
                    ngettext("%(n)s pessoa convocada.", "%(n)s pessoas convocadas.", n) % {"n": n},
                )
                return SeeOther(here)
            if form.is_valid():
                n = actions.select(edition, form.cleaned_data["places"], by=acting(request))
                messages.success(
                    request,
                    ngettext("%(n)s pessoa selecionada.", "%(n)s pessoas selecionadas.", n) % {"n": n},
                )
                return SeeOther(here)
        except Refusal as refusal:
            status = refusal.status
            if form.is_bound and refusal.extra.get("field"):
                put_on_form(form, refusal)
            else:
                errors = [refusal.sentence]
    criteria = list(edition.criteria.rows.all()) if edition.criteria else []
    people = list(
        edition.participants.exclude(state=State.WITHDRAWN)
        .select_related("municipality", "referred_by")
        .order_by("pk")
    )
    now = {row.code: row for row in standing(edition)}
    rows = sorted(
        ((one, now.get(one.code)) for one in people),
        key=lambda pair: (pair[1].rank if pair[1] else pair[0].rank or 0, pair[0].code),
    )
    context = {
        "edition": edition,
        "form": form,
        "page_errors": errors,
        "criteria": criteria,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "manages": manages,
        "can_select": manages and edition.state in ("selecting", "running"),
        "selected": sum(one.state == State.SELECTED for one in people),
    }
    return render(request, "programmes/work/selection.html", context, status=status)


@members_only
@reads_and_sends
def participant_override(request: HttpRequest, uuid: UUID) -> HttpResponse:
    participant = participant_managed(request, uuid)
    form = OverrideForm(request.POST if request.method == "POST" else None)
    back = reverse("edition_selection", args=[participant.edition.uuid])

    def do() -> str:
        actions.override(
            participant,
            by=acting(request),
            selected=form.cleaned_data["selected"] == "yes",
            why=form.cleaned_data["why"],
        )
        messages.success(request, _("%(code)s ficou como decidiu.") % {"code": participant.code})
        return back

    page = {
        "title": _("Decidir contra a ordem: %(code)s") % {"code": participant.code},
        "lead": _("Pelos critérios publicados está em %(rank)s.º lugar.") % {"rank": participant.rank or "?"},
        "consequence": {
            "kind": "few",
            "title": _("É uma exceção"),
            "text": _("Fica no registo da edição com o motivo e com quem decidiu."),
        },
        "submit": _("Decidir"),
        "back": back,
        "edition": participant.edition,
    }
    return confirm(request, do, page=page, form=form)


@members_only
@reads_and_sends
def enrolments(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who was called: enrolled, or did not come. One button each."""
    edition = worked_on(request, uuid)
    here = reverse("edition_enrolments", args=[edition.uuid])
    if request.method == "POST":
        edition = marked(request, uuid)
        one = chosen(edition.participants.all(), request.POST.get("quem", ""))
        came = request.POST.get("fazer") != "nao-veio"
        do = actions.enrol if came else actions.did_not_come
        said = _("%(code)s está matriculada.") if came else _("%(code)s não compareceu.")
        return tried(
            request,
            lambda: do(one, by=acting(request)),
            back=here,
            said=said % {"code": one.code},
            edition=edition,
        )
    people = edition.participants.filter(
        state__in=[State.CALLED, State.ENROLLED, State.NO_SHOW, State.SELECTED]
    )
    rows = people.select_related("municipality", "referred_by").order_by("state", "rank", "code")
    order = {State.CALLED: 0, State.SELECTED: 1, State.ENROLLED: 2, State.NO_SHOW: 3}
    context = {
        "edition": edition,
        "page": Paginator(sorted(rows, key=lambda one: order[State(one.state)]), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "marks": is_marker(request, edition),
    }
    return render(request, "programmes/work/enrolments.html", context)


@members_only
@require_safe
def participants(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everybody enrolled, with hours and what may still be reached."""
    edition = worked_on(request, uuid)
    hours = attending.hours_of(edition)
    wanted = request.GET.get("estado", "")
    people = edition.participants.enrolled().select_related("municipality", "handover__organisation")
    if wanted in Participant.Outcome.values and wanted:
        people = people.filter(outcome=wanted)
    page = Paginator(people.order_by("code"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "phases": hours.phases,
        "rows": [(one, [hours.in_phase(one.pk, phase) for phase in hours.phases]) for one in page],
        "page": page,
        "wanted": wanted,
        "outcomes": [choice for choice in Participant.Outcome.choices if choice[0]],
    }
    return render(request, "programmes/work/participants.html", context)


@members_only
@require_safe
def participant(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One code: its hours by module, its class, how it ended, its certificates; and what may be done."""
    found = Participant.objects.worked_on_by(acting(request)).select_related(
        "edition__sheet__programme",
        "edition__organisation",
        "municipality",
        "referred_by",
        "handover__organisation",
    )
    one = get_object_or_404(found, uuid=uuid)
    edition = one.edition
    hours = attending.hours_of(edition)
    passed = passed_modules(edition)
    phases = [
        {
            "phase": phase,
            "tally": hours.in_phase(one.pk, phase),
            "modules": [(module, hours.in_module(one.pk, module)) for module in phase.modules.all()],
            "why_not": why_not(one, phase, hours, passed),
        }
        for phase in hours.phases
    ]
    absences = (
        one.attendances.filter(session__state="held")
        .exclude(presence="present")
        .select_related("session__module")
        .order_by("-session__day", "-session__starts")
    )
    situations = (
        edition.criteria.rows.filter(code__in=one.situations) if edition.criteria and one.situations else []
    )
    context = {
        "one": one,
        "edition": edition,
        "phases": phases,
        "absences": absences,
        "situations": situations,
        "needs": [Need(code).label for code in one.needs],
        "places": one.places.select_related("turma", "phase"),
        "ventures": one.ventures.select_related("venture__module"),
        "certificates": one.certificates.select_related("phase"),
        "manages": is_manager(request, edition),
        "marks": is_marker(request, edition) and not edition.is_closed,
    }
    return render(request, "programmes/work/participant.html", context)


def _page(one: Participant, title: str, submit: str, **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "lead": str(one.edition),
        "submit": submit,
        "back": reverse("participant", args=[one.uuid]),
        "edition": one.edition,
    } | more


@members_only
@reads_and_sends
def participant_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = participant_marked(request, uuid)
    form = DropForm(
        Participant.DropReason.choices,
        request.POST if request.method == "POST" else None,
        initial={"on": timezone.localdate(moment.now())},
    )

    def do() -> str:
        actions.drop_out(
            one, by=acting(request), reason=form.cleaned_data["reason"], on=form.cleaned_data["on"]
        )
        messages.success(request, _("A desistência ficou registada. Falta passar a pessoa a um serviço."))
        return reverse("participant_handover", args=[one.uuid])

    consequence = {
        "kind": "few",
        "title": _("Falta depois passá-la a um serviço"),
        "text": _("A edição só se encerra quando um serviço tiver recebido quem desistiu."),
    }
    page = _page(
        one,
        _("Registar que %(code)s desistiu?") % {"code": one.code},
        _("Registar a desistência"),
        danger=True,
        consequence=consequence,
    )
    return confirm(request, do, page=page, form=form)


@members_only
@require_POST
def participant_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = participant_managed(request, uuid)
    return tried(
        request,
        lambda: actions.come_back(one, by=acting(request)),
        back=reverse("participant", args=[one.uuid]),
        said=_("%(code)s está outra vez na edição.") % {"code": one.code},
        edition=one.edition,
    )


@members_only
@reads_and_sends
def participant_handover(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = participant_marked(request, uuid)
    services = Organisation.objects.filter(is_active=True).exclude(pk=one.edition.organisation_id)
    form = HandoverForm(
        services,
        request.POST if request.method == "POST" else None,
        initial={
            "on": timezone.localdate(moment.now()),
            "organisation": one.referred_by.uuid if one.referred_by else None,
        },
    )

    def do() -> str:
        said = form.cleaned_data
        actions.hand_over(
            one, by=acting(request), on=said["on"], organisation=said["organisation"], service=said["service"]
        )
        messages.success(request, _("A passagem ficou registada: falta confirmar que foi recebida."))
        return reverse("participant", args=[one.uuid])

    consequence = {
        "kind": "info",
        "title": _("Só o código passa por aqui"),
        "text": _("Quem é a pessoa, combinam os dois serviços entre si, fora da Concerta."),
    }
    page = _page(
        one,
        _("Passar %(code)s a um serviço") % {"code": one.code},
        _("Registar a passagem"),
        consequence=consequence,
    )
    return confirm(request, do, page=page, form=form)


@members_only
@reads_and_sends
def participant_outcome(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = participant_marked(request, uuid)
    form = OutcomeForm(
        request.POST if request.method == "POST" else None,
        initial={"outcome": one.outcome, "area": one.income_area},
    )

    def do() -> str:
        said = form.cleaned_data
        actions.set_outcome(
            one, by=acting(request), outcome=said["outcome"], area=said["area"], why=said["why"]
        )
        messages.success(request, _("Ficou registado como acabou %(code)s.") % {"code": one.code})
        return reverse("participant", args=[one.uuid])

    return confirm(
        request,
        do,
        page=_page(one, _("Como acabou %(code)s?") % {"code": one.code}, _("Registar")),
        form=form,
    )


@members_only
@reads_and_sends
def participant_prior(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = participant_marked(request, uuid)
    form = PriorForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        made = actions.declare_prior(
            one, by=acting(request), code=form.cleaned_data["code"], where=form.cleaned_data["where"]
        )
        said = (
            _("O certificado foi emitido aqui e é válido.")
            if made.prior == Participant.Prior.ISSUED_HERE
            else _("O certificado ficou declarado: falta a entidade confirmá-lo.")
        )
        messages.success(request, said)
        return reverse("participant", args=[one.uuid])

    return confirm(
        request,
        do,
        page=_page(one, _("Certificado anterior de %(code)s") % {"code": one.code}, _("Registar")),
        form=form,
    )


@members_only
@require_POST
def participant_prior_decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = participant_managed(request, uuid)
    holds = request.POST.get("fazer") == "confirmar"
    return tried(
        request,
        lambda: actions.decide_prior(one, by=acting(request), holds=holds),
        back=reverse("participant", args=[one.uuid]),
        said=_("O certificado está confirmado.") if holds else _("O certificado não foi confirmado."),
        edition=one.edition,
    )

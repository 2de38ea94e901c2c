"""The end of an edition: lists by code, satisfaction, figures, certificates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.refusals import Refusal
from programmes import actions, attending, figures, printing
from programmes.actions.certificates import passed_modules, why_not
from programmes.actions.closing import GRADES, KEPT_MONTHS, missing
from programmes.forms.editions import SatisfactionForm
from programmes.forms.intake import ReasonForm
from programmes.models import Certificate, Edition, Participant
from programmes.views.work.manners import (
    chosen,
    confirm,
    is_manager,
    is_marker,
    managed,
    marked,
    tried,
    worked_on,
)
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends, sent


@members_only
@reads_and_sends
def closing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is missing, how each ended, what the figures are now; satisfaction counted on paper is written here."""
    edition = worked_on(request, uuid)
    if request.method == "POST":
        edition = marked(request, uuid)
    counts = edition.satisfaction or []
    form = SatisfactionForm(
        request.POST if request.method == "POST" else None,
        initial={f"grade_{grade}": n for grade, n in enumerate(counts, start=1)},
    )

    def save() -> HttpResponse:
        actions.count_satisfaction(edition, form.counts(), by=acting(request))
        messages.success(request, _("A satisfação ficou contada."))
        return SeeOther(reverse("edition_closing", args=[edition.uuid]))

    answer, status = sent(request, form, save)
    if answer is not None:
        return answer
    Outcome = Participant.Outcome
    people = edition.participants.enrolled().select_related("handover__organisation").order_by("code")
    by_outcome: dict[str, list[Participant]] = {}
    for one in people:
        by_outcome.setdefault(one.outcome, []).append(one)
    lists = [
        (
            _("Concluíram"),
            [one for key in (Outcome.COMPLETED, Outcome.EMPLOYED) for one in by_outcome.get(key, [])],
        ),
        (_("Geram rendimento"), by_outcome.get(Outcome.INCOME, [])),
        (_("Não concluíram"), by_outcome.get(Outcome.NOT_FINISHED, [])),
        (_("Desistiram"), by_outcome.get(Outcome.DROPPED_OUT, [])),
        (_("Por dizer como acabaram"), by_outcome.get(Outcome.NONE, [])),
    ]
    kept = list(edition.figures.all()) if edition.is_closed else figures.figures(edition)
    context = {
        "edition": edition,
        "form": form,
        "lists": lists,
        "figures": kept,
        "missing": missing(edition) if edition.state == Edition.State.RUNNING else [],
        "manages": is_manager(request, edition),
        "marks": is_marker(request, edition) and edition.state == Edition.State.RUNNING,
        "counts": counts,
        "grades": GRADES,
        "months": KEPT_MONTHS,
    }
    return render(request, "programmes/work/closing.html", context, status=status)


@members_only
@reads_and_sends
def certificates(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Those issued, and who may have one: each with a button, or all at once."""
    edition = worked_on(request, uuid)
    here = reverse("edition_certificates", args=[edition.uuid])
    if request.method == "POST":
        edition = managed(request, uuid)
    hours = attending.hours_of(edition)
    phases = {str(phase.number): phase for phase in hours.phases}
    if request.method == "POST":
        phase = phases.get(request.POST.get("fase", ""))
        if "quem" in request.POST and phase is not None:
            one = chosen(edition.participants.enrolled(), request.POST["quem"])
            return tried(
                request,
                lambda: actions.issue_certificate(one, phase, by=acting(request)),
                back=here,
                said=_("O certificado de %(code)s foi emitido.") % {"code": one.code},
                edition=edition,
            )
        return tried(
            request,
            lambda: _issue_all(request, edition, hours),
            back=here,
            said=_("Certificados emitidos."),
            edition=edition,
        )
    issued = list(edition.certificates.select_related("phase").order_by("-number"))
    has = {(one.phase_id, one.holder) for one in issued if one.is_valid}
    may = _may(edition, hours, has)
    context: dict[str, Any] = {
        "edition": edition,
        "issued": issued,
        "may": may,
        "manages": is_manager(request, edition) and edition.state in ("running", "closed"),
    }
    return render(request, "programmes/work/certificates.html", context)


def _may(
    edition: Edition, hours: attending.Hours, has: set[tuple[int, str]]
) -> list[tuple[Participant, Any]]:
    passed = passed_modules(edition)
    return [
        (one, phase)
        for phase in hours.phases
        for one in edition.participants.enrolled().filter(places__phase=phase).order_by("code")
        if (phase.pk, one.code) not in has
        and (tally := hours.in_phase(one.pk, phase)) is not None
        and tally.attended
        and (not phase.by_ventures or one.outcome != Participant.Outcome.DROPPED_OUT)
        and not why_not(one, phase, hours, passed)
    ]


def _issue_all(request: HttpRequest, edition: Edition, hours: attending.Hours) -> None:
    has = set(edition.certificates.valid().values_list("phase", "holder"))
    rows = _may(edition, hours, has)
    if not rows:
        raise Refusal(_("Não há ninguém que cumpra a regra e ainda não tenha o certificado."))
    refusals = []
    for one, phase in rows:
        try:
            actions.issue_certificate(one, phase, by=acting(request))
        except Refusal as refusal:
            refusals.append(refusal.sentence)
    issued = len(rows) - len(refusals)
    if not issued:
        raise Refusal(" ".join(refusals))
    said = ngettext("%(n)s certificado emitido.", "%(n)s certificados emitidos.", issued)
    messages.info(request, said % {"n": issued})
    for sentence in refusals:
        messages.warning(request, sentence)


def _certificate(request: HttpRequest, uuid: UUID) -> Certificate:
    found = Certificate.objects.filter(edition__in=Edition.objects.worked_on_by(acting(request)))
    return get_object_or_404(
        found.select_related("edition__organisation", "edition__sheet", "edition__municipality", "phase"),
        uuid=uuid,
    )


@members_only
@require_safe
def certificate_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _certificate(request, uuid)
    answer = HttpResponse(printing.certificate(one), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{one.number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@members_only
@reads_and_sends
def certificate_revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = get_object_or_404(
        Certificate.objects.managed_by(acting(request)).select_related("edition"), uuid=uuid
    )
    form = ReasonForm(request.POST if request.method == "POST" else None)
    back = reverse("edition_certificates", args=[one.edition.uuid])

    def do() -> str:
        actions.revoke_certificate(one, by=acting(request), why=form.cleaned_data["why"])
        messages.success(request, _("O certificado %(n)s foi anulado.") % {"n": one.number})
        return back

    page = {
        "title": _("Anular o certificado %(n)s?") % {"n": one.number},
        "lead": one.holder,
        "consequence": {
            "kind": "few",
            "title": _("Não volta atrás"),
            "text": _("Quem verificar o código lê que foi anulado. Pode emitir outro."),
        },
        "submit": _("Anular o certificado"),
        "danger": True,
        "back": back,
        "edition": one.edition,
    }
    return confirm(request, do, page=page, form=form)

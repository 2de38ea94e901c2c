"""Classes, their people and sessions; who was there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import moment
from programmes import actions
from programmes.actions.classes import planned_hours
from programmes.forms.editions import (
    InstructorForm,
    PatternForm,
    PlaceForm,
    RollForm,
    SessionForm,
    TurmaForm,
)
from programmes.forms.intake import ReasonForm
from programmes.models import Edition, Session, Turma
from programmes.views.work.manners import (
    chosen,
    confirm,
    is_manager,
    is_marker,
    managed,
    tried,
    worked_on,
)
from units.forms import mark_of
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends, sent

PER_PAGE = 60


@members_only
@reads_and_sends
def turmas(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The classes and the team of an edition; one form for each."""
    edition = worked_on(request, uuid)
    what = request.POST.get("fazer", "") if request.method == "POST" else ""
    if request.method == "POST":
        edition = managed(request, uuid)
    here = reverse("edition_turmas", args=[edition.uuid])
    phases = list(edition.sheet.phases.all())
    form = TurmaForm(phases, request.POST if what == "turma" else None, prefix="turma")
    team_form = InstructorForm(request.POST if what == "formador" else None, prefix="formador")
    status = 200
    if what == "apagar":
        member = chosen(edition.instructors.all(), request.POST.get("quem", ""))
        return tried(
            request,
            lambda: actions.drop_instructor(member, by=acting(request)),
            back=here,
            said=_("Já não faz parte da equipa."),
            edition=edition,
        )
    bound: Any = {"turma": form, "formador": team_form}.get(what)
    if request.method == "POST" and bound is None:
        status = 422
    if bound is not None:

        def save() -> HttpResponse:
            said = bound.cleaned_data
            if what == "turma":
                phase = next(one for one in phases if str(one.number) == said["phase"])
                made = actions.add_turma(edition, phase, by=acting(request), name=said["name"])
                messages.success(request, _("A turma %(name)s existe.") % {"name": made.name})
                return SeeOther(reverse("turma", args=[made.uuid]))
            actions.add_instructor(edition, by=acting(request), **said)
            messages.success(request, _("Faz parte da equipa."))
            return SeeOther(here)

        answer, status = sent(request, bound, save)
        if answer is not None:
            return answer
    context = {
        "edition": edition,
        "form": form,
        "team_form": team_form,
        "turmas": edition.turmas.select_related("phase").prefetch_related("places", "sessions"),
        "instructors": edition.instructors.prefetch_related("sessions"),
        "team": edition.sheet.team.all(),
        "manages": is_manager(request, edition) and not edition.is_closed,
    }
    return render(request, "programmes/work/turmas.html", context, status=status)


def _turma(request: HttpRequest, uuid: UUID) -> Turma:
    found = Turma.objects.filter(edition__in=Edition.objects.worked_on_by(acting(request)))
    return get_object_or_404(
        found.select_related("edition__sheet", "edition__organisation", "phase"), uuid=uuid
    )


@members_only
@reads_and_sends
def turma(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One class: who is in it, its sessions by module, and forms for both."""
    one = _turma(request, uuid)
    edition = one.edition
    manages = is_manager(request, edition) and not edition.is_closed
    if request.method == "POST" and not is_manager(request, edition):
        raise Http404
    modules = list(one.phase.modules.all())
    what = request.POST.get("fazer", "") if request.method == "POST" else ""
    there = set(one.places.values_list("participant", flat=True))
    free = list(
        edition.participants.active()
        .exclude(pk__in=there)
        .exclude(places__phase=one.phase, places__turma__isnull=False)
        .order_by("code")
    )
    people_form = PlaceForm(free, request.POST if what == "pessoas" else None, prefix="pessoas")
    form = PatternForm(
        modules,
        edition.instructors.all(),
        request.POST if what == "sessoes" else None,
        prefix="sessoes",
        initial={"first": edition.starts, "hours": modules[0].meeting_hours if modules else None},
    )
    bound: Any = {"pessoas": people_form, "sessoes": form}.get(what)
    status = 422 if request.method == "POST" and bound is None else 200
    here = reverse("turma", args=[one.uuid])
    if bound is not None:

        def save() -> HttpResponse:
            if what == "pessoas":
                made = actions.place_participants(
                    one,
                    people_form.chosen(),
                    by=acting(request),
                    size_reason=people_form.cleaned_data["size_reason"],
                )
                said = ngettext("Entrou %(n)s pessoa.", "Entraram %(n)s pessoas.", len(made))
                messages.success(request, said % {"n": len(made)})
            else:
                module = form.modules[form.cleaned_data["module"]]
                sessions = actions.plan_sessions(one, module, form.pattern(), by=acting(request))
                said = ngettext("%(n)s sessão marcada.", "%(n)s sessões marcadas.", len(sessions))
                messages.success(request, said % {"n": len(sessions)})
            return SeeOther(here)

        answer, status = sent(request, bound, save)
        if answer is not None:
            return answer
    sessions = list(one.sessions.select_related("module", "instructor"))
    context = {
        "turma": one,
        "edition": edition,
        "people": one.places.select_related("participant"),
        "modules": [(module, planned_hours(one, module)) for module in modules],
        "sessions": sessions,
        "people_form": people_form,
        "free": free,
        "form": form,
        "manages": manages,
        "marks": is_marker(request, edition),
        "size": len(there),
    }
    return render(request, "programmes/work/turma.html", context, status=status)


@members_only
@require_POST
def turma_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _turma(request, uuid)
    if not is_manager(request, one.edition):
        raise Http404
    return tried(
        request,
        lambda: actions.drop_turma(one, by=acting(request)),
        back=reverse("edition_turmas", args=[one.edition.uuid]),
        said=_("A turma já não existe."),
        edition=one.edition,
    )


@members_only
@require_safe
def sessions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The calendar of an edition: what is to be marked first, then what comes."""
    edition = worked_on(request, uuid)
    today = timezone.localdate(moment.now())
    found = Session.objects.filter(turma__edition=edition).for_pages()
    due = list(found.filter(state=Session.State.PLANNED, day__lte=today)[:PER_PAGE])
    context = {
        "edition": edition,
        "due": due,
        "page": Paginator(found.order_by("day", "starts", "pk"), PER_PAGE).get_page(request.GET.get("page")),
        "today": today,
        "marks": is_marker(request, edition) and edition.state == "running",
        "manages": is_manager(request, edition),
    }
    return render(request, "programmes/work/sessions.html", context)


def _session(request: HttpRequest, uuid: UUID) -> Session:
    found = Session.objects.filter(turma__edition__in=Edition.objects.worked_on_by(acting(request)))
    return get_object_or_404(
        found.select_related(
            "turma__edition__sheet", "turma__edition__organisation", "turma__phase", "module", "instructor"
        ),
        uuid=uuid,
    )


@members_only
@reads_and_sends
def session(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who was there: every code of the class in one form, made for a thumb."""
    one = _session(request, uuid)
    edition = one.turma.edition
    marks = is_marker(request, edition)
    if request.method == "POST" and not marks:
        raise Http404
    people = actions.roll(one)
    mark = mark_of(sorted(one.attendances.values_list("participant", "presence", "hours")))
    data = request.POST.copy() if request.method == "POST" else None
    everybody = data is not None and data.get("fazer") == "todos"
    if data is not None and everybody:
        for person in people:
            data.setdefault(f"presence_{person.pk}", "present")
    form = RollForm(one, people, data, initial={"seen": mark})

    def save() -> HttpResponse:
        actions.mark_session(one, form.said(), by=acting(request))
        messages.success(request, _("As presenças ficaram gravadas."))
        return SeeOther(reverse("edition_sessions", args=[edition.uuid]))

    if everybody:
        form.unjudged()
        answer, status = None, 200
    else:
        answer, status = sent(request, form, save, mark=mark)
    if answer is not None:
        return answer
    today = timezone.localdate(moment.now())
    context = {
        "session": one,
        "edition": edition,
        "form": form,
        "filled": everybody,
        "people": people,
        "open": marks and one.state != "cancelled" and one.day <= today and edition.state == "running",
        "future": one.day > today,
        "marks": marks,
        "manages": is_manager(request, edition),
    }
    return render(request, "programmes/work/session.html", context, status=status)


@members_only
@reads_and_sends
def session_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _session(request, uuid)
    edition = one.turma.edition
    if not is_manager(request, edition):
        raise Http404
    form = SessionForm(
        edition.instructors.all(),
        request.POST if request.method == "POST" else None,
        initial={
            "day": one.day,
            "starts": one.starts,
            "hours": one.hours,
            "place": one.place,
            "instructor": one.instructor.uuid if one.instructor else None,
        },
    )

    def do() -> str:
        actions.change_session(one, by=acting(request), **form.cleaned_data)
        messages.success(request, _("A sessão mudou."))
        return reverse("turma", args=[one.turma.uuid])

    page = {
        "title": _("Alterar a sessão"),
        "lead": f"{one.turma}, {one.module}",
        "submit": _("Gravar"),
        "back": reverse("turma", args=[one.turma.uuid]),
        "edition": edition,
    }
    return confirm(request, do, page=page, form=form)


@members_only
@reads_and_sends
def session_cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _session(request, uuid)
    edition = one.turma.edition
    if not is_marker(request, edition):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.cancel_session(one, by=acting(request), why=form.cleaned_data["why"])
        messages.success(request, _("A sessão foi cancelada. As suas horas podem ser marcadas de novo."))
        return reverse("turma", args=[one.turma.uuid])

    page = {
        "title": _("Cancelar a sessão?"),
        "lead": str(one),
        "submit": _("Cancelar a sessão"),
        "danger": True,
        "back": reverse("class_session", args=[one.uuid]),
        "edition": edition,
    }
    return confirm(request, do, page=page, form=form)


@members_only
@reads_and_sends
def session_unmark(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _session(request, uuid)
    edition = one.turma.edition
    if not is_marker(request, edition):
        raise Http404

    def do() -> str:
        actions.unmark_session(one, by=acting(request))
        messages.success(request, _("A sessão está outra vez por fazer."))
        return reverse("class_session", args=[one.uuid])

    page = {
        "title": _("Esta sessão não se fez?"),
        "lead": str(one),
        "consequence": {
            "kind": "few",
            "title": _("As presenças apagam-se"),
            "text": _("Só se a sessão foi marcada por engano. Para corrigir uma presença, grave-a de novo."),
        },
        "submit": _("Apagar as presenças"),
        "danger": True,
        "back": reverse("class_session", args=[one.uuid]),
        "edition": edition,
    }
    return confirm(request, do, page=page)

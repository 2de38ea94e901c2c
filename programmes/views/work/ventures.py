"""Ventures: set up, what is asked of them, and who goes on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from programmes import actions, attending
from programmes.actions.ventures import failing, phase_of_ventures
from programmes.forms.editions import ActivityForm, VentureForm
from programmes.models import Edition, Venture
from programmes.views.work.manners import confirm, is_manager, is_marker, managed, tried, worked_on
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends, sent


@members_only
@reads_and_sends
def ventures(request: HttpRequest, uuid: UUID) -> HttpResponse:
    edition = worked_on(request, uuid)
    what = request.POST.get("fazer", "") if request.method == "POST" else ""
    if request.method == "POST":
        edition = managed(request, uuid)
    phase = phase_of_ventures(edition)
    here = reverse("edition_ventures", args=[edition.uuid])
    modules = list(phase.modules.all()) if phase else []
    free = (
        list(
            edition.participants.active()
            .filter(places__phase=phase)
            .exclude(ventures__until=None, ventures__isnull=False)
            .order_by("code")
        )
        if phase
        else []
    )
    form = VentureForm(free, request.POST if what == "empreendimento" else None, prefix="novo")
    activity_form = ActivityForm(modules, request.POST if what == "atividade" else None, prefix="atividade")
    bound: Any = {"empreendimento": form, "atividade": activity_form}.get(what)
    status = 422 if request.method == "POST" and bound is None else 200
    if bound is not None:

        def save() -> HttpResponse:
            if what == "empreendimento":
                made = actions.set_up_venture(
                    edition, form.chosen(), by=acting(request), area=form.cleaned_data["area"]
                )
                messages.success(request, _("%(name)s existe.") % {"name": made})
            else:
                module = activity_form.modules[activity_form.cleaned_data["module"]]
                actions.add_activity(
                    edition, module, by=acting(request), title=activity_form.cleaned_data["title"]
                )
                messages.success(request, _("A atividade ficou pedida a todos."))
            return SeeOther(here)

        answer, status = sent(request, bound, save)
        if answer is not None:
            return answer
    standing = attending.ventures_of(edition)
    rows = [
        (one, standing.get(one.pk))
        for one in edition.ventures.select_related("module").prefetch_related(
            "members__participant", "steps__module"
        )
    ]
    activities = edition.activities.select_related("module").order_by("module__order", "order")
    context = {
        "edition": edition,
        "phase": phase,
        "rows": rows,
        "form": form,
        "free": free,
        "activity_form": activity_form,
        "activities": activities,
        "manages": is_manager(request, edition) and edition.state == "running",
    }
    return render(request, "programmes/work/ventures.html", context, status=status)


def _venture(request: HttpRequest, uuid: UUID) -> Venture:
    found = Venture.objects.filter(edition__in=Edition.objects.worked_on_by(acting(request)))
    return get_object_or_404(
        found.select_related("edition__sheet", "edition__organisation", "module__phase"), uuid=uuid
    )


@members_only
@reads_and_sends
def venture(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One venture in its module: hours, activities ticked off, what is missing."""
    one = _venture(request, uuid)
    edition = one.edition
    here = reverse("venture", args=[one.uuid])
    activities = list(edition.activities.filter(module=one.module)) if one.module else []
    if request.method == "POST":
        if not is_marker(request, edition):
            raise Http404
        wanted = set(request.POST.getlist("feita"))
        done = [activity for activity in activities if str(activity.pk) in wanted]
        return tried(
            request,
            lambda: actions.mark_activities(one, done, by=acting(request)),
            back=here,
            said=_("As atividades ficaram gravadas."),
            edition=edition,
        )
    standing = attending.ventures_of(edition).get(one.pk)
    context = {
        "venture": one,
        "edition": edition,
        "standing": standing,
        "failing": failing(standing) if standing else [],
        "activities": activities,
        "done": set(one.done.values_list("activity", flat=True)),
        "members": one.members.select_related("participant"),
        "steps": one.steps.select_related("module"),
        "manages": is_manager(request, edition) and edition.state == "running",
        "marks": is_marker(request, edition) and edition.state == "running",
    }
    return render(request, "programmes/work/venture.html", context)


@members_only
@reads_and_sends
def venture_decide(request: HttpRequest, uuid: UUID, verb: str) -> HttpResponse:
    """On to the next module, or out; each checks the rule and says which part is not met."""
    if verb not in ("avancar", "eliminar"):
        raise Http404
    one = _venture(request, uuid)
    if not is_manager(request, one.edition):
        raise Http404
    back = reverse("venture", args=[one.uuid])
    advances = verb == "avancar"
    standing = attending.ventures_of(one.edition).get(one.pk)

    def do() -> str:
        if advances:
            made = actions.advance_venture(one, by=acting(request))
            where = str(made.module) if made.finished_at is None else _("o fim do programa")
            messages.success(request, _("%(name)s passou: %(where)s.") % {"name": one, "where": where})
        else:
            actions.eliminate_venture(one, by=acting(request))
            messages.success(request, _("%(name)s saiu do programa.") % {"name": one})
        return back

    page = {
        "title": (_("%(name)s passa de módulo?") if advances else _("%(name)s sai do programa?"))
        % {"name": one},
        "lead": str(one.module or ""),
        "items": failing(standing) if standing else [],
        "consequence": {
            "kind": "info" if advances else "few",
            "title": _("A regra é verificada agora"),
            "text": _("Só passa quem cumpre a frequência e as atividades do módulo.")
            if advances
            else _(
                "Só sai quem não cumpre nem pode ainda cumprir. As pessoas continuam matriculadas: diga depois como"
                " acabaram."
            ),
        },
        "submit": _("Passar ao módulo seguinte") if advances else _("Eliminar"),
        "danger": not advances,
        "back": back,
        "edition": one.edition,
    }
    return confirm(request, do, page=page)

"""Sheets of one's own programmes, begun from a reference or from nothing, and their criteria."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.refusals import Refusal
from programmes import actions
from programmes.forms import sheets as forms
from programmes.models import Module, Programme, Sheet
from programmes.showing import sheet_shown
from programmes.views.work.manners import confirm, tried
from units.forms import mark_of
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends, sent


def _sheet(request: HttpRequest, uuid: UUID) -> Sheet:
    """One the reader may see: published, or of a programme of theirs."""
    member = acting(request)
    found = Sheet.objects.filter(programme__in=Programme.objects.visible_to(member))
    theirs = Q(state=Sheet.State.PUBLISHED) | Q(programme__organisation=member.organisation_id)
    if not member.has(member.Role.COORDINATION):
        found = found.filter(theirs)
    return get_object_or_404(found.select_related("programme__organisation", "programme__current"), uuid=uuid)


def _programme(request: HttpRequest, uuid: UUID) -> Programme:
    found = Programme.objects.managed_by(acting(request)).select_related("current", "organisation")
    return get_object_or_404(found, uuid=uuid)


@members_only
@reads_and_sends
def programme_new(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    if not member.may_decide:
        raise Http404
    templates = Programme.objects.visible_to(member).public().select_related("current")
    wanted = request.GET.get("modelo", "")
    form = forms.ProgrammeForm(
        templates,
        request.POST if request.method == "POST" else None,
        initial={"kind": Programme.Kind.PROGRAMME, "audience": Programme.Audience.PUBLIC, "template": wanted},
    )

    def save() -> HttpResponse:
        said = form.cleaned_data
        template = said["template"].current if said["template"] else None
        made = actions.begin_programme(
            by=member,
            name=said["name"],
            template=template,
            kind=said["kind"],
            audience=said["audience"],
            area=said["area"],
            responses=form.chosen(),
        )
        messages.success(request, _("O programa existe. A ficha é uma cópia: reveja-a antes de publicar."))
        return SeeOther(reverse("sheet_work", args=[made.sheets.get().uuid]))

    answer, status = sent(request, form, save)
    if answer is not None:
        return answer
    return render(request, "programmes/work/programme_form.html", {"form": form}, status=status)


@members_only
@reads_and_sends
def sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A draft of one's own is written here; anything else is read."""
    member = acting(request)
    one = _sheet(request, uuid)
    writes = member.may_decide and one.programme.organisation_id == member.organisation_id
    if not (writes and one.is_draft):
        if request.method == "POST":
            raise Http404
        return _read(request, one, writes)
    typed = forms.sheet_as_typed(one)
    team = [
        {name: getattr(row, name) for name in ("role", "profession", "quantity", "training", "weekly_hours")}
        for row in one.team.all()
    ]
    modules = [
        {name: getattr(row, name) for name in forms.ModuleRow.base_fields if name != "phase"}
        | {"phase": row.phase.number}
        for row in Module.objects.filter(phase__sheet=one)
        .select_related("phase")
        .order_by("phase__number", "order")
    ]
    impacts = [
        {name: getattr(row, name) for name in ("impacts", "indices", "instruments")}
        for row in one.impacts.all()
    ]
    mark = mark_of(typed, team, modules, impacts)
    data = request.POST if request.method == "POST" else None
    form = forms.SheetForm(data, initial=typed | {"seen": mark})
    rows = {
        "team": forms.TeamRows(data, initial=team, prefix="equipa"),
        "modules": forms.ModuleRows(data, initial=modules, prefix="modulos"),
        "impacts": forms.ImpactRows(data, initial=impacts, prefix="impactos"),
    }
    wrong = data is not None and [group for group in rows.values() if not group.is_valid()] != []

    def save() -> HttpResponse:
        if wrong:
            raise Refusal(_("Há linhas por corrigir na equipa, nos módulos ou nos impactos."))
        lists = forms.lists_from(form, rows["team"], rows["modules"], rows["impacts"])
        actions.write_sheet(one, form.parts(), lists, by=member, **form.rest())
        messages.success(request, _("A ficha ficou gravada."))
        return SeeOther(reverse("sheet_work", args=[one.uuid]))

    answer, status = sent(request, form, save, mark=mark)
    if answer is not None:
        return answer
    for group in rows.values():
        group.masked()
    context: dict[str, Any] = {
        "sheet": one,
        "programme": one.programme,
        "form": form,
        **rows,
        "phases": one.phases.prefetch_related("modules"),
        "notes": one.notes.all(),
    }
    return render(
        request, "programmes/work/sheet_form.html", context, status=422 if wrong and status == 409 else status
    )


def _read(request: HttpRequest, one: Sheet, writes: bool) -> HttpResponse:
    context = {
        **sheet_shown(one),
        "writes": writes,
        "may_begin": acting(request).may_decide,
        "draft": one.programme.sheets.filter(state=Sheet.State.DRAFT).first() if writes else None,
    }
    return render(request, "programmes/work/sheet.html", context)


@members_only
@reads_and_sends
def sheet_publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _sheet(request, uuid)
    _programme(request, one.programme.uuid)
    back = reverse("sheet_work", args=[one.uuid])

    def do() -> str:
        actions.publish_sheet(one, by=acting(request))
        messages.success(request, _("A ficha está publicada."))
        return back

    open_notes = one.notes.filter(settled="").count()
    page = {
        "title": _("Publicar a ficha?"),
        "lead": _("%(name)s, versão %(n)s") % {"name": one.name, "n": one.number},
        "items": [_("Ficam por confirmar: %(n)s.") % {"n": open_notes}] if open_notes else [],
        "consequence": {
            "kind": "few",
            "title": _("Esta versão deixa de mudar"),
            "text": _(
                "Toda a gente a pode ler e as edições novas seguem-na. Para mudar, começa-se outra versão."
            ),
        },
        "submit": _("Publicar a ficha"),
        "back": back,
    }
    return confirm(request, do, page=page)


@members_only
@require_POST
def version_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    programme = _programme(request, uuid)
    try:
        made = actions.begin_version(programme, by=acting(request))
    except Refusal as refusal:
        context = {"page_errors": [refusal.sentence], "url": reverse("programmes_work")}
        return render(request, "programmes/work/refused.html", context, status=refusal.status)
    return SeeOther(reverse("sheet_work", args=[made.uuid]))


@members_only
@reads_and_sends
def phase_edit(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    one = _sheet(request, uuid)
    _programme(request, one.programme.uuid)
    phase = get_object_or_404(one.phases.select_related("sheet__programme"), number=number)
    form = forms.PhaseForm(
        request.POST if request.method == "POST" else None,
        initial={
            name: getattr(phase, name)
            for name in ("name", "needs_before", "certificate_instead", "by_ventures")
        },
    )
    back = reverse("sheet_work", args=[one.uuid])

    def do() -> str:
        actions.write_phase(phase, by=acting(request), **form.cleaned_data)
        messages.success(request, _("A fase ficou gravada."))
        return back

    page = {"title": _("Fase %(n)s") % {"n": number}, "lead": one.name, "submit": _("Gravar"), "back": back}
    return confirm(request, do, page=page, form=form)


@members_only
@reads_and_sends
def note_settle(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Of two readings of the source, which holds here."""
    one = _sheet(request, uuid)
    _programme(request, one.programme.uuid)
    note = get_object_or_404(one.notes.select_related("sheet__programme"), order=number)
    form = forms.SettleForm(
        request.POST if request.method == "POST" else None, initial={"settled": note.settled}
    )
    back = reverse("sheet_work", args=[one.uuid])

    def do() -> str:
        actions.settle_note(note, by=acting(request), settled=form.cleaned_data["settled"])
        messages.success(request, _("Ficou registado."))
        return back

    page = {
        "title": note.title,
        "lead": _("A fonte diz duas coisas."),
        "facts": [
            {"label": _("Uma leitura"), "value": note.first},
            {"label": _("Outra leitura"), "value": note.second},
        ],
        "submit": _("Registar"),
        "back": back,
    }
    return confirm(request, do, page=page, form=form)


@members_only
@reads_and_sends
def criteria(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The next version of the criteria is written here; published, anybody reads it."""
    programme = _programme(request, uuid)
    published = programme.criteria.exclude(published_at=None).order_by("-number").first()
    draft = programme.criteria.filter(published_at=None).first()
    shown = draft or published
    initial = (
        [{"code": row.code, "text": row.text, "points": row.points} for row in shown.rows.all()]
        if shown
        else []
    )
    data = request.POST if request.method == "POST" else None
    rows = forms.CriteriaRows(data, initial=initial, prefix="criterios")
    here = reverse("programme_criteria", args=[programme.uuid])
    status, errors = 200, []
    if data is not None:
        status = 422
        if rows.is_valid():
            said = [(row["code"], row["text"], row["points"]) for row in rows.filled("code")]
            try:
                actions.write_criteria(programme, said, by=acting(request))
            except Refusal as refusal:
                status, errors = refusal.status, [refusal.sentence]
            else:
                messages.success(request, _("Os critérios ficaram gravados: falta publicá-los."))
                return SeeOther(here)
        rows.masked()
    context = {
        "programme": programme,
        "rows": rows,
        "page_errors": errors,
        "published": published,
        "draft": draft,
    }
    return render(request, "programmes/work/criteria.html", context, status=status)


@members_only
@require_POST
def criteria_publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    programme = _programme(request, uuid)
    draft = get_object_or_404(programme.criteria.select_related("programme"), published_at=None)
    return tried(
        request,
        lambda: actions.publish_criteria(draft, by=acting(request)),
        back=reverse("programme_criteria", args=[programme.uuid]),
        said=_("Os critérios estão publicados."),
    )

"""Sheets for those who keep them: the desk, facts, dimensions, what was found."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from impact import actions
from impact.forms import DimensionForm, FindingForm, SheetForm, SubjectField
from impact.forms.sheets import dimension_as_typed, finding_as_typed, sheet_as_typed
from impact.forms.subjects import asked_subject
from impact.models import Dimension, Evaluation, Finding, ImpactSheet, kind_of
from impact.models.subjects import managed_subjects
from units.forms.base import mark_of
from units.views.work.manners import SeeOther, acting, confirm, members_only, reads_and_sends, sent

CONFIRM = "impact/work/confirm.html"


def _sheet(request: HttpRequest, uuid: UUID) -> ImpactSheet:
    return get_object_or_404(ImpactSheet.objects.managed_by(acting(request)).for_pages(), uuid=uuid)


def _dimension(request: HttpRequest, uuid: UUID) -> Dimension:
    kept = ImpactSheet.objects.managed_by(acting(request))
    found = Dimension.objects.filter(sheet__in=kept).select_related("sheet", "indicator")
    return get_object_or_404(found, uuid=uuid)


def _url(sheet: ImpactSheet) -> str:
    return reverse("impact_sheet", args=[sheet.uuid])


@members_only
def desk(request: HttpRequest) -> HttpResponse:
    """The member's own sheets and evaluations, and recommendations that wait for an answer."""
    member = acting(request)
    sheets = ImpactSheet.objects.managed_by(member).for_pages()
    evaluations = (
        Evaluation.objects.managed_by(member)
        .for_pages()
        .annotate(owed=Count("recommendations", Q(recommendations__answer="")))
    )
    context = {
        "sheets": sheets,
        "evaluations": evaluations,
        # Whoever manages nothing would find a form with nothing to choose.
        "may_make": any(found.exists() for found in managed_subjects(member).values()),
    }
    return render(request, "impact/work/desk.html", context)


@members_only
@reads_and_sends
def sheet_new(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    form = SheetForm(request.POST if request.method == "POST" else None, initial=first_of(request))
    add_subject(form, request, with_standard=True)

    def save() -> HttpResponse:
        said = form.cleaned_data
        made = actions.make_sheet(
            said["subject"], form.facts, by=member, with_standard=said["standard"], uuid=said["key"]
        )
        messages.success(request, _("A ficha está em preparação. Acrescente o que pode mudar."))
        return SeeOther(_url(made))

    answer, status = sent(request, form, save)
    context = {"form": form, "title": _("Nova ficha de impacto"), "back": reverse("impact_work")}
    return answer or render(request, "impact/work/form.html", context, status=status)


@members_only
@reads_and_sends
def sheet_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    sheet = _sheet(request, uuid)
    typed = sheet_as_typed(sheet)
    mark = mark_of(typed)
    form = SheetForm(request.POST if request.method == "POST" else None, initial={**typed, "seen": mark})

    def save() -> HttpResponse:
        actions.change_sheet(sheet, form.facts, by=acting(request))
        messages.success(request, _("A ficha ficou gravada."))
        return SeeOther(_url(sheet))

    answer, status = sent(request, form, save, mark=mark)
    context = {"form": form, "title": _("Editar a ficha"), "lead": sheet.title, "back": _url(sheet)}
    return answer or render(request, "impact/work/form.html", context, status=status)


@members_only
@reads_and_sends
def sheet_publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    sheet = _sheet(request, uuid)

    def do() -> str:
        actions.publish_sheet(sheet, by=acting(request))
        messages.success(request, _("A ficha está publicada."))
        return _url(sheet)

    page = {
        "title": _("Publicar a ficha?"),
        "lead": sheet.title,
        "submit": _("Publicar"),
        "other_url": _url(sheet),
        "other": _("Voltar sem publicar"),
    }
    return confirm(request, do, page=page, template=CONFIRM)


@members_only
@reads_and_sends
def sheet_withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    sheet = _sheet(request, uuid)

    def do() -> str:
        actions.withdraw_sheet(sheet, by=acting(request))
        messages.success(request, _("A ficha voltou a preparação: só quem a mantém a lê."))
        return _url(sheet)

    page = {
        "title": _("Retirar a ficha da página pública?"),
        "lead": sheet.title,
        "submit": _("Retirar"),
        "other_url": _url(sheet),
        "other": _("Voltar sem retirar"),
    }
    return confirm(request, do, page=page, template=CONFIRM)


@members_only
@reads_and_sends
def sheet_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    sheet = _sheet(request, uuid)

    def do() -> str:
        actions.delete_sheet(sheet, by=acting(request))
        messages.success(request, _("A ficha foi apagada."))
        return reverse("impact_work")

    page = {
        "title": _("Apagar a ficha?"),
        "lead": sheet.title,
        "submit": _("Apagar"),
        "danger": True,
        "other_url": _url(sheet),
        "other": _("Voltar sem apagar"),
    }
    return confirm(request, do, page=page, template=CONFIRM)


@members_only
@reads_and_sends
def dimension_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    sheet = _sheet(request, uuid)
    form = DimensionForm(request.POST if request.method == "POST" else None)

    def save() -> HttpResponse:
        actions.add_dimension(sheet, form.aspect, by=acting(request))
        messages.success(request, _("A dimensão está na ficha."))
        return SeeOther(_url(sheet) + "#dimensoes")

    answer, status = sent(request, form, save)
    context = {"form": form, "title": _("Acrescentar uma dimensão"), "lead": sheet.title, "back": _url(sheet)}
    return answer or render(request, "impact/work/form.html", context, status=status)


@members_only
@reads_and_sends
def dimension_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    dimension = _dimension(request, uuid)
    typed = dimension_as_typed(dimension)
    mark = mark_of(typed)
    form = DimensionForm(request.POST if request.method == "POST" else None, initial={**typed, "seen": mark})

    def save() -> HttpResponse:
        actions.change_dimension(dimension, form.aspect, by=acting(request))
        messages.success(request, _("A dimensão ficou gravada."))
        return SeeOther(_url(dimension.sheet) + "#dimensoes")

    answer, status = sent(request, form, save, mark=mark)
    context = {
        "form": form,
        "title": _("Editar a dimensão"),
        "lead": dimension.name,
        "back": _url(dimension.sheet),
    }
    return answer or render(request, "impact/work/form.html", context, status=status)


@members_only
@require_POST
def dimension_move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    dimension = _dimension(request, uuid)
    actions.move_dimension(dimension, by=acting(request), up=request.POST.get("para") == "cima")
    return SeeOther(_url(dimension.sheet) + "#dimensoes")


@members_only
@reads_and_sends
def dimension_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    dimension = _dimension(request, uuid)

    def do() -> str:
        actions.drop_dimension(dimension, by=acting(request))
        messages.success(request, _("A dimensão saiu da ficha."))
        return _url(dimension.sheet)

    page = {
        "title": _("Tirar a dimensão da ficha?"),
        "lead": dimension.name,
        "submit": _("Tirar"),
        "danger": True,
        "other_url": _url(dimension.sheet),
        "other": _("Voltar sem tirar"),
    }
    return confirm(request, do, page=page, template=CONFIRM)


@members_only
@reads_and_sends
def finding_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    dimension = _dimension(request, uuid)
    form = FindingForm(request.POST if request.method == "POST" else None, dimension=dimension)

    def save() -> HttpResponse:
        actions.record_finding(dimension, form.found, by=acting(request))
        messages.success(request, _("Ficou registado."))
        return SeeOther(_url(dimension.sheet) + f"#d{dimension.order}")

    answer, status = sent(request, form, save)
    context = {
        "form": form,
        "title": _("Registar o que se constatou"),
        "lead": dimension.name,
        "back": _url(dimension.sheet),
    }
    return answer or render(request, "impact/work/form.html", context, status=status)


@members_only
@reads_and_sends
def finding_correct(request: HttpRequest, uuid: UUID) -> HttpResponse:
    kept = ImpactSheet.objects.managed_by(acting(request))
    found = Finding.objects.filter(dimension__sheet__in=kept).select_related("dimension__sheet")
    finding = get_object_or_404(found, uuid=uuid)
    if finding.superseded_at is not None:
        raise Http404
    form = FindingForm(
        request.POST if request.method == "POST" else None,
        dimension=finding.dimension,
        corrects=True,
        initial=finding_as_typed(finding),
    )

    def save() -> HttpResponse:
        actions.correct_finding(finding, form.found, by=acting(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("Ficou corrigido; o que estava antes continua na história."))
        return SeeOther(_url(finding.dimension.sheet) + f"#d{finding.dimension.order}")

    answer, status = sent(request, form, save)
    context = {
        "form": form,
        "title": _("Corrigir o que se constatou"),
        "lead": finding.dimension.name,
        "back": _url(finding.dimension.sheet),
    }
    return answer or render(request, "impact/work/form.html", context, status=status)


def first_of(request: HttpRequest) -> dict[str, Any]:
    """A key of its own for each opened form, and what the address names (`?de=plan:…`)."""
    return {"key": uuid4(), "subject": request.GET.get("de", "")}


def add_subject(form: Any, request: HttpRequest, *, with_standard: bool = False) -> None:
    """The field of what it is of, with what the address or the form names among its choices."""
    member = acting(request)
    field = SubjectField(member)
    named = request.POST.get("subject", "") or request.GET.get("de", "")
    kind, _colon, uuid = named.partition(":")
    if (subject := asked_subject(member, kind, uuid)) is not None:
        field.add(subject, kind_of(subject))
    form.fields = {"subject": field, **form.fields}
    if with_standard:
        form.fields["standard"] = forms.BooleanField(
            label=_("Começar pelo padrão de programa"),
            required=False,
            help_text=_(
                "As dimensões do Padrão Normativo de Bauru (documento de referência, Brasil), para mudar à vontade."
            ),
        )

"""What everybody reads: the overview, one sheet, one evaluation, the table of what was found."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import moment, sheets
from accounts.models import Membership
from impact import files
from impact.models import Evaluation, ImpactSheet
from impact.models.subjects import LABELS
from impact.reading import read_sheets
from units.lists import page_of
from units.views.consultations import member_of

PER_PAGE = 10


class FindForm(forms.Form):
    """What the overview is narrowed by; everything may be empty."""

    q = forms.CharField(label=_("Palavras"), required=False, max_length=80)
    de = forms.ChoiceField(
        label=_("De quê"),
        required=False,
        choices=[("", _("tudo")), *LABELS.items()],
        error_messages={"invalid_choice": _("Escolha da lista.")},
    )
    tipo = forms.ChoiceField(
        label=_("Dimensões"),
        required=False,
        choices=[("", _("todas")), ("tangivel", _("tangíveis")), ("intangivel", _("intangíveis"))],
        error_messages={"invalid_choice": _("Escolha da lista.")},
    )

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    form = FindForm(request.GET)
    found = ImpactSheet.objects.visible_to(member).of_the_area().filter(state=ImpactSheet.State.PUBLISHED)
    narrowed = False
    if form.is_valid():
        narrowed, said = form.narrows, form.cleaned_data
        for word in said["q"].split():
            found = found.filter(
                Q(title__unaccent__icontains=word)
                | Q(question__unaccent__icontains=word)
                | Q(dimensions__name__unaccent__icontains=word)
            )
        if said["de"]:
            found = found.filter(**{f"{said['de']}__isnull": False})
        if said["tipo"]:
            found = found.filter(dimensions__is_tangible=said["tipo"] == "tangivel")
    listed = ImpactSheet.objects.filter(pk__in=found.order_by().values("pk")).for_pages()
    page, page_errors = page_of(request, listed, PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "page_errors": page_errors,
        "sheets": read_sheets(page.object_list, member),
        "narrowed": narrowed,
        "evaluations": Evaluation.objects.visible_to(member)
        .of_the_area()
        .filter(state=Evaluation.State.PUBLISHED)
        .for_pages()[:PER_PAGE],
        "works": member is not None,
    }
    status = 400 if form.errors or page_errors else 200
    return render(request, "impact/overview.html", context, status=status)


@require_safe
def sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = member_of(request)
    found = get_object_or_404(ImpactSheet.objects.visible_to(member).for_pages(), uuid=uuid)
    [one] = read_sheets([found], member)
    context = {"sheet": found, "one": one, "keeps": _keeps(found, member), "is_member": member is not None}
    return render(request, "impact/sheet.html", context)


@require_safe
def evaluation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = member_of(request)
    visible = Evaluation.objects.visible_to(member)
    found = get_object_or_404(visible.for_pages().with_lines(), uuid=uuid)
    keeps = _keeps(found, member)
    context = {
        "evaluation": found,
        "keeps": keeps,
        "publishes": member is not None and member.has(Membership.Role.COORDINATION),
        "problems": found.problems_before_publishing() if keeps and not found.is_published else [],
        "cites": visible.filter(pk=found.cites_id).first() if found.cites_id else None,
        "later": list(visible.filter(cites=found, state=Evaluation.State.PUBLISHED)),
    }
    return render(request, "impact/evaluation.html", context)


@require_safe
def findings_csv(request: HttpRequest) -> HttpResponseBase:
    member = member_of(request)
    day = timezone.localdate(moment.now()).isoformat()
    return FileResponse(
        sheets.as_csv([files.head(), *files.rows(member)]),
        as_attachment=True,
        filename=f"concerta-{gettext('impacto')}-{day}.csv",
        content_type="text/csv; charset=utf-8",
    )


def _keeps(thing: ImpactSheet | Evaluation, member: Membership | None) -> bool:
    return member is not None and type(thing).objects.managed_by(member).filter(pk=thing.pk).exists()

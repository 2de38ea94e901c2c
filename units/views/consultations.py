"""Consultations as everybody reads them: the list, one with text and comments side by side, its comments as a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.models import Membership
from units.consulting import ConsultationsForm, lines, said_in
from units.forms import CommentForm
from units.lists import page_of
from units.models import Consultation, Round

PER_PAGE = 20
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def member_of(request: HttpRequest) -> Membership | None:
    member: Membership | None = request.member  # type: ignore[attr-defined]
    return member


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    form = ConsultationsForm(request.GET, member=member)
    page, page_errors = page_of(request, form.found(), PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "page_errors": page_errors,
        "total": page.paginator.count,
        "narrowed": form.is_valid() and form.narrows,
    }
    status = 400 if form.errors or page_errors else 200
    return render(request, "units/consultations.html", context, status=status)


def _found(request: HttpRequest, uuid: UUID) -> Consultation:
    return get_object_or_404(Consultation.objects.visible_to(member_of(request)).for_pages(), uuid=uuid)


@require_safe
def consultation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return show_consultation(request, _found(request, uuid))


def show_consultation(
    request: HttpRequest,
    consultation: Consultation,
    *,
    comment_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with `comment_form`, a comment that was refused, given back as it was typed."""
    member = member_of(request)
    said = said_in(consultation)
    may_comment = member is not None and consultation.takes_comments
    if comment_form is None and may_comment:
        asked = request.GET.get("paragrafo", "")
        comment_form = CommentForm(consultation.version.paragraphs, initial={"paragraph": asked})
    manages = (
        member is not None and Consultation.objects.managed_by(member).filter(pk=consultation.pk).exists()
    )
    context: dict[str, Any] = {
        "consultation": consultation,
        "said": said,
        "comment_form": comment_form,
        # The frame's title says "Erro:" when this has errors.
        "form": comment_form,
        "may_comment": may_comment,
        "named": consultation.people_may_be_named_to(member),
        "own": member.organisation_id if member else None,
        "manages": manages,
        "rounds": Round.objects.visible_to(member)
        .filter(version__draft=consultation.version.draft_id)
        .exclude(state=Round.State.DRAFT)
        .select_related("version__draft")
        .order_by("-opened_at"),
    }
    return render(request, "units/consultation.html", context, status=status)


@require_safe
def consultation_export(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponseBase:
    """Every comment with its reply, for those who may read the consultation."""
    if kind not in KINDS:
        raise Http404
    found = _found(request, uuid)
    if found.state == Consultation.State.DRAFT:
        raise Http404
    named = found.people_may_be_named_to(member_of(request))
    rows = lines(found, found.comments.for_pages(), named=named)
    file = sheets.as_csv(rows) if kind == "csv" else sheets.as_xlsx([(_("Comentários"), rows)])
    return FileResponse(
        file, as_attachment=True, filename=f"concerta-{found.code.lower()}.{kind}", content_type=KINDS[kind]
    )

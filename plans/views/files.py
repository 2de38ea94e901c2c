"""A plan as a file, for whoever may read its page."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.models import Membership
from plans import files, printing
from plans.models import Plan
from plans.public import PlanPage
from plans.reading import read

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _page(request: HttpRequest, uuid: UUID) -> PlanPage:
    member: Membership | None = request.member  # type: ignore[attr-defined]
    found = get_object_or_404(Plan.objects.visible_to(member).for_pages(), uuid=uuid)
    return PlanPage(read(found, member), member)


def _named(page: PlanPage, kind: str) -> str:
    return f"{slugify(page.plan.title_pt)[:60] or 'plano'}.{kind}"


@require_safe
def plan_file(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponseBase:
    page = _page(request, uuid)
    made = files.as_csv(page.reading) if kind == "csv" else files.as_xlsx(page)
    answer = FileResponse(made, as_attachment=True, filename=_named(page, kind), content_type=KINDS[kind])
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def plan_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    page = _page(request, uuid)
    answer = HttpResponse(printing.plan_pdf(page), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{_named(page, "pdf")}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

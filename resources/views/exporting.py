"""The results of a search as a file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Membership
from resources import days, export, listing
from resources.filters import SearchForm
from resources.listing import Row
from resources.views import catalogue

KINDS = {
    "csv": (export.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (export.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
def export_results(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All the rows of the list with the same filters, without its pages. What cannot be understood is said by the
    list itself."""
    if kind not in KINDS:
        raise Http404
    member: Membership | None = request.member  # type: ignore[attr-defined]
    own = member.organisation.municipality if member else None
    form = SearchForm(request.GET, seen_from=(own.seat_lat, own.seat_lon) if own else None)
    if form.errors:
        return catalogue.catalogue(request)
    rows, sources = listing.every(member, form.criteria())

    def address(row: Row) -> str:
        place = reverse("resource", args=[row.resource.uuid, row.resource.slug])
        return request.build_absolute_uri(place)

    write, content_type = KINDS[kind]
    return FileResponse(
        write(rows, sources, address),
        as_attachment=True,
        filename=f"concerta-recursos-{days.today().isoformat()}.{kind}",
        content_type=content_type,
    )

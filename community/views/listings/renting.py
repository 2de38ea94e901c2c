"""Rent support in public: the 17 side by side, one measure, the comparison as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import sheets
from community.listings import files
from community.listings.filters import RentFilters
from community.models import RentMeasure
from community.models.listings import today
from community.models.renting import speaks_of_renting
from community.views.listings.manners import KINDS, Gone, gone, keeps, member_of, read_entry


@require_safe
def rent_measures(request: HttpRequest) -> HttpResponse:
    form = RentFilters(request.GET)
    measures, places = form.measures(), form.places()
    if form.is_valid() and form.cleaned_data["com_informacao"]:
        places = [one for one in places if one.dico in measures]
    rows = [
        (place, one, n == 0, len(measures.get(place.dico, [])) or 1)
        for place in places
        for n, one in enumerate(measures.get(place.dico, [None]))
    ]
    query = request.GET.copy()
    member = member_of(request)
    context = {
        "form": form,
        "rows": rows,
        "told": sum(place.dico in measures for place in places),
        "total": len(places),
        "narrowed": form.narrowed,
        "files_query": f"?{query.urlencode()}" if query and form.is_valid() else "",
        "own": speaks_of_renting(member) if member else None,
    }
    status = 400 if form.errors else 200
    return render(request, "community/listings/rent_measures.html", context, status=status)


@require_safe
def rent_measure(request: HttpRequest, uuid: UUID) -> HttpResponse:
    try:
        found = read_entry(request, RentMeasure, uuid)
    except Gone:
        return gone(
            request,
            title=_("Esta medida já não está publicada"),
            url=reverse("rent_measures"),
            action=_("Comparar as medidas publicadas"),
        )
    context = {"measure": found, "keeps": keeps(request, found)}
    return render(request, "community/listings/rent_measure.html", context)


@require_safe
def export_rent_measures(request: HttpRequest, kind: str) -> HttpResponseBase:
    if kind not in KINDS:
        raise Http404
    form = RentFilters(request.GET)
    if form.errors:
        return rent_measures(request)
    measures, places = form.measures(), form.places()
    if form.cleaned_data["com_informacao"]:
        places = [one for one in places if one.dico in measures]
    lines = files.rent_lines(places, measures)
    file = sheets.as_csv(lines) if kind == "csv" else sheets.as_xlsx([(_("Apoio ao arrendamento"), lines)])
    name = f"concerta-arrendamento-{today().isoformat()}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=KINDS[kind])

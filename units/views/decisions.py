"""The register of decisions: list, one decision, feed, files."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import moment, sheets
from accounts.models import Membership
from units import feeds, register
from units.lists import page_of
from units.models import Decision, Paper
from units.models.ref_amp import known_codes
from units.showing import Standing

PER_PAGE = 20


def _member(request: HttpRequest) -> Membership | None:
    member: Membership | None = request.member  # type: ignore[attr-defined]
    return member


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    form = register.RegisterForm(request.GET, member=_member(request))
    page, page_errors = page_of(request, form.found(), PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "page_errors": page_errors,
        "total": page.paginator.count,
        "entries": register.entries(page.object_list, _member(request)),
        "narrowed": form.is_valid() and form.narrows,
        "files_query": f"?{query.urlencode()}" if query and form.is_valid() else "",
    }
    return render(request, "units/decisions.html", context, status=400 if form.errors or page_errors else 200)


@require_safe
def decision(request: HttpRequest, number: str) -> HttpResponse:
    member = _member(request)
    visible = Decision.objects.approved().visible_to(member)
    found = register.entries(visible.filter(number=number), member)
    if not found:
        raise Http404
    [one] = found
    url = settings.BASE_URL + reverse("decision", args=[one.decision.number])
    context = {
        "one": one,
        "decision": one.decision,
        "standing": Standing(one.round, member) if one.round else None,
        "papers": Paper.objects.visible_to(member).filter(decision=one.decision).defer("content"),
        "codes": known_codes(effect.reference for effect in one.decision.effects.all() if effect.reference),
        "citation": register.citation(one.decision, url),
        "governs": member is not None and member.governs,
        "manages": member is not None
        and Decision.objects.managed_by(member).filter(pk=one.decision.pk).exists(),
    }
    return render(request, "units/decision.html", context)


@require_safe
def decisions_feed(request: HttpRequest) -> HttpResponse:
    """What everybody may read, whoever asks: feeds are read by other people's machines."""
    return HttpResponse(feeds.atom(), content_type="application/atom+xml; charset=utf-8")


KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def export_decisions(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All that the list shows with the same filters. What cannot be understood is said by the list itself."""
    if kind not in KINDS:
        raise Http404
    member = _member(request)
    form = register.RegisterForm(request.GET, member=member)
    if form.errors:
        return decisions(request)
    page = settings.BASE_URL + reverse("decision", args=["NUMBER"]).replace("NUMBER", "{number}")
    lines = register.lines(register.entries(form.found(), member), page)
    file = sheets.as_csv(lines) if kind == "csv" else sheets.as_xlsx([(_("Decisões"), lines)])
    day = timezone.localdate(moment.now()).isoformat()
    return FileResponse(
        file, as_attachment=True, filename=f"concerta-decisoes-{day}.{kind}", content_type=KINDS[kind]
    )

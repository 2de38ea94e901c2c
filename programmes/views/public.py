"""What everybody reads: programmes with their sheet and editions, the training offer, whether a certificate holds."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import limits, moment, sheets
from accounts.sheets.writing import Cell
from programmes import offer as offering
from programmes.lists import FindForm
from programmes.models import Certificate, Edition, Programme
from programmes.showing import sheet_shown
from units.lists import page_of
from units.views.consultations import member_of

PER_PAGE = 20
# Codes are too long to be guessed; this keeps who tries from trying for long.
MOST = 60


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    return _list(request, Programme.Kind.PROGRAMME, "programmes/programmes.html")


@require_safe
def training(request: HttpRequest) -> HttpResponse:
    return _list(request, Programme.Kind.COURSE, "programmes/training.html")


def _list(request: HttpRequest, kind: str, template: str) -> HttpResponse:
    form = FindForm(request.GET, kind=kind, member=member_of(request))
    page, page_errors = page_of(request, form.found(), PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "page_errors": page_errors,
        "rows": [
            (one, [edition for sheet in one.sheets.all() for edition in sheet.open_editions])
            for one in page.object_list
        ],
        "narrowed": form.is_valid() and form.narrows,
    }
    return render(request, template, context, status=400 if form.errors or page_errors else 200)


@require_safe
def programme(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The sheet in force, the editions one may see, and of closed ones their figures."""
    member = member_of(request)
    found = get_object_or_404(
        Programme.objects.visible_to(member).public().select_related("current", "organisation"), uuid=uuid
    )
    assert found.current is not None
    editions = list(
        Edition.objects.visible_to(member)
        .exclude(state=Edition.State.PLANNED)
        .filter(sheet__programme=found)
        .select_related("municipality", "organisation", "sheet__programme")
        .prefetch_related("figures")
    )
    own = member is not None and found.organisation_id == member.organisation_id and member.may_decide
    others = [one for one in offering.offered() if one.sheet.programme_id != found.pk]
    mine = [one for one in editions if not one.is_closed]
    context = {
        **sheet_shown(found.current),
        "responses": found.responses.select_related("problem__axis"),
        "open": mine,
        "closed": [one for one in editions if one.is_closed],
        "own": own,
        # Told to who offers it: somebody else teaches the same, there and then.
        "overlaps": [
            (one, other)
            for pair in offering.overlaps([*mine, *others])
            for one, other in ((pair.first, pair.second), (pair.second, pair.first))
            if own and one in mine and other not in mine
        ],
        "inside": member is not None,
    }
    return render(request, "programmes/programme.html", context)


@require_safe
def offer_map(request: HttpRequest) -> HttpResponse:
    context = {"offer": offering.offer(), "trained": offering.trained()}
    return render(request, "programmes/offer.html", context)


@require_safe
def training_csv(request: HttpRequest) -> HttpResponseBase:
    """Every public edition of a course: what, for whom, where, when."""
    head: list[Cell] = [
        _("formação"),
        _("área"),
        _("para quem"),
        _("entidade"),
        _("município"),
        _("começa"),
        _("acaba"),
        _("inscrições até"),
        _("endereço"),
        _("fictícia"),
    ]
    lines: list[list[Cell]] = [
        [
            one.sheet.name,
            one.sheet.programme.area,
            str(one.sheet.programme.get_audience_display()),
            one.organisation.name,
            one.municipality.name if one.municipality else _("toda a área"),
            one.starts.isoformat(),
            one.ends.isoformat(),
            one.intake_until.isoformat(),
            settings.BASE_URL + reverse("programme", args=[one.sheet.programme.uuid]),
            _("sim") if one.is_demo else "",
        ]
        for one in offering.offered()
    ]
    day = timezone.localdate(moment.now()).isoformat()
    return FileResponse(
        sheets.as_csv([head, *lines]),
        as_attachment=True,
        filename=f"concerta-formacao-{day}.csv",
        content_type="text/csv; charset=utf-8",
    )


@require_safe
def training_calendar(request: HttpRequest) -> HttpResponse:
    """For calendar programs: each edition of a course, from its first to its last day."""
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//Concerta//Concerta//PT")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("Formação na área metropolitana"))
    for one in offering.offered():
        row = icalendar.Event()
        row.add("uid", f"{one.uuid}@concerta")
        row.add("dtstamp", moment.now())
        row.add("dtstart", one.starts)
        row.add("dtend", one.ends + timedelta(days=1))
        row.add("summary", one.sheet.name)
        row.add("url", settings.BASE_URL + reverse("programme", args=[one.sheet.programme.uuid]))
        if one.municipality:
            row.add("location", one.municipality.name)
        made.add_component(row)
    return HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")


@never_cache
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Where somebody types the code that stands on the paper."""
    typed = request.GET.get("codigo", "").strip()[:40]
    if typed:
        drawn = "".join(c for c in typed.upper() if c.isalnum())
        return redirect("certificate", code=drawn[:14] or "-")
    return render(request, "programmes/certificates.html", {"code": ""})


@never_cache
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Valid, revoked or unknown: of whom, nowhere."""
    if limits.spent(request, "certificate", MOST):
        return render(request, "429.html", status=429)
    limits.count(request, "certificate")
    found = Certificate.objects.select_related("edition__sheet", "edition__organisation", "phase").by_code(
        code
    )
    context = {"asked": True, "code": code, "certificate": found}
    answer = render(request, "programmes/certificates.html", context, status=200 if found else 404)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer

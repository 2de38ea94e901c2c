"""Job offers in public: list, one offer, feed, file; and the page behind the link that renews without signing in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits, sheets
from accounts.models import Membership
from accounts.refusals import Refusal
from community.actions import renew_jobs
from community.listings import files, renewing
from community.listings.filters import JobFilters
from community.models import JobOffer
from community.models.listings import today
from community.views.listings.manners import KINDS, Gone, gone, keeps, listed, read_entry

MOST_LINKS = 120


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    return listed(request, JobFilters(request.GET), "community/listings/jobs.html")


@require_safe
def job(request: HttpRequest, uuid: UUID) -> HttpResponse:
    try:
        found = read_entry(request, JobOffer, uuid)
    except Gone:
        return gone(
            request,
            title=_("Esta oferta já não está em aberto"),
            url=reverse("jobs"),
            action=_("Ver as ofertas em aberto"),
        )
    context = {"job": found, "keeps": keeps(request, found)}
    return render(request, "community/listings/job.html", context)


@require_safe
def jobs_feed(request: HttpRequest) -> HttpResponse:
    """What a search finds, as a feed. What cannot be understood is said by the list itself."""
    form = JobFilters(request.GET)
    if form.errors:
        return jobs(request)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    written = files.jobs_atom(form.found()[: files.MOST_IN_A_FEED], query)
    return HttpResponse(written, content_type="application/atom+xml; charset=utf-8")


@require_safe
def export_jobs(request: HttpRequest, kind: str) -> HttpResponseBase:
    if kind not in KINDS:
        raise Http404
    form = JobFilters(request.GET)
    if form.errors:
        return jobs(request)
    lines = files.job_lines(form.found())
    file = sheets.as_csv(lines) if kind == "csv" else sheets.as_xlsx([(_("Ofertas de emprego"), lines)])
    name = f"concerta-empregos-{today().isoformat()}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=KINDS[kind])


# The address itself is what allows it: there is nothing else a forged form could ride on, and a page that sends no
# referrer sends no origin either, which the check would refuse.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renew_link(request: HttpRequest, token: str) -> HttpResponse:
    """One tap from a letter: 30 more days. Reading the page changes nothing."""
    if limits.spent(request, "confirm", MOST_LINKS):
        return _quietly(render(request, "429.html", status=429))
    limits.count(request, "confirm")
    try:
        asked = renewing.read(token)
    except renewing.Expired:
        return _said(request, 410, _("Esta ligação passou do prazo. Inicie sessão para renovar."))
    if asked is None:
        return _said(
            request, 404, _("Esta ligação não é válida. Abra-a de novo a partir da mensagem, por inteiro.")
        )
    member = (
        Membership.objects.active().select_related("user", "organisation").filter(pk=asked.membership).first()
    )
    if member is None or not member.may_ask:
        return _said(request, 403, _("Quem recebeu esta ligação já não gere as ofertas desta entidade."))
    found = (
        JobOffer.objects.kept_by(member).filter(pk__in=asked.seen).for_pages().order_by("expires_on", "pk")
    )
    waiting = [one for one in found if one.expires_on == asked.seen[one.pk] and one.may_be_renewed]
    if not waiting:
        return _said(
            request, 410, _("Estas ofertas já foram renovadas ou terminaram. Não é preciso mais nada.")
        )
    if request.method != "POST":
        return _page(request, {"waiting": waiting, "member_name": member.user})
    wanted = set(request.POST.getlist("oferta"))
    chosen = [one for one in waiting if str(one.uuid) in wanted]
    if not chosen:
        context = {"waiting": waiting, "member_name": member.user, "nothing_chosen": True}
        return _page(request, context, 422)
    try:
        done = renew_jobs(chosen, by=member)
    except Refusal as refusal:
        return _said(request, refusal.status, refusal.sentence)
    return _page(request, {"done": done})


def _said(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    return _page(request, {"sentence": sentence}, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return _quietly(render(request, "community/listings/renew.html", context, status=status))


def _quietly(response: HttpResponse) -> HttpResponse:
    """The address goes to nobody else, and into no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

"""Pre-registration: by the person alone on a public page, or by a service; what comes back is a code."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import limits
from accounts.models import Membership
from accounts.refusals import TooMany
from programmes import actions
from programmes.forms.intake import ApplicationForm
from programmes.models import Edition
from units.views.work.manners import acting, members_only, reads_and_sends, sent

# From one address in ten minutes: a service's waiting room has one, a script too.
MOST = 20


@never_cache
@reads_and_sends
def self_register(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Without any identity: bands and codes in, a code out, once."""
    edition = get_object_or_404(
        Edition.objects.public().select_related("sheet__programme", "criteria", "organisation"), uuid=uuid
    )
    if not edition.takes_now or not edition.self_intake:
        if request.method == "POST":
            return render(request, "programmes/work/intake_closed.html", {"edition": edition}, status=409)
        return render(request, "programmes/work/intake_closed.html", {"edition": edition})
    return _register(request, edition, by=None)


@members_only
@never_cache
@reads_and_sends
def register(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """By the operator, or by the person's service."""
    member = acting(request)
    found = Edition.objects.visible_to(member).select_related("sheet__programme", "criteria", "organisation")
    edition = get_object_or_404(found, uuid=uuid)
    if not member.may_ask:
        raise Http404
    if not edition.takes_now:
        status = 409 if request.method == "POST" else 200
        return render(request, "programmes/work/intake_closed.html", {"edition": edition}, status=status)
    return _register(request, edition, by=member)


def _register(request: HttpRequest, edition: Edition, *, by: Membership | None) -> HttpResponse:
    form = ApplicationForm(
        edition, request.POST if request.method == "POST" else None, initial={"key": uuid4()}
    )

    def save() -> HttpResponse:
        if by is None:
            if limits.spent(request, "register", MOST):
                raise TooMany(_("Foram feitas muitas inscrições deste sítio. Tente daqui a dez minutos."))
            limits.count(request, "register")
        made = actions.pre_register(edition, form.application(), by=by, key=form.cleaned_data["key"])
        # Shown on the answer itself: an address with the code would stay in the browser's history.
        return render(
            request,
            "programmes/work/registered.html",
            {"edition": edition, "participant": made, "alone": by is None},
        )

    answer, status = sent(request, form, save)
    if answer is not None:
        return answer
    context = {"form": form, "edition": edition, "alone": by is None}
    return render(request, "programmes/work/register.html", context, status=status)

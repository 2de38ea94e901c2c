"""The desk of communication, and one item on its way outside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Refusal
from portal.communication import actions
from portal.communication.desk import desk, edit_url, trail
from portal.communication.manners import EDITING, for_roles
from portal.models import NewsIndexPage, NewsPage
from portal.newsletter.composing import candidates
from portal.newsletter.models import Issue, Subscription
from units.forms.base import PlainForm, prose_field
from units.views.work.manners import SeeOther, acting, put_on_form, reads_and_sends


class AnswerForm(PlainForm):
    comment = prose_field(
        gettext_lazy("Comentário"),
        required=False,
        hint=gettext_lazy("Lê-o quem escreveu. Para devolver é preciso; para aprovar, só se quiser."),
        rows=3,
    )


@for_roles(*EDITING)
@require_safe
def communication(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    index = NewsIndexPage.objects.filter(locale__language_code="pt-pt").first()
    context = {
        "desk": desk(member),
        "coordinates": member.has(Membership.Role.COORDINATION),
        "edits": member.has(Membership.Role.EDITOR),
        "add_url": reverse("wagtailadmin_pages:add_subpage", args=[index.pk]) if index else "",
        "last": Issue.objects.sent().first(),
        "draft": Issue.objects.filter(state=Issue.State.DRAFT).first(),
        "fresh": len(candidates()),
        "subscribers": Subscription.objects.confirmed().count(),
    }
    return render(request, "communication/desk.html", context)


@for_roles(*EDITING)
@reads_and_sends
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits, as it would be read, with its trail; the coordination answers it here."""
    member = acting(request)
    page: NewsPage = get_object_or_404(NewsPage.objects.select_related("locale"), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status, errors = 200, []
    if request.method == "POST":
        try:
            return SeeOther(_answer(request, page, form, member))
        except Refusal as refusal:
            status = refusal.status
            if refusal.extra.get("field") in form.fields:
                put_on_form(form, refusal)
            else:
                errors = [refusal.sentence]
        form.masked()
        page = NewsPage.objects.select_related("locale").get(pk=pk)
    latest = page.get_latest_revision_as_object()
    waiting = actions.waiting_state(page)
    coordinates = member.has(Membership.Role.COORDINATION)
    own = waiting is not None and coordinates and actions.wrote(page, member)
    context = {
        "page": latest,
        "item": page,
        "campaign": latest.campaign,
        "waiting": waiting,
        "answers": waiting is not None and coordinates and not own,
        "own": own,
        "trail": trail(page),
        "form": form,
        "page_errors": errors,
        "edit_url": edit_url(page, member),
        "shown_url": page.url if page.may_be_read_by(member) else "",
        "today": timezone.localdate(moment.now()),
    }
    return render(request, "communication/item.html", context, status=status)


def _answer(request: HttpRequest, page: NewsPage, form: AnswerForm, member: Membership) -> str:
    form.is_valid()
    comment = form.cleaned_data.get("comment", "")
    said = request.POST.get("revision", "")
    revision = int(said) if said.isascii() and said.isdecimal() and len(said) < 12 else 0
    if "approve" in request.POST:
        done = actions.approve_news(page, by=member, revision=revision, comment=comment)
        if done.live and not done.has_unpublished_changes:
            messages.success(request, _("Aprovada e publicada."))
        else:
            messages.success(request, _("Aprovada. Sai no dia marcado."))
    else:
        actions.return_news(page, by=member, revision=revision, comment=comment)
        messages.success(request, _("Devolvida a quem a escreveu, com o seu comentário."))
    return reverse("communication")

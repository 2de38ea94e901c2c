"""Composing an issue, seeing it in both languages, and sending it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_POST, require_safe

from accounts.refusals import Refusal
from portal.communication.manners import COORDINATING, for_roles
from portal.newsletter import actions, mail
from portal.newsletter.composing import candidates, chosen, mark_of_issue
from portal.newsletter.forms import IssueForm, picked, rows_of, typed_rows
from portal.newsletter.models import Issue
from units.forms.base import PlainForm, seen_field
from units.views.work.manners import SeeOther, acting, put_on_form, reads_and_sends


class SendForm(PlainForm):
    seen = seen_field()


def _crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    trail = [
        (reverse("workspace"), _("Trabalho")),
        (reverse("communication"), _("Comunicação")),
        *more,
    ]
    return [{"url": url, "label": label} for url, label in trail]


def _found(request: HttpRequest, uuid: UUID) -> Issue:
    return get_object_or_404(Issue.objects.editable_by(acting(request)), uuid=uuid)


@for_roles(*COORDINATING)
@reads_and_sends
def compose(request: HttpRequest) -> HttpResponse:
    """The one issue in preparation, or the next one."""
    draft = Issue.objects.filter(state=Issue.State.DRAFT).first()
    found = candidates()
    mark = mark_of_issue(draft) if draft else ""
    status, errors = 200, []
    if request.method == "POST":
        form, rows = IssueForm(request.POST), typed_rows(found, request.POST)
        status = 422
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in form.fields if name != "seen"}
            try:
                made = actions.keep_issue(
                    actions.Said(**said),
                    actions.in_order(picked(rows)),
                    by=acting(request),
                    seen=form.cleaned_data["seen"],
                )
            except Refusal as refusal:
                status = refusal.status
                if refusal.extra.get("field") in form.fields:
                    put_on_form(form, refusal)
                else:
                    errors = [refusal.sentence]
                form.go_on_from(mark)
            else:
                messages.success(request, _("O número ficou gravado. Veja-o antes de o enviar."))
                return SeeOther(reverse("newsletter_preview", args=[made.uuid]))
        form.masked()
    else:
        names = ("subject_pt", "subject_en", "intro_pt", "intro_en")
        typed: dict[str, Any] = {name: getattr(draft, name) for name in names} if draft else {}
        form = IssueForm(initial=typed | {"seen": mark})
        rows = rows_of(found, [one.news for one in draft.items.all()] if draft else [])
    context = {
        "form": form,
        "rows": rows,
        "draft": draft,
        "page_errors": errors,
        "last": Issue.objects.sent().first(),
        "crumbs": _crumbs(),
    }
    return render(request, "newsletter/compose.html", context, status=status)


@for_roles(*COORDINATING)
@require_safe
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """As it will be read, in both languages one under the other."""
    found = _found(request, uuid)
    versions = []
    for language in mail.LANGUAGES:
        with override(language):
            said = {"subject": found.subject, "intro": found.intro}
        versions.append({"language": language, **said, "items": chosen(found, language)})
    context = {
        "issue": found,
        "versions": versions,
        "addressed": mail.addressed(),
        "crumbs": _crumbs((reverse("newsletter_compose"), _("Boletim"))),
    }
    return render(request, "newsletter/preview.html", context)


@for_roles(*COORDINATING)
@require_POST
def test(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = _found(request, uuid)
    try:
        actions.send_test(found, by=acting(request))
    except Refusal as refusal:
        return _refused(request, refusal)
    messages.success(
        request,
        _("O ensaio vai a caminho de %(email)s, nas duas línguas.") % {"email": acting(request).user.email},
    )
    return SeeOther(reverse("newsletter_preview", args=[uuid]))


@for_roles(*COORDINATING)
@reads_and_sends
def send(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET says to how many it goes; POST sends, once."""
    found = _found(request, uuid)
    form = SendForm(
        request.POST if request.method == "POST" else None, initial={"seen": mark_of_issue(found)}
    )
    if request.method == "POST":
        form.is_valid()
        try:
            done = actions.send_issue(found, by=acting(request), seen=form.cleaned_data.get("seen", ""))
        except Refusal as refusal:
            return _refused(request, refusal)
        messages.success(
            request,
            ngettext(
                "O boletim n.º %(number)s vai a caminho de %(n)s endereço.",
                "O boletim n.º %(number)s vai a caminho de %(n)s endereços.",
                done.letters,
            )
            % {"number": done.number, "n": done.letters},
        )
        return SeeOther(reverse("communication"))
    n = mail.addressed()
    context = {
        "title": ngettext("Enviar o boletim a %(n)s endereço?", "Enviar o boletim a %(n)s endereços?", n)
        % {"n": n},
        "lead": found.subject,
        "form": form,
        "consequence": {
            "kind": "few",
            "title": _("Depois de enviado já não se altera"),
            "text": _("Recebe um número, fica no arquivo público e não sai segunda vez."),
        },
        "submit": _("Aprovar e enviar"),
        "cancel_url": reverse("newsletter_preview", args=[uuid]),
        "crumbs": _crumbs((reverse("newsletter_compose"), _("Boletim"))),
        "here": _("Enviar"),
    }
    if found.is_sent:
        return _refused(request, actions.WrongState(_("Este número já foi enviado: não sai duas vezes.")))
    return render(request, "components/confirm_page.html", context)


@for_roles(*COORDINATING)
@reads_and_sends
def drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = _found(request, uuid)
    if request.method == "POST":
        try:
            actions.drop_issue(found, by=acting(request))
        except Refusal as refusal:
            return _refused(request, refusal)
        messages.success(request, _("O número em preparação foi apagado."))
        return SeeOther(reverse("communication"))
    context = {
        "title": _("Apagar o número em preparação?"),
        "lead": found.subject,
        "submit": _("Apagar"),
        "danger": True,
        "cancel_url": reverse("newsletter_preview", args=[uuid]),
        "crumbs": _crumbs((reverse("newsletter_compose"), _("Boletim"))),
        "here": _("Apagar"),
    }
    return render(request, "components/confirm_page.html", context)


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    context = {"page_errors": [refusal.sentence], "crumbs": _crumbs()}
    return render(request, "newsletter/refused.html", context, status=refusal.status)

"""Who edits which pages, for the coordination: named and dismissed here, nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Membership
from accounts.refusals import Refusal
from portal import editors
from resources.views.manners import SeeOther, put_on_form
from units.models import Body

MISSING = gettext_lazy("Escolha uma das opções.")
ALL_PAGES = "tudo"


def coordination_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Visitors are asked to sign in; for everybody else who does not name editors these pages do not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("editors"))
        member: Membership | None = request.member  # type: ignore[attr-defined]
        if member is None or not editors.may_name(member):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class EditorForm(forms.Form):
    member = forms.ModelChoiceField(
        label=gettext_lazy("Pessoa"),
        queryset=Membership.objects.none(),
        empty_label=gettext_lazy("Escolha a pessoa"),
        error_messages={"required": MISSING, "invalid_choice": MISSING},
    )
    what = forms.ChoiceField(
        label=gettext_lazy("O que edita"), error_messages={"required": MISSING, "invalid_choice": MISSING}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Membership.objects.active().select_related("user", "organisation")
        self.fields["member"].queryset = people.order_by(  # type: ignore[attr-defined]
            "user__name", "organisation__sort_key"
        )
        self.bodies = {str(body.uuid): body for body in Body.objects.order_by("order")}
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("", _("Escolha a página")),
            *((key, _("A página de %(body)s") % {"body": body.name}) for key, body in self.bodies.items()),
            (ALL_PAGES, _("Todas as páginas do portal")),
        ]

    @property
    def body(self) -> Body | None:
        return self.bodies.get(self.cleaned_data["what"])


def _show(request: HttpRequest, form: forms.Form, *, errors: list[str], status: int) -> HttpResponse:
    groups = editors.by_page()
    context = {
        "form": form,
        "groups": groups,
        "without": [body for body, people in groups if body and not people],
        "page_errors": errors,
    }
    return render(request, "workspace/editors.html", context, status=status)


@coordination_only
@require_http_methods(["GET", "HEAD", "POST"])
def editor_list(request: HttpRequest) -> HttpResponse:
    """Who edits what; POST names one more."""
    if request.method != "POST":
        return _show(request, EditorForm(), errors=[], status=200)
    form = EditorForm(request.POST)
    status = 422
    if form.is_valid():
        member = form.cleaned_data["member"]
        try:
            editors.name_editor(member, form.body, by=_acting(request))
        except Refusal as refusal:
            put_on_form(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("%(who)s já pode editar.") % {"who": member.user})
            return SeeOther(reverse("editors"))
    return _show(request, form, errors=[], status=status)


@coordination_only
@require_POST
def editor_dismiss(request: HttpRequest) -> HttpResponse:
    form = EditorForm(request.POST)
    if not form.is_valid():
        return _show(request, EditorForm(), errors=[_("Escolha a pessoa e a página.")], status=422)
    member = form.cleaned_data["member"]
    try:
        editors.dismiss_editor(member, form.body, by=_acting(request))
    except Refusal as refusal:
        return _show(request, EditorForm(), errors=[refusal.sentence], status=refusal.status)
    messages.success(request, _("%(who)s já não edita essa página.") % {"who": member.user})
    return SeeOther(reverse("editors"))


def _acting(request: HttpRequest) -> Membership:
    return cast(Membership, request.member)  # type: ignore[attr-defined]

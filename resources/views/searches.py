"""Saved searches: kept from the catalogue, listed, silenced, forgotten. One's own and nobody else's."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.http import require_http_methods, require_POST

from accounts import identity
from accounts.models import Membership
from resources.actions.searching import MOST, forget_search, save_search, tell_of_search
from resources.filters import SearchForm
from resources.listing import Criteria, Facets, Listing
from resources.models import SavedSearch
from resources.refusals import Refusal
from resources.views.catalogue import Search
from resources.views.manners import SeeOther, acting, members_only

KEPT_FROM_THE_ADDRESS = (
    "q",
    "near",
    "radius_km",
    "category",
    "municipality",
    "response",
    "mode",
    "accessible",
    "tal",
)


class SaveForm(forms.Form):
    query = forms.CharField(
        max_length=1000,
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Procure primeiro no catálogo e guarde o que procurou."),
            "max_length": gettext_lazy("Esta pesquisa é demasiado comprida para guardar."),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Nome da pesquisa"),
        required=False,
        max_length=60,
        validators=[identity.refuse],
        error_messages={"max_length": gettext_lazy("O nome tem no máximo 60 caracteres.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def saved_searches(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    if request.method != "POST":
        return _page(request, member)
    form = SaveForm(request.POST)
    if form.is_valid():
        search = SearchForm(QueryDict(form.cleaned_data["query"]))
        if search.is_valid():
            try:
                save_from(search, member, form.cleaned_data["name"])
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(
                    request, _("Pesquisa guardada. Avisamos quando houver vaga que ainda não havia.")
                )
                return SeeOther(reverse("saved_searches"))
        for sentences in search.errors.values():
            form.add_error(None, sentences[0])
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["name"] = identity.masked(form.data.get("name", ""))  # type: ignore[index]
    return _page(request, member, form)


def save_from(form: SearchForm, member: Membership, name: str) -> SavedSearch:
    """Keep what a filled-in search asks for, with its words in both languages."""
    criteria, sent = form.criteria(), cast(QueryDict, form.data)
    # With the days and the number said, "tonight" stays the night it was said on.
    query = QueryDict(mutable=True)
    for field in KEPT_FROM_THE_ADDRESS:
        if values := [one for one in sent.getlist(field) if one.strip()]:
            query.setlist(field, values)
    query["start"], query["end"] = criteria.first_day.isoformat(), criteria.end_day.isoformat()
    query["quantity"] = str(criteria.quantity)
    words = {}
    for code in ("pt-pt", "en"):
        with override(code):
            words[code] = _words(form, criteria, member)
    return save_search(
        criteria,
        by=member,
        query=query.urlencode(),
        words_pt=words["pt-pt"],
        words_en=words["en"],
        name=name,
    )


def _words(form: SearchForm, criteria: Criteria, member: Membership) -> str:
    """ "2 pessoas · Porto · acessível", in the active language."""
    nothing = Listing(criteria, [], 0, 0, Counter(), Facets({}, {}, {}, 0, 0, 0), [])
    search = Search(QueryDict(), form, nothing, member)
    people = ngettext("%(n)s pessoa", "%(n)s pessoas", criteria.quantity) % {"n": criteria.quantity}
    kept = [name for name in criteria.active if name not in ("only_free", "only_fresh")]
    return " · ".join([people, *(search.label(name) for name in kept)])


@members_only
@require_POST
def change_search(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Switch the messages of one search on (`alerts=1`) or off."""
    member = acting(request)
    search = get_object_or_404(SavedSearch.objects.of(member).live(), uuid=uuid)
    search = tell_of_search(search, by=member, alerts=request.POST.get("alerts") == "1")
    messages.success(
        request, _("Voltamos a avisar.") if search.alerts else _("Deixámos de avisar desta pesquisa.")
    )
    return SeeOther(reverse("saved_searches"))


@members_only
@require_POST
def remove_search(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    search = get_object_or_404(SavedSearch.objects.of(member), uuid=uuid)
    forget_search(search, by=member)
    messages.success(request, _("Pesquisa apagada."))
    return SeeOther(reverse("saved_searches"))


def _page(request: HttpRequest, member: Membership, form: SaveForm | None = None) -> HttpResponse:
    listed = [
        {"search": one, "url": f"{reverse('catalogue')}?{one.query}"}
        for one in SavedSearch.objects.of(member)
    ]
    context: dict[str, Any] = {"form": form, "listed": listed, "most": MOST}
    return render(request, "resources/saved_searches.html", context, status=422 if form else 200)

"""The two forms of the newsletter: who wants it, and what an issue says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.newsletter.models import LANGUAGES
from portal.pages.news import NewsPage
from units.forms.base import ENGLISH, NO_PEOPLE, PlainForm, choice_field, line_field, prose_field, seen_field

ITEM, ORDER = "noticia", "ordem-"


class SubscribeForm(PlainForm):
    email = forms.EmailField(
        label=_("Endereço de e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Escreva o endereço para onde quer o boletim."),
            "invalid": _("Escreva um endereço completo, por exemplo nome@exemplo.pt."),
        },
    )
    language = choice_field(_("Em que língua"), LANGUAGES)


class IssueForm(PlainForm):
    seen = seen_field()
    subject_pt = line_field(_("Assunto"), 120, hint=_("A primeira coisa que se lê na caixa de correio."))
    subject_en = line_field(_("Assunto em inglês"), 120, required=False, hint=ENGLISH, lang="en")
    intro_pt = prose_field(_("Introdução"), required=False, hint=NO_PEOPLE)
    intro_en = prose_field(_("Introdução em inglês"), required=False, hint=ENGLISH)


class Row:
    """One item that may go into the issue: whether it is picked and where it stands."""

    def __init__(self, page: NewsPage, picked: bool, order: str) -> None:
        self.page, self.picked, self.order = page, picked, order

    @property
    def key(self) -> UUID:
        key: UUID = self.page.translation_key
        return key

    @property
    def order_name(self) -> str:
        return f"{ORDER}{self.key}"


def rows_of(found: list[NewsPage], picked: list[UUID]) -> list[Row]:
    """Those picked first, in their order; then the others."""
    place = {key: n for n, key in enumerate(picked, start=1)}
    rows = [
        Row(page, page.translation_key in place or not picked, str(place.get(page.translation_key, n)))
        for n, page in enumerate(found, start=1)
    ]
    return sorted(rows, key=lambda row: place.get(row.key, len(place) + 1))


def typed_rows(found: list[NewsPage], data: Any) -> list[Row]:
    chosen = set(data.getlist(ITEM))
    return [
        Row(page, str(page.translation_key) in chosen, data.get(f"{ORDER}{page.translation_key}", "")[:4])
        for page in found
    ]


def picked(rows: list[Row]) -> list[tuple[UUID, int]]:
    """Where no number stands beside it, an item comes last."""
    return [
        (row.key, int(row.order) if row.order.isascii() and row.order.isdecimal() else 9999)
        for row in rows
        if row.picked
    ]

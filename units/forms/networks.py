"""What a municipality says of its local social network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from units.forms.base import (
    NO_PEOPLE,
    PlainForm,
    choice_field,
    day_field,
    line_field,
    seen_field,
)
from units.models import LocalNetwork, NetworkDocument, Partner

NO_LINK = _("Escreva a ligação inteira, por exemplo https://exemplo.pt/rede.")


def link_field(label: Any, *, required: bool, hint: Any = "") -> forms.URLField:
    return forms.URLField(
        label=label,
        required=required,
        help_text=hint,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": NO_LINK, "required": NO_LINK},
    )


class NetworkForm(PlainForm):
    seen = seen_field()
    seat = line_field(_("Sede"), 200, required=False, hint=_("O serviço e onde fica, como diz o município."))
    contact_page = link_field(_("Página de contacto"), required=False)
    platform = forms.ModelChoiceField(
        Partner.objects.filter(kind=Partner.Kind.PLATFORM, is_group=False),
        label=_("Plataforma supraconcelhia"),
        to_field_name="uuid",
        required=False,
        empty_label=_("por indicar"),
        error_messages={"invalid_choice": _("Escolha uma plataforma da lista.")},
    )
    kept_by = line_field(
        _("Quem a mantém"), 160, required=False, hint=_("O serviço ou a equipa, não o nome de uma pessoa.")
    )
    source = line_field(_("De onde vem esta informação"), 200)
    source_on = day_field(_("De que dia é"), required=False)

    @property
    def said(self) -> dict[str, Any]:
        names = ("seat", "contact_page", "platform", "kept_by", "source", "source_on")
        return {name: self.cleaned_data[name] for name in names}


def network_as_typed(network: LocalNetwork) -> dict[str, Any]:
    return {
        "seat": network.seat,
        "contact_page": network.contact_page,
        "platform": network.platform,
        "kept_by": network.kept_by,
        "source": network.source,
        "source_on": network.source_on,
    }


class NetworkDocumentForm(PlainForm):
    kind = choice_field(_("Tipo de documento"), NetworkDocument.Kind.choices)
    title = line_field(_("Título"), 160, hint=NO_PEOPLE)
    link = link_field(_("Onde se lê"), required=True)
    dated = day_field(_("Data do documento"))
    source = line_field(_("Fonte"), 200, required=False, hint=_("Quem o aprovou ou publicou."))

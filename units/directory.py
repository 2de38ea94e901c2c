"""The directory of strategic partners as it is looked through: by axis, kind, function and words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import Axis, Partner
from units.models.partners import PartnerQuerySet


class DirectoryForm(forms.Form):
    """What is looked for. Every field may stay empty."""

    q = forms.CharField(
        label=_("Procurar"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    eixo = forms.ModelChoiceField(
        label=_("Eixo"),
        required=False,
        queryset=Axis.objects.all(),
        to_field_name="code",
        empty_label=_("Todos os eixos"),
        error_messages={"invalid_choice": _("Este eixo não existe. Escolha um da lista.")},
    )
    tipo = forms.ChoiceField(
        label=_("Tipo"),
        required=False,
        choices=[("", _("Todos os tipos")), *Partner.Kind.choices],
        error_messages={"invalid_choice": _("Escolha um tipo da lista.")},
    )
    funcao = forms.ChoiceField(
        label=_("Função"),
        required=False,
        choices=[("", _("Todas as funções")), *Partner.Function.choices],
        error_messages={"invalid_choice": _("Escolha uma função da lista.")},
    )

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())

    def found(self) -> PartnerQuerySet:
        """What the fields leave, by name. Of a form with errors: everything."""
        found: PartnerQuerySet = Partner.objects.for_pages()
        if not self.is_valid():
            return found
        said: dict[str, Any] = self.cleaned_data
        if said["q"]:
            found = found.matching(said["q"])
        if said["eixo"]:
            found = found.on_axis(said["eixo"])
        if said["tipo"]:
            found = found.filter(kind=said["tipo"])
        if said["funcao"]:
            found = found.with_function(said["funcao"])
        return found

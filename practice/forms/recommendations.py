"""Evidence of a recommendation, and a plan item that answers to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.actions.evidencing import MAX_TEXT
from units.forms.base import NO_PEOPLE, PlainForm, day_field, key_field, line_field, prose_field


class EvidenceForm(PlainForm):
    key = key_field()
    text = prose_field(
        _("O que foi feito"),
        hint=_("Uma ou duas frases. Sem telefones nem números que identifiquem pessoas."),
    )
    link = line_field(
        _("Onde se pode ler"), 300, required=False, hint=_("Um endereço público, que comece por https://.")
    )
    dated = day_field(_("Data"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].max_length = MAX_TEXT  # type: ignore[attr-defined]


class PlanItemForm(PlainForm):
    """`found`: what the search brought, as choices."""

    element = forms.ChoiceField(
        label=_("Elemento do plano"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Escolha um elemento da lista."),
            "invalid_choice": _("Escolha um elemento da lista."),
        },
    )
    note = line_field(_("De que maneira responde à recomendação"), 240, required=False, hint=NO_PEOPLE)

    def __init__(self, found: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["element"].choices = found  # type: ignore[attr-defined]

"""Fields that the forms of funding share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from geo.models import Municipality
from units.forms.base import NO_PEOPLE, PlainForm, line_field
from units.models import Axis, Problem, StructuringIdea

NO_NUMBER = _("Escreva um número inteiro, a partir de 1.")
NO_LINK = _("Escreva a ligação inteira, por exemplo https://exemplo.pt/aviso.")
NOT_LISTED = _("Escolha da lista.")


def several(
    label: Any, found: QuerySet[Any], *, required: bool = True, hint: Any = "", missing: Any = NOT_LISTED
) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        found,
        label=label,
        required=required,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": missing,
            "invalid_choice": NOT_LISTED,
            "invalid_list": NOT_LISTED,
            "invalid_pk_value": NOT_LISTED,
        },
    )


def problems_field(*, required: bool = True, hint: Any = "") -> forms.ModelMultipleChoiceField:
    return several(
        _("Problemáticas a que responde"),
        Problem.objects.select_related("axis"),
        required=required,
        hint=hint,
        missing=_("Escolha pelo menos uma problemática de um eixo prioritário."),
    )


def ideas_field() -> forms.ModelMultipleChoiceField:
    return several(_("Ideias estruturantes"), StructuringIdea.objects.all(), required=False)


def axes_field() -> forms.ModelMultipleChoiceField:
    return several(_("Eixos"), Axis.objects.all(), missing=_("Escolha pelo menos um eixo."))


def municipalities_field(label: Any, *, required: bool, hint: Any = "") -> forms.ModelMultipleChoiceField:
    return several(
        label,
        Municipality.objects.all(),
        required=required,
        hint=hint,
        missing=_("Escolha pelo menos um município."),
    )


def municipality_field(label: Any, *, empty: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Municipality.objects.all(),
        label=label,
        required=False,
        empty_label=empty,
        error_messages={"invalid_choice": _("Escolha um dos 17 municípios.")},
    )


def organisation_field(
    label: Any, found: QuerySet[Organisation], *, required: bool = True, hint: Any = ""
) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        found,
        label=label,
        required=required,
        to_field_name="uuid",
        help_text=hint,
        empty_label=_("escolha a entidade"),
        error_messages={
            "required": _("Escolha a entidade."),
            "invalid_choice": _("Escolha uma entidade da lista."),
        },
    )


def count_field(label: Any, *, hint: Any = "", most: int = 10_000_000) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        max_value=most,
        error_messages={
            "required": NO_NUMBER,
            "invalid": NO_NUMBER,
            "min_value": NO_NUMBER,
            "max_value": _("No máximo %(limit_value)s."),
        },
    )


def link_field(label: Any) -> forms.URLField:
    return forms.URLField(
        label=label,
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": NO_LINK},
    )


def email_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("Endereço de e-mail"),
        max_length=254,
        help_text=_(
            "Não se publica. Serve para confirmar e para a resposta, e apaga-se 30 dias depois do fim."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Escreva o endereço para onde segue a confirmação."),
            "invalid": _("Escreva um endereço completo, por exemplo nome@exemplo.pt."),
        },
    )


class WhyForm(PlainForm):
    why = line_field(_("Motivo"), 300, hint=NO_PEOPLE)


class WhyMaybeForm(PlainForm):
    why = line_field(_("Motivo"), 300, required=False, hint=NO_PEOPLE)

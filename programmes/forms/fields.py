"""Fields that several forms of programmes share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from geo.models import Municipality
from programmes.models import AgeBand, Edition, Need
from units.forms.base import MISSING, NO_CHOICE

NO_HOURS = _("Escreva horas, por exemplo 2,5.")


def hours_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        help_text=hint,
        min_value=Decimal(0),
        max_value=Decimal(2000),
        max_digits=6,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 5}),
        error_messages={
            "required": NO_HOURS,
            "invalid": NO_HOURS,
            "min_value": NO_HOURS,
            "max_value": NO_HOURS,
            "max_digits": NO_HOURS,
            "max_decimal_places": NO_HOURS,
            "max_whole_digits": NO_HOURS,
        },
    )


def count_field(
    label: Any, *, required: bool = True, most: int = 10_000, least: int = 0, hint: Any = ""
) -> forms.IntegerField:
    said = _("Escreva um número inteiro.")
    return forms.IntegerField(
        label=label,
        required=required,
        help_text=hint,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 5}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), said),
    )


def several_field(
    label: Any, choices: Any, *, required: bool = False, hint: Any = ""
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": MISSING, "invalid_choice": NO_CHOICE, "invalid_list": NO_CHOICE},
    )


def select_field(label: Any, choices: Any, *, required: bool = True, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=hint,
        error_messages={"required": NO_CHOICE, "invalid_choice": NO_CHOICE},
    )


def place_field(label: Any, *, required: bool = True) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Municipality.objects.order_by("sort_key"),
        label=label,
        required=required,
        empty_label=_("escolha o município"),
        error_messages={"required": _("Escolha o município."), "invalid_choice": _("Escolha o município.")},
    )


def bands_of(edition: Edition) -> list[tuple[str, Any]]:
    """Those from the sheet's least age on."""
    least = edition.sheet.min_age or 0
    return [(band.value, band.label) for band in AgeBand if band.youngest >= least]


NEEDS = Need.choices

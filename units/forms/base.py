"""What all forms of governing share: plain fields, dates as people read them, typed text that comes back masked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import identity
from units.models import Body

NO_DAY = _("Escreva um dia que exista, por exemplo 24/11/2026.")
NO_TIME = _("Escreva uma hora, por exemplo 14:30.")
NO_NUMBER = _("Escreva um número inteiro.")
MISSING = _("Falta preencher este campo.")
NO_CHOICE = _("Escolha uma das opções.")
ENGLISH = _("Em inglês. Sem texto, quem lê em inglês vê o português.")
NO_PEOPLE = _("Sem telefones, moradas nem números que identifiquem pessoas.")

PUBLIC, INTERNAL = "public", "internal"


def line_field(
    label: Any, most: int, *, required: bool = True, hint: Any = "", **attrs: Any
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=hint,
        widget=forms.TextInput(attrs=attrs),
        error_messages={
            "required": MISSING,
            "max_length": _("No máximo %(limit_value)s caracteres; tem %(show_value)s."),
        },
    )


def prose_field(label: Any, *, required: bool = True, hint: Any = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": MISSING},
    )


def day_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": NO_DAY, "invalid": NO_DAY},
    )


def hour_field(label: Any, *, hint: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=hint,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": NO_TIME, "invalid": NO_TIME},
    )


def number_field(label: Any, *, hint: Any = "") -> forms.IntegerField:
    """Never filled in beforehand: who decides writes it."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        error_messages={"required": NO_NUMBER, "invalid": NO_NUMBER},
    )


def choice_field(label: Any, choices: Any, *, required: bool = True, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": NO_CHOICE, "invalid_choice": NO_CHOICE},
    )


class BodyField(forms.ModelChoiceField):
    """One of the bodies the member runs."""

    def __init__(self) -> None:
        super().__init__(
            Body.objects.none(),
            label=_("Órgão"),
            to_field_name="uuid",
            empty_label=_("escolha o órgão"),
            error_messages={"required": _("Escolha o órgão."), "invalid_choice": _("Escolha o órgão.")},
        )


def moment_of(day: date, at: time) -> datetime:
    """That local day and hour."""
    return timezone.make_aware(datetime.combine(day, at))


def mark_of(*said: Any) -> str:
    """Changes with every change of what somebody had before their eyes."""
    return hashlib.sha256(repr(said).encode()).hexdigest()[:24]


class PlainForm(forms.Form):
    """Base of them all. `seen`: what stood there when the page was opened. `key`: of what is made with it, so that
    the same form sent twice makes one."""

    def masked(self) -> None:
        """Hide what the identity guard refuses, before the form is shown again."""
        if not self.is_bound:
            return
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if not isinstance(field, forms.CharField) or isinstance(field, forms.URLField):
                continue
            # Nobody typed it: a mark or a key may look like a number, and has to come back as it was.
            if field.widget.is_hidden:
                continue
            if (typed := data.get(self.add_prefix(name))) and identity.find(typed):
                data[self.add_prefix(name)] = identity.masked(typed)
        self.data = data

    def unjudged(self) -> None:
        """Shown again while it is still being filled in: nothing is wrong yet."""
        self._errors = ErrorDict()

    def go_on_from(self, mark: str) -> None:
        """Sent again, it is about what stands there now."""
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = mark
        self.data = data


class Together:
    """Several forms as one, for the summary of what is to be corrected."""

    def __init__(self, *forms: forms.BaseForm) -> None:
        self.forms = forms

    @property
    def errors(self) -> list[Any]:
        return [form.errors for form in self.forms if form.is_bound and form.errors]

    def non_field_errors(self) -> list[Any]:
        return [error for form in self.forms if form.is_bound for error in form.non_field_errors()]

    def __iter__(self) -> Iterator[forms.BoundField]:
        for form in self.forms:
            if form.is_bound:
                yield from form


def key_field() -> forms.UUIDField:
    return forms.UUIDField(required=False, widget=forms.HiddenInput)


def seen_field() -> forms.CharField:
    return forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

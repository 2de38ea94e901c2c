"""What municipalities fill in to send their own figures."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.sheets.errors import Wrong
from monitor import periods
from monitor.imports.numbers import Numbers
from monitor.models import Indicator
from monitor.reporting import MOST_FILE, Figure, quarters


class FigureField(forms.CharField):
    """A number as people here write it; the unit stands in its label."""

    def __init__(self, indicator: Indicator, hint: str) -> None:
        self.counted = indicator.kind == Indicator.Kind.COUNT
        super().__init__(
            label=f"{indicator.name} ({indicator.unit})",
            required=False,
            max_length=30,
            help_text=hint,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={"max_length": _("É um número demasiado grande.")},
        )

    def clean(self, value: Any) -> Decimal | None:
        typed = super().clean(value)
        if not typed:
            return None
        numbers = Numbers()
        numbers.look(typed)
        try:
            number = numbers.value(typed)
        except Wrong as wrong:
            raise ValidationError(wrong.sentence) from wrong
        if self.counted and number < 0:
            raise ValidationError(_("É negativo, e isto é uma contagem."))
        return number


class FiguresForm(forms.Form):
    """One field for each indicator; what stays empty is not sent. `before`: what the quarter before had, by code."""

    period = forms.ChoiceField(
        label=_("Trimestre"), error_messages={"invalid_choice": _("Escolha um trimestre da lista.")}
    )

    def __init__(self, data: Any, *, indicators: Iterable[Indicator], before: dict[str, str]) -> None:
        self.indicators = list(indicators)
        closed = quarters()
        super().__init__(data, initial={"period": closed[0].code})
        self.fields["period"].choices = [(one.code, periods.label(one.code)) for one in closed]  # type: ignore[attr-defined]
        for one in self.indicators:
            self.fields[f"f_{one.code}"] = FigureField(one, before.get(one.code, ""))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(given.get(f"f_{one.code}") is not None for one in self.indicators):
            raise ValidationError(_("Escreva pelo menos um número."))
        return given

    @property
    def figures(self) -> list[Figure]:
        period = periods.parse(self.cleaned_data["period"])[0]
        return [
            Figure(one, period, value)
            for one in self.indicators
            if (value := self.cleaned_data[f"f_{one.code}"]) is not None
        ]


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Ficheiro"),
        help_text=_("CSV ou XLSX, até 2 MB, com as colunas indicator_code, period e value."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": _("Escolha o ficheiro."),
            "invalid": _("Escolha o ficheiro."),
            "missing": _("Escolha o ficheiro."),
            "empty": _("O ficheiro está vazio."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_FILE:
            raise ValidationError(
                _(
                    "O ficheiro tem mais de 2 MB. Ficheiros grandes importam-se no servidor, com import_indicators."
                )
            )
        if not file.name.lower().endswith((".csv", ".xlsx")):
            raise ValidationError(_("O ficheiro tem de ser CSV ou XLSX."))
        return file

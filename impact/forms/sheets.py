"""Sheets, their dimensions and what was found in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from impact.actions import Aspect, Facts, Found
from impact.models import Dimension, Finding, ImpactSheet
from monitor.models import Indicator
from units.forms.base import (
    NO_PEOPLE,
    PlainForm,
    choice_field,
    day_field,
    key_field,
    line_field,
    prose_field,
    seen_field,
)
from units.forms.networks import link_field

WHICH = [
    ("yes", _("tangível: um número diz o que mudou")),
    ("no", _("intangível: conta-se, e algo o mostra")),
]


def value_field(label: Any, *, hint: Any = "", required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        help_text=hint,
        max_digits=14,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "invalid": _("Escreva um número, por exemplo 12 ou 12,5."),
            "required": _("Escreva um número."),
            "max_digits": _("Este número é demasiado grande."),
            "max_whole_digits": _("Este número é demasiado grande."),
            "max_decimal_places": _("No máximo duas casas decimais."),
        },
    )


class SheetForm(PlainForm):
    seen = seen_field()
    key = key_field()
    title = line_field(_("Título"), 200)
    question = prose_field(_("O que se quer saber"), hint=_("Uma pergunta que se possa responder."), rows=3)
    audience = line_field(_("Para quem se espera a mudança"), 240, required=False, hint=NO_PEOPLE)
    method = prose_field(_("Como se procura a resposta"), required=False)
    since = day_field(_("Desde"), required=False)
    until = day_field(_("Até"), required=False)

    @property
    def facts(self) -> Facts:
        names = ("title", "question", "audience", "method", "since", "until")
        return Facts(**{name: self.cleaned_data[name] for name in names})


def sheet_as_typed(sheet: ImpactSheet) -> dict[str, Any]:
    names = ("title", "question", "audience", "method", "since", "until")
    return {name: getattr(sheet, name) for name in names}


class DimensionForm(PlainForm):
    seen = seen_field()
    name = line_field(_("O que pode mudar"), 200)
    tangible = choice_field(_("É tangível?"), WHICH)
    sort = choice_field(_("O que se avalia"), Dimension.Sort.choices)
    expected = line_field(_("O que se espera"), 300, required=False)
    index = line_field(_("Índice"), 200, required=False, hint=_("Como se calcula, em palavras."))
    unit = line_field(
        _("Unidade"), 60, required=False, hint=_("Obrigatória numa dimensão tangível: pessoas, %, dias.")
    )
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=_("Indicador do monitor"),
        required=False,
        to_field_name="code",
        empty_label=_("nenhum"),
        help_text=_("Os valores mostram-se a partir do monitor, com a sua fonte."),
        error_messages={"invalid_choice": _("Escolha um indicador da lista.")},
    )
    instrument = choice_field(_("Instrumento"), Dimension.Instrument.choices)
    method = line_field(_("Método"), 300, required=False)
    baseline = value_field(_("Valor de partida"))
    baseline_source = line_field(_("Fonte e data do valor de partida"), 200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField = self.fields["indicator"]  # type: ignore[assignment]
        field.queryset = Indicator.objects.filter(audience=Indicator.Audience.PUBLIC)

    @property
    def aspect(self) -> Aspect:
        said = self.cleaned_data
        names = ("name", "sort", "expected", "index", "unit", "indicator", "instrument", "method")
        return Aspect(
            is_tangible=said["tangible"] == "yes",
            baseline=said["baseline"],
            baseline_source=said["baseline_source"],
            **{name: said[name] for name in names},
        )


def dimension_as_typed(dimension: Dimension) -> dict[str, Any]:
    names = (
        "name",
        "sort",
        "expected",
        "index",
        "unit",
        "instrument",
        "method",
        "baseline",
        "baseline_source",
    )
    return {name: getattr(dimension, name) for name in names} | {
        "tangible": "yes" if dimension.is_tangible else "no",
        "indicator": dimension.indicator.code if dimension.indicator else None,
    }


class FindingForm(PlainForm):
    """In one minute: the day, and either a value with its source or what changed with what shows it."""

    on = day_field(_("Data a que se refere"))
    value = value_field(_("Valor"))
    source = line_field(_("Fonte do valor"), 200, required=False)
    narrative = prose_field(
        _("O que mudou, por palavras"),
        required=False,
        hint=_("Um testemunho conta-se sem nome nem nada que identifique a pessoa."),
    )
    evidence = line_field(_("O que o mostra"), 500, required=False)
    evidence_url = link_field(_("Ligação para a evidência"), required=False)
    reason = line_field(_("Porque se corrige"), 240)

    def __init__(self, *args: Any, dimension: Dimension, corrects: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["reason"]
        if not dimension.is_tangible:
            del self.fields["value"]
            del self.fields["source"]
            self.fields["narrative"].required = True
        else:
            self.fields["value"].help_text = dimension.unit
            self.fields["value"].required = True

    @property
    def found(self) -> Found:
        names = ("on", "value", "source", "narrative", "evidence", "evidence_url")
        return Found(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


def finding_as_typed(finding: Finding) -> dict[str, Any]:
    names = ("on", "value", "source", "narrative", "evidence", "evidence_url")
    return {name: getattr(finding, name) for name in names}

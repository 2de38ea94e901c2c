"""Figures of the monitor inside a text: an editor chooses which, what they show is what holds on the day they are read.

Always the public's figures, for members too, so that a page says the same to everybody. An indicator that was renamed
keeps its code; one that is public no longer leaves a sentence in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import count, groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from geo.models import Municipality
from monitor.models import Indicator
from monitor.reading import figures_of_all
from monitor.reading.drawn import can_draw, for_page
from monitor.reading.figures import Figures
from monitor.reading.front import row_of
from monitor.reading.sheet import Sheet, sheet_from

NUMBERS = _("Números do monitor")
# Where blocks find what the page has read for all of them.
ON_PAGE = "page_figures"
FIGURES = [
    ("evolucao", _("evolução ao longo do tempo")),
    ("ordem", _("do valor mais alto ao mais baixo")),
    ("municipios", _("cada município ao longo do tempo")),
    ("quadrados", _("os 17 em quadrados do mesmo tamanho")),
]


def public_indicators() -> list[tuple[str, list[tuple[str, str]]]]:
    """Those with public figures, by topic, for a menu."""
    found = Indicator.objects.visible_to(None).with_observations(None).in_reading_order()
    return [
        (topic.name, [(one.code, one.name) for one in some])
        for topic, some in groupby(found, key=lambda one: one.topic)
    ]


def municipalities() -> list[tuple[str, str]]:
    return [("", gettext("nenhum")), *Municipality.objects.values_list("dico", "name")]


class Shown:
    """What the blocks of one page show: read together, and numbered so that no id stands twice."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = set(codes)
        self._numbers = count(1)

    @classmethod
    def on(cls, stream: Iterable[Any] | None) -> Shown:
        return cls(block.value["indicator"] for block in stream or () if is_of_monitor(block))

    @cached_property
    def figures(self) -> dict[str, Figures]:
        """By code; without those that have no public figures."""
        if not self.codes:
            return {}
        found = list(
            Indicator.objects.visible_to(None)
            .with_observations(None)
            .filter(code__in=self.codes)
            .select_related("topic")
        )
        by_id = figures_of_all(found, None)
        return {one.code: by_id[one.pk] for one in found}

    def sheet(self, code: str, *, period: str = "", here: str = "") -> Sheet | None:
        """None where there is nothing public; a period or a place that is no longer there is left out."""
        figures = self.figures.get(code)
        return sheet_from(figures, period=period, here=here) if figures else None

    def key(self) -> str:
        """Different for each drawing of the page."""
        return f"mon-{next(self._numbers)}"


class Chosen(blocks.FieldBlock):
    """One of a list that is asked for when the editor's form is made, never to show a page."""

    def __init__(
        self, choices: Any = (), required: bool = True, help_text: Any = None, **kwargs: Any
    ) -> None:
        self._said = {"required": required, "help_text": help_text} | kwargs
        self.field = forms.ChoiceField(choices=choices, required=required, help_text=help_text)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        # Migrations know it as what it is to the database.
        return "wagtail.blocks.CharBlock", (), self._said

    class Meta:
        default = ""


def _with_nothing_first() -> list[Any]:
    return [("", gettext("Escolha um indicador")), *public_indicators()]


def _indicator() -> Chosen:
    return Chosen(
        _with_nothing_first,
        label=_("Indicador"),
        help_text=_("Só os que têm números públicos."),
    )


class MonitorBlock(blocks.StructBlock):
    """A block that shows an indicator."""

    indicator = _indicator()

    class Meta:
        group = NUMBERS

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        shown = context.get(ON_PAGE) or Shown([value["indicator"]])
        sheet = shown.sheet(
            value["indicator"], period=value.get("period", ""), here=value.get("municipality", "")
        )
        said = self.shows(value, sheet, shown) if sheet else {}
        return context | {"sheet": sheet, "indicator": sheet.indicator if sheet else None} | said

    def shows(self, value: Any, sheet: Sheet, shown: Shown) -> dict[str, Any]:
        raise NotImplementedError


class IndicatorBlock(MonitorBlock):
    class Meta:
        label = _("Indicador em frase")
        description = _("A frase do indicador, o valor da área, a data e a fonte.")
        help_text = _("A frase faz-se com os números do dia em que a página é lida.")
        icon = "decimal"
        template = "pages/monitor/indicator.html"

    def shows(self, value: Any, sheet: Sheet, shown: Shown) -> dict[str, Any]:
        return {"row": row_of(sheet.figures)}


class DrawingBlock(MonitorBlock):
    """Of one period, with a municipality in sight."""

    municipality = Chosen(municipalities, label=_("Município a realçar"), required=False)
    period = blocks.CharBlock(
        label=_("Período"),
        required=False,
        max_length=25,
        help_text=_("Por exemplo 2021. Vazio: o mais recente, também quando chegarem números novos."),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        sheet = Shown([value["indicator"]]).sheet(value["indicator"], period=value["period"])
        if sheet and sheet.errors:
            has = ", ".join(code for code, _label in sheet.periods)
            words = gettext("%(error)s Tem: %(periods)s.") % {"error": sheet.errors[0], "periods": has}
            raise blocks.StructBlockValidationError({"period": ValidationError(words)})
        if sheet and not can_draw(sheet, self.figure_of(value)):
            words = gettext("Este indicador não tem números que cheguem para este desenho. Escolha outro.")
            raise blocks.StructBlockValidationError({"indicator": ValidationError(words)})
        return value

    def figure_of(self, value: Any) -> str:
        """Its name among the monitor's drawings."""
        raise NotImplementedError


class FigureBlock(DrawingBlock):
    figure = blocks.ChoiceBlock(label=_("Desenho"), choices=FIGURES, default="ordem")

    class Meta:
        label = _("Gráfico de um indicador")
        description = _("Evolução, ordem, cada município ou os 17 em quadrados.")
        help_text = _("O gráfico diz em palavras, a quem o ouve, o que mostra.")
        icon = "order"
        template = "pages/monitor/figure.html"

    def figure_of(self, value: Any) -> str:
        return str(value["figure"])

    def shows(self, value: Any, sheet: Sheet, shown: Shown) -> dict[str, Any]:
        name = self.figure_of(value)
        drawing = for_page(sheet, name, shown.key()) if can_draw(sheet, name) else ""
        return {"drawing": drawing, "figure": name, "of_a_period": name in ("ordem", "quadrados")}


class MapBlock(DrawingBlock):
    class Meta:
        label = _("Mapa de um indicador")
        description = _("Os 17 municípios por classes de valores, com a tabela.")
        help_text = _("A tabela dos valores fica dobrada por baixo do mapa.")
        icon = "globe"
        template = "pages/monitor/map.html"

    def figure_of(self, value: Any) -> str:
        return "mapa"

    def shows(self, value: Any, sheet: Sheet, shown: Shown) -> dict[str, Any]:
        values = sheet.figures.values(sheet.period)
        return {
            "rows": [
                (place, sheet.said_of(place.code), place.code in values)
                for place in sheet.figures.municipalities
            ]
        }


class WithFigures(blocks.StreamBlock):
    """A stream that may hold figures of the monitor, and reads those of a page together."""

    indicator = IndicatorBlock()
    figure = FigureBlock()
    map = MapBlock()

    def render(self, value: Any, context: Any = None) -> Any:
        known = dict(context or {})
        return super().render(value, context=known | {ON_PAGE: known.get(ON_PAGE) or Shown.on(value)})


def is_of_monitor(block: Any) -> bool:
    return isinstance(block.block, MonitorBlock)


def has_figures(stream: Iterable[Any] | None) -> bool:
    return any(is_of_monitor(block) for block in stream or ())

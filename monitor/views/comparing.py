"""Two to four municipalities, or two to four indicators, side by side. Everything chosen stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import Membership
from monitor import drawing, periods
from monitor.cached import public_page
from monitor.models import Indicator, Place
from monitor.reading import figures_of_all
from monitor.reading.figures import places
from monitor.reading.portraits import Line, line_of
from monitor.reading.sentences import label_of, said
from monitor.reading.sheet import Sheet
from monitor.views.indicator import member_of

FEWEST, MOST = 2, 4


class CompareForm(forms.Form):
    """`indicador` may be several when one place is looked at, `lugar` several when one indicator is."""

    lugar = forms.MultipleChoiceField(
        label=_("Municípios"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("«%(value)s» não é o código de um município da área.")},
    )
    indicador = forms.MultipleChoiceField(
        label=_("Indicadores"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("«%(value)s» não é um indicador com valores.")},
    )

    def __init__(
        self, *args: object, municipalities: list[Place], indicators: list[Indicator], **more: object
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["lugar"].choices = [(one.code, one.name) for one in municipalities]  # type: ignore[attr-defined]
        self.fields["indicador"].choices = [(one.code, one.name) for one in indicators]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, list[str]]:
        said: dict[str, list[str]] = self.cleaned_data
        for name in ("lugar", "indicador"):
            chosen = list(dict.fromkeys(said.get(name) or []))
            if len(chosen) > MOST:
                self.add_error(
                    name, gettext("Escolha no máximo %(n)s: com mais, já não se lê.") % {"n": MOST}
                )
            said[name] = chosen
        return said


@dataclass(frozen=True)
class Side:
    """One row of the table: an indicator, with the figure of each chosen place."""

    indicator: Indicator
    cells: list[Line]
    # Of the area in its newest period, how it is named, and of when: a place may have an older figure.
    area: str
    area_name: str
    area_period: str


@dataclass
class Comparison:
    """What was chosen, as a table always and as a drawing where it has a course."""

    chosen: list[Place]
    sheets: list[Sheet]

    @property
    def sides(self) -> list[Side]:
        return [self._side(sheet) for sheet in self.sheets]

    def _side(self, sheet: Sheet) -> Side:
        total = sheet.figures.headline
        known = total.value is not None
        return Side(
            sheet.indicator,
            [line_of(sheet.figures, place) for place in self.chosen],
            said(total.value, sheet.indicator) if known else "",
            label_of(total) if known else "",
            periods.label(sheet.figures.latest) if known else "",
        )

    @property
    def drawings(self) -> list[tuple[Indicator, SafeString]]:
        """Of each indicator with two periods or more: the chosen places and, behind them, the area."""
        found = []
        for n, sheet in enumerate(self.sheets):
            if len(sheet.figures.periods) < 2:
                continue
            lines = [replace(sheet.line_of(place), unit=sheet.indicator.unit) for place in self.chosen]

            def draw(
                key: str, narrow: bool, sheet: Sheet = sheet, lines: list[drawing.Line] = lines
            ) -> SafeString:
                return drawing.compare(
                    lines,
                    key=key,
                    label=gettext("%(name)s: %(places)s")
                    % {"name": sheet.indicator.name, "places": ", ".join(one.name for one in self.chosen)},
                    narrow=narrow,
                )

            found.append(
                (sheet.indicator, drawing.both(draw(f"c{n}", narrow=False), draw(f"c{n}-n", narrow=True)))
            )
        return found


def _chosen(form: CompareForm, everywhere: list[Place]) -> list[Place]:
    codes = form.cleaned_data["lugar"]
    return [next(place for place in everywhere if place.code == code) for code in codes]


def _compare(
    form: CompareForm, everywhere: list[Place], indicators: list[Indicator], member: Membership | None
) -> Comparison | None:
    codes = form.cleaned_data["indicador"]
    chosen = _chosen(form, everywhere)
    if not codes or not chosen:
        return None
    wanted = [next(one for one in indicators if one.code == code) for code in codes]
    figures = figures_of_all(wanted, member)
    sheets = [Sheet(figures[one.pk], figures[one.pk].latest, "") for one in wanted]
    return Comparison(chosen, sheets)


@require_safe
@public_page
def compare(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    everywhere = places()
    indicators = list(Indicator.objects.visible_to(member).with_observations(member).in_reading_order())
    municipalities = [one for one in everywhere if one.dico]
    form = CompareForm(request.GET, municipalities=municipalities, indicators=indicators)
    comparison = _compare(form, everywhere, indicators, member) if form.is_valid() else None
    few = comparison is not None and len(comparison.chosen) < FEWEST and len(comparison.sheets) < FEWEST
    context = {
        "form": form,
        "comparison": None if few else comparison,
        "few": few,
        "asked": bool(request.GET),
        "indicators": indicators,
        "municipalities": municipalities,
        "chosen_places": set(request.GET.getlist("lugar")),
        "chosen_indicators": set(request.GET.getlist("indicador")),
    }
    return render(request, "monitor/compare.html", context, status=200 if form.is_valid() else 400)

"""Several rows on one page: the dates and stops of an event, the steps of a pathway. A row left empty is no row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.actions import Span, Step, Stop, span, weekly
from community.listings.forms import CitingForm, place_field
from community.models import EventDate, EventStop, PathwayStep
from units.forms.base import NO_NUMBER, day_field, hour_field, line_field, mark_of, prose_field

BLANK = 3
MOST_WEEKS = 52


def order_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Ordem"),
        required=False,
        min_value=1,
        max_value=99,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NO_NUMBER),
    )


class RowForm(CitingForm):
    @property
    def is_blank(self) -> bool:
        names = [name for name in self.fields if name != "order"]
        return self.is_bound and not any(
            str(self.data.get(self.add_prefix(name)) or "").strip() for name in names
        )

    def full_clean(self) -> None:
        if self.is_blank:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()


class DateRow(RowForm):
    day = day_field(_("Dia"))
    begins = hour_field(_("Começa"))
    finishes = hour_field(_("Acaba"))
    last = day_field(_("Último dia"), required=False, hint=_("Só se acaba noutro dia."))
    weeks = forms.IntegerField(
        label=_("Semanas"),
        required=False,
        min_value=1,
        max_value=MOST_WEEKS,
        help_text=_("Todas as semanas à mesma hora, tantas vezes."),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Escreva um número de 1 a 52.")
        ),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        days = [day for day in (said.get("day"), said.get("last")) if day]
        if any(not 2000 <= day.year <= 2099 for day in days):
            self.add_error("day", _("Esta data fica longe de mais: veja se o ano está certo."))
        elif said.get("day") and said.get("begins") and said.get("finishes"):
            one = span(said["day"], said["begins"], said.get("last"), said["finishes"])
            if one.ends <= one.starts:
                self.add_error(
                    "finishes", _("Acaba depois de começar: veja a hora, ou indique o último dia.")
                )
            said["span"] = one
        return said


class StopRow(RowForm):
    order = order_field()
    municipality = place_field()
    place = line_field(_("Local"), 160)
    note = line_field(_("O que se vê ou faz"), 300, required=False)


class StepRow(RowForm):
    order = order_field()
    who = line_field(_("Quem"), 160, hint=_("O serviço ou a função, não o nome de uma pessoa."))
    what = prose_field(_("O que faz"), rows=2)
    documents = line_field(_("Documentos"), 300, required=False)
    where = line_field(_("Onde ou a que número"), 240, required=False, hint=_("Por exemplo: linha 144."))


class Rows:
    """The rows of a page: those there are, and some empty ones. `form_class` says what a row is."""

    def __init__(
        self, form_class: type[RowForm], data: Any, initial: Sequence[dict[str, Any]], *, most: int
    ) -> None:
        self.is_bound = data is not None
        self.mark = mark_of(initial)
        shown = min(len(initial) + BLANK, most)
        if data is not None:
            said = str(data.get("rows", ""))
            shown = min(int(said), most) if said.isascii() and said.isdecimal() and len(said) < 4 else 0
        self.forms = [
            form_class(data, prefix=f"r{n}", initial=initial[n] if n < len(initial) else {})
            for n in range(shown)
        ]

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def masked(self) -> None:
        for form in self.forms:
            form.masked()

    @property
    def filled(self) -> list[dict[str, Any]]:
        """What the rows say, in the order they give; those without a number after the others."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data]
        return sorted(rows, key=lambda row: row.get("order") or 100)


def dates_typed(dates: Iterable[EventDate]) -> list[dict[str, Any]]:
    rows = []
    for one in dates:
        starts, ends = timezone.localtime(one.starts), timezone.localtime(one.ends)
        rows.append(
            {
                "day": starts.date(),
                "begins": starts.time(),
                "finishes": ends.time(),
                "last": ends.date() if ends.date() != starts.date() else None,
            }
        )
    return rows


def spans_of(rows: Rows) -> list[Span]:
    return [one for row in rows.filled for one in weekly(row["span"], row["weeks"] or 1)]


def stops_typed(stops: Iterable[EventStop]) -> list[dict[str, Any]]:
    return [
        {"order": one.order, "municipality": one.municipality_id, "place": one.place, "note": one.note}
        for one in stops
    ]


def stops_of(rows: Rows) -> list[Stop]:
    return [Stop(row["municipality"], row["place"], row["note"]) for row in rows.filled]


def steps_typed(steps: Iterable[PathwayStep]) -> list[dict[str, Any]]:
    return [
        {"order": one.order, "who": one.who, "what": one.what, "documents": one.documents, "where": one.where}
        for one in steps
    ]


def steps_of(rows: Rows) -> list[Step]:
    return [Step(row["who"], row["what"], row["documents"], row["where"]) for row in rows.filled]

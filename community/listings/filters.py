"""Listings as the public looks through them: each narrowing stands in the address, and may be shared."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.models import Event, JobOffer, Pathway, Placement, RentMeasure
from community.models.listings import ListingQuerySet, today
from geo.models import Municipality
from units.models import OperativeResponse

NO_SUCH = gettext_lazy("Escolha uma opção da lista.")


def words_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Procurar"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def where_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Municipality.objects.all(),
        label=gettext_lazy("Município"),
        required=False,
        to_field_name="dico",
        empty_label=gettext_lazy("Todos os municípios"),
        error_messages={"invalid_choice": gettext_lazy("Este município não existe. Escolha um da lista.")},
    )


def any_of(label: Any, choices: list[tuple[str, Any]], all_of_them: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", all_of_them), *choices],
        error_messages={"invalid_choice": NO_SUCH},
    )


def only_field(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class Filters(forms.Form):
    """What a list is narrowed by. Every field may stay empty."""

    q = words_field()
    municipio = where_field()

    def everything(self) -> ListingQuerySet[Any]:
        raise NotImplementedError

    def narrow(self, found: Any, said: dict[str, Any]) -> Any:
        """What the fields of this kind leave."""
        return found

    def in_place(self, found: Any, place: Municipality) -> Any:
        return found.filter(municipality=place)

    def found(self) -> Any:
        """What the fields leave. Of a form with errors: everything."""
        found = self.everything()
        if not self.is_valid():
            return found
        said = self.cleaned_data
        if said.get("q"):
            found = found.matching(said["q"])
        if said.get("municipio"):
            found = self.in_place(found, said["municipio"])
        return self.narrow(found, said)

    @property
    def narrowing(self) -> list[str]:
        """The fields that narrow."""
        return [name for name, value in self.cleaned_data.items() if value] if self.is_valid() else []

    def said_of(self, name: str) -> str:
        """One narrowing in words."""
        field, value = self.fields[name], self.cleaned_data[name]
        if isinstance(field, forms.BooleanField):
            return str(field.label)
        if isinstance(field, forms.ModelChoiceField):
            shown = str(value)
        elif isinstance(field, forms.ChoiceField):
            shown = str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        else:
            shown = f"«{value}»"
        return f"{field.label}: {shown}"

    def without(self, *names: str) -> str:
        """The address of the list without these."""
        query: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        for name in (*names, "page"):
            query.pop(name, None)
        return f"?{query.urlencode()}"

    @property
    def chips(self) -> list[dict[str, str]]:
        return [{"label": self.said_of(name), "url": self.without(name)} for name in self.narrowing]

    def to_loosen(self) -> list[dict[str, str]]:
        """For a list that came out empty: which narrowings to let go of, and how much that finds. One count each."""
        reasons = []
        for name in self.narrowing:
            query: QueryDict = self.data.copy()  # type: ignore[attr-defined]
            query.pop(name, None)
            n = type(self)(query).found().count()
            if n:
                sentence = ngettext("Sem «%(filter)s»: há %(n)s", "Sem «%(filter)s»: há %(n)s", n)
                reasons.append(
                    {"url": self.without(name), "label": sentence % {"filter": self.said_of(name), "n": n}}
                )
        return reasons


class JobFilters(Filters):
    contrato = any_of(gettext_lazy("Contrato"), JobOffer.Contract.choices, gettext_lazy("Todos os contratos"))
    horario = any_of(gettext_lazy("Horário"), JobOffer.Hours.choices, gettext_lazy("Todos os horários"))
    acessivel = only_field(gettext_lazy("Acessível a pessoas com deficiência"))

    def everything(self) -> Any:
        return JobOffer.objects.open_now().for_pages().order_by("-published_at", "-pk")

    def narrow(self, found: Any, said: dict[str, Any]) -> Any:
        if said["contrato"]:
            found = found.filter(contract=said["contrato"])
        if said["horario"]:
            found = found.filter(hours=said["horario"])
        return found.filter(accessible=True) if said["acessivel"] else found


class PlacementFilters(Filters):
    com_lugares = only_field(gettext_lazy("Só com lugares livres"))
    acessivel = only_field(gettext_lazy("Acessível a pessoas com deficiência"))

    def everything(self) -> Any:
        return Placement.objects.open_now().for_pages().order_by("-published_at", "-pk")

    def narrow(self, found: Any, said: dict[str, Any]) -> Any:
        if said["com_lugares"]:
            found = found.with_places()
        return found.filter(accessible=True) if said["acessivel"] else found


class EventFilters(Filters):
    tipo = any_of(gettext_lazy("Tipo"), Event.Kind.choices, gettext_lazy("Eventos e rotas"))
    gratuito = only_field(gettext_lazy("Gratuito"))
    acessivel = only_field(gettext_lazy("Acessível a pessoas com deficiência"))

    def everything(self) -> Any:
        return Event.objects.open_now()

    def in_place(self, found: Any, place: Municipality) -> QuerySet[Event]:
        narrowed: QuerySet[Event] = found.in_municipality(place)
        return narrowed

    def narrow(self, found: Any, said: dict[str, Any]) -> Any:
        if said["tipo"]:
            found = found.filter(kind=said["tipo"])
        if said["gratuito"]:
            found = found.filter(is_free=True)
        return found.filter(accessible=True) if said["acessivel"] else found


def month_of(said: str) -> tuple[date, list[str]]:
    """The first day of the month an address names (2026-11); this one, and a sentence, where it names none."""
    here = today().replace(day=1)
    if not said:
        return here, []
    year, _dash, month = said.partition("-")
    right = len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdecimal()
    if right and 2000 <= int(year) <= 2099 and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1), []
    return here, [_("Este mês não existe: escreva-se por exemplo 2026-11.")]


class PathwayFilters(Filters):
    resposta = forms.ModelChoiceField(
        OperativeResponse.objects.filter(pk__in=Pathway.objects.open_now().values("response")),
        label=gettext_lazy("Resposta operativa"),
        required=False,
        empty_label=gettext_lazy("Todas as respostas"),
        error_messages={"invalid_choice": NO_SUCH},
    )

    def everything(self) -> Any:
        return Pathway.objects.open_now().for_pages()

    def in_place(self, found: Any, place: Municipality) -> Any:
        """A circuit of no municipality in particular is everybody's."""
        return found.filter(municipality=place) | found.filter(municipality=None)

    def narrow(self, found: Any, said: dict[str, Any]) -> Any:
        return found.filter(response=said["resposta"]) if said["resposta"] else found


class RentFilters(forms.Form):
    """Which municipalities are put side by side."""

    municipio = forms.ModelMultipleChoiceField(
        Municipality.objects.all(),
        label=gettext_lazy("Municípios"),
        required=False,
        to_field_name="dico",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("Este município não existe. Escolha um da lista."),
            "invalid_pk_value": gettext_lazy("Este município não existe. Escolha um da lista."),
        },
    )
    com_informacao = only_field(gettext_lazy("Só municípios com informação"))

    def places(self) -> list[Municipality]:
        """Those chosen, all 17 without a choice. Of a form with errors: all."""
        if self.is_valid() and self.cleaned_data["municipio"]:
            return list(self.cleaned_data["municipio"])
        return list(Municipality.objects.all())

    @property
    def narrowed(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    def measures(self) -> dict[str, list[RentMeasure]]:
        """What is published, by municipality (DICO)."""
        found: dict[str, list[RentMeasure]] = {}
        for one in RentMeasure.objects.open_now().for_pages():
            assert one.municipality_id is not None
            found.setdefault(one.municipality_id, []).append(one)
        return found

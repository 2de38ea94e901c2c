"""What was written in the address of a search, checked: the same words for the page, the map and the API."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geo.models import Municipality
from resources import days
from resources.actions import shared
from resources.listing import ACCESSIBLE, CATEGORY, MUNICIPALITY, ONLY_FREE, ONLY_FRESH, Criteria, Point
from resources.models import Category, Mode
from resources.refusals import Invalid
from resources.understanding import (
    KINDS,
    Known,
    Understood,
    about_violence,
    address,
    known,
    understand,
)
from units.models import OperativeResponse

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
LONGEST = 120
RADII = (5, 10, 15, 25, 40)
MOST_PER_PAGE = 200
_POINT = re.compile(r"^\s*(-?\d{1,3}(?:\.\d{1,10})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,10})?)\s*$")


class DayInput(forms.DateInput):
    """A day chosen in the browser's own calendar, or typed."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(format="%Y-%m-%d", attrs=attrs)

    def format_value(self, value: Any) -> str | None:
        """A typed day goes back as the browser's calendar understands it; what is no day goes back as it came."""
        if isinstance(value, str):
            with suppress(ValidationError):
                value = forms.DateField(input_formats=DATE_FORMATS, required=False).clean(value) or value
        return super().format_value(value)


class DayField(forms.DateField):
    """A day as yyyy-mm-dd or dd/mm/yyyy."""

    widget = DayInput
    default_error_messages: ClassVar = {
        "invalid": _("Este dia não existe: escreva-o como dia/mês/ano."),
        "required": _("Indique o dia."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=DATE_FORMATS, **kwargs)


class WholeField(forms.IntegerField):
    """How many: at least one and not absurd. The sentence is the same wherever it is asked."""

    default_error_messages: ClassVar = {
        "invalid": _("A quantidade é um número inteiro, por exemplo 2."),
        "required": _("Indique quantas pessoas ou unidades."),
    }

    def clean(self, value: Any) -> int | None:
        number = super().clean(value)
        return None if number is None else said(shared.whole_quantity, number)


def said(check: Any, *values: Any) -> Any:
    """A rule of the actions, asked early: what it refuses becomes the error of the field."""
    try:
        return check(*values)
    except Invalid as refusal:
        raise ValidationError(refusal.sentence, code=refusal.field) from refusal


def _day_after(text: str) -> str:
    try:
        start = DayField().clean(text)
        return (start + timedelta(days=1)).isoformat()
    except (ValidationError, OverflowError):
        return ""


class SearchForm(forms.Form):
    """Criteria from an address. What is wrong gets its sentence; the rest still counts.

    What was typed is understood (see resources.understanding.address): `settled` says what counts. `api`: text is only
    text, and with a period only what is free throughout is listed, unless `only_free` says otherwise.
    """

    q = forms.CharField(
        label=pgettext_lazy("search", "O quê"),
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": _("Procure com menos palavras: no máximo 120 caracteres.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    near = forms.CharField(label=_("Perto de"), required=False, widget=forms.Select)
    radius_km = forms.FloatField(
        label=_("Até"),
        required=False,
        min_value=0.1,
        max_value=500,
        widget=forms.Select,
        error_messages={
            "invalid": _("A distância é um número de quilómetros."),
            "min_value": _("A distância é de pelo menos 0,1 km."),
            "max_value": _("A distância é no máximo de 500 km."),
        },
    )
    start = DayField(label=_("Entrada"), required=False)
    end = DayField(label=_("Saída"), required=False)
    quantity = WholeField(
        label=_("Pessoas"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    category = forms.MultipleChoiceField(
        label=_("Tipo"),
        required=False,
        error_messages={"invalid_choice": _("Esta categoria não existe: escolha uma da lista.")},
        widget=forms.CheckboxSelectMultiple,
    )
    municipality = forms.MultipleChoiceField(
        label=_("Município"),
        required=False,
        error_messages={"invalid_choice": _("Este município não existe na região: escolha um da lista.")},
        widget=forms.CheckboxSelectMultiple,
    )
    response = forms.CharField(label=_("Resposta operativa"), required=False, widget=forms.Select)
    mode = forms.ChoiceField(
        label=_("Modo"),
        required=False,
        choices=[("", ""), *Mode.choices],
        error_messages={"invalid_choice": _("Este modo não existe.")},
        widget=forms.HiddenInput,
    )
    accessible = forms.BooleanField(label=_("Acessível em cadeira de rodas"), required=False)
    only_free = forms.BooleanField(label=_("Só com vagas suficientes"), required=False)
    only_fresh = forms.BooleanField(label=_("Só vagas confirmadas no prazo"), required=False)
    tal = forms.MultipleChoiceField(
        required=False,
        choices=[(one, one) for one in (*KINDS, address.EVERYTHING)],
        error_messages={"invalid_choice": _("Isto não é nada que se possa deixar como texto.")},
        widget=forms.MultipleHiddenInput,
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    per_page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_PER_PAGE,
        error_messages={
            "invalid": _("O número de resultados por página é um número inteiro."),
            "min_value": _("Cada página tem entre 1 e 200 resultados."),
            "max_value": _("Cada página tem entre 1 e 200 resultados."),
        },
        widget=forms.HiddenInput,
    )

    FLAGS: ClassVar = (ACCESSIBLE, ONLY_FREE, ONLY_FRESH)
    LISTS: ClassVar = (CATEGORY, MUNICIPALITY)

    def __init__(self, params: QueryDict, *, seen_from: Point | None = None, api: bool = False) -> None:
        self.api = api
        self.seen_from = seen_from
        self.says_only_free = bool(params.get(ONLY_FREE))
        self.tree = list(Category.objects.all())
        self.places = list(Municipality.objects.all())
        # Of what is typed twice, and of what is too long to be looked for, too.
        self.about_violence = about_violence(" ".join(params.getlist("q")))
        self.known: Known | None = None
        self.leave: set[str] = set()
        self.shown = ""
        self.settled = address.settle(params, self._understood(params))
        super().__init__(self._tidy(params), auto_id="id_%s")
        self.fields["category"].choices = [(one.code, one.name) for one in self.tree]  # type: ignore[attr-defined]
        self.fields["municipality"].choices = [(one.dico, one.name) for one in self.places]  # type: ignore[attr-defined]
        near, radius = self.data.get("near", ""), self.data.get("radius_km", "")
        choices = [("", gettext("Toda a AMP")), *((one.dico, one.name) for one in self.places)]
        if _POINT.match(near):
            choices.append((near, gettext("um ponto no mapa")))
        self.fields["near"].widget.choices = choices
        radii = [("", gettext("sem limite"))]
        radii += [(str(km), gettext("até %(km)s km") % {"km": km}) for km in RADII]
        if radius.isdigit() and radius not in dict(radii):
            radii.append((radius, gettext("até %(km)s km") % {"km": radius}))
        self.fields["radius_km"].widget.choices = radii

    def _understood(self, params: QueryDict) -> Understood:
        text = params.get("q", "")
        if self.api or not text.strip() or len(text.strip()) > LONGEST:
            return Understood(text.strip(), rest=text.strip())
        self.leave = address.literal(params)
        self.known = known(self.tree, self.places)
        return self.read(text)

    def read(self, text: str) -> Understood:
        """What another text would mean here, everything else being as it is; of what is never read it stays text."""
        if self.known is None:
            return Understood(text, rest=text)
        return understand(text, today=days.today(), known=self.known, literal=self.leave)

    def _tidy(self, params: QueryDict) -> QueryDict:
        data = params.copy()
        if not self.api:
            counts = self.settled.values
            for names in address.FIELDS.values():
                for name in names:
                    data.setlist(name, counts.get(name, []))
            # The page shows what it looks for when nothing was said: one person, tonight.
            start, end = days.tonight()
            data["quantity"] = data.get("quantity") or "1"
            data["start"] = data.get("start") or start.isoformat()
            data["end"] = data.get("end") or _day_after(str(data["start"])) or end.isoformat()
            self.shown = address.shown(dict(data.lists()), self.settled.chosen)
        for name in self.LISTS:
            values = [value.strip() for value in data.getlist(name) if value.strip()]
            data.setlist(name, [self._code(value) if name == "category" else value for value in values])
            if not values:
                del data[name]
        for name in self.FLAGS:
            if data.get(name, "").strip().lower() in ("0", "false", "no", ""):
                data.pop(name, None)
        return data

    def _code(self, value: str) -> str:
        try:
            wanted = UUID(value)
        except ValueError:
            return value
        return next((one.code for one in self.tree if one.uuid == wanted), value)

    @cached_property
    def near_place(self) -> Municipality | None:
        """The municipality distances are measured from, when it is one."""
        return next((one for one in self.places if one.dico == self.data.get("near", "").strip()), None)

    def clean_near(self) -> Point | None:
        text = self.cleaned_data["near"].strip()
        if not text:
            return None
        if self.near_place:
            return self.near_place.seat_lat, self.near_place.seat_lon
        if point := _POINT.match(text):
            lat, lon = float(point[1]), float(point[2])
            if -90 <= lat <= 90 and -180 <= lon <= 180:
                return lat, lon
        raise ValidationError(_("Este município não existe na região: escolha um da lista."), code="near")

    def clean_response(self) -> str:
        code = self.cleaned_data["response"].strip()
        if code and not OperativeResponse.objects.filter(code=code).exists():
            raise ValidationError(
                _("Esta resposta operativa não existe: escolha uma da lista."), code="response"
            )
        return code

    def clean_page(self) -> int:
        text = self.cleaned_data["page"].strip()
        if not text:
            return 1
        if not text.isascii() or not text.isdigit() or len(text) > 6 or int(text) < 1:
            raise ValidationError(_("Esta página não existe."), code="page")
        return int(text)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start or end:
            try:
                shared.stay_period(start or days.today(), end)
            except Invalid as refusal:
                self.add_error(refusal.field, refusal.sentence)
        if self.api and cleaned.get("radius_km") and not cleaned.get("near") and "near" not in self.errors:
            self.add_error("radius_km", gettext("Diga de onde se mede a distância: near=latitude,longitude."))
        return cleaned

    def _asks_for_refuge(self, got: dict[str, Any]) -> bool:
        return any(one.opaque and one.code in (got.get("category") or ()) for one in self.tree)

    def criteria(self, *, per_page: int = 20) -> Criteria:
        """What can be understood of it; check `errors` first where nothing may be guessed."""
        wrong = self.errors
        got = self.cleaned_data
        only_free = bool(got.get("only_free"))
        if self.api and not self.says_only_free:
            only_free = bool(got.get("start") or got.get("end"))
        near = got.get("near") or None
        # Half a period means nothing: with one day wrong, tonight is shown.
        dated = "start" not in wrong and "end" not in wrong
        # What is wrong with the text is said; then it counts for nothing.
        text = (got.get("q") or "") if self.api or "q" in wrong else self.settled.understood.rest
        return Criteria(
            q=text,
            categories=tuple(got.get("category") or ()),
            response=got.get("response") or "",
            municipalities=tuple(got.get("municipality") or ()),
            mode=got.get("mode") or "",
            near=near,
            radius_km=got.get("radius_km") if near else None,
            seen_from=self.seen_from,
            start=got.get("start") if dated else None,
            end=got.get("end") if dated else None,
            quantity=got.get("quantity") or 1,
            accessible=bool(got.get("accessible")),
            only_free=only_free,
            only_fresh=bool(got.get("only_fresh")),
            prefer=self.settled.understood.prefer if MUNICIPALITY in self.settled.read else "",
            loosely=not self.api,
            about_violence=self.about_violence or (not self.api and self._asks_for_refuge(got)),
            page=got.get("page") or 1,
            per_page=got.get("per_page") or per_page if self.api else per_page,
        )

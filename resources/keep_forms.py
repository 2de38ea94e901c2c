"""What managers fill in to keep facilities and resources. The rules themselves stand in the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts import identity
from geo.models import Municipality
from geo.sorting import sort_key
from resources import hours, versions
from resources.actions.keeping import LISTS, NO_REFUGE_HERE, PROSE
from resources.answer_forms import NO_NUMBER, NO_PEOPLE, PlainForm
from resources.models import Access, Category, Facility, Known, Mode, Resource
from resources.models.details import PLACE
from resources.models.tiers import Tier
from units.models import OperativeResponse

ENGLISH = _("Em inglês. Sem texto, quem lê em inglês vê o português.")
TOO_LONG = _("O texto é demasiado longo.")
PHONE = RegexValidator(
    r"^\+?[0-9]([ .-]?[0-9]){2,14}$",
    _("Escreva o número só com algarismos e espaços, por exemplo 220 000 000."),
)


def _line(label: Any, most: int, *, required: bool = False, hint: Any = "", **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=hint,
        widget=forms.TextInput(attrs=attrs),
        error_messages={
            "max_length": _("No máximo %(limit_value)s caracteres; tem %(show_value)s."),
            "required": _("Escreva o nome."),
        },
    )


def _text(label: Any, hint: Any = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=hint, widget=forms.Textarea(attrs={"rows": rows})
    )


class Coordinate(forms.FloatField):
    """A degree as people copy it: with a point or a comma."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, label: Any, least: float, most: float) -> None:
        example = f"{(least + most) / 2:.4f}"
        super().__init__(
            label=label,
            required=False,
            min_value=least,
            max_value=most,
            error_messages={
                "invalid": _("Escreva um número em graus, por exemplo %(example)s.") % {"example": example},
                "min_value": _("Fica fora da região: entre %(least)s e %(most)s graus.")
                % {"least": least, "most": most},
                "max_value": _("Fica fora da região: entre %(least)s e %(most)s graus.")
                % {"least": least, "most": most},
            },
        )

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class DayHours(forms.CharField):
    """The hours of one weekday, on one line."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=120,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )

    def clean(self, value: Any) -> list[list[str]]:
        return hours.typed(super().clean(value) or "")


class LinesField(forms.CharField):
    """A short list, one entry a line."""

    def __init__(self, label: Any, hint: Any = "") -> None:
        super().__init__(
            label=label, required=False, help_text=hint, widget=forms.Textarea(attrs={"rows": 3})
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line for line in (super().clean(value) or "").splitlines() if line.strip()]


class TierField(forms.TypedChoiceField):
    """Who sees it. A refuge is none of the choices; who sends it all the same reads what to do."""

    def validate(self, value: Any) -> None:
        if str(value) == str(Tier.OPAQUE.value):
            raise ValidationError(NO_REFUGE_HERE, code="refuge")
        super().validate(value)


class KeepForm(PlainForm):
    """`seen`: the version the person had before their eyes."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    guarded: tuple[str, ...] = ()

    def masked(self) -> None:
        """As in the other forms, but a house's own telephone and e-mail stay: they are no person's."""
        if not self.is_bound:
            return
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]
        for name in self.guarded:
            typed = data.get(self.add_prefix(name))
            if typed and identity.find(typed):
                data[self.add_prefix(name)] = identity.masked(typed)
        self.data = data

    def go_on_from(self, mark: str, base: forms.Form | None = None, now: forms.Form | None = None) -> None:
        """Sent again, it is about the version that is there now. Given the form as it was shown (`base`) and as it
        would be shown now, what the person did not touch takes the other's value."""
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]
        if base is not None and now is not None:
            for name in self.fields.keys() & base.fields.keys() & now.fields.keys():
                if not isinstance(self.fields[name], forms.FileField | forms.BooleanField):
                    key = self.add_prefix(name)
                    if _as_sent(data.get(key)) == _as_sent(base[name].value()):
                        data[key] = _as_sent(now[name].value())
        data[self.add_prefix("seen")] = mark
        self.data = data
        if base is not None:
            self.full_clean()


def _as_sent(value: Any) -> str:
    """A value as a browser sends it, whatever its line ends."""
    return "\n".join(line.rstrip() for line in str("" if value is None else value).splitlines()).strip()


class FacilityForm(KeepForm):
    name = _line(_("Nome"), 160, required=True)
    description_pt = _text(_("Descrição"), NO_PEOPLE)
    description_en = _text(_("Descrição em inglês"), ENGLISH)
    municipality = forms.ModelChoiceField(
        label=_("Município"),
        queryset=Municipality.objects.all(),
        required=False,
        empty_label=_("Escolha um município"),
        error_messages={"invalid_choice": _("Escolha um município da lista.")},
    )
    parish = _line(_("Freguesia"), 120)
    address = _line(_("Morada"), 240, hint=_("Rua, número e código postal."), autocomplete="off")
    lat = Coordinate(_("Latitude"), 40.0, 42.5)
    lon = Coordinate(_("Longitude"), -9.5, -7.5)
    forget_place = forms.BooleanField(
        label=_("Apagar o lugar e os contactos que estão guardados"), required=False
    )
    phone = forms.CharField(
        label=_("Telefone do serviço"),
        max_length=20,
        required=False,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text=_("O número da casa, não o de uma pessoa."),
    )
    email = forms.EmailField(
        label=_("E-mail do serviço"),
        required=False,
        error_messages={"invalid": _("Escreva um endereço de e-mail inteiro, por exemplo casa@exemplo.pt.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    website = forms.URLField(
        label=_("Sítio na internet"),
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Escreva um endereço inteiro, por exemplo https://www.exemplo.pt.")},
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    mon = DayHours(_("Segunda"))
    tue = DayHours(_("Terça"))
    wed = DayHours(_("Quarta"))
    thu = DayHours(_("Quinta"))
    fri = DayHours(_("Sexta"))
    sat = DayHours(_("Sábado"))
    sun = DayHours(_("Domingo"))
    opening_note_pt = _line(_("Nota ao horário"), 200, hint=_("Por exemplo: em agosto fecha às 17:00."))
    opening_note_en = _line(_("Nota ao horário, em inglês"), 200, hint=ENGLISH)
    accepts_pt = LinesField(_("Aceita"), _("Uma linha para cada."))
    accepts_en = LinesField(_("Aceita, em inglês"))
    ask_first_pt = LinesField(_("Pergunte antes"), _("O que se combina caso a caso."))
    ask_first_en = LinesField(_("Pergunte antes, em inglês"))
    refuses_pt = LinesField(_("Não aceita"))
    refuses_en = LinesField(_("Não aceita, em inglês"))
    photo = forms.FileField(
        label=_("Fotografia"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "JPEG, PNG ou WebP, até 8 MB, sem pessoas que se reconheçam. O que a câmara escreveu nela (lugar, hora,"
            " aparelho) é retirado."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    drop_photo = forms.BooleanField(label=_("Retirar a fotografia"), required=False)
    photo_alt_pt = _line(
        _("O que se vê na fotografia"), 250, hint=_("Obrigatório com fotografia: lido a quem não a vê.")
    )
    photo_alt_en = _line(_("O que se vê na fotografia, em inglês"), 250, hint=ENGLISH)
    tier = TierField(
        label=_("Quem o vê"),
        coerce=int,
        choices=[
            (Tier.PUBLIC.value, _("Toda a gente (T0)")),
            (Tier.NETWORK.value, _("As entidades da rede (T1)")),
            (Tier.RESTRICTED.value, _("Só pessoas com acreditação, sem dizer onde fica (T2)")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Escolha quem o vê."), "invalid_choice": _("Escolha quem o vê.")},
    )

    guarded = ("name", *PROSE, *LISTS)

    def __init__(self, facility: Facility | None, *args: Any, **kwargs: Any) -> None:
        self.facility = facility
        kwargs["initial"] = _said_by(facility) if facility else {"tier": Tier.PUBLIC.value}
        super().__init__(*args, **kwargs)
        for one in Access:
            self.fields[_point(one)] = forms.ChoiceField(
                label=str(one.label)[0].upper() + str(one.label)[1:],
                choices=Known.choices,
                initial=(facility.accessibility if facility else {}).get(one, Known.UNKNOWN),
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Escolha sim, não ou sem informação."),
                    "invalid_choice": _("Escolha sim, não ou sem informação."),
                },
            )
        # A place that is reserved is written, never shown: not even to those who wrote it.
        if not self.hides_place:
            del self.fields["forget_place"]
        else:
            self.fields["municipality"].empty_label = _("Fica como está")  # type: ignore[attr-defined]
        if not self.may_have_photo:
            for name in ("photo", "drop_photo", "photo_alt_pt", "photo_alt_en"):
                del self.fields[name]
        elif facility is None or facility.photo_id is None:
            del self.fields["drop_photo"]

    @property
    def hides_place(self) -> bool:
        return self.facility is not None and not self.facility.shows_place

    @property
    def may_have_photo(self) -> bool:
        return self.facility is None or self.facility.tier == Tier.PUBLIC

    @cached_property
    def points(self) -> list[Any]:
        """The accessibility checklist, as fields."""
        return [self[_point(one)] for one in Access]

    @cached_property
    def week(self) -> list[Any]:
        return [self[day] for day in hours.DAYS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        week = {day: cleaned[day] for day in hours.DAYS if cleaned.get(day)}
        try:
            hours.check(week)
        except ValidationError as error:
            self.add_error("mon", error)
        cleaned["opening_hours"] = hours.tidy(week)
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes."""
        cleaned = self.cleaned_data
        left_out = {
            "seen",
            "photo",
            "drop_photo",
            "forget_place",
            *hours.DAYS,
            *(_point(one) for one in Access),
        }
        said = {name: value for name, value in cleaned.items() if name not in left_out}
        said["accessibility"] = {
            one.value: cleaned[_point(one)] for one in Access if cleaned.get(_point(one)) in ("yes", "no")
        }
        if self.hides_place:
            said = {
                name: value for name, value in said.items() if name not in PLACE or value not in (None, "")
            }
            if cleaned.get("forget_place"):
                said |= {name: None if name in ("municipality", "lat", "lon") else "" for name in PLACE}
        return said


def _point(one: Access) -> str:
    return f"access_{one.value}"


def _said_by(facility: Facility) -> dict[str, Any]:
    """A facility as the form shows it."""
    said = {name: value for name, value in versions.state_of(facility).items() if name != "municipality_id"}
    said |= {day: hours.as_typed(facility.opening_hours.get(day, [])) for day in hours.DAYS}
    said |= {"municipality": facility.municipality_id, "seen": versions.mark_of(facility)}
    for name in ("lat", "lon"):
        said[name] = "" if said[name] is None else str(said[name])
    if not facility.shows_place:
        said |= dict.fromkeys(PLACE, "")
    return said


class ResourceForm(KeepForm):
    name = _line(_("Nome"), 160, required=True, hint=_("Por exemplo: Casa da Ribeira, camas para mulheres."))
    response = forms.ModelChoiceField(
        label=_("Resposta operativa"),
        queryset=OperativeResponse.objects.all(),
        required=False,
        empty_label=_("Nenhuma da REF-AMP"),
        error_messages={"invalid_choice": _("Escolha uma resposta da lista.")},
    )
    description_pt = _text(_("Descrição"), NO_PEOPLE)
    description_en = _text(_("Descrição em inglês"), ENGLISH)
    max_nights = forms.IntegerField(
        label=_("Noites no máximo"),
        required=False,
        help_text=_("Vazio: sem limite."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": NO_NUMBER},
    )

    hygiene_days = forms.IntegerField(
        label=_("Dias de higienização"),
        required=False,
        min_value=0,
        max_value=60,
        help_text=_("Entre uma pessoa e a seguinte."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": NO_NUMBER,
            "min_value": _("Entre 0 e 60 dias."),
            "max_value": _("Entre 0 e 60 dias."),
        },
    )
    terms_pt = _text(
        _("Condições da cedência"), _("O que aceita quem leva o equipamento. Sem dados de pessoas.")
    )
    terms_en = _text(_("Condições da cedência em inglês"), ENGLISH)

    # Fields that not every mode has.
    only_in = {Mode.STAY: {"max_nights"}, Mode.LOAN: {"max_nights", "hygiene_days", "terms_pt", "terms_en"}}
    guarded = ("name", "description_pt", "description_en", "terms_pt", "terms_en")

    def __init__(self, resource: Resource | None, *args: Any, **kwargs: Any) -> None:
        if resource is not None:
            kwargs["initial"] = versions.state_of(resource) | {
                "response": resource.response_id,
                "seen": versions.mark_of(resource),
            }
        super().__init__(*args, **kwargs)
        self.fields["response"].label_from_instance = _response_label  # type: ignore[attr-defined]
        own_mode = resource.mode if resource is not None else Mode.STAY
        for name in set().union(*self.only_in.values()) - self.only_in.get(Mode(own_mode), set()):
            del self.fields[name]
        if own_mode == Mode.LOAN:
            self.fields["max_nights"].label = _("Dias de cedência, no máximo")

    @property
    def said(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if "hygiene_days" in said:
            said["hygiene_days"] = said["hygiene_days"] or 0
        return said


class NewResourceForm(ResourceForm):
    category = forms.ModelChoiceField(
        label=_("Tipo"),
        queryset=Category.objects.none(),
        empty_label=_("Escolha um tipo"),
        error_messages={
            "required": _("Escolha um tipo."),
            "invalid_choice": _("Escolha um tipo da lista."),
        },
    )
    field_order = ("seen", "category", "name")

    def __init__(self, facility: Facility, *args: Any, **kwargs: Any) -> None:
        super().__init__(None, *args, **kwargs)
        kinds = Category.objects.open_listed().filter(children=None)
        if facility.organisation_id is None:
            kinds = kinds.filter(mode=Mode.INFO)
        self.fields["category"].queryset = kinds  # type: ignore[attr-defined]


def _response_label(response: OperativeResponse) -> str:
    return f"{response.code} {response.name}"


class FindForm(forms.Form):
    """Finding one among the facilities one keeps."""

    q = forms.CharField(
        label=_("Nome ou município"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": _("Procure com menos palavras: no máximo 120 caracteres.")},
    )

    def found_in(self, facilities: Any) -> Any:
        for word in sort_key(self.cleaned_data.get("q", "")).split()[:8]:
            facilities = facilities.filter(
                Q(sort_key__contains=word)
                | Q(municipality__sort_key__contains=word, tier__lte=Tier.NETWORK)
                | Q(organisation__sort_key__contains=word, tier__lte=Tier.NETWORK)
            )
        return facilities

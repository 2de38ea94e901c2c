"""The request form: what it asks, what it says when something is wrong, and how refusals of the actions land on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4, uuid5

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts import identity
from accounts.models import Contact, Membership
from geo.models import Municipality
from resources import days, needs, spoken
from resources.actions import Need, shared
from resources.filters import DayField, WholeField
from resources.models import Category, Item, Mode, Resource
from resources.models.codes import Urgency
from resources.models.requests import REFERENCE
from resources.refusals import Invalid, NoCapacity, PersonalData, Refusal

IF_FULL = {
    "refuse": _("não enviar: procuro noutro lado"),
    "waitlist": _("ficar em lista de espera"),
    "register": _("registar que não houve vaga"),
}
# Shown folded: a need is understood without them.
FOLDED = (
    "age_band",
    "adults",
    "children",
    "dependency",
    "accessibility",
    "interpreter",
    "pets",
    "avoid_municipalities",
)
# What is asked of people who come to stay; of a wheelchair nobody needs to know it.
OF_STAYS = ("adults", "children", "interpreter", "pets", "avoid_municipalities")
# What nobody should have to read back in full: it may hold what was refused.
TYPED = ("note", "reference")


def _with_blank(choices: dict[str, Any], blank: Any) -> list[tuple[str, Any]]:
    return [("", blank), *choices.items()]


class _People(forms.IntegerField):
    """Adults or children: a small whole number, or nothing said."""

    widget = forms.TextInput
    default_error_messages: ClassVar = {"invalid": _("Indique um número inteiro, por exemplo 2.")}

    def __init__(self, **kwargs: Any) -> None:
        limits = _("Indique um número entre 0 e %(max)s.") % {"max": needs.MOST_PEOPLE}
        super().__init__(
            required=False,
            min_value=0,
            max_value=needs.MOST_PEOPLE,
            error_messages={"min_value": limits, "max_value": limits},
            **kwargs,
        )


class AskForm(forms.Form):
    """A request for one resource, for several (the first to accept keeps it) or, without any, to the network."""

    submission = forms.CharField(required=False, widget=forms.HiddenInput)
    item = forms.ChoiceField(
        label=_("Qual"),
        required=False,
        error_messages={"invalid_choice": _("Este artigo não é deste recurso, ou já não se empresta.")},
        widget=forms.RadioSelect,
    )
    start = DayField(label=_("Entrada"))
    end = DayField(label=_("Saída"), required=False)
    open_end = forms.BooleanField(label=_("Sem data de saída"), required=False)
    quantity = WholeField(label=_("Lugares"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    reference = forms.CharField(
        label=_("Referência do caso"),
        required=False,
        help_text=_("3 a 12 letras ou algarismos, num código só seu. O portal não sabe de quem é."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    urgency = forms.ChoiceField(
        label=_("Urgência"),
        choices=Urgency.choices,
        initial=Urgency.NORMAL,
        error_messages={
            "invalid_choice": _("A urgência é normal, urgente ou emergência."),
            "required": _("Diga se é normal, urgente ou emergência."),
        },
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Nota para a entidade"),
        required=False,
        help_text=_(
            "Sem nomes, números de documentos, telefones nem moradas: o que os tiver não é guardado."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    callback = forms.ChoiceField(
        label=_("Contacto do serviço"),
        required=False,
        error_messages={
            "invalid_choice": _("Escolha um contacto da sua entidade."),
            "required": _("Escolha o contacto para onde podem ligar de volta."),
        },
    )
    origin = forms.ChoiceField(
        label=_("Município de origem"),
        error_messages={
            "required": _("Indique o município de origem da necessidade."),
            "invalid_choice": _("Este município não existe na região: escolha um da lista."),
        },
    )
    age_band = forms.ChoiceField(
        label=_("Idade"), required=False, choices=_with_blank(needs.AGE_BANDS, _("não dizer"))
    )
    adults = _People(label=_("Adultos"))
    children = _People(label=_("Crianças"))
    dependency = forms.ChoiceField(
        label=_("Dependência"), required=False, choices=_with_blank(needs.DEPENDENCY, _("não dizer"))
    )
    accessibility = forms.MultipleChoiceField(
        label=_("Acessibilidade"),
        required=False,
        choices=list(needs.ACCESSIBILITY.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    interpreter = forms.ChoiceField(
        label=_("Intérprete"), required=False, choices=_with_blank(needs.INTERPRETER, _("não é preciso"))
    )
    pets = forms.BooleanField(label=_("Com animal de companhia"), required=False)
    avoid_municipalities = forms.MultipleChoiceField(
        label=_("Municípios a evitar"),
        required=False,
        help_text=_("Por segurança: onde a pessoa não deve ser acolhida."),
        error_messages={"invalid_choice": _("Este município não existe na região: escolha um da lista.")},
        widget=forms.CheckboxSelectMultiple,
    )
    auto_confirm = forms.BooleanField(label=_("Confirmar de imediato, se a entidade aceitar"), required=False)
    if_full = forms.ChoiceField(
        label=_("Se já não houver vaga"),
        choices=list(IF_FULL.items()),
        initial="refuse",
        required=False,
        error_messages={"invalid_choice": _("Se já não houver vaga: recusar, lista de espera ou registar.")},
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        member: Membership,
        category: Category,
        resources: Sequence[Resource] = (),
        **initial: Any,
    ) -> None:
        """`end` in `initial` is the first day not used, as everywhere; the field says it as people do."""
        self.member, self.category, self.resources = member, category, tuple(resources)
        self.words = spoken.of(category)
        initial["end"] = category.said_end(initial.get("end"))
        self.sent = QueryDict() if data is None else data
        self.contacts = list(Contact.objects.of(member))
        own = member.organisation.municipality_id
        super().__init__(
            data,
            auto_id="p_%s",
            initial={"submission": uuid4(), "origin": own, "quantity": 1, **initial},
        )
        places = [(one.dico, one.name) for one in Municipality.objects.all()]
        self._offer("origin", places if own else [("", _("escolha um")), *places])
        self._offer("avoid_municipalities", places)
        contacts = [(str(one.uuid), f"{one.label} · {one.phone or one.email}") for one in self.contacts]
        nobody = _("escolha um") if category.opaque else _("nenhum")
        self._offer("callback", [("", nobody), *contacts])
        units = category.units
        self.fields["quantity"].label = units[:1].upper() + units[1:]
        for name, label in (
            ("start", self.words.start),
            ("end", self.words.end),
            ("open_end", self.words.open_end),
        ):
            self.fields[name].label = label
        self.one: Item | None = None
        if category.mode == Mode.LOAN:
            self._for_loan(initial.get("item", ""))
        else:
            del self.fields["item"]
        if len(self.resources) == 1 and (its_days := self.resources[0].its_days):
            self._for_course(*its_days)
        if category.opaque:
            self._for_refuge()
        elif not self.resources:
            # Nobody is asked by name, so nothing can be full.
            del self.fields["if_full"]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _for_loan(self, wanted: str) -> None:
        """Something lent has a day to come back; one item in particular is asked for at the bank that has it."""
        for name in ("open_end", *OF_STAYS):
            del self.fields[name]
        self.fields["end"].required = True
        self.fields["end"].error_messages["required"] = self.words.end_missing
        code = str(self.sent.get("item", "") or wanted)
        if len(self.resources) != 1 or not code:
            del self.fields["item"]
            return
        self.one = self.resources[0].items.lent().filter(code=code).first()
        one = [(self.one.code, f"{self.one.name} · {self.one.code}")] if self.one else []
        self._offer("item", [("", _("qualquer um deste tipo")), *one])
        if self.one is None and not self.is_bound:
            del self.fields["item"]

    def _for_course(self, start: date, end: date) -> None:
        """A course is asked for as a whole: its days are shown and not chosen."""
        for name in ("open_end", *OF_STAYS):
            self.fields.pop(name, None)
        self.initial["start"], self.initial["end"] = start, self.category.said_end(end)
        for name in ("start", "end"):
            self.fields[name].disabled = True

    def _for_refuge(self) -> None:
        """A refuge is found by people, not by the portal: they call back, and nothing is confirmed by itself."""
        for name in ("auto_confirm", "if_full", "reference"):
            del self.fields[name]
        self.fields["callback"].required = bool(self.contacts)
        self.fields["quantity"].label = _("Pessoas")
        self.fields["note"].label = _("Nota para quem liga")

    # --- What is wrong --------------------------------------------------------------------------------------------

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"].strip().upper()
        if reference:
            REFERENCE(reference)
        return reference

    def clean_note(self) -> str:
        try:
            return shared.free_text("note", self.cleaned_data["note"])
        except PersonalData as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from refusal
        except Invalid as refusal:
            raise forms.ValidationError(refusal.sentence, code="note") from refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), self.category.meant_end(cleaned.get("end"))
        cleaned["end"] = end
        if cleaned.get("open_end"):
            cleaned["end"] = end = None
            self.errors.pop("end", None)
        elif end is None and "end" not in self.errors:
            self.add_error("end", self.words.end_missing)
        if start and "end" not in self.errors:
            try:
                shared.stay_period(start, end, words=self.words)
            except Invalid as refusal:
                self.add_error(refusal.field, refusal.sentence)
        if cleaned.get("item") and cleaned.get("quantity", 1) != 1 and "quantity" not in self.errors:
            self.add_error("quantity", _("Um artigo em particular pede-se sozinho: escreva 1."))
        return cleaned

    def refused(self, refusal: Refusal) -> None:
        """Put what an action said where it belongs: at its field, else over the form."""
        field = str(getattr(refusal, "field", "")).removeprefix("needs.")
        field = {"origin_municipality": "origin"}.get(field, field)
        if isinstance(refusal, NoCapacity) and "if_full" in self.fields:
            field = "if_full"
        self.add_error(field if field in self.fields else None, refusal.sentence)

    def mask(self) -> None:
        """Before the form goes back: what could identify somebody is shown hidden, and stays nowhere."""
        shown = self.sent.copy()
        for name in TYPED:
            text = shown.get(name, "")
            if identity.find(text):
                shown[name] = identity.masked(text)
        self.data = shown

    @property
    def needs_open(self) -> bool:
        """Whether something is said, or wrong, among the fields that are folded away."""
        return any(value for name in FOLDED for value in self.sent.getlist(name))

    # --- What is asked --------------------------------------------------------------------------------------------

    @property
    def period(self) -> tuple[date, date | None] | None:
        """The days asked for, when they make sense."""
        if not self.is_bound or {"start", "end"} & set(self.errors) or "start" not in self.cleaned_data:
            return None
        return self.cleaned_data["start"], self.cleaned_data.get("end")

    @cached_property
    def sent_as(self) -> UUID | None:
        """The name of what was sent: the same form sent twice has the same, a changed one another."""
        try:
            token = UUID(self.cleaned_data.get("submission", ""))
        except ValueError:
            return None
        said = sorted(
            (key, value) for key, values in self.sent.lists() if key in self.fields for value in values
        )
        target = [str(resource.uuid) for resource in self.resources] or [self.category.code]
        return uuid5(token, repr((self.member.organisation_id, target, said)))

    def asked(self) -> dict[str, Any]:
        """What `request_capacity` takes."""
        got = self.cleaned_data
        need = {
            name: got.get(name)
            for name in (
                "age_band",
                "adults",
                "children",
                "dependency",
                "accessibility",
                "interpreter",
                "callback",
            )
        }
        need |= {
            "pets": got.get("pets") or None,
            "avoid_municipalities": got.get("avoid_municipalities") or [],
        }
        return {
            "wanted": [
                Need(
                    quantity=got["quantity"],
                    start=got["start"],
                    end=got["end"],
                    resources=self.resources,
                    category=None if self.resources else self.category,
                    item=self.one if got.get("item") else None,
                )
            ],
            "by": self.member,
            "origin": Municipality.objects.get(dico=got["origin"]),
            "reference": got.get("reference", ""),
            "urgency": got["urgency"],
            "auto_confirm": got.get("auto_confirm", False),
            "if_full": got.get("if_full") or "refuse",
            "need": need,
            "note": got["note"],
            "submission": self.sent_as,
        }


class SeenForm(forms.Form):
    """What a resource page was opened with: the days and quantity searched for, and where its calendar starts."""

    start = DayField(label=_("Entrada"), required=False)
    end = DayField(label=_("Saída"), required=False)
    quantity = WholeField(label=_("Quantidade"), required=False)
    desde = DayField(label=_("Calendário desde"), required=False)
    artigo = forms.CharField(label=_("Artigo"), required=False, max_length=20)

    BACK, AHEAD = timedelta(days=31), timedelta(days=730)

    def clean_desde(self) -> date | None:
        first: date | None = self.cleaned_data["desde"]
        today = days.today()
        if first and not today - self.BACK - timedelta(days=6) <= first <= today + self.AHEAD:
            raise forms.ValidationError(
                _("O calendário vai do mês passado até daqui a dois anos."), code="desde"
            )
        return first

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start:
            try:
                shared.stay_period(start, end)
            except Invalid as refusal:
                self.add_error(refusal.field, refusal.sentence)
        return cleaned

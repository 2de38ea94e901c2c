"""What people fill in about things that are lent: hand over, take back, lose; and the items of a bank themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from resources.actions import Returned
from resources.actions.lending import MOST_ITEMS_AT_ONCE
from resources.answer_forms import NO_NUMBER, NO_PEOPLE, AnswerForm, PlainForm, _day, _text
from resources.models import Item, Loan
from resources.models.lending import Condition, ItemState

# More than this is found by its code.
MOST_SHOWN = 40
NO_CONDITION = _("Escolha um estado de conservação da lista.")
CONDITION = _("Estado de conservação")
NOTHING_SAID = _("Escreva o que aconteceu, em poucas palavras.")


def read_codes(text: str) -> list[str]:
    """The codes in a text as typed or as a reader writes them: one after the other, alone or as the label's address."""
    found = [one.rstrip("/").rpartition("/")[2].upper() for one in re.split(r"[\s,;]+", text) if one]
    return list(dict.fromkeys(one for one in found if one))


def find_codes(items: Any, codes: Iterable[str]) -> tuple[list[Item], list[str]]:
    """The items of these codes, in the order given, and the codes that are none of them."""
    wanted = {code: _spelled(code) for code in codes}
    rows = {row.code.upper(): row for row in items.with_codes([s for many in wanted.values() for s in many])}
    found, missing = [], []
    for code, spelled in wanted.items():
        row = next((rows[one] for one in spelled if one in rows), None)
        if row is None:
            missing.append(code)
        elif row not in found:
            found.append(row)
    return found, missing


def _spelled(code: str) -> list[str]:
    """Also without the hyphen of the label."""
    return [code, f"{code[:4]}-{code[4:]}"] if len(code) == 8 and "-" not in code else [code]


def _condition(label: Any = CONDITION, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Condition.choices,
        error_messages={"required": NO_CONDITION, "invalid_choice": NO_CONDITION},
        **more,
    )


def codes_field(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Códigos das etiquetas"),
        required=False,
        max_length=2000,
        help_text=_("Escreva ou leia um a seguir ao outro. Um leitor de códigos também escreve aqui."),
        widget=forms.Textarea(
            attrs={"rows": 2, "autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"max_length": _("São demasiados códigos de uma vez.")},
        **more,
    )


# --- With a booking ---


class HandOverForm(AnswerForm):
    """The items as they lie on the counter; those planned are ticked already."""

    items = forms.MultipleChoiceField(
        label=_("O que se entrega"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Há um artigo que já não está pronto: veja a lista de novo.")},
    )
    codes = codes_field()
    note = _text(_("Nota da entrega"))

    def prepare(self) -> None:
        booking = self.booking
        assert booking.resource is not None
        loans = booking.loans.filter(back_at=None, item__isnull=False).select_related("item")
        planned = {loan.item_id: loan for loan in loans.order_by("pk")}
        ready = booking.resource.items.lent().filter(state=ItemState.READY).prefetch_related("parts")
        rows = sorted(ready.order_by("name", "code"), key=lambda item: item.pk not in planned)
        self.shown = rows[:MOST_SHOWN]
        self.hidden = len(rows) - len(self.shown)
        self.named = [loan.item for loan in planned.values() if loan.fixed and loan.item]
        field: Any = self.fields["items"]
        field.choices = [(item.code, described(item, self.named)) for item in self.shown]
        self.initial.setdefault("items", [item.code for item in self.shown if item.pk in planned])
        field.help_text = ngettext(
            "Escolha %(n)s artigo. Os que estavam destinados já vêm marcados.",
            "Escolha %(n)s artigos. Os que estavam destinados já vêm marcados.",
            booking.quantity,
        ) % {"n": booking.quantity}

    @property
    def terms(self) -> str:
        assert self.booking.resource is not None
        return self.booking.resource.terms

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        assert self.booking.resource is not None
        typed = read_codes(cleaned["codes"])
        found, missing = find_codes(self.booking.resource.items.all(), [*cleaned["items"], *typed])
        if missing:
            self.add_error("codes", _unknown(missing))
        elif not found:
            self.add_error(
                "items",
                ngettext(
                    "Escolha o artigo que entrega.", "Escolha os artigos que entrega.", self.booking.quantity
                ),
            )
        cleaned["items"] = found
        return cleaned


def _unknown(codes: list[str]) -> str:
    said = ngettext(
        "Não há neste recurso nenhum artigo com o código %(codes)s.",
        "Não há neste recurso artigos com os códigos %(codes)s.",
        len(codes),
    )
    return said % {"codes": ", ".join(code[:20] for code in codes[:5])}


def described(item: Item, named: Iterable[Item] = ()) -> str:
    """ "Cadeira de rodas manual · 7K3M-92QX · bom · com almofada, apoios de pés"."""
    said = [item.name, item.code, str(item.get_condition_display())]
    things = [*item.accessories, *(part.name for part in item.parts.all() if part.state != ItemState.LOST)]
    if things:
        said.append(gettext("com %(things)s") % {"things": ", ".join(things)})
    if item in list(named):
        said.append(gettext("pedido em particular"))
    return " · ".join(said)


@dataclass
class Entry:
    """One item of a return, with its fields."""

    loan: Loan
    back: forms.BoundField
    condition: forms.BoundField
    missing: forms.BoundField | None


class ReturnForm(AnswerForm):
    """What came back, each as it came back."""

    condition = _text(_("Nota da devolução"), hint=_("Só se houver algo a registar. Sem dados de pessoas."))

    def prepare(self) -> None:
        self.loans = [
            loan for loan in self.booking.loans.out().select_related("item").order_by("pk") if loan.item
        ]
        note = self.fields.pop("condition")
        for loan in self.loans:
            assert loan.item is not None
            self.fields[f"back-{loan.pk}"] = forms.BooleanField(
                label=f"{loan.item.name} · {loan.item.code}", required=False, initial=True
            )
            self.fields[f"condition-{loan.pk}"] = _condition(_("Como voltou"), initial=loan.item.condition)
            if loan.accessories_out:
                self.fields[f"missing-{loan.pk}"] = forms.MultipleChoiceField(
                    label=_("O que falta"),
                    required=False,
                    choices=[(name, name) for name in loan.accessories_out],
                    widget=forms.CheckboxSelectMultiple,
                    error_messages={"invalid_choice": _("Isso não foi com este artigo.")},
                )
        self.fields["condition"] = note

    @property
    def entries(self) -> list[Entry]:
        return [
            Entry(
                loan,
                self[f"back-{loan.pk}"],
                self[f"condition-{loan.pk}"],
                self[f"missing-{loan.pk}"] if f"missing-{loan.pk}" in self.fields else None,
            )
            for loan in self.loans
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        cleaned["returned"] = [
            Returned(loan.item, cleaned[f"condition-{loan.pk}"], cleaned.get(f"missing-{loan.pk}", ()))
            for loan in self.loans
            if loan.item is not None and cleaned[f"back-{loan.pk}"]
        ]
        if not cleaned["returned"]:
            self.add_error(None, _("Diga o que voltou: marque pelo menos um artigo."))
        return cleaned


class LoseForm(AnswerForm):
    """What is out and will not come back."""

    item = forms.ChoiceField(
        label=_("Que artigo"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Escolha o artigo."),
            "invalid_choice": _("Escolha um artigo da lista."),
        },
    )
    reason = _text(
        _("O que aconteceu"),
        required=True,
        hint=NO_PEOPLE,
    )

    def prepare(self) -> None:
        self.out = {
            loan.item.code: loan.item
            for loan in self.booking.loans.out().select_related("item").order_by("pk")
            if loan.item
        }
        field: Any = self.fields["item"]
        field.choices = [(code, f"{item.name} · {code}") for code, item in self.out.items()]
        self.fields["reason"].error_messages["required"] = NOTHING_SAID
        if len(self.out) == 1:
            self.initial.setdefault("item", next(iter(self.out)))

    def clean_item(self) -> Item:
        return self.out[self.cleaned_data["item"]]


class SilenceForm(AnswerForm):
    """Not said by a slip of the finger."""

    sure = forms.BooleanField(
        label=_("Sim, a pessoa faleceu e não devem seguir lembretes"),
        error_messages={"required": _("Marque para confirmar.")},
    )


# --- Items alone ---


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace(",", "\n").splitlines() if line.strip()]


class ItemForm(PlainForm):
    """One item as it is described."""

    name = forms.CharField(
        label=_("Designação"),
        max_length=120,
        error_messages={
            "required": _("Escreva o que é."),
            "max_length": _("A designação é demasiado longa: no máximo 120 caracteres."),
        },
    )
    serial = forms.CharField(
        label=_("Número de série"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("O número de série tem no máximo 60 caracteres.")},
    )
    iso9999 = forms.CharField(
        label=_("Código ISO 9999"),
        required=False,
        max_length=8,
        help_text=_("Dois ou três pares de algarismos, por exemplo 12 22 03."),
        error_messages={
            "max_length": _("Um código ISO 9999 são um, dois ou três pares de algarismos, como 12 22 03.")
        },
    )
    condition = _condition()
    accessories = forms.CharField(
        label=_("Acessórios"),
        required=False,
        help_text=_("O que vai e volta com ele, um por linha. Por exemplo: almofada."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_accessories(self) -> list[str]:
        return _lines(self.cleaned_data["accessories"])


class NewItemsForm(ItemForm):
    number = forms.IntegerField(
        label=_("Quantos iguais"),
        initial=1,
        min_value=1,
        max_value=MOST_ITEMS_AT_ONCE,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": NO_NUMBER,
            "invalid": NO_NUMBER,
            "min_value": _("De uma vez, entre 1 e 100 artigos."),
            "max_value": _("De uma vez, entre 1 e 100 artigos."),
        },
    )
    serials = forms.CharField(
        label=_("Números de série"),
        required=False,
        help_text=_("Um por linha, tantos quantos os artigos; ou nenhum."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    kit = forms.ChoiceField(
        label=_("Faz parte do conjunto"),
        required=False,
        help_text=_("As partes de um conjunto vão e voltam com ele, e não se emprestam sozinhas."),
        error_messages={"invalid_choice": _("O conjunto tem de ser um artigo deste recurso.")},
    )
    field_order = ("name", "number", "serials", "iso9999", "condition", "accessories", "kit")

    def __init__(self, items: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["serial"]
        self.kits = {item.code: item for item in items.lent().order_by("name", "code")}
        field: Any = self.fields["kit"]
        field.choices = [
            ("", _("nenhum: empresta-se sozinho")),
            *((code, f"{item.name} · {code}") for code, item in self.kits.items()),
        ]

    def clean_serials(self) -> list[str]:
        return _lines(self.cleaned_data["serials"])

    def clean_kit(self) -> Item | None:
        return self.kits.get(self.cleaned_data["kit"])


class MoveForm(PlainForm):
    """Where an item goes from here: what is needed depends on where."""

    state = forms.ChoiceField(choices=ItemState.choices, widget=forms.HiddenInput)
    ready_on = _day(_("Deve estar pronto a"), required=False, hint=_("Se já se sabe."))
    reason = _text(_("Nota"))

    # What each state asks for; the others are said in one tap.
    ASKS: ClassVar = {
        ItemState.REPAIR: ("ready_on", "reason"),
        ItemState.LOST: ("reason",),
        ItemState.RETIRED: ("reason",),
    }

    def __init__(self, state: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("state", state)
        asks = self.ASKS.get(ItemState(state), ()) if state in ItemState.values else ()
        for name in ("ready_on", "reason"):
            if name not in asks:
                del self.fields[name]
        if state in (ItemState.LOST, ItemState.RETIRED):
            self.fields["reason"].label = _("O que aconteceu")
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = NOTHING_SAID


__all__ = [
    "HandOverForm",
    "ItemForm",
    "LoseForm",
    "MoveForm",
    "NewItemsForm",
    "ReturnForm",
    "SilenceForm",
    "find_codes",
    "read_codes",
]

"""What people fill in to answer, confirm, give up or move a booking. The rules themselves stand in the actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import identity
from resources import days, spoken
from resources.models import Block, Booking
from resources.models.codes import Reason

DECLINE_REASONS = (
    Reason.NO_CAPACITY,
    Reason.NO_SUITABLE,
    Reason.OUTSIDE_CRITERIA,
    Reason.TOO_FAR,
    Reason.DUPLICATE,
    Reason.OTHER,
)
CANCEL_REASONS = (
    Reason.NO_CAPACITY,
    Reason.NO_SUITABLE,
    Reason.OUTSIDE_CRITERIA,
    Reason.DUPLICATE,
    Reason.OTHER,
)
WITHDRAW_REASONS = (
    Reason.NO_LONGER_NEEDED,
    Reason.NO_SUITABLE,
    Reason.TOO_FAR,
    Reason.NO_ANSWER,
    Reason.DUPLICATE,
    Reason.DECEASED,
    Reason.OTHER,
)
NO_PEOPLE = _("Sem nomes, telefones nem outros dados de pessoas.")
NO_REASON = _("Escolha um motivo.")
NO_DAY = _("Escreva um dia que exista, por exemplo 24/11/2026.")
NO_NUMBER = _("Escreva um número inteiro.")


def _reasons(codes: tuple[Reason, ...]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Motivo"),
        choices=[(code.value, code.label) for code in codes],
        widget=forms.RadioSelect,
        error_messages={"required": NO_REASON, "invalid_choice": _("Escolha um motivo da lista.")},
    )


def _text(label: Any, required: bool = False, hint: Any = NO_PEOPLE, **messages: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=messages,
    )


def _day(label: Any, required: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": NO_DAY, "invalid": NO_DAY},
    )


class PlainForm(forms.Form):
    """Base of them all. A text that came back never shows again what could identify somebody."""

    def masked(self) -> None:
        """Hide what the identity guard refuses, before the form is shown again."""
        if not self.is_bound:
            return
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            # Hidden ones nobody typed: a mark may look like a number.
            if field.widget.is_hidden:
                continue
            if isinstance(field, forms.CharField) and (typed := data.get(self.add_prefix(name))):
                data[self.add_prefix(name)] = identity.masked(typed) if identity.find(typed) else typed
        self.data = data


class AnswerForm(PlainForm):
    """`seen`: the state of the booking the person had before their eyes. `how`: which form of one verb it is."""

    how_name = ""
    seen = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, booking: Booking, *args: Any, needs_exception: bool = False, **kwargs: Any) -> None:
        self.booking = booking
        kwargs.setdefault("initial", {}).setdefault("seen", version(booking))
        super().__init__(*args, **kwargs)
        if self.how_name:
            self.fields["how"] = forms.CharField(
                initial=self.how_name, required=False, widget=forms.HiddenInput
            )
        self.prepare()
        if needs_exception:
            self.ask_exception()

    def ask_exception(self) -> None:
        """Also ask why it may cross a border without a protocol."""
        self.fields["exception"] = _text(
            _("Motivo da exceção"),
            hint=_("Fica registado com o seu nome e a hora. Sem dados de pessoas."),
        )

    def prepare(self) -> None:
        """For fields that depend on the booking."""

    def shown_again(self, booking: Booking) -> None:
        """Give the form back: what may not be kept is hidden, and the state now shown is the one decided on next."""
        self.masked()
        self.data["seen"] = version(booking)  # type: ignore[index]

    @property
    def is_stale(self) -> bool:
        seen = self.data.get("seen", "") if self.is_bound else ""
        return bool(seen) and seen != version(self.booking)


def version(booking: Booking) -> str:
    """Changes with every change of the booking, and when a hold runs out."""
    return f"{booking.shown_status}.{booking.changed_at.isoformat()}"


class ConditionForm(AnswerForm):
    how_name = "condition"
    condition = _text(
        _("Condição"),
        required=True,
        hint=_("Por exemplo: entrada até às 21:00, ou levantamento na quinta-feira. Sem dados de pessoas."),
    )


class OfferForm(AnswerForm):
    how_name = "offer"
    quantity = forms.IntegerField(
        label=_("Quantidade"), min_value=1, error_messages={"required": NO_NUMBER, "invalid": NO_NUMBER}
    )
    start = _day(_("Entrada"))
    end = _day(_("Saída"), required=False)
    condition = _text(_("Nota para quem pediu"))

    def prepare(self) -> None:
        booking, words = self.booking, spoken.of(self.booking.item.category)
        asked = {"quantity": booking.quantity, "start": booking.start, "end": booking.said_end}
        for name, value in asked.items():
            self.initial.setdefault(name, value)
        self.fields["start"].label, self.fields["end"].label = words.start, words.end
        if booking.end is None:
            self.fields["end"].help_text = _("O pedido não tem data de saída. Pode propor uma.")

    def clean_end(self) -> date | None:
        return self.booking.item.category.meant_end(self.cleaned_data["end"])

    def clean(self) -> dict[str, Any]:
        """An end left empty is the end that was asked for."""
        cleaned = super().clean() or {}
        asked = (self.booking.quantity, self.booking.start, self.booking.end)
        offered = (cleaned.get("quantity"), cleaned.get("start"), cleaned.get("end") or self.booking.end)
        if not self.errors and asked == offered:
            self.add_error(
                None, _("Isto é o que foi pedido: mude a quantidade ou os dias, ou aceite simplesmente.")
            )
        return cleaned


class ReasonForm(AnswerForm):
    """A reason from the list; another one in words."""

    text = _text(_("Explicação"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("code") == Reason.OTHER and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Escreva em poucas palavras qual é o outro motivo."))
        return cleaned


class DeclineForm(ReasonForm):
    code = _reasons(DECLINE_REASONS)
    field_order = ("code", "text")


class CancelForm(ReasonForm):
    code = _reasons(CANCEL_REASONS)
    field_order = ("code", "text")


class WithdrawForm(AnswerForm):
    code = _reasons(WITHDRAW_REASONS)


class WithdrawNeedForm(PlainForm):
    code = _reasons(WITHDRAW_REASONS)


class DeclineExtensionForm(AnswerForm):
    code = _reasons(DECLINE_REASONS)


class CheckOutForm(AnswerForm):
    condition = _text(_("Nota de saída"), hint=_("Só se houver algo a registar. Sem dados de pessoas."))


class ExtendForm(AnswerForm):
    end = _day(_("Nova saída"), hint=_("O dia em que sai: a última noite é a anterior."))

    def prepare(self) -> None:
        booking, words = self.booking, spoken.of(self.booking.item.category)
        self.fields["end"].label, self.fields["end"].help_text = words.new_end, words.new_end_hint
        if booking.end:
            more = timedelta(days=7 if booking.is_loan else 1)
            end = max(booking.end, days.today()) + more
            self.initial.setdefault("end", booking.item.category.said_end(end))

    def clean_end(self) -> date | None:
        return self.booking.item.category.meant_end(self.cleaned_data["end"])


class OfferToNeedForm(PlainForm):
    """Offer one of one's own resources to a need stated to the network."""

    resource: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Recurso"), queryset=None, empty_label=None, to_field_name="uuid",
        error_messages={"required": _("Escolha um recurso."), "invalid_choice": _("Escolha um recurso da lista.")},
    )  # fmt: skip
    condition = _text(_("Condição"))
    exception = _text(
        _("Motivo da exceção"), hint=_("Só quando não há protocolo entre os municípios. Fica registado.")
    )

    def __init__(self, own: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].queryset = own  # type: ignore[attr-defined]


class CapacityForm(PlainForm):
    capacity = forms.IntegerField(
        label=_("Lugares que oferece"),
        min_value=0,
        error_messages={"required": NO_NUMBER, "invalid": NO_NUMBER},
    )
    valid_from = _day(_("A partir de"), required=False, hint=_("Sem dia, vale a partir de hoje."))
    reason = _text(
        _("Motivo"),
        hint=_("Obrigatório quando o número fica abaixo do que já está prometido. Sem dados de pessoas."),
    )


class BlockForm(PlainForm):
    start = _day(_("Primeiro dia"))
    end = _day(_("Volta a abrir a"), hint=_("O primeiro dia em que já se pode usar."))
    quantity = forms.IntegerField(
        required=False, min_value=1, help_text=_("Sem número, ficam todos fora de uso."),
        error_messages={"invalid": NO_NUMBER},
    )  # fmt: skip
    reason_code = forms.ChoiceField(
        label=_("Motivo"),
        choices=Block.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NO_REASON, "invalid_choice": _("Escolha um motivo da lista.")},
    )
    reason = _text(_("Explicação"))

    def __init__(self, words: spoken.Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"].label = words.places
        self.fields["reason"].help_text = words.block_reason

"""Inviting to a case discussion, and a note of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from practice.actions.discussing import KEPT_CHOICES, KEPT_DAYS
from units.forms.base import PlainForm, day_field, hour_field, key_field, line_field, moment_of, prose_field

MOST_LINES = 40


class GuestsField(forms.Field):
    """E-mail addresses of people with an account, one a line. No text of a case: not given back masked."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})

    def to_python(self, value: Any) -> list[Membership]:
        typed = [one.strip().lower() for one in str(value or "").replace(",", "\n").split("\n")]
        wanted = list(dict.fromkeys(one for one in typed if one))
        if len(wanted) > MOST_LINES:
            raise forms.ValidationError(gettext("São demasiadas pessoas para uma conversa."))
        found: dict[str, Membership] = {}
        members = Membership.objects.active().filter(user__email__in=wanted)
        for one in members.select_related("user", "organisation").order_by("pk"):
            found.setdefault(one.user.email, one)
        if len(found) < len(wanted):
            # Which of them is not said: who has an account is nobody else's business.
            raise forms.ValidationError(
                gettext("Nem todos os endereços são de pessoas da rede. Confirme-os.")
            )
        return list(found.values())


class DiscussionForm(PlainForm):
    key = key_field()
    question = prose_field(
        _("A pergunta, sem identidade"),
        hint=_(
            "O que precisa de pensar com outros. Nada que leve a uma pessoa: nem nome, nem morada, nem número de"
            " processo."
        ),
    )
    guests = GuestsField(
        label=_("Quem convida"),
        help_text=_("O e-mail de cada pessoa, um por linha. Só quem convidar sabe que esta conversa existe."),
        error_messages={"required": _("Convide pelo menos uma pessoa.")},
    )
    day = day_field(_("Dia"))
    time = hour_field(_("Das"))
    until = hour_field(_("Às"))
    place = line_field(_("Local"), 200, required=False, hint=_("Local ou ligação: pelo menos um dos dois."))
    link = line_field(_("Ligação para participar"), 300, required=False)
    kept_days = forms.TypedChoiceField(
        label=_("Desaparece"),
        coerce=int,
        choices=[(days, _("%(n)s dias depois") % {"n": days}) for days in KEPT_CHOICES],
        initial=KEPT_DAYS,
        error_messages={"invalid_choice": _("Escolha quanto tempo fica guardada.")},
    )

    @property
    def said(self) -> dict[str, Any]:
        """In the words of `invite_to_discussion`."""
        given = self.cleaned_data
        starts: datetime = moment_of(given["day"], given["time"])
        return {
            "guests": given["guests"],
            "starts": starts,
            "ends": moment_of(given["day"], given["until"]),
            "question": given["question"],
            "place": given["place"],
            "link": given["link"],
            "kept_days": given["kept_days"],
        }


class NoteForm(PlainForm):
    text = prose_field(_("Nota"), hint=_("Só o círculo a lê, e desaparece com a conversa."), rows=3)

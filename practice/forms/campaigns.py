"""A campaign being prepared, more time for it, the reason for giving a response back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models import Campaign, Questionnaire
from units.forms.base import (
    NO_PEOPLE,
    PlainForm,
    day_field,
    hour_field,
    line_field,
    moment_of,
    number_field,
    seen_field,
)


class CampaignForm(PlainForm):
    seen = seen_field()
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.none(),
        label=_("Questionário"),
        empty_label=_("escolha o questionário"),
        help_text=_(
            "As perguntas escrevem-se no CMS. Quando a campanha abrir, ficam como estiverem nesse dia."
        ),
        error_messages={
            "required": _("Escolha o questionário."),
            "invalid_choice": _("Escolha o questionário."),
        },
    )
    year = number_field(_("Ano a que diz respeito"))
    open_day = day_field(_("Abre: dia"))
    open_time = hour_field(_("Abre: hora"))
    close_day = day_field(_("Fecha: dia"))
    close_time = hour_field(_("Fecha: hora"))
    scheduled = forms.BooleanField(label=_("Abre sozinha no seu dia"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questionnaire"].queryset = Questionnaire.objects.all()  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """In the words of `prepare_campaign`."""
        given = self.cleaned_data
        return {
            "year": given["year"],
            "opens": moment_of(given["open_day"], given["open_time"]),
            "closes": moment_of(given["close_day"], given["close_time"]),
            "scheduled": given["scheduled"],
        }


def campaign_as_typed(campaign: Campaign) -> dict[str, Any]:
    opens, closes = timezone.localtime(campaign.opens), timezone.localtime(campaign.closes)
    return {
        "questionnaire": campaign.questionnaire_id,
        "year": campaign.year,
        "open_day": opens.date(),
        "open_time": opens.time(),
        "close_day": closes.date(),
        "close_time": closes.time(),
        "scheduled": campaign.scheduled,
    }


class ExtendForm(PlainForm):
    day = day_field(_("Novo prazo: dia"))
    time = hour_field(_("Novo prazo: hora"))

    @property
    def closes(self) -> datetime:
        return moment_of(self.cleaned_data["day"], self.cleaned_data["time"])


class WhyForm(PlainForm):
    why = line_field(_("Motivo"), 240, hint=NO_PEOPLE)

"""One card per report that is due: a number, or kept and not kept; everything else only for who has more to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.actions import Entry
from plans.duties import Duty
from plans.models import Report
from units.forms import PlainForm
from units.forms.base import NO_PEOPLE, line_field

KEPT, NOT_KEPT = "sim", "nao"


class AnswerForm(PlainForm):
    """Of one duty. Left empty it says nothing. `corrects`: the report that stands, once this comes second."""

    value = forms.CharField(
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    kept = forms.ChoiceField(
        label=_("Foi cumprida?"),
        choices=[(KEPT, _("Cumprida")), (NOT_KEPT, _("Não cumprida"))],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Diga se foi cumprida ou não.")},
    )
    evidence = line_field(_("O que o mostra"), 500, required=False)
    evidence_url = forms.CharField(
        label=_("Ligação"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )
    note = line_field(_("Nota"), 500, required=False, hint=NO_PEOPLE)
    corrects = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reason = line_field(_("Porque corrige"), 240, required=False)

    def __init__(self, duty: Duty, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, prefix=duty.key, **kwargs)
        self.duty = duty
        self.said: Report | None = None
        self.stands: Report | None = None
        guarantee = duty.measure.is_guarantee
        del self.fields["value" if guarantee else "kept"]
        if guarantee:
            self.fields["evidence"].help_text = _("Em palavras, ou com uma ligação em «Mais».")
        else:
            unit = "%" if duty.measure.is_percent else duty.measure.unit
            self.fields["value"].label = unit

    @property
    def is_empty(self) -> bool:
        """Nothing was said: no value, no answer, no word."""
        given = self.cleaned_data
        return not any(given.get(name) for name in ("value", "kept", "evidence", "evidence_url", "note"))

    def entry(self) -> Entry:
        given = self.cleaned_data
        kept = {KEPT: True, NOT_KEPT: False}.get(given.get("kept", ""))
        return Entry(
            value=given.get("value", ""),
            kept=kept,
            evidence=given["evidence"],
            evidence_url=given["evidence_url"],
            note=given["note"],
        )

    def comes_second(self, report: Report) -> None:
        """Somebody said it first: what was typed stays, and is sent again as a correction with its reason."""
        self.stands = report
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("corrects")] = str(report.uuid)
        self.data = data

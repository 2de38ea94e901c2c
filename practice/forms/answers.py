"""One part of the questionnaire as a form: whatever is filled in can be saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from practice import questions as kinds
from practice.actions.answering import MAX_LINE
from practice.questions import Answers, Asked
from practice.results import options_of
from units.forms.base import NO_CHOICE, PlainForm, seen_field


class AnswersForm(PlainForm):
    """The questions of a part that stand for who answered so far; one that hangs on another of the same part is always
    there, and says on what."""

    use_required_attribute = False
    prefix = "r"
    seen = seen_field()

    def __init__(
        self, questions: Sequence[Asked], step: int, answers: Answers, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        by_code = {one.code: one for one in questions}
        for one in questions:
            if one.step != step:
                continue
            hangs_on = by_code.get(one.only_if)
            if hangs_on and hangs_on.step != step and not one.applies(answers):
                continue
            hint = one.help
            if hangs_on and hangs_on.step == step:
                said = dict(options_of(hangs_on)).get(one.only_if_says, one.only_if_says)
                only = _("Só se respondeu «%(said)s» a «%(question)s»") % {
                    "said": said,
                    "question": hangs_on.text,
                }
                hint = f"{only}. {hint}".strip()
            self.fields[one.code] = _field(one, hint)
            self.initial.setdefault(one.code, answers.get(one.code))

    def full_clean(self) -> None:
        """What is obligatory is asked for when it is handed in, not at every save."""
        needed = {name: field.required for name, field in self.fields.items()}
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        for name, field in self.fields.items():
            field.required = needed[name]

    @property
    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @property
    def shown(self) -> list[forms.BoundField]:
        return [field for field in self if not field.is_hidden]


def _field(one: Asked, hint: str) -> forms.Field:
    common: dict[str, Any] = {"label": one.text, "required": one.required, "help_text": hint}
    if one.kind in (kinds.YES_NO, kinds.ONE):
        return forms.ChoiceField(
            choices=options_of(one),
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": NO_CHOICE},
            **common,
        )
    if one.kind == kinds.SEVERAL:
        return forms.MultipleChoiceField(
            choices=options_of(one),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": NO_CHOICE, "invalid_list": NO_CHOICE},
            **common,
        )
    if one.kind == kinds.NUMBER:
        if one.unit:
            common["label"] = f"{one.text} ({one.unit})"
        attrs = {"inputmode": "decimal" if one.decimals else "numeric", "autocomplete": "off"}
        return forms.CharField(max_length=24, widget=forms.TextInput(attrs=attrs), **common)
    if one.kind == kinds.LINE:
        return forms.CharField(max_length=MAX_LINE, widget=forms.TextInput, **common)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), **common)

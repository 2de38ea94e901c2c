"""Choosing what a sheet or an evaluation is of, among what the member manages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from impact.models.subjects import LABELS, managed_subjects

# Elements of plans are many: their own pages lead here with the one meant.
LISTED = 200


class SubjectField(forms.Field):
    """`kind:uuid` of something the member manages; cleaned to the object itself."""

    widget = forms.Select

    def __init__(self, member: Membership) -> None:
        super().__init__(
            label=_("De que é"),
            error_messages={"required": _("Escolha de que é."), "invalid": _("Escolha da lista.")},
        )
        self.member = member
        choices: list[Any] = [("", _("escolha"))]
        for kind, found in managed_subjects(member).items():
            if kind == "element":
                continue
            rows = [(f"{kind}:{one.uuid}", str(one)) for one in found[:LISTED]]
            if rows:
                choices.append((LABELS[kind], rows))
        self.widget.choices = choices

    def add(self, subject: models.Model, kind: str) -> None:
        """The one the address names is a choice too."""
        value = f"{kind}:{subject.uuid}"  # type: ignore[attr-defined]
        choices: list[Any] = list(self.widget.choices)
        if not any(value == row[0] for group in choices[1:] for row in group[1]):
            choices.append((LABELS[kind], [(value, str(subject))]))
        self.widget.choices = choices

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        found = asked_subject(self.member, *str(value).partition(":")[::2])
        if found is None:
            raise ValidationError(self.error_messages["invalid"])
        return found


def asked_subject(member: Membership, kind: str, uuid: str) -> models.Model | None:
    """What an address or a form names, if the member manages it."""
    found = managed_subjects(member).get(kind)
    if found is None:
        return None
    try:
        return found.filter(uuid=uuid).first()
    except ValidationError:
        return None

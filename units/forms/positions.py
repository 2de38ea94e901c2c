"""What a municipality says in a round."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from units.forms.base import NO_PEOPLE, PlainForm, choice_field, prose_field
from units.models import Answer


class PositionForm(PlainForm):
    """Asked for on the page of the round and in the workspace. The text belongs to a reservation or a change."""

    answer = choice_field(_("Posição do seu município"), Answer.choices)
    text = prose_field(_("Reserva, ou alteração que propõe"), required=False, hint=NO_PEOPLE, rows=5)

    def clean(self) -> dict[str, Any]:
        """A text begun before one agreed after all is not sent under the agreement."""
        cleaned = super().clean() or {}
        if cleaned.get("answer") == Answer.AGREES:
            cleaned["text"] = ""
        return cleaned

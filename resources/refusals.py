"""Why an action did not happen: a code for systems, a plain sentence for people, and the HTTP status both come with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Refusal(Exception):
    code = "refused"
    status = 409

    def __init__(self, sentence: str, **extra: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.extra = extra


class NoCapacity(Refusal):
    """409: less is free than asked. `free` is what could still be had for the whole period."""

    code = "no_capacity"

    def __init__(self, free: int) -> None:
        self.free = max(0, free)
        sentence = (
            _("Já não há vaga nestas datas.")
            if self.free == 0
            else ngettext(
                "Só há %(free)s vaga livre em todas as noites pedidas.",
                "Só há %(free)s vagas livres em todas as noites pedidas.",
                self.free,
            )
            % {"free": self.free}
        )
        super().__init__(sentence, free=self.free)


class WrongState(Refusal):
    code = "wrong_state"


class StaleForm(Refusal):
    """409: somebody else saved in between."""

    code = "stale"


class NoProtocol(Refusal):
    code = "no_protocol"
    status = 403


class NotAllowed(Refusal):
    code = "forbidden"
    status = 403


class Invalid(Refusal):
    """422: the input itself is wrong. `field` names where."""

    code = "invalid"
    status = 422

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, field=field)
        self.field = field


class PersonalData(Refusal):
    """422: a free text could identify someone. Names field and pattern, never the text."""

    code = "personal_data"
    status = 422

    def __init__(self, field: str, pattern: str, sentence: str) -> None:
        super().__init__(sentence, field=field, pattern=pattern)
        self.field = field
        self.pattern = pattern


class TooMany(Refusal):
    code = "rate_limited"
    status = 429

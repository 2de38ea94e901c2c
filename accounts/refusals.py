"""Why an action did not happen: a code for systems, a plain sentence for people, and the HTTP status both come with."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    code = "refused"
    status = 409

    def __init__(self, sentence: str, **extra: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.extra = extra


class WrongState(Refusal):
    code = "wrong_state"


class StaleForm(Refusal):
    """409: somebody else saved in between."""

    code = "stale"


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

"""What callers may write: one strict reading of days, numbers, texts and identifiers for every call."""

import re
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
)

from resources import days
from resources.models.requests import REFERENCE

# What a column of the database takes; how much sense a number makes is for the actions to say.
MOST = 2_000_000_000
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _read_day(value: Any) -> Any:
    if isinstance(value, date) or value is None:
        return value
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise ValueError(_("indique um dia, como 2026-11-20."))
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(_("este dia não existe.")) from None
    if not days.FIRST_DAY <= day <= days.LAST_DAY:
        raise ValueError(
            _("indique um dia entre %(first)s e %(last)s.") % {"first": days.FIRST_DAY, "last": days.LAST_DAY}
        )
    return day


def _storable(value: str) -> str:
    """A NUL byte or half a character can be written in JSON but kept by no database."""
    if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError(_("tem caracteres que não se podem guardar."))
    return value


def _blank(value: Any) -> Any:
    """A search form sends its empty fields too."""
    return None if value == "" else value


class Place(BaseModel):
    lat: float
    lon: float


def _opaque(value: str) -> str:
    if value and not REFERENCE.regex.fullmatch(value):  # type: ignore[union-attr]
        raise ValueError(str(REFERENCE.message))
    return value


Day = Annotated[date, BeforeValidator(_read_day)]
Text = Annotated[StrictStr, AfterValidator(_storable)]
Reference = Annotated[
    Text, AfterValidator(_opaque), Field(json_schema_extra={"pattern": "^([A-Z0-9-]{3,12})?$"})
]
Whole = Annotated[StrictInt, Field(ge=-MOST, le=MOST)]
YesNo = StrictBool


def optional(kind: Any) -> Any:
    """A query parameter that may be absent or empty."""
    return Annotated[kind | None, BeforeValidator(_blank)]


class Sent(BaseModel):
    """The body of a call. A field that does not exist is refused, so that a misspelt one is never silently ignored."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class Nothing(Sent):
    """A call that needs no body; `{}` is fine."""


def identifier(value: str) -> UUID:
    """The id in an address. What is no id is as missing as an unknown one."""
    try:
        return UUID(value)
    except ValueError:
        raise Http404 from None

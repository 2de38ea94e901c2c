"""What was typed, as the catalogue understands it."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Membership


@dataclass(frozen=True)
class Reading:
    """`text`: as typed; `rest`: what stays text; `chips`: what was understood, each with its link to go without it."""

    text: str
    rest: str
    chips: tuple[dict[str, str], ...] = ()
    about_violence: bool = False


def read(text: str, member: Membership | None) -> Reading:
    from resources.views.catalogue import means_refuge

    return Reading(text, text, (), means_refuge(text))


def is_about_violence(text: str) -> bool:
    return read(text, None).about_violence

"""Access pathways: what they say, and their steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from community.actions.listings import (
    LONG,
    address,
    contact_of,
    day_checked,
    first_come,
    locked,
    note,
    plain,
    still_kept,
    texts,
    touched,
    write,
)
from community.models import Pathway, PathwayStep


class Step(NamedTuple):
    who: str
    what: str
    documents: str = ""
    where: str = ""


@first_come
@transaction.atomic
def keep_pathway(
    pathway: Pathway | None, said: Mapping[str, Any], *, by: Membership, key: UUID | None = None
) -> Pathway:
    values: dict[str, Any] = texts(
        said,
        title=(160, True),
        about=(LONG, False),
        who_for=(240, False),
        legal=(LONG, False),
        source=(200, True),
    )
    if said.get("response") is None:
        raise Invalid("response", _("Escolha a resposta operativa."))
    values["response"] = said["response"]
    values["municipality"] = said.get("municipality")
    values["link"] = address("link", str(said.get("link") or ""))
    values["contact"] = contact_of(said.get("contact"), pathway, by)
    values["checked_on"] = day_checked("checked_on", said.get("checked_on"))
    return write(Pathway, pathway, values, by=by, key=key)


@first_come
@transaction.atomic
def set_steps(pathway: Pathway, steps: Sequence[Step], *, by: Membership) -> Pathway:
    """The steps of a pathway, all of them, in order."""
    kept = locked(pathway, by)
    still_kept(kept)
    if len(steps) > Pathway.MOST_STEPS:
        raise Invalid("", _("Um circuito tem no máximo %(n)s passos.") % {"n": Pathway.MOST_STEPS})
    wanted = [
        Step(
            plain("who", one.who, most=160),
            plain("what", one.what, most=LONG),
            plain("documents", one.documents, most=300, needed=False),
            plain("where", one.where, most=240, needed=False),
        )
        for one in steps
    ]
    there = [Step(one.who, one.what, one.documents, one.where) for one in kept.steps.all()]
    if there == wanted:
        return kept
    kept.steps.all().delete()
    PathwayStep.objects.bulk_create(
        PathwayStep(pathway=kept, order=n, **one._asdict()) for n, one in enumerate(wanted, start=1)
    )
    if kept.is_published and (missing := kept.obstacles):
        raise WrongState(missing[0])
    touched(kept)
    note(kept, "set_steps", by, before=str(len(there)), after=str(len(wanted)))
    return kept

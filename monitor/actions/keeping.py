"""Who changed what the monitor says of its figures."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models

from accounts import audit
from accounts.models import Membership, User
from monitor.actions.taking import CHAIN
from monitor.models import DataVersion


def record_change(
    entry: models.Model,
    *,
    verb: str,
    by: Membership | None,
    person: User | None = None,
    fields: Collection[str] = (),
) -> None:
    """The audit row of an entry of the registry or a diagnosis that was made or changed, in the transaction that saved
    it. `verb`: "add" or "change"; `fields`: names of those that changed; `person` where `by` is None."""
    DataVersion.objects.select_for_update().get(pk=1)
    audit.record(
        CHAIN,
        f"{verb}_{entry._meta.model_name}",
        by=by,
        person=person,
        subject=(str(entry._meta.model_name), entry.pk),
        label=str(getattr(entry, "code", entry)),
        text=", ".join(fields),
    )

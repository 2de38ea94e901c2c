"""Job offers from a file, written: all of it or nothing."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Contact, Membership, Organisation
from accounts.refusals import Invalid, NotAllowed
from accounts.sheets.errors import Refused
from community.actions.listings import first_come, note, touched
from community.listings import imports
from community.models import JobOffer, Listing
from community.models.listings import today


@first_come
@transaction.atomic
def import_jobs(
    rows: list[imports.Row],
    *,
    source: str,
    contact: Contact | None = None,
    end_missing: bool = False,
    by: Membership,
) -> Counter[str]:
    """Publish what a file brings, as `imports.plan` says it; returns how many of each state.

    What the file no longer has is ended only with `end_missing`. Rows that were right when shown and are no longer
    (a day has passed) refuse the whole.
    """
    if not by.may_ask:
        raise NotAllowed(_("Com o seu papel só pode ler estas entradas."))
    # Two imports of one organisation wait for each other: what they compare with must not move under them.
    Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)
    try:
        plan = imports.plan(rows, source=source, contact=contact, end_missing=end_missing, by=by)
    except Refused as refused:
        raise Invalid("file", " ".join(refused.sentences)) from refused
    for one in plan.changes:
        if one.state == "gone":
            if end_missing and one.job is not None:
                _end(one.job, by)
        elif one.state != "same":
            _write(one, by)
    return Counter(one.state for one in plan.changes)


def _write(change: imports.Change, by: Membership) -> None:
    now = moment.now()
    job = change.job
    if job is None:
        job = JobOffer(
            organisation=by.organisation,
            by=by,
            is_demo=by.organisation.is_demo,
            created_at=now,
            updated_at=now,
        )
        before = ""
    else:
        job = JobOffer.objects.select_for_update(of=("self",)).get(pk=job.pk)
        before = job.state
    for name, value in change.values.items():
        setattr(job, name, value)
    if change.state != "changed":
        job.state, job.published_at, job.ended_at = Listing.State.PUBLISHED, now, None
        job.dated_on = today()
    touched(job)
    note(job, "import", by, before=before, after=job.state)


def _end(job: JobOffer, by: Membership) -> None:
    job = JobOffer.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.is_published:
        job.state, job.ended_at = Listing.State.ENDED, moment.now()
        touched(job)
        note(job, "import_end", by, before=Listing.State.PUBLISHED, after=job.state)

"""Job offers: written with a last day, renewed in one step, told about before they go, deleted when long over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import moment, outbox
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from accounts.sweeping import each_alone
from community.actions.listings import (
    LONG,
    address,
    contact_of,
    first_come,
    locked,
    note,
    one_of,
    texts,
    touched,
    write,
)
from community.listings import mail
from community.models import JobOffer, Listing
from community.models.listings import today

MOST_IN_A_LETTER = 60


def last_day(field: str, day: date | None) -> date:
    """A last day nobody may leave out: from today, at most 90 days ahead."""
    most = today() + JobOffer.MOST_AHEAD
    if day is None:
        raise Invalid(field, _("Falta o último dia: nenhuma oferta fica na lista sem prazo."))
    if day < today():
        raise Invalid(field, _("Este dia já passou."))
    if day > most:
        raise Invalid(
            field,
            _("O último dia fica no máximo a 90 dias: até %(day)s.")
            % {"day": date_format(most, "SHORT_DATE_FORMAT")},
        )
    return day


def checked_job(said: Mapping[str, Any], *, by: Membership, job: JobOffer | None) -> dict[str, Any]:
    """The values of an offer, or a refusal at its field."""
    values: dict[str, Any] = texts(
        said,
        title=(160, True),
        about=(LONG, False),
        employer=(160, True),
        schedule=(160, False),
        pay=(160, False),
        qualification=(300, False),
        accessibility=(300, False),
        source=(200, False),
    )
    # A number of somebody else's list is no telephone: it is short, and has no spaces.
    reference = str(said.get("reference") or "").strip()
    if len(reference) > 80 or any(c.isspace() for c in reference) or "@" in reference or "\x00" in reference:
        raise Invalid("reference", _("A referência tem no máximo 80 caracteres, sem espaços."))
    values["reference"] = reference
    values["contract"] = one_of("contract", said["contract"], JobOffer.Contract.values)
    values["hours"] = one_of("hours", said["hours"], JobOffer.Hours.values)
    if said.get("municipality") is None:
        raise Invalid("municipality", _("Escolha o município."))
    values["municipality"] = said["municipality"]
    values["accessible"] = bool(said.get("accessible"))
    values["link"] = address("link", str(said.get("link") or ""))
    values["contact"] = contact_of(said.get("contact"), job, by)
    if not values["link"] and values["contact"] is None:
        raise Invalid("link", _("Diga como se concorre: uma ligação, ou um contacto do serviço."))
    day: date | None = said.get("expires_on")
    if job is None or day != job.expires_on:
        values["expires_on"], values["dated_on"] = last_day("expires_on", day), today()
    return values


@first_come
@transaction.atomic
def keep_job(
    job: JobOffer | None, said: Mapping[str, Any], *, by: Membership, key: UUID | None = None
) -> JobOffer:
    """Write a draft, or change an offer. Renewing one that is past its day is a verb of its own."""
    values = checked_job(said, by=by, job=job)
    if values["reference"]:
        organisation = job.organisation if job else by.organisation
        twin = JobOffer(employer=values["employer"], reference=values["reference"], organisation=organisation)
        other = (
            twin.same_elsewhere()
            .exclude(uuid__in=[one for one in (job.uuid if job else key,) if one])
            .first()
        )
        if other is not None:
            raise Invalid(
                "reference",
                _("Já há uma oferta deste empregador com esta referência: «%(title)s».")
                % {"title": other.title},
            )
    return write(JobOffer, job, values, by=by, key=key)


@first_come
@transaction.atomic
def renew_jobs(jobs: Iterable[JobOffer], *, by: Membership) -> list[JobOffer]:
    """Put offers on the list for 30 more days from today, all or none. One that stays longer already stays so."""
    renewed = []
    until = today() + JobOffer.RENEWED_FOR
    for one in sorted(jobs, key=lambda job: job.pk):
        job = locked(one, by)
        if not job.may_be_renewed:
            raise WrongState(
                _("«%(title)s» já não se renova: terminou, ou o prazo passou há mais de 30 dias.")
                % {"title": job.title},
                state=job.state,
            )
        before = job.expires_on
        if before < until:
            job.expires_on, job.dated_on = until, today()
            touched(job)
            note(job, "renew", by, before=before.isoformat(), after=until.isoformat())
        renewed.append(job)
    return renewed


def purge_jobs() -> int:
    """Delete offers that ended, or ran out, two years ago; returns how many. Their audit rows stay."""
    now = moment.now()
    over = Q(state=Listing.State.ENDED, ended_at__lte=now - JobOffer.KEPT_FOR)
    ran_out = Q(state=Listing.State.PUBLISHED, expires_on__lte=today() - JobOffer.KEPT_FOR)
    return JobOffer.objects.filter(over | ran_out).delete()[0]


def remind_expiring() -> int:
    """Tell the owners of offers that leave the list within a week, once for each last day; returns how many offers."""

    def tell(owed: list[JobOffer]) -> int:
        jobs = [one for one in owed if outbox.once(f"job_expiry:{one.pk}:{one.expires_on.isoformat()}")]
        # A signed link has room for so many.
        for start in range(0, len(jobs), MOST_IN_A_LETTER):
            mail.tell_expiring(jobs[0].organisation, jobs[start : start + MOST_IN_A_LETTER])
        return len(jobs)

    found = JobOffer.objects.expiring(today() + JobOffer.TOLD_BEFORE).select_related("organisation")
    owed: dict[int, list[JobOffer]] = {}
    for one in found.order_by("organisation_id", "expires_on", "pk"):
        owed.setdefault(one.organisation_id, []).append(one)
    return sum(each_alone((f"organisation {pk}", partial(tell, jobs)) for pk, jobs in owed.items()).values())

"""The clock: what the worker does when. One table of schedules, the next due row taken with SKIP LOCKED.

Every job is a sweep that may be repeated: a worker killed in the middle loses nothing but time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts import audit, digests, outbox
from accounts.models import IdempotencyRecord, Letter, Schedule, Told
from accounts.sweeping import SomeFailed, each_alone
from community import actions as community
from community.actions.calls import remind_calls
from community.actions.pledges import close_overdue_pledges
from community.actions.visitors import purge_contacts
from community.funding import mail as community_mail
from community.models import VisitorContact
from geo.frames import build_frames
from impact.actions import remind_answers
from monitor.actions.finding import find_published_today
from plans.actions import remind_plans
from plans.publishing import publish_targets
from portal import editors
from portal.finding import missed
from portal.newsletter.models import Subscription
from practice import actions as practice
from programmes import actions as programmes
from resources import actions
from resources.actions import reminding, searching
from resources.models import FreeText, SavedSearch
from resources.publishing.publishing import publish_indicators
from units import actions as governing

log = logging.getLogger("concerta.clock")

LETTERS_KEPT_FOR = timedelta(days=30)
# Letters of sign-in carry links that open an account.
SIGN_IN_LETTERS_KEPT_FOR = timedelta(days=1)
ANSWERS_KEPT_FOR = timedelta(hours=24)
SEARCHES_KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Job:
    every: timedelta
    run: Callable[[], object]


def purge_expired(now: datetime | None = None) -> dict[str, int]:
    """Delete what has had its time: free texts, letters sent, idempotent answers, sessions. Entries and counts stay.

    Raises SomeFailed, with the names, once all was tried.
    """
    now = now or timezone.now()
    return each_alone(_purges(now), together=False)


def _purges(now: datetime) -> list[tuple[str, Callable[[], int]]]:
    """Each by its name: one that fails stops none after it."""
    return [
        ("free texts", lambda: FreeText.objects.filter(purge_after__lte=now).delete()[0]),
        ("audit texts", lambda: audit.purge_texts(now)),
        ("letters", lambda: Letter.objects.filter(sent_at__lte=now - LETTERS_KEPT_FOR).delete()[0]),
        (
            "sign-in letters",
            lambda: Letter.objects.filter(
                kind="account", sent_at__lte=now - SIGN_IN_LETTERS_KEPT_FOR
            ).delete()[0],
        ),
        ("reminders told", lambda: Told.objects.filter(at__lte=now - Told.KEPT_FOR).delete()[0]),
        (
            "searches ended",
            lambda: SavedSearch.objects.filter(ended_at__lte=now - SEARCHES_KEPT_FOR).delete()[0],
        ),
        ("newsletters not confirmed", lambda: Subscription.objects.unanswered().delete()[0]),
        # With the address goes what was sent to it, and what never arrived.
        (
            "confirmations",
            lambda: Letter.objects.filter(
                kind="newsletter_confirm", created_at__lte=now - Subscription.TO_CONFIRM
            ).delete()[0],
        ),
        ("visitors' contacts", lambda: purge_contacts(now)),
        (
            "visitors' confirmations",
            lambda: Letter.objects.filter(
                kind=community_mail.CONFIRM, created_at__lte=now - VisitorContact.TO_CONFIRM
            ).delete()[0],
        ),
        (
            "letters given up",
            lambda: Letter.objects.filter(
                sent_at=None, attempts__gte=Letter.MAX_ATTEMPTS, created_at__lte=now - LETTERS_KEPT_FOR
            ).delete()[0],
        ),
        ("participants of programmes", lambda: programmes.purge_participants(now)),
        (
            "answers",
            lambda: IdempotencyRecord.objects.filter(created_at__lte=now - ANSWERS_KEPT_FOR).delete()[0],
        ),
        ("missed searches", lambda: missed.purge(now)),
        ("job offers over", lambda: community.purge_jobs()),
        ("sessions", lambda: Session.objects.filter(expire_date__lte=now).delete()[0]),
    ]


def publish_scheduled() -> None:
    """Pages whose day has come go live, those whose day is over come down."""
    call_command("publish_scheduled")


JOBS: dict[str, Job] = {
    "letters": Job(timedelta(seconds=2), outbox.send_owed),
    "holds": Job(timedelta(seconds=20), actions.expire_holds),
    "unanswered": Job(timedelta(minutes=1), actions.remind_unanswered),
    "unconfirmed": Job(timedelta(minutes=10), actions.remind_unconfirmed),
    "loans": Job(timedelta(minutes=30), actions.remind_loans),
    "half_time": Job(timedelta(minutes=1), reminding.remind_held),
    "tomorrow": Job(timedelta(minutes=10), reminding.remind_tomorrow),
    "searches": Job(timedelta(minutes=5), searching.check_searches),
    "rounds": Job(timedelta(minutes=1), governing.close_due_rounds),
    "round_reminders": Job(timedelta(minutes=10), governing.remind_rounds),
    "consultations": Job(timedelta(minutes=1), governing.close_due_consultations),
    "reply_reminders": Job(timedelta(minutes=30), governing.remind_replies),
    "tasks": Job(timedelta(minutes=30), governing.remind_tasks),
    "calls": Job(timedelta(minutes=30), remind_calls),
    "pledges": Job(timedelta(hours=1), close_overdue_pledges),
    "evaluations": Job(timedelta(hours=6), remind_answers),
    "job_expiry": Job(timedelta(minutes=30), community.remind_expiring),
    "plans": Job(timedelta(minutes=30), remind_plans),
    "campaigns_open": Job(timedelta(minutes=1), practice.open_due_campaigns),
    "campaigns_close": Job(timedelta(minutes=1), practice.close_due_campaigns),
    "campaign_reminders": Job(timedelta(minutes=10), practice.remind_campaigns),
    "practice_reviews": Job(timedelta(minutes=30), practice.remind_reviews),
    # Also takes away what has had its time: question, circle, notes.
    "discussions": Job(timedelta(minutes=10), practice.settle_discussions),
    "programmes": Job(timedelta(hours=1), programmes.look_at_thresholds),
    "digests": Job(timedelta(minutes=1), digests.send_digests),
    "publishing": Job(timedelta(minutes=1), publish_scheduled),
    "published_today": Job(timedelta(minutes=30), find_published_today),
    # Writes only when a month or a quarter has closed.
    "indicators": Job(timedelta(hours=6), publish_indicators),
    # Draws, moves and erases only what differs.
    "targets": Job(timedelta(minutes=30), publish_targets),
    "editors": Job(timedelta(minutes=5), editors.keep_rights),
    "seal": Job(timedelta(hours=1), audit.seal),
    "purge": Job(timedelta(hours=1), purge_expired),
    "maps": Job(timedelta(hours=12), build_frames),
}


def wind() -> None:
    """Give every job its row; a changed rhythm takes effect, a job that is gone goes."""
    for name, job in JOBS.items():
        Schedule.objects.get_or_create(name=name, defaults={"every": job.every})
        Schedule.objects.filter(name=name).exclude(every=job.every).update(every=job.every)
    Schedule.objects.exclude(name__in=JOBS).delete()


def tick() -> str | None:
    """Run the next due job, if any; returns its name. Several workers never run the same one at once."""
    now = timezone.now()
    with transaction.atomic():
        due = (
            Schedule.objects.select_for_update(skip_locked=True)
            .filter(next_run__lte=now, name__in=JOBS)
            .order_by("next_run")
            .first()
        )
        if due is None:
            return None
        due.next_run = now + due.every
        due.last_run = now
        due.save(update_fields=["next_run", "last_run"])
    try:
        JOBS[due.name].run()
        error = ""
    except Exception as failure:  # one job that fails must not stop the clock
        error = type(failure).__name__
        if isinstance(failure, SomeFailed):
            error = f"{error}: {failure}"[:200]
        log.exception("job failed", extra={"job": due.name})
    if error or due.last_error:
        Schedule.objects.filter(name=due.name).update(last_error=error)
    return due.name

"""The clock's reminders: who comes and goes tomorrow, and holds at half of their time. Each is told once."""

from __future__ import annotations

from datetime import time, timedelta

from django.db import transaction
from django.db.models import F

from accounts import moment, outbox
from accounts.models import Organisation
from resources import days, mail_clock
from resources.models import Booking
from resources.models.codes import Status

# From this local hour on the next day is told.
EVE = time(15)


def remind_tomorrow() -> int:
    """Who arrives and leaves tomorrow, one message an organisation; and to who asked, that a stay ends. Messages."""
    now = moment.now().astimezone(days.LISBON)
    if now.time() < EVE:
        return 0
    start = days.midnight(now.date() + timedelta(days=1))
    arriving = Booking.objects.filter(status=Status.CONFIRMED, period__startswith=start)
    # What is lent has reminders of its own.
    leaving = Booking.objects.filter(
        status=Status.IN_USE, period__endswith=start, extension=None, buffer_days=None
    )
    day = now.date() + timedelta(days=1)
    moves: dict[int, tuple[list[Booking], list[Booking]]] = {}
    for found, side in ((arriving, 0), (leaving, 1)):
        for booking in found.filter(resource__isnull=False).for_rows().order_by("period", "pk"):
            holder = booking.resource.facility.organisation_id if booking.resource else None
            if holder is not None:
                moves.setdefault(holder, ([], []))[side].append(booking)
    told = 0
    for organisation in Organisation.objects.filter(pk__in=moves).order_by("pk"):
        with transaction.atomic():
            if outbox.once(f"tomorrow:{organisation.uuid}:{day}"):
                mail_clock.tomorrow(organisation, *moves[organisation.pk])
                told += 1
    for booking in leaving.for_rows().order_by("pk"):
        with transaction.atomic():
            if outbox.once(f"leaving:{booking.uuid}:{day}"):
                mail_clock.leaving_tomorrow(booking)
                told += 1
    return told


def remind_held() -> int:
    """Holds past half of their time that nobody has confirmed: the asker is told once more. Messages."""
    now = moment.now()
    waiting = Booking.objects.filter(
        status=Status.HELD, hold_expires_at__gt=now, answered_at__isnull=False
    ).annotate(gone=now - F("answered_at"), left=F("hold_expires_at") - now)
    told = 0
    for booking in waiting.filter(gone__gte=F("left")).for_rows().order_by("hold_expires_at", "pk"):
        with transaction.atomic():
            if outbox.once(f"half_time:{booking.uuid}:{booking.hold_expires_at:%Y%m%dT%H%M%S}"):
                mail_clock.half_time(booking)
                told += 1
    return told

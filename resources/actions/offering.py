"""What the holder offers: dated capacity, blocks; and the clock's nudges about both sides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import audit, moment
from accounts.models import Membership
from resources import availability, days, mail, mail_clock
from resources.actions import shared
from resources.availability import Segment
from resources.models import Block, Booking, CapacityStatement, Request, Resource
from resources.models.categories import COUNTED_MODES
from resources.models.codes import Status
from resources.refusals import Invalid, WrongState

MAX_CAPACITY = 10_000


@transaction.atomic
def state_capacity(
    resource: Resource,
    *,
    by: Membership,
    capacity: int | None = None,
    valid_from: date | None = None,
    reason: str = "",
) -> Resource:
    """Say what is offered from a day on; without a number: what was said is still true. Confirms the availability.

    A statement below what is already promised passes only with a reason (invariant 1): it shows free 0 and the excess,
    tells the holder which bookings it hits, and cancels none.
    """
    reason = shared.free_text("reason", reason)
    resource = shared.lock_resources([resource.pk])[resource.pk]
    now = moment.now()
    if capacity is not None and resource.lends:
        raise Invalid(
            "capacity", _("O que um banco oferece são os seus artigos: acrescente ou retire artigos.")
        )
    if capacity is not None:
        say(resource, capacity, valid_from, reason, by, now)
    elif not resource.lends and not resource.statements.exists():
        raise Invalid("capacity", _("Ainda não há capacidade declarada: indique um número."))
    resource.confirmed_at, resource.confirmed_by = now, by
    resource.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.record(
        f"resource:{resource.uuid}",
        "state_capacity" if capacity is not None else "confirm_capacity",
        by=by,
        subject=("resource", resource.uuid),
        to_state="" if capacity is None else str(capacity),
        text=reason,
    )
    return resource


def say(
    resource: Resource, capacity: int, valid_from: date | None, reason: str, by: Membership, now: datetime
) -> None:
    if isinstance(capacity, bool) or not 0 <= capacity <= MAX_CAPACITY:
        raise Invalid("capacity", _("A capacidade é um número entre 0 e %(max)s.") % {"max": MAX_CAPACITY})
    today = days.today(now)
    start = valid_from or today
    if start < today:
        raise Invalid("from", _("Uma declaração vale a partir de hoje ou de um dia futuro."))
    if start > today + shared.MAX_AHEAD:
        raise Invalid("from", _("O dia é demasiado distante: no máximo, daqui a dois anos."))
    before = availability.segments([resource.pk], start, None, now=now)[resource.pk]
    CapacityStatement.objects.create(
        resource=resource,
        capacity=capacity,
        valid_from=days.midnight(start),
        said_at=now,
        said_by=by,
        reason=shared.keep_text(reason, now),
    )
    _excess_needs_reason(resource, start, None, before, reason, now)


@transaction.atomic
def block_resource(
    resource: Resource,
    *,
    by: Membership,
    start: date,
    end: date,
    reason_code: str,
    quantity: int | None = None,
    reason: str = "",
) -> Block:
    """Take places (or all) out for some days. Over what is promised it needs a reason in words too."""
    reason = shared.free_text("reason", reason)
    if reason_code not in Block.Reason.values:
        raise Invalid("reason_code", _("Escolha um motivo da lista."))
    if quantity is not None:
        shared.whole_quantity(quantity)
    period = shared.stay_period(start, end)
    resource = shared.lock_resources([resource.pk])[resource.pk]
    now = moment.now()
    before = availability.segments([resource.pk], start, end, now=now)[resource.pk]
    block = Block.objects.create(
        resource=resource, period=period, quantity=quantity, reason_code=reason_code, made_by=by, made_at=now
    )
    _excess_needs_reason(resource, start, end, before, reason, now)
    audit.record(
        f"resource:{resource.uuid}",
        "block",
        by=by,
        subject=("block", block.uuid),
        reason_code=reason_code,
        text=reason,
    )
    return block


@transaction.atomic
def lift_block(block: Block, *, by: Membership) -> Block:
    shared.lock_resources([block.resource_id])
    block = Block.objects.select_for_update().select_related("resource").get(pk=block.pk)
    if block.lifted_at is not None:
        raise WrongState(_("Este bloqueio já foi levantado."))
    block.lifted_at = moment.now()
    block.save(update_fields=["lifted_at"])
    audit.record(f"resource:{block.resource.uuid}", "lift_block", by=by, subject=("block", block.uuid))
    return block


def _excess_needs_reason(
    resource: Resource, start: date, end: date | None, before: Sequence[Segment], reason: str, now: datetime
) -> None:
    after = availability.segments([resource.pk], start, end, now=now)[resource.pk]
    if not availability.worse(before, after):
        return
    excess = max(part.excess for part in after)
    if not reason:
        raise Invalid(
            "reason",
            ngettext(
                "Com este número falta %(what)s para o que já está prometido."
                " Escreva o motivo para continuar.",
                "Com este número faltam %(what)s para o que já está prometido."
                " Escreva o motivo para continuar.",
                excess,
            )
            % {"what": resource.category.count(excess)},
        )
    affected = Booking.objects.live(now).filter(resource=resource)
    mail.excess_made(resource, excess, [b for b in affected.for_rows() if b.end is None or b.end > start])


def remind_unanswered() -> int:
    """Clock: requests past their answer time and still unanswered; told once to those who decide."""
    now = moment.now()
    done = 0
    late = Request.objects.filter(
        answer_by__lte=now, reminded_at=None, items__bookings__status=Status.REQUESTED
    ).distinct()
    for pk in list(late.values_list("pk", flat=True)[:200]):
        with transaction.atomic():
            request = (
                Request.objects.select_for_update(skip_locked=True).filter(pk=pk, reminded_at=None).first()
            )
            if request is None:
                continue
            request.reminded_at = now
            request.save(update_fields=["reminded_at"])
            waiting = Booking.objects.filter(item__request=request, status=Status.REQUESTED)
            for booking in waiting.for_rows():
                mail.unanswered(booking)
            done += 1
    return done


def remind_unconfirmed() -> int:
    """Clock: capacity past its limit; its managers are asked once to confirm it. Returns resources asked about."""
    now = moment.now()
    stale = (
        Resource.objects.filter(is_active=True, facility__is_active=True, facility__tier__lt=3)
        .filter(mode__in=COUNTED_MODES)
        .filter(confirmed_at__lt=now - F("category__fresh_for"))
        .filter(Q(asked_at=None) | Q(asked_at__lt=F("confirmed_at")))
    )
    with transaction.atomic():
        rows = list(
            stale.select_for_update(skip_locked=True, no_key=True, of=("self",))
            .select_related("facility__organisation", "category")
            .order_by("pk")
        )
        by_organisation: dict[int | None, list[Resource]] = {}
        for resource in rows:
            by_organisation.setdefault(resource.facility.organisation_id, []).append(resource)
        for resources in by_organisation.values():
            mail_clock.capacity_unconfirmed(resources)
        Resource.objects.filter(pk__in=[resource.pk for resource in rows]).update(asked_at=now)
    return len(rows)

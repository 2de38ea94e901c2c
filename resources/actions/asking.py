"""The asking side: request, confirm, wait, ask for more time, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit, identity, moment
from accounts.models import Membership
from geo.models import Municipality
from resources import days, mail, needs, spoken
from resources.actions import assigning, shared
from resources.models import (
    Booking,
    Category,
    Item,
    Loan,
    RefusedDemand,
    Request,
    RequestItem,
    Resource,
)
from resources.models.categories import Mode
from resources.models.codes import ANSWER_WITHIN, OPEN, Reason, Status, Urgency
from resources.models.requests import REFERENCE
from resources.refusals import Invalid, NoCapacity, NotAllowed, PersonalData, TooMany, WrongState

MOST_ITEMS = 10
MOST_HOLDERS = 20
# Refuge requests are answered by people day and night; more than this from one person is not a case but a probe.
REFUGE_REQUESTS_PER_DAY = 20


@dataclass(frozen=True)
class Need:
    """One thing needed: resources by name (the first to accept keeps it) or a category of the network."""

    quantity: int
    start: date
    end: date | None
    resources: Sequence[Resource] = field(default_factory=tuple)
    category: Category | None = None
    # One item in particular, of the one resource named.
    item: Item | None = None


@shared.database_speaks
def request_capacity(
    wanted: Sequence[Need],
    *,
    by: Membership,
    origin: Municipality | None = None,
    reference: str = "",
    urgency: str = Urgency.NORMAL,
    auto_confirm: bool = False,
    if_full: str = "refuse",
    need: Mapping[str, Any] | None = None,
    note: str = "",
    submission: UUID | None = None,
) -> Request:
    """Ask. `if_full`: refuse (NoCapacity), waitlist, or register the demand as unmet; it is counted either way.

    `submission` names what was sent: when the organisation has sent the same before, that request is returned.
    Raises NoCapacity, Invalid, PersonalData, NotAllowed, TooMany; then nothing is written but the counted demand.
    """
    if submission and (before := _sent_before(by, submission)):
        return before
    try:
        with transaction.atomic():
            return _request(
                wanted, by, origin, reference, urgency, auto_confirm, if_full, need, note, submission
            )
    except IntegrityError:
        # Sent twice at the same instant: the other one came first.
        if submission and (before := _sent_before(by, submission)):
            return before
        raise
    except _Full as full:
        _count_once(full.demand, submission)
        raise NoCapacity(full.free) from None


def _count_once(demand: list[dict[str, Any]], submission: UUID | None) -> None:
    """The same form sent again, also at the same instant, is the same demand."""
    rows = [RefusedDemand(**one, submission=submission, order=n) for n, one in enumerate(demand)]
    RefusedDemand.objects.bulk_create(rows, ignore_conflicts=True)


def _sent_before(by: Membership, submission: UUID) -> Request | None:
    return Request.objects.made_for(by).filter(submission=submission).first()


class _Full(Exception):
    def __init__(self, free: int, demand: list[dict[str, Any]]) -> None:
        self.free = free
        self.demand = demand


def _request(
    wanted: Sequence[Need],
    by: Membership,
    origin: Municipality | None,
    reference: str,
    urgency: str,
    auto_confirm: bool,
    if_full: str,
    need: Mapping[str, Any] | None,
    note: str,
    submission: UUID | None,
) -> Request:
    if not by.may_ask:
        raise NotAllowed(_("O seu papel nesta entidade não permite fazer pedidos."))
    if not 1 <= len(wanted) <= MOST_ITEMS:
        raise Invalid("items", _("Um pedido tem entre 1 e %(max)s necessidades.") % {"max": MOST_ITEMS})
    if urgency not in Urgency.values:
        raise Invalid("urgency", _("A urgência é normal, urgente ou emergência."))
    if if_full not in ("refuse", "waitlist", "register"):
        raise Invalid("if_full", _("Se já não houver vaga: recusar, lista de espera ou registar."))
    reference = reference.strip().upper()
    if reference and not REFERENCE.regex.match(reference):  # type: ignore[union-attr]
        raise Invalid("reference", str(REFERENCE.message))
    named = identity.find(reference)
    if named and named != identity.Pattern.LONG_NUMBER:
        # A telephone or tax number fits the shape of a reference too; a case's own number may be long.
        raise PersonalData("reference", named.value, identity.explain(named))
    origin = origin or by.organisation.municipality
    if origin is None:
        raise Invalid("origin_municipality", _("Indique o município de origem da necessidade."))
    note = shared.free_text("note", note)
    cleaned, callback = needs.clean(need, by=by)
    now = moment.now()
    made = Request.objects.create(
        organisation=by.organisation,
        made_by=by,
        made_at=now,
        origin=origin,
        reference=reference,
        urgency=urgency,
        auto_confirm=auto_confirm,
        if_full=if_full,
        needs=cleaned,
        callback=callback,
        note=shared.keep_text(note, now),
        answer_by=now + ANSWER_WITHIN[Urgency(urgency)],
        submission=submission,
    )
    locked = shared.lock_resources(resource.pk for one in wanted for resource in one.resources)
    free: list[int] = []
    refused: list[dict[str, Any]] = []
    for order, one in enumerate(wanted):
        _ask_for(one, order, made, locked, free, refused)
    if refused and if_full == "refuse":
        raise _Full(max(free, default=0), refused)
    audit.record(
        f"request:{made.uuid}",
        "request",
        by=by,
        subject=("request", made.uuid),
        to_state=Status.REQUESTED,
        text=note,
    )
    for unmet in refused:
        RefusedDemand.objects.create(**unmet, request=made)
    mail.requested(made)
    return made


def _ask_for(
    one: Need,
    order: int,
    made: Request,
    locked: Mapping[int, Resource],
    free: list[int],
    refused: list[dict[str, Any]],
) -> None:
    quantity = shared.whole_quantity(one.quantity)
    if not one.resources and one.category is None:
        raise Invalid("resource", _("Escolha um recurso ou uma categoria."))
    if len(one.resources) > MOST_HOLDERS:
        raise Invalid("resources", _("No máximo %(max)s recursos por necessidade.") % {"max": MOST_HOLDERS})
    category = one.resources[0].category if one.resources else one.category
    assert category is not None
    period = shared.stay_period(one.start, one.end, words=spoken.of(category))
    if not one.resources and not Category.objects.asked_for().filter(pk=category.pk).exists():
        raise Invalid("category", _("Esta categoria não se pede por aqui: fale com as entidades."))
    if category.mode == Mode.LOAN and one.end is None:
        raise Invalid("end", _("Indique até que dia precisa: o que se empresta tem data de devolução."))
    if one.item is not None and ([one.item.resource_id] != [r.pk for r in one.resources] or quantity != 1):
        raise Invalid("item", _("Um artigo em particular pede-se sozinho, ao seu recurso."))
    item = RequestItem.objects.create(
        request=made,
        order=order,
        category=category,
        quantity=quantity,
        period=period,
        to_network=not one.resources and not category.opaque,
    )
    if category.opaque:
        _ask_refuge(item, made)
        return
    fits = []
    for resource in (locked[r.pk] for r in one.resources):
        if not resource.is_asked_for or not resource.is_active:
            raise Invalid("resource", _("Este recurso ainda não se pede por aqui: fale com a entidade."))
        if resource.its_days not in (None, (one.start, one.end)):
            raise Invalid("start", _not_its_days(resource))
        if resource.max_nights and one.end and (one.end - one.start).days > resource.max_nights:
            raise Invalid("end", _too_long(resource))
        available = assigning.free_for(resource, period, one.item)
        fits.append((resource, available))
    free.append(max((available for _resource, available in fits), default=0))
    possible = [resource for resource, available in fits if available >= quantity]
    if fits and not possible:
        refused.append(_demand(made, item, fits[0][0] if len(fits) == 1 else None))
    for resource, available in fits:
        status, reason = Status.REQUESTED, ""
        if available < quantity:
            if possible:
                continue  # the others can: a full one is not asked
            status = Status.WAITLISTED if made.if_full == "waitlist" else Status.DECLINED
            reason = "" if made.if_full == "waitlist" else Reason.NO_CAPACITY
        booking = Booking.objects.create(
            item=item,
            resource=resource,
            quantity=quantity,
            period=period,
            buffer_days=resource.buffer_days,
            status=status,
            reason_code=reason,
            queued_at=made.made_at,
            protocol=shared.covering_protocol(resource, made.origin_id, period)[1],
        )
        if one.item is not None:
            Loan.objects.create(booking=booking, item=one.item, fixed=True)
        shared.record(booking, "request", by=made.made_by, before="", reason_code=reason)


def _not_its_days(resource: Resource) -> str:
    assert resource.edition is not None
    return _("Uma formação pede-se inteira, de %(start)s a %(end)s.") % {
        "start": date_format(resource.edition.starts, "SHORT_DATE_FORMAT"),
        "end": date_format(resource.edition.ends, "SHORT_DATE_FORMAT"),
    }


def _too_long(resource: Resource) -> str:
    said = {"max": resource.max_nights}
    if resource.lends:
        return _("Neste recurso a cedência vai até %(max)s dias.") % said
    return _("Neste recurso a estadia vai até %(max)s noites.") % said


def _ask_refuge(item: RequestItem, made: Request) -> None:
    """A refuge is asked for by category: the same answer whatever exists, matched by people outside the portal."""
    asked_today = Booking.objects.filter(
        opaque=True, item__request__made_by=made.made_by, queued_at__gt=moment.now() - timedelta(days=1)
    ).count()
    if asked_today >= REFUGE_REQUESTS_PER_DAY:
        raise TooMany(_("Já fez muitos pedidos destes hoje. Ligue 800 202 148 (violência doméstica) ou 112."))
    booking = Booking.objects.create(
        item=item, opaque=True, quantity=item.quantity, period=item.period, queued_at=made.made_at
    )
    shared.record(booking, "request", by=made.made_by, before="")


def _demand(made: Request, item: RequestItem, resource: Resource | None) -> dict[str, Any]:
    return {
        "at": made.made_at,
        "organisation": made.organisation,
        "origin": made.origin,
        "category": item.category,
        "resource": resource,
        "quantity": item.quantity,
        "period": item.period,
        "reason_code": Reason.NO_CAPACITY,
        "urgency": made.urgency,
    }


@shared.database_speaks
@transaction.atomic
def confirm_booking(booking: Booking, *, by: Membership, exception: str = "") -> Booking:
    """The requester takes a held place or an offer; looked at again under the lock. Rivals of the same need go."""
    exception = shared.free_text("exception", exception)
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.HELD, Status.OFFERED)
    if booking.resource is not None:
        assigning.take_room(booking)
        booking.protocol = shared.must_be_covered(
            booking, booking.resource, booking.period, by=by, exception=exception
        )
    before = booking.status
    booking.status, booking.hold_expires_at = Status.CONFIRMED, None
    booking.save()
    shared.record(booking, "confirm", by=by, before=before)
    release_rivals(booking, by=by)
    mail.confirmed(booking)
    return booking


def release_rivals(booking: Booking, *, by: Membership | None) -> None:
    """One need, one place: the other holders asked for it are set free. `look_again` has locked them all."""
    RequestItem.objects.filter(pk=booking.item_id).update(closed_at=moment.now())
    rivals = Booking.objects.filter(
        item_id=booking.item_id, status__in=(Status.REQUESTED, Status.OFFERED, Status.WAITLISTED, Status.HELD)
    ).exclude(pk=booking.pk)
    for pk in rivals.order_by("resource_id").values_list("pk", flat=True):
        rival = shared.look_again(Booking.objects.get(pk=pk))
        before = rival.status
        rival.status, rival.hold_expires_at = Status.WITHDRAWN, None
        rival.reason_code = Reason.NO_LONGER_NEEDED
        rival.save()
        shared.record(rival, "withdraw", by=by, before=before, reason_code=rival.reason_code)
        mail.withdrawn(rival)


@shared.database_speaks
@transaction.atomic
def waitlist_booking(booking: Booking, *, by: Membership) -> Booking:
    """Put a request on the waiting list, by the holder, or by the requester when it is full. Its time order stays."""
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.REQUESTED)
    if booking.resource is None:
        raise WrongState(_("Um pedido de casa de abrigo não tem lista de espera: é tratado por pessoas."))
    if by.organisation_id != booking.resource.facility.organisation_id:
        free = shared.availability.free_throughout(
            booking.resource, booking.occupied.lower, booking.occupied.upper
        )
        if free >= booking.quantity:
            raise WrongState(_("Há vaga: a lista de espera é para quando está cheio."), state=booking.status)
    before = booking.status
    booking.status = Status.WAITLISTED
    booking.save()
    shared.record(booking, "waitlist", by=by, before=before)
    mail.waitlisted(booking, by=by)
    return booking


@shared.database_speaks
@transaction.atomic
def withdraw_booking(booking: Booking, *, by: Membership, code: str) -> Booking:
    """The requester gives up, with a reason code."""
    if code not in Reason.values:
        raise Invalid("code", _("Escolha um motivo da lista."))
    booking = shared.look_again(booking)
    shared.must_be(
        booking, Status.REQUESTED, Status.OFFERED, Status.WAITLISTED, Status.HELD, Status.CONFIRMED
    )
    before = booking.status
    freed = before in (Status.HELD, Status.CONFIRMED)
    booking.status, booking.hold_expires_at, booking.reason_code = Status.WITHDRAWN, None, code
    booking.extension = None
    booking.save()
    shared.record(booking, "withdraw", by=by, before=before, reason_code=code)
    mail.withdrawn(booking)
    if freed:
        mail.place_freed(booking)
    return booking


@shared.database_speaks
@transaction.atomic
def withdraw_need(item: RequestItem, *, by: Membership, code: str) -> RequestItem:
    """The requester no longer needs it: no holder may offer any more, and every side of it still open is withdrawn."""
    _withdraw_needs([item.pk], by=by, code=code)
    item.refresh_from_db()
    return item


@shared.database_speaks
@transaction.atomic
def withdraw_request(request: Request, *, by: Membership, code: str) -> Request:
    """Withdraw all of a request that is still open."""
    _withdraw_needs(list(request.items.values_list("pk", flat=True)), by=by, code=code)
    return request


def _withdraw_needs(ids: Sequence[int], *, by: Membership, code: str) -> None:
    if code not in Reason.values:
        raise Invalid("code", _("Escolha um motivo da lista."))
    # The order of `look_again`: needs, resources, the request, bookings.
    items = list(RequestItem.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    bookings = Booking.objects.filter(item__in=ids)
    shared.lock_resources(bookings.filter(resource__isnull=False).values_list("resource_id", flat=True))
    request = Request.objects.select_for_update(no_key=True).get(pk=items[0].request_id)
    if bookings.filter(status=Status.IN_USE).exists():
        raise WrongState(_("A entrada já foi registada: é a entidade que regista a saída."))
    still_open = list(
        bookings.filter(status__in=OPEN).order_by("resource_id", "pk").values_list("pk", flat=True)
    )
    waiting = [item for item in items if item.is_open]
    if not still_open and not waiting:
        raise WrongState(_("Este pedido já está encerrado: não há nada a retirar."))
    now = moment.now()
    for item in waiting:
        item.closed_at, item.reason_code = now, code
        item.save(update_fields=["closed_at", "reason_code"])
        audit.record(
            f"request:{request.uuid}",
            "withdraw_need",
            by=by,
            subject=("request", request.uuid),
            label=str(item.order),
            to_state=Status.WITHDRAWN,
            reason_code=code,
        )
    for pk in still_open:
        withdraw_booking(Booking.objects.get(pk=pk), by=by, code=code)


@shared.database_speaks
@transaction.atomic
def extend_booking(booking: Booking, *, by: Membership, end: date, exception: str = "") -> Booking:
    """A later (or earlier) departure. Asked by the requester, answered by the holder; the holder's own word is final.

    Shortening always passes: it adds no use. `exception`: the holder's reason to go on without a protocol.
    """
    exception = shared.free_text("exception", exception)
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.CONFIRMED, Status.IN_USE)
    words = spoken.of(booking.item.category)
    if end <= booking.start:
        raise Invalid("end", str(words.end_before))
    if booking.end is not None and end == booking.end:
        raise Invalid("end", str(words.same_end))
    if end > max(days.today(), booking.start) + shared.MAX_AHEAD:
        raise Invalid("end", str(words.end_far))
    # Only who decides for the resource has the last word; a colleague who asks for the same organisation asks.
    is_holder = booking.resource is not None and shared.manages(by, booking.resource)
    shorter = booking.end is None or end < booking.end
    if is_holder or shorter:
        return move_end(booking, end, by=by, exception=exception)
    if booking.resource is None:
        raise WrongState(
            _("Um pedido de casa de abrigo não se prolonga por aqui: fale com quem o recebeu."),
            state=booking.status,
        )
    upper = days.midnight(end)
    added = DateTimeTZRange(booking.period.upper, assigning.occupied(booking, upper)[1], "[)")
    shared.must_fit(booking.resource, booking.quantity, added, leaving_out=booking)
    longer = DateTimeTZRange(booking.period.lower, upper, "[)")
    shared.must_be_covered(booking, booking.resource, longer, by=by, exception=exception)
    booking.extension = upper
    booking.save()
    shared.record(booking, "ask_extension", by=by, before=booking.status)
    mail.extension_asked(booking)
    return booking


def move_end(booking: Booking, end: date, *, by: Membership, exception: str = "") -> Booking:
    """Set the departure, under the caller's lock. A later one is looked at again: capacity and protocol."""
    period = DateTimeTZRange(booking.period.lower, days.midnight(end), "[)")
    later = booking.period.upper is not None and period.upper > booking.period.upper
    if later and booking.resource is not None:
        added = DateTimeTZRange(booking.period.upper, assigning.occupied(booking, period.upper)[1], "[)")
        shared.must_fit(booking.resource, booking.quantity, added, leaving_out=booking)
        booking.protocol = shared.must_be_covered(
            booking, booking.resource, period, by=by, exception=exception
        )
    booking.period, booking.extension = period, None
    if later and booking.is_loan:
        assigning.give_items(booking)
    booking.save()
    shared.record(booking, "extend" if later else "shorten", by=by, before=booking.status)
    mail.extended(booking, by=by)
    if not later:
        mail.place_freed(booking)
    return booking

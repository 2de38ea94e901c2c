"""Things that go out and come back: hand over, take back, look at, clean, repair, lose, find, write off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import audit, moment
from accounts.models import Membership
from resources import availability, days, mail, mail_lending
from resources.actions import assigning, shared
from resources.models import Booking, Item, Loan, Resource
from resources.models.codes import Reason, Status
from resources.models.lending import GONE, ISO9999, Condition, ItemState
from resources.refusals import Invalid, WrongState

MOST_ITEMS_AT_ONCE = 100
MOST_ACCESSORIES = 20
# From which states each verb leads on.
MAY_COME_FROM = {
    ItemState.CLEANING: (ItemState.INSPECTION, ItemState.REPAIR),
    ItemState.READY: (ItemState.INSPECTION, ItemState.CLEANING, ItemState.REPAIR),
    ItemState.REPAIR: (ItemState.READY, ItemState.INSPECTION, ItemState.CLEANING),
    ItemState.INSPECTION: (ItemState.READY, ItemState.CLEANING, ItemState.REPAIR, ItemState.LOST),
    ItemState.LOST: (ItemState.READY, ItemState.INSPECTION, ItemState.CLEANING, ItemState.REPAIR),
    ItemState.RETIRED: (
        ItemState.READY,
        ItemState.INSPECTION,
        ItemState.CLEANING,
        ItemState.REPAIR,
        ItemState.LOST,
    ),
}


@dataclass(frozen=True)
class Returned:
    """One item as it came back. An empty condition: as it went out."""

    item: Item
    condition: str = ""
    missing: Sequence[str] = field(default_factory=tuple)


# --- With a booking: under its lock, called by check_in and check_out ---


def hand_over(booking: Booking, items: Sequence[Item], note: str) -> None:
    """Put the items into somebody's hands: the ones named, else those planned, all of them ready now."""
    if booking.end is not None and booking.end <= days.today():
        raise WrongState(
            _("Os dias desta cedência já passaram: mude primeiro a data de devolução."), state=booking.status
        )
    if items:
        _choose(booking, items)
    _must_be_ready(booking)
    loans = assigning.give_items(booking, now_ready=True)
    now = moment.now()
    text = shared.keep_text(note, now)
    for loan in loans:
        item = loan.item
        assert item is not None
        loan.out_at, loan.condition_out, loan.note = now, item.condition, text
        loan.accessories_out = list(item.accessories)
        loan.save()
        _set_state([item, *item.parts.exclude(state__in=GONE)], ItemState.OUT)


def _choose(booking: Booking, items: Sequence[Item]) -> None:
    """The items that lie on the counter, in place of those that were planned."""
    if len({item.pk for item in items}) != booking.quantity:
        raise Invalid(
            "items",
            ngettext(
                "Escolha %(n)s artigo, cada um uma vez.",
                "Escolha %(n)s artigos diferentes.",
                booking.quantity,
            )
            % {"n": booking.quantity},
        )
    if any(item.resource_id != booking.resource_id or item.kit_id is not None for item in items):
        raise Invalid("items", _("Há um artigo que não é deste recurso, ou que faz parte de um conjunto."))
    named = set(booking.loans.filter(fixed=True).values_list("item_id", flat=True))
    if not named <= {item.pk for item in items}:
        raise Invalid("items", _("Foi pedido um artigo em particular: é esse que se entrega."))
    booking.loans.filter(back_at=None).delete()
    # Another planned loan that was to have one of these is moved to another item by `give_items`.
    Loan.objects.planned().filter(item__in=items, fixed=False).exclude(booking=booking).update(item=None)
    for item in items:
        Loan.objects.create(booking=booking, item=item, fixed=True)


def _must_be_ready(booking: Booking) -> None:
    """A sentence about what was asked for by name and is not there."""
    for loan in booking.loans.filter(fixed=True, back_at=None).select_related("item"):
        item = loan.item
        assert item is not None
        if item.state != ItemState.READY:
            raise WrongState(
                _("O artigo %(code)s não está pronto: %(state)s.")
                % {"code": item.code, "state": item.get_state_display()},
                state=booking.status,
            )


def take_back(booking: Booking, returned: Sequence[Returned], text: str, *, by: Membership) -> bool:
    """Take back what is named, or everything that is out. Returns whether nothing is out any more."""
    out = {loan.item.pk: loan for loan in booking.loans.out().select_related("item") if loan.item}
    back = {one.item.pk: one for one in returned}
    if not back:
        back = {pk: Returned(loan.item) for pk, loan in out.items() if loan.item}
    if not set(back) <= set(out):
        raise Invalid("items", _("Há um artigo que não saiu com esta cedência, ou que já voltou."))
    now = moment.now()
    for pk, one in back.items():
        loan = out[pk]
        item = loan.item
        assert item is not None
        condition = one.condition or item.condition
        if condition not in Condition.values:
            raise Invalid("condition", _("Escolha um estado de conservação da lista."))
        loan.back_at, loan.condition_in = now, condition
        loan.accessories_missing = [name for name in one.missing if name in loan.accessories_out]
        loan.note = shared.keep_text(text, now) or loan.note
        loan.save()
        item.condition = condition
        item.save(update_fields=["condition"])
        _come_back(item, booking.resource, by=by)
    if len(back) == len(out):
        return True
    booking.quantity -= len(back)
    booking.save()
    return False


def _come_back(item: Item, resource: Resource | None, *, by: Membership) -> None:
    """What came back waits to be looked at; with its days of cleaning it is expected to be ready again."""
    assert resource is not None
    ready = days.midnight(days.today() + timedelta(days=resource.hygiene_days))
    parts = list(item.parts.filter(state=ItemState.OUT))
    _set_state([item, *parts], ItemState.INSPECTION, ready)
    _record(item, "item_back", ItemState.OUT, by=by)


def _set_state(items: Sequence[Item], state: str, ready_from: datetime | None = None) -> None:
    for item in items:
        item.state, item.ready_from, item.since = state, ready_from, moment.now()
        item.save(update_fields=["state", "ready_from", "since"])


# --- With an item alone ---


@shared.database_speaks
@transaction.atomic
def add_items(
    resource: Resource,
    *,
    by: Membership,
    name: str,
    number: int = 1,
    serials: Sequence[str] = (),
    iso9999: str = "",
    condition: str = Condition.GOOD,
    accessories: Sequence[str] = (),
    kit: Item | None = None,
) -> list[Item]:
    """Put new items into a bank, ready from now on. `serials`: one for each, or none. `kit`: parts of that item."""
    if not resource.lends:
        raise Invalid("resource", _("Este recurso não empresta artigos."))
    if not 1 <= number <= MOST_ITEMS_AT_ONCE:
        raise Invalid("number", _("De uma vez, entre 1 e %(max)s artigos.") % {"max": MOST_ITEMS_AT_ONCE})
    serials = [serial.strip() for serial in serials if serial.strip()]
    if serials and len(serials) != number:
        raise Invalid("serials", _("Escreva um número de série por artigo, ou nenhum."))
    resource = shared.lock_resources([resource.pk])[resource.pk]
    if kit is not None and (kit.resource_id != resource.pk or kit.kit_id is not None):
        raise Invalid("kit", _("O conjunto tem de ser um artigo deste recurso."))
    if (serials and resource.items.filter(serial__in=serials).exists()) or len(set(serials)) != len(serials):
        raise Invalid("serials", _("Há um número de série que já existe neste recurso."))
    described = _described(name, iso9999, condition, accessories)
    made = []
    for n in range(number):
        serial = serials[n] if serials else ""
        item = Item.objects.create(resource=resource, kit=kit, serial=serial, since=moment.now(), **described)
        _record(item, "add_item", "", by=by)
        made.append(item)
    return made


def _described(name: str, iso9999: str, condition: str, accessories: Sequence[str]) -> dict[str, object]:
    name = shared.free_text("name", name)
    if not name:
        raise Invalid("name", _("Escreva o que é."))
    if len(name) > 120:
        raise Invalid("name", _("A designação é demasiado longa: no máximo 120 caracteres."))
    if iso9999 and not ISO9999.regex.match(iso9999):  # type: ignore[union-attr]
        raise Invalid("iso9999", str(ISO9999.message))
    if condition not in Condition.values:
        raise Invalid("condition", _("Escolha um estado de conservação da lista."))
    kept = list(
        dict.fromkeys(shared.free_text("accessories", one)[:80] for one in accessories if one.strip())
    )
    if len(kept) > MOST_ACCESSORIES:
        raise Invalid("accessories", _("No máximo %(max)s acessórios.") % {"max": MOST_ACCESSORIES})
    return {"name": name, "iso9999": iso9999, "condition": condition, "accessories": kept}


@shared.database_speaks
@transaction.atomic
def describe_item(
    item: Item,
    *,
    by: Membership,
    name: str,
    serial: str = "",
    iso9999: str = "",
    condition: str = Condition.GOOD,
    accessories: Sequence[str] = (),
) -> Item:
    """Say anew what an item is."""
    item = _locked(item)
    serial = shared.free_text("serial", serial) if not serial.isdigit() else serial
    if serial and item.resource.items.filter(serial=serial).exclude(pk=item.pk).exists():
        raise Invalid("serial", _("Há um número de série que já existe neste recurso."))
    item.serial = serial
    for key, value in _described(name, iso9999, condition, accessories).items():
        setattr(item, key, value)
    item.save()
    _record(item, "describe_item", item.state, by=by)
    return item


@shared.database_speaks
@transaction.atomic
def move_item(
    item: Item,
    *,
    by: Membership,
    state: str,
    ready_on: date | None = None,
    condition: str = "",
    reason: str = "",
) -> Item:
    """Looked at, cleaned, repaired, lost, found, written off: an item that is not out moves on.

    `ready_on`: the day it is expected to be ready, where that is known. A state that takes away what was promised
    shows the excess and puts the bookings it hits before the managers; nothing is cancelled. A lost item that was out
    ends its loan: see `lose_item`.
    """
    reason = shared.free_text("reason", reason)
    item = _locked(item)
    before = item.state
    if state not in MAY_COME_FROM or before not in MAY_COME_FROM[ItemState(state)]:
        raise WrongState(
            _("Este artigo está «%(state)s»: isso não se pode fazer agora.")
            % {"state": item.get_state_display()},
            state=before,
        )
    if condition and condition not in Condition.values:
        raise Invalid("condition", _("Escolha um estado de conservação da lista."))
    if ready_on is not None and not days.today() <= ready_on <= days.today() + shared.MAX_AHEAD:
        raise Invalid("ready_on", _("Indique um dia de hoje em diante, no máximo daqui a dois anos."))
    if state in (ItemState.LOST, ItemState.RETIRED) and not reason:
        raise Invalid("reason", _("Escreva o que aconteceu, em poucas palavras."))
    offered = _offered(item.resource)
    if state in (ItemState.CLEANING, ItemState.INSPECTION) and ready_on is None:
        ready_on = days.today() + timedelta(days=item.resource.hygiene_days)
    item.condition = condition or item.condition
    item.save(update_fields=["condition"])
    parts = item.parts.exclude(state__in=GONE) if item.kit_id is None else Item.objects.none()
    _set_state([item, *parts], state, days.midnight(ready_on) if ready_on else None)
    _record(item, f"item_{state}", before, by=by, text=reason)
    _tell_excess(item.resource, offered)
    if state == ItemState.READY:
        mail.room_freed(item.resource)
    return item


@shared.database_speaks
@transaction.atomic
def lose_item(booking: Booking, item: Item, *, by: Membership, reason: str) -> Booking:
    """What is out does not come back: its loan ends, and the item is offered no more until somebody finds it."""
    reason = shared.free_text("reason", reason)
    if not reason:
        raise Invalid("reason", _("Escreva o que aconteceu, em poucas palavras."))
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.IN_USE)
    offered = _offered(booking.resource)
    over = take_back(booking, [Returned(item)], "", by=by)
    item = Item.objects.get(pk=item.pk)
    _set_state([item, *item.parts.exclude(state__in=GONE)], ItemState.LOST)
    _record(item, "item_lost", ItemState.OUT, by=by, text=reason)
    if over:
        booking.status, booking.checked_out_at, booking.extension = Status.COMPLETED, moment.now(), None
        booking.save()
    shared.record(booking, "check_out" if over else "return_part", by=by, before=Status.IN_USE, text=reason)
    _tell_excess(booking.resource, offered)
    return booking


@transaction.atomic
def silence(booking: Booking, *, by: Membership) -> Booking:
    """The person has died: nobody is reminded any more. What was lent is fetched by arrangement, in its own time."""
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.IN_USE)
    if booking.reason_code == Reason.DECEASED:
        raise WrongState(_("Já está registado: não seguem lembretes."), state=booking.status)
    booking.reason_code = Reason.DECEASED
    booking.save()
    shared.record(booking, "silence", by=by, before=booking.status, reason_code=Reason.DECEASED)
    mail_lending.silenced(booking, by=by)
    return booking


def _locked(item: Item) -> Item:
    shared.lock_resources([item.resource_id])
    return Item.objects.select_for_update(of=("self",)).select_related("resource__category").get(pk=item.pk)


def _offered(resource: Resource | None) -> list[availability.Segment]:
    assert resource is not None
    return availability.segments([resource.pk], days.today(), None)[resource.pk]


def _tell_excess(resource: Resource | None, before: Sequence[availability.Segment]) -> None:
    assert resource is not None
    after = _offered(resource)
    if availability.worse(before, after):
        affected = Booking.objects.live().filter(resource=resource).exclude(status=Status.IN_USE)
        mail.excess_made(resource, max(part.excess for part in after), list(affected.for_rows()))


def _record(item: Item, verb: str, before: str, *, by: Membership | None, text: str = "") -> None:
    audit.record(
        f"resource:{item.resource.uuid}",
        verb,
        by=by,
        subject=("item", item.uuid),
        label=item.code,
        from_state=before,
        to_state=item.state,
        text=text,
    )


# --- The clock ---

REMIND_BEFORE = timedelta(days=2)
REMIND_AGAIN = timedelta(days=7)
WARN_BEFORE = timedelta(days=7)


def remind_loans() -> int:
    """Clock: what is due in two days, what is late (again every week), and who comes next and may not get it.

    A death silences all of it.
    """
    return _remind_due() + _warn_next()


def _remind_due() -> int:
    now = moment.now()
    done = 0
    due = Booking.objects.lent_out().filter(period__endswith__lte=now + REMIND_BEFORE)
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            booking = (
                Booking.objects.lent_out()
                .select_for_update(skip_locked=True, of=("self",))
                .filter(pk=pk)
                .first()
            )
            if booking is None or not _is_time(booking):
                continue
            booking = Booking.objects.for_rows().get(pk=pk)
            Booking.objects.filter(pk=pk).update(reminded_at=now)
            (mail_lending.loan_overdue if booking.is_overdue else mail_lending.loan_due)(booking)
            done += 1
    return done


def _is_time(booking: Booking) -> bool:
    """Once before it is due, once when it is late, then every week."""
    now, upper, last = moment.now(), booking.period.upper, booking.reminded_at
    if booking.reason_code == Reason.DECEASED:
        return False
    if last is None:
        return True
    return bool(upper <= now and (last < upper or now - last >= REMIND_AGAIN))


def _warn_next() -> int:
    """Those who were promised an item that is still out when they come for it: told in time, once."""
    now = moment.now()
    done = 0
    late = Booking.objects.lent_out().filter(period__endswith__lte=now).values("resource")
    coming = Booking.objects.filter(
        resource__in=late,
        status__in=(Status.HELD, Status.CONFIRMED),
        warned_at=None,
        period__startswith__lte=now + WARN_BEFORE,
    ).live(now)
    for pk in list(coming.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            found = Booking.objects.select_for_update(skip_locked=True, of=("self",)).filter(
                pk=pk, warned_at=None
            )
            if not found.exists():
                continue
            booking = Booking.objects.for_rows().get(pk=pk)
            assert booking.resource is not None
            parts = availability.segments(
                [booking.resource.pk], booking.period.lower, booking.period.upper, now=now
            )[booking.resource.pk]
            if not any(part.excess for part in parts):
                continue
            Booking.objects.filter(pk=pk).update(warned_at=now)
            mail_lending.next_loan_in_doubt(booking)
            done += 1
    return done

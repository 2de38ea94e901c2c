"""What the workspace shows a member: what to answer, what waits for confirmation, today, capacity, own requests.

Every list is a few queries, whatever its length; the sections a role has no use for cost none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count as Number
from django.db.models import F, Min, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import moment
from accounts.models import Membership
from plans.desk import due as plans_due
from portal.communication.manners import EDITING
from portal.workspace.dayline import ARRIVAL, DEADLINE, PLAIN, Event, Line, lay_out
from resources import availability, days
from resources.models import Booking, RequestItem, Resource
from resources.models.codes import Status
from resources.views import loans, own, rows
from resources.views.bulk import REASONS
from units.views.work.governing import waiting

PER_PAGE = 20
MOST_HELD = 8
MOST_OWN = 6
MOST_REQUESTS = 5
MOST_COMING = 8
COMING = timedelta(days=4)


@dataclass(frozen=True)
class Count:
    """One number of the strip, where it leads and the next deadline behind it."""

    label: str
    n: int
    url: str
    at: datetime | None = None
    late: bool = False


@dataclass
class Board:
    """One member's workspace now. `answers`: decides for the resources; `reads`: sees them, without a word."""

    member: Membership
    now: datetime
    answers: bool
    asks: bool
    reads: bool
    inbox: Page[Booking] | None = None
    to_answer: list[rows.Row] = field(default_factory=list)
    waiting: int = 0
    late: int = 0
    soon: int = 0
    to_confirm: list[rows.Row] = field(default_factory=list)
    awaited: list[rows.Row] = field(default_factory=list)
    arrivals: list[rows.Row] = field(default_factory=list)
    here: list[rows.Row] = field(default_factory=list)
    departures: list[rows.Row] = field(default_factory=list)
    overdue: list[rows.Row] = field(default_factory=list)
    offered: list[own.Offered] = field(default_factory=list)
    capacity: list[own.Offered] = field(default_factory=list)
    more_capacity: int = 0
    excesses: list[own.Excess] = field(default_factory=list)
    coming: list[rows.Row] = field(default_factory=list)
    requests: list[rows.RequestRow] = field(default_factory=list)
    open_requests: int = 0
    needs: int = 0
    # What is lent by this organisation and is to be handed over, is due back today or is late.
    loans: list[rows.Row] = field(default_factory=list)
    strip: list[Count] = field(default_factory=list)
    line: Line | None = None

    @property
    def communicates(self) -> bool:
        """Works at the desk of communication."""
        return self.member.has(*EDITING)

    @property
    def holds(self) -> bool:
        """Shows the holding side at all."""
        return self.answers or self.reads

    @property
    def today(self) -> date:
        return days.today(self.now)

    @property
    def several(self) -> bool:
        """Enough to answer that answering together makes sense."""
        return self.answers and sum(row.pick is not None for row in self.to_answer) > 1

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(code, str(label)) for code, label in REASONS]

    @property
    def arriving(self) -> int:
        return sum(row.booking.quantity for row in (*self.arrivals, *self.here))

    @property
    def leaving(self) -> int:
        return sum(row.booking.quantity for row in self.departures)

    @property
    def heading(self) -> str:
        n = self.waiting
        if self.holds and n:
            return ngettext("%(n)s por responder", "%(n)s por responder", n) % {"n": n}
        if self.to_confirm:
            n = len(self.to_confirm)
            return ngettext("%(n)s por confirmar", "%(n)s por confirmar", n) % {"n": n}
        if self.holds:
            return _("Nada por responder")
        if n := self.open_requests:
            return ngettext("%(n)s pedido em aberto", "%(n)s pedidos em aberto", n) % {"n": n}
        return _("Sem pedidos em aberto")

    @property
    def pressing(self) -> str:
        """The end of the heading: what cannot wait."""
        if self.holds and self.late:
            return ngettext("%(n)s já fora do prazo", "%(n)s já fora do prazo", self.late) % {"n": self.late}
        if self.holds and self.soon:
            sentence = ngettext("%(n)s nos próximos 30 minutos", "%(n)s nos próximos 30 minutos", self.soon)
            return sentence % {"n": self.soon}
        if self.to_confirm:
            clocks = [row.booking.hold_expires_at for row in self.to_confirm if row.booking.hold_expires_at]
            if clocks:
                at = timezone.localtime(min(clocks))
                if self.holds and self.waiting:
                    n = len(self.to_confirm)
                    return ngettext("%(n)s por confirmar", "%(n)s por confirmar", n) % {"n": n}
                return _("a primeira até às %(time)s") % {"time": f"{at:%H:%M}"}
        return ""


def board(member: Membership, page: str | None) -> Board:
    """Everything the workspace of this member shows now."""
    reads = not member.may_decide and member.has("representative", "viewer", "coordination", "editor")
    made = Board(member, moment.now(), member.may_decide, member.may_ask, reads)
    if made.holds:
        _inbox(made, page)
        _today(made)
    _held(made)
    if made.answers:
        _capacity(made)
    _coming(made)
    _requests(made)
    made.strip = counts(made)
    made.line = lay_out(_events(made), made.now)
    return made


def _inbox(made: Board, page: str | None) -> None:
    scope = Booking.objects.decidable_by if made.answers else Booking.objects.held_by
    found = scope(made.member).to_answer()
    made.inbox = Paginator(found.for_rows(), PER_PAGE).get_page(page)
    made.to_answer = rows.rows(list(made.inbox.object_list), made.member, free=True)
    made.waiting = made.inbox.paginator.count
    deadlines = found.filter(status=Status.REQUESTED, item__request__answer_by__lte=made.now + rows.SOON)
    for answer_by in deadlines.order_by().values_list("item__request__answer_by", flat=True):
        if answer_by <= made.now:
            made.late += 1
        else:
            made.soon += 1


def _held(made: Board) -> None:
    """Clocks that run on either side, and offers that wait for the asker."""
    live = Q(status=Status.HELD, hold_expires_at__gt=made.now) | Q(status=Status.OFFERED)
    found = Booking.objects.visible_to(made.member).filter(live).for_rows()
    for row in rows.rows(list(found.order_by("hold_expires_at", "pk")[: 4 * MOST_HELD]), made.member):
        side = made.to_confirm if row.mine else made.awaited
        if len(side) < MOST_HELD and (row.mine or made.holds):
            side.append(row)


def _today(made: Board) -> None:
    """Who arrives, who is here since today, who leaves, who should have left."""
    today = days.today(made.now)
    start, end = days.midnight(today), days.midnight(today + timedelta(days=1))
    held = Booking.objects.held_by(made.member).filter(resource__isnull=False)
    stays = held.filter(
        Q(status=Status.CONFIRMED, period__startswith__lt=end)
        | Q(status=Status.IN_USE, period__endswith__lte=end)
        | Q(status=Status.IN_USE, checked_in_at__gte=start),
        buffer_days=None,
    )
    found = stays | held.to_hand_over() | held.to_take_back()
    # Said again outside the alternatives, so that only these are read.
    found = found.filter(status__in=(Status.CONFIRMED, Status.IN_USE)).for_rows()
    for row in rows.rows(list(found.order_by("period", "pk")), made.member):
        booking = row.booking
        if booking.is_loan:
            made.loans.append(row)
            continue
        if booking.status == Status.CONFIRMED:
            made.arrivals.append(row)
            continue
        if booking.end is not None and booking.end < today:
            made.overdue.append(row)
        elif booking.end == today:
            made.departures.append(row)
        if booking.checked_in_at and booking.checked_in_at >= start:
            made.here.append(row)


def _capacity(made: Board) -> None:
    resources = list(own.counted(made.member).for_cards().order_by("sort_key", "pk"))
    if not resources:
        return
    offered = made.offered = own.offered_tonight(resources)
    made.capacity, made.more_capacity = offered[:MOST_OWN], max(0, len(offered) - MOST_OWN)
    made.excesses = own.excesses(resources, made.member)
    made.needs = RequestItem.objects.answerable_by(made.member).count()


def _coming(made: Board) -> None:
    """The organisation's own stays elsewhere that begin or end within days: who brings, who asks for more time."""
    until = days.midnight(days.today(made.now) + COMING)
    found = Booking.objects.visible_to(made.member).filter(
        Q(status=Status.CONFIRMED, period__startswith__lt=until)
        | Q(status=Status.IN_USE, period__endswith__lt=until, extension=None),
        item__request__organisation_id=made.member.organisation_id,
        resource__isnull=False,
    )
    made.coming = rows.rows(list(found.for_rows().order_by("period", "pk")[:MOST_COMING]), made.member)


def _requests(made: Board) -> None:
    found = rows.open_requests(made.member).with_status()
    made.open_requests = found.count()
    # What has its own card above is not said twice.
    found = found.exclude(pk__in={row.request.pk for row in made.to_confirm})
    first = rows.with_bookings(found.order_by("-made_at", "-pk"))[:MOST_REQUESTS]
    made.requests = rows.request_rows(first, made.member)


def counts(made: Board) -> list[Count]:
    """The strip at the top: what this member has to do with, by role, each with its next deadline."""
    here = reverse("workspace")
    found: list[Count] = []
    if made.holds:
        found += _to_answer(made, here)
    if made.asks:
        clocks = [row.booking.hold_expires_at for row in made.to_confirm if row.booking.hold_expires_at]
        found.append(
            Count(
                _("por confirmar"),
                len(made.to_confirm),
                f"{here}#cf",
                min(clocks, default=None),
                bool(clocks),
            )
        )
    if made.holds:
        today = f"{reverse('calendar')}?vista=dia&dia={made.today}"
        due = [row for row in made.arrivals if row.booking.start <= made.today]
        found += [
            Count(_("a entrar hoje"), len(due), today),
            Count(_("a sair hoje"), len(made.departures), today),
        ]
        if made.overdue:
            found.append(Count(_("passaram a saída"), len(made.overdue), f"{here}#ov", late=True))
        found += _lent(made, here)
    if made.answers:
        stale = sum(one.is_stale for one in made.offered)
        next_stale = min(
            (one.stale_at for one in made.offered if one.is_fresh and one.stale_at), default=None
        )
        found.append(
            Count(_("capacidade por confirmar"), stale, f"{here}#capacidade", None if stale else next_stale)
        )
    if made.asks:
        found.append(_asked(made))
    if made.member.governs:
        found += _governs(made)
    found += _plans(made)
    if made.member.has("coordination"):
        found += _network(made)
    return found


def _to_answer(made: Board, here: str) -> list[Count]:
    scope = Booking.objects.decidable_by if made.answers else Booking.objects.held_by
    waiting = scope(made.member).to_answer()
    got = waiting.order_by().aggregate(
        queued=Sum("waiting_order", default=0),
        all=Number("pk"),
        first=Min("item__request__answer_by", filter=Q(status=Status.REQUESTED)),
    )
    first = got["first"]
    answer = Count(
        _("por responder"),
        got["all"] - got["queued"],
        f"{here}#ib",
        first,
        bool(first and first <= made.now + rows.SOON),
    )
    found = [answer]
    if got["queued"]:
        found.append(Count(_("em lista de espera"), got["queued"], f"{here}#ib"))
    if made.awaited:
        clocks = [row.booking.hold_expires_at for row in made.awaited if row.booking.hold_expires_at]
        found.append(
            Count(_("à espera de quem pediu"), len(made.awaited), f"{here}#aw", min(clocks, default=None))
        )
    return found


def _lent(made: Board, here: str) -> list[Count]:
    """What is lent, and the items that came back. Costs nothing where nothing is lent."""
    if not made.loans and not any(one.resource.lends for one in made.offered):
        return []
    lent = loans.counts(made.member)
    found = []
    if made.loans:
        url = reverse("loans") if made.answers else f"{here}#cedencias"
        found = [
            Count(_("cedências a entregar"), lent.to_hand_over, url),
            Count(_("a devolver hoje"), lent.due, url),
        ]
        if lent.overdue:
            found.append(Count(_("cedências em atraso"), lent.overdue, url, late=True))
    if made.answers:
        url = reverse("loans") + "#artigos"
        kept = [
            Count(_("artigos a verificar"), lent.to_inspect, url),
            Count(_("artigos em limpeza"), lent.to_clean, url),
        ]
        found += [one for one in kept if one.n]
    return found


def _asked(made: Board) -> Count:
    """What the organisation asked for and nobody has answered yet."""
    got = Booking.objects.filter(
        item__request__organisation_id=made.member.organisation_id, status=Status.REQUESTED
    ).aggregate(
        n=Number("pk"), first=Min("item__request__answer_by", filter=Q(item__request__answer_by__gt=made.now))
    )
    return Count(
        _("pedidos sem resposta"), got["n"], f"{reverse('my_requests')}?estado=requested", got["first"]
    )


def _governs(made: Board) -> list[Count]:
    """Positions the municipality has not given, and what this person promised in meetings."""
    waits, url = waiting(made.member), reverse("governing")
    found = []
    if made.member.speaks_for_municipality:
        found.append(Count(_("posições por dar"), waits.positions, f"{url}#posicoes", waits.first))
    if waits.tasks:
        label = _("tarefas em atraso") if waits.late else _("tarefas por fazer")
        found.append(Count(label, waits.late or waits.tasks, f"{url}#tarefas", late=bool(waits.late)))
    return found


def _plans(made: Board) -> list[Count]:
    """What this person has to report of the plans, where there is something."""
    due = plans_due(made.member)
    if not due.n:
        return []
    label = _("metas por relatar, em atraso") if due.late else _("metas por relatar")
    return [Count(label, due.late or due.n, reverse("plan_answer"), late=bool(due.late))]


def _network(made: Board) -> list[Count]:
    """Of the whole network, as far as this member may know of it: what nobody took, and numbers nobody confirmed."""
    open_needs = RequestItem.objects.filter(
        to_network=True,
        closed_at=None,
        category__opaque=False,
        period__overlap=DateTimeTZRange(made.now, None),
    )
    stale = Resource.objects.visible_to(made.member).filter(
        mode__in=availability.COUNTED_MODES, confirmed_at__lt=made.now - F("category__fresh_for")
    )
    return [
        Count(_("necessidades da rede em aberto"), open_needs.count(), reverse("open_needs")),
        Count(_("recursos da rede por confirmar"), stale.count(), reverse("catalogue")),
    ]


def _events(made: Board) -> list[Event]:
    events = []
    for row in made.to_answer:
        if row.booking.status == Status.REQUESTED and row.request.answer_by > made.now:
            text = _("prazo: pedido %(origin)s") % {"origin": row.request.origin.of_name}
            events.append(Event(row.request.answer_by, text, DEADLINE))
    for row in made.to_confirm:
        if row.booking.hold_expires_at:
            events.append(
                Event(row.booking.hold_expires_at, _("confirme: %(count)s") % {"count": row.count}, DEADLINE)
            )
    for row in made.awaited:
        if row.booking.hold_expires_at:
            text = _("expira a pré-reserva %(origin)s") % {"origin": row.request.origin.of_name}
            events.append(Event(row.booking.hold_expires_at, text, DEADLINE))
    limits: dict[datetime, list[own.Offered]] = {}
    for one in made.capacity:
        if one.is_fresh and one.stale_at:
            limits.setdefault(one.stale_at.replace(second=0, microsecond=0), []).append(one)
    for at, some in limits.items():
        text = ngettext("%(n)s recurso fica por confirmar", "%(n)s recursos ficam por confirmar", len(some))
        events.append(Event(at, text % {"n": len(some)}, PLAIN))
    for row in made.here:
        text = ngettext("chegou %(n)s", "chegaram %(n)s", row.booking.quantity) % {"n": row.booking.quantity}
        events.append(Event(row.booking.checked_in_at or made.now, text, ARRIVAL))
    today = days.today(made.now)
    due = sum(row.booking.quantity for row in made.arrivals if row.booking.start == today)
    last = days.midnight(today + timedelta(days=1))
    if due:
        text = ngettext("até ao fim do dia: chega %(n)s", "até ao fim do dia: chegam %(n)s", due) % {"n": due}
        events.append(Event(last, text, ARRIVAL, clock=False))
    if made.leaving:
        text = ngettext("hoje sai %(n)s", "hoje saem %(n)s", made.leaving) % {"n": made.leaving}
        events.append(Event(last, text, ARRIVAL, clock=False))
    return events

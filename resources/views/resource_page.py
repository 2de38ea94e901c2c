"""One resource: what is free night by night, why a place cannot be asked for, whom it takes, the request form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts import moment
from accounts.models import Membership
from geo.distance import haversine_km
from resources import availability, days, listing, spoken
from resources.actions import shared
from resources.availability import SMALL_NETWORK, Freshness, Night
from resources.forms import AskForm, SeenForm
from resources.models import Block, Booking, Resource
from resources.models.codes import Status
from resources.models.tiers import Tier
from resources.views import grid

WEEKS = 5
# How far from the days asked for other days are looked for.
LOOK_AHEAD = 60
ENOUGH_ANSWERS = 5
ITEMS_PER_PAGE = 20


@require_safe
def resource(request: HttpRequest, uuid: UUID, slug: str) -> HttpResponse:
    found = visible(request.member, uuid)  # type: ignore[attr-defined]
    if slug != found.slug:
        query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
        return HttpResponsePermanentRedirect(address(found) + query)
    return page(request, found)


def visible(member: Membership | None, uuid: UUID) -> Resource:
    """The resource, or 404 whether it is missing or only not theirs to see."""
    found = (
        Resource.objects.visible_to(member)
        .filter(category__opaque=False)
        .for_cards()
        .filter(uuid=uuid)
        .first()
    )
    if found is None:
        raise Http404
    return found


def address(found: Resource) -> str:
    return reverse("resource", args=[found.uuid, found.slug])


def page(
    request: HttpRequest, found: Resource, form: AskForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The page, with the form as it came back when there is one."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    seen = SeenForm(request.GET)
    asked = _asked(seen, form)
    if found.its_days:
        # A course is asked for as a whole, whatever days were searched for.
        asked = Asked(*found.its_days, asked.quantity, True)
    if form is None and member and member.may_ask and found.is_asked_for:
        full = request.GET.get("if_full") == "waitlist"
        form = AskForm(
            member=member,
            category=found.category,
            resources=[found],
            start=asked.start,
            # Nobody borrows for one day by default: how long is said by who asks.
            end=asked.end if asked.said or not found.lends else None,
            quantity=asked.quantity,
            if_full="waitlist" if full else "refuse",
            item=seen.cleaned_data.get("artigo", ""),
        )
    context = Page(found, member, asked, seen).context()
    if found.lends and member:
        context |= _items(request, found, asked)
    context |= {
        "form": form,
        "seen": seen,
        "page_errors": [error for errors in seen.errors.values() for error in errors],
        "other_days": _other_days(found, asked) if status == 409 else None,
        "others_url": _others(found, asked),
    }
    if seen.errors and status == 200:
        status = 400
    return render(request, "resources/resource.html", context, status=status)


def _items(request: HttpRequest, found: Resource, asked: Asked) -> dict[str, Any]:
    """What the bank lends, as any member may read it: what it is and whether it is ready. Never who has it."""
    items = found.items.lent().prefetch_related("parts").order_by("name", "code")
    page = Paginator(items, ITEMS_PER_PAGE).get_page(request.GET.get("page"))
    said = {"start": asked.start.isoformat()} if asked.said else {}
    said |= {"end": asked.end.isoformat()} if asked.said and asked.end else {}
    return {"items": page, "page": page, "item_query": urlencode(said)}


@dataclass(frozen=True)
class Asked:
    """The days and quantity the page speaks of: those in the form, else those searched for, else tonight."""

    start: date
    end: date | None
    quantity: int
    said: bool


def _asked(seen: SeenForm, form: AskForm | None) -> Asked:
    if form is not None and form.period:
        return Asked(*form.period, form.cleaned_data.get("quantity") or 1, True)
    got = seen.cleaned_data if not seen.errors else {}
    start = got.get("start") or days.today()
    end = got.get("end") if got.get("start") else None
    return Asked(start, end or start + timedelta(days=1), got.get("quantity") or 1, bool(got.get("start")))


class Page:
    def __init__(self, found: Resource, member: Membership | None, asked: Asked, seen: SeenForm) -> None:
        self.resource, self.member, self.asked, self.seen = found, member, asked, seen
        self.facility, self.category = found.facility, found.category
        self.counted = found.mode in availability.COUNTED_MODES
        self.words = spoken.of(found.category)
        self.fresh = availability.freshness(found)

    def context(self) -> dict[str, Any]:
        return {
            "resource": self.resource,
            "facility": self.facility,
            "category": self.category,
            "counted": self.counted,
            "spoken": self.words,
            "fresh": self.fresh == Freshness.FRESH,
            "resource_stale": self.fresh != Freshness.FRESH,
            "fresh_for": listing.span(self.category.fresh_for),
            "asked": self.asked,
            "crumbs": [
                {"url": reverse("catalogue"), "label": _("Recursos")},
                {"url": f"{reverse('catalogue')}?category={self.category.code}", "label": self.category.name},
            ],
            "place": self.place(),
            "sources": self.resource.sources,
            "facts": self.facts(),
            "is_own": self.member is not None
            and self.facility.organisation_id == self.member.organisation_id,
            "manages": self.member is not None
            and self.member.may_decide
            and self.facility.organisation_id == self.member.organisation_id,
            **(self.capacity() if self.counted else {}),
        }

    # --- Capacity -------------------------------------------------------------------------------------------------

    def capacity(self) -> dict[str, Any]:
        tonight, morning = days.tonight()
        now = availability.room([self.resource.pk], tonight, morning)[self.resource.pk]
        shown = self.member is not None or now.capacity >= SMALL_NETWORK
        return {
            "word": availability.word(self.resource, now.free, now.capacity),
            "now": now if shown else None,
            "held": now.held if self.member else 0,
            "units": self.category.unit if now.free == 1 else self.category.units,
            **self.calendar(shown),
            **(self.why() if self.member else {}),
        }

    def calendar(self, shown: bool) -> dict[str, Any]:
        today = days.today()
        start = self.first_monday(today)
        nights = availability.nights(self.resource, start, 7 * WEEKS)
        shut = self.blocks(start, start + timedelta(days=7 * WEEKS))
        asked = (self.asked.start, self.asked.end) if self.asked.said else None
        weeks = grid.weeks(nights, shut, selected=asked, word=None if shown else self.word)
        earlier, later = start - timedelta(days=7 * WEEKS), start + timedelta(days=7 * WEEKS)
        # The five weeks before the present ones show at most the month that has passed.
        earlier = max(earlier, grid.monday(today - SeenForm.BACK))
        return {
            "weeks": weeks,
            "first": start,
            "last": start + timedelta(days=7 * WEEKS - 1),
            "earlier": self.month_url(earlier) if earlier < start else "",
            "later": self.month_url(later) if later <= today + SeenForm.AHEAD else "",
            "closed_for": sorted(
                {str(cell["blocked"]) for week in weeks for cell in week if cell["blocked"]}
            ),
            "words_only": not shown,
        }

    def first_monday(self, today: date) -> date:
        """Where the calendar starts: as asked, else with the days asked for when they are further away."""
        wanted = None if self.seen.errors else self.seen.cleaned_data.get("desde")
        if wanted is None:
            return grid.monday(self.asked.start if self.asked.start >= today + timedelta(days=28) else today)
        return grid.monday(wanted)

    def month_url(self, start: date) -> str:
        said = {"desde": start.isoformat()}
        if self.asked.said:
            said |= {"start": self.asked.start.isoformat(), "quantity": str(self.asked.quantity)}
            said |= {"end": self.asked.end.isoformat()} if self.asked.end else {}
        return f"{address(self.resource)}?{urlencode(said)}#calendario"

    def blocks(self, start: date, end: date | None) -> list[Block]:
        return list(self.resource.blocks.filter(lifted_at=None, period__overlap=days.period_of(start, end)))

    def word(self, night: Night) -> str:
        return availability.word(self.resource, night.free, night.capacity)

    # --- Why a free place cannot be asked for ----------------------------------------------------------------------

    def why(self) -> dict[str, Any]:
        start, end = self.asked.start, self.with_cleaning(self.asked.end)
        room = availability.room([self.resource.pk], start, end)[self.resource.pk]
        empty = max(0, room.capacity - room.used)
        items = [
            *self.closed(start, end),
            *self.holds(start, end),
            *self.waiting(start, end),
            *self.protocol(start, end),
        ]
        items += self.unconfirmed()
        title = _("Antes de pedir")
        if empty > room.free:
            title = self.title(empty, room.free)
        return {
            "why": items,
            "why_title": title,
            "asked_free": room.free,
            "asked_enough": room.free >= self.asked.quantity,
        }

    def with_cleaning(self, end: date | None) -> date | None:
        """What is lent is not free again before it is clean."""
        return end and end + timedelta(days=self.resource.buffer_days or 0)

    def title(self, empty: int, free: int) -> str:
        vacant = {"empty": self.category.count(empty), "free": free}
        if empty == 1:
            return _("Porque há %(empty)s sem ninguém e não se pode pedir") % vacant
        if free == 0:
            return _("Porque há %(empty)s sem ninguém e não se podem pedir") % vacant
        return (
            ngettext(
                "Porque há %(empty)s sem ninguém e só %(free)s se pode pedir",
                "Porque há %(empty)s sem ninguém e só %(free)s se podem pedir",
                free,
            )
            % vacant
        )

    def closed(self, start: date, end: date | None) -> list[dict[str, Any]]:
        items = []
        for block in self.blocks(start, end):
            until = days.end_day(block.period)
            items.append(
                {
                    "head": _("%(places)s fora de uso: %(reason)s.")
                    % {"places": spoken.closed(block), "reason": block.get_reason_code_display()},
                    "until_day": until,
                    "tag": "" if until else _("sem data de fim"),
                }
            )
        return items

    def holds(self, start: date, end: date | None) -> list[dict[str, Any]]:
        holding = (
            Booking.objects.live()
            .filter(resource=self.resource, status=Status.HELD, period__overlap=days.period_of(start, end))
            .order_by("hold_expires_at")
        )
        return [
            {
                "head": _("%(places)s em pré-reserva para outro pedido.")
                % {"places": self.category.count(hold.quantity)},
                "text": _("Se não for confirmada a tempo, a vaga volta à rede."),
                "expires": hold.hold_expires_at,
            }
            for hold in holding
        ]

    def waiting(self, start: date, end: date | None) -> list[dict[str, Any]]:
        waiting = Booking.objects.filter(
            resource=self.resource, status=Status.WAITLISTED, period__overlap=days.period_of(start, end)
        ).count()
        if not waiting:
            return []
        return [
            {
                "head": ngettext(
                    "%(n)s pedido em lista de espera para estes dias.",
                    "%(n)s pedidos em lista de espera para estes dias.",
                    waiting,
                )
                % {"n": waiting},
                "text": _("Quando vagar um lugar, são vistos por ordem."),
            }
        ]

    def protocol(self, start: date, end: date | None) -> list[dict[str, Any]]:
        """What crossing the border needs. Of T2 nothing is said: it would tell where it is."""
        own = self.member.organisation.municipality if self.member else None
        if own is None or self.facility.tier >= Tier.RESTRICTED:
            return []
        holder = self.facility.protocol_municipality_id
        if holder is None or holder == own.dico:
            return []
        there = self.facility.protocol_municipality
        covered, protocol = shared.covering_protocol(self.resource, own.dico, days.period_of(start, end))
        if not covered:
            return [
                {
                    "head": _("Não há protocolo em vigor entre %(here)s e %(there)s nestes dias.")
                    % {"here": own, "there": there},
                    "text": _(
                        "Pode pedir na mesma; quem gere o recurso decide se abre exceção, com motivo registado."
                    ),
                    "tag": _("só por exceção"),
                }
            ]
        if protocol is None:
            return []
        last = protocol.period.upper - timedelta(days=1) if protocol.period.upper else None
        return [
            {
                "head": _("Protocolo %(code)s em vigor entre %(here)s e %(there)s.")
                % {"code": protocol.code, "here": own, "there": there},
                "last_day": last,
                "quiet": True,
            }
        ]

    def unconfirmed(self) -> list[dict[str, Any]]:
        if self.fresh == Freshness.FRESH:
            return []
        return [
            {
                "head": _("O número está por confirmar."),
                "text": _(
                    "Vale %(span)s depois de cada confirmação. Pode pedir na mesma: a entidade responde com o que tem."
                )
                % {"span": listing.span(self.category.fresh_for)},
            }
        ]

    # --- Where, and how it works ----------------------------------------------------------------------------------

    def place(self) -> dict[str, Any]:
        municipality = self.facility.shown_municipality
        own = self.member.organisation.municipality if self.member else None
        point = listing.location_of(self.resource) or (
            (municipality.seat_lat, municipality.seat_lon) if municipality else None
        )
        km = (
            haversine_km(own.seat_lat, own.seat_lon, *point)
            if own and point and own != municipality
            else None
        )
        return {"municipality": municipality, "own": own, "km": km}

    def facts(self) -> list[dict[str, Any]]:
        facility, category = self.facility, self.category
        placed = facility.shows_place
        response = self.resource.response
        said: list[tuple[str, Any]] = [
            (_("Entidade"), facility.shown_organisation if facility.organisation else ""),
            (_("Equipamento"), facility.name if facility.name != self.resource.name else ""),
            (_("Resposta operativa"), f"{response.code} {response.name}" if response else ""),
            (_("Morada"), ", ".join(filter(None, [facility.address, facility.parish])) if placed else ""),
            (_("Telefone"), facility.phone if placed else ""),
            (_("E-mail"), facility.email if placed else ""),
            (_("Sítio na internet"), facility.website if placed else ""),
            (_("Horário"), self.opening()),
            (_("Acessibilidade"), self.access()),
        ]
        if self.counted:
            said += [
                (_("Cedência") if self.resource.lends else _("Estadia"), self.stay()),
                (_("Higienização"), self.cleaning()),
                (_("Depois de aceite"), self.hold()),
                (_("Responde em"), self.answer_time()),
                (_("Confirmação"), _("o número vale %(span)s") % {"span": listing.span(category.fresh_for)}),
            ]
        return [{"label": label, "value": value, "url": _link(value)} for label, value in said if value]

    def opening(self) -> str:
        said = "; ".join(self.facility.opening_words)
        return " · ".join(filter(None, [said, self.facility.opening_note]))

    def access(self) -> str:
        """In one line; point by point it stands in a section of its own. What nobody has said is not a no."""
        if self.facility.accessible:
            return _("acessível em cadeira de rodas")
        return "" if self.facility.accessibility else _("sem informação")

    def stay(self) -> str:
        most = self.resource.max_nights
        return self.words.most(most) if most else ""

    def cleaning(self) -> str:
        n = self.resource.buffer_days
        if not n:
            return ""
        said = ngettext(
            "%(n)s dia depois de cada devolução, antes de voltar a sair",
            "%(n)s dias depois de cada devolução, antes de voltar a sair",
            n,
        )
        return said % {"n": n}

    def hold(self) -> str:
        minutes = round(self.category.hold_for.total_seconds() / 60)
        if minutes < 120:
            length = ngettext("%(n)s minuto", "%(n)s minutos", minutes) % {"n": minutes}
        else:
            length = listing.span(self.category.hold_for)
        if self.resource.lends:
            return _("o artigo fica guardado %(length)s à espera da sua confirmação") % {"length": length}
        return _("o lugar fica guardado %(length)s à espera da sua confirmação") % {"length": length}

    def answer_time(self) -> str:
        """The median of the last month, when there are answers enough and the reader is of the network."""
        if self.member is None:
            return ""
        took = sorted(
            Booking.objects.filter(
                resource=self.resource,
                answered_at__gte=moment.now() - timedelta(days=30),
                answered_at__gt=F("queued_at"),
            )
            .annotate(took=F("answered_at") - F("queued_at"))
            .order_by("-answered_at")
            .values_list("took", flat=True)[:200]
        )
        if len(took) < ENOUGH_ANSWERS:
            return ""
        minutes = max(1, round(median(one.total_seconds() for one in took) / 60))
        if minutes < 120:
            length = ngettext("%(n)s minuto", "%(n)s minutos", minutes) % {"n": minutes}
        else:
            length = listing.span(timedelta(minutes=minutes))
        return _("%(length)s (mediana de 30 dias)") % {"length": length}


def _other_days(found: Resource, asked: Asked) -> dict[str, Any] | None:
    """The next days on which the same is free, for who found it full."""
    if asked.end is None:
        return None
    length = (asked.end - asked.start).days
    if length > LOOK_AHEAD:
        return None
    taken = length + (found.buffer_days or 0)
    start = max(asked.start, days.today())
    free = [night.free for night in availability.nights(found, start, LOOK_AHEAD + taken)]
    for offset in range(LOOK_AHEAD):
        if min(free[offset : offset + taken]) >= asked.quantity:
            first = start + timedelta(days=offset)
            last = first + timedelta(days=length)
            said = {"start": first.isoformat(), "end": last.isoformat(), "quantity": asked.quantity}
            return {
                "start": first,
                "end": found.category.said_end(last),
                "url": f"{address(found)}?{urlencode(said)}#pedir",
            }
    return None


def _others(found: Resource, asked: Asked) -> str:
    said = {
        "category": found.category.code,
        "start": asked.start.isoformat(),
        "end": (asked.end or asked.start + timedelta(days=1)).isoformat(),
        "quantity": asked.quantity,
        "only_free": "1",
    }
    return f"{reverse('catalogue')}?{urlencode(said)}"


def _link(value: Any) -> str:
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else ""

"""The portal's own series: measured over closed periods, in Lisbon time, published once, and of public places only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import moment
from geo.models import Municipality
from monitor.models import DataVersion, Import, Observation
from resources import days
from resources.actions import Need, decline_booking, request_capacity, withdraw_booking
from resources.models import Booking, RefusedDemand, Request, RequestItem
from resources.publishing.measuring import Asked, Quarter, measure
from resources.publishing.publishing import publish_indicators, table_of
from resources.refusals import NoCapacity
from tests.monitor.attacking import attack

pytestmark = pytest.mark.django_db

# A quarter that is over on whatever day this runs, and the days on which it is told.
BEGAN = date(2025, 12, 15)
WITHIN = date(2026, 2, 10)
SETTLED = date(2026, 4, 10)
FIRST_QUARTER = "2026-Q1"


@pytest.fixture
def homes(make_resource: Callable[..., Any]) -> list[Any]:
    """Three public shelters of three municipalities."""
    return [make_resource(9, dico=dico) for dico in ("1312", "1306", "1317")]


@pytest.fixture
def sent(cast: Any) -> Callable[..., list[Booking]]:
    """So many requests on that day, in turn to the resources, each with one booking in that state."""

    def make(
        resources: list[Any],
        count: int,
        status: str = "completed",
        *,
        on: date = WITHIN,
        at: datetime | None = None,
        origin: str = "1304",
        answered: float | None = 1,
        reason: str = "",
        **more: Any,
    ) -> list[Booking]:
        made_at = at or days.midnight(on) + timedelta(hours=10)
        first = days.local_day(made_at) + timedelta(days=1)
        period = days.period_of(first, first + timedelta(days=2))
        requests = Request.objects.bulk_create(
            Request(
                organisation=cast.technician.organisation,
                made_by=cast.technician,
                made_at=made_at,
                origin_id=origin,
                answer_by=made_at,
            )
            for _n in range(count)
        )
        items = RequestItem.objects.bulk_create(
            RequestItem(request=one, category=resources[0].category, quantity=1, period=period)
            for one in requests
        )
        return Booking.objects.bulk_create(
            Booking(
                item=item,
                resource=resources[n % len(resources)],
                quantity=1,
                period=period,
                status=status,
                reason_code=reason,
                answered_at=None if answered is None else made_at + timedelta(hours=answered),
                **more,
            )
            for n, item in enumerate(items)
        )

    return make


@pytest.fixture
def begun(sent: Callable[..., Any], homes: list[Any]) -> None:
    """The portal was asked for the first time before the quarter began."""
    sent(homes, 1, on=BEGAN)


def told(code: str, period: str = FIRST_QUARTER) -> dict[str, int | float | None]:
    """What is published of a series, by place."""
    found = Observation.objects.current().filter(indicator__code=code, period=period)
    return {one.place_id: None if one.value is None else float(one.value) for one in found}


def area(code: str, period: str = FIRST_QUARTER) -> int | float | None:
    return told(code, period)["AMP"]


def counted(first: date = date(2026, 1, 1), last: date = date(2026, 3, 31)) -> dict[str, Quarter]:
    """What is measured before anything is kept back."""
    return measure(first, last, now=moment.now())[1]


def asked(origin: str | None = None) -> Asked:
    return counted()[FIRST_QUARTER].by_origin[origin]


def reasons() -> dict[str, int]:
    return {reason: count for reason, (count, _units) in counted()[FIRST_QUARTER].reasons.items()}


@pytest.fixture
def lively(
    begun: None, sent: Callable[..., Any], homes: list[Any], make_resource: Callable[..., Any]
) -> None:
    """A quarter of which much can be told: many municipalities, and not only beds."""
    day_places = [make_resource(9, dico=dico, category="centro-de-dia") for dico in ("1312", "1306", "1317")]
    for n, origin in enumerate(("1304", "1306", "1308", "1312", "1317", "0109", "0107", "0104")):
        sent(homes, 20 - 2 * n, origin=origin)
        sent(homes, 13 - n, "declined", origin=origin, reason="no_capacity")
        sent(homes, 2, "declined", origin=origin, reason="outside_criteria")
        sent(homes, 1, "withdrawn", origin=origin, reason="no_longer_needed", answered=None)
        sent(day_places, 6 - n % 3, "declined", origin=origin, reason="no_suitable")


def test_of_a_quarter_it_is_told_how_many_asked_for_beds_and_how_many_found_none(lively):
    publish_indicators(today=SETTLED)
    assert (area("rede_pedidos_camas"), area("rede_sem_cama"), area("rede_sem_resposta")) == (204, 92, 133)
    beds, without = told("rede_pedidos_camas"), told("rede_sem_cama")
    assert (beds["1304"], without["1304"], beds["1306"], without["1306"]) == (36, 15, 33, 14)
    # The third reason would tell that there is no fourth and no fifth.
    by_reason = [
        area(f"rede_sem_resposta_{one}") for one in ("no_capacity", "no_suitable", "outside_criteria")
    ]
    assert by_reason == [76, 41, None]
    # 104 of 104 + 133.
    assert area("rede_satisfacao") == 44
    # 21 of 36 where it is most of those told, 11 of 22 where it is least.
    assert area("rede_equidade") == 1.2
    assert (
        not Observation.objects.filter(indicator__own=True, value=None).exclude(status="suppressed").exists()
    )


def test_whoever_reads_everything_published_cannot_work_out_what_was_kept_back(lively):
    publish_indicators(today=SETTLED)
    municipalities = list(Municipality.objects.values_list("pk", flat=True))
    table, sums = table_of(counted()[FIRST_QUARTER], municipalities)
    read = {
        (one.indicator.code, one.place_id): one.value
        for one in Observation.objects.visible_to(None)
        .filter(indicator__own=True, period=FIRST_QUARTER)
        .select_related("indicator")
    }
    shown = {key: count for key, count in table.items() if count.published}
    kept = {key for key in shown if read[key] is None}
    assert all(read[key] == count.value for key, count in shown.items() if key not in kept)
    assert {key for key, count in shown.items() if count.sensitive} <= kept
    assert attack(table, sums, kept) == set()
    # No count is told for a month: its three months cannot be held against the quarter.
    monthly = Observation.objects.filter(period__startswith="2026-0", indicator__own=True)
    assert not monthly.filter(indicator__kind="count").exists()
    assert not {one.indicator_id for one in monthly} & set(
        Observation.objects.filter(period=FIRST_QUARTER).values_list("indicator", flat=True)
    )


def test_who_no_longer_needs_it_has_not_found_none(begun, sent, homes):
    sent(homes, 9)
    sent(homes, 8, "declined", reason="no_capacity")
    sent(homes, 3, "withdrawn", reason="no_longer_needed", answered=None)
    sent(homes, 2, "declined", reason="duplicate")
    sent(homes, 1, "declined", reason="other")
    sent(homes, 4, "withdrawn", reason="too_far", answered=None)
    one = asked()
    assert (one.beds, one.no_bed, one.unmet, one.placed, one.rest) == (27, 12, 12, 9, 1)
    assert reasons() == {"no_capacity": 8, "too_far": 4}


def test_what_nobody_answered_by_its_first_day_found_none_and_what_waits_is_still_open(begun, sent, homes):
    sent(homes, 6, "requested", answered=None)
    sent(homes, 7, "waitlisted", answered=None)
    later = sent(homes, 5, "requested", answered=None)
    ahead = days.period_of(date(2190, 1, 1), date(2190, 1, 3))
    RequestItem.objects.filter(bookings__in=later).update(period=ahead)
    one = asked()
    assert (one.beds, one.no_bed, one.rest) == (18, 13, 5)
    assert reasons() == {"no_answer": 6, "no_capacity": 7}


def test_a_need_that_another_holder_met_is_not_unmet(begun, sent, homes):
    for refused in sent(homes, 6, "declined", reason="no_capacity"):
        other = next(home for home in homes if home.pk != refused.resource_id)
        Booking.objects.create(
            item=refused.item, resource=other, quantity=1, period=refused.period, status="completed"
        )
    sent(homes, 5, "declined", reason="too_far")
    one = asked()
    assert (one.beds, one.no_bed, one.placed) == (11, 5, 6)


def test_what_is_refused_at_once_for_want_of_room_is_asked_for_and_unmet(begun, sent, homes, cast):
    sent(homes, 5)
    for n in range(6):
        first = WITHIN + timedelta(days=n)
        need = [Need(quantity=99, start=first, end=first + timedelta(days=1), resources=[homes[n % 3]])]
        with moment.replaying(days.midnight(WITHIN) + timedelta(hours=n)), pytest.raises(NoCapacity):
            request_capacity(need * 2, by=cast.technician)
    assert RefusedDemand.objects.filter(request=None).count() == 12
    one = asked("1304")
    assert (one.beds, one.no_bed, one.placed) == (11, 6, 5), "one form with two needs is one request"
    publish_indicators(today=SETTLED)
    month = measure(date(2026, 2, 1), date(2026, 2, 28), now=moment.now())[0]["2026-02"]
    assert (month.put, month.in_a_day) == (5, 5), "nobody had to answer those"


def test_the_day_is_lisbons_also_at_the_end_of_a_month(begun, sent, homes):
    """Summer time: 23:30 in UTC is half past midnight in Lisbon."""
    sent(homes, 6, at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    sent(homes, 7, at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    months, quarters = measure(date(2026, 1, 1), date(2026, 6, 30), now=moment.now())
    assert (months["2026-03"].answered, months["2026-04"].answered) == (6, 7)
    assert [quarters[f"2026-Q{n}"].by_origin[None].beds for n in (1, 2)] == [6, 7]


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_nothing_reserved_is_in_a_figure_or_in_a_denominator(begun, sent, homes, make_resource, cast, tier):
    sent(homes, 8)
    sent(homes, 6, "declined", reason="no_capacity")
    publish_indicators(today=SETTLED)

    def everything() -> list[Any]:
        return list(
            Observation.objects.filter(indicator__own=True)
            .order_by("indicator__code", "period", "place")
            .values_list("indicator__code", "period", "place", "value", "status")
        )

    before = everything()
    Observation.objects.filter(indicator__own=True).delete()
    keeper = cast.support if tier == 3 else None
    category = "casa-de-abrigo" if tier == 3 else "acolhimento-temporario"
    reserved = make_resource(9, tier=tier, keeper=keeper, category=category, response=None)
    if tier == 3:
        for one in sent([reserved], 30):
            Booking.objects.filter(pk=one.pk).update(resource=None, opaque=True)
    else:
        for status, reason in (("completed", ""), ("declined", "no_capacity"), ("requested", "")):
            sent([reserved], 10, status, reason=reason)
        # Asked of a public place and of a reserved one: that too would tell of the reserved one.
        for one in sent(homes, 9, "declined", reason="no_capacity"):
            Booking.objects.create(
                item=one.item, resource=reserved, quantity=1, period=one.period, status="completed"
            )
        for n in range(6):
            RefusedDemand.objects.create(
                at=days.midnight(WITHIN) + timedelta(minutes=n),
                organisation=cast.technician.organisation,
                origin_id="1304",
                category=reserved.category,
                resource=reserved,
                quantity=1,
                period=days.period_of(WITHIN, None),
                reason_code="no_capacity",
            )
    publish_indicators(today=SETTLED)
    assert everything() == before


def test_a_request_with_several_needs_counts_once_and_found_none_if_one_of_them_did(begun, sent, homes):
    for one in sent(homes, 7):
        second = RequestItem.objects.create(
            request=one.item.request, order=1, category=one.item.category, quantity=1, period=one.period
        )
        Booking.objects.create(
            item=second,
            resource=one.resource,
            quantity=1,
            period=one.period,
            status="declined",
            reason_code="too_far",
        )
    one = asked()
    assert (one.beds, one.no_bed, one.unmet, one.placed) == (7, 7, 7, 0) and reasons() == {"too_far": 7}


def test_a_need_put_to_the_network_that_nobody_answered_found_none(begun, sent, homes):
    for one in sent(homes, 6, "requested", answered=None):
        RequestItem.objects.filter(pk=one.item_id).update(to_network=True)
        one.delete()
    assert (asked().beds, asked().no_bed, asked().no_bed_at) == (6, 6, 3) and reasons() == {"no_answer": 6}


def test_times_to_the_first_answer_are_told_in_hours_by_the_month(begun, sent, homes):
    for hours in (1, 2, 3, 4, 5, 6, 7, 8, 30, 40):  # with the four without an answer, six were late
        sent(homes[:1], 1, answered=hours)
    for home in homes[1:]:
        sent([home], 1, answered=5.5)
    sent(homes, 4, "requested", answered=None)
    sent(homes, 3, "withdrawn", answered=None, reason="duplicate")
    publish_indicators(today=SETTLED)
    assert area("rede_primeira_resposta_mediana", "2026-02") == 5.5
    assert area("rede_primeira_resposta_p90", "2026-02") == pytest.approx(27.8)
    # 10 of 16: the four without an answer count, those taken back before one do not.
    assert area("rede_respondidos_24h", "2026-02") == 63


@pytest.mark.parametrize(("late", "share"), [(0, None), (1, None), (4, None), (5, 71), (6, 67)])
def test_the_share_answered_in_a_day_is_not_told_where_the_late_ones_are_few_or_none(
    begun, sent, homes, late, share
):
    """100% would tell that nobody was late, and 92% of about so many that one was."""
    sent(homes, 12, answered=2)
    sent(homes, late // 2, answered=30)
    sent(homes, late - late // 2, "requested", answered=None)
    publish_indicators(today=SETTLED)
    assert area("rede_respondidos_24h", "2026-02") == share
    assert area("rede_primeira_resposta_mediana", "2026-02") is not None


def test_times_by_municipality_are_read_inside_the_network_only(begun, sent, homes, cast):
    sent(homes, 6, answered=3)
    publish_indicators(today=SETTLED)
    waits = Observation.objects.filter(indicator__code="rede_espera_mediana", period=FIRST_QUARTER)
    assert waits.get(place="1304").value == 3
    assert not waits.visible_to(None).exists() and waits.visible_to(cast.technician).exists()


def test_occupancy_is_of_the_days_offered_and_not_blocked(begun, sent, homes, cast):
    from resources.models import Block, CapacityStatement

    CapacityStatement.objects.all().delete()
    for home in homes:
        CapacityStatement.objects.create(resource=home, capacity=4, valid_from=days.midnight(BEGAN))
    Block.objects.create(
        resource=homes[0],
        quantity=2,
        reason_code="works",
        period=days.period_of(date(2026, 2, 1), date(2026, 2, 15)),
    )
    stays = sent(homes, 6, on=date(2026, 1, 20))
    for one in stays:
        # From 25 January until 11 February: ten days of February each.
        Booking.objects.filter(pk=one.pk).update(period=days.period_of(date(2026, 1, 25), date(2026, 2, 11)))
    publish_indicators(today=SETTLED)
    # 60 of 3 * 4 * 28 - 2 * 14.
    assert area("rede_ocupacao", "2026-02") == 19
    assert area("rede_ocupacao", "2026-03") is None, "no stay at all reads like few"


def test_capacity_is_fresh_if_it_was_confirmed_in_time_for_the_end_of_the_month(begun, homes, cast):
    from resources.actions import state_capacity

    ends = days.midnight(date(2026, 3, 1))
    for home, hours in zip(homes, (2, 11, 13), strict=True):
        with moment.replaying(ends - timedelta(hours=hours)):
            state_capacity(home, by=cast.holder)
    publish_indicators(today=SETTLED)
    assert area("rede_frescura", "2026-02") == 67


def test_of_what_was_placed_it_is_told_how_much_crossed_a_border_and_how_far(begun, sent, homes):
    sent(homes[:1], 6, origin="1312")
    sent(homes, 9, origin="1304")
    publish_indicators(today=SETTLED)
    assert area("rede_entre_municipios") == 60
    assert area("rede_distancia_p90") == 13


def test_a_closed_period_is_told_once_and_nothing_later_changes_it(begun, sent, homes, cast):
    waiting = sent(homes, 9, "requested", answered=None)
    sent(homes, 9)
    first = publish_indicators(today=SETTLED)
    assert first["periods"] == 4, "three months and a quarter"
    version, before = DataVersion.now().number, told("rede_sem_cama") | told("rede_pedidos_camas")
    decline_booking(waiting[0], by=cast.holder, code="no_capacity")
    sent(homes, 8, "declined", reason="no_capacity")
    assert publish_indicators(today=SETTLED + timedelta(days=40))["periods"] == 1, "April, and no more"
    assert told("rede_sem_cama") | told("rede_pedidos_camas") == before
    assert not Observation.objects.filter(indicator__own=True, superseded_at__isnull=False).exists()
    assert publish_indicators(today=SETTLED + timedelta(days=40))["periods"] == 0
    assert DataVersion.now().number > version
    assert Import.objects.filter(kind=Import.Kind.OWN).count() == 3, (
        "two runs; the second told the network nothing new"
    )


def test_a_period_that_runs_or_has_just_ended_is_not_told(begun, sent, homes):
    sent(homes, 9)
    publish_indicators(today=SETTLED - timedelta(days=1))
    assert told("rede_pedidos_camas") == {}
    assert "2026-02" in set(Observation.objects.filter(indicator__own=True).values_list("period", flat=True))
    assert "2026-03" not in set(Observation.objects.values_list("period", flat=True))


def test_a_period_in_which_the_portal_began_is_not_told(sent, homes):
    sent(homes, 9, on=date(2026, 1, 2))
    publish_indicators(today=SETTLED)
    periods = set(Observation.objects.filter(indicator__own=True).values_list("period", flat=True))
    assert periods == {"2026-02", "2026-03"}


def test_nothing_is_told_and_nothing_written_before_anybody_asked(db):
    before = DataVersion.now().number
    assert publish_indicators(today=SETTLED) == {"periods": 0, "values": 0, "suppressed": 0}
    assert DataVersion.now().number == before


@pytest.mark.parametrize("count", [0, 1, 4])
def test_none_and_few_read_alike(begun, sent, homes, count):
    sent(homes, 9, origin="1304")
    sent(homes, 9, origin="1306")
    sent(homes, count, origin="1312")
    publish_indicators(today=SETTLED)
    row = Observation.objects.get(indicator__code="rede_pedidos_camas", period=FIRST_QUARTER, place="1312")
    assert (row.value, row.status) == (None, "suppressed")
    assert (
        told("rede_pedidos_camas").keys() == told("rede_sem_cama").keys() and len(told("rede_sem_cama")) == 18
    )


def test_what_one_holder_alone_did_is_not_told(begun, sent, homes):
    sent(homes[:2], 20, "declined", reason="no_capacity")
    sent(homes[:2], 20)
    publish_indicators(today=SETTLED)
    assert area("rede_sem_cama") is None and area("rede_primeira_resposta_mediana", "2026-02") is None


def test_it_takes_the_same_statements_for_any_number_of_requests_and_periods(begun, sent, homes):
    sent(homes, 9, on=date(2026, 1, 8))
    publish_indicators(today=date(2026, 2, 12))

    def statements(today: date) -> int:
        with CaptureQueriesContext(connection) as made:
            assert publish_indicators(today=today)["periods"]
        return len(made)

    sent(homes, 9)
    few = statements(SETTLED)
    for month in range(4, 10):
        sent(homes, 12, on=date(2026, month, 5))
        sent(homes, 12, "declined", reason="too_far", on=date(2026, month, 7), origin="1306")
    assert statements(date(2026, 11, 20)) == few


def test_an_offer_not_taken_because_it_is_too_far_found_none(begun, sent, homes, cast):
    held = sent(homes, 6, "offered")
    sent(homes, 6)
    for one in held:
        withdraw_booking(one, by=cast.technician, code="too_far")
    assert reasons() == {"too_far": 6} and asked().placed == 6


def test_where_it_is_from_is_said_and_the_demo_says_that_it_is_fictitious(begun, sent, homes, settings):
    sent(homes, 9)
    settings.DEMO = True
    publish_indicators(today=SETTLED)
    sources = set(Observation.objects.filter(indicator__own=True).values_list("source__text", flat=True))
    assert sources == {"Concerta, dados de demonstração (fictícios)"}


def test_the_clock_publishes(begun, sent, homes):
    from portal.clock import JOBS

    assert JOBS["indicators"].run is publish_indicators

"""What is counted, over closed periods: the same few statements whatever the number of requests and periods.

Only what touches public facilities alone is read: a request with one side at a reserved facility or a refuge is in no
figure, in no total and in no denominator. Days, months and quarters are those of Europe/Lisbon.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from geo.distance import haversine_km
from geo.models import Municipality
from resources import days
from resources.models import Facility
from resources.models.codes import Reason

# How an unmet request is explained when several reasons stand beside each other: the first of these.
UNMET = (
    Reason.NO_CAPACITY,
    Reason.NO_SUITABLE,
    Reason.OUTSIDE_CRITERIA,
    Reason.TOO_FAR,
    Reason.NO_ANSWER,
)
NOT_NEEDED = (Reason.DUPLICATE, Reason.NO_LONGER_NEEDED, Reason.DECEASED)
PLACED = ("confirmed", "in_use", "completed", "no_show")

# Each step is made once, whatever is planned: of tables that have just been filled nothing is known.
# One row for each request, with how it stands now. A need is placed, or was taken back, or found none, or is still open
# or ended otherwise; a request with one need that found none found none.
_ASKED = """
CREATE TEMPORARY TABLE asked ON COMMIT DROP AS
WITH reserved AS MATERIALIZED (
    SELECT i.request_id FROM resources_request r JOIN resources_requestitem i ON i.request_id = r.id
    JOIN resources_category c ON c.id = i.category_id
    LEFT JOIN resources_booking b ON b.item_id = i.id
    LEFT JOIN resources_resource x ON x.id = b.resource_id LEFT JOIN resources_facility f ON f.id = x.facility_id
    WHERE r.made_at >= %(lo)s AND r.made_at < %(hi)s
      AND (c.opaque OR b.opaque OR (b.id IS NOT NULL AND f.tier IS DISTINCT FROM 0))
), sent AS MATERIALIZED (
    SELECT r.id, r.made_at, r.origin_id FROM resources_request r
    WHERE r.made_at >= %(lo)s AND r.made_at < %(hi)s AND r.id NOT IN (SELECT request_id FROM reserved)
), side AS MATERIALIZED (
    SELECT sent.id AS request_id, i.id AS need, b.*, x.facility_id, f.municipality_id,
           b.status IN ('requested', 'waitlisted') AS waits,
           b.status = 'offered' OR (b.status = 'held' AND b.hold_expires_at > %(now)s) AS offered,
           b.status IN ('declined', 'cancelled', 'withdrawn') AS ended
    FROM sent JOIN resources_requestitem i ON i.request_id = sent.id
    JOIN resources_booking b ON b.item_id = i.id
    JOIN resources_resource x ON x.id = b.resource_id JOIN resources_facility f ON f.id = x.facility_id
), need AS MATERIALIZED (
    SELECT i.id, i.request_id, c.mode = 'stay' AND NOT c.by_day AS bed, i.to_network,
           lower(i.period) <= %(now)s AS due,
           i.to_network AND i.closed_at IS NULL AS calls,
           coalesce(bool_or(s.status = ANY (%(placed)s::text[])), false) AS placed,
           coalesce(bool_or(s.offered), false) AS offered,
           coalesce(bool_or(s.waits), false) AS waits,
           coalesce(bool_or(s.ended AND s.reason_code = ANY (%(not_needed)s::text[])), false)
               OR i.reason_code = ANY (%(not_needed)s::text[]) AS taken_back,
           least(
               min(array_position(%(unmet)s::text[], s.reason_code::text)) FILTER (WHERE s.ended),
               array_position(%(unmet)s::text[], i.reason_code::text),
               CASE WHEN bool_or(s.status = 'waitlisted') AND lower(i.period) <= %(now)s THEN 1 END,
               CASE WHEN (bool_or(s.status = 'requested') OR (i.to_network AND i.closed_at IS NULL))
                         AND lower(i.period) <= %(now)s THEN array_length(%(unmet)s::text[], 1) END) AS reason,
           min(s.answered_at) AS answered_at,
           (array_agg(s.facility_id ORDER BY s.answered_at))[1] AS answered_by,
           coalesce(bool_or(s.answered_at IS NOT NULL OR s.status <> 'declined'), false) OR i.to_network AS put,
           (array_agg(s.facility_id ORDER BY s.id) FILTER (WHERE s.status = ANY (%(placed)s::text[])))[1] AS placed_at,
           min(s.answered_at) FILTER (WHERE s.status = ANY (%(placed)s::text[])) AS given_at
    FROM sent JOIN resources_requestitem i ON i.request_id = sent.id
    JOIN resources_category c ON c.id = i.category_id
    LEFT JOIN side s ON s.need = i.id
    GROUP BY i.id, c.id
), judged AS (
    SELECT need.*, CASE WHEN placed THEN 'placed'
        WHEN offered OR ((waits OR calls) AND NOT due) THEN 'open'
        WHEN taken_back THEN 'taken_back'
        WHEN reason IS NOT NULL THEN 'unmet' ELSE 'other' END AS ends
    FROM need
), request AS (
    SELECT sent.id::text AS key, sent.made_at, sent.origin_id,
           bool_or(n.ends = 'unmet') AS unmet,
           bool_or(n.ends = 'placed') AND NOT bool_or(n.ends = 'unmet') AS placed,
           bool_and(n.ends = 'taken_back') AS taken_back,
           min(n.reason) FILTER (WHERE n.ends = 'unmet') AS reason,
           bool_or(n.bed) AS bed, bool_or(n.bed AND n.ends = 'unmet') AS bed_unmet,
           bool_or(n.to_network) AS network,
           bool_or(n.put) AS put,
           extract(epoch FROM min(n.answered_at) - sent.made_at) / 3600 AS answered_after,
           (array_agg(n.answered_by ORDER BY n.answered_at))[1] AS answered_by,
           (array_agg(n.placed_at ORDER BY n.id) FILTER (WHERE n.ends = 'placed'))[1] AS placed_at,
           extract(epoch FROM min(n.given_at) FILTER (WHERE n.ends = 'placed') - sent.made_at) / 3600 AS given_after
    FROM sent JOIN judged n ON n.request_id = sent.id GROUP BY sent.id, sent.made_at, sent.origin_id
), refused AS (
    -- Refused at once: nothing of it was kept but this. One form is one request.
    SELECT coalesce(d.submission::text, d.organisation_id || ' ' || d.at) AS key, min(d.at) AS made_at,
           min(d.origin_id) AS origin_id, min(array_position(%(unmet)s::text[], d.reason_code::text)) AS reason,
           bool_or(c.mode = 'stay' AND NOT c.by_day) AS bed, array_agg(x.facility_id) AS facilities
    FROM resources_refuseddemand d JOIN resources_category c ON c.id = d.category_id
    LEFT JOIN resources_resource x ON x.id = d.resource_id LEFT JOIN resources_facility f ON f.id = x.facility_id
    WHERE d.request_id IS NULL AND d.at >= %(lo)s AND d.at < %(hi)s
    GROUP BY 1 HAVING NOT bool_or(c.opaque OR f.tier IS DISTINCT FROM 0)
), asked_at AS MATERIALIZED (
    SELECT request_id::text AS key, array_agg(DISTINCT facility_id) AS facilities FROM side GROUP BY request_id
), every AS (
    SELECT request.*, asked_at.facilities FROM request LEFT JOIN asked_at ON asked_at.key = request.key
    UNION ALL
    SELECT 'd ' || key, made_at, origin_id, reason IS NOT NULL, false, false, reason, bed, bed AND reason IS NOT NULL,
           false, false, NULL, NULL, NULL, NULL, facilities
    FROM refused
)
SELECT every.*,
       to_char(made_at AT TIME ZONE 'Europe/Lisbon', 'YYYY-MM') AS month,
       to_char(made_at AT TIME ZONE 'Europe/Lisbon', 'YYYY-"Q"Q') AS quarter
FROM every WHERE origin_id IS NOT NULL
"""

# For each quarter, by origin and in all (NULL): how many requests, and at how many facilities.
_COUNTS = """
SELECT quarter, origin_id,
       count(DISTINCT key) FILTER (WHERE bed), count(DISTINCT f) FILTER (WHERE bed),
       coalesce(bool_or(network) FILTER (WHERE bed), false),
       count(DISTINCT key) FILTER (WHERE bed_unmet), count(DISTINCT f) FILTER (WHERE bed_unmet),
       coalesce(bool_or(network) FILTER (WHERE bed_unmet), false),
       count(DISTINCT key) FILTER (WHERE unmet), count(DISTINCT f) FILTER (WHERE unmet),
       coalesce(bool_or(network) FILTER (WHERE unmet), false),
       count(DISTINCT key) FILTER (WHERE placed),
       count(DISTINCT key) FILTER (WHERE NOT placed AND NOT unmet AND NOT taken_back),
       count(DISTINCT key) FILTER (WHERE taken_back)
FROM asked LEFT JOIN LATERAL unnest(facilities) f ON true
GROUP BY GROUPING SETS ((quarter, origin_id), (quarter))
"""
_REASONS = """
SELECT quarter, reason, count(DISTINCT key), count(DISTINCT f), bool_or(network)
FROM asked LEFT JOIN LATERAL unnest(facilities) f ON true WHERE unmet GROUP BY quarter, reason
"""
_ANSWERS = """
SELECT month, count(*) FILTER (WHERE answered_after IS NOT NULL OR NOT taken_back), count(answered_after),
       count(*) FILTER (WHERE answered_after <= 24), count(DISTINCT answered_by),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY answered_after),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY answered_after)
FROM asked WHERE put GROUP BY month
"""
_WAITS = """
SELECT quarter, origin_id, count(given_after), count(DISTINCT placed_at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY given_after)
FROM asked WHERE placed GROUP BY GROUPING SETS ((quarter, origin_id), (quarter))
"""
_WAYS = "SELECT quarter, origin_id, placed_at, count(*) FROM asked WHERE placed GROUP BY 1, 2, 3"

# Midnight after midnight: what was offered less what was blocked, and whose stay covers the day.
_OCCUPANCY = """
WITH wanted AS (
    SELECT x.id, x.facility_id FROM resources_resource x JOIN resources_facility f ON f.id = x.facility_id
    JOIN resources_category c ON c.id = x.category_id
    WHERE f.tier = 0 AND f.organisation_id IS NOT NULL AND x.mode = 'stay' AND NOT c.opaque
), day AS (
    SELECT d::date AS day, d::date::timestamp AT TIME ZONE 'Europe/Lisbon' AS t
    FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') d
), said AS (
    SELECT DISTINCT ON (s.resource_id, s.valid_from) s.resource_id, s.valid_from, s.capacity
    FROM resources_capacitystatement s WHERE s.resource_id IN (SELECT id FROM wanted)
    ORDER BY s.resource_id, s.valid_from, s.id DESC
), offer AS (
    SELECT said.*, lead(valid_from, 1, 'infinity') OVER (PARTITION BY resource_id ORDER BY valid_from) AS until
    FROM said
), blocked AS (
    SELECT day.day, k.resource_id, sum(k.quantity) AS some, bool_or(k.quantity IS NULL) AS everything
    FROM resources_block k JOIN day ON k.period @> day.t AND (k.lifted_at IS NULL OR k.lifted_at > day.t)
    WHERE k.resource_id IN (SELECT id FROM wanted) GROUP BY 1, 2
), offered AS (
    SELECT to_char(day.day, 'YYYY-MM') AS month, count(DISTINCT w.facility_id) AS facilities,
           sum(CASE WHEN k.everything THEN 0 ELSE greatest(0, o.capacity - coalesce(k.some, 0)) END) AS places
    FROM day JOIN offer o ON o.valid_from <= day.t AND o.until > day.t AND o.capacity > 0
    JOIN wanted w ON w.id = o.resource_id
    LEFT JOIN blocked k ON k.day = day.day AND k.resource_id = o.resource_id
    GROUP BY 1
), stay AS (
    SELECT b.id, b.quantity, (lower(b.period) AT TIME ZONE 'Europe/Lisbon')::date AS since,
           CASE WHEN b.status = 'in_use' THEN %(last)s::date + 1
                ELSE (upper(b.period) AT TIME ZONE 'Europe/Lisbon')::date END AS until
    FROM resources_booking b
    WHERE b.status IN ('in_use', 'completed') AND b.resource_id IN (SELECT id FROM wanted)
      AND lower(b.period) < (%(last)s::date + 1)::timestamp AT TIME ZONE 'Europe/Lisbon'
), month AS (
    SELECT to_char(m, 'YYYY-MM') AS month, m::date AS since, (m + interval '1 month')::date AS until
    FROM generate_series(%(first)s::date::timestamp, %(last)s::date::timestamp, interval '1 month') m
), taken AS (
    SELECT month.month, count(*) AS stays,
           sum(stay.quantity * (least(stay.until, month.until) - greatest(stay.since, month.since))) AS places
    FROM month JOIN stay ON stay.since < month.until AND stay.until > month.since GROUP BY 1
)
SELECT offered.month, offered.places, offered.facilities, coalesce(taken.places, 0), coalesce(taken.stays, 0)
FROM offered LEFT JOIN taken ON taken.month = offered.month
"""
_FRESHNESS = """
WITH ending AS (
    SELECT to_char(m, 'YYYY-MM') AS month, (m + interval '1 month') AT TIME ZONE 'Europe/Lisbon' AS t
    FROM generate_series(%(first)s::date::timestamp, %(last)s::date::timestamp, interval '1 month') m
), said AS (
    SELECT x.id, c.fresh_for, a.at
    FROM resources_resource x JOIN resources_facility f ON f.id = x.facility_id
    JOIN resources_category c ON c.id = x.category_id
    JOIN accounts_auditentry a ON a.subject_type = 'resource' AND a.subject_id = x.uuid::text
    WHERE f.tier = 0 AND f.organisation_id IS NOT NULL AND f.is_active AND x.is_active AND NOT c.opaque
      AND x.mode IN ('stay', 'loan') AND a.verb IN ('state_capacity', 'confirm_capacity')
)
SELECT ending.month, count(DISTINCT said.id),
       count(DISTINCT said.id) FILTER (WHERE said.at > ending.t - said.fresh_for)
FROM ending JOIN said ON said.at <= ending.t GROUP BY 1
"""
_FIRST = """
SELECT least((SELECT min(made_at) FROM resources_request), (SELECT min(at) FROM resources_refuseddemand))
"""


@dataclass(frozen=True)
class Asked:
    """Requests of one origin in one quarter; of each count also at how many facilities."""

    beds: int = 0
    beds_at: int = 0
    no_bed: int = 0
    no_bed_at: int = 0
    unmet: int = 0
    unmet_at: int = 0
    placed: int = 0
    rest: int = 0
    taken_back: int = 0


@dataclass(frozen=True)
class Spread:
    """So many, at so many facilities, and the value of the middle one (or the share)."""

    count: int = 0
    facilities: int = 0
    value: Decimal | None = None


@dataclass
class Quarter:
    """`by_origin`: DICO -> requests; None is the whole area. `reasons`: code -> (requests, facilities)."""

    by_origin: dict[str | None, Asked] = field(default_factory=dict)
    reasons: dict[str, tuple[int, int]] = field(default_factory=dict)
    waits: dict[str | None, Spread] = field(default_factory=dict)
    # Of the placed requests whose facility names a municipality: all, those in another, and how far nine in ten are.
    located: int = 0
    crossing: int = 0
    far: Spread = Spread()


@dataclass
class Month:
    # Requests somebody had to answer, those answered, those within 24 hours, by how many facilities; hours.
    put: int = 0
    answered: int = 0
    in_a_day: int = 0
    answered_by: int = 0
    median: Decimal | None = None
    p90: Decimal | None = None
    # Bed and place days; at how many facilities; how many stays make up the occupied ones.
    offered: int = 0
    offered_at: int = 0
    occupied: int = 0
    stays: int = 0
    # Resources with a stated capacity, and those confirmed in time.
    resources: int = 0
    fresh: int = 0


def life_began() -> datetime | None:
    """When the portal was first asked for anything."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST)
        return cursor.fetchone()[0]


def measure(first: date, last: date, *, now: datetime) -> tuple[dict[str, Month], dict[str, Quarter]]:
    """{month: figures}, {quarter: figures} of the whole days `first` to `last`, as things stand `now`.

    What is not in a result had nothing. Inside a transaction: it keeps a temporary table.
    """
    known: Mapping[str, Any] = {
        "lo": days.midnight(first),
        "hi": days.midnight(last + timedelta(days=1)),
        "first": first.replace(day=1),
        "last": last,
        "now": now,
        "placed": list(PLACED),
        "unmet": [str(one) for one in UNMET],
        "not_needed": [str(one) for one in NOT_NEEDED],
    }
    months: dict[str, Month] = {}
    quarters: dict[str, Quarter] = {}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.asked")
        cursor.execute(_ASKED, known)
        _by_quarter(cursor, quarters)
        _answers(cursor, months)
        cursor.execute(_OCCUPANCY, known)
        for month, places, facilities, taken, stays in cursor.fetchall():
            one = months.setdefault(month, Month())
            one.offered, one.offered_at, one.occupied, one.stays = int(places), facilities, int(taken), stays
        cursor.execute(_FRESHNESS, known)
        for month, resources, fresh in cursor.fetchall():
            one = months.setdefault(month, Month())
            one.resources, one.fresh = resources, fresh
    return months, quarters


def _at(facilities: int, network: bool) -> int:
    """Who asks the network asks every holder of the kind."""
    return facilities + (3 if network else 0)


def _by_quarter(cursor: Any, quarters: dict[str, Quarter]) -> None:
    cursor.execute(_COUNTS)
    for row in cursor.fetchall():
        quarter, origin, beds, beds_at, beds_net, no_bed, no_bed_at, no_bed_net = row[:8]
        unmet, unmet_at, unmet_net, placed, rest, taken_back = row[8:]
        quarters.setdefault(quarter, Quarter()).by_origin[origin] = Asked(
            beds, _at(beds_at, beds_net), no_bed, _at(no_bed_at, no_bed_net),
            unmet, _at(unmet_at, unmet_net), placed, rest, taken_back,
        )  # fmt: skip
    cursor.execute(_REASONS)
    for quarter, reason, count, facilities, network in cursor.fetchall():
        quarters[quarter].reasons[str(UNMET[reason - 1])] = (count, _at(facilities, network))
    cursor.execute(_WAITS)
    for quarter, origin, count, facilities, value in cursor.fetchall():
        quarters[quarter].waits[origin] = Spread(count, facilities, _tenths(value))
    cursor.execute(_WAYS)
    _ways(cursor.fetchall(), quarters)


def _ways(rows: list[tuple[str, str, int, int]], quarters: dict[str, Quarter]) -> None:
    """From the seat of the origin to the facility, for the placed requests."""
    seats = {one.dico: one for one in Municipality.objects.all()}
    facilities = {
        one.pk: one
        for one in Facility.objects.filter(pk__in={row[2] for row in rows}).only(
            "lat", "lon", "municipality_id"
        )
    }
    far: dict[str, list[tuple[float, int, int]]] = {}
    for quarter, origin, placed_at, count in rows:
        place, seat, made = facilities[placed_at], seats[origin], quarters[quarter]
        if place.municipality_id is not None:
            made.located += count
            made.crossing += count if place.municipality_id != origin else 0
        if place.lat is not None and place.lon is not None:
            km = haversine_km(seat.seat_lat, seat.seat_lon, place.lat, place.lon)
            far.setdefault(quarter, []).append((km, count, placed_at))
    for quarter, ways in far.items():
        total, reached = sum(count for _km, count, _at in ways), 0
        for km, count, _at in sorted(ways):
            reached += count
            if reached * 10 >= total * 9:
                quarters[quarter].far = Spread(total, len({at for _km, _n, at in ways}), Decimal(round(km)))
                break


def _answers(cursor: Any, months: dict[str, Month]) -> None:
    cursor.execute(_ANSWERS)
    for month, put, answered, in_a_day, holders, median, p90 in cursor.fetchall():
        months[month] = Month(put, answered, in_a_day, holders, _tenths(median), _tenths(p90))


def _tenths(value: Any) -> Decimal | None:
    return None if value is None else round(Decimal(value), 1)

"""The region that is measured: a year of bookings around today, about half full, the same for the same seed and day.

Small tables by the models; the large ones set-based, by the owner of the tables, without triggers row by row: what
those would have filled in (what a booking occupies, whether a loan is active) is computed here.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts import moment
from accounts.models import ApiToken, Membership, Organisation, User
from geo.models import Municipality
from geo.sorting import sort_key
from resources import days
from resources.models import Category, Facility, Protocol, Resource
from resources.models.categories import Mode
from resources.models.tiers import Tier

SEED = 17
RESOURCES = 1_000
BOOKINGS_EACH = 200
ORGANISATIONS = 40
RESOURCES_EACH_FACILITY = 3
ONE_LENDS_IN = 7
LANES = (3, 16)
PAST, YEAR = 185, 365

STAYS = ("acolhimento-temporario", "acolhimento-emergencia", "residencia-transicao", "centro-de-dia")
LOANS = ("cadeiras-de-rodas", "camas-articuladas", "andarilhos")

# The tables that are filled past their triggers.
_QUIET = (
    "resources_booking",
    "resources_loan",
    "resources_item",
    "resources_block",
    "resources_capacitystatement",
)

# A die with `n` faces for each number and purpose: the same in every run, whatever the order of the rows.
_DICE = """
CREATE FUNCTION pg_temp.dice(i bigint, purpose int, n int) RETURNS int LANGUAGE sql IMMUTABLE AS
    $$ SELECT ((hashint8extended(i, purpose + {seed}) % n + n) % n)::int $$;
CREATE FUNCTION pg_temp.midnight(d date) RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT d::timestamp AT TIME ZONE 'Europe/Lisbon' $$;
"""

# Each resource has lanes (beds, wheelchairs), each lane a row of slots, each slot one booking somewhere inside it: so
# that never more is taken than there is.
_PLAN = """
CREATE TEMP TABLE plan AS
WITH slot AS (
    SELECT r.id AS resource_id, r.mode = 'loan' AS lends, r.category_id, f.organisation_id, r.n AS number,
           r.lanes, mod(g.n, r.lanes) AS lane, g.n / r.lanes AS nth, r.hygiene,
           {year} / (({each} + r.lanes - 1) / r.lanes) AS width,
           r.n * {each} + g.n AS i
    FROM unnest(%(ids)s::bigint[], %(lanes)s::int[], %(hygiene)s::int[]) WITH ORDINALITY AS r0(id, lanes, hygiene, n)
    JOIN LATERAL (
        SELECT r0.id, r0.lanes, r0.hygiene, r0.n, x.mode, x.category_id, x.facility_id
        FROM resources_resource x WHERE x.id = r0.id
    ) r ON true
    JOIN resources_facility f ON f.id = r.facility_id
    CROSS JOIN generate_series(0, {each} - 1) AS g(n)
), stay AS (
    SELECT slot.*, %(today)s::date - {past} + nth * width AS slot_start,
           least(greatest(1, width / 3 + 1 + pg_temp.dice(i, 1, greatest(1, width * 2 / 3))),
                 width - hygiene) AS nights
    FROM slot
), dated AS (
    SELECT stay.*, slot_start + pg_temp.dice(i, 2, width - hygiene - nights + 1) AS start FROM stay
), known AS (
    SELECT dated.*, start + nights AS until, pg_temp.dice(i, 3, 100) AS luck,
           %(today)s::date BETWEEN slot_start AND slot_start + width - 1 AS current
    FROM dated
)
SELECT i, row_number() OVER (ORDER BY start - pg_temp.dice(i, 4, 30), i) AS id, resource_id, lends, category_id,
       organisation_id, lane, start, until, hygiene, luck,
       %(now)s::timestamptz - make_interval(days => greatest(0, (%(today)s::date - start)) + 1
                                            + pg_temp.dice(i, 4, 30)) AS asked,
       CASE WHEN until <= %(today)s::date AND current AND luck < 6 THEN 'in_use'
            WHEN until <= %(today)s::date THEN
                 CASE WHEN luck < 80 THEN 'completed' WHEN luck < 84 THEN 'no_show' WHEN luck < 92 THEN 'withdrawn'
                      WHEN luck < 97 THEN 'declined' WHEN luck < 99 THEN 'cancelled' ELSE 'expired' END
            WHEN start <= %(today)s::date THEN
                 CASE WHEN luck < 85 THEN 'in_use' WHEN luck < 90 THEN 'confirmed' WHEN luck < 95 THEN 'no_show'
                      ELSE 'withdrawn' END
            ELSE CASE WHEN luck < 66 THEN 'confirmed' WHEN luck < 71 THEN 'held' WHEN luck < 81 THEN 'requested'
                      WHEN luck < 84 THEN 'waitlisted' WHEN luck < 86 THEN 'offered' WHEN luck < 92 THEN 'declined'
                      WHEN luck < 98 THEN 'withdrawn' ELSE 'cancelled' END
       END AS status
FROM known
"""

_ROWS = {
    "statements": """
        INSERT INTO resources_capacitystatement (resource_id, capacity, valid_from, said_at)
        SELECT r.id, r.lanes + pg_temp.dice(r.n * 10 + k, 11, 3),
               pg_temp.midnight(%(today)s::date - {past} - 30 + k * 100), %(now)s
        FROM unnest(%(ids)s::bigint[], %(lanes)s::int[], %(hygiene)s::int[]) WITH ORDINALITY AS r(id, lanes, h, n)
        CROSS JOIN generate_series(0, 4) AS k
        WHERE EXISTS (SELECT FROM resources_resource x WHERE x.id = r.id AND x.mode = 'stay')""",
    "blocks": """
        INSERT INTO resources_block (uuid, resource_id, period, quantity, reason_code, made_at)
        SELECT md5('block' || r.n * 10 + k)::uuid, r.id,
               tstzrange(pg_temp.midnight(d.day), pg_temp.midnight(d.day + 1 + pg_temp.dice(r.n * 10 + k, 13, 7))),
               CASE WHEN pg_temp.dice(r.n * 10 + k, 14, 40) > 0 THEN 1 END, 'works', %(now)s
        FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS r(id, n)
        CROSS JOIN generate_series(0, 3) AS k
        CROSS JOIN LATERAL (
            SELECT %(today)s::date - {past} + k * 90 + pg_temp.dice(r.n * 10 + k, 12, 80) AS day) AS d""",
    "items": """
        INSERT INTO resources_item (uuid, resource_id, code, name, serial, iso9999, condition, accessories, state,
                                    ready_from, since)
        SELECT md5('item' || r.n || '/' || k)::uuid, r.id, 'B' || r.n || '-' || k, 'Artigo ' || k, 'S' || k, '',
               'good', '{{}}', CASE WHEN k < r.lanes THEN 'ready' ELSE 'cleaning' END,
               CASE WHEN k = r.lanes AND mod(r.n, 2) = 0 THEN pg_temp.midnight(%(today)s::date + 3) END, %(now)s
        FROM unnest(%(ids)s::bigint[], %(lanes)s::int[], %(hygiene)s::int[]) WITH ORDINALITY AS r(id, lanes, h, n)
        CROSS JOIN LATERAL generate_series(0, r.lanes) AS k
        WHERE EXISTS (SELECT FROM resources_resource x WHERE x.id = r.id AND x.mode = 'loan')""",
    "requests": """
        INSERT INTO resources_request (id, uuid, organisation_id, made_by_id, made_at, origin_id, reference, urgency,
                                       auto_confirm, if_full, needs, answer_by)
        SELECT p.id, md5('request' || p.i)::uuid, a.organisation_id, a.id, p.asked, a.municipality_id,
               'B-' || mod(p.i, 1000000), 'normal', false, 'refuse', '{{}}', p.asked + interval '24 hours'
        FROM plan p
        JOIN LATERAL (
            SELECT m.id, m.organisation_id, o.municipality_id
            FROM unnest(%(askers)s::bigint[]) WITH ORDINALITY AS w(id, n)
            JOIN accounts_membership m ON m.id = w.id JOIN accounts_organisation o ON o.id = m.organisation_id
            WHERE w.n = 1 + pg_temp.dice(p.i, 5, cardinality(%(askers)s::bigint[]))) AS a ON true
        ORDER BY p.id""",
    "needs": """
        INSERT INTO resources_requestitem (id, request_id, "order", category_id, quantity, period, to_network,
                                           closed_at, reason_code)
        SELECT id, id, 0, category_id, 1, tstzrange(pg_temp.midnight(start), pg_temp.midnight(until)), false,
               CASE WHEN status IN ('confirmed', 'in_use', 'completed') THEN asked END, ''
        FROM plan ORDER BY id""",
    "bookings": """
        INSERT INTO resources_booking (id, uuid, item_id, resource_id, opaque, quantity, period, occupied, buffer_days,
                                       status, queued_at, hold_expires_at, reason_code, answered_at, checked_in_at,
                                       checked_out_at, changed_at)
        SELECT id, md5('booking' || i)::uuid, id, resource_id, false, 1,
               tstzrange(pg_temp.midnight(start), pg_temp.midnight(until)),
               tstzrange(pg_temp.midnight(start), pg_temp.midnight(until + hygiene)),
               CASE WHEN lends THEN hygiene END, status, asked,
               CASE WHEN status = 'held' THEN %(now)s::timestamptz
                    + CASE WHEN mod(i, 5) = 0 THEN interval '-1 hour' ELSE interval '12 hours' END END,
               CASE WHEN status IN ('declined', 'cancelled', 'withdrawn') THEN 'other' ELSE '' END,
               CASE WHEN status NOT IN ('requested', 'waitlisted') THEN asked + interval '1 hour' END,
               CASE WHEN status IN ('in_use', 'completed') THEN pg_temp.midnight(start) + interval '18 hours' END,
               CASE WHEN status = 'completed' THEN pg_temp.midnight(until) - interval '1 hour' END, %(now)s
        FROM plan ORDER BY id""",
    "loans": """
        INSERT INTO resources_loan (booking_id, item_id, fixed, occupied, active, out_at, back_at, condition_out,
                                    condition_in, accessories_out, accessories_missing)
        SELECT p.id, i.id, false, tstzrange(pg_temp.midnight(p.start), pg_temp.midnight(p.until + p.hygiene)),
               p.status IN ('held', 'confirmed', 'in_use'),
               CASE WHEN p.status IN ('in_use', 'completed') THEN pg_temp.midnight(p.start) + interval '10 hours' END,
               CASE WHEN p.status = 'completed' THEN pg_temp.midnight(p.until) - interval '1 hour' END,
               '', '', '{{}}', '{{}}'
        FROM plan p JOIN resources_item i ON i.resource_id = p.resource_id AND i.serial = 'S' || p.lane
        WHERE p.lends AND p.status IN ('held', 'confirmed', 'in_use', 'completed')""",
    "items that are out": """
        UPDATE resources_item i SET state = 'out'
        FROM resources_loan l WHERE l.item_id = i.id AND l.out_at IS NOT NULL AND l.back_at IS NULL""",
}
_COUNTERS = ("resources_request", "resources_requestitem", "resources_booking")


@dataclass(frozen=True)
class Region:
    """Who asks, who answers, and for what."""

    # Sees all there is, restricted resources too, and holds some of it.
    searcher: Membership
    members: Sequence[Membership]
    secrets: dict[int, str]  # of each member's token, by organisation
    resources: Sequence[int]
    bookings: int


def load(scale: float) -> Region:
    """Into an empty database; a scale of 1 is 1,000 resources with 200 bookings each."""
    chance = random.Random(SEED)
    number = max(20, round(RESOURCES * scale))
    with transaction.atomic():
        members = _people()
        secrets = _tokens(members)
        resources = _catalogue(number, members, chance)
    lanes = [chance.randrange(*LANES) for _one in resources]
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        _fill(owner, resources, lanes, members)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    return Region(
        searcher=members[0],
        members=members,
        secrets=secrets,
        resources=[one.pk for one in resources],
        bookings=number * BOOKINGS_EACH,
    )


def _people() -> list[Membership]:
    """Organisations of all 17 municipalities, each with one person who asks and answers."""
    places = list(Municipality.objects.order_by("pk"))
    names = [f"Entidade de ensaio {n:02d}" for n in range(ORGANISATIONS)]
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=name,
            sort_key=sort_key(name),
            kind=Organisation.Kind.IPSS,
            municipality=places[n % len(places)],
            is_demo=True,
        )
        for n, name in enumerate(names)
    )
    users = User.objects.bulk_create(
        User(email=f"ensaio-{n:02d}@example.org", name=f"Pessoa {n:02d}", password="!", language="pt-pt")
        for n in range(ORGANISATIONS)
    )
    roles = [str(Membership.Role.MANAGER), str(Membership.Role.TECHNICIAN)]
    members = Membership.objects.bulk_create(
        Membership(user=user, organisation=organisation, roles=roles, accreditations=["T2"])
        for user, organisation in zip(users, organisations, strict=True)
    )
    today = days.today()
    protocol = Protocol.objects.create(
        code="ENSAIO-1",
        title_pt="Protocolo de ensaio",
        period=DateRange(today - timedelta(days=YEAR), today + timedelta(days=3 * YEAR), "[)"),
        is_demo=True,
    )
    protocol.parties.set(places)
    return members


def _tokens(members: Sequence[Membership]) -> dict[int, str]:
    secrets = {member.organisation_id: ApiToken.new_secret() for member in members}
    ApiToken.objects.bulk_create(
        ApiToken(
            membership=member,
            label="ensaio",
            digest=ApiToken.digest_of(secrets[member.organisation_id]),
            last_used_at=moment.now(),
        )
        for member in members
    )
    return secrets


def _catalogue(number: int, members: Sequence[Membership], chance: random.Random) -> list[Resource]:
    facilities = Facility.objects.bulk_create(
        _facility(n, members[n % len(members)].organisation, chance)
        for n in range(-(-number // RESOURCES_EACH_FACILITY))
    )
    categories = {one.code: one for one in Category.objects.all()}
    now = moment.now()
    return Resource.objects.bulk_create(
        _resource(n, facilities[n // RESOURCES_EACH_FACILITY], categories, now, chance) for n in range(number)
    )


def _facility(n: int, organisation: Organisation, chance: random.Random) -> Facility:
    place = organisation.municipality
    assert place is not None
    name = f"Casa de ensaio {n:04d}"
    return Facility(
        organisation=organisation,
        name=name,
        sort_key=sort_key(name),
        tier=Tier.NETWORK if n % 10 == 0 else Tier.RESTRICTED if n % 33 == 1 else Tier.PUBLIC,
        municipality=place,
        lat=place.seat_lat + chance.uniform(-0.04, 0.04),
        lon=place.seat_lon + chance.uniform(-0.04, 0.04),
        address="Rua de Ensaio, 1",
        accessible=n % 2 == 0,
        is_demo=True,
    )


def _resource(
    n: int, facility: Facility, categories: dict[str, Category], now: datetime, chance: random.Random
) -> Resource:
    lends = n % ONE_LENDS_IN == ONE_LENDS_IN - 1
    codes = LOANS if lends else STAYS
    name = f"{facility.name}, recurso {n:05d}"
    return Resource(
        facility=facility,
        category=categories[codes[n % len(codes)]],
        mode=Mode.LOAN if lends else Mode.STAY,
        name=name,
        sort_key=sort_key(name),
        hygiene_days=chance.randrange(0, 3) if lends else 0,
        confirmed_at=now if n % 10 else None,
    )


def _fill(
    owner: psycopg.Connection,
    resources: Sequence[Resource],
    lanes: Sequence[int],
    members: Sequence[Membership],
) -> None:
    values = {
        "ids": [one.pk for one in resources],
        "lanes": list(lanes),
        "hygiene": [one.hygiene_days for one in resources],
        "askers": [member.pk for member in members],
        "today": days.today(),
        "now": moment.now(),
    }
    shape = {"each": BOOKINGS_EACH, "past": PAST, "year": YEAR}
    owner.execute("SET LOCAL work_mem = '256MB'")
    owner.execute(_DICE.format(seed=SEED))
    owner.execute(_PLAN.format(**shape), values)
    owner.execute("ANALYZE plan")
    for table in _QUIET:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for statement in _ROWS.values():
        owner.execute(statement.format(**shape), values)
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in _QUIET:
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for table in _COUNTERS:
        owner.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )

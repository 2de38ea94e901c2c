"""A request and its acceptance, over the real API and as the least SQL that leaves the same rows."""

from __future__ import annotations

import hashlib
import http.client
import itertools
import json
import os
import random
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from statistics import median
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg
from django.db import connection
from django.test import Client

from portal.bench.clock import Differs, Line, p95
from portal.bench.region import SEED, Region
from resources import availability, days
from resources.models import Mode, Resource
from resources.models.tiers import Tier

CLIENTS = 20
FROM_DAY, DAYS = 20, 120
READ_BACK = 4  # for each pair of a client
TABLES = (
    "resources_request",
    "resources_requestitem",
    "resources_booking",
    "accounts_auditentry",
    "accounts_letter",
    "accounts_notice",
)


@dataclass(frozen=True)
class Slot:
    """One night with room somewhere: who asks for it and who answers."""

    resource: Resource
    day: date
    free: int
    asker: int
    holder: int

    @property
    def end(self) -> date:
        return self.day + timedelta(days=1)


class Slots:
    """Nights with room, each given out once."""

    def __init__(self, region: Region) -> None:
        first = days.today() + timedelta(days=FROM_DAY)
        stays = Resource.objects.filter(pk__in=region.resources, mode=Mode.STAY).select_related("facility")
        found = {one.pk: one for one in stays.order_by("pk")[:1000]}
        organisations = list(region.secrets)
        self._of: dict[int, list[Slot]] = {}
        for pk, nights in availability.nights_each(found, first, DAYS).items():
            holder = found[pk].facility.organisation_id
            assert holder is not None
            asker = organisations[(organisations.index(holder) + 1) % len(organisations)]
            self._of[pk] = [
                Slot(found[pk], night.day, night.free, asker, holder) for night in nights if night.free > 0
            ]
        self._chance = random.Random(SEED)
        for slots in self._of.values():
            self._chance.shuffle(slots)

    def spread(self, number: int) -> list[Slot]:
        """Each of another resource, as long as there are others."""
        taken: list[Slot] = []
        while len(taken) < number:
            able = [pk for pk, slots in self._of.items() if slots]
            self._chance.shuffle(able)
            taken += [self._of[pk].pop() for pk in able[: number - len(taken)]]
        return taken

    def together(self, number: int) -> list[Slot]:
        """All of one resource."""
        pk = max(self._of, key=lambda one: len(self._of[one]))
        taken, self._of[pk] = self._of[pk][:number], self._of[pk][number:]
        return taken

    def last(self, number: int) -> list[Slot]:
        """The last place of its night, of resources whose place is public."""
        able = [
            slot
            for slots in self._of.values()
            for slot in slots
            if slot.free == 1
            and slot.resource.facility.tier == Tier.PUBLIC
            and slot.resource.confirmed_at is not None
        ]
        chosen = self._chance.sample(able, min(number, len(able)))
        for slot in chosen:
            self._of[slot.resource.pk].remove(slot)
        return chosen


class Caller:
    """One client of the API with a connection that stays open."""

    def __init__(self, region: Region, url: str) -> None:
        self._secrets = region.secrets
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)

    def close(self) -> None:
        self._connection.close()

    def call(self, method: str, path: str, organisation: int, body: dict[str, Any] | None = None) -> Any:
        headers = {
            "Authorization": f"Bearer {self._secrets[organisation]}",
            "Content-Type": "application/json",
        }
        self._connection.request(
            method, f"/api/v1/{path}", None if body is None else json.dumps(body), headers
        )
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise Differs(f"{method} {path}: {answer.status} {content[:200]!r}")
        return json.loads(content)

    def pair(self, slot: Slot) -> None:
        made = self.call("POST", "requests", slot.asker, asked(slot))
        accepted = self.call("POST", f"bookings/{made['bookings'][0]['id']}/accept", slot.holder, {})
        if accepted["status"] != "held":
            raise Differs(f"an accepted booking is {accepted['status']}")

    def finds(self, slot: Slot) -> bool:
        """Whether a search around its place for its night lists the resource."""
        facility = slot.resource.facility
        said = urlencode(
            {
                "near": f"{facility.lat:.5f},{facility.lon:.5f}",
                "radius_km": "0.1",
                "start": slot.day,
                "end": slot.end,
                "per_page": 200,
            }
        )
        found = self.call("GET", f"resources?{said}", slot.asker)["results"]
        return str(slot.resource.uuid) in {one["id"] for one in found}


def asked(slot: Slot) -> dict[str, Any]:
    return {
        "resource": str(slot.resource.uuid),
        "quantity": 1,
        "start": slot.day.isoformat(),
        "end": slot.end.isoformat(),
        "reference": "ENSAIO-1",
    }


def lines(region: Region, url: str, rounds: int, size: int) -> Iterator[Line]:
    """`size`: pairs of each client in a round."""
    slots = Slots(region)
    yield _read_back(region, url, slots, READ_BACK * size)
    with ExitStack() as stack:
        callers = [stack.enter_context(closing(Caller(region, url))) for _one in range(CLIENTS)]
        plain = [stack.enter_context(psycopg.connect(os.environ["DATABASE_URL"])) for _one in range(CLIENTS)]
        ours: list[Callable[[Slot], None]] = [caller.pair for caller in callers]
        floor: list[Callable[[Slot], None]] = [partial(plain_pair, one, region) for one in plain]
        _leaves_the_same(ours[0], floor[0], slots.spread(2))
        pool = stack.enter_context(ThreadPoolExecutor(CLIENTS))
        few, many = size * 5, size * CLIENTS
        yield _rate("pairs, one client", ours[:1], floor[:1], lambda: slots.spread(few), rounds, pool)
        yield _rate(
            f"pairs, {CLIENTS} clients, many resources", ours, floor, lambda: slots.spread(many), rounds, pool
        )
        yield _rate(
            f"pairs, {CLIENTS} clients, all for one resource",
            ours,
            floor,
            lambda: slots.together(min(many, 2 * CLIENTS)),
            min(rounds, 3),
            pool,
        )
    yield from _where_the_time_goes(region, slots, url, size)


def _rate(
    name: str,
    ours: Sequence[Callable[[Slot], None]],
    floor: Sequence[Callable[[Slot], None]],
    slots: Callable[[], list[Slot]],
    rounds: int,
    pool: ThreadPoolExecutor,
) -> Line:
    mine: list[float] = []
    theirs: list[float] = []
    own: list[float] = []
    for number in range(rounds + 1):
        for clients, rates in ((ours, mine), (floor, theirs)):
            wanted = slots()
            shares = [wanted[n :: len(clients)] for n in range(len(clients))]
            began, cpu = time.perf_counter(), time.process_time()
            list(pool.map(_each, clients, shares))
            took = time.perf_counter() - began
            if number:  # the first one warms up
                rates.append(len(wanted) / took)
                if rates is mine:
                    own.append((time.process_time() - cpu) / took)
    note = f"the clients took {median(own):.0%} of a core"
    return Line(name, median(mine), median(theirs), rounds, unit="pairs/s", note=note)


def _each(act: Callable[[Slot], None], slots: Sequence[Slot]) -> None:
    for slot in slots:
        act(slot)


def _read_back(region: Region, url: str, slots: Slots, number: int) -> Line:
    """A booking just made is absent from the very next search, whichever process answers."""
    wanted = slots.last(number)
    times = []
    with closing(Caller(region, url)) as caller:
        for slot in wanted:
            if not caller.finds(slot):
                raise Differs(f"a free night is not found: {slot.resource.uuid} {slot.day}")
            caller.pair(slot)
            began = time.perf_counter()
            if caller.finds(slot):
                raise Differs(f"a taken night is still found: {slot.resource.uuid} {slot.day}")
            times.append((time.perf_counter() - began) * 1000)
    return Line(
        "the last place, just taken: absent from the next search",
        median(times),
        None,
        len(times),
        p95=p95(times),
        note=f"{len(times)} of {len(times)}",
    )


def _leaves_the_same(ours: Callable[[Slot], None], floor: Callable[[Slot], None], slots: list[Slot]) -> None:
    left = []
    for act, slot in zip((ours, floor), slots, strict=True):
        before = _counts()
        act(slot)
        left.append([after - was for after, was in zip(_counts(), before, strict=True)])
    if left[0] != left[1]:
        raise Differs(f"a pair leaves {left[0]} rows in {TABLES}, its floor {left[1]}")


def _counts() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES))
        return list(cursor.fetchone())


def _where_the_time_goes(region: Region, slots: Slots, url: str, size: int) -> Iterator[Line]:
    """Both calls in this process: how many statements, how long in them, how long around them."""
    client = Client(SERVER_NAME=urlsplit(url).hostname or "127.0.0.1")
    spent: dict[str, list[tuple[float, float, int]]] = {"request": [], "accept": []}
    for slot in slots.spread(2 + 2 * size):
        made = _watched(client, region, "requests", slot.asker, asked(slot), spent["request"])
        booking = made["bookings"][0]["id"]
        _watched(client, region, f"bookings/{booking}/accept", slot.holder, {}, spent["accept"])
    for name, seen in spent.items():
        warm = seen[2:]
        whole, inside = median(one[0] for one in warm), median(one[1] for one in warm)
        statements = round(median(one[2] for one in warm))
        yield Line(
            f"{name}, without HTTP",
            whole,
            inside,
            len(warm),
            note=f"{statements} statements; floor: the time spent in them",
        )


def _watched(
    client: Client, region: Region, path: str, organisation: int, body: dict[str, Any], seen: list[Any]
) -> Any:
    inside: list[float] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            inside.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    with connection.execute_wrapper(watch):
        answer = client.post(
            f"/api/v1/{path}",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {region.secrets[organisation]}"},
        )
    seen.append(((time.perf_counter() - began) * 1000, sum(inside), len(inside)))
    if answer.status_code >= 400:
        raise Differs(f"{path}: {answer.status_code}")
    return answer.json()


# --- The floor ----------------------------------------------------------------------------------------------------

_MEMBER = """
    SELECT m.id, m.user_id, m.organisation_id, o.municipality_id
    FROM accounts_apitoken t JOIN accounts_membership m ON m.id = t.membership_id
    JOIN accounts_organisation o ON o.id = m.organisation_id JOIN accounts_user u ON u.id = m.user_id
    WHERE t.digest = %s AND t.revoked_at IS NULL AND m.is_active AND o.is_active AND u.is_active
"""
_RESOURCE = """
    SELECT r.id, r.category_id, f.organisation_id, coalesce(f.municipality_id, '')
    FROM resources_resource r JOIN resources_facility f ON f.id = r.facility_id
    WHERE r.uuid = %s FOR NO KEY UPDATE OF r
"""
_FREE = (
    "SELECT min(capacity - blocked - held - used) FROM capacity_segments(ARRAY[%s::bigint], %s, %s, now())"
)
_PROTOCOL = """
    SELECT p.id FROM resources_protocol p
    JOIN resources_protocol_parties a ON a.protocol_id = p.id AND a.municipality_id = %s
    JOIN resources_protocol_parties b ON b.protocol_id = p.id AND b.municipality_id = %s
    WHERE p.period @> daterange(%s, %s) LIMIT 1
"""
_REQUEST = """
    INSERT INTO resources_request (uuid, organisation_id, made_by_id, made_at, origin_id, reference, urgency,
        auto_confirm, if_full, needs, answer_by)
    VALUES (%s, %s, %s, now(), %s, 'ENSAIO-1', 'normal', false, 'refuse', '{}', now() + interval '24 hours')
    RETURNING id
"""
_NEED = """
    INSERT INTO resources_requestitem (request_id, "order", category_id, quantity, period, to_network, reason_code)
    VALUES (%s, 0, %s, 1, tstzrange(%s, %s), false, '') RETURNING id
"""
_BOOKING = """
    INSERT INTO resources_booking (uuid, item_id, resource_id, opaque, quantity, period, status, queued_at,
        reason_code, protocol_id, changed_at)
    VALUES (%s, %s, %s, false, 1, tstzrange(%s, %s), 'requested', now(), '', %s, now())
"""
_AUDIT = """
    INSERT INTO accounts_auditentry (chain, seq, at, user_id, organisation_id, verb, subject_type, subject_id, label,
        from_state, to_state, reason_code, text_hash, previous, digest)
    SELECT %(chain)s, coalesce(last.seq, 0) + 1, now(), %(user)s, %(organisation)s, %(verb)s, 'booking', %(subject)s,
           '', '', 'requested', '', '', coalesce(last.digest, ''), %(digest)s
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (
        SELECT seq, digest FROM accounts_auditentry WHERE chain = %(chain)s ORDER BY seq DESC LIMIT 1) last ON true
"""
_LETTER = """
    INSERT INTO accounts_letter (uuid, "to", language, kind, subject, text, html, created_at, run_after, attempts,
        last_error, leave_url)
    VALUES (%s, 'x@example.org', 'pt-pt', 'request', 'Há um pedido para responder', %s, %s, now(), now(), 0, '', '')
"""
_NOTICE = """
    INSERT INTO accounts_notice (user_id, organisation_id, text_pt, text_en, url, created_at, digest_text)
    VALUES (%s, %s, 'Há um pedido para responder', 'There is a request to answer', '/trabalho/', now(), '')
"""
_MANAGERS = """
    SELECT m.user_id FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
    WHERE m.organisation_id = %s AND m.is_active AND u.is_active AND 'manager' = ANY (m.roles)
"""
_ACCEPTED = """
    SELECT b.id, b.resource_id, b.period, r.organisation_id, r.made_by_id, m.user_id, c.hold_for
    FROM resources_booking b JOIN resources_requestitem i ON i.id = b.item_id
    JOIN resources_request r ON r.id = i.request_id JOIN resources_resource x ON x.id = b.resource_id
    JOIN resources_category c ON c.id = x.category_id JOIN accounts_membership m ON m.id = r.made_by_id
    WHERE b.uuid = %s AND b.status = 'requested' FOR NO KEY UPDATE OF x, b
"""
_HOLD = """
    UPDATE resources_booking SET status = 'held', hold_expires_at = now() + %s, answered_at = now(), changed_at = now()
    WHERE id = %s
"""
_numbers = itertools.count(1)
_TEXT, _HTML = "x" * 500, "x" * 2_500


def plain_pair(plain: psycopg.Connection, region: Region, slot: Slot) -> None:
    """The same two transactions: who, the lock, the look, the rows, the audit entries, the letters owed."""
    lower, upper = days.midnight(slot.day), days.midnight(slot.end)
    request, booking = uuid.uuid4(), uuid.uuid4()
    chain = f"resource:{slot.resource.uuid}"
    with plain.transaction(), plain.cursor() as cursor:
        _id, user, organisation, origin = _one(cursor, _MEMBER, [_digest(region.secrets[slot.asker])])
        resource, category, holder, place = _one(cursor, _RESOURCE, [slot.resource.uuid])
        if _one(cursor, _FREE, [resource, lower, upper])[0] < 1:
            raise Differs("no room")
        (protocol,) = _one(cursor, _PROTOCOL, [place, origin, slot.day, slot.end])
        (asked_id,) = _one(cursor, _REQUEST, [request, organisation, _id, origin])
        (need,) = _one(cursor, _NEED, [asked_id, category, lower, upper])
        cursor.execute(_BOOKING, [booking, need, resource, lower, upper, protocol])
        _audit(cursor, chain, user, organisation, "request", booking)
        _audit(cursor, f"request:{request}", user, organisation, "request", request)
        cursor.execute(_MANAGERS, [holder])
        for (manager,) in cursor.fetchall():
            _tell(cursor, manager, holder)
    with plain.transaction(), plain.cursor() as cursor:
        _id, user, organisation, _origin = _one(cursor, _MEMBER, [_digest(region.secrets[slot.holder])])
        found = _one(cursor, _ACCEPTED, [booking])
        if _one(cursor, _FREE, [found[1], found[2].lower, found[2].upper])[0] < 1:
            raise Differs("no room")
        cursor.execute(_HOLD, [found[6], found[0]])
        _audit(cursor, chain, user, organisation, "accept", booking)
        _tell(cursor, found[5], found[3])


def _one(cursor: psycopg.Cursor, statement: str, values: list[Any]) -> Any:
    return cursor.execute(statement, values).fetchone()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _audit(
    cursor: psycopg.Cursor, chain: str, user: int, organisation: int, verb: str, subject: uuid.UUID
) -> None:
    cursor.execute(
        _AUDIT,
        {
            "chain": chain,
            "user": user,
            "organisation": organisation,
            "verb": verb,
            "subject": str(subject),
            "digest": _digest(f"{chain} {next(_numbers)}"),
        },
    )


def _tell(cursor: psycopg.Cursor, user: int, organisation: int) -> None:
    cursor.execute(_LETTER, [uuid.uuid4(), _TEXT, _HTML])
    cursor.execute(_NOTICE, [user, organisation])

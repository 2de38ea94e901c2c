"""kill -9 of the web server and the worker in the middle of everything: what was acknowledged is there, what was owed
is sent, and the audit trail is whole.

A life is request, accept, confirm, check-in, check-out over HTTP. At every step something is killed; a call that got no
answer is made again with its Idempotency-Key, as a client would.
"""

from __future__ import annotations

import random
import re
import secrets
import subprocess
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from accounts.models import AuditEntry, Letter, Membership
from ops import ROOT
from resources.models import Booking
from tests.conftest import SOAK, Running
from tests.races import sweep
from tests.races.crowd import Call

pytestmark = pytest.mark.soak
# Each life is killed at each of its five steps.
LIVES = 30 if SOAK else 1
TOGETHER = 4
PATIENCE = timedelta(seconds=90)

STEPS = ("request", "accept", "confirm", "check-in", "check-out")
STATE_AFTER = dict(zip(STEPS, ("requested", "held", "confirmed", "in_use", "completed"), strict=True))
BY = {step: "technician" if step in ("request", "confirm") else "holder" for step in STEPS}
# What is killed, and when: anywhere on the way, as soon as the first of the calls is in the database, at the first
# answer, at the first letter that goes out, or when nothing is on its way any more.
KILLS = [
    (("web",), "on the way"),
    (("web", "worker"), "once written"),
    (("worker",), "at the first letter"),
    (("web", "worker"), "at the first answer"),
    (("web", "worker"), "on the way"),
    (("web", "worker"), "after"),
]
# Who is told about each step, and by which link.
TOLD = {
    "request": ("request", "managers"),
    "accept": ("accepted", "asker"),
    "confirm": ("confirmed", "managers"),
    "check-in": ("arrived", "asker"),
    "check-out": ("left", "asker"),
}
VERBS = ["request", "accept", "confirm", "check_in", "check_out"]


@dataclass
class Life:
    """One booking on its way, and what the portal has acknowledged of it."""

    body: dict[str, object]
    request: str = ""
    booking: str = ""
    acknowledged: list[str] = field(default_factory=list)

    def call(self, step: str, keys: dict[str, str], idempotency_key: str) -> Call:
        path = "requests" if step == "request" else f"bookings/{self.booking}/{step}"
        return Call(path, keys[BY[step]], self.body if step == "request" else {}, idempotency_key)

    def acknowledge(self, step: str, answer: httpx.Response) -> None:
        assert answer.status_code == (201 if step == "request" else 200), f"{step}: {answer.text}"
        if step == "request":
            self.request, self.booking = answer.json()["id"], answer.json()["bookings"][0]["id"]
        self.acknowledged.append(step)

    def kept(self) -> str:
        """Empty when all that was acknowledged, and nothing beyond one step more, is in the database."""
        if not self.acknowledged:
            return ""
        status = Booking.objects.get(uuid=self.booking).status
        reached = list(STATE_AFTER.values()).index(status) + 1
        if not len(self.acknowledged) <= reached <= len(self.acknowledged) + 1:
            return f"acknowledged {self.acknowledged}, found {status}"
        return ""


@pytest.fixture
def portal(world_apart, tmp_path) -> Iterator[Running]:
    """Web server and worker, with a short lease on letters."""
    # Each process that comes up again loads the whole portal anew.
    running = Running(world_apart.name, tmp_path / "portal", demo=False, processes=2 if SOAK else 1)
    running.environment["DJANGO_SETTINGS_MODULE"] = "tests.races.hurried"
    bring_up(running, world_apart)
    yield running
    running.stop()


def bring_up(running: Running, world) -> None:
    """What is down comes up again, warm: a cold server would be hit while it is still importing."""
    cold = "web" not in running.processes
    for what in ("worker", "web"):  # the worker does not keep us waiting
        if what not in running.processes:
            running.start(what)
    if cold:
        with ThreadPoolExecutor(8) as pool:
            list(
                pool.map(
                    lambda _: send(running.url, Call("bookings/none/accept", world.keys["holder"])), range(8)
                )
            )


def until(condition: Callable[[], bool], what: str) -> None:
    """Ask the database again until it is so."""
    deadline = datetime.now(UTC) + PATIENCE
    while not condition():
        assert datetime.now(UTC) < deadline, f"still waiting: {what}"
        threading.Event().wait(0.005)


def send(url: str, call: Call) -> httpx.Response | None:
    """The answer, or None where the server went away before it came."""
    try:
        with httpx.Client(base_url=url, timeout=30) as client:
            return call.send(client)
    except httpx.TransportError:
        return None


def take_step(
    step: str,
    lives: list[Life],
    world,
    portal: Running,
    kill: tuple[tuple[str, ...], str],
    chance: random.Random,
) -> int:
    """Every life takes the step while something is killed. Returns how many calls got no answer."""
    what, when = kill
    calls = [life.call(step, world.keys, str(uuid.uuid4())) for life in lives]
    letters, entries = len(list(portal.mail.iterdir())), AuditEntry.objects.count()

    def strike() -> None:
        for one in what:
            portal.kill(one)

    with ThreadPoolExecutor(len(calls)) as pool:
        answers: list[Future[httpx.Response | None]] = [pool.submit(send, portal.url, call) for call in calls]
        if when == "on the way":
            # Not waiting for anything: the instant of the blow is left to chance.
            threading.Event().wait(chance.uniform(0, 0.25))
            strike()
        elif when == "once written":
            until(lambda: AuditEntry.objects.count() > entries, "the first call is written")
            strike()
        elif when == "at the first answer":
            wait(answers, return_when=FIRST_COMPLETED)
            strike()
        given = [answer.result() for answer in answers]
    if when == "at the first letter":
        until(lambda: len(list(portal.mail.iterdir())) > letters, "a letter goes out")
    strike()
    for life, answer in zip(lives, given, strict=True):
        if answer is not None:
            life.acknowledge(step, answer)
    assert not (lost := [life.kept() for life in lives if life.kept()]), lost
    bring_up(portal, world)
    for life, call, answer in zip(lives, calls, given, strict=True):
        if answer is None:
            again = send(portal.url, call)
            assert again is not None, portal.logs()[-2000:]
            life.acknowledge(step, again)
        elif when == "after":
            # Whoever asks again gets the same answer, and nothing is done twice.
            again = send(portal.url, call)
            assert again is not None and again.json() == answer.json()
    assert not (lost := [life.kept() for life in lives if life.kept()]), lost
    return given.count(None)


def owed(world, lives: list[Life]) -> Counter[tuple[str, str, str]]:
    """Every letter that the acknowledged steps owe: kind, reader, the thing it links to."""
    managers = Membership.objects.managing(world.holder.organisation).select_related("user")
    letters: Counter[tuple[str, str, str]] = Counter()
    for life in lives:
        for step in life.acknowledged:
            kind, who = TOLD[step]
            if who == "managers":
                letters.update((kind, member.user.email, life.booking) for member in managers)
            else:
                letters[kind, world.technician.user.email, life.request] += 1
    return letters


def written() -> Counter[tuple[str, str, str]]:
    link = re.compile(r"/(?:reservas|pedidos)/([0-9a-f-]{36})/")
    return Counter(
        (one.kind, one.to, link.search(one.text)[1]) for one in Letter.objects.exclude(kind="account")
    )


def test_killed_at_every_step(world_apart, portal, tally):
    world, seed = world_apart, secrets.randbits(32)
    chance = random.Random(seed)
    seen = tally("kill -9 at every step of a life", "nothing lost, all sent")
    resource = world.resource((0, TOGETHER))
    body = {
        "resource": str(resource.uuid),
        "quantity": 1,
        "start": world.today.isoformat(),
        "end": world.day(2).isoformat(),
    }
    everybody: list[Life] = []
    unanswered = 0
    for number in range(LIVES):
        lives = [Life(body) for _ in range(TOGETHER)]
        everybody += lives
        for at, step in enumerate(STEPS):
            unanswered += take_step(step, lives, world, portal, KILLS[(number + at) % len(KILLS)], chance)
            seen.round(sweep.excess(resource.pk) == 0, f"an excess after {step} (seed {seed})")
    bring_up(portal, world)

    for life in everybody:
        verbs = (
            AuditEntry.objects.filter(subject_id=life.booking).order_by("seq").values_list("verb", flat=True)
        )
        assert list(verbs) == VERBS, f"seed {seed}"
    assert written() == owed(world, everybody), f"seed {seed}"
    until(lambda: not Letter.objects.filter(sent_at=None).exists(), "every letter is sent")
    files = "".join(file.read_text() for file in portal.mail.iterdir())
    sent = Counter(re.findall(r"^Message-ID: (<[^>]+>)", files, re.MULTILINE))
    letters = [letter.message_id for letter in Letter.objects.all()]
    assert not (missing := [one for one in letters if not sent[one]]), (
        f"marked as sent and never were: {missing}"
    )
    audit = subprocess.run(
        [sys.executable, "manage.py", "verify_audit"],
        cwd=ROOT,
        env=portal.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert audit.returncode == 0, audit.stdout + audit.stderr
    seen.seen = (
        f"{len(everybody)} lives whole, {unanswered} calls repeated, {len(letters)} letters,"
        f" {sent.total() - len(letters)} twice"
    )

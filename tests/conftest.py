"""What every test knows: the cast, signed-in clients, databases of its own, the real server, a browser."""

from __future__ import annotations

import gc
import itertools
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.db import connections, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.utils import translation

from ops import ROOT, children
from ops.browser import launch_options
from tests.database import DEMO_PASSWORD, database

SOAK = os.environ.get("SOAK") == "1"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """All ordinary tests share one clone of the template with the cast and roll back what they write."""
    database.clone(database.template("cast"), database.name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    database.drop(database.name)


@pytest.fixture(scope="module")
def written_once(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """`written_once(write)`: what `write()` puts into the database each test of the module finds, whatever the others
    did: a test still rolls back what it wrote itself. Not beside `own_database`, which closes the connection."""
    around = transaction.atomic()

    def once(write: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock(), translation.override("pt-pt"):
            return write()

    once(around.__enter__)
    yield once
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def portuguese_at_first() -> None:
    """A request under /en/ leaves its language behind; no test begins with another's."""
    translation.activate("pt-pt")


@pytest.fixture(autouse=True)
def nothing_kept_from_the_test_before() -> None:
    """Versions of the data roll back with each test, and a kept page would be another's."""
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    hashers = "django.contrib.auth.hashers"
    settings.PASSWORD_HASHERS = [f"{hashers}.MD5PasswordHasher", f"{hashers}.PBKDF2PasswordHasher"]


@pytest.fixture(autouse=True)
def static_files_when_asked_for(settings: Any) -> None:
    """Each client of a test would look at every file of `static/` first."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def letters_folder(settings: Any, tmp_path: Path) -> Path:
    """Letters sent in this test, as files; sealed copies of the audit trail stay apart as well."""
    folder = tmp_path / "mail"
    folder.mkdir()
    settings.MAILERS = settings.MAILERS | {
        "transport": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(folder)},
        }
    }
    settings.VAR = tmp_path / "var"
    return folder


@pytest.fixture(autouse=True)
def index_of_its_own(settings: Any, tmp_path: Path) -> None:
    """None at first: the database answers. Who asks the index builds it (`writing.rebuild`)."""
    settings.SEARCH_INDEX = tmp_path / "var" / "search"


@pytest.fixture(autouse=True, scope="session")
def one_chain_of_middleware() -> Iterator[None]:
    """As in a web server: made once a process, not once a client."""
    load, first = ClientHandler.load_middleware, ClientHandler(enforce_csrf_checks=False)
    loaded: dict[tuple[str, ...], dict[str, Any]] = {}

    def load_once(self: ClientHandler, is_async: bool = False) -> None:
        named = tuple(settings.MIDDLEWARE)
        if named not in loaded:
            load(first)
            loaded[named] = {key: value for key, value in vars(first).items() if "_middleware" in key}
        vars(self).update(loaded[named])

    ClientHandler.load_middleware = load_once
    yield
    ClientHandler.load_middleware = load


# --- The cast ---------------------------------------------------------------------------------------------------------


class Cast:
    """The people of house.md and what they hold. `cast.holder` is a Membership (None for `outsider`)."""

    def __init__(self) -> None:
        from accounts.models import Membership, User
        from portal.demo import people

        keys = {f"{key}@example.org": key for key in [*people.CAST, "support", "unit_editor"]}
        if not User.objects.filter(email__in=keys).exists():
            people.load_people(DEMO_PASSWORD)
        self.members: dict[str, Any] = dict.fromkeys(keys.values())
        self.users: dict[str, Any] = {}
        for member in Membership.objects.select_related("user", "organisation__municipality").filter(
            user__email__in=keys
        ):
            self.members[keys[member.user.email]] = member
            self.users[keys[member.user.email]] = member.user
        for user in User.objects.filter(email__in=keys, memberships=None):
            self.users[keys[user.email]] = user

    @cached_property
    def organisations(self) -> dict[str, Any]:
        from accounts.models import Organisation

        return {one.name: one for one in Organisation.objects.select_related("municipality")}

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["members"][name]
        except KeyError:
            raise AttributeError(name) from None

    def member_of(self, organisation: str) -> Any:
        """The service account of an organisation: manager and technician."""
        from accounts.models import Membership

        return Membership.objects.select_related("user", "organisation__municipality").get(
            organisation__name=organisation, user__email__startswith="servico-"
        )


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def client_for(cast: Cast) -> Callable[[str | None], Client]:
    """A client signed in as one of the cast; None is the visitor."""

    def make(name: str | None) -> Client:
        client = Client()
        if name is not None:
            user = cast.users[name]
            # What signing in leaves in the session, without its other five queries; the form has tests of its own.
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.create()
            client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return make


@dataclass
class Place:
    """The holder's shelter: a resource with so many beds, confirmed now."""

    resource: Any
    keeper: Any


_numbers = itertools.count(1)


@pytest.fixture
def make_resource(cast: Cast) -> Callable[..., Any]:
    return resources_of(cast)


def resources_of(cast: Cast) -> Callable[..., Any]:
    """A resource of a facility: by default a T0 shelter of the municipality of Porto with 4 beds, confirmed now."""
    from geo.models import Municipality
    from resources import actions
    from resources.models import Category, Facility, Resource
    from units.models import OperativeResponse

    def make(
        capacity: int | None = 4,
        *,
        keeper: Any = None,
        tier: int = 0,
        dico: str | None = "1312",
        category: str = "acolhimento-temporario",
        response: str | None = "1.2.1b",
        name: str | None = None,
        **facility_fields: Any,
    ) -> Any:
        keeper = keeper or cast.holder
        number = next(_numbers)
        place: dict[str, Any] = {}
        if tier < 3 and dico:
            municipality = Municipality.objects.get(dico=dico)
            place = {
                "municipality": municipality,
                "lat": municipality.seat_lat,
                "lon": municipality.seat_lon,
                "address": "Rua de Teste, 1",
            }
        facility = Facility.objects.create(
            organisation=keeper.organisation,
            name=name or f"Casa {number}",
            tier=tier,
            is_demo=True,
            **(place | facility_fields),
        )
        resource = Resource.objects.create(
            facility=facility,
            category=Category.objects.get(code=category),
            response=OperativeResponse.objects.get(code=response) if response else None,
            name=name or f"Casa {number}, camas",
        )
        if capacity is not None and tier < 3:
            actions.state_capacity(resource, by=keeper, capacity=capacity)
            resource.refresh_from_db()
        return resource

    return make


@pytest.fixture
def protocol(db: None) -> Any:
    return agreed()


def agreed() -> Any:
    """A protocol in force from a year ago for three years, 16 municipalities: Arouca is not a party."""
    from datetime import timedelta

    from django.db.backends.postgresql.psycopg_any import DateRange

    from geo.models import Municipality
    from resources import days
    from resources.models import Protocol

    today = days.today()
    made = Protocol.objects.create(
        code="AMP-TESTE-1",
        title_pt="Protocolo de teste",
        period=DateRange(today - timedelta(days=365), today + timedelta(days=1095), "[)"),
        is_demo=True,
    )
    made.parties.set(Municipality.objects.exclude(dico="0104"))
    return made


@pytest.fixture
def ask(cast: Cast) -> Callable[..., Any]:
    return requests_of(cast)


def requests_of(cast: Cast) -> Callable[..., Any]:
    """A booking asked for through the action: by the technician, from tomorrow, for 2 nights."""
    from datetime import timedelta

    from resources import actions, days
    from resources.models import Booking

    def make(
        resource: Any,
        quantity: int = 1,
        *,
        by: Any = None,
        start: int = 1,
        nights: int | None = 2,
        **more: Any,
    ) -> Any:
        first = days.today() + timedelta(days=start)
        last = None if nights is None else first + timedelta(days=nights)
        request = actions.request_capacity(
            [actions.Need(quantity=quantity, start=first, end=last, resources=[resource])],
            by=by or cast.technician,
            **more,
        )
        return Booking.objects.for_rows().get(item__request=request)

    return make


# --- Databases of their own -------------------------------------------------------------------------------------------


@pytest.fixture
def own_database(django_db_blocker: Any) -> Iterator[Callable[[str], str]]:
    """`own_database("empty")` or `("demo")`: a committed database that threads and other processes may use.

    Django in this process is pointed at it; it goes when the test ends.
    """
    made: list[str] = []
    before = settings.DATABASES["default"]["NAME"]

    def make(kind: str = "empty") -> str:
        name = database.clone(database.template(kind), f"own_{secrets.token_hex(4)}")
        made.append(name)
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = name
        return name

    with django_db_blocker.unblock():
        yield make
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = before
    for name in made:
        database.drop(name)


@pytest.fixture
def as_superuser(own_database: Any) -> Callable[[], psycopg.Connection]:
    """A raw superuser connection to the test's own database: for breaking rules on purpose."""

    def connect() -> psycopg.Connection:
        name = connections["default"].settings_dict["NAME"]
        return psycopg.connect(database.server.superuser_url(name), autocommit=True)

    return connect


# --- The real thing ---------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """The real web server (granian) and worker on a database of their own."""

    def __init__(
        self,
        name: str,
        folder: Path,
        *,
        application: str = "portal.wsgi:application",
        demo: bool = True,
        processes: int = 2,
    ) -> None:
        self.name, self.folder, self.application = name, folder, application
        self.processes_of_web = processes
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.mail = folder / "mail"
        self.mail.mkdir(parents=True, exist_ok=True)
        self.environment = database.environment(name) | {
            "DJANGO_SETTINGS_MODULE": "tests.browser.often",
            "PORT": str(self.port),
            "BASE_URL": self.url,
            "EMAIL_URL": f"file://{self.mail}",
            "DEMO": "1" if demo else "0",
            "CONCERTA_POOL": "1",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    # A test run that is killed leaves no server behind.
    leash = children.Leash()

    def start(self, what: str) -> None:
        commands = {
            "web": [
                sys.executable, "-m", "granian", "--interface", "wsgi", self.application, "--host", "127.0.0.1",
                "--port", str(self.port), "--workers", str(self.processes_of_web), "--blocking-threads", "8",
                "--log-level", "error",
            ],
            "worker": [sys.executable, "manage.py", "worker"],
        }  # fmt: skip
        with (self.folder / f"{what}.log").open("ab") as log:
            made = children.spawn(
                commands[what], cwd=ROOT, env=self.environment, output=log, orphan_signal=signal.SIGKILL
            )
        self.leash.put(made, rank=1, signals=[], grace=0)
        self.processes[what] = made
        if what == "web":
            self.wait_until_up()

    def wait_until_up(self, patience: float = 60) -> None:
        deadline = time.monotonic() + patience
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if time.monotonic() > deadline:
                    raise TimeoutError((self.folder / "web.log").read_text()[-3000:]) from None
                # Waiting for a process to listen: there is nothing else to wait on.
                self.processes["web"].poll()
                try:
                    self.processes["web"].wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
                raise RuntimeError((self.folder / "web.log").read_text()[-3000:]) from None

    def kill(self, what: str) -> None:
        """kill -9 of the whole group, as a machine that goes away."""
        process = self.processes.pop(what, None)
        if process is not None:
            children.kill_group(process)
            self.leash.take_off(process)

    def logs(self) -> str:
        return "".join(file.read_text() for file in self.folder.glob("*.log"))

    def stop(self) -> None:
        for what in list(self.processes):
            self.kill(what)


@pytest.fixture
def run_portal(own_database: Callable[[str], str], tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """`run_portal("demo")` -> Running, with its web server up (and its worker with worker=True)."""
    running: list[Running] = []

    def run(
        kind: str = "demo",
        *,
        worker: bool = False,
        application: str = "portal.wsgi:application",
        name: str = "",
    ) -> Running:
        made = Running(name or own_database(kind), tmp_path, application=application)
        running.append(made)
        made.start("web")
        if worker:
            made.start("worker")
        return made

    yield run
    for one in running:
        one.stop()


@pytest.fixture(scope="session")
def demo_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One running demo portal for tests that only read, or write what others do not look at."""
    name = database.clone(database.template("demo"), f"demo_of_{database.name}")
    # People at screens come one at a time: a second process would only load the portal once more.
    running = Running(name, tmp_path_factory.mktemp("demo"), processes=1)
    running.start("web")
    running.start("worker")
    yield running
    running.stop()
    database.drop(name)


# Each page is looked at once: machine code made for what runs on it would be thrown away with it. Same scripts, same
# answers, a quarter less of the processor.
BRIEF = "--js-flags=--no-opt --no-maglev --lazy --no-flush-bytecode --single-threaded-gc"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    options = launch_options()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**options | {"args": [*options["args"], BRIEF]})
        yield chromium
        chromium.close()


def leave(context: Any) -> None:
    """Close a browser context. Chromium never answers a page that is closed on its way to another: it arrives first."""
    for page in context.pages:
        page.goto("about:blank")
    context.close()


# Both widths and both languages, on two screens; `make soak` and tests that ask for it take all four.
PHONE_PT, WIDE_EN, PHONE_EN, WIDE_PT = (390, "pt"), (1280, "en"), (390, "en"), (1280, "pt")
EVERY_SCREEN = [PHONE_PT, WIDE_EN, PHONE_EN, WIDE_PT]


def named(screen: tuple[int, str]) -> str:
    return f"{'phone' if screen[0] == 390 else 'wide'}-{screen[1]}"


@pytest.fixture(params=EVERY_SCREEN if SOAK else EVERY_SCREEN[:2], ids=named)
def screen(request: pytest.FixtureRequest) -> tuple[int, str]:
    """How wide, and in which language."""
    width, language = request.param
    return width, language


@pytest.fixture
def width(screen: tuple[int, str]) -> int:
    return screen[0]


@pytest.fixture
def language(screen: tuple[int, str]) -> str:
    return screen[1]


def sign_in(page: Any, url: str, name: str) -> None:
    """Through the real form."""
    page.goto(f"{url}/conta/login/")
    page.fill("input[name=login]", f"{name}@example.org")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login" not in address)


def pytest_collection_finish(session: pytest.Session) -> None:
    """The templates are there before the first test. What is loaded by now stays: the collector need not look at it
    again after every few requests, nor so often."""
    if not session.config.option.collectonly:
        database.template("cast")
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)

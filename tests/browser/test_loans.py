"""A wheelchair by keyboard alone, at both widths: asked for, handed over, longer, late, back, clean, free again; and
its label on a phone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from tests.browser.conftest import Person
from tests.conftest import Cast, Running, leave
from tests.database import DEMO_PASSWORD, database
from tests.races.world import pointed_at

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running portal without a worker: nobody but these tests writes in it, each about a bank of its own."""
    name = database.clone(database.template("demo"), f"loans_of_{database.name}")
    made = Running(name, tmp_path_factory.mktemp("loans"), processes=1)
    made.start("web")
    yield made
    made.stop()
    database.drop(name)


@pytest.fixture
def portal(running: Running, django_db_blocker: Any) -> Iterator[Running]:
    """This process works in its database as well."""
    with django_db_blocker.unblock(), pointed_at(running.name):
        yield running


@pytest.fixture
def bank(portal: Any) -> Any:
    """Two wheelchairs of the municipality of Porto, with a day of cleaning between two people."""
    from geo.models import Municipality
    from resources import actions
    from resources.models import Category, Facility, Resource

    holder = Cast().holder
    porto = Municipality.objects.get(dico="1312")
    facility = Facility.objects.create(
        organisation=holder.organisation, name="Banco da Lapa", municipality=porto, is_demo=True
    )
    made = Resource.objects.create(
        facility=facility,
        category=Category.objects.get(code="cadeiras-de-rodas"),
        name="Cadeiras do banco da Lapa",
        hygiene_days=1,
        terms_pt="Devolver limpa.",
    )
    actions.add_items(made, by=holder, name="Cadeira de rodas manual", number=2, accessories=["almofada"])
    actions.state_capacity(made, by=holder)
    return made


@pytest.fixture
def somebody(browser: Any, width: int, portal: Any) -> Iterator[Callable[..., Person]]:
    made: list[Person] = []

    def make(name: str = "") -> Person:
        made.append(Person(browser, width, portal.url, "pt"))
        if name:
            made[-1].sign_in(name, DEMO_PASSWORD)
        return made[-1]

    yield make
    for one in made:
        leave(one.context)


def say_day(person: Person, selector: str, day: Any) -> None:
    """Reached by Tab; which keys write a date in it is the machine's own affair."""
    person.tab_to(selector)
    person.page.locator(selector).fill(day.isoformat())


def test_a_wheelchair_from_asking_to_free_again(somebody, bank):
    from resources import days
    from resources.models import Booking

    today = days.today()
    technician, holder = somebody("technician"), somebody("holder")

    # The partner finds the bank and asks for one of its wheelchairs for a week.
    technician.go("/recursos/?category=produtos-de-apoio&municipality=1312")
    technician.look()
    technician.press(f"ol.reslist h2 a[href*='{bank.uuid}']")
    technician.look()
    form = "form[action*='/pedir/']"
    say_day(technician, f"{form} input[name=end]", today + timedelta(days=6))
    technician.tab_to(f"{form} input[name=reference]")
    technician.page.keyboard.type("7Q4-M")
    with technician.page.expect_navigation():
        technician.page.keyboard.press("Enter")
    technician.look()
    mine = technician.page.url
    booking = Booking.objects.get(item__request__reference="7Q4-M", resource=bank)
    assert booking.last_day == today + timedelta(days=6)

    # The bank accepts, the partner confirms, somebody comes and fetches it.
    there = f"/trabalho/reservas/{booking.uuid}/"
    holder.go(there)
    holder.look()
    holder.press("form[action*='/accept/'] button")
    technician.page.goto(mine)
    technician.press("form[action*='/confirm/'] button")
    holder.go(there)
    holder.look()
    holder.press("form[action*='/check-in/'] button")
    holder.look()
    item = booking.loans.get().item
    assert item.state == "out"

    # More time is asked and given.
    technician.page.goto(mine)
    technician.press("a[href*='form=extend']")
    technician.look()
    say_day(technician, "form[action*='/extend/'] input[name=end]", today + timedelta(days=9))
    technician.press("form[action*='/extend/'] button")
    technician.look()
    holder.go(there)
    holder.press("form[action*='/accept-extension/'] button")
    booking.refresh_from_db()
    assert booking.last_day == today + timedelta(days=9)

    # The days pass and it is not back: late for everybody, free for nobody.
    Booking.objects.filter(pk=booking.pk).update(
        period=DateTimeTZRange(
            days.midnight(today - timedelta(days=12)), days.midnight(today - timedelta(days=2))
        )
    )
    technician.page.goto(mine)
    technician.look()
    assert "em atraso há 3 dias" in technician.page.locator("main").inner_text()
    free = technician.page.locator(".now-line .n b")
    technician.go(f"/recursos/{bank.uuid}-{bank.slug}/")
    assert free.inner_text() == "1"
    holder.go("/trabalho/")
    holder.look()
    holder.go("/trabalho/cedencias/")
    holder.look()
    assert "em atraso há 3 dias" in holder.page.locator("main").inner_text()

    # It comes back over the counter, is looked at, cleaned, and can be asked for again.
    holder.tab_to(f"section[aria-labelledby=receber] input[value='{booking.uuid}']")
    holder.page.keyboard.press("Space")
    holder.press("section[aria-labelledby=receber] form button")
    holder.look()
    technician.page.reload()
    assert free.inner_text() == "1"
    holder.go(f"/trabalho/artigos/{item.code}/")
    holder.look()
    holder.press("#step-cleaning button")
    holder.press("#step-ready button")
    holder.look()
    technician.page.reload()
    assert free.inner_text() == "2"
    technician.look()


def test_the_pages_of_a_bank_and_its_label_on_a_phone(somebody, bank, width):
    holder = somebody("holder")
    own = f"/trabalho/recursos/{bank.uuid}/"
    for path in (own, own + "artigos/", own + "artigos/novos/", own + "artigos/?estado=repair"):
        holder.go(path)
        holder.look()
    holder.go(own + "artigos/novos/")
    holder.tab_to("input[name=name]")
    holder.page.keyboard.type("Cadeira de banho")
    holder.press(".confirm form button")
    holder.look()
    assert "/etiquetas/" in holder.page.url
    address = holder.page.locator(".addr a").first.inner_text()
    with holder.page.expect_download() as download:
        holder.tab_to("main form button.b")
        holder.page.keyboard.press("Enter")
    with open(download.value.path(), "rb") as sheet:
        assert sheet.read(5) == b"%PDF-"

    # What the QR says, opened by somebody whose phone is not signed in yet.
    phone = somebody()
    phone.page.goto(address)
    assert "/conta/login/" in phone.page.url
    phone.tab_to("input[name=login]")
    phone.page.keyboard.type("technician@example.org")
    phone.tab_to("input[name=password]")
    phone.page.keyboard.type(DEMO_PASSWORD)
    with phone.page.expect_navigation():
        phone.page.keyboard.press("Enter")
    phone.page.wait_for_url(address)
    phone.look()
    assert "Cadeira de banho" in phone.page.locator("h1").inner_text()
    assert phone.page.locator("form[action$='/estado/']").count() == 0

"""A whole edition of the seed's programme at a screen: intake, selection, 162 hours, phase 2, dropout, certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.browser.conftest import Person
from tests.conftest import leave
from tests.database import DEMO_PASSWORD

pytestmark = pytest.mark.browser
WORK = "/trabalho/programas"


@pytest.fixture
def inside(demo_portal: Any, django_db_blocker: Any) -> Callable[[], Any]:
    """Inside, this process acts in the database of the running portal."""

    @contextmanager
    def enter() -> Iterator[None]:
        before = connections["default"].settings_dict["NAME"]
        with django_db_blocker.unblock():
            connections["default"].close()
            connections["default"].settings_dict["NAME"] = demo_portal.name
            try:
                yield
            finally:
                connections["default"].close()
                connections["default"].settings_dict["NAME"] = before

    return enter


@pytest.fixture
def phone(browser: Any, demo_portal: Any) -> Iterator[Callable[[], Person]]:
    made: list[Person] = []

    def make() -> Person:
        made.append(Person(browser, 390, demo_portal.url, "pt"))
        return made[-1]

    yield make
    for one in made:
        leave(one.context)


def send(person: Person, selector: str) -> None:
    with person.page.expect_navigation():
        person.page.locator(selector).first.click()


class Walk:
    """What the test does besides the screen: the same forms, posted."""

    def __init__(self, inside: Callable[[], Any]) -> None:
        self.inside = inside
        with inside():
            from accounts.models import User

            self.client = Client()
            self.client.force_login(User.objects.get(email="holder@example.org"))

    def post(self, path: str, data: dict[str, Any], wanted: int = 303) -> Any:
        with self.inside():
            answer = self.client.post(path, data)
        assert answer.status_code == wanted, (path, answer.status_code, answer.content.decode()[-3000:])
        return answer


def edition_of_today() -> Any:
    """An edition that opened its intake two years ago, so that all its days have been; of the demo's programme."""
    from accounts.models import Membership
    from programmes import actions
    from programmes.models import Sheet

    by = Membership.objects.get(user__email="holder@example.org")
    sheet = Sheet.objects.filter(programme__organisation=by.organisation, state="published").first()
    first = timezone.localdate() - timedelta(days=330)
    plan = actions.Plan(
        name="Edição de ecrã",
        responsible=by,
        intake_from=first - timedelta(days=60),
        intake_until=timezone.localdate(),
        starts=first,
        ends=timezone.localdate() + timedelta(days=5),
        target=10,
    )
    assert sheet is not None
    return actions.open_intake(actions.plan_edition(sheet, plan, by=by), by=by)


def days_back(edition: Any) -> None:
    """The intake is over since yesterday: time passes."""
    type(edition).objects.filter(pk=edition.pk).update(intake_until=timezone.localdate() - timedelta(days=1))


def test_a_whole_edition_from_the_intake_to_its_figures(phone, inside):
    with inside():
        edition = edition_of_today()
    board = f"{WORK}/edicoes/{edition.uuid}"
    walk = Walk(inside)
    # Intake: one person alone, on a telephone, without saying who they are; four more through the desk.
    visitor = phone()
    visitor.go(f"/programas/inscrever/{edition.uuid}/")
    visitor.page.select_option("select[name=age_band]", "25-34")
    visitor.page.select_option("select[name=municipality]", "1312")
    visitor.page.check("input[name=situations][value=XI]")
    send(visitor, "form.gv-form .gv-save button")
    alone = visitor.page.locator("#codigo b").inner_text()
    visitor.look()
    for situations in (["I"], ["III"], [], []):
        walk.post(
            f"{board}/inscrever/",
            {"age_band": "35-44", "municipality": "1304", "situations": situations},
            wanted=200,
        )
    with inside():
        days_back(edition)
    # Selection by the published criteria, at the screen.
    manager = phone()
    manager.sign_in("holder", DEMO_PASSWORD)
    manager.go(f"{board}/passo/fechar-inscricoes/")
    send(manager, ".gv-confirm form button.b")
    manager.go(f"{board}/selecao/")
    assert manager.page.locator("table.tbl tbody tr").count() == 5
    manager.page.fill("input[name=places]", "5")
    send(manager, "#escolher ~ .pg-two button.b")
    send(manager, "button[name=chamar]")
    manager.look()
    with inside():
        people = list(edition.participants.order_by("rank"))
        assert {one.state for one in people} == {"called"} and alone in {one.code for one in people[:3]}
    manager.go(f"{board}/matriculas/")
    send(manager, "button[value=matricular]")
    with inside():
        left = list(edition.participants.filter(state="called"))
    for one in left:
        walk.post(f"{board}/matriculas/", {"quem": str(one.uuid), "fazer": "matricular"})
    # A class, its people, and sessions from a weekly pattern: 132, 15 and 15 hours.
    walk.post(f"{board}/turmas/", {"fazer": "turma", "turma-name": "Ecrã", "turma-phase": "1"})
    with inside():
        turma = edition.turmas.get()
        first = edition.starts
    page = f"{WORK}/turmas/{turma.uuid}/"
    walk.post(page, {"fazer": "pessoas", "pessoas-people": [str(one.uuid) for one in people]})
    for module, hours, starts in (("A.1", "4", "09:00"), ("A.2", "3", "14:00"), ("A.3", "3", "17:00")):
        pattern = {
            "fazer": "sessoes",
            "sessoes-module": module,
            "sessoes-weekdays": ["0", "2"],
            "sessoes-starts": starts,
            "sessoes-hours": hours,
            "sessoes-first": first.isoformat(),
        }
        walk.post(page, pattern)
    walk.post(f"{board}/passo/comecar/", {})
    # The first two sessions are marked with a thumb; the others by the same form.
    at_bar, below, certified, leaver, always = people
    missing = {at_bar: Decimal("40.5"), below: Decimal("40.75"), certified: Decimal(100)}
    manager.go(f"{board}/sessoes/")
    with inside():
        sessions = list(turma.sessions.order_by("day", "starts"))
    assert sum(one.hours for one in sessions) == 162
    for number, session in enumerate(sessions):
        said: dict[str, str] = {"fazer": "gravar"}
        for one in people:
            owed = missing.get(one, Decimal(0))
            word, stayed = "present", ""
            if owed >= session.hours:
                word, missing[one] = "absent", owed - session.hours
            elif owed > 0:
                word, stayed, missing[one] = "partial", str(session.hours - owed), Decimal(0)
            said |= {f"presence_{one.pk}": word, f"hours_{one.pk}": stayed}
        address = f"{WORK}/sessoes/{session.uuid}/"
        if number > 1:
            walk.post(address, said)
            continue
        manager.go(address)
        if number == 0:
            manager.look()
        for one in people:
            manager.page.check(f"input[name=presence_{one.pk}][value={said[f'presence_{one.pk}']}]")
        send(manager, ".gv-save button[value=gravar]")
    with inside():
        from programmes import attending

        hours = attending.hours_of(edition)
        phase = hours.phases[0]
        got = {one.code: hours.in_phase(one.pk, phase) for one in people}
    assert (got[at_bar.code].attended, got[at_bar.code].meets) == (Decimal("121.5"), True)
    assert (got[below.code].attended, got[below.code].meets) == (Decimal("121.25"), False)
    # Phase 2: at the limit and always enter by their hours, one by a certificate of before; one just below does not.
    walk.post(f"{board}/turmas/", {"fazer": "turma", "turma-name": "Ecrã 2", "turma-phase": "2"})
    walk.post(f"{board}/certificados/", {"quem": str(always.uuid), "fase": "1"})
    with inside():
        second = edition.turmas.get(phase__number=2)
        issued = edition.certificates.get()
    walk.post(f"{WORK}/participantes/{certified.uuid}/certificado-anterior/", {"code": issued.code})
    place = f"{WORK}/turmas/{second.uuid}/"
    refused = walk.post(place, {"fazer": "pessoas", "pessoas-people": [str(below.uuid)]}, wanted=409)
    assert "121,25" in refused.content.decode()
    members = [at_bar, always, certified]
    walk.post(place, {"fazer": "pessoas", "pessoas-people": [str(one.uuid) for one in members]})
    started = sessions[-1].day + timedelta(days=1)
    walk.post(
        place,
        {
            "fazer": "sessoes",
            "sessoes-module": "B.1",
            "sessoes-weekdays": ["1", "3"],
            "sessoes-starts": "09:00",
            "sessoes-hours": "5",
            "sessoes-first": started.isoformat(),
        },
    )
    manager.go(f"{board}/empreendimentos/")
    manager.page.fill("input[name=novo-area]", "Costura e arranjos")
    for one in members:
        manager.page.check(f"input[name=novo-people][value='{one.uuid}']")
    send(manager, "#novo ~ form button.b")
    walk.post(
        f"{board}/empreendimentos/",
        {"fazer": "atividade", "atividade-module": "B.1", "atividade-title": "Apresentar a ideia"},
    )
    with inside():
        venture = edition.ventures.get()
        activity = edition.activities.get()
        meetings = list(second.sessions.order_by("day"))
    assert sum(one.hours for one in meetings) == 25
    for number, session in enumerate(meetings):
        # One member is missing once: that meeting does not count for the venture.
        said = {f"presence_{one.pk}": "present" for one in members} | {"fazer": "gravar"}
        if number == 0:
            said[f"presence_{certified.pk}"] = "excused"
        walk.post(f"{WORK}/sessoes/{session.uuid}/", said)
    step = f"{WORK}/empreendimentos/{venture.uuid}"
    told = walk.post(f"{step}/avancar/", {}, wanted=409).content.decode()
    assert "Atividades: 0 de 1" in told and "Frequência" not in told
    walk.post(f"{step}/", {"feita": [str(activity.pk)]})
    walk.post(f"{step}/avancar/", {})
    # Three of a target of ten reach the acceleration: the board says so, with the ways out.
    manager.go(f"{board}/")
    assert "Chegaram 3 pessoas à aceleração" in manager.page.inner_text("main")
    manager.look()
    walk.post(f"{board}/aviso/", {"answer": "Procura ativa de participantes de edições anteriores."})
    # One drops out and is passed on, the service says so; how the others ended.
    today = timezone.localdate()
    who = f"{WORK}/participantes"
    walk.post(f"{who}/{leaver.uuid}/desistencia/", {"on": today.isoformat(), "reason": "schedule"})
    walk.post(f"{who}/{leaver.uuid}/passagem/", {"on": today.isoformat(), "service": "Centro Qualifica"})
    walk.post(f"{board}/encerrar/", {}, wanted=409)
    manager.go(f"{who}/{leaver.uuid}/")
    send(manager, "form[action*='/recebida/'] button")
    for one, outcome in (
        (at_bar, "income"),
        (always, "employed"),
        (certified, "completed"),
        (below, "not_finished"),
    ):
        said = {"outcome": outcome, "area": "Costura" if outcome == "income" else ""}
        if outcome != "not_finished":
            # The venture has two modules to go: who ends well all the same, does so with a reason.
            walk.post(f"{who}/{one.uuid}/fim/", said, wanted=422)
            said["why"] = "Acabou antes do último módulo."
        walk.post(f"{who}/{one.uuid}/fim/", said)
    walk.post(f"{board}/encerramento/", {f"grade_{n}": "1" if n > 2 else "0" for n in range(1, 6)})
    manager.go(f"{board}/encerrar/")
    send(manager, ".gv-confirm form button.b")
    said_at_the_end = manager.page.inner_text("main")
    assert "Índice de permanência" in said_at_the_end and "80 %" in said_at_the_end
    manager.look()
    with inside():
        figures = {one.code: one.value for one in edition.figures.all()}
        pdf = walk.client.get(f"{WORK}/certificados/{issued.uuid}.pdf")
    assert (figures["access"], figures["permanence"], figures["completed"]) == (5, 80, 30)
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF")

"""The strip at the top of the workspace: what each role has to do with, in numbers with their deadlines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts import moment
from accounts.models import Membership
from resources import actions
from resources.models import Booking, Request, Resource
from tests.workspace.conftest import words


def strip(page: Any) -> dict[str, int]:
    return {one.label: one.n for one in page.context["board"].strip}


def one(page: Any, label: str) -> Any:
    return next(count for count in page.context["board"].strip if count.label == label)


def test_each_role_has_its_own(look, resource):
    manager = ["por responder", "por confirmar", "a entrar hoje", "a sair hoje"]
    manager += ["capacidade por confirmar", "pedidos sem resposta"]
    assert list(strip(look("holder", "workspace"))) == manager
    assert list(strip(look("technician", "workspace"))) == ["por confirmar", "pedidos sem resposta"]
    coordination = strip(look("coordination", "workspace"))
    assert {"necessidades da rede em aberto", "recursos da rede por confirmar"} <= set(coordination)
    assert "capacidade por confirmar" not in coordination
    assert "capacidade por confirmar" not in strip(look("representative", "workspace"))


def test_who_only_reads_has_nothing_to_confirm(cast, look):
    Membership.objects.filter(pk=cast.technician.pk).update(roles=["viewer"])
    assert list(strip(look("technician", "workspace"))) == ["por responder", "a entrar hoje", "a sair hoje"]


def test_the_next_deadline_stands_beside_the_number(ask, look, resource):
    ask(resource, 1)
    urgent = ask(resource, 1, urgency="urgent")
    count = one(look("holder", "workspace"), "por responder")
    assert (count.n, count.at, count.late) == (2, urgent.item.request.answer_by, False)
    Request.objects.filter(urgency="urgent").update(answer_by=timezone.now() + timedelta(minutes=9))
    assert one(look("holder", "workspace"), "por responder").late
    page = look("technician", "workspace")
    assert one(page, "pedidos sem resposta").n == 2


def test_who_waits_for_a_place_is_counted_apart(cast, ask, look, resource):
    actions.waitlist_booking(ask(resource, 1), by=cast.holder)
    ask(resource, 1)
    counted = strip(look("holder", "workspace"))
    assert (counted["por responder"], counted["em lista de espera"]) == (1, 1)


def test_a_hold_shows_its_clock_on_both_sides_and_runs_live(look, held):
    asker, holder = look("technician", "workspace"), look("holder", "workspace")
    assert one(asker, "por confirmar").at == held.hold_expires_at
    assert one(holder, "à espera de quem pediu").at == held.hold_expires_at
    assert words(asker).count("data-until") >= 2
    Booking.objects.filter(pk=held.pk).update(hold_expires_at=timezone.now())
    assert one(look("technician", "workspace"), "por confirmar").n == 0


def test_arrivals_departures_and_who_should_have_left(cast, ask, look, make_resource, protocol):
    with moment.replaying(timezone.now() - timedelta(days=3)):
        resource = make_resource(9)
        for nights in (2, 3):
            booking = ask(resource, 1, start=0, nights=nights, auto_confirm=True)
            actions.check_in(actions.accept_booking(booking, by=cast.holder), by=cast.holder)
    actions.accept_booking(ask(resource, 1, start=0, auto_confirm=True), by=cast.holder)
    counted = strip(look("holder", "workspace"))
    assert (counted["a entrar hoje"], counted["a sair hoje"], counted["passaram a saída"]) == (1, 1, 1)


def test_capacity_past_its_limit_is_counted(look, resource, make_resource):
    make_resource(2)
    count = one(look("holder", "workspace"), "capacidade por confirmar")
    assert count.n == 0 and count.at
    Resource.objects.filter(pk=resource.pk).update(confirmed_at=timezone.now() - timedelta(days=2))
    count = one(look("holder", "workspace"), "capacidade por confirmar")
    assert (count.n, count.at) == (1, None)


def test_each_number_leads_to_what_it_counts(look, held, client_for):
    for who in ("holder", "technician", "coordination"):
        for count in look(who, "workspace").context["board"].strip:
            assert client_for(who).get(count.url.split("#")[0]).status_code == 200, count


def test_what_is_lent_has_its_own_numbers_and_no_arrival(cast, ask, look, make_resource, protocol):
    bank = make_resource(None, category="produtos-de-apoio", response=None)
    actions.add_items(bank, by=cast.holder, name="Cadeira de rodas", number=3)
    loans = [
        actions.accept_booking(ask(bank, 1, start=0, nights=5, auto_confirm=True), by=cast.holder)
        for _n in range(2)
    ]
    counted = strip(look("holder", "workspace"))
    assert counted["cedências a entregar"] == 2
    assert counted["a entrar hoje"] == 0
    assert [row.booking.pk for row in look("holder", "workspace").context["board"].loans] == [
        one.pk for one in loans
    ]


def test_who_only_reads_is_told_the_same_of_what_is_lent(cast, ask, look, make_resource, protocol):
    bank = make_resource(None, category="produtos-de-apoio", response=None)
    actions.add_items(bank, by=cast.holder, name="Cadeira de rodas", number=3)
    with moment.replaying(timezone.now() - timedelta(days=3)):
        for nights in (2, 4):
            loan = actions.accept_booking(
                ask(bank, 1, start=0, nights=nights, auto_confirm=True), by=cast.holder
            )
            actions.check_in(loan, by=cast.holder)
    actions.accept_booking(ask(bank, 1, start=0, nights=5, auto_confirm=True), by=cast.holder)
    lent = {"cedências a entregar": 1, "a devolver hoje": 1, "cedências em atraso": 1}
    assert strip(look("holder", "workspace")).items() >= lent.items()
    assert "A entregar: 1. A devolver hoje: 1. Em atraso: 1." in words(look("holder", "loans"))
    Membership.objects.filter(pk=cast.holder.pk).update(roles=["viewer"])
    assert strip(look("holder", "workspace")).items() >= lent.items()
    assert "Em atraso: 1." not in words(look("holder", "loans"))


def test_the_design_page_shows_it_in_each_of_its_states(look):
    for prefix, overdue in (("", "passaram a saída"), ("/en", "past their departure")):
        page = words(look("coordination", f"{prefix}/design/"))
        shown = page[page.index('class="waits"') :].split("</nav>")[0]
        assert overdue in shown and 'class="nil"' in shown
        assert shown.count('class="late"') == 2 and shown.count("data-until") == 2

"""The workspace: what waits for whom, by role; and that it costs the same however much there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import moment
from accounts.models import Notice
from resources import actions, days
from resources.models import Booking, Category, Request, Resource
from tests.workspace.conftest import words


def test_the_visitor_signs_in_first(look):
    answer = look(None, "workspace")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/trabalho/")


def test_who_belongs_to_nobody_reads_how_to_join(look):
    answer = look("outsider", "workspace")
    assert answer.status_code == 403
    assert "outsider@example.org" in words(answer) and "Como entrar" in words(answer)


PAGES = ["workspace", "my_requests", "open_needs", "own_resources", "notices"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_for_members_in_both_languages(look, name):
    for who in ("holder", "representative", "technician", "accredited", "coordination", "editor"):
        assert look(who, name).status_code == 200, who
        assert look(who, "/en" + reverse(name)).status_code == 200, who
    assert look("outsider", name).status_code == 403
    assert look(None, name).status_code == 302


def test_the_heading_counts_what_waits_and_what_presses(ask, look, resource):
    for urgency in ("normal", "urgent", "emergency", "normal"):
        ask(resource, 1, urgency=urgency)
    board = look("holder", "workspace").context["board"]
    assert board.heading == "4 por responder"
    assert board.pressing == "1 nos próximos 30 minutos"
    Request.objects.filter(urgency="urgent").update(answer_by=timezone.now() - timedelta(minutes=1))
    assert look("holder", "workspace").context["board"].pressing == "1 já fora do prazo"


def test_the_inbox_is_most_urgent_and_oldest_first(ask, look, resource):
    for number, urgency in enumerate(("normal", "emergency", "urgent", "emergency")):
        ask(resource, 1, urgency=urgency, reference=f"REF-{number}")
    rows = look("holder", "workspace").context["board"].to_answer
    assert [row.request.reference for row in rows] == ["REF-1", "REF-3", "REF-2", "REF-0"]


def test_a_row_says_what_remains_if_it_is_accepted(cast, ask, look, resource):
    actions.accept_booking(ask(resource, 1, start=2, nights=1), by=cast.holder)
    ask(resource, 1, start=1, nights=1)
    ask(resource, 2, start=2, nights=1)
    ask(resource, 2, start=1, nights=None)
    effects = [row.effect for row in look("holder", "workspace").context["board"].to_answer]
    assert effects == ["se aceitar, ficam 3 livres", "se aceitar, fica 1 livre", "se aceitar, fica 1 livre"]


def test_what_cannot_be_taken_has_no_button_to_take_it(cast, ask, look, resource):
    rival = ask(resource, 3)
    booking = ask(resource, 2)
    actions.accept_booking(rival, by=cast.holder)
    page = look("holder", "workspace")
    assert "só há 1 livre nesses dias" in words(page)
    assert reverse("booking_verb", args=[booking.uuid, "accept"]) not in words(page)


def test_without_protocol_the_row_leads_to_the_page(ask, look, resource):
    from geo.models import Municipality

    booking = ask(resource, 1, origin=Municipality.objects.get(dico="0104"))
    text = words(look("holder", "workspace"))
    assert "sem protocolo conhecido" in text
    assert reverse("booking_verb", args=[booking.uuid, "accept"]) not in text


def test_both_sides_see_the_same_clock(look, held):
    holder, technician = look("holder", "workspace"), look("technician", "workspace")
    assert [row.booking.pk for row in holder.context["board"].awaited] == [held.pk]
    assert [row.booking.pk for row in technician.context["board"].to_confirm] == [held.pk]
    assert reverse("booking_verb", args=[held.uuid, "confirm"]) in words(technician)
    Booking.objects.filter(pk=held.pk).update(hold_expires_at=timezone.now())
    assert look("holder", "workspace").context["board"].awaited == []
    assert look("technician", "workspace").context["board"].to_confirm == []


def test_arrivals(cast, ask, look, say, resource):
    arriving = actions.accept_booking(
        ask(resource, 1, start=0, auto_confirm=True, reference="VEM-1"), by=cast.holder
    )
    board = look("holder", "workspace").context["board"]
    assert [row.booking.pk for row in board.arrivals] == [arriving.pk]
    assert say("holder", arriving, "check-in", back="trabalho").status_code == 303
    page = look("holder", "workspace")
    board = page.context["board"]
    assert board.arrivals == [] and [row.booking.pk for row in board.here] == [arriving.pk]
    assert "já entrou" in words(page)


def test_departures_and_who_should_have_left(cast, ask, look, make_resource, protocol):
    with moment.replaying(timezone.now() - timedelta(days=3)):
        resource = make_resource(4)
        stays = []
        for nights, reference in ((3, "SAI-1"), (2, "SAIA-1"), (9, "FICA-1"), (None, "FICA-2")):
            booking = ask(resource, 1, start=0, nights=nights, reference=reference, auto_confirm=True)
            stays.append(actions.check_in(actions.accept_booking(booking, by=cast.holder), by=cast.holder))
    page = look("holder", "workspace")
    board = page.context["board"]
    assert [row.booking.pk for row in board.departures] == [stays[0].pk]
    assert [row.booking.pk for row in board.overdue] == [stays[1].pk]
    assert board.arrivals == [] and board.here == []
    text = words(page)
    assert "Passaram a data de saída" in text and "saía ontem" in text
    # The asker is shown the same two, to ask for more time.
    coming = look("technician", "workspace").context["board"].coming
    assert {row.booking.pk for row in coming} == {stays[0].pk, stays[1].pk}


def test_the_asker_sees_own_stays_begin_and_end(cast, look, confirmed):
    assert [row.booking.pk for row in look("technician", "workspace").context["board"].coming] == [
        confirmed.pk
    ]


def test_the_technician_has_no_inbox(look, requested):
    page = look("technician", "workspace")
    assert "Por responder" not in words(page)
    assert "7Q4-M" in words(page)


def test_who_represents_reads_without_verbs(cast, ask, look, make_resource, protocol):
    member = cast.representative
    keeper = cast.member_of(member.organisation.name)
    resource = make_resource(4, keeper=keeper, dico="1306")
    booking = ask(resource, 1, reference="LER-1")
    page = look("representative", "workspace")
    assert [row.booking.pk for row in page.context["board"].to_answer] == [booking.pk]
    assert reverse("booking_verb", args=[booking.uuid, "accept"]) not in words(page)
    assert "Continua assim?" not in words(page)


def test_empty_is_said_plainly(look):
    assert "Nada por responder" in words(look("holder", "workspace"))
    technician = words(look("technician", "workspace"))
    assert "Sem pedidos em aberto" in technician and "Sem avisos." in technician
    assert "Sem prazos nem chegadas" in technician


def test_the_inbox_has_pages_of_twenty(ask, look, make_resource, protocol):
    resource = make_resource(50)
    for _number in range(22):
        ask(resource, 1)
    first = look("holder", "workspace").context["board"]
    second = look("holder", "workspace", page=2).context["board"]
    assert (len(first.to_answer), len(second.to_answer)) == (20, 2)
    assert first.waiting == 22


# --- Notices


def test_notices_are_one_s_own_and_marked_together(cast, look, client_for, requested):
    page = look("holder", "notices")
    assert "Há um pedido para responder" in words(page)
    assert "Há um pedido para responder" not in words(look("technician", "notices"))
    assert look("holder", "workspace").context["unread"] == 1
    others = Notice.objects.exclude(pk__in=Notice.objects.of(cast.holder)).filter(read_at=None).count()
    answer = client_for("holder").post(reverse("notices"), {"back": "trabalho"})
    assert answer.status_code == 303 and answer["Location"] == reverse("workspace")
    assert look("holder", "workspace").context["unread"] == 0
    still = Notice.objects.exclude(pk__in=Notice.objects.of(cast.holder)).filter(read_at=None).count()
    assert still == others


def test_notices_follow_the_language_of_the_page(look, requested):
    notice = look("holder", "/en" + reverse("notices")).context["notices"][0]
    assert notice["url"].startswith("/en/trabalho/reservas/")


def test_reading_never_writes(look, requested):
    before = Notice.objects.filter(read_at=None).count()
    look("holder", "notices")
    assert Notice.objects.filter(read_at=None).count() == before


# --- Cost


def busy(cast, ask, make_resource, n):
    """n of everything the workspace and its lists show."""
    resources = [make_resource(30) for _number in range(n)]
    for number, resource in enumerate(resources):
        ask(resource, 1, reference=f"R-{number:03}", note="Uma nota.")
        actions.accept_booking(ask(resource, 1, start=0), by=cast.holder)
        actions.accept_booking(ask(resource, 1, start=2), by=cast.holder, condition="Até às 21 h.")
        arriving = actions.accept_booking(ask(resource, 1, start=0, auto_confirm=True), by=cast.holder)
        actions.check_in(arriving, by=cast.holder)
        actions.accept_booking(ask(resource, 1, start=0, auto_confirm=True), by=cast.holder)
        ask(resource, 1, by=cast.holder)
        actions.block_resource(
            resource, by=cast.holder, start=days.today() + timedelta(days=9),
            end=days.today() + timedelta(days=10), reason_code="works",
        )  # fmt: skip
        actions.request_capacity(
            [
                actions.Need(
                    quantity=1, start=days.today(), end=days.today() + timedelta(days=1),
                    category=Category.objects.get(code="acolhimento-temporario"),
                )
            ],
            by=cast.technician,
        )  # fmt: skip
    actions.state_capacity(
        resources[0], by=cast.holder, capacity=0, valid_from=days.today(), reason="Obras na ala norte."
    )


def cost(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, ask, client_for, make_resource, protocol):
    addresses = {
        "holder": [
            "/trabalho/",
            "/trabalho/rede/",
            "/trabalho/recursos/",
            "/trabalho/pedidos/",
            "/trabalho/avisos/",
        ],
        "technician": ["/trabalho/", "/trabalho/pedidos/", "/trabalho/avisos/"],
    }
    clients = {who: client_for(who) for who in addresses}

    def costs():
        own = Resource.objects.filter(facility__organisation=cast.holder.organisation).order_by("pk").first()
        extra = [("holder", reverse("own_resource", args=[own.uuid]))]
        pairs = [(who, address) for who, some in addresses.items() for address in some] + extra
        return {pair: cost(clients[pair[0]], pair[1]) for pair in pairs}

    busy(cast, ask, make_resource, 3)
    few = costs()
    busy(cast, ask, make_resource, 7)
    assert costs() == few
    assert max(few.values()) <= 40

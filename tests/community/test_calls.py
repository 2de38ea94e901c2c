"""Calls: registered by the coordination, read by all, with a state nobody stores and reminders said once."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.utils import timezone

from accounts import audit, moment
from accounts.models import Letter, Notice
from accounts.refusals import Invalid, NotAllowed, WrongState
from community.actions import calls as actions
from community.models import Call, CallFollow, CallState
from tests.community.funded import PUBLIC, WORK

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def typed(**more):
    closes = timezone.localdate() + timedelta(days=20)
    return {
        "title": "Respostas integradas",
        "funder": "Fundo Social",
        "day": closes.isoformat(),
        "hour": "18:00",
        "cofunding": "85",
        "smallest_consortium": "2",
        "kinds": ["municipality", "ipss"],
        "municipalities": ["1312", "1306"],
        "obligatory": "Situação regularizada\nParecer do CLAS",
        "other": "Estudo prévio",
        "source": "Sítio do fundo",
        "checked_on": timezone.localdate().isoformat(),
    } | more


def test_the_state_follows_from_the_clock_and_lists_say_the_same_as_the_page(funded):
    local = timezone.localdate(NOON)
    whole = {"opens_on": local, "closes_at": NOON + timedelta(days=20), "checked_on": local}
    with moment.replaying(NOON):
        call = funded.call(**whole)
    instants = {
        NOON - timedelta(days=1): CallState.TO_OPEN,
        NOON: CallState.OPEN,
        NOON + timedelta(days=6): CallState.CLOSING,
        NOON + timedelta(days=6, microseconds=-1): CallState.OPEN,
        NOON + timedelta(days=20, microseconds=-1): CallState.CLOSING,
        NOON + timedelta(days=20): CallState.CLOSED,
    }
    for instant, state in instants.items():
        with moment.replaying(instant):
            assert call.state == state, instant
            found = {one: Call.objects.in_state(one).exists() for one in CallState}
            assert found == {one: one == state for one in CallState}, instant


def test_the_coordination_registers_and_corrects_one_and_everybody_reads_it(funded, client_for):
    desk, visitor = client_for("coordination"), client_for(None)
    assert "Ainda não há avisos" in visitor.get(f"{PUBLIC}/avisos/").content.decode()
    answer = desk.post(f"{WORK}/avisos/novo/", typed())
    call = Call.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{PUBLIC}/avisos/{call.uuid}/")
    assert timezone.localtime(call.closes_at).strftime("%H:%M") == "18:00"
    page = visitor.get(f"{PUBLIC}/avisos/{call.uuid}/").content.decode()
    for words in ("85 %", "Porto", "Parecer do CLAS", "obrigatório", "Sítio do fundo", "Município, IPSS"):
        assert words in page
    assert "csrf" not in page and "Seguir" not in page
    edit = desk.get(f"{WORK}/avisos/{call.uuid}/editar/").context["form"]
    said = typed(title="Respostas integradas II", cofunding="72,5", seen=edit["seen"].value())
    assert desk.post(f"{WORK}/avisos/{call.uuid}/editar/", said).status_code == 303
    call.refresh_from_db()
    assert (call.title, call.cofunding_said, call.sequence) == ("Respostas integradas II", "72,5", 1)
    assert desk.post(f"{WORK}/avisos/{call.uuid}/editar/", said).status_code == 409, "an old form"
    assert list(audit.problems()) == []
    assert [one.text for one in call.criteria.all()] == [
        "Situação regularizada",
        "Parecer do CLAS",
        "Estudo prévio",
    ]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(funded, client_for):
    client = client_for("coordination")
    for wrong, sentence in (
        ({"day": "32/13/2026"}, "Escreva um dia que exista"),
        ({"cofunding": "185"}, "percentagem entre 0 e 100"),
        ({"cofunding": "muito"}, "percentagem entre 0 e 100"),
        ({"opens_on": "2199-01-01"}, "abrir antes de fechar"),
        ({"checked_on": "2199-01-01"}, "ainda não chegou"),
        ({"smallest_consortium": "0"}, "a partir de 1"),
        ({"kinds": ["banco"]}, "tipos de entidade"),
        ({"municipalities": ["9999"]}, "Escolha da lista"),
        ({"obligatory": "Igual\nIgual"}, "duas vezes"),
        ({"link": "sem protocolo"}, "ligação inteira"),
        ({"summary": "Pagar para PT50 0002 0123 1234 5678 9015 4"}, "IBAN"),
        ({"title": "x\x00y"}, "caracteres"),
    ):
        answer = client.post(f"{WORK}/avisos/novo/", typed(**wrong))
        page = answer.content.decode()
        assert answer.status_code == 422 and sentence in page
        assert "0002 0123" not in page
        assert not Call.objects.exists()


def test_the_list_is_searched_and_given_out_as_table_and_calendar(
    funded, client_for, django_assert_max_num_queries
):
    visitor = client_for(None)
    funded.call(title="=Perto", closes_at=timezone.now() + timedelta(days=5))
    funded.call(title="Longe")
    with moment.replaying(timezone.now() - timedelta(days=30)):
        funded.call(title="Passado", closes_at=timezone.now() - timedelta(days=1))
    page = visitor.get(f"{PUBLIC}/avisos/").content.decode()
    assert page.index("Perto") < page.index("Longe") < page.index("Passado")
    only = visitor.get(f"{PUBLIC}/avisos/?estado=closing&q=perto+fundo").content.decode()
    assert "Perto" in only and "Longe" not in only
    assert "Nenhum aviso assim" in visitor.get(f"{PUBLIC}/avisos/?q=nada").content.decode()
    for bad in ("estado=nenhum", "page=9"):
        assert visitor.get(f"{PUBLIC}/avisos/?{bad}").status_code == 400
    table = b"".join(visitor.get(f"{PUBLIC}/avisos/exportar.csv?estado=closing")).decode("utf-8-sig")
    assert table.count("\r\n") == 2 and "'=Perto" in table and "a fechar" in table
    calendar = icalendar.Calendar.from_ical(visitor.get(f"{PUBLIC}/avisos/prazos.ics").content)
    events = calendar.walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in events] == ["Prazo: =Perto", "Prazo: Longe"]
    call = Call.objects.get(title="Longe")
    one = icalendar.Calendar.from_ical(visitor.get(f"{PUBLIC}/avisos/{call.uuid}/prazo.ics").content)
    assert one.walk("VEVENT")[0]["DTEND"].dt == call.closes_at.replace(microsecond=0)
    with django_assert_max_num_queries(8):
        visitor.get(f"{PUBLIC}/avisos/")
    for number in range(12):
        funded.call(title=f"Outro {number}")
    with django_assert_max_num_queries(8):
        visitor.get(f"{PUBLIC}/avisos/")


def test_who_follows_is_reminded_30_7_and_1_days_before_once_each(funded, client_for):
    call = funded.call(closes_at=timezone.now() + timedelta(days=40))
    client = client_for("technician")
    page = client.get(f"{PUBLIC}/avisos/{call.uuid}/").content.decode()
    assert "Seguir este aviso" in page
    for _twice in range(2):
        assert client.post(f"{WORK}/avisos/{call.uuid}/seguir/", {"seguir": "1"}).status_code == 303
    assert CallFollow.objects.count() == 1
    told = []
    for days in (39, 30, 29.5, 8, 7, 6, 1, 0.5, -1):
        with moment.replaying(call.closes_at - timedelta(days=days)):
            told.append(actions.remind_calls() + actions.remind_calls())
    assert told == [0, 1, 0, 0, 1, 0, 1, 0, 0]
    subjects = Letter.objects.filter(kind="call_due").order_by("pk").values_list("subject", flat=True)
    assert [one.split(" ")[1] for one in subjects] == ["30", "7", "1"]
    assert Notice.objects.filter(user=funded.lead.user, url=f"{PUBLIC}/avisos/{call.uuid}/").count() == 3
    client.post(f"{WORK}/avisos/{call.uuid}/seguir/", {"seguir": "0"})
    assert not CallFollow.objects.exists()


def test_a_deadline_that_moves_is_reminded_anew_and_who_comes_late_hears_only_what_is_ahead(funded):
    call = funded.call(closes_at=timezone.now() + timedelta(days=5))
    actions.follow_call(call, by=funded.lead, wants=True)
    assert (actions.remind_calls(), actions.remind_calls()) == (1, 0)
    actions.keep_call(
        funded.said_of_call(closes_at=timezone.now() + timedelta(days=6)), by=funded.coordination, call=call
    )
    assert actions.remind_calls() == 1


def test_only_the_coordination_writes_and_what_applications_rest_on_stays(funded):
    for by in (funded.lead, funded.cast.representative, funded.cast.editor):
        with pytest.raises(NotAllowed):
            actions.keep_call(funded.said_of_call(), by=by)
    call = funded.submitted().call
    with pytest.raises(WrongState):
        actions.keep_call(funded.said_of_call(obligatory="Outro critério"), by=funded.coordination, call=call)
    with pytest.raises(WrongState):
        actions.drop_call(call, by=funded.coordination)
    actions.drop_call(funded.call(), by=funded.coordination)
    with pytest.raises(Invalid):
        actions.keep_call(funded.said_of_call(cofunding=0), by=funded.coordination)
    assert list(audit.problems()) == []

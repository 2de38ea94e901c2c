"""The pages of programmes, as people come to them: over HTTP, with and without what they may do."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import AuditEntry, Membership
from programmes import actions
from programmes.models import Attendance, Certificate, Edition, Participant, Programme, Session
from tests.papers import Printed
from tests.programmes.running import FIRST, at, running

pytestmark = pytest.mark.django_db
__all__ = ["running"]

CODE = re.compile(r"\b[2-9A-Z]{3}-[2-9A-Z]{2}[A-Z]\b")


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def application(running, **more):
    return {"age_band": "25-34", "municipality": running.places["1304"].pk, **more}


def test_a_visitor_registers_without_any_identity_and_takes_a_code_to_the_service(running, client_for):
    cache.clear()
    edition = running.open()
    address = reverse("self_register", args=[edition.uuid])
    visitor, service = client_for(None), client_for("technician")
    with at(FIRST):
        page = visitor.get(address)
        assert not {"name", "email", "phone", "contact", "nome"} & set(
            re.findall(r'name="([^"]+)"', page.content.decode())
        )
        wrong = visitor.post(address, application(running, age_band="0-15"))
        assert wrong.status_code == 422 and "a partir dos 16 anos" in text(wrong)
        refused = visitor.post(address, application(running, prior_from="Ligar para 912 345 678"))
        assert refused.status_code == 422 and "912 345 678" not in refused.content.decode()
        assert not Participant.objects.filter(edition=edition).exists()
        key = "7d6f3a2e-6f1f-4c86-8a51-0f4e6f0f0f01"
        said = application(running, situations=["I", "XI"], key=key)
        answer = visitor.post(address, said)
        [code] = set(CODE.findall(text(answer)))
        # Sent again, it is the same.
        assert CODE.findall(text(visitor.post(address, said)))[0] == code
        assert Participant.objects.get(edition=edition).code == code
        # Sent by the next person at that computer, or for another edition, it gives that code to nobody.
        other = reverse("self_register", args=[running.open(name="Outra edição").uuid])
        for where, words in ((address, said | {"age_band": "35-44"}), (other, said)):
            answer = visitor.post(where, words)
            assert answer.status_code == 409 and code not in text(answer)
        # The service follows it from then on; another one does not.
        mine = reverse("my_registrations")
        assert service.post(mine, {"code": "AAA-AAA"}).status_code == 422
        assert service.post(mine, {"code": code.lower().replace("-", " ")}).status_code == 303
        assert code in text(service.get(mine))
        assert code not in text(client_for("accredited").get(mine))
        # By the service, too: it is shown the code on the answer.
        made = service.post(reverse("edition_register", args=[edition.uuid]), application(running))
        assert CODE.search(text(made))
        # Who tries codes is stopped.
        assert {service.post(mine, {"code": "AAA-AAA"}).status_code for _each in range(19)} == {422}
        assert service.post(mine, {"code": "AAA-AAA"}).status_code == 429
    with at(edition.intake_until + timedelta(days=1)):
        assert visitor.post(address, said).status_code == 409


def test_selection_is_explained_and_overridden_only_with_a_reason(running, client_for):
    edition = running.open()
    first = running.applied(edition, "I XI", minutes=5)
    second = running.applied(edition, "", minutes=1)
    edition = running.selecting(edition)
    manager = client_for("holder")
    page = reverse("edition_selection", args=[edition.uuid])
    with at(edition.intake_until + timedelta(days=1)):
        shown = text(manager.get(page))
        assert shown.index(first.code) < shown.index(second.code)
        assert "2 pontos: I (1), XI (1)" in shown
        assert manager.post(page, {"places": "nada"}).status_code == 422
        assert manager.post(page, {"places": "1"}).status_code == 303
        lugar = reverse("participant_override", args=[second.uuid])
        assert manager.post(lugar, {"selected": "yes", "why": ""}).status_code == 422
        assert manager.post(lugar, {"selected": "yes", "why": "Fica sem casa."}).status_code == 303
        assert manager.post(page, {"chamar": "1"}).status_code == 303
        called = manager.get(reverse("edition_enrolments", args=[edition.uuid]))
        assert text(called).count("Matricular") >= 2
        for one, what in ((first, "matricular"), (second, "nao-veio")):
            answer = manager.post(
                reverse("edition_enrolments", args=[edition.uuid]), {"quem": one.uuid, "fazer": what}
            )
            assert answer.status_code == 303
        assert (
            manager.post(
                reverse("edition_enrolments", args=[edition.uuid]),
                {"quem": first.uuid, "fazer": "matricular"},
            ).status_code
            == 409
        )
    assert set(edition.participants.values_list("code", "state")) == {
        (first.code, "enrolled"),
        (second.code, "no_show"),
    }
    # The coordination reads the ranking, and selects nobody.
    reader = client_for("coordination")
    assert "escolher" not in reader.get(page).content.decode().partition("<main")[2]
    assert reader.post(page, {"places": "1"}).status_code == 404


def test_attendance_is_one_form_that_a_phone_sends(running, client_for):
    edition, people = running.enrolled(3)
    session = running.sessions(edition.turmas.get(), "A.1", first=edition.starts)[0]
    page = reverse("class_session", args=[session.uuid])
    manager = client_for("holder")
    first, second, _third = people
    with at(session.day - timedelta(days=1)):
        assert "no próprio dia" in text(manager.get(page))
    with at(session.day, 20):
        shown = manager.get(page)
        assert all(one.code in text(shown) for one in people)
        seen = re.search(r'name="seen" value="([^"]*)"', shown.content.decode())[1]
        said = {f"presence_{one.pk}": "present" for one in people} | {"seen": seen, "fazer": "gravar"}
        missing = manager.post(page, {f"presence_{first.pk}": "present", "seen": seen})
        assert missing.status_code == 422 and second.code in text(missing)
        wrong = manager.post(page, said | {f"presence_{first.pk}": "partial", f"hours_{first.pk}": "9"})
        assert wrong.status_code == 422 and "menos de 4" in text(wrong)
        assert not Attendance.objects.filter(session=session).exists()
        # "The others present" fills in and saves nothing.
        filled = manager.post(page, {f"presence_{first.pk}": "absent", "fazer": "todos"})
        assert filled.status_code == 200 and filled.content.decode().count("checked") == 3
        assert not Attendance.objects.filter(session=session).exists()
        partial = said | {f"presence_{first.pk}": "partial", f"hours_{first.pk}": "2,5"}
        assert manager.post(page, partial).status_code == 303
        assert Attendance.objects.get(session=session, participant=first).hours == Decimal("2.5")
        # Somebody who opened the page before is told, and loses nothing of what was typed.
        stale = manager.post(page, said)
        assert stale.status_code == 409 and "Outra pessoa gravou" in text(stale)
        assert Attendance.objects.get(session=session, participant=first).hours == Decimal("2.5")
    assert client_for("coordination").post(page, said).status_code == 404
    listed = text(manager.get(reverse("edition_participants", args=[edition.uuid])))
    assert "2,50 de 162 h" in listed and "pode ainda faltar 39 h" in listed


def test_the_lists_cost_the_same_for_more_people(running, client_for, django_assert_max_num_queries):
    edition, people = running.enrolled(12)
    for session in running.sessions(edition.turmas.get(), "A.2", first=edition.starts, hours="5"):
        running.mark(session, people)
    manager = client_for("holder")
    for name in (
        "edition_board",
        "edition_participants",
        "edition_sessions",
        "edition_selection",
        "edition_turmas",
    ):
        address = reverse(name, args=[edition.uuid])
        manager.get(address)
        with django_assert_max_num_queries(30):
            assert manager.get(address).status_code == 200


def test_a_programme_of_ones_own_begins_from_the_reference_and_is_published(running, client_for):
    manager = client_for("holder")
    reference = manager.get(reverse("sheet_work", args=[running.reference.uuid]))
    said = text(reference)
    assert "documento de referência (Brasil)" in said and "por confirmar" in said and "16,5 semanas" in said
    made = manager.post(
        reverse("programme_new"),
        {
            "name": "Oficinas",
            "kind": "programme",
            "audience": "public",
            "area": "costura",
            "template": str(running.reference.programme.uuid),
            "responses": ["2.1.2"],
        },
    )
    assert made.status_code == 303, text(made)
    programme = Programme.objects.get(area="costura")
    sheet = programme.sheets.get()
    page = manager.get(made["Location"])
    html = page.content.decode()
    # What the form shows is what it says when it is sent back, and one line more.
    data = posted(html)
    assert data["modulos-0-code"] == "A.1" and data["equipa-0-role"] == "Assistente Social"
    data["objective"] = "Ganhar competências."
    data["tasks"] = "Acolhida\nVisita domiciliária"
    answer = manager.post(made["Location"], data)
    assert answer.status_code == 303, text(answer)
    assert [item.text for item in sheet.items.filter(kind="task")] == ["Acolhida", "Visita domiciliária"]
    assert [phase.hours for phase in sheet.phases.all()] == [162, 125]
    bad = manager.post(
        made["Location"],
        posted(manager.get(made["Location"]).content.decode()) | {"modulos-0-hours": "muitas"},
    )
    assert bad.status_code == 422
    assert (
        manager.post(
            reverse("note_settle", args=[sheet.uuid, 1]), {"settled": "8 horas por semana."}
        ).status_code
        == 303
    )
    assert (
        manager.post(
            reverse("phase_edit", args=[sheet.uuid, 2]), {"name": "Segunda", "needs_before": "80"}
        ).status_code
        == 303
    )
    assert manager.post(reverse("programme_sheet_publish", args=[sheet.uuid])).status_code == 303
    assert manager.post(reverse("programme_sheet_publish", args=[sheet.uuid])).status_code == 409
    criteria = reverse("programme_criteria", args=[programme.uuid])
    rows = posted(manager.get(criteria).content.decode())
    rows["criterios-0-points"] = "3"
    assert manager.post(criteria, rows).status_code == 303
    assert manager.post(reverse("criteria_publish", args=[programme.uuid])).status_code == 303
    assert programme.criteria.exclude(published_at=None).get().rows.get(code="I").points == 3
    form = posted(manager.get(reverse("edition_new", args=[programme.uuid])).content.decode())
    assert form["responses"] == ["2.1.2"]
    later = {
        "name": "Edição 1",
        "target": "20",
        "intake_from": "2027-01-04",
        "intake_until": "2027-01-29",
        "starts": "2027-02-01",
        "ends": "2027-12-17",
        "phase_1_starts": "2027-02-01",
    }
    half = manager.post(reverse("edition_new", args=[programme.uuid]), form | later)
    assert half.status_code == 422 and "os dois dias" in text(half)
    whole = form | later | {"phase_1_ends": "2027-07-16", "responses": ["2.1.2", "3.1.3"]}
    planned = manager.post(reverse("edition_new", args=[programme.uuid]), whole)
    assert planned.status_code == 303, text(planned)
    edition = Edition.objects.get(name="Edição 1")
    # One record, two axes.
    assert edition.axes == ["EP2", "EP3"] and edition.sheet.phases.get(number=2).needs_before == 80


def posted(html):
    """What a browser would send of the page's last form, as it stands."""
    form = max(re.findall(r"<form.*?</form>", html, re.S), key=len)
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)
        if not name or name[1] == "csrfmiddlewaretoken":
            continue
        if kind and kind[1] in ("checkbox", "radio"):
            if "checked" not in tag:
                continue
            if kind[1] == "checkbox" and value:
                data.setdefault(name[1], []).append(value[1])
                continue
        data[name[1]] = unescape(value[1]) if value else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        data[name] = unescape(body).removeprefix("\n").removeprefix("\r\n")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', body)
        data[name] = chosen[1] if chosen else ""
    return data


def unescape(said):
    from html import unescape as plain

    return plain(said)


def test_who_leaves_is_passed_on_and_the_certificate_names_a_code_and_nobody(running, client_for):
    edition, people = running.enrolled(2)
    stays, leaves = people
    phase = running.phase(edition, 1)
    running.through_first_phase(edition, people, {leaves.code: Decimal(60)})
    manager, service = client_for("holder"), client_for("technician")
    end = edition.starts + timedelta(weeks=18)
    with at(end):
        page = reverse("participant", args=[leaves.uuid])
        drop = reverse("participant_drop", args=[leaves.uuid])
        assert manager.post(drop, {"on": end.isoformat()}).status_code == 422
        assert manager.post(drop, {"on": end.isoformat(), "reason": "care"}).status_code == 303
        assert "Passar a um serviço" in text(manager.get(page))
        to = reverse("participant_handover", args=[leaves.uuid])
        assert manager.post(to, {"on": end.isoformat()}).status_code == 422
        said = {"on": end.isoformat(), "organisation": str(running.service.organisation.uuid)}
        assert manager.post(to, said).status_code == 303
        closing = text(manager.get(reverse("edition_closing", args=[edition.uuid])))
        assert f"Falta confirmar que foram recebidos: {leaves.code}" in closing
        assert manager.post(reverse("edition_close", args=[edition.uuid])).status_code == 409
        assert leaves.code in text(service.get(reverse("my_registrations")))
        leaves.refresh_from_db()
        assert service.post(reverse("handover_received", args=[leaves.handover.uuid])).status_code == 303
        issue = reverse("edition_certificates", args=[edition.uuid])
        refused = manager.post(issue, {"quem": leaves.uuid, "fase": "1"})
        assert refused.status_code == 409 and "121,5" in text(refused)
        assert manager.post(issue, {"quem": stays.uuid, "fase": "1"}).status_code == 303
        assert manager.post(issue, {"quem": stays.uuid, "fase": "1"}).status_code == 409
        made = Certificate.objects.get(edition=edition)
        paper = Printed(manager.get(reverse("certificate_pdf", args=[made.uuid])).content)
        assert paper.is_tagged and paper.claims_ua and paper.pages == 1
        for word in (made.number, stays.code, made.code, "162 de 162", "escrito à mão"):
            assert word in paper.text, (word, paper.text)
        assert manager.post(reverse("certificate_revoke", args=[made.uuid]), {"why": ""}).status_code == 422
        assert (
            manager.post(reverse("certificate_revoke", args=[made.uuid]), {"why": "Engano."}).status_code
            == 303
        )
        paper = Printed(manager.get(reverse("certificate_pdf", args=[made.uuid])).content)
        assert "foi anulado" in paper.text
    assert phase.number == 1 and AuditEntry.objects.filter(chain=f"edition:{edition.uuid}").count() > 20


def test_an_edition_of_somebody_else_does_not_exist(running, client_for, cast):
    edition, people = running.enrolled(1)
    session = running.sessions(edition.turmas.get(), "A.3", first=edition.starts)[0]
    other = Membership.objects.get(user__email="servico-municipio-da-maia@example.org")
    assert not Edition.objects.managed_by(other).exists() and not Edition.objects.marked_by(other).exists()
    assert not Participant.objects.worked_on_by(other).exists()
    stranger = client_for("accredited")
    for name, one in (
        ("edition_board", edition),
        ("participant", people[0]),
        ("class_session", session),
        ("edition_selection", edition),
    ):
        assert stranger.get(reverse(name, args=[one.uuid])).status_code == 404
    assert Session.objects.filter(state="held").count() == 0
    assert actions.roll(session) == people

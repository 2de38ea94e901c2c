"""Meetings in the workspace: a call with rows added without a script, a meeting run on one page, its minutes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, Membership
from tests.units.governing import MAIA, at, governing
from units import actions
from units.models import Meeting, Task

pytestmark = pytest.mark.django_db
__all__ = ["governing"]


def day(ahead=7):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def call(*points, **more):
    """The form of a call, filled in."""
    rows = points or ({"title_pt": "Fecho da ronda"}, {"title_pt": "Lugar por preencher"})
    data = {
        "title_pt": "",
        "title_en": "",
        "day": day(),
        "starts": "10:00",
        "ends": "12:00",
        "place": "Sala do Conselho, Maia",
        "link": "",
        "quorum": "9",
        "openness": "public",
        "pontos-TOTAL_FORMS": str(len(rows)),
        "pontos-INITIAL_FORMS": "0",
    }
    for number, row in enumerate(rows):
        full = {
            "pk": "",
            "order": str(number + 1),
            "title_en": "",
            "text": "",
            "round": "",
            "is_public": "on",
        }
        data |= {
            f"pontos-{number}-{name}": value for name, value in (full | row).items() if value is not None
        }
    return data | more


def agenda(meeting):
    return list(meeting.items.values_list("order", "title_pt", "is_public"))


@pytest.fixture
def coordination(client_for):
    return client_for("coordination")


@pytest.fixture
def plan(governing, coordination):
    def post(*points, **more):
        return coordination.post(reverse("meeting_new"), call(*points, body=governing.council.uuid, **more))

    return post


# --- The call ---------------------------------------------------------------------------------------------------------


def test_a_meeting_is_prepared_with_its_points_in_the_order_of_their_numbers(governing, plan):
    round = governing.open()
    answer = plan(
        {"title_pt": "Segundo", "order": "20", "is_public": None},
        {"title_pt": "Primeiro", "order": "10", "text": "Com o anexo.", "round": str(round.uuid)},
        {"title_pt": ""},
        {"title_pt": "Sem ordem", "order": ""},
    )
    meeting = Meeting.objects.get()
    assert answer.status_code == 303
    assert answer.headers["Location"] == reverse("meeting_call", args=[meeting.uuid])
    assert agenda(meeting) == [(1, "Primeiro", True), (2, "Segundo", False), (3, "Sem ordem", True)]
    assert meeting.items.first().round == round
    assert timezone.localtime(meeting.starts).strftime("%H:%M") == "10:00"
    assert not Letter.objects.filter(kind="meeting_called").exists()


def test_a_row_more_keeps_everything_and_judges_nothing(governing, plan):
    answer = plan({"title_pt": "Primeiro"}, mais="1", day="", quorum="", place="No salão nobre")
    page = answer.content.decode()
    assert answer.status_code == 200 and not Meeting.objects.exists()
    assert (
        "No salão nobre" in page and "Primeiro" in page and "Erro:" not in page and 'class="err"' not in page
    )
    assert answer.context["points"].total_form_count() == 2
    new = answer.context["points"].forms[1]
    assert (new["order"].value(), new["is_public"].value()) == ("2", True)


@pytest.mark.parametrize("total", ["", "x", "-3", "40", "999999"])
def test_a_forged_number_of_rows_breaks_nothing(governing, plan, total):
    assert plan(mais="1", **{"pontos-TOTAL_FORMS": total}).status_code == 200
    assert plan(**{"pontos-TOTAL_FORMS": total}).status_code in (303, 422)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends": "09:00"}, "acaba depois de começar"),
        ({"quorum": "18"}, "O quórum vai de 1 a 17"),
        ({"quorum": ""}, "Escreva um número inteiro"),
        ({"place": "", "link": ""}, "Falta preencher"),
        ({"link": "isto não é"}, "Escreva a ligação inteira"),
        ({"day": "2026-02-31"}, "Escreva um dia que exista"),
        ({"pontos-0-title_pt": "", "pontos-0-text": "Com texto."}, "Escreva o ponto"),
        ({"pontos-0-round": "nada"}, "Escolha uma ronda"),
        ({"pontos-0-title_pt": "", "pontos-1-title_pt": ""}, "entre 1 e 40 pontos"),
        ({"pontos-0-title_pt": "Ligar 912 345 678"}, "Erro:"),
    ],
)
def test_what_is_wrong_with_a_call_is_said(governing, plan, wrong, said):
    answer = plan(title_pt="Assunto escrito", **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "Assunto escrito" in page
    assert "912 345 678" not in page
    assert not Meeting.objects.exists()


def test_a_call_is_sent_changed_and_cancelled(governing, plan, coordination):
    plan()
    meeting = Meeting.objects.get()
    confirm = reverse("meeting_call", args=[meeting.uuid])
    assert "Fecho da ronda" in coordination.get(confirm).content.decode()
    assert coordination.post(confirm).status_code == 303
    assert coordination.post(confirm).status_code == 409
    assert Letter.objects.filter(kind="meeting_called").exists()
    edit = reverse("meeting_edit", args=[meeting.uuid])
    page = coordination.get(edit)
    kept, gone = meeting.items.all()
    rows = (
        {"pk": str(kept.pk), "title_pt": "Fecho da ronda, com anexo"},
        {"pk": str(gone.pk), "title_pt": gone.title_pt, "DELETE": "on"},
        {"title_pt": "Diversos"},
    )
    seen = page.context["form"]["seen"].value()
    data = call(*rows, seen=seen, starts="11:00")
    assert coordination.post(edit, data).status_code == 303
    meeting.refresh_from_db()
    assert [row[1] for row in agenda(meeting)] == ["Fecho da ronda, com anexo", "Diversos"]
    assert meeting.items.first().pk == kept.pk and meeting.sequence == 1
    assert Letter.objects.filter(kind="meeting_changed").exists()
    stale = coordination.post(edit, data | {"place": "Noutro lado"})
    assert stale.status_code == 409 and "Noutro lado" in stale.content.decode()
    cancel = reverse("meeting_cancel", args=[meeting.uuid])
    assert coordination.post(cancel, {"why": " "}).status_code == 422
    assert coordination.post(cancel, {"why": "Falta de agenda."}).status_code == 303
    assert coordination.post(cancel, {"why": "Outra vez."}).status_code == 409
    assert coordination.get(edit).status_code == 409
    assert coordination.post(edit, call()).status_code == 409


def test_who_runs_no_body_calls_no_meeting(governing, client_for):
    draft, held = governing.plan(), governing.held()
    client = client_for("representative")
    assert client.get(reverse("meeting_new")).status_code == 404
    for name, meeting in [
        ("meeting_edit", draft),
        ("meeting_call", draft),
        ("meeting_cancel", draft),
        ("meeting_run", held),
        ("minutes_circulate", held),
        ("minutes_approve", held),
    ]:
        address = reverse(name, args=[meeting.uuid])
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


# --- Running ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def begun(governing):
    """A meeting of the council that began an hour ago."""
    starts = timezone.now() - timedelta(hours=1)
    with at(starts - timedelta(days=5)):
        return governing.called(governing.council, starts=starts, quorum=9)


@pytest.fixture
def run(begun, coordination):
    """Sends the page of the meeting as it stands, with what is given over it."""
    address = reverse("meeting_run", args=[begun.uuid])

    def post(**over):
        page = coordination.get(address)
        form, task = page.context["form"], page.context["task_form"]
        data = {field.html_name: field.value() or "" for field in (*form, *task)}
        if not form["minutes_public"].value():
            data.pop("minutes_public")
        return coordination.post(address, data | {"fazer": "gravar"} | over)

    return post


def test_seventeen_are_marked_at_once_and_corrected_before_saving(governing, begun, run, coordination):
    filled = run(fazer="todos", person_1306="Ana Exemplo")
    form = filled.context["form"]
    assert filled.status_code == 200 and not begun.attendances.exists()
    assert len(form.places) == 17
    data = {field.html_name: field.value() or "" for field in form}
    assert data["person_1306"] == "Ana Exemplo"
    assert all(data[f"presence_{place.pk}"] == "present" for place in form.places)
    data |= {"presence_1312": "excused", "presence_0104": "represented"}
    answer = run(**data)
    assert answer.status_code == 303
    assert begun.attendances.count() == 17
    assert Meeting.objects.get().present == 16
    assert dict(begun.attendances.values_list("municipality", "presence"))["1312"] == "excused"
    page = coordination.get(answer.headers["Location"]).content.decode()
    assert "há quórum" in page


def test_everything_on_the_page_is_saved_with_any_button(governing, begun, run, cast):
    item = begun.items.first()
    over = {"presence_1306": "present", f"minutes_{item.pk}": "Ouvido.", "minutes_public": "on"}
    owner = governing.speakers[MAIA]
    task = {"tarefa-what": "Trazer os custos", "tarefa-owner": str(owner.pk), "tarefa-due": day(9)}
    assert run(**over, **task, **{"tarefa-item": str(item.pk)}).status_code == 303
    begun.refresh_from_db()
    item.refresh_from_db()
    assert (begun.minutes_public, item.minutes, begun.attendances.count()) == (True, "Ouvido.", 1)
    made = Task.objects.get()
    assert (made.what, made.owner, made.item) == ("Trazer os custos", owner, item)


@pytest.mark.parametrize(
    "wrong",
    [
        {"tarefa-owner": ""},
        {"tarefa-due": ""},
        {"tarefa-what": ""},
        {"tarefa-due": "2020-01-01"},
        {"tarefa-due": "amanhã"},
        {"tarefa-owner": "999999"},
        {"tarefa-item": "999999"},
        {"presence_1306": "talvez"},
    ],
)
def test_with_one_thing_wrong_nothing_is_saved_and_nothing_lost(governing, begun, run, wrong):
    item = begun.items.first()
    task = {
        "tarefa-what": "Trazer os custos",
        "tarefa-owner": str(governing.speakers[MAIA].pk),
        "tarefa-due": day(9),
    }
    answer = run(**{"presence_1312": "present", f"minutes_{item.pk}": "Ouvido."} | task | wrong)
    assert answer.status_code == 422
    assert "Ouvido." in answer.content.decode() and "Erro:" in answer.content.decode()
    item.refresh_from_db()
    assert item.minutes == "" and not begun.attendances.exists() and not Task.objects.exists()


def test_a_task_is_given_only_to_who_governs(governing, begun, run, cast):
    task = {"tarefa-what": "Trazer os custos", "tarefa-due": day(9)}
    assert run(**task, **{"tarefa-owner": str(cast.technician.pk)}).status_code == 422
    offered = run(fazer="todos").context["task_form"].fields["owner"].queryset
    assert cast.coordination in offered and all(member.governs for member in offered)
    assert Membership.objects.count() > offered.count()


def test_a_page_that_is_out_of_date_overwrites_nothing(governing, begun, run):
    item = begun.items.first()
    actions.write_minutes(
        begun, {item.pk: "Escrito por outra pessoa."}, by=governing.coordination, is_public=False
    )
    answer = run(seen="0" * 24, **{f"minutes_{item.pk}": "O que eu escrevi."})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Outra pessoa gravou" in page and "O que eu escrevi." in page
    item.refresh_from_db()
    assert item.minutes == "Escrito por outra pessoa."
    assert answer.context["form"]["seen"].value() != "0" * 24, "sent again, it is about what stands there now"


def test_holding_marks_who_is_missing_as_absent(governing, begun, run):
    assert run(fazer="realizada", presence_1306="present").status_code == 303
    begun.refresh_from_db()
    assert begun.state == "held" and begun.attendances.count() == 17 and begun.present == 1
    assert run(fazer="realizada").status_code == 409


def test_a_meeting_that_has_not_begun_is_not_held_and_nothing_typed_is_lost(governing, coordination):
    meeting = governing.called(governing.council)
    address = reverse("meeting_run", args=[meeting.uuid])
    item = meeting.items.first()
    answer = coordination.post(address, {"fazer": "realizada", f"minutes_{item.pk}": "Preparado antes."})
    assert answer.status_code == 409 and "Preparado antes." in answer.content.decode()
    item.refresh_from_db()
    assert item.minutes == ""


def test_minutes_are_circulated_approved_and_then_final(governing, begun, run, coordination):
    item = begun.items.first()
    run(fazer="realizada", **{f"minutes_{item.pk}": ""})
    circulate = reverse("minutes_circulate", args=[begun.uuid])
    approve = reverse("minutes_approve", args=[begun.uuid])
    empty = coordination.post(circulate)
    assert empty.status_code == 422 and "A ata está vazia" in empty.content.decode()
    assert coordination.post(approve).status_code == 409
    answer = run(fazer="circular", **{f"minutes_{item.pk}": "Ouvido o relatório."})
    assert answer.headers["Location"] == circulate
    assert "Ouvido o relatório." in coordination.get(circulate).content.decode()
    assert coordination.post(circulate).status_code == 303
    assert run(**{f"minutes_{item.pk}": "Ouvido e discutido."}).status_code == 303, "until it is approved"
    assert coordination.post(approve).status_code == 409, "it changed after it was sent"
    assert coordination.post(circulate).status_code == 303
    assert "já não muda" in coordination.get(approve).content.decode()
    assert coordination.post(approve).status_code == 303
    assert coordination.post(approve).status_code == 409
    address = reverse("meeting_run", args=[begun.uuid])
    late = coordination.post(address, {"fazer": "gravar", f"minutes_{item.pk}": "Outra coisa."})
    assert coordination.get(address).status_code == late.status_code == 409
    item.refresh_from_db()
    assert item.minutes == "Ouvido e discutido."


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_only_a_meeting_that_was_called_is_run(governing, coordination, state):
    meeting = governing.plan()
    if state == "cancelled":
        actions.cancel_meeting(meeting, by=governing.coordination, why="Falta de agenda.")
    address = reverse("meeting_run", args=[meeting.uuid])
    assert (coordination.get(address).status_code, coordination.post(address).status_code) == (409, 409)

"""Rounds, meetings, decisions and bodies as everybody reads them, and as those who govern do."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from portal.demo.pages import load_pages
from tests.units.governing import AROUCA, GONDOMAR, MAIA, PORTO, at, governing, in_days
from units import actions
from units.actions.decisions import Change
from units.actions.meetings import Point
from units.comparing import compare
from units.models import Paper, Seat, StructuringIdea

pytestmark = pytest.mark.django_db
__all__ = ["governing"]

READERS = [None, "outsider", "technician", "holder", "editor", "representative", "coordination"]
GOVERN = {"representative", "coordination"}


@pytest.fixture(autouse=True)
def portuguese():
    with translation.override("pt-pt"):
        yield


@pytest.fixture
def read(client_for):
    """`read("technician", round)`: the page as one of the cast reads it; `code` the answer expected."""
    clients = {}

    def get(who, thing, *, code=200, **query):
        if isinstance(thing, str):
            path = thing
        else:
            key = thing.number if thing._meta.model_name == "decision" else thing.uuid
            path = reverse(thing._meta.model_name, args=[key])
        client = clients.setdefault(who, client_for(who))
        with translation.override(translation.get_language()):
            answer = client.get(path, query)
        assert answer.status_code == code, f"{path} as {who}: {answer.status_code}"
        return words(answer.content.decode())

    return get


@pytest.fixture
def html(client_for):
    def get(who, path):
        with translation.override(translation.get_language()):
            answer = client_for(who).get(path)
        assert answer.status_code == 200, path
        return answer.content.decode()

    return get


def words(page):
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def main(page):
    return page[page.index("<main") : page.index("</main>")]


def paper(**fields):
    return Paper.objects.create(
        **{
            "title": "Convocatória",
            "name": "convocatória.pdf",
            "media_type": "application/pdf",
            "content": b"%PDF-1.7 teste",
            "size": 14,
        }
        | fields
    )


# Who reads what


@pytest.mark.parametrize("who", READERS)
def test_what_is_public_everybody_reads_and_what_is_internal_only_those_who_govern(
    governing, client_for, who
):
    client, may = client_for(who), 200 if who in GOVERN else 404
    things = {
        "round": (governing.open(is_public=True), governing.open(is_public=False)),
        "meeting": (governing.called(), governing.called(is_public=False)),
        "meeting_calendar": (governing.called(), governing.called(is_public=False)),
        "decision": (governing.decided(), governing.decided(is_public=False)),
    }
    papers = [
        (governing.plan(), True),
        (governing.called(), False),
        (governing.called(is_public=False), True),
    ]
    hidden = [paper(meeting=meeting, is_public=is_public) for meeting, is_public in papers]
    shown = paper(meeting=governing.called(), is_public=True)
    for name, (public, internal) in things.items():
        keys = [one.number if name == "decision" else one.uuid for one in (public, internal)]
        assert [client.get(reverse(name, args=[key])).status_code for key in keys] == [200, may], name
    for one in (governing.prepare(is_public=True), governing.plan(is_public=True)):
        assert client.get(reverse(one._meta.model_name, args=[one.uuid])).status_code == may
    assert client.get(reverse("paper", args=[shown.uuid])).status_code == 200
    assert {client.get(reverse("paper", args=[one.uuid])).status_code for one in hidden} == {may}


@pytest.mark.parametrize("who", READERS)
def test_nothing_internal_is_named_on_a_public_page(governing, read, who):
    """One public decision, surrounded by everything that is not."""
    hidden_round = governing.closed(title_pt="Ronda fechada a olhares", is_public=False)
    hidden_meeting = governing.held(governing.council, title_pt="Reunião fechada a olhares", is_public=False)
    decision = governing.decided(
        round=hidden_round,
        meeting=hidden_meeting,
        text_pt="Texto inteiro com Fulano.",
        public_text_pt="Texto para todos.",
    )
    other = governing.decided(title_pt="Decisão fechada a olhares", is_public=False)
    paths = [
        reverse("decision", args=[decision.number]),
        reverse("decisions"),
        "/unidades/conselho-de-vereadores/",
    ]
    secrets = [
        hidden_round.code,
        "fechada a olhares",
        "com Fulano",
        other.number,
        str(hidden_meeting.uuid),
    ]
    said = " ".join(read(who, path) for path in paths)
    found = [secret for secret in secrets[:4] if secret in said]
    if who in GOVERN:
        assert found == secrets[:4]
    else:
        assert found == []
        assert "Texto para todos." in said
        assert "Versão pública do texto aprovado." in read(who, decision)


def test_the_register_does_not_find_what_it_may_not_show(governing, read):
    governing.decided(text_pt="Texto com palavraescondida.", public_text_pt="Texto para todos.")
    found, none = "1 decisão", "Nenhuma decisão assim"
    assert found in read("representative", "/unidades/decisoes/", q="palavraescondida")
    for who in (None, "technician"):
        assert none in read(who, "/unidades/decisoes/", q="palavraescondida")
        assert found in read(who, "/unidades/decisoes/", q="para todos")


# A round


def test_a_round_says_how_many_of_the_17_answered_what_and_by_which_rule(governing, html):
    round = governing.open(is_public=True, threshold=12)
    governing.answer(round, {MAIA: "agrees", PORTO: "agrees", AROUCA: "reservation", GONDOMAR: "change"})
    page = html(None, reverse("round", args=[round.uuid]))
    said = words(main(page))
    assert "4 de 17 responderam" in said
    for line in ("concordam 2", "com reserva 1", "propõem alteração 1", "sem resposta 13"):
        assert line in said
    assert round.rule_sentence in said
    assert "faltam 9 dias" in said or "faltam 10 dias" in said
    tiles = re.findall(r'<li class="tile t(\d{4}) (\w+)( me)?">(.*?)</li>', page)
    assert len(tiles) == 17
    by_place = {dico: (css, words(inside)) for dico, css, _me, inside in tiles}
    assert by_place[AROUCA][0] == "res" and "com reserva" in by_place[AROUCA][1]
    assert by_place[GONDOMAR][0] == "alt" and "propõe alteração" in by_place[GONDOMAR][1]
    assert by_place[MAIA][0] == "yes" and "concorda" in by_place[MAIA][1]
    assert all("sem resposta" in said for css, said in by_place.values() if css == "none")
    assert not any(me for *_rest, me, _inside in tiles)


def test_ones_own_municipality_is_outlined_and_named(governing, html):
    page = html("representative", reverse("round", args=[governing.open().uuid]))
    assert re.findall(r'class="tile t(\d{4}) \w+ me"', page) == [MAIA]
    assert page.count("(o seu município)") == 1


def test_reservations_name_the_municipality_to_all_and_the_person_to_those_who_govern(governing, read):
    round = governing.open(is_public=True)
    position = governing.say(round, AROUCA, "reservation")
    for who in (None, "technician", "representative", "coordination"):
        page = read(who, round)
        assert "Falta o anexo com os custos." in page
        assert "Concordam com reserva" in page
        assert (str(position.by.user) in page) is (who in GOVERN), who


def test_only_who_speaks_for_a_municipality_is_asked_and_only_while_it_is_open(governing, html):
    round = governing.open(is_public=True)
    path, address = reverse("round", args=[round.uuid]), reverse("give_position", args=[round.uuid])
    asked = {who for who in READERS if f'action="{address}"' in html(who, path)}
    assert asked == {"representative"}
    with at(round.deadline):
        assert f'action="{address}"' not in html("representative", path)


def test_who_answered_reads_what_was_said_and_may_take_it_back(governing, html):
    round = governing.open()
    governing.say(round, MAIA, "reservation")
    page = html("representative", reverse("round", args=[round.uuid]))
    assert f'action="{reverse("give_position", args=[round.uuid])}"' not in page
    assert reverse("take_back_position", args=[round.uuid]) in page
    assert "Falta o anexo com os custos." in page


def test_a_closed_round_shows_its_outcome_and_the_decision_made_from_it(governing, read):
    round = governing.closed(["agrees"] * 11 + ["reservation"], is_public=True)
    assert "Resultado: aprovado com reservas registadas" in read(None, round)
    assert "A decisão ainda não foi publicada." in read(None, round)
    decision = governing.decided(round=round)
    assert f"{decision.number}, {decision.title_pt}" in read(None, round)
    returned = governing.closed(["agrees"] * 3, is_public=True)
    assert "Resultado: volta a quem o propôs" in read(None, returned)


def test_a_round_that_was_withdrawn_says_why(governing, read):
    round = governing.open(is_public=True)
    actions.withdraw_round(round, by=governing.coordination, why="O texto tinha um erro na meta.")
    page = read(None, round)
    assert "Esta ronda foi anulada" in page
    assert "O texto tinha um erro na meta." in page


def test_what_changed_since_the_last_version_is_marked_by_word(governing, html):
    first = governing.closed(["agrees"], is_public=True, text="As ajudas são cedidas por 90 dias.\n\nFim.")
    second = governing.open(
        is_public=True, text="As ajudas técnicas são cedidas por 60 dias.\n\nFim.", draft=first.version.draft
    )
    page = html(None, reverse("round", args=[second.uuid]))
    assert re.findall(r"<ins>(.*?)</ins>", main(page))[-2:] == ["técnicas", "60"]
    assert re.findall(r"<del>(.*?)</del>", main(page))[-1:] == ["90"]
    assert "2 palavras novas, 1 retirada" in words(page)
    assert first.code in words(page)
    assert "<ins>" not in html(None, reverse("round", args=[first.uuid]))


def test_an_earlier_version_that_was_internal_is_compared_only_for_those_who_govern(governing, html):
    first = governing.closed(["agrees"], is_public=False, text="Só para dentro: 90 dias.")
    second = governing.open(is_public=True, text="Para todos: 60 dias.", draft=first.version.draft)
    path = reverse("round", args=[second.uuid])
    assert "<del>" in html("representative", path)
    for who in (None, "technician"):
        page = html(who, path)
        assert "<del>" not in page
        assert "Só para dentro" not in page


def test_a_comparison_keeps_every_word_of_both_texts():
    before = "Um texto.\nSegunda linha.\n\nOutro parágrafo com <b>sinais</b> & tudo."
    now = "Um novo texto.\nSegunda linha.\n\nOutro parágrafo\n\ncom <b>sinais</b> & mais."
    made = compare(before, now)

    def flat(paragraphs):
        return "\n\n".join(re.sub(r" ?\n ?", "\n", " ".join(run.text for run in one)) for one in paragraphs)

    assert flat(made.now) == now
    assert flat(made.before) == before
    assert {run.mark for one in made.now for run in one} == {"", "ins"}
    assert {run.mark for one in made.before for run in one} == {"", "del"}
    assert not compare(now, now).differs


def test_a_text_of_the_same_words_over_and_over_is_compared_line_by_line():
    """By word it would take minutes; nothing of either text is lost."""
    before = " ".join(str(n % 100) for n in range(6900))
    now = " ".join(str(n * 7 % 100) for n in range(6900))
    made = compare(f"Igual.\n{before}", f"Igual.\n{now}")
    assert [(run.mark, run.text) for run in made.before[0]] == [("", "Igual.\n"), ("del", before)]
    assert [(run.mark, run.text) for run in made.now[0]] == [("", "Igual.\n"), ("ins", now)]
    assert (made.came, made.went) == (6900, 6900)


def test_what_people_wrote_never_becomes_markup(governing, html):
    nasty = "<script>alert(1)</script> & <b>x</b>"
    round = governing.open(is_public=True, text=nasty, title_pt=nasty)
    decision = governing.decided(title_pt=nasty, text_pt=nasty)
    meeting = governing.called(title_pt=nasty, agenda=[Point(nasty, text=nasty)])
    for path in (
        reverse("round", args=[round.uuid]),
        reverse("decision", args=[decision.number]),
        reverse("meeting", args=[meeting.uuid]),
        reverse("decisions"),
        reverse("decisions_feed"),
    ):
        page = html(None, path)
        assert "<script>alert" not in page and "<b>x" not in page, path
        assert "alert(1)" in page, path


# A meeting


def test_a_meeting_says_when_where_and_with_which_quorum(governing, read):
    meeting = governing.called(title_pt="Ajudas técnicas")
    page = read(None, meeting)
    for said in (
        "Ajudas técnicas",
        "convocada",
        "Sala do Conselho, Maia",
        "Quórum 3 de 5",
        "Pôr no calendário",
    ):
        assert said in page
    assert "Quem esteve" not in page


def test_internal_points_are_not_there_for_others_and_leave_no_gap(governing, read):
    meeting = governing.called(
        agenda=[Point("Primeiro"), Point("Só para dentro", is_public=False), Point("Terceiro")]
    )
    outside = read("technician", meeting)
    assert "Só para dentro" not in outside and "interno" not in outside
    assert re.search(r"1 Primeiro.*2 Terceiro", outside)
    inside = read("representative", meeting)
    assert re.search(r"1 Primeiro.*2 Só para dentro interno.*3 Terceiro", inside)


def test_the_way_to_take_part_from_afar_is_for_those_who_govern(governing, read, client_for):
    meeting = governing.called(link="https://reuniao.example/abc")
    calendar = reverse("meeting_calendar", args=[meeting.uuid])
    for who in READERS:
        said = (
            client_for(who).get(reverse("meeting", args=[meeting.uuid])).content
            + client_for(who).get(calendar).content
        )
        assert (b"reuniao.example" in said) is (who in GOVERN), who


def test_minutes_stand_beside_their_point_once_they_are_approved_and_public(governing, read):
    meeting = governing.circulated(agenda=[Point("Aberto"), Point("Fechado", is_public=False)])
    said, hidden = "Ponto 1: ouvido.", "Ponto 2: ouvido."
    assert said not in read("technician", meeting)
    assert "não publicada" in read("technician", meeting)
    assert said in read("representative", meeting) and hidden in read("representative", meeting)
    actions.approve_minutes(meeting, by=governing.coordination)
    assert said in read(None, meeting) and "aprovada a" in read(None, meeting)
    assert hidden not in read(None, meeting)


def test_approved_minutes_that_stay_internal_are_for_those_who_govern(governing, read):
    meeting = governing.circulated()
    said = {item.pk: "Só entre nós." for item in meeting.items.all()}
    actions.write_minutes(meeting, said, by=governing.coordination, is_public=False)
    actions.circulate_minutes(meeting, by=governing.coordination)
    actions.approve_minutes(meeting, by=governing.coordination)
    assert "Só entre nós." in read("representative", meeting)
    assert "Só entre nós." not in read(None, meeting)


def test_after_a_meeting_its_page_says_who_was_there_and_whether_they_were_enough(governing, read):
    with at(in_days(-4)):
        meeting = governing.called(starts=in_days(-1))
    there = governing.unit.seats_on(meeting.day).exclude(person="").select_related("municipality")
    names = {seat.municipality: ("present", f"Pessoa de {seat.municipality}") for seat in there[:2]}
    actions.mark_attendance(meeting, names, by=governing.coordination)
    actions.hold_meeting(meeting, by=governing.coordination)
    page = read(None, meeting)
    assert "2 de 4, não houve quórum" in page
    assert page.count("ausente") == 2
    assert "Pessoa de" not in page
    assert "Pessoa de" in read("representative", meeting)


def test_tasks_are_for_those_who_govern(governing, cast, read):
    meeting = governing.held()
    actions.give_task(
        meeting,
        by=governing.coordination,
        what="Pedir orçamentos",
        owner=cast.representative,
        due=timezone.localdate() + timedelta(days=5),
    )
    assert "Pedir orçamentos" in read("coordination", meeting)
    for who in (None, "outsider", "technician"):
        assert "Pedir orçamentos" not in read(who, meeting)


def test_a_cancelled_meeting_says_why(governing, read):
    meeting = governing.called()
    actions.cancel_meeting(meeting, by=governing.coordination, why="Falta de quórum anunciada.")
    page = read(None, meeting)
    assert "Esta reunião foi cancelada" in page and "Falta de quórum anunciada." in page


def test_decisions_and_papers_of_a_meeting_stand_on_its_page(governing, read):
    meeting = governing.called(governing.council)
    decision = governing.decided(meeting=meeting)
    inside = governing.decided(meeting=meeting, title_pt="Só interna", is_public=False)
    paper(meeting=meeting, title="Convocatória", is_public=True)
    paper(meeting=meeting, title="Nota interna")
    assert decision.number in read(None, meeting) and "Convocatória" in read(None, meeting)
    assert inside.number not in read(None, meeting) and "Nota interna" not in read(None, meeting)
    assert inside.number in read("coordination", meeting) and "Nota interna" in read("coordination", meeting)


# A decision


def test_a_decision_says_all_that_belongs_to_it(governing, read):
    round = governing.closed(["agrees"] * 10 + ["reservation"] * 2, is_public=True)
    meeting = governing.held(governing.council)
    idea = StructuringIdea.objects.first()
    decision = governing.decided(
        round=round,
        meeting=meeting,
        review_on=timezone.localdate() + timedelta(days=300),
        effects=[Change("plan", "Meta 1.2 passa a 24 horas", reference="EP1.1")],
        ideas=[idea],
    )
    page = read(None, decision)
    for said in (
        decision.number,
        "O prazo é de 90 dias, renovável duas vezes.",
        "Deliberação · Conselho de Vereadores",
        "Não é um ato administrativo",
        f"n.º {meeting.number}/{meeting.year}",
        round.code,
        "10 concordam, 2 com reserva, 5 sem resposta",
        "Falta o anexo com os custos.",
        "Meta 1.2 passa a 24 horas",
        "EP1.1",
        idea.name_pt,
        "A rever em",
        "Como citar",
        f"/unidades/decisoes/{decision.number}/",
    ):
        assert said in page, said


def test_a_correction_and_what_it_corrects_lead_to_each_other(governing, read):
    old = governing.decided()
    draft = actions.correct_decision(
        old, governing.said(title_pt="Prazo de 60 dias"), by=governing.coordination
    )
    assert "Esta decisão foi corrigida" not in read("coordination", old), "a draft corrects nothing yet"
    new = actions.approve_decision(draft, by=governing.coordination)
    assert "Esta decisão foi corrigida" in read(None, old) and new.number in read(None, old)
    assert "Corrige uma decisão anterior" in read(None, new) and old.number in read(None, new)


def test_a_decision_in_english_has_its_english_text(governing, read):
    decision = governing.decided()
    page = read(None, f"/en/unidades/decisoes/{decision.number}/")
    assert "The period is 90 days, renewable twice." in page
    assert "O prazo é de 90 dias" not in page


@pytest.mark.parametrize("number", ["CV-1999-001", "nada", "x" * 300, "%F0%9F%8C%8D"])
def test_a_number_that_is_none_is_not_found(governing, read, number):
    read(None, f"/unidades/decisoes/{number}/", code=404)


# The register


def test_the_register_is_searched_by_text_body_year_and_state(governing, read):
    old = governing.decided(title_pt="Quota de residências", on=date(2025, 3, 4))
    unit = governing.decided(governing.unit, title_pt="Higienização de cadeiras", text_pt="48 horas.")
    draft = actions.correct_decision(old, governing.said(title_pt="Quota nova"), by=governing.coordination)
    new = actions.approve_decision(draft, by=governing.coordination)

    def found(**query):
        page = read(None, "/unidades/decisoes/", **query)
        return {one.number for one in (old, unit, new) if one.number in page}

    assert found() == {old.number, unit.number, new.number}
    assert found(q="higienizacao") == {unit.number}, "with or without accents"
    assert found(q="48 horas") == {unit.number}
    assert found(q=old.number) == {old.number}
    assert found(orgao=str(governing.unit.uuid)) == {unit.number}
    assert found(ano="2025") == {old.number}
    assert found(estado="em-vigor") == {unit.number, new.number}
    assert found(estado="corrigidas") == {old.number}
    assert found(q="quota", estado="em-vigor") == {new.number}


def test_the_register_says_when_there_is_nothing(governing, read):
    assert "Ainda não há decisões publicadas" in read(None, "/unidades/decisoes/")
    governing.decided()
    page = read(None, "/unidades/decisoes/", q="nada disto")
    assert "Nenhuma decisão assim" in page and "Ver todas" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"ano": "mil"}, "Nesse ano não há nada"),
        ({"orgao": "nada"}, "Este órgão não existe"),
        ({"estado": "x"}, "Escolha um estado da lista"),
        ({"page": "99"}, "Esta página não existe"),
        ({"page": "zero"}, "Esta página não existe"),
        ({"q": "a" * 500}, "corrigir"),
    ],
)
def test_what_cannot_be_understood_is_answered_with_a_sentence(governing, read, query, sentence):
    governing.decided()
    page = read(None, "/unidades/decisoes/", code=400, **query)
    assert sentence in page and "1 decisão" in page


def test_long_registers_have_pages(governing, read):
    for number in range(21):
        governing.decided(title_pt=f"Decisão {number:02d}")
    assert "21 decisões" in read(None, "/unidades/decisoes/")
    assert "Decisão 00" not in read(None, "/unidades/decisoes/")
    assert "Decisão 00" in read(None, "/unidades/decisoes/", page="2")


# Papers


def test_a_paper_is_saved_under_its_name_and_never_shown_as_a_page(governing, client_for):
    made = paper(meeting=governing.called(), name='ata "final".html', media_type="text/html", is_public=True)
    answer = client_for(None).get(reverse("paper", args=[made.uuid]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 teste"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("name", "kind"), [("a\r\nb: c", "a/b\r\nx: y"), ("", ""), ("çã.pdf", "x")])
def test_odd_names_and_types_are_still_served(governing, client_for, name, kind):
    made = paper(meeting=governing.called(), name=name, media_type=kind, is_public=True)
    answer = client_for(None).get(reverse("paper", args=[made.uuid]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/octet-stream"


# The pages of the bodies


@pytest.fixture
def unit_page(governing):
    load_pages()
    return "/unidades/saude-e-bem-estar/"


def test_the_page_of_a_body_lives(governing, read, unit_page):
    assert "Nenhuma reunião convocada." in read(None, unit_page)
    assert "Ainda sem decisões publicadas." in read(None, unit_page)
    round = governing.open(is_public=True)
    governing.say(round, MAIA)
    meeting = governing.called(agenda=[Point("Às claras"), Point("À porta fechada", is_public=False)])
    decision = governing.decided(governing.unit)
    governing.decided(governing.council, title_pt="De outro órgão")
    held = governing.held()
    page = read(None, unit_page)
    for said in (
        "1 de 17 respondeu",
        round.code,
        "Às claras",
        "Quórum: 3 de 5",
        decision.number,
        "Registo completo (1)",
    ):
        assert said in page, said
    assert "De outro órgão" not in page and "À porta fechada" not in page
    assert "Reuniões realizadas" in page
    assert held.uuid != meeting.uuid


@pytest.mark.parametrize("path", ["/unidades/conselho-de-vereadores/", "/unidades/coordenacao/"])
def test_council_and_coordination_live_as_well(governing, read, path):
    load_pages()
    body = (
        governing.council if "conselho" in path else type(governing.council).objects.get(kind="coordination")
    )
    round = governing.open(is_public=True, body=body)
    decision = governing.decided(body)
    page = read(None, path)
    assert round.code in page and decision.number in page


def test_who_represented_whom_on_a_day(governing, read, unit_page):
    seat = Seat.objects.filter(body=governing.unit, number=1).get()
    Seat.objects.filter(pk=seat.pk).update(since=date(2026, 3, 2))
    Seat.objects.create(
        body=governing.unit,
        number=1,
        municipality_id=PORTO,
        person="Antes Exemplo",
        since=date(2025, 1, 1),
        until=date(2026, 3, 1),
    )
    before, after = read(None, unit_page, dia="2026-03-01"), read(None, unit_page, dia="2026-03-02")
    assert "Antes Exemplo" in before and seat.person not in before
    assert "Antes Exemplo" not in after and seat.person in after
    assert "Quem a compunha a 1 de março" in before
    assert "Quem a compõe" in read(None, unit_page)
    assert "não tinha composição registada" in read(None, unit_page, dia="1999-01-01")


@pytest.mark.parametrize("day", ["amanhã", "2026-02-30", "99999-01-01"])
def test_a_day_that_is_none_is_answered_with_a_sentence(governing, read, unit_page, day):
    page = read(None, unit_page, code=400, dia=day)
    assert "Escreva um dia que exista" in page and "Quem a compõe" in page


def test_the_list_of_bodies_leads_to_the_register_and_to_the_framework(unit_page, html):
    page = main(html(None, "/unidades/"))
    assert 'href="/unidades/decisoes/"' in page and 'href="/unidades/ref-amp/"' in page


# Both languages, cost


def test_pages_in_english_stay_in_english(governing, html, unit_page):
    round = governing.closed(is_public=True)
    meeting = governing.circulated()
    decision = governing.decided(round=round)
    for path in (
        f"/en/unidades/rondas/{round.uuid}/",
        f"/en/unidades/reunioes/{meeting.uuid}/",
        f"/en/unidades/decisoes/{decision.number}/",
        "/en/unidades/decisoes/",
        "/en/unidades/saude-e-bem-estar/",
    ):
        page = html(None, path)
        assert '<html lang="en">' in page
        inside = re.findall(r'href="(/[^"]*)"', main(page))
        assert inside and all(one.startswith("/en/") for one in inside), path
        assert len(re.findall(r"<h1\b", page)) == 1, path
        assert not re.search(r"\sstyle=", page), "the content policy allows no inline style"


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == 200, path
    return len(caught)


def test_what_a_page_costs_does_not_grow_with_its_rows(governing, client_for, unit_page):
    """3 of everything, then 10."""
    client = client_for("representative")
    round, meeting = governing.open(is_public=True), governing.called()
    paths = [
        reverse("round", args=[round.uuid]),
        reverse("meeting", args=[meeting.uuid]),
        "/unidades/decisoes/",
        "/unidades/decisoes/exportar.csv",
        "/unidades/decisoes/feed/",
        unit_page,
    ]

    def more(number):
        for _n in range(number):
            closed = governing.closed(["agrees"] * 2, is_public=True, threshold=1)
            governing.decided(governing.unit, meeting=meeting, round=closed, effects=[Change("plan", "x")])
            paper(meeting=meeting)

    more(3)
    governing.answer(round, ["agrees", "reservation", "change"])
    few = [queries(client, path) for path in paths]
    more(7)
    for place in governing.places[3:]:
        governing.say(round, place)
    assert [queries(client, path) for path in paths] == few
    assert max(few) < 45

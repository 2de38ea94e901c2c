"""Integrated care as people meet it: answering together, results, the register, recommendations."""

from __future__ import annotations

import ast
import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.models import AuditEntry, Letter, Membership, Notice
from monitor.models import Indicator
from ops import ROOT
from plans.models import Plan, PlanElement
from portal.demo.practice import load_practice
from practice import actions
from practice.models import Campaign, Obstacle, Questionnaire, Recommendation, Response
from tests.following import dead_ends
from tests.practice.world import WORKS, YES, Practice, at, portuguese, practice, read, send
from units.models import Body

pytestmark = pytest.mark.django_db
__all__ = ["portuguese", "practice", "read", "send"]


def typed(said: dict, **more) -> dict:
    return {f"r-{code}": value for code, value in said.items()} | more


def seen_in(page: str) -> str:
    return re.search(r'name="r-seen" value="([0-9a-f]*)"', page)[1]


def main(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_a_municipality_answers_part_by_part_looks_over_and_hands_in(practice: Practice, read, send):
    practice.campaign()
    letter = Letter.objects.filter(kind="campaign_opened", to="representative@example.org").get()
    path = reverse("response", args=[2026])
    assert path in letter.text
    assert "Ninguém do município começou ainda" in read("representative", "response", 2026)
    assert not Response.objects.exists()  # reading writes nothing
    # Part of a part is kept, and said to have been kept.
    status, _page, where = send(
        "representative", "response_step", 2026, 1, **typed({"tem_ai": "yes"}, stay="1")
    )
    assert (status, where) == (303, path)
    page = read("representative", "response", 2026)
    assert "Gravado pela última vez por Rui Maia" in page and "Antes de entregar, faltam" in page
    # A number that does not fit comes back beside its field, and nothing else of the part is lost or written.
    status, page, _where = send(
        "representative", "response_step", 2026, 1, **typed(YES | {"desde": "mil e tal"})
    )
    assert status == 422 and "Escreva um número." in page and "mil e tal" in page and "Erro:" in page
    assert Response.objects.get().answers == {"tem_ai": "yes"}
    status, _page, where = send("representative", "response_step", 2026, 1, **typed(YES))
    assert (status, where) == (303, reverse("response_step", args=[2026, 2]))
    # Personal data is refused and given back masked.
    status, page, _where = send(
        "representative", "response_step", 2026, 3, **typed({"partilhar": "Ligue para 912 345 678."})
    )
    assert status == 422 and "912 345 678" not in page
    status, page, _where = send("representative", "response_submit", 2026)
    assert status == 409 and "respostas obrigatórias" in page
    send("representative", "response_step", 2026, 2, **typed(WORKS))
    assert send("representative", "response_submit", 2026)[0] == 303
    page = read("representative", "response", 2026)
    assert "Por Rui Maia" in page and "Entregar em nome" not in page
    status, page, _where = send("representative", "response_step", 2026, 1, **typed({"tem_ai": "no"}))
    assert status == 409
    # Given back with a reason, it no longer counts until it is handed in again.
    assert send("coordination", "response_reopen", 2026, "1306", why="Falta o protocolo.")[0] == 303
    assert "Falta o protocolo." in read("representative", "response", 2026)
    assert Campaign.objects.for_pages().get().answered == 0
    assert send("representative", "response_submit", 2026)[0] == 303


def test_colleagues_write_on_one_response_and_do_not_write_over_each_other(practice: Practice, read, send):
    campaign = practice.campaign()
    colleague = practice.cast.member_of("Município da Maia")
    first = read("representative", "response_step", 2026, 1)
    third = read("representative", "response_step", 2026, 3)
    actions.give_answers(campaign, by=colleague, step=1, said={"tem_ai": "no"})
    # On another part nobody is in the way.
    data = typed({"instrumento": "Aplicação"}, **{"r-seen": seen_in(third)})
    assert send("representative", "response_step", 2026, 3, **data)[0] == 303
    data = typed(YES, **{"r-seen": seen_in(first)})
    status, page, _where = send("representative", "response_step", 2026, 1, **data)
    assert status == 409 and "Outra pessoa gravou entretanto" in page and 'value="2012"' in page
    assert Response.objects.get().answers == {"tem_ai": "no", "instrumento": "Aplicação"}
    data["r-seen"] = seen_in(page)
    assert send("representative", "response_step", 2026, 1, **data)[0] == 303
    assert Response.objects.get().answers["tem_ai"] == "yes"


def test_a_question_that_hangs_on_an_earlier_part_is_asked_only_of_whom_it_concerns(practice: Practice, read):
    campaign = practice.campaign()
    page = read("representative", "response_step", 2026, 1)
    # On the same part it is always there, and says on what it hangs.
    assert "Só se respondeu «sim» a «O município tem em curso" in page
    assert "Desde que ano?" not in read("representative", "response", 2026)
    practice.save(campaign, "1306", {"tem_ai": "yes"})
    assert "Desde que ano?" in read("representative", "response", 2026)
    read("representative", "response_step", 2026, 9, code=404)


def test_who_governs_sees_live_who_is_missing_and_everybody_how_many(practice: Practice, read, send):
    campaign = practice.campaign()
    for place in practice.places[:3]:
        practice.hand_in(campaign, place)
    practice.save(campaign, practice.places[5], {"tem_ai": "no"})
    page = main(read("representative", "campaign", 2026))
    assert "de 17 municípios entregaram" in page and page.count('class="tile ') == 17
    assert page.count("a meio</span>") == 1
    missing = page[page.index('id="faltam"') :]
    assert missing.count("<li>") == 14
    public = main(read(None, "campaigns"))
    assert "entregaram 3 de 17" in public and "Arouca" not in public
    # The answers themselves are the coordination's, and of one's own municipality.
    other = next(place for place in practice.places[:3] if place != "1306")
    read("representative", "response_read", 2026, other, code=404)
    assert "Uma reunião por semana." in read("coordination", "response_read", 2026, other)
    file = read("coordination", "campaign_answers", 2026, "csv")
    assert file.count("Uma reunião por semana.") == 3
    read("coordination", "campaign_answers", 2026, "pdf", code=404)


def test_results_are_public_when_published_and_never_a_free_text(practice: Practice, read, client_for):
    practice.published(2025)
    campaign = practice.closed(2026, answers=12)
    read(None, "results", 2026, code=404)
    assert "Ainda por publicar" in read("coordination", "results", 2026)
    assert "2025" in read(None, "campaigns")
    actions.publish_results(campaign, by=practice.coordination)
    page = main(read(None, "results", 2026))
    assert "Responderam 12 dos 17 municípios" in page
    assert "Uma reunião por semana" not in page and "12 municípios escreveram" in page
    # Beside the study's figure stands that it is of others.
    assert page.count("(outra população)") >= 4 and "223 municípios do país" in page
    assert "em 2025" in page
    answer = client_for(None).get(reverse("results_file", args=[2026, "csv"]))
    rows = list(
        csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";")
    )
    assert not [row for row in rows if any("Uma reunião por semana" in cell for cell in row)]
    has = next(row for row in rows if row[2] == "tem_ai" and row[4] == "sim")
    assert (has[5], has[7], has[9]) == ("8", "12", "2025")
    assert client_for(None).get(reverse("results_file", args=[2026, "xlsx"])).status_code == 200
    # And the monitor shows the share of the area beside the study's line.
    monitor = read(None, "indicator", "atendimento_gestor_caso")
    assert "Estudo MAASIP, 223 municípios do país (outra população): 70%" in monitor


def test_a_campaign_is_prepared_opened_and_given_more_time_from_the_pages(practice: Practice, read, send):
    day = timezone.localdate()
    said = {
        "questionnaire": practice.questionnaire.pk,
        "year": "2027",
        "open_day": day.isoformat(),
        "open_time": "00:00",
        "close_day": (day + timedelta(days=30)).isoformat(),
        "close_time": "18:00",
    }
    assert send("coordination", "campaign_new", **said | {"close_day": day.isoformat()})[0] == 422
    assert send("coordination", "campaign_new", **said)[0] == 303
    status, page, _where = send("coordination", "campaign_new", **said)
    assert status == 422 and "Já há uma campanha desse ano." in page
    assert "Ninguém foi avisado" in read("coordination", "campaign", 2027)
    read("representative", "campaign", 2027, code=404)
    assert send("coordination", "campaign_open", 2027)[0] == 303
    assert send("coordination", "campaign_open", 2027)[0] == 409
    assert send("coordination", "campaign_drop", 2027)[0] == 409
    later = (day + timedelta(days=40)).isoformat()
    assert send("coordination", "campaign_extend", 2027, day=said["open_day"], time="10:00")[0] == 422
    assert send("coordination", "campaign_extend", 2027, day=later, time="18:00")[0] == 303
    assert send("coordination", "campaign_close", 2027)[0] == 409
    assert send("coordination", "campaign_publish", 2027)[0] == 409
    # The clock opens on its day what waits for it.
    practice_2028 = said | {"year": "2028", "scheduled": "on"}
    assert send("coordination", "campaign_new", **practice_2028)[0] == 303
    assert actions.open_due_campaigns() == 1
    # One that cannot open is told to the coordination, once.
    assert send("coordination", "campaign_new", **said | {"year": "2029", "scheduled": "on"})[0] == 303
    stuck = Campaign.objects.get(year=2029)
    with at(stuck.closes - timedelta(hours=1)):
        assert [actions.open_due_campaigns() for _twice in range(2)] == [0, 0]
    told = Notice.objects.filter(text_pt__contains="2029 não abriu no seu dia")
    assert told.count() == Membership.objects.active().with_role("coordination").count()
    letter = Letter.objects.filter(kind="campaign_not_opened").first()
    assert "Falta menos de um dia" in letter.text


def test_the_register_is_the_networks_and_outside_one_reads_approved_practices_alone(
    practice: Practice, read, send
):
    secret = practice.obstacle(title="Falta de transporte", context="CONTEXTO-DE-DENTRO", tried="")
    entry = practice.obstacle(context="CONTEXTO-DE-DENTRO", tried="Reuniões curtas.")
    assert send("holder", "obstacle_also", entry.uuid)[0] == 303
    status, page, _where = send("holder", "obstacle_did", entry.uuid, text="Falar com 912 345 678.")
    assert status == 422 and "912 345 678" not in page
    assert send("holder", "obstacle_did", entry.uuid, text="SOLUCAO-DE-DENTRO")[0] == 303
    review = timezone.localdate() + timedelta(days=100)
    promoted = {"summary": "RESUMO-PUBLICO", "review_on": review.isoformat()}
    assert send("coordination", "obstacle_promote", entry.uuid, **promoted)[0] == 303
    read(None, "obstacle", entry.uuid, code=404)
    assert "RESUMO-PUBLICO" not in read(None, "practices")
    assert "RESUMO-PUBLICO" in read("technician", "practices")
    assert send("coordination", "obstacle_promote", entry.uuid, **promoted, is_public="on")[0] == 303
    page = read(None, "obstacle", entry.uuid)
    assert "RESUMO-PUBLICO" in page and "DE-DENTRO" not in page and "Também acontece" not in page
    read(None, "obstacle", secret.uuid, code=404)
    # A visitor's search does not find by what a visitor cannot read.
    assert "RESUMO-PUBLICO" not in read(None, "practices", q="contexto-de-dentro")
    assert "RESUMO-PUBLICO" in read(None, "practices", q="resumo-publico")
    inside = read("technician", "register", q="contexto-de-dentro transporte")
    assert secret.title in inside and entry.title not in inside
    assert entry.title in read("technician", "register", estado="boa-pratica")
    assert secret.title not in read("technician", "register", estado="boa-pratica")
    assert "Nenhuma entrada assim" in read("technician", "register", estado="solved")
    read("technician", "register", estado="sempre", code=400)
    read("technician", "register", page="7", code=400)
    page = read("technician", "obstacle", entry.uuid)
    assert "SOLUCAO-DE-DENTRO" in page and "Também acontece a 1 entidade" in page
    assert send("coordination", "practice_end", entry.uuid, why="Já não se faz.")[0] == 303
    read(None, "obstacle", entry.uuid, code=404)


def test_an_entry_is_written_changed_and_moved_by_its_entity_alone(practice: Practice, read, send):
    said = {"title": "Falta de transporte", "context": "Entre freguesias.", "recommendations": ["7"]}
    status, page, _where = send("technician", "obstacle_new", **said | {"context": ""})
    assert status == 422 and "Falta preencher este campo." in page
    assert send("technician", "obstacle_new", **said)[0] == 303
    entry = Obstacle.objects.get()
    page = read("technician", "obstacle_edit", entry.uuid)
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)[1]
    actions.enter_obstacle(by=practice.coordination, obstacle=entry, title="Outro", context="Outro.")
    status, page, _where = send("technician", "obstacle_edit", entry.uuid, **said, seen=seen)
    assert status == 409 and "Falta de transporte" in page
    assert Obstacle.objects.get().title == "Outro"
    assert send("holder", "obstacle_edit", entry.uuid, **said)[0] == 404
    assert send("technician", "obstacle_move", entry.uuid, state="solved")[0] == 409
    assert send("technician", "obstacle_move", entry.uuid, state="being_solved")[0] == 303
    assert AuditEntry.objects.filter(verb="move_obstacle", to_state="being_solved").exists()


def test_recommendations_say_what_was_done_and_link_to_plans_of_the_17_only(practice: Practice, read, send):
    page = main(read(None, "recommendations"))
    assert page.count("sem evidência") == 8
    assert [page.index(one) for one in ("Municípios</h2>", "Instituto da", "Associação Nacional")]
    body = Body.objects.get(axis="EP1")
    base = {"first_year": 2026, "last_year": 2027, "levels_pt": ["Eixo"]}
    own = Plan.objects.create(title_pt="Plano da unidade", body=body, **base)
    foreign = Plan.objects.create(
        title_pt="Plano de longe", is_reference=True, state="reference", is_public=True, **base
    )
    mine = PlanElement.objects.create(plan=own, level=0, order=1, title_pt="Rede Social viva")
    theirs = PlanElement.objects.create(plan=foreign, level=0, order=1, title_pt="Rede Social de longe")
    page = read("representative", "plan_item_link", 1, q="rede social")
    assert "Rede Social viva" in page and "Rede Social de longe" not in page
    url = reverse("plan_item_link", args=[1])
    assert send("representative", "plan_item_link", 1, element=str(theirs.uuid))[0] == 422
    with pytest.raises(Exception, match="não se pode ligar"):
        actions.link_plan_item(Recommendation.objects.get(pk=1), theirs, by=practice.coordination)
    assert send("representative", "plan_item_link", 1, element=str(mine.uuid), note="Ação 2.")[0] == 303
    # A plan that is only being prepared is no beginning, and a visitor does not read of it.
    assert "Rede Social viva" not in read(None, "recommendation", 1)
    assert "Rede Social viva" in read("representative", "recommendation", 1)
    assert main(read(None, "recommendations")).count("sem evidência") == 8
    in_force = {
        "state": "approved",
        "approved_at": timezone.now(),
        "body": None,
        "organisation": practice.cast.holder.organisation,
        "approved_by_own": "Direção",
    }
    # Of an internal plan in force, and of an item dropped from a public one, not even the number shows.
    for kept, counts in (
        ({"is_public": False}, 0),
        ({"is_public": True}, 1),
        ({"is_public": True, "dropped_at": timezone.now()}, 0),
    ):
        with transaction.atomic():
            Plan.objects.filter(pk=own.pk).update(**in_force, is_public=kept["is_public"])
            PlanElement.objects.filter(pk=mine.pk).update(dropped_at=kept.get("dropped_at"))
            assert Recommendation.objects.for_pages().get(pk=1).planned == counts, kept
            transaction.set_rollback(True)
    said = {"text": "Protocolo revisto.", "dated": timezone.localdate().isoformat()}
    assert send("holder", "evidence_new", 1, **said, link="javascript:alert(1)")[0] == 422
    assert send("holder", "evidence_new", 1, **said, link="https://exemplo.pt/p")[0] == 303
    page = main(read(None, "recommendation", 1))
    assert "Protocolo revisto." in page and "com evidência" in page and "Helena" not in page
    assert url not in page


def test_the_front_says_it_plainly_and_cites_the_study(read):
    page = main(read(None, "practice"))
    assert "É só um sítio" in page and "MPT:275-279; MEN:79" in page
    assert "223" in page and "72,4%" in page and "outra população" in page
    for name in ("recommendations", "campaigns", "practices"):
        assert reverse(name) in page


def test_atendimento_integrado_is_never_artificial_intelligence(practice: Practice, client_for):
    """The English seed writes "driver of AI": the Portuguese acronym, which the portal writes out."""
    wrong = re.compile(r"\bAI\b|\bIA\b|(?i:artificial intelligence|inteligência artificial)")
    practice.published(2026)
    client = client_for("coordination")
    for name, args in (
        ("practice", []),
        ("recommendations", []),
        ("results", [2026]),
        ("practice_desk", []),
        ("indicator", ["atendimento_integrado"]),
    ):
        with translation.override("pt-pt"):
            path = reverse(name, args=args)
        for prefix in ("", "/en"):
            answer = client.get(prefix + path)
            assert answer.status_code == 200
            page = answer.content.decode()
            assert not wrong.search(re.sub(r"<[^>]*>", " ", main(page))), (name, prefix)
    for file in (ROOT / "practice/reference").glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        notes = {
            ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, ast.Module)
        }
        said = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        assert not [one for one in said if isinstance(one, str) and one not in notes and wrong.search(one)]
    named = Indicator.objects.filter(topic="atendimento")
    assert not [one.code for one in named if wrong.search(f"{one.name_pt} {one.name_en} {one.definition_en}")]


def test_lists_ask_the_database_as_often_for_many_as_for_few(practice: Practice, client_for):
    def fill(count: int) -> None:
        for n in range(count):
            entry = practice.obstacle(
                title=f"Entrada {n}", recommendations=Recommendation.objects.filter(pk__in=(1, 7))
            )
            actions.say_what_was_done(entry, by=practice.cast.holder, text="Fizemos.")
            actions.promote(
                entry,
                by=practice.coordination,
                summary="Boa.",
                review_on=timezone.localdate() + timedelta(days=9),
                is_public=True,
            )

    def queries(path: str, client) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    campaign = practice.campaign()
    member, visitor = client_for("coordination"), client_for(None)
    paths = [
        (reverse("register"), member),
        (reverse("practices"), visitor),
        (reverse("recommendations"), visitor),
        (reverse("campaign", args=[2026]), member),
        (reverse("practice_desk"), member),
    ]
    fill(1)
    practice.hand_in(campaign, practice.places[0])
    few = [queries(*one) for one in paths]
    fill(6)
    for place in practice.places[1:6]:
        practice.hand_in(campaign, place)
    assert [queries(*one) for one in paths] == few


def questionnaire_form(*questions: dict) -> dict:
    empty = {
        "section_pt": "", "section_en": "", "text_en": "", "help_pt": "", "help_en": "", "options_pt": "",
        "options_en": "", "unit_pt": "", "unit_en": "", "least": "", "most": "", "decimals": "0", "only_if": "",
        "only_if_says": "", "indicator": "", "counts": "", "baseline": "",
    }  # fmt: skip
    return nested_form_data(
        {
            "title_pt": "Do ano que vem",
            "title_en": "",
            "intro_pt": "",
            "intro_en": "",
            "questions": inline_formset([empty | one for one in questions]),
        }
    )


def test_editors_compose_the_questionnaire_in_the_cms_and_its_conditions_hold(practice: Practice, client_for):
    add = reverse("wagtailsnippets_practice_questionnaire:add")
    client = client_for("editor")
    assert client.get(add).status_code == 200
    has = {"code": "tem", "kind": "yes_no", "text_pt": "Tem?", "section_pt": "Parte"}
    how = {
        "code": "como",
        "kind": "one",
        "text_pt": "Como?",
        "options_pt": "aa = Assim\nbb = De outro modo",
        "only_if": "tem",
        "only_if_says": "yes",
    }
    for wrong in (
        [how, has],  # hangs on a later question
        [has, how | {"only_if_says": "talvez"}],
        [has, how | {"options_pt": "aa = Só uma"}],
        [has, {"code": "n", "kind": "number", "text_pt": "N?", "least": "5", "most": "2"}],
        [
            has,
            {
                "code": "t",
                "kind": "prose",
                "text_pt": "T?",
                "indicator": str(Indicator.objects.get(code="atendimento_mudou").pk),
            },
        ],
    ):
        answer = client.post(add, questionnaire_form(*wrong))
        assert answer.status_code == 200, wrong
    assert Questionnaire.objects.count() == 1
    answer = client.post(add, questionnaire_form(has, how))
    assert answer.status_code == 302, [one.errors for one in answer.context["form"].formsets["questions"]]
    made = Questionnaire.objects.latest("pk")
    assert [one.code for one in made.asked()] == ["tem", "como"]
    assert AuditEntry.objects.filter(verb="add_questionnaire").exists()
    for who in ("holder", "technician", "unit_editor", None):
        assert client_for(who).get(add).status_code in (302, 403), who


def test_the_demonstration_shows_every_kind_and_is_loaded_once(practice: Practice, read):
    load_practice()
    year = timezone.localdate().year
    assert Campaign.objects.for_pages().get(year=year).answered == 11
    former = Campaign.objects.for_pages().get(year=year - 1)
    assert (former.state, former.answered) == ("published", 17)
    page = read(None, "results", year - 1)
    assert "exemplo fictício" in page
    count = Response.objects.count()
    load_practice()
    assert Response.objects.count() == count
    assert "exemplo fictício" in read(None, "practices")
    assert {one.state for one in Obstacle.objects.all()} == {"open", "being_solved", "solved"}


def test_no_page_of_the_room_leads_a_member_nowhere(practice: Practice, client_for):
    practice.discussion()
    practice.obstacle()
    practice.published()
    practice.campaign(2027)
    starts = [reverse(name) for name in ("practice_desk", "recommendations", "register")]
    for who in ("coordination", "representative", "holder", "technician", "accredited", "editor"):
        assert dead_ends(client_for(who), *starts) == [], who

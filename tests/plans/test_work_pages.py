"""The pages of those who prepare, amend and report on plans, as somebody walks through them."""

import re
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, Membership
from plans import actions
from plans.desk import due
from plans.models import Amendment, Measure, Plan, PlanElement, Report
from tests.plans.planning import UNDECLARED, YEAR, again, on, planning

__all__ = ["planning"]

FACTS = {
    "kind": "other",
    "title_pt": "Plano a preparar",
    "first_year": str(YEAR),
    "last_year": str(YEAR + 1),
    "levels_pt": "Eixo, Ação",
    "rhythm": "quarter",
    "is_public": "on",
}
COUNTING = {
    "unit_pt": "camas",
    "aggregation": "flow",
    "is_confirmed": "on",
    f"year_{YEAR}": "8",
    f"year_{YEAR + 1}": "0",
}


def sends(client, path, data=None, status=303):
    answer = client.post(path, data or {})
    assert answer.status_code == status, (
        path,
        re.findall(r'class="err">.*?</p>|role="alert".*?</', answer.content.decode(), re.S),
    )
    return answer


def reads(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_a_plan_from_the_first_line_to_its_approval_and_after(planning, cast, client_for):
    who = client_for("coordination")
    reads(who, "/trabalho/planos/novo/")
    sends(who, "/trabalho/planos/novo/", {**FACTS, "whose": str(planning.unit.uuid), "last_year": "2"}, 422)
    home = sends(who, "/trabalho/planos/novo/", {**FACTS, "whose": str(planning.unit.uuid)}).url
    assert "Ainda não tem nenhum ponto" in reads(who, home)
    seen = re.search(r'name="seen" value="([^"]+)"', reads(who, f"{home}dados/"))[1]
    sends(who, f"{home}dados/", {**FACTS, "seen": seen, "title_pt": "Plano preparado"})
    stale = sends(
        who, f"{home}dados/", {**FACTS, "seen": seen, "title_pt": "Outro título"}, 409
    ).content.decode()
    assert "Outro título" in stale and Plan.objects.get().title_pt == "Plano preparado"
    sends(who, f"{home}elementos/novo/", {"title_pt": "ligar 912 345 678"}, 422)
    axis = sends(who, f"{home}elementos/novo/", {"title_pt": "Eixo um", "code": "1"}).url
    top = PlanElement.objects.get()
    reads(who, f"{home}elementos/novo/?em={top.uuid}")
    assert who.get(f"{home}elementos/novo/?em=x").status_code == 404
    point = sends(
        who, f"{home}elementos/novo/?em={top.uuid}", {"title_pt": "Partilhar camas", "reference": "1.1.1a"}
    ).url
    sends(who, f"{point}medidas/nova/", COUNTING | {f"year_{YEAR}": "50%"}, 422)
    sends(who, f"{point}medidas/nova/", COUNTING)
    measure = Measure.objects.get()
    assert "não tem responsável" in reads(who, home) and "sem responsável" in reads(who, home)
    assert "Falta 1 coisa antes de aprovar" in sends(who, f"{home}propor/", status=409).content.decode()
    owner = f"{point}responsavel/"
    assert "Helena Torres" not in reads(who, owner)
    assert "Helena Torres" in reads(who, f"{owner}?q=helena+porto")
    sends(who, owner, {}, 422)
    sends(who, owner, {"owner": str(cast.holder.pk)})
    edit = f"/trabalho/planos/medidas/{measure.uuid}/"
    assert f'name="year_{YEAR}" value="8"' in reads(who, edit)
    sends(who, edit, COUNTING | {f"year_{YEAR}": "6", f"year_{YEAR + 1}": ""})
    other = sends(who, f"{home}elementos/novo/", {"title_pt": "Eixo dois"}).url
    sends(who, f"{other}mover/", {"para": "cima"})
    text = reads(who, home)
    assert text.index("Eixo dois") < text.index("Eixo um")
    sends(who, f"{other}texto/", {"title_pt": "Eixo zero"})
    reads(who, f"{other}retirar/")
    sends(who, f"{other}retirar/")
    sends(who, f"{home}propor/")
    reads(who, f"{home}aprovar/")
    sends(who, f"{home}aprovar/", {"decision": str(planning.governing.decided(planning.unit).uuid)}, 422)
    sends(who, f"{home}aprovar/", {"decision": str(planning.decision().uuid)})
    assert Plan.objects.get().state == "approved" and measure.targets.get(year=YEAR).baseline == 6

    reads(who, f"{home}dados/", 409)
    targets = f"{edit}metas/"
    sends(who, targets, {f"year_{YEAR}": "4", f"year_{YEAR + 1}": ""}, 422)
    sends(who, targets, {f"year_{YEAR}": "4", f"year_{YEAR + 1}": "", "reason": "Obras atrasadas"})
    page = reads(who, point)
    assert "aprovado: 6" in page and "6 → 4" in page and "Obras atrasadas" in page
    assert "Obras atrasadas" in reads(who, f"{home}alteracoes/")
    sends(
        who, edit, {"unit_pt": "vagas", "aggregation": "stock", "is_confirmed": "on", "reason": "São vagas"}
    )
    sends(who, f"{edit}indicador/", {"indicator": "pop_resident"})
    sends(who, f"{point}texto/", {"title_pt": "Partilhar vagas", "reason": "São vagas"})
    sends(who, f"{point}medidas/nova/", COUNTING | {"reason": "Também se conta isto"})
    new = sends(who, f"{home}elementos/novo/", {"title_pt": "Novo", "reason": "Pedido do Conselho"}).url
    sends(who, f"{new}retirar/", {}, 422)
    sends(who, f"{new}retirar/", {"reason": "Engano"})
    assert "Retirado do plano" in reads(who, new)
    reads(who, f"{new}repor/")
    sends(who, f"{new}repor/", {"reason": "Afinal fica"})
    assert set(Amendment.objects.values_list("what", flat=True)) == set(Amendment.What.values)
    sends(who, f"{home}apagar/", status=409)
    copy = sends(who, f"{home}copiar/", {"first_year": str(YEAR + 2)}).url
    assert "a medida não tem meta" in reads(who, copy)
    sends(who, f"{copy}apagar/")
    with on(date(YEAR + 1, 12, 1)):
        sends(who, f"{home}encerrar/", status=303)
    assert Plan.objects.get().state == "closed"
    assert axis and "encerrado" in reads(who, home)
    # Nobody else finds any of it.
    for name in ("technician", "representative", "editor"):
        for path in (f"{home}dados/", f"{home}aprovar/", targets, owner, f"{point}retirar/"):
            reads(client_for(name), path, 404)


def test_reports_are_said_corrected_and_taken_back_on_their_pages(planning, cast, client_for):
    measure = planning.approved()
    holder, base = client_for("holder"), f"/trabalho/planos/medidas/{measure.uuid}"
    with on(date(YEAR, 5, 1)):
        assert "Isso não é zero" in reads(holder, f"{base}/relatos/")
        first = f"{YEAR}-Q1"
        planning.say(measure, first, "2")
    report = Report.objects.get()
    correct = f"/trabalho/planos/relatos/{report.uuid}/corrigir/"
    assert 'value="2"' in reads(holder, correct)
    with on(date(YEAR, 5, 2)):
        sends(holder, correct, {"value": "3"}, 422)
        sends(holder, correct, {"value": "50%", "reason": "Engano"}, 422)
        sends(holder, correct, {"value": "3", "reason": "Faltava uma cama"})
        reads(holder, correct, 404)
        page = reads(holder, f"{base}/relatos/")
        assert "Faltava uma cama" in page and "corrigido" in page and "depois do prazo" in page
        back = f"/trabalho/planos/relatos/{Report.objects.current().get().uuid}/retirar/"
        reads(holder, back)
        sends(holder, back, {}, 422)
        sends(holder, back, {"reason": "Era de outro plano"})
    assert not Report.objects.current().exists()
    for name in ("technician", "editor"):
        reads(client_for(name), back, 404)
        reads(client_for(name), f"{base}/relatar/", 404)


def test_a_report_that_comes_second_keeps_what_was_typed_and_leads_to_the_correction(
    planning, cast, client_for
):
    now = timezone.localdate()
    plan = planning.make(title_pt="Deste ano", first_year=now.year - 1, last_year=now.year)
    measure = planning.measure(planning.element(plan), {now.year - 1: "8"})
    planning.approve(plan)
    period = f"{now.year - 1}-Q1"
    new = f"/trabalho/planos/medidas/{measure.uuid}/relatar/"
    who = client_for("holder")
    assert f'value="{period}"' in reads(who, f"{new}?periodo={period}")
    sends(who, new, {"period": period, "value": "3 equipas"}, 422)
    planning.say(again(measure), period, "2", by=cast.coordination)
    text = sends(who, new, {"period": period, "value": "3"}, 409).content.decode()
    first = Report.objects.get()
    assert "já relatou este período" in text and 'value="3"' in text
    assert reverse("plan_report_correct", args=[first.uuid]) in text
    assert due(cast.holder).sentence.startswith("3 metas a relatar, 3 atrasadas")
    desk = reads(who, "/trabalho/planos/")
    assert "Relatar as 3 de uma vez" in desk and "Deste ano" in desk
    assert "3 sem relato" in reads(client_for("coordination"), "/trabalho/planos/")


def test_the_desk_costs_as_much_for_many_as_for_few(planning, cast, client_for):
    client = client_for("coordination")

    def cost(path):
        client.get(path)
        with CaptureQueriesContext(connection) as made:
            assert client.get(path).status_code == 200
        return len(made)

    now = timezone.localdate()

    def fill(n):
        plan = planning.make(title_pt=f"Plano {n}", first_year=now.year - 1, last_year=now.year)
        for one in range(n):
            planning.measure(
                planning.element(plan, f"Ponto {one}"), {now.year - 1: "8"}, aggregation=UNDECLARED
            )
        return planning.approve(plan)

    small = fill(1)
    desk, page = cost("/trabalho/planos/"), cost(f"/trabalho/planos/{small.uuid}/")
    large = fill(6)
    assert cost("/trabalho/planos/") == desk
    assert cost(f"/trabalho/planos/{large.uuid}/") == page


def test_an_owner_who_left_leaves_a_mark_on_the_desk_of_who_manages(planning, cast, client_for):
    planning.approved()
    Letter.objects.all().delete()
    Membership.objects.filter(pk=cast.holder.pk).update(is_active=False)
    assert "1 sem responsável" in reads(client_for("coordination"), "/trabalho/planos/")
    assert actions.remind_plans() in (0, 1)

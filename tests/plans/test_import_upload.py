"""A plan sent as a file: the tree first, and only what was shown is taken in; near twins are pointed out."""

import html
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from plans import reading, twins
from plans.actions.importing import Whose, import_plan
from plans.imports import read
from plans.models import Measure, Plan, PlanElement
from plans.reference import pmas
from tests.plans.tables import small, text
from tests.units.governing import MAIA

pytestmark = pytest.mark.django_db
SEND, CONFIRM = "/trabalho/planos/importar/", "/trabalho/planos/importar/confirmar/"


def sent(client, content=None, *, name="plano.txt", whose="entidade", **more):
    file = SimpleUploadedFile(name, (text() if content is None else content).encode())
    return client.post(SEND, {"file": file, "whose": whose, "kind": "other"} | more)


def sealed_in(answer):
    return html.unescape(re.search(r'name="sealed" value="([^"]+)"', answer.content.decode())[1])


def test_the_tree_is_shown_first_and_then_taken_in_once(client_for, cast):
    client = client_for("holder")
    preview = sent(client)
    said = html.unescape(preview.content.decode())
    assert preview.status_code == 200 and not Plan.objects.exists()
    for one in (
        "Estratégia: 32",
        "128 metas",
        "Ainda nada foi gravado",
        "a unidade diz «total»",
        "por confirmar",
    ):
        assert one in said, one
    assert "1.1.1.e e 1.1.1.f: 94 % do texto em comum" in said and said.count("do texto em comum") == 1
    for _again in range(2):
        answer = client.post(CONFIRM, {"sealed": sealed_in(preview)})
        plan = Plan.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, f"/trabalho/planos/{plan.uuid}/")
    assert (plan.organisation, plan.state, plan.made_by) == (cast.holder.organisation, "draft", cast.holder)
    assert plan.elements.count() == 39 and "é igual" in sent(client).content.decode()
    # Who edits it is told of near twins there too.
    assert "1.1.1.e e 1.1.1.f: 94 % do texto em comum" in client.get(answer["Location"]).content.decode()
    # The same file changed: what differs is shown, and it is the file's when confirmed.
    PlanElement.objects.filter(plan=plan, code="1.1.1.c").update(owner=cast.holder)
    changed = sent(client, text().replace("Equipe\t0\t0\t2\t0", "Equipe\t0\t0\t3\t0"))
    assert "~ 1.1.1.c 2024: 2 -> 3" in html.unescape(changed.content.decode())
    # Meanwhile somebody else changed it: what was shown is no longer what would happen.
    element = plan.elements.get(code="1.2.3.e")
    PlanElement.objects.filter(pk=element.pk).update(title_pt="Outro texto")
    assert client.post(CONFIRM, {"sealed": sealed_in(changed)}).status_code == 409
    PlanElement.objects.filter(pk=element.pk).update(title_pt=element.title_pt)
    assert client.post(CONFIRM, {"sealed": sealed_in(changed)}).status_code == 303
    c = plan.elements.get(code="1.1.1.c")
    assert c.owner == cast.holder and [int(one.value) for one in c.measures.get().targets.all()] == [
        0,
        0,
        3,
        0,
    ]


def test_what_is_wrong_comes_back_beside_the_form_and_nothing_is_kept(client_for):
    client = client_for("holder")
    wrong = sent(client, small(values=("abc", "101%"), unit=""))
    said = html.unescape(wrong.content.decode())
    assert wrong.status_code == 422
    for one in ("«2022»: «abc» não é um número.", "falta a unidade de medida.", "Nada foi importado."):
        assert one in said
    for answer in (
        client.post(SEND, {}),
        sent(client, name="plano.pdf"),
        sent(client, ""),
        sent(client, "x" * 1_000_001),
        sent(client, whose="de-outro"),
        sent(client, whose="referencia"),
        sent(client, kind="annual"),
    ):
        assert (
            answer.status_code == 422 and b"aria-invalid" in answer.content
        ) or b"callout bad" in answer.content
    assert client.post(CONFIRM, {"sealed": "x"}).status_code == 409
    # What was shown to one is not confirmed by another.
    seal = sealed_in(sent(client))
    assert client_for("representative").post(CONFIRM, {"sealed": seal}).status_code == 409
    assert not Plan.objects.exists()


def test_who_runs_a_body_brings_its_plan_and_coordination_a_document_of_elsewhere(client_for, cast):
    from tests.units.governing import Governing

    unit = Governing(cast).unit
    client = client_for("coordination")
    year = small(title="# Plano de ação 2027", years="2027", values=("1", "")).replace("\t0\t3", "\t0")
    answer = client.post(
        CONFIRM, {"sealed": sealed_in(sent(client, year, whose=str(unit.uuid), kind="annual"))}
    )
    plan = Plan.objects.get()
    assert (answer.status_code, plan.body, plan.kind, plan.first_year) == (303, unit, "annual", 2027)
    seal = sealed_in(sent(client, whose="referencia", origin="Brasil"))
    assert client.post(CONFIRM, {"sealed": seal})["Location"].startswith("/planos/")
    assert Plan.objects.get(is_reference=True).origin == "Brasil"
    assert Whose(body=unit).allowed_to(cast.coordination) and not Whose(body=unit).allowed_to(cast.holder)
    assert MAIA


def test_the_table_to_fill_in_is_read_as_it_is(client_for, tmp_path):
    answer = client_for("holder").get(SEND + "modelo.xlsx")
    file = tmp_path / "modelo.xlsx"
    file.write_bytes(answer.content)
    table = read(file)
    assert [line.proposal.aggregation for line in table.lines] == ["flow", "continuous", "stock"]
    assert (
        None in table.lines[2].values.values()
        and len(load_workbook(io.BytesIO(answer.content)).worksheets) == 2
    )


def test_near_twins_are_found_and_the_others_are_left_alone(cast):
    reference = import_plan(pmas.table(), Whose(), by=None).plan
    read_plan = reading.read(reference)
    found = twins.hints(read_plan)
    codes = {node.element.pk: node.code for node in read_plan.nodes}
    assert {codes[pk]: [(one.code, one.percent) for one in some] for pk, some in found.items()} == {
        "1.1.1.e": [("1.1.1.f", 94)],
        "1.1.1.f": [("1.1.1.e", 94)],
    }
    # Far from the threshold on both sides.
    texts = [node.title for node in read_plan.measured]
    shares = sorted(
        (
            len(a & b) / len(a | b)
            for n, a in enumerate(map(twins.threes, texts))
            for b in list(map(twins.threes, texts))[n + 1 :]
        ),
        reverse=True,
    )
    assert shares[0] > 0.9 and shares[1] < 0.45
    # Between plans of one organisation: only with those in force whose years overlap.
    whose = cast.holder.organisation
    draft = import_plan(pmas.table(), Whose(whose), by=None).plan
    Plan.objects.filter(pk=draft.pk).update(
        state="approved", approved_by_own="x", approved_at="2026-01-01T00:00Z"
    )
    for years, hinted in (((2025, 2026), True), ((2027, 2028), False)):
        other = Plan.objects.create(
            title_pt=f"Outro {years}",
            organisation=whose,
            first_year=years[0],
            last_year=years[1],
            levels_pt=["Ação"],
        )
        element = PlanElement.objects.create(
            plan=other, level=0, order=1, code="9", title_pt="Apoio à rede socioassistencial não governamental na"
            " aquisição de equipamento e materiais permanentes",
        )  # fmt: skip
        Measure.objects.create(element=element, unit_pt="Global")
        got = twins.hints(reading.read(other))
        assert [(one.code, one.plan) for one in got.get(element.pk, [])] == (
            [("1.2.1.g", draft)] if hinted else []
        )

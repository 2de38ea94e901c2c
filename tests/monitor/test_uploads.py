"""Municipalities send their own quarterly figures; they are public once coordination has confirmed them."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accounts.models import AuditEntry, Letter, Membership, Notice
from accounts.refusals import Invalid, NotAllowed
from monitor import actions, periods, reporting
from monitor.models import Import, Indicator, Observation, Place
from tests.monitor.sending import Sending

pytestmark = pytest.mark.django_db

WORK = "/trabalho/monitor/"
SEND = "/trabalho/monitor/enviar/"


@pytest.fixture
def sending(cast):
    return Sending(cast)


@pytest.fixture
def holder(client_for, sending):
    return client_for("holder")


@pytest.fixture
def coordination(client_for, sending):
    return client_for("coordination")


def sealed_in(answer):
    assert answer.status_code == 200, answer.content.decode()
    return re.search(r'name="sealed" value="([^"]+)"', answer.content.decode())[1]


def read(member=None):
    found = Observation.objects.current().visible_to(member).filter(indicator__code__startswith="prova")
    return {(one.place_id, one.period): (one.value, one.status) for one in found}


def table(*rows, name="valores.csv"):
    header = list(rows[0])
    lines = [header, *([one.get(key, "") for key in header] for one in rows)]
    if name.endswith(".xlsx"):
        book, out = Workbook(), io.BytesIO()
        for line in lines:
            book.active.append(line)
        book.save(out)
        return SimpleUploadedFile(name, out.getvalue())
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(lines)
    return SimpleUploadedFile(name, text.getvalue().encode())


def row(sending, **cells):
    return {"indicator_code": "prova_atendidas", "period": sending.quarter.code, "value": "40"} | cells


# --- The form ---------------------------------------------------------------------------------------------------------


def test_the_last_closed_quarter_stands_there_and_each_indicator_has_its_field(holder, sending):
    page = holder.get(SEND).content.decode()
    assert f'<option value="{sending.quarter.code}" selected>' in page
    assert "Pessoas atendidas (pessoas)" in page and "Pessoas em espera (pessoas)" in page


@pytest.mark.parametrize(
    ("today", "closed"),
    [
        ("2026-01-01", "2025-Q4"),
        ("2026-03-31", "2025-Q4"),
        ("2026-04-01", "2026-Q1"),
        ("2026-12-31", "2026-Q3"),
    ],
)
def test_a_quarter_is_closed_on_the_day_after_its_last(today, closed):
    found = reporting.quarters(date.fromisoformat(today))
    assert found[0].code == closed and len(found) == 8


def test_figures_are_shown_before_they_are_sent_and_then_only_the_network_reads_them(holder, sending, cast):
    typed = {"period": sending.quarter.code, "f_prova_atendidas": "1 040", "f_prova_espera": ""}
    preview = holder.post(SEND, typed)
    page = preview.content.decode()
    assert "Ainda nada foi enviado." in page and "1040" in page and "sem dados" in page
    assert read(cast.holder) == {} and not Import.objects.exists()

    sent = holder.post(f"{SEND}confirmar/", {"sealed": sealed_in(preview)})
    batch = Import.objects.get()
    assert (sent.status_code, sent["location"]) == (303, f"{WORK}{batch.uuid}/")
    assert (batch.kind, batch.state, batch.organisation) == ("upload", "waiting", cast.holder.organisation)
    assert read(cast.technician) == {("1312", sending.quarter.code): (1040, "provisional")}
    assert read() == {}
    assert "números próprios" in Observation.objects.get().source.text


def test_the_same_figures_again_change_nothing_and_are_told_so(holder, sending):
    sending.sent("40")
    preview = holder.post(SEND, {"period": sending.quarter.code, "f_prova_atendidas": "40"})
    assert "A rede já tem todos estes números" in preview.content.decode()
    figures = [reporting.Figure(sending.seen, sending.quarter, Decimal(40))]
    again = holder.post(f"{SEND}confirmar/", {"sealed": reporting.sealed(figures, sending.cast.holder)})
    assert (again.status_code, Import.objects.count()) == (303, 1)


WRONG = [
    ({}, "Escreva pelo menos um número."),
    ({"f_prova_atendidas": "muitas"}, "«muitas» não é um número."),
    ({"f_prova_atendidas": "1.234"}, "tanto pode ter casas decimais como milhares"),
    ({"f_prova_atendidas": "-3"}, "É negativo, e isto é uma contagem."),
    ({"f_prova_atendidas": "9" * 40}, "É um número demasiado grande."),
    ({"f_prova_atendidas": "4", "period": "2031-Q1"}, "Escolha um trimestre da lista."),
]


def test_what_is_wrong_is_said_and_stays_typed(holder, sending):
    for typed, sentence in WRONG:
        answer = holder.post(SEND, {"period": sending.quarter.code} | typed)
        assert answer.status_code == 422 and sentence in answer.content.decode(), typed
    assert not Import.objects.exists()


def test_a_figure_far_from_the_quarter_before_is_pointed_at(holder, sending, cast):
    earlier = reporting.Figure(sending.seen, reporting.quarters()[1], Decimal(40))
    place = Place.objects.get(pk="1312")
    batch = actions.report(reporting.cells_of([earlier], place, cast.holder), by=cast.holder, name="antes")
    actions.confirm(batch, by=cast.coordination)
    page = holder.post(SEND, {"period": sending.quarter.code, "f_prova_atendidas": "400"}).content.decode()
    assert "Veja se estes estão certos" in page and "400, e em" in page
    assert "Último: 40" in holder.get(SEND).content.decode()


def test_a_preview_of_another_organisation_or_changed_on_the_way_is_not_sent(
    holder, client_for, sending, cast
):
    figures = [reporting.Figure(sending.seen, sending.quarter, Decimal(40))]
    other = reporting.sealed(figures, cast.representative)
    own = reporting.sealed(figures, cast.holder)
    for sealed in (other, own[:-2] + "xx", "", "nada:disto"):
        answer = holder.post(f"{SEND}confirmar/", {"sealed": sealed})
        assert answer.status_code == 409 and "já não vale" in answer.content.decode()
    Indicator.objects.filter(pk=sending.seen.pk).update(from_municipalities=False)
    assert holder.post(f"{SEND}confirmar/", {"sealed": own}).status_code == 409
    assert not Import.objects.exists()


# --- The file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["valores.csv", "valores.xlsx"])
def test_a_file_is_shown_before_it_is_sent(holder, sending, cast, name):
    file = table(
        row(sending, value="12,5" if name.endswith("csv") else 12.5),
        row(sending, indicator_code="prova_espera", value=""),
        name=name,
    )
    preview = holder.post(f"{SEND}ficheiro/", {"file": file})
    assert "Linhas sem valor, que não contam: 1." in preview.content.decode()
    assert not Import.objects.exists()
    holder.post(f"{SEND}confirmar/", {"sealed": sealed_in(preview)})
    assert read(cast.holder) == {("1312", sending.quarter.code): (Decimal("12.5"), "provisional")}
    batch = Import.objects.get()
    assert batch.name == f"Município do Porto, {name}" and len(batch.digest) == 64


def test_the_table_to_fill_in_comes_back_as_it_went(holder, sending):
    given = b"".join(holder.get(f"{SEND}modelo.csv").streaming_content).decode("utf-8-sig")
    lines = [line.split(";") for line in given.splitlines()]
    [own] = [line for line in lines if line[0] == "prova_atendidas"]
    assert own[3:5] == ["1312", "Porto"]
    filled = "\n".join(";".join([*line[:-1], "7"] if line is own else line) for line in lines)
    file = SimpleUploadedFile("modelo.csv", filled.encode("utf-8-sig"))
    assert sealed_in(holder.post(f"{SEND}ficheiro/", {"file": file}))


WRONG_ROWS = [
    ({"dico": "1306"}, "coluna «dico»: só se enviam os números de Porto."),
    ({"indicator_code": "pop_resident"}, "«pop_resident» não é um indicador que os municípios enviem."),
    ({"indicator_code": "prova_nova", "indicator_name": "Nova", "unit": "N.º"}, "não é um indicador que"),
    ({"period": "2021"}, "coluna «period»: enviam-se números de um trimestre"),
    ({"period": "2199-Q4"}, "coluna «period»: este trimestre ainda não acabou."),
    ({"value": "-1"}, "coluna «value»: é negativo"),
    ({"unit": "%"}, "coluna «unit»: «%» não é a unidade"),
    ({"value": "", "status": "sem dados"}, "coluna «value»: um envio leva valores"),
]


def test_one_wrong_row_stops_the_whole_file(holder, sending):
    for cells, sentence in WRONG_ROWS:
        wrong = row(sending) | cells
        right = dict.fromkeys(wrong, "") | row(sending, indicator_code="prova_espera")
        answer = holder.post(f"{SEND}ficheiro/", {"file": table(right, wrong)})
        page = answer.content.decode()
        assert answer.status_code == 422 and "sealed" not in page and sentence in page, cells
    assert not Import.objects.exists() and not Indicator.objects.filter(code="prova_nova").exists()


NO_FILES = [
    ("a.csv", b"x" * 2_000_001, "mais de 2 MB"),
    ("a.pdf", b"%PDF", "tem de ser CSV ou XLSX"),
    ("a.xlsx", b"PK", "incompleto ou estragado"),
    ("a.csv", b"uma coisa\nqualquer", "Falta no ficheiro"),
    ("a.csv", b"", "O ficheiro está vazio."),
]


def test_a_file_that_is_none_is_refused_with_a_sentence(holder):
    for name, content, sentence in NO_FILES:
        answer = holder.post(f"{SEND}ficheiro/", {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422 and sentence in answer.content.decode(), name


# --- Coordination -----------------------------------------------------------------------------------------------------


def test_coordination_is_told_and_confirms_and_the_municipality_reads_of_it(coordination, sending, cast):
    batch = sending.sent("40")
    told = Notice.objects.filter(user=cast.coordination.user).latest("pk")
    assert "Números por confirmar" in told.text_pt and told.url == f"{WORK}{batch.uuid}/"
    assert Letter.objects.filter(kind="figures_sent", to=cast.coordination.user.email).count() == 1
    assert "Município do Porto" in coordination.get(WORK).content.decode()

    assert "Ficam públicos" in coordination.get(f"{WORK}{batch.uuid}/confirmar/").content.decode()
    assert read() == {}
    assert coordination.post(f"{WORK}{batch.uuid}/confirmar/").status_code == 303
    assert read() == {("1312", sending.quarter.code): (40, "final")}
    assert Letter.objects.filter(kind="figures_confirmed", to=cast.holder.user.email).count() == 1
    again = coordination.post(f"{WORK}{batch.uuid}/confirmar/")
    assert again.status_code == 409 and "já não esperam" in again.content.decode()


def test_who_sent_may_take_it_back_while_it_waits_and_not_afterwards(holder, sending, cast):
    first = sending.sent("40")
    assert holder.post(f"{WORK}{first.uuid}/desfazer/").status_code == 303
    assert read(cast.holder) == {}
    assert Letter.objects.filter(kind="figures_undone", to=cast.coordination.user.email).count() == 1
    second = sending.sent("41")
    actions.confirm(second, by=cast.coordination)
    assert holder.post(f"{WORK}{second.uuid}/desfazer/").status_code == 403
    assert read() == {("1312", sending.quarter.code): (41, "final")}


def test_coordination_takes_back_and_the_municipality_is_told(coordination, sending, cast):
    batch = sending.sent("40")
    coordination.post(f"{WORK}{batch.uuid}/desfazer/")
    assert read(cast.holder) == {}
    assert Letter.objects.filter(kind="figures_undone", to=cast.holder.user.email).count() == 1
    assert AuditEntry.objects.filter(subject_id=str(batch.uuid)).count() == 2


def test_nothing_is_written_by_looking(holder, coordination, sending):
    batch = sending.sent("40")
    before = (Observation.objects.count(), AuditEntry.objects.count(), Letter.objects.count())
    for client, address in (
        (holder, WORK),
        (holder, SEND),
        (holder, f"{SEND}ficheiro/"),
        (holder, f"{WORK}{batch.uuid}/"),
        (holder, f"{WORK}{batch.uuid}/desfazer/"),
        (coordination, f"{WORK}{batch.uuid}/confirmar/"),
    ):
        assert client.get(address).status_code == 200
    assert (Observation.objects.count(), AuditEntry.objects.count(), Letter.objects.count()) == before


# --- The verb itself --------------------------------------------------------------------------------------------------


def test_only_a_municipalitys_own_people_send_and_only_its_own_figures(sending, cast):
    figures = [reporting.Figure(sending.seen, sending.quarter, Decimal(4))]
    porto, maia = Place.objects.get(pk="1312"), Place.objects.get(pk="1306")
    for member, place in (
        (cast.holder, maia),
        (cast.technician, porto),
        (cast.coordination, porto),
        (cast.editor, porto),
        (cast.accredited, porto),
    ):
        with pytest.raises(NotAllowed):
            actions.report(reporting.cells_of(figures, place, member), by=member, name="x")
    # A technician of the municipality itself looks after people, not after its figures.
    Membership.objects.filter(pk=cast.holder.pk).update(roles=["technician"])
    member = Membership.objects.select_related("user", "organisation").get(pk=cast.holder.pk)
    with pytest.raises(NotAllowed):
        actions.report(reporting.cells_of(figures, porto, member), by=member, name="x")
    assert not Import.objects.exists()


def test_only_closed_quarters_of_indicators_that_municipalities_send(sending, cast):
    place = Place.objects.get(pk="1312")
    for code in ("2199-Q4", "2021"):
        figures = [reporting.Figure(sending.seen, periods.parse(code)[0], Decimal(4))]
        with pytest.raises(Invalid):
            actions.report(reporting.cells_of(figures, place, cast.holder), by=cast.holder, name="x")
    other = reporting.Figure(Indicator.objects.get(code="pop_resident"), sending.quarter, Decimal(4))
    with pytest.raises(NotAllowed):
        actions.report(reporting.cells_of([other], place, cast.holder), by=cast.holder, name="x")
    assert not Import.objects.exists()


def test_without_an_indicator_to_send_the_page_says_so(client_for):
    Indicator.objects.update(from_municipalities=False)
    assert "Ainda nenhum indicador" in client_for("holder").get(SEND).content.decode()

"""Job offers out of a file: looked at first, all or nothing, twice the same changes nothing."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from community.models import JobOffer
from community.models.listings import today
from tests.community.listed import Listed

IMPORT = "/trabalho/comunidade/empregos/importar/"
HEADER = [
    "função",
    "empregador",
    "referência",
    "concelho",
    "contrato",
    "horário",
    "último dia",
    "url",
    "acessível",
]


def row(reference, **more):
    said = {
        "função": "Soldador",
        "empregador": "Metal, Lda.",
        "referência": reference,
        "concelho": "Gaia",
        "contrato": "Contrato sem termo",
        "horário": "tempo completo",
        "último dia": (today() + timedelta(days=40)).strftime("%d/%m/%Y"),
        "url": "https://exemplo.pt/1",
        "acessível": "sim",
    } | more
    return [said[name] for name in HEADER]


def as_csv(*rows):
    text = "\n".join(";".join(line) for line in [HEADER, *rows])
    return SimpleUploadedFile("ofertas.csv", text.encode("utf-8-sig"))


def as_xlsx(*rows):
    book = Workbook()
    for line in [HEADER, *rows]:
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("ofertas.xlsx", file.getvalue())


@pytest.fixture
def send(client_for):
    """Preview a file and, where there is anything to write, write it. Returns the counts of the preview."""

    def run(file, *, who="holder", source="IEFP", **more):
        client = client_for(who)
        shown = client.post(IMPORT, {"file": file, "source": source, **more})
        if shown.status_code != 200:
            return shown
        plan = shown.context["plan"]
        before = JobOffer.objects.count()
        assert not plan.writes or client.get(IMPORT).status_code == 200
        assert JobOffer.objects.count() == before
        answer = client.post(f"{IMPORT}gravar/", {"sealed": shown.context["sealed"]})
        assert answer.status_code == 303
        return {state: plan.count(state) for state in ("new", "changed", "reopened", "same", "gone")}

    return run


def open_now():
    return set(JobOffer.objects.open_now().values_list("reference", flat=True))


def test_a_file_publishes_what_it_brings_and_twice_changes_nothing(send, client_for):
    assert send(as_csv(row("A1"), row("A2", concelho="1312")))["new"] == 2
    job = JobOffer.objects.get(reference="A1")
    assert (job.municipality_id, job.contract, job.hours, job.accessible) == (
        "1317",
        "permanent",
        "full",
        True,
    )
    assert job.is_open and job.source == "IEFP" and job.link
    stood = job.updated_at
    assert send(as_xlsx(row("A1"), row("A2", concelho="Porto"))) == {
        "new": 0, "changed": 0, "reopened": 0, "same": 2, "gone": 0,
    }  # fmt: skip
    job.refresh_from_db()
    assert job.updated_at == stood
    # By employer and reference, within one organisation.
    assert send(as_csv(row("A1", empregador="METAL LDA")))["changed"] == 1
    assert send(as_csv(row("A1", empregador="Outra, SA")))["new"] == 1
    # Its own export is a file it reads.
    exported = b"".join(client_for("holder").get("/comunidade/empregos/ofertas.csv"))
    again = send(SimpleUploadedFile("export.csv", exported), who="accredited")
    assert again["new"] == 3
    assert send(as_csv(row("A1")), who="technician")["new"] == 1


def test_what_a_later_file_lacks_ends_only_when_asked_and_only_of_its_source(send, cast):
    Listed(cast).job(title="À mão", reference="M1")
    send(as_csv(row("A1"), row("A2")))
    send(as_csv(row("B1")), source="Câmara")
    assert send(as_csv(row("A1")))["gone"] == 1
    assert open_now() == {"M1", "A1", "A2", "B1"}
    assert send(as_csv(row("A1")), end_missing="on")["gone"] == 1
    assert open_now() == {"M1", "A1", "B1"}
    assert send(as_csv(row("A1"), row("A2")))["reopened"] == 1
    assert open_now() == {"M1", "A1", "A2", "B1"}


def test_one_wrong_row_and_nothing_enters_with_row_and_column_named(send):
    late = (today() + timedelta(days=91)).isoformat()
    past = (today() - timedelta(days=1)).isoformat()
    bad = send(
        as_csv(
            row("A1"),
            row("A2", concelho="Lisboa"),
            row("A1"),
            row("A4", **{"último dia": "amanhã"}),
            row("A5", contrato="eterno"),
            row("A6", função=""),
        )
    )
    assert bad.status_code == 422
    said = bad.content.decode()
    for expected in (
        "Linha 3, coluna «concelho»",
        "Linha 4, coluna «referência»: já está na linha 2",
        "Linha 5, coluna «último dia»",
        "Linha 6, coluna «contrato»",
        "Linha 7, coluna «função»: está vazia",
        "Nada foi importado.",
    ):
        assert expected in said
    late_rows = [row("A1", **{"último dia": late}), row("A2", **{"último dia": past}), row("A3", url="")]
    worse = send(as_csv(*late_rows, row("A4", função="Ligar 912 345 678")))
    assert worse.status_code == 422
    assert worse.content.decode().count("Linha ") >= 4
    for file in (
        SimpleUploadedFile("x.csv", b"nada;disto\n1;2"),
        SimpleUploadedFile("x.xlsx", b"isto nao e um xlsx"),
        SimpleUploadedFile("x.pdf", b"%PDF"),
        SimpleUploadedFile("x.csv", b""),
        as_xlsx(row("A1", função="=1+1")),
        as_csv(),
        as_csv(*(row(f"R{n}") for n in range(501))),
    ):
        assert send(file).status_code == 422
    assert not JobOffer.objects.exists()


def test_a_preview_is_its_makers_alone_and_nothing_can_be_slipped_into_it(client_for):
    shown = client_for("holder").post(IMPORT, {"file": as_csv(row("A1")), "source": "IEFP"})
    sealed = shown.context["sealed"]
    assert client_for("technician").post(f"{IMPORT}gravar/", {"sealed": sealed}).status_code == 409
    assert client_for("holder").post(f"{IMPORT}gravar/", {"sealed": sealed[:-3] + "xyz"}).status_code == 409
    assert client_for("holder").post(f"{IMPORT}gravar/").status_code == 409
    assert client_for("editor").post(f"{IMPORT}gravar/", {"sealed": sealed}).status_code == 404
    assert not JobOffer.objects.exists()
    assert client_for("holder").get("/trabalho/comunidade/empregos/modelo.csv").status_code == 200

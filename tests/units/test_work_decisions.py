"""Decisions and documents in the workspace: filled in from a round, approved for good; files that are what they say."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import NotAllowed
from tests.units.governing import governing
from units import actions
from units.actions.papers import clean_name
from units.models import Decision, Paper, StructuringIdea
from units.paper_kinds import kind_of

pytestmark = pytest.mark.django_db
__all__ = ["governing"]


@pytest.fixture
def coordination(client_for):
    return client_for("coordination")


def typed(*effects, **more):
    """The form of a decision, filled in."""
    data = {
        "title_pt": "Prazo comum de 90 dias",
        "title_en": "",
        "text_pt": "O prazo é de 90 dias.",
        "text_en": "",
        "openness": "public",
        "public_text_pt": "",
        "public_text_en": "",
        "review_on": "",
        "round": "",
        "meeting": "",
        "efeitos-TOTAL_FORMS": str(len(effects)),
        "efeitos-INITIAL_FORMS": "0",
    }
    for number, effect in enumerate(effects):
        full = {"kind": "", "reference": "", "text_pt": "", "text_en": ""} | effect
        data |= {f"efeitos-{number}-{name}": value for name, value in full.items()}
    return data | more


EFFECT = {"kind": "protocol", "reference": "AMP-1", "text_pt": "Novo prazo no protocolo."}


def test_a_closed_round_fills_in_the_decision(governing, coordination):
    round = governing.closed(["agrees"] * 17)
    address = f"{reverse('decision_new')}?ronda={round.uuid}"
    form = coordination.get(address).context["form"]
    assert (form["title_pt"].value(), form["text_pt"].value(), form["round"].value()) == (
        round.version.draft.title_pt,
        round.version.text,
        round.uuid,
    )
    data = typed(EFFECT, body=str(round.body.uuid), round=str(round.uuid), ideas=["1"])
    answer = coordination.post(address, data)
    made = Decision.objects.get()
    assert answer.headers["Location"] == reverse("decision_approve", args=[made.uuid])
    assert (made.round, made.body, made.state, made.is_public) == (round, round.body, "draft", True)
    assert made.effects.get().reference == "AMP-1"
    assert list(made.ideas.all()) == [StructuringIdea.objects.get(order=1)]


def test_a_round_that_returned_its_text_fills_in_nothing(governing, coordination):
    returned, open_one = governing.closed(["change"] * 3), governing.open()
    for uuid in (returned.uuid, open_one.uuid, "nada"):
        assert coordination.get(f"{reverse('decision_new')}?ronda={uuid}").status_code == 404
    data = typed(body=str(returned.body.uuid), round=str(returned.uuid))
    answer = coordination.post(reverse("decision_new"), data)
    assert answer.status_code == 422 and "voltou a quem o propôs" in answer.content.decode()


@pytest.mark.parametrize(
    ("effect", "wrong", "said"),
    [
        (EFFECT, {"title_pt": ""}, "Falta preencher"),
        (EFFECT, {"text_pt": ""}, "Falta preencher"),
        (EFFECT, {"openness": ""}, "Escolha uma das opções"),
        (EFFECT, {"review_on": "nunca"}, "Escreva um dia que exista"),
        (EFFECT, {"ideas": ["99"]}, "Escolha ideias da lista"),
        (EFFECT | {"kind": ""}, {}, "Escolha o tipo de efeito"),
        (EFFECT | {"kind": "magia"}, {}, "Escolha o tipo de efeito"),
        (EFFECT | {"text_pt": ""}, {}, "Escreva o que muda"),
        (EFFECT, {"text_pt": "Escreva a fulano@exemplo.pt"}, "Erro:"),
    ],
)
def test_what_is_wrong_with_a_decision_is_said_and_the_rest_kept(
    governing, coordination, effect, wrong, said
):
    data = typed(effect, body=str(governing.unit.uuid), text_en="Kept as typed.") | wrong
    answer = coordination.post(reverse("decision_new"), data)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "Kept as typed." in page
    assert "fulano@" not in page and not Decision.objects.exists()


def test_an_effect_more_keeps_everything(governing, coordination):
    answer = coordination.post(reverse("decision_new"), typed(EFFECT, title_pt="", mais="1"))
    assert answer.status_code == 200 and "Novo prazo no protocolo." in answer.content.decode()
    assert answer.context["effects"].total_form_count() == 2 and "Erro:" not in answer.content.decode()


def test_a_decision_is_changed_until_it_is_approved_and_only_corrected_after(governing, coordination):
    decision = governing.draft()
    edit = reverse("decision_edit", args=[decision.uuid])
    seen = coordination.get(edit).context["form"]["seen"].value()
    data = typed(EFFECT, seen=seen, title_pt="Prazo de 60 dias", review_on="2030-01-01")
    assert coordination.post(edit, data).status_code == 303
    stale = coordination.post(edit, data | {"title_pt": "O meu título"})
    assert stale.status_code == 409 and "O meu título" in stale.content.decode()
    approve = reverse("decision_approve", args=[decision.uuid])
    page = coordination.get(approve).content.decode()
    assert "já não se altera" in page and "Novo prazo no protocolo." in page
    today = timezone.localdate().isoformat()
    assert coordination.post(approve, {"decided_on": "2099-01-01"}).status_code == 422
    assert coordination.post(approve, {"decided_on": ""}).status_code == 422
    answer = coordination.post(approve, {"decided_on": today})
    decision.refresh_from_db()
    assert decision.state == "approved" and answer.headers["Location"].endswith(f"{decision.number}/")
    assert coordination.post(approve, {"decided_on": today}).status_code == 409
    assert coordination.get(edit).status_code == coordination.post(edit, typed()).status_code == 409
    assert coordination.post(reverse("decision_drop", args=[decision.uuid])).status_code == 409
    correct = reverse("decision_correct", args=[decision.uuid])
    assert coordination.get(correct).context["form"]["title_pt"].value() == "Prazo de 60 dias"
    assert coordination.post(correct, typed(title_pt="Prazo de 90 dias")).status_code == 303
    later = Decision.objects.get(state="draft")
    assert later.corrects == decision and later.body == decision.body
    decision.refresh_from_db()
    assert decision.title_pt == "Prazo de 60 dias"


def test_a_draft_is_not_corrected_and_can_be_thrown_away(governing, coordination):
    decision = governing.draft()
    assert coordination.get(reverse("decision_correct", args=[decision.uuid])).status_code == 409
    drop = reverse("decision_drop", args=[decision.uuid])
    assert coordination.get(drop).status_code == 200 and Decision.objects.exists()
    assert coordination.post(drop).status_code == 303 and not Decision.objects.exists()
    assert coordination.post(drop).status_code == 404


def test_the_meeting_is_one_of_the_same_body(governing, coordination):
    council, unit = governing.held(governing.council), governing.held(governing.unit)
    data = typed(body=str(governing.council.uuid))
    wrong = coordination.post(reverse("decision_new"), data | {"meeting": str(unit.uuid)})
    assert wrong.status_code == 422 and "outro órgão" in wrong.content.decode()
    assert (
        coordination.post(reverse("decision_new"), data | {"meeting": str(council.uuid)}).status_code == 303
    )
    address = f"{reverse('decision_new')}?reuniao={council.uuid}"
    assert coordination.get(address).context["form"]["body"].value() == governing.council.uuid


def test_who_runs_no_body_prepares_no_decision(governing, client_for):
    draft, approved = governing.draft(), governing.decided()
    client = client_for("representative")
    assert client.get(reverse("decision_new")).status_code == 404
    for name, decision in [
        ("decision_edit", draft),
        ("decision_approve", draft),
        ("decision_drop", draft),
        ("decision_correct", approved),
    ]:
        address = reverse(name, args=[decision.uuid])
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    draft.refresh_from_db()
    assert draft.state == "draft"


# --- Documents --------------------------------------------------------------------------------------------------------


def archive(*parts, mimetype=""):
    made = BytesIO()
    with ZipFile(made, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for part in parts:
            file.writestr(part, "<x/>")
    return made.getvalue()


ODF = "application/vnd.oasis.opendocument."
FILES = {
    "ata.pdf": b"%PDF-1.7\n%fim",
    "ata.odt": archive("content.xml", mimetype=f"{ODF}text"),
    "contas.ods": archive("content.xml", mimetype=f"{ODF}spreadsheet"),
    "ata.docx": archive("[Content_Types].xml", "word/document.xml"),
    "contas.xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "mapa.png": b"\x89PNG\r\n\x1a\n123",
    "mapa.jpeg": b"\xff\xd8\xff\xe0123",
    "MAPA.JPG": b"\xff\xd8\xff\xe0123",
}


@pytest.fixture
def add(governing, coordination):
    def post(name, content, *, owner=None, of="decisao", **more):
        owner = owner or governing.draft()
        data = {"title": "Anexo", "openness": "internal", "file": SimpleUploadedFile(name, content)} | more
        return coordination.post(reverse("paper_new", args=[of, owner.uuid]), data)

    return post


@pytest.mark.parametrize("name", FILES)
def test_a_document_is_kept_with_the_type_its_content_has(governing, add, name):
    assert add(name, FILES[name]).status_code == 303
    paper = Paper.objects.get()
    kind = kind_of(FILES[name])
    assert paper.media_type == kind.media_type and bytes(paper.content) == FILES[name]
    assert paper.size == len(FILES[name]) and not paper.is_public


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("ata.pdf", b"<html><script>", "Este tipo de ficheiro não entra"),
        ("ata.svg", b"<svg xmlns='x'>", "Este tipo de ficheiro não entra"),
        ("ata.pdf", FILES["mapa.png"], "parece ser PNG"),
        ("ata.html", FILES["ata.pdf"], "parece ser PDF"),
        ("ata.odt", FILES["contas.ods"], "parece ser ODS"),
        ("ata.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "não entra"),
        ("tudo.zip", archive("a.txt"), "Este tipo de ficheiro não entra"),
        ("ata.docx", b"PK\x03\x04 partido", "Este tipo de ficheiro não entra"),
        ("ata.pdf", b"", "O ficheiro está vazio"),
        ("ata.pdf", b"%PDF-" + b"0" * Paper.MOST_BYTES, "mais de 10 MB"),
    ],
)
def test_what_is_not_what_it_says_is_refused(governing, add, name, content, said):
    answer = add(name, content, title="O título fica")
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "O título fica" in page
    assert not Paper.objects.exists()


@pytest.mark.parametrize("missing", ["file", "title", "openness"])
def test_nothing_of_a_document_may_be_missing(governing, coordination, missing):
    decision = governing.draft()
    data = {"title": "Anexo", "openness": "public", "file": SimpleUploadedFile("a.pdf", FILES["ata.pdf"])}
    del data[missing]
    assert coordination.post(reverse("paper_new", args=["decisao", decision.uuid]), data).status_code == 422


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Temp\\Ata n.º 3.pdf", "Ata n.º 3.pdf"),
        ('a"\r\nX: y.pdf', "aX y.pdf"),
        ("....pdf", "documento.pdf"),
        ("ata.PDF", "ata.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_the_name_of_a_document_is_cleaned(sent, kept):
    assert clean_name(sent, "pdf") == kept


def test_a_document_is_taken_away_while_what_it_belongs_to_may_change(governing, add, coordination):
    decision, meeting = governing.draft(), governing.held()
    add("ata.pdf", FILES["ata.pdf"], owner=decision)
    add("ata.pdf", FILES["ata.pdf"], owner=meeting, of="reuniao")
    add("outra.pdf", FILES["ata.pdf"], owner=meeting, of="reuniao")
    of_decision, first, second = Paper.objects.order_by("pk")
    remove = reverse("paper_delete", args=[first.uuid])
    assert coordination.get(remove).status_code == 200 and Paper.objects.count() == 3
    assert coordination.post(remove).status_code == 303
    assert coordination.post(remove).status_code == 404
    actions.write_minutes(
        meeting,
        {meeting.items.first().pk: "Ouvido."},
        by=governing.coordination,
        is_public=False,
    )
    actions.circulate_minutes(meeting, by=governing.coordination)
    actions.approve_minutes(meeting, by=governing.coordination)
    actions.approve_decision(decision, by=governing.coordination)
    for paper in (of_decision, second):
        answer = coordination.post(reverse("paper_delete", args=[paper.uuid]))
        assert answer.status_code == 409 and "ficam como estão" in answer.content.decode()
    assert add("ata.pdf", FILES["ata.pdf"], owner=decision).status_code == 409
    assert add("ata.pdf", FILES["ata.pdf"], owner=meeting, of="reuniao").status_code == 409
    assert Paper.objects.count() == 2


def test_who_runs_no_body_adds_and_takes_away_nothing(governing, add, client_for):
    decision = governing.draft()
    add("ata.pdf", FILES["ata.pdf"], owner=decision)
    client = client_for("representative")
    new = reverse("paper_new", args=["decisao", decision.uuid])
    assert (client.get(new).status_code, client.post(new).status_code) == (404, 404)
    assert client.post(reverse("paper_delete", args=[Paper.objects.get().uuid])).status_code == 404
    for of in ("reuniao", "plano"):
        assert (
            client_for("coordination").get(reverse("paper_new", args=[of, decision.uuid])).status_code == 404
        )
    assert Paper.objects.exists()


def test_the_actions_themselves_refuse_who_runs_no_body(governing, add, cast):
    decision = governing.draft()
    add("ata.pdf", FILES["ata.pdf"], owner=decision)
    paper = Paper.objects.get()
    said = {"title": "Anexo", "name": "a.pdf", "content": FILES["ata.pdf"], "is_public": True}
    with pytest.raises(NotAllowed):
        actions.add_paper(decision, by=cast.representative, **said)
    with pytest.raises(NotAllowed):
        actions.delete_paper(paper, by=cast.representative)
    assert Paper.objects.count() == 1

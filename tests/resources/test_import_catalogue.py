"""Catalogues come from CSV and XLSX: whole or not at all, again and again, with source and licence."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from accounts.models import AuditEntry
from geo.models import Municipality
from resources.models import Category, Facility, Item, Mode, Resource, Source

pytestmark = pytest.mark.django_db

SAID = {"source": "Mapa Livre", "licence": "ODbL", "attribution": "© Mapa Livre"}
HEADER = ["id", "nome", "categoria", "dico", "lat", "lon", "morada", "telefone"]


def row(n=1, **cells):
    """A kindergarten in Maia."""
    maia = Municipality.objects.get(pk="1306")
    said = {
        "id": f"ponto-{n}",
        "nome": f"Jardim {n}",
        "categoria": "creches-e-jardins",
        "dico": "1306",
        "lat": str(maia.seat_lat),
        "lon": str(maia.seat_lon),
        "morada": f"Rua da Escola, {n}",
        "telefone": "",
    }
    return said | cells


@pytest.fixture
def write(tmp_path):
    """A file of these rows; None leaves a column out."""

    def make(*rows, name="lista.csv", encoding="utf-8", delimiter=",", header=None):
        file = tmp_path / name
        header = header or list(rows[0])
        lines = [header, *([one[key] for key in rows[0]] for one in rows)]
        if name.endswith(".xlsx"):
            book = Workbook()
            for line in lines:
                book.active.append(line)
            book.save(file)
        else:
            with file.open("w", encoding=encoding, newline="") as text:
                csv.writer(text, delimiter=delimiter).writerows(lines)
        return file

    return make


@pytest.fixture
def load(capsys):
    def run(file, *args, **options):
        call_command("import_catalogue", str(file), *args, **(SAID | options))
        return capsys.readouterr()

    return run


def everything():
    return (
        list(Facility.objects.order_by("pk").values()),
        list(Resource.objects.order_by("pk").values()),
        list(Source.objects.values()),
        AuditEntry.objects.count(),
    )


@pytest.fixture
def refusal(load):
    """What an import is refused with. It leaves nothing behind."""

    def run(file, *args, **options):
        before = everything()
        with pytest.raises(CommandError) as refused:
            load(file, *args, **options)
        assert everything() == before
        return str(refused.value)

    return run


# --- What comes in ----------------------------------------------------------------------------------------------------


def test_a_facility_comes_without_owner_to_be_described(write, load):
    load(write(row(telefone="220 000 000")), url="https://mapa.example.org/", retrieved="2026-11-20")
    resource = Resource.objects.get(name="Jardim 1")
    facility = resource.facility
    assert (facility.organisation, facility.tier, resource.mode) == (None, 0, Mode.INFO)
    assert (facility.municipality_id, facility.address, facility.phone) == (
        "1306",
        "Rua da Escola, 1",
        "220 000 000",
    )
    assert resource.category.code == "creches-e-jardins"
    source = facility.source
    assert (source.name, source.licence, source.attribution) == ("Mapa Livre", "ODbL", "© Mapa Livre")
    assert source.licence_url == "https://opendatacommons.org/licenses/odbl/1-0/"
    assert str(source.retrieved_on) == "2026-11-20" and source.imported_at


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_the_encodings_and_delimiters_of_spreadsheets(write, load, encoding, delimiter):
    load(
        write(
            row(nome="São João, «Águas»" if encoding != "cp1252" else "São João, Águas"),
            encoding=encoding,
            delimiter=delimiter,
        )
    )
    assert Facility.objects.get(source_ref="ponto-1").name.startswith("São João, ")


def test_an_xlsx_is_read_with_its_numbers_and_blanks(write, load):
    load(write(row(dico=1306, lat=41.2357, telefone=None), row(2, dico="1306"), name="lista.xlsx"))
    assert Facility.objects.filter(source__name="Mapa Livre", municipality_id="1306").count() == 2
    assert Facility.objects.get(source_ref="ponto-1").lat == 41.2357


def test_the_file_of_the_free_map_needs_no_mapping(write, load):
    """The shape of a file in hand: 353 places of which 22 call themselves childcare, in all 17 municipalities."""
    towns = list(Municipality.objects.all())
    rows = [
        {
            "id": f"osm-node-{n}",
            "name": f"Jardim {n}",
            "facility_type": "kindergarten/creche",
            "osm_category": "childcare" if n < 22 else "kindergarten",
            "dico": towns[n % 17].dico,
            "municipality": towns[n % 17].name,
            "lat": str(towns[n % 17].seat_lat),
            "lon": str(towns[n % 17].seat_lon),
            "address": "" if n % 4 else f"Rua {n}",
            "postcode": "" if n % 4 else "4470-000",
            "locality": "" if n % 3 else "Maia",
            "operator": "" if n % 5 else "Santa Casa da Misericórdia",
            "osm_url": f"https://www.openstreetmap.org/node/{n}",
            "source": "OpenStreetMap contributors (ODbL)",
        }
        for n in range(353)
    ]
    said = load(write(*rows)).out
    assert "353 novos, 0 alterados, 0 sem alteração, 0 que já não estão no ficheiro." in said
    assert "Colunas que não se usam: facility_type, source." in said
    listed = Resource.objects.filter(source__name="Mapa Livre")
    assert listed.count() == 353 == listed.filter(mode="info", facility__organisation=None).count()
    one = Facility.objects.get(source_ref="osm-node-60")
    assert one.source_url == "https://www.openstreetmap.org/node/60"
    assert one.address == "Rua 60, 4470-000 Maia"
    assert one.description_pt == "Segundo a fonte, é gerido por Santa Casa da Misericórdia."
    assert "0 novos, 0 alterados, 353 sem alteração" in load(write(*rows)).out


def test_what_was_imported_is_found_by_its_words(write, load, client_for, django_capture_on_commit_callbacks):
    load(write(row(nome="Jardim das Amoreiras")))
    page = client_for(None).get("/recursos/", {"q": "amoreiras"}).content.decode()
    assert "Jardim das Amoreiras" in page and "© Mapa Livre" in page


def test_the_municipality_is_known_by_name_or_from_the_point(write, load):
    def left_out(one, *names):
        return {key: value for key, value in one.items() if key not in names}

    load(write(left_out(row(), "dico", "lat", "lon") | {"concelho": "vila nova de gaia"}))
    assert Facility.objects.get(source_ref="ponto-1").municipality_id == "1317"
    load(write(left_out(row(2), "dico")))
    assert Facility.objects.get(source_ref="ponto-2").municipality_id == "1306"


def test_columns_and_words_are_read_as_the_mapping_says(write, load, tmp_path):
    file = write({"coisa": "a1", "rótulo": "Casa", "espécie": "Infantário", "concelho": "Maia", "nome": "x"})
    mapping = tmp_path / "mapa.json"
    mapping.write_text(
        json.dumps(
            {
                "columns": {"coisa": "ref", "rótulo": "name", "espécie": "category", "nome": None},
                "words": {"category": {"Infantário": "creches-e-jardins"}},
            }
        )
    )
    load(file, mapping=mapping)
    assert Facility.objects.get(source_ref="a1").name == "Casa"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("isto não", "tem de ser um ficheiro JSON"),
        ('{"colunas": {}}', "só pode ter"),
        ('{"columns": {"outra": "name"}}', "colunas que o ficheiro não tem: outra"),
        ('{"columns": {"nome": "titulo"}}', "campos que não existem: titulo"),
        ('{"columns": {"nome": "name", "morada": "name"}}', "a duas colunas"),
        ('{"words": {"category": {"x": "nada"}}}', "«nada» do mapeamento não existe"),
    ],
)
def test_a_wrong_mapping_is_refused(write, refusal, tmp_path, said, sentence):
    mapping = tmp_path / "mapa.json"
    mapping.write_text(said)
    assert sentence in refusal(write(row()), mapping=mapping)


def test_every_import_leaves_one_entry_in_the_audit_trail(write, load):
    load(write(row(), row(2)))
    entry = AuditEntry.objects.get(verb="import_catalogue")
    assert (entry.label, entry.to_state) == ("Mapa Livre: lista.csv", "+2 ~0 =0 -0")


def test_progress_is_shown_apart_from_what_is_said(write, load):
    said = load(write(*[row(n) for n in range(40)]))
    assert "100%" in said.err and "100%" not in said.out


# --- Again ------------------------------------------------------------------------------------------------------------


def test_the_same_source_again_updates_and_doubles_nothing(write, load):
    load(write(row(), row(2)))
    uuids = set(Facility.objects.values_list("uuid", flat=True))
    said = load(write(row(nome="Jardim Novo", telefone="229 999 999"), row(2), row(3)))
    assert "1 novos, 1 alterados, 1 sem alteração" in said.out
    changed = Facility.objects.get(source_ref="ponto-1")
    assert (changed.name, changed.phone, changed.sort_key) == ("Jardim Novo", "229 999 999", "jardim novo")
    assert Resource.objects.get(source_ref="ponto-1").name == "Jardim Novo"
    assert uuids < set(Facility.objects.values_list("uuid", flat=True))


def test_another_source_with_the_same_numbers_is_another(write, load):
    load(write(row()))
    load(write(row()), source="Outra fonte")
    assert Facility.objects.filter(source_ref="ponto-1").count() == 2


def test_a_column_the_file_has_not_stays_as_it_was(write, load):
    load(write(row(telefone="229 999 999")))
    load(write({key: value for key, value in row(nome="Outro").items() if key != "telefone"}))
    assert Facility.objects.get(source_ref="ponto-1").phone == "229 999 999"
    load(write(row(telefone="")))
    assert Facility.objects.get(source_ref="ponto-1").phone == ""


def test_a_dry_run_says_row_by_row_what_would_change_and_changes_nothing(write, load):
    load(write(row(), row(2), row(3)))
    before = everything()
    said = load(
        write(
            row(nome="Jardim Novo"),
            row(2),
            row(4),
        ),
        dry_run=True,
    ).out.splitlines()
    assert "linha 2\talterado\tponto-1\tJardim Novo" in said
    assert "\t\tnome: Jardim 1 -> Jardim Novo" in said
    assert "linha 3\tsem alteração\tponto-2\tJardim 2" in said
    assert "linha 4\tnovo\tponto-4\tJardim 4" in said
    assert "-\tjá não está no ficheiro\tponto-3\tJardim 3" in said
    assert said[-1] == "Ensaio: nada foi gravado."
    assert everything() == before


def test_what_is_no_longer_in_the_file_leaves_only_when_asked(write, load):
    load(write(row(), row(2)))
    load(write(row()))
    assert Facility.objects.get(source_ref="ponto-2").is_active
    load(write(row()), retire_missing=True)
    assert not Facility.objects.get(source_ref="ponto-2").is_active
    load(write(row(), row(2)))
    assert Facility.objects.get(source_ref="ponto-2").is_active


def test_what_an_organisation_took_over_is_no_longer_overwritten(write, load, cast):
    load(write(row()))
    Facility.objects.filter(source_ref="ponto-1").update(
        organisation=cast.holder.organisation, name="Nosso nome"
    )
    said = load(write(row(nome="Nome do mapa"))).out
    assert Facility.objects.get(source_ref="ponto-1").name == "Nosso nome"
    assert "1 equipamento já é de uma entidade" in said


# --- What stops everything --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"nome": ""}, "Linha 3, coluna «nome»: está vazia e é obrigatória."),
        ({"id": " "}, "Linha 3, coluna «id»: está vazia e é obrigatória."),
        ({"nome": "x" * 161}, "coluna «nome»: tem 161 caracteres e o máximo é 160."),
        ({"categoria": "astronautas"}, "coluna «categoria»: «astronautas» não é uma categoria"),
        ({"categoria": ""}, "coluna «categoria»: está vazia"),
        ({"categoria": "casa-de-abrigo"}, "coluna «categoria»: «casa-de-abrigo» não é uma categoria"),
        ({"dico": "9999"}, "coluna «dico»: «9999» não é um município da região."),
        ({"dico": "1317"}, "coluna «lat»: o ponto não fica em Vila Nova de Gaia: fica em Maia."),
        ({"lat": "38.7", "lon": "-9.1"}, "coluna «lat»: o ponto não fica em Maia: fica fora da região."),
        ({"lat": ""}, "coluna «lat»: latitude e longitude vão juntas."),
        ({"lat": "norte"}, "coluna «lat»: tem de ser um número de graus"),
        ({"lat": "nan"}, "coluna «lat»: tem de estar entre -90 e 90."),
        ({"telefone": "liga-me"}, "coluna «telefone»: não é um número de telefone"),
        ({"morada": "NIF 123 456 789"}, "coluna «morada»: tem um número de contribuinte (NIF)"),
        ({"nome": "PT50 0002 0123 1234 5678 9015 4"}, "coluna «nome»: tem um IBAN"),
    ],
)
def test_one_wrong_row_stops_all_and_says_row_and_column(write, refusal, cells, sentence):
    said = refusal(write(row(), row(2, **cells), row(3)))
    assert sentence in said and said.startswith("Linha 3")
    assert said.endswith("Nada foi importado.")
    assert "123 456 789" not in said and "PT50" not in said


@pytest.mark.parametrize(
    ("tier", "sentence"),
    [
        ("3", "uma casa de abrigo (T3) nunca se importa."),
        ("T3", "T3"),
        ("1", "é público (T0)."),
        ("4", "entre 0 e 3"),
    ],
)
def test_only_what_is_public_comes_without_an_owner_and_a_refuge_never(write, refusal, tier, sentence):
    assert sentence in refusal(write(row() | {"nível": tier}))


def test_a_refuge_never_comes_with_an_owner_either(write, load, refusal, cast):
    owner = str(cast.holder.organisation.uuid)
    assert "(T3) nunca se importa" in refusal(write(row() | {"nível": "3"}), organisation=owner)
    load(write(row() | {"nível": "2"}), organisation=owner)
    assert Facility.objects.get(source_ref="ponto-1").tier == 2


def test_the_same_reference_twice_is_told_with_both_rows(write, refusal):
    rows = [row(n) for n in range(1200)]
    assert "Linha 1202, coluna «id»: já está na linha 2." in refusal(write(*rows, row(0)))


def test_up_to_fifty_errors_are_told_at_once(write, refusal):
    said = refusal(write(*[row(n, nome="") for n in range(30)], row(31)))
    assert said.count("é obrigatória") == 30
    said = refusal(write(*[row(n, nome="") for n in range(80)]))
    assert said.count("é obrigatória") == 50 and "Há mais erros" in said


def test_an_error_after_many_good_rows_leaves_none_of_them(write, refusal):
    assert "Linha 1502" in refusal(write(*[row(n) for n in range(1500)], row(1500, nome="")))


def test_a_row_with_more_cells_than_the_header_is_refused(tmp_path, refusal):
    (tmp_path / "lista.csv").write_text("id;nome;categoria;dico\na;b;creches-e-jardins;1306;e mais\n")
    assert "Linha 2: tem mais células do que o cabeçalho" in refusal(tmp_path / "lista.csv")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "O ficheiro está vazio."),
        ("id;nome;categoria;dico\n", "só tem o cabeçalho"),
        ("id;nome;nome\n1;2;3\n", "Há colunas com o mesmo nome: nome."),
        ("nome;dico\nx;1306\n", "Faltam as colunas ref, category."),
        ("id;nome;categoria\n1;x;creches-e-jardins\n", "Falta a coluna municipality."),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path, refusal, text, sentence):
    (tmp_path / "lista.csv").write_text(text)
    assert sentence in refusal(tmp_path / "lista.csv")


def test_what_is_no_table_is_refused(tmp_path, refusal):
    assert "não existe" in refusal(tmp_path / "nada.csv")
    (tmp_path / "lista.pdf").write_bytes(b"%PDF")
    assert "CSV ou XLSX" in refusal(tmp_path / "lista.pdf")
    (tmp_path / "lista.xlsx").write_bytes(b"isto nao e um zip")
    assert "não se consegue ler como XLSX" in refusal(tmp_path / "lista.xlsx")
    (tmp_path / "lista.csv").write_bytes(b"id,nome\n\x81\x8d,\x90\n")
    assert "guarde-o de novo como CSV UTF-8" in refusal(tmp_path / "lista.csv")


@pytest.mark.parametrize("name", ["source", "licence"])
def test_source_and_licence_are_obligatory(write, refusal, name):
    assert "--source e --licence" in refusal(write(row()), **{name: "  "})


@pytest.mark.parametrize(
    "columns",
    [
        {"source": "Mapa Livre (ODbL) via recolha de março", "licence": ""},
        {"source": "Mapa Livre", "licence": "ODbL"},
    ],
)
def test_a_file_may_say_itself_who_published_it_and_under_which_licence(write, load, columns):
    load(write(row(1) | columns, row(2) | columns), source="", licence="", attribution="")
    source = Source.objects.get()
    assert (source.name, source.licence, source.attribution) == ("Mapa Livre", "ODbL", columns["source"])
    assert Facility.objects.filter(source=source).count() == 2


def test_a_file_with_two_sources_is_refused_with_row_and_column(write, refusal):
    rows = [row(1, source="Mapa Livre (ODbL)"), row(2, source="Outro Mapa (ODbL)")]
    said = refusal(write(*rows), source="", licence="")
    assert "Linha 3, coluna «source»" in said


def test_a_formula_in_a_sheet_is_not_taken(tmp_path, write, refusal):
    file = write(row(), name="lista.xlsx")
    book = load_workbook(file)
    book.active["B2"] = '=HYPERLINK("https://mau.example","Jardim")'
    book.save(file)
    assert "Linha 2, coluna «nome»: tem uma fórmula: cole só o valor." in refusal(file)


# --- What an organisation brings --------------------------------------------------------------------------------------


@pytest.fixture
def owner(cast):
    return str(cast.holder.organisation.uuid)


def test_an_organisation_brings_facilities_that_can_be_asked_for(write, load, owner, cast):
    load(write(row(categoria="Acolhimento temporário")), organisation=owner)
    resource = Resource.objects.get(source_ref="ponto-1")
    assert resource.mode == Mode.STAY and resource.organisation == cast.holder.organisation


def test_what_bookings_and_secrecy_hang_on_is_not_changed_by_a_file(write, load, refusal, owner):
    load(write(row(categoria="Acolhimento temporário")), organisation=owner)
    gaia = Municipality.objects.get(pk="1317")
    moved = row(
        categoria="Acolhimento temporário", dico="1317", lat=str(gaia.seat_lat), lon=str(gaia.seat_lon)
    )
    assert "muda-se no portal" in refusal(write(moved), organisation=owner)
    other = row(categoria="creches-e-jardins")
    assert "mudava o modo do recurso" in refusal(write(other), organisation=owner)
    raised = row(categoria="Acolhimento temporário") | {"tier": "2"}
    assert "muda-se no portal" in refusal(write(raised), organisation=owner)


def test_one_organisation_does_not_take_what_another_brought(write, load, refusal, owner, cast):
    load(write(row(categoria="Acolhimento temporário")), organisation=owner)
    other = str(cast.representative.organisation.uuid)
    assert "já é de outra entidade" in refusal(
        write(row(categoria="Acolhimento temporário")), organisation=other
    )
    assert "não há entidade" in refusal(write(row()), organisation="nada")


def resource_row(n=1, **cells):
    return {
        "id": f"r{n}",
        "equipamento_id": "ponto-1",
        "nome": f"Camas {n}",
        "categoria": "acolhimento-temporario",
        "resposta operativa": "1.2.1b",
        "capacidade": "4",
    } | cells


def test_resources_come_into_facilities_with_a_capacity_still_to_confirm(write, load, owner):
    load(write({key: value for key, value in row().items() if key != "categoria"}), organisation=owner)
    load(write(resource_row(), resource_row(2, capacidade="")), organisation=owner)
    beds = Resource.objects.get(source_ref="r1")
    assert (beds.mode, beds.response_id, beds.confirmed_at) == (Mode.STAY, "1.2.1b", None)
    assert [one.capacity for one in beds.statements.all()] == [4]
    assert not Resource.objects.get(source_ref="r2").statements.exists()
    said = load(write(resource_row(nome="Camas de homens", capacidade="9")), organisation=owner).out
    beds.refresh_from_db()
    assert beds.name == "Camas de homens" and beds.statements.count() == 1
    assert "A capacidade só entra nos recursos novos" in said


def test_a_resource_of_nobodys_facility_is_only_described(write, load):
    load(write(row()))
    load(write(resource_row()))
    assert Resource.objects.get(source_ref="r1").mode == Mode.INFO


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"equipamento_id": "outro"}, "coluna «equipamento_id»: este equipamento não existe"),
        ({"capacidade": "muitas"}, "coluna «capacidade»: tem de ser um número inteiro."),
        ({"capacidade": "-1"}, "coluna «capacidade»: tem de estar entre 0 e 10000."),
        ({"resposta operativa": "9.9"}, "coluna «resposta operativa»: «9.9» não é o código"),
    ],
)
def test_a_wrong_resource_stops_all(write, load, refusal, owner, cells, sentence):
    load(write({key: value for key, value in row().items() if key != "categoria"}), organisation=owner)
    said = refusal(write(resource_row(), resource_row(2, **cells)), organisation=owner)
    assert said.startswith("Linha 3") and sentence in said


def test_resources_do_not_go_into_what_is_anothers(write, load, refusal, owner, make_resource, cast):
    load(write({key: value for key, value in row().items() if key != "categoria"}), organisation=owner)
    assert "diga qual com --organisation" in refusal(write(resource_row()))
    foreign = make_resource(keeper=cast.representative).facility.uuid
    assert "não existe" in refusal(write(resource_row(equipamento_id=str(foreign))), organisation=owner)


def item_row(n=1, **cells):
    return {
        "número de série": f"SN-{n}",
        "recurso": "r1",
        "nome": "Cadeira de rodas",
        "iso 9999": "122203",
        "estado": "com uso",
        "acessórios": "almofada; apoio de pés",
    } | cells


@pytest.fixture
def bank(write, load, owner):
    aid = Category.objects.filter(mode=Mode.LOAN).order_by("-parent_id").first().code
    load(write({key: value for key, value in row().items() if key != "categoria"}), organisation=owner)
    load(write(resource_row(categoria=aid, capacidade="")), organisation=owner)
    return Resource.objects.get(source_ref="r1")


def test_items_come_into_a_bank_of_technical_aids(write, load, owner, bank):
    assert "2 novos" in load(write(item_row(), item_row(2)), organisation=owner).out
    chair = bank.items.get(serial="SN-1")
    assert (chair.iso9999, chair.condition, chair.accessories) == (
        "12 22 03",
        "worn",
        ["almofada", "apoio de pés"],
    )
    assert chair.code
    Item.objects.filter(pk=chair.pk).update(condition="damaged")
    said = load(write(item_row(nome="Cadeira leve"), item_row(2)), organisation=owner).out
    assert "0 novos, 1 alterados, 1 sem alteração" in said
    again = bank.items.get(serial="SN-1")
    assert (again.name, again.code, again.condition) == ("Cadeira leve", chair.code, "damaged")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"recurso": "outro"}, "coluna «recurso»: este recurso não existe nesta entidade."),
        ({"iso 9999": "1"}, "coluna «iso 9999»"),
        ({"estado": "péssimo"}, "coluna «estado»: «péssimo» não é um estado"),
    ],
)
def test_a_wrong_item_stops_all(write, refusal, owner, bank, cells, sentence):
    said = refusal(write(item_row(), item_row(2, **cells)), organisation=owner)
    assert said.startswith("Linha 3") and sentence in said
    assert not bank.items.exists()


def test_items_need_an_owner(write, refusal, bank):
    assert "--organisation" in refusal(write(item_row()))


# --- What goes out ---------------------------------------------------------------------------------------------------


def exported(client, kind="csv"):
    answer = client.get(f"/recursos/exportar.{kind}?mode=info")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_formulas_in_cells_do_not_survive_into_exports(write, load, client_for):
    names = ["=1+1", "+351 220", "-2+3", "@SUM(A1)", "  =A1", '=cmd|"/c calc"!A1']
    load(write(*[row(n, nome=name, morada=name) for n, name in enumerate(names)]))
    said = exported(client_for(None)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(said), delimiter=";"))
    assert sorted(one["recurso"].lstrip("'") for one in rows) == sorted(name.strip() for name in names)
    for one in rows:
        assert one["recurso"].startswith("'") and one["morada"].startswith("'")
    sheet = load_workbook(io.BytesIO(exported(client_for(None), "xlsx")))["Recursos"]
    cells = [cell for line in sheet.iter_rows(min_row=2) for cell in line if cell.value is not None]
    assert cells and all(cell.data_type != "f" for cell in cells)
    assert not any(str(cell.value).startswith(("=", "+", "@")) for cell in cells)

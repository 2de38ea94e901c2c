"""What is planted in T1, T2 and T3 records is found by nobody unentitled, wherever they look (invariant 6).

Each of the cast walks every link of the portal, the API with its filters, the map, the sitemap and guessed addresses;
what was answered, logged and mailed is then searched for the planted strings and coordinates.
"""

import io
import json
import logging
import re
from collections import deque
from datetime import timedelta
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from accounts import outbox
from accounts.actions import create_token
from portal import environment
from portal.logs import LineFormatter
from portal.pages.content import ContentPage
from portal.pages.home import HomePage
from resources import actions, days, versions
from resources.models import Booking, Category, Resource
from tests.communication.newsroom import Newsroom
from tests.community.listed import Listed
from tests.conftest import Cast, agreed, requests_of, resources_of
from tests.plans.planning import Planning
from tests.units.consulting import Consulting
from tests.units.governing import Governing

WALKERS = [
    None,
    "holder",
    "representative",
    "technician",
    "accredited",
    "coordination",
    "editor",
    "outsider",
    "support",
]

T1 = {
    "name": "CANARIO-T1-NOME",
    "address": "CANARIO-T1-MORADA",
    "parish": "CANARIO-T1-FREGUESIA",
    "lat": 41.19017,
    "lon": -8.68013,
}
T2 = {
    "name": "CANARIO-T2-NOME",
    "address": "CANARIO-T2-MORADA",
    "parish": "CANARIO-T2-FREGUESIA",
    "lat": 41.23719,
    "lon": -8.57231,
}
T3 = {
    "name": "CANARIO-T3-NOME",
    "description_pt": "CANARIO-T3-DESCRICAO",
    "description_en": "CANARIO-T3-TEXT",
}

T1_SIGNS = ["CANARIO-T1", "41.19017", "8.68013"]
T2_PLACE = ["CANARIO-T2-MORADA", "CANARIO-T2-FREGUESIA", "41.23719", "8.57231", "41,23719", "8,57231"]
T2_SIGNS = ["CANARIO-T2", *T2_PLACE]
T3_SIGNS = ["CANARIO-T3"]
# News for inside; and what was written for outside and nobody has approved yet.
INSIDE_SIGNS, UNAPPROVED_SIGNS = ["CANARIO-N1"], ["CANARIO-N2"]
# What only who governs reads; what is asked of the network alone; a page and a listing nobody has published.
GOVERNING_SIGNS = ["CANARIO-G1", "CANARIO-G2", "CANARIO-G3", "CANARIO-G4"]
ASKED_SIGNS, UNPUBLISHED_SIGNS = ["CANARIO-R1"], ["CANARIO-B1", "CANARIO-B2", "CANARIO-G5"]

NETWORK = {"holder", "representative", "technician", "accredited", "coordination", "editor", "support"}
ACCREDITED = {"accredited", "support"}
DESK = {"coordination", "editor"}


@pytest.fixture(scope="module")
def planted(written_once):
    return written_once(plant)


def plant():
    """One record a tier, with capacity, a live booking and a refuge request; the T2 and T3 ones are the structure's."""
    cast = Cast()
    make_resource, ask = resources_of(cast), requests_of(cast)
    agreed()
    maia = cast.member_of("Município da Maia")
    network = make_resource(6, keeper=maia, tier=1, dico="1306", **T1)
    restricted = make_resource(
        6, keeper=cast.support, tier=2, dico="1306", category="acolhimento-emergencia", **T2
    )
    refuge = make_resource(
        None, keeper=cast.support, tier=3, category="casa-de-abrigo", response="3.2.1a", **T3
    )
    Resource.objects.filter(pk=refuge.pk).update(description_pt="CANARIO-T3-RECURSO")
    public = make_resource(5, name="Casa pública de controlo")
    # Earlier versions are as reserved as what they were versions of.
    actions.keep_facility(network.facility, by=maia, said={"address": "CANARIO-T1-MORADA-NOVA"})
    actions.keep_facility(restricted.facility, by=cast.support, said={"address": "CANARIO-T2-MORADA-NOVA"})
    actions.keep_resource(restricted, by=cast.support, said={"description_pt": "CANARIO-T2-RECURSO"})
    versions.write(refuge.facility, by=None, what="found")
    versions.write(refuge, by=None, what="found")
    booking = ask(restricted, by=cast.accredited, start=0, origin=restricted.facility.municipality)
    actions.accept_booking(booking, by=cast.support, condition="")
    actions.request_capacity(
        [actions.Need(2, days.today(), None, category=Category.objects.get(code="casa-de-abrigo"))],
        by=cast.accredited,
    )
    governing = Governing(cast)
    governing.decided(title_pt="CANARIO-G1-DECISAO", is_public=False)
    governing.open(title_pt="CANARIO-G2-RONDA", text="CANARIO-G2-TEXTO")
    planning = Planning(cast)
    planning.element(planning.make(title_pt="CANARIO-G3-PLANO"), "CANARIO-G4-ACAO")
    governing.draft(title_pt="CANARIO-G5-DECISAO")
    Consulting(governing).open(title_pt="CANARIO-R1-CONSULTA", audience="network")
    Listed(cast).job(title="CANARIO-B1-OFERTA", published=False)
    home = HomePage.objects.get(locale__language_code="pt-pt")
    home.add_child(instance=ContentPage(title="CANARIO-B2-PAGINA", slug="canario-b2", live=False))
    newsroom = Newsroom(cast)
    inside = newsroom.internal("CANARIO-N1-TITULO", description="CANARIO-N1-RESUMO")
    unapproved = newsroom.submitted("CANARIO-N2-TITULO", description="CANARIO-N2-RESUMO")
    return {
        "news": [inside, unapproved],
        "network": network,
        "restricted": restricted,
        "refuge": refuge,
        "public": public,
        "booking": booking,
    }


def guesses(planted):
    """Addresses somebody might try who knows or guesses an id."""
    for resource in (planted["network"], planted["restricted"], planted["refuge"]):
        yield reverse("resource", args=[resource.uuid, "x"])
        yield reverse("resource", args=[resource.uuid, resource.slug])
        for name in ("own_resource", "keep_resource", "resource_history", "retire_resource"):
            yield reverse(name, args=[resource.uuid])
        for name in ("keep_facility", "facility_history", "add_resource", "facility_photo"):
            yield reverse(name, args=[resource.facility.uuid])
        for version in versions.all_of(resource.facility):
            yield reverse("restore_facility", args=[resource.facility.uuid, version.history_id])
        yield f"/api/v1/resources/{resource.uuid}"
        start = days.today()
        yield f"/api/v1/resources/{resource.uuid}/availability?start={start}&end={start + timedelta(days=9)}"
    yield reverse("decide", args=[planted["booking"].uuid])
    for booking in Booking.objects.filter(opaque=True):
        yield reverse("decide", args=[booking.uuid])
    for page in planted["news"]:
        yield page.url
        yield reverse("communication_item", args=[page.pk])


def api_questions():
    day = days.today()
    period = f"start={day}&end={day + timedelta(days=2)}"
    for path in ("resources", "resources.geojson"):
        yield f"/api/v1/{path}?per_page=200"
        for filters in (
            "q=CANARIO", "q=abrigo", "category=casa-de-abrigo", "category=acolhimento-emergencia", "municipality=1306",
            "response=3.2.1a", "response=3.2.1b", "mode=stay", "near=41.23719,-8.57231&radius_km=1", period,
            f"{period}&quantity=1&municipality=1306", "accessible=true",
        ):  # fmt: skip
            yield f"/api/v1/{path}?{filters}"
    yield from (
        "/api/v1/categories",
        "/api/v1/municipalities",
        "/api/v1/municipalities.geojson",
        "/api/v1/me",
        "/api/v1/indicators?per_page=200",
    )
    yield from ("/api/v1/requests?box=incoming", "/api/v1/requests?box=outgoing", "/api/v1/openapi.json")


def pages():
    yield from (
        "/",
        "/en/",
        "/sitemap.xml",
        "/robots.txt",
        "/recursos/",
        "/en/recursos/",
        "/trabalho/",
        "/design/",
    )
    yield from (
        "/recursos/?q=CANARIO",
        "/recursos/?q=abrigo",
        "/recursos/?municipality=1306",
        "/noticias/",
        "/noticias/?q=CANARIO",
        "/noticias/feed/",
        "/dados-abertos/catalogo.jsonld",
        "/dados-abertos/indicadores.csv",
        "/monitor/atualizacoes/",
        "/noticias/boletim/",
        "/trabalho/comunicacao/",
        "/trabalho/comunicacao/boletim/",
        "/unidades/",
        "/unidades/ref-amp/",
        "/unidades/ref-amp/EP3.2/",
        "/unidades/ref-amp/1.2.1b/",
        "/unidades/ref-amp/3.2.1a/",
        "/cms/",
    )
    yield from (
        "/recursos/pedir/casa-de-abrigo/",
        "/trabalho/pedidos/",
        "/trabalho/rede/",
        "/trabalho/recursos/",
        "/trabalho/calendario/?vista=lista",
        "/trabalho/calendario/?vista=mes",
        "/trabalho/procuras/",
        "/trabalho/equipamentos/",
        "/trabalho/equipamentos/?q=CANARIO",
        "/trabalho/equipamentos/?q=maia",
    )
    yield from ("/nao-existe/", "/recursos/00000000-0000-0000-0000-000000000000-x/", "/healthz", "/readyz")


def walk(client: Client, start, most: int = 160, *, follow: bool = True) -> dict[str, str]:
    """Every page reached by links from the given ones (`follow=False`: those alone): address -> headers and body."""
    seen: dict[str, str] = {}
    filtered = 0
    queue = deque(start)
    while queue and len(seen) < most:
        address = queue.popleft()
        if address in seen:
            continue
        answer = client.get(address, follow=False)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = unescape(body.decode("utf-8", "replace"))
        seen[address] = f"{sorted(answer.headers.items())}\n{text}"
        if not follow:
            continue
        if answer.headers.get("Content-Type", "").startswith("text/html") and not address.startswith("/cms/"):
            for link in re.findall(
                r'(?:href|src|action|data-geojson)="(/[^"#]*)', body.decode("utf-8", "replace")
            ):
                link = unescape(link)
                if link.startswith(("/static/", "/conta/", "/cms/", "/media/")) or "desde=" in link:
                    continue
                if "?" in link:
                    # Every filter of the catalogue is a link: some of each are enough, the API is asked them all.
                    filtered += 1
                    if filtered > 15:
                        continue
                queue.append(link)
        if answer.headers.get("Location", "").startswith("/"):
            queue.append(answer.headers["Location"])
    return seen


def found(signs, seen: dict[str, str]) -> dict[str, list[str]]:
    return {
        address: hits for address, text in seen.items() if (hits := [sign for sign in signs if sign in text])
    }


@pytest.fixture
def logged():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("walker", WALKERS, ids=lambda name: name or "visitor")
def test_nobody_finds_what_they_are_not_entitled_to(walker, cast, client_for, planted, logged):
    client = client_for(walker)
    seen = walk(client, [*pages(), *guesses(planted), *api_questions()])
    member = cast.members.get(walker) if walker else None
    if member is not None:
        _token, secret = create_token(label="teste", by=member)
        with_token = Client(headers={"authorization": f"Bearer {secret}"})
        asked = [*api_questions(), *guesses(planted)]
        # Calls lead to no page, and pages take no token: from there on it is the visitor's walk, taken once for all.
        by_token = walk(with_token, asked, follow=walker == "accredited")
        seen |= {f"token {address}": text for address, text in by_token.items()}
    assert found(["Casa pública de controlo"], seen), "the walk must find what is public"
    assert found(T3_SIGNS, seen) == {}
    assert found(T2_PLACE, seen) == {}
    if walker not in ACCREDITED:
        assert found(T2_SIGNS, seen) == {}
    else:
        assert found(["CANARIO-T2-NOME"], seen), "the accredited are entitled to the name"
    if walker not in NETWORK:
        assert found(T1_SIGNS, seen) == {}
    else:
        assert found(["CANARIO-T1-NOME"], seen), "the network is entitled to it"
    if walker not in NETWORK:
        assert found(INSIDE_SIGNS, seen) == {}
    else:
        assert found(["CANARIO-N1-RESUMO"], seen), "members read internal news"
    if walker not in DESK:
        assert found(UNAPPROVED_SIGNS, seen) == {}
    else:
        assert found(UNAPPROVED_SIGNS, seen)
    assert found([*T1_SIGNS, *T2_SIGNS, *T3_SIGNS], {"log": logged.getvalue()}) == {}


def test_letters_carry_nothing_of_t2_and_t3(db, planted, letters_folder):
    outbox.send_owed()
    letters = {file.name: file.read_text() for file in letters_folder.iterdir()}
    assert len(letters) > 2
    from email import message_from_string, policy

    plain = {
        name: "\n".join(
            str(part.get_content())
            for m in [message_from_string(text, policy=policy.default)]
            for part in m.walk()
            if part.get_content_maintype() == "text"
        )
        + str(text)
        for name, text in letters.items()
    }
    assert found([*T2_SIGNS, *T3_SIGNS, *T1_SIGNS], plain) == {}


def answers(client: Client) -> list[object]:
    """Every list and count the API gives, without what differs by time."""
    got = []
    for question in api_questions():
        answer = client.get(question)
        body = json.loads(answer.content) if answer.content else None
        got.append((question, answer.status_code, body))
    return got


@pytest.mark.parametrize(
    "walker",
    [None, "technician", "holder", "coordination", "outsider", "accredited", "support"],
    ids=lambda n: n or "visitor",
)
def test_what_one_may_not_know_of_changes_no_answer_no_count_no_status(
    walker, cast, client_for, make_resource, planted
):
    """By difference: the same questions before and after another refuge exists, and another restricted resource."""
    client = client_for(walker)
    before = answers(client)
    make_resource(
        None,
        keeper=cast.support,
        tier=3,
        category="casa-de-abrigo",
        response="3.2.1a",
        name="CANARIO-T3-OUTRO",
    )
    if walker not in ACCREDITED:
        make_resource(
            9,
            keeper=cast.support,
            tier=2,
            dico="1306",
            category="acolhimento-emergencia",
            name="CANARIO-T2-OUTRO",
        )
    assert answers(client) == before


def test_the_accredited_cannot_find_the_area_by_filtering(client_for, planted):
    """A T2 resource is in the list without a place, and in no list narrowed to a place."""
    client = client_for("accredited")
    everywhere = client.get("/api/v1/resources?per_page=200").json()["results"]
    assert "CANARIO-T2-NOME" in {row["name"] for row in everywhere}
    row = next(row for row in everywhere if row["name"] == "CANARIO-T2-NOME")
    assert (row["municipality"], row["location"], row["distance_km"]) == (None, None, None)
    for narrowed in ("municipality=1306", "near=41.23719,-8.57231&radius_km=50"):
        names = {
            r["name"] for r in client.get(f"/api/v1/resources?{narrowed}&per_page=200").json()["results"]
        }
        assert "CANARIO-T2-NOME" not in names


# --- Searching --------------------------------------------------------------------------------------------------------

# Whole, begun, and beside words of other things. None of them is a sign itself: the page says what was asked.
ASKED = ("CANARIO", "canario freguesia")
NEARLY = ("canarip", "caanrio")
KINDS = ("recursos", "rondas", "acoes", "noticias")


@pytest.fixture(scope="module")
def searched(planted, written_once, tmp_path_factory):
    """What was planted, and an index built of the region it stands in."""
    folder = tmp_path_factory.mktemp("canary") / "search"

    def build():
        with override_settings(SEARCH_INDEX=folder):
            call_command("rebuild_search", verbosity=0)

    written_once(build)
    return folder


def test_the_index_files_hold_only_what_everybody_may_know(db, searched, settings):
    """Read as the words they hold, and byte by byte: a word everybody may find is found both ways."""
    from search.whoosh import storage

    settings.SEARCH_INDEX = searched
    reader = storage.searcher().reader()
    words = {text.decode("utf-8", "replace") for _field, text in reader.all_terms()}
    assert any("control" in word for word in words)
    assert not [word for word in words if "canari" in word]
    kept = b" ".join(file.read_bytes() for file in sorted(searched.rglob("*")) if file.is_file()).lower()
    assert b"control" in kept
    assert b"canari" not in kept
    told = b" ".join(str(fields).encode() for _number, fields in reader.iter_docs())
    assert b"canari" not in told.lower()


def test_the_index_in_the_database_holds_only_what_everybody_may_know(db, planted, settings, monkeypatch):
    monkeypatch.setenv("SEARCH_BACKEND", "postgres")
    settings.WAGTAILSEARCH_BACKENDS = {"default": environment.search_backend()}
    call_command("rebuild_search", verbosity=0)
    with connection.cursor() as cursor:
        said = "body::text || title::text || autocomplete::text"
        cursor.execute(f"SELECT count(*) FROM wagtailsearch_indexentry WHERE ({said}) ILIKE '%canari%'")
        assert cursor.fetchone()[0] == 0
        cursor.execute(f"SELECT count(*) FROM wagtailsearch_indexentry WHERE ({said}) ILIKE '%control%'")
        assert cursor.fetchone()[0] >= 1


def results(client: Client, asked=ASKED, kinds=()) -> dict[str, str]:
    """The page of results, some of its kinds whole, and the suggestions, as they are read: without marks."""
    seen = {}
    for words in asked:
        for path, more in (("", {}), ("sugestoes/", {}), *(("", {"tipo": kind}) for kind in kinds)):
            answer = client.get(f"/pesquisa/{path}", {"q": words} | more)
            assert answer.status_code == 200, (words, path, more)
            seen[f"/pesquisa/{path} {words} {more}"] = read(answer)
    return seen


def read(answer) -> str:
    return unescape(re.sub(r"</?mark[^>]*>", "", answer.content.decode()))


@pytest.mark.parametrize("walker", WALKERS, ids=lambda name: name or "visitor")
def test_nobody_finds_by_searching_what_they_may_not_know_of(
    walker, cast, client_for, searched, settings, logged
):
    """In groups, tabs, facets, marked words and suggestions; who may know of it does find it."""
    settings.SEARCH_INDEX = searched
    client = client_for(walker)
    member = cast.members.get(walker) if walker else None
    seen = results(client) | results(client, ["canario"], KINDS)
    seen["en"] = read(client.get("/en/pesquisa/", {"q": "CANARIO"}))
    assert found(["Casa pública de controlo"], results(client, ["controlo"]))
    assert found([*T3_SIGNS, *T2_PLACE, *UNPUBLISHED_SIGNS, *UNAPPROVED_SIGNS], seen) == {}
    for signs, entitled in (
        (["CANARIO-T2-NOME"], walker in ACCREDITED),
        (["CANARIO-T1-NOME"], walker in NETWORK),
        (["CANARIO-N1-TITULO"], walker in NETWORK),
        (["CANARIO-R1"], walker in NETWORK),
        *(([sign], member is not None and member.governs) for sign in GOVERNING_SIGNS),
    ):
        assert bool(found(signs, seen)) == entitled, signs
    # A word that stands only there is proposed to nobody, however near what was typed is.
    for address, text in results(client, NEARLY).items():
        assert "canario" not in text.lower(), address
    assert found([*T1_SIGNS, *T2_SIGNS, *T3_SIGNS, *GOVERNING_SIGNS], {"log": logged.getvalue()}) == {}


@pytest.mark.parametrize("walker", [None, "technician"], ids=lambda n: n or "visitor")
def test_what_one_may_not_know_of_changes_no_group_no_count_no_suggestion(
    walker, client_for, make_resource, cast, searched, settings
):
    """By difference: the same searches before and after more of what this reader may not know of."""
    settings.SEARCH_INDEX = searched
    client = client_for(walker)

    def told() -> dict[str, str]:
        pages = results(client, ["casa", "acordo", "canario"])
        return {address: re.sub(r"<[^>]*>|\s+", " ", text) for address, text in pages.items()}

    before = told()
    refuge = {"tier": 3, "category": "casa-de-abrigo", "response": "3.2.1a", "keeper": cast.support}
    make_resource(None, name="Casa CANARIO-T3-OUTRA", dico=None, **refuge)
    make_resource(
        9, name="Casa CANARIO-T2-OUTRA", tier=2, keeper=cast.support, category="acolhimento-emergencia"
    )
    Governing(cast).decided(title_pt="Acordo CANARIO-G1-OUTRO", is_public=False)
    Governing(cast).open(title_pt="Acordo CANARIO-G2-OUTRO")
    Planning(cast).make(title_pt="Acordo CANARIO-G3-OUTRO")
    assert told() == before


@pytest.mark.parametrize("field", ["address", "parish", "lat", "municipality_id", "phone", "email"])
def test_the_database_refuses_a_refuge_with_a_place(db, planted, field):
    from django.db import IntegrityError, transaction

    from resources.models import Facility

    value = {
        "address": "Rua",
        "parish": "Freguesia",
        "lat": 41.1,
        "municipality_id": "1312",
        "phone": "220000000",
        "email": "a@b.pt",
    }[field]
    change = {"lat": value, "lon": -8.6} if field == "lat" else {field: value}
    with pytest.raises(IntegrityError), transaction.atomic():
        Facility.objects.filter(pk=planted["refuge"].facility_id).update(**change)

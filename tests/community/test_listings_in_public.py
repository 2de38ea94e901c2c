"""What everybody reads of the community's listings."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import AuditEntry
from community import actions
from community.models import JobOffer
from community.models.listings import today
from tests.community.listed import Listed, aged, place

BASE = "/comunidade"


@pytest.fixture
def listed(cast):
    return Listed(cast)


def get(path, **query):
    return Client().get(path, query)


def main(answer):
    """What stands between the frame's header and footer."""
    return answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def test_the_front_counts_what_is_open_and_leads_to_every_list(listed):
    listed.job()
    listed.job(published=False, title="Rascunho secreto")
    page = get(f"{BASE}/")
    assert page.status_code == 200
    doors = {door.url: door.n for door in page.context["doors"]}
    assert doors[f"{BASE}/empregos/"] == 1
    for url in doors:
        answer = get(url)
        assert answer.status_code == 200
        assert "Rascunho secreto" not in answer.content.decode()
    assert Client().get("/en/comunidade/").status_code == 200


def test_an_expired_offer_is_on_no_list_though_no_job_has_run(listed):
    stays, last, over = listed.job(title="Fica"), listed.job(title="Acaba hoje"), listed.job(title="Passou")
    aged(last, 30)
    aged(over, 31)
    assert last.expires_on == today()
    assert (last.state, over.state) == ("published", "published")
    names = {one.title for one in get(f"{BASE}/empregos/").context["page"]}
    assert names == {"Fica", "Acaba hoje"}
    assert get(f"{BASE}/empregos/{over.uuid}/").status_code == 410
    assert get(f"{BASE}/empregos/{last.uuid}/").status_code == 200
    for path in ("atom.xml", "ofertas.csv"):
        said = (
            get(f"{BASE}/empregos/{path}").content
            if path == "atom.xml"
            else b"".join(get(f"{BASE}/empregos/{path}"))
        )
        assert "Fica" in said.decode() and "Passou" not in said.decode()
    assert "Passou" not in get(f"{BASE}/empregos/{over.uuid}/").content.decode()
    assert get(f"{BASE}/empregos/{stays.uuid}/").status_code == 200
    assert get(f"{BASE}/empregos/{listed.job(published=False).uuid}/").status_code == 404


def test_filters_are_addresses_and_an_empty_list_says_what_to_loosen(listed):
    listed.job(title="Cozinheira", contract="permanent", accessible=True)
    listed.job(title="Motorista", municipality=place("1306"))
    list_url = f"{BASE}/empregos/"

    def found(**query):
        return {one.title for one in get(list_url, **query).context["page"]}

    assert found(municipio="1306") == {"Motorista"}
    assert found(contrato="permanent") == {"Cozinheira"}
    assert found(acessivel="on") == {"Cozinheira"}
    assert found(q="COZÍNHEIRA") == {"Cozinheira"}
    page = get(list_url, municipio="1306", acessivel="on")
    assert not page.context["page"].object_list
    loosen = {one["url"] for one in page.context["to_loosen"]}
    assert loosen == {"?municipio=1306", "?acessivel=on"}
    assert "há 1" in page.content.decode()
    for query in ({"municipio": "9999"}, {"contrato": "x"}, {"page": "77"}, {"q": "x" * 200}):
        wrong = get(list_url, **query)
        assert wrong.status_code == 400
        assert len(wrong.context["page"]) == 2
    assert (
        b"".join(get(f"{list_url}ofertas.csv", municipio="1306")).decode("utf-8-sig").count("Motorista") == 1
    )
    assert get(f"{list_url}ofertas.csv", municipio="9999").status_code == 400
    assert get(f"{list_url}ofertas.pdf").status_code == 404


def test_a_list_costs_the_same_for_one_as_for_many(listed, django_assert_max_num_queries):
    for n in range(6):
        listed.job(title=f"Oferta {n}")
        listed.placement(title=f"Lugar {n}")
        listed.pathway(title=f"Via {n}")
        listed.event(title=f"Festa {n}")
    for path in ("empregos", "colocacoes", "circuitos", "eventos", "eventos/?ver=lista", "arrendamento"):
        with django_assert_max_num_queries(10):
            assert get(f"{BASE}/{path}" if "?" in path else f"{BASE}/{path}/").status_code == 200


def test_placements_show_places_left_and_leave_after_their_last_day(listed, cast):
    full = listed.placement(title="Cheia", places=2)
    actions.count_taken(full, taken=2, by=cast.holder)
    listed.placement(title="Livre", accessible=True)
    listed.placement(
        title="Passada", starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )
    titles = lambda **q: {one.title for one in get(f"{BASE}/colocacoes/", **q).context["page"]}  # noqa: E731
    assert titles() == {"Cheia", "Livre"}
    assert titles(com_lugares="on") == {"Livre"}
    page = get(f"{BASE}/colocacoes/{full.uuid}/").content.decode()
    assert "sem lugares livres" in page and "2 de 2 ocupados" in page and "220 000 000" in page


def test_a_pathway_older_than_180_days_reads_to_be_confirmed_until_checked_again(listed, cast, client_for):
    fresh = listed.pathway(checked_on=today() - timedelta(days=180))
    old = listed.pathway(checked_on=today() - timedelta(days=181))
    said = {one: main(get(f"{BASE}/circuitos/{one.uuid}/")) for one in (fresh, old)}
    assert "por confirmar" not in said[fresh]
    assert "por confirmar" in said[old]
    assert "linha 144" in said[old] and "Cartão de utente" in said[old] and "1.2.2" in said[old]
    answer = client_for("holder").post(f"/trabalho/comunidade/circuitos/{old.uuid}/verificado/")
    assert answer.status_code == 303
    assert "por confirmar" not in main(get(f"{BASE}/circuitos/{old.uuid}/"))


def test_what_nobody_told_of_renting_is_neither_zero_nor_none(listed, cast):
    listed.measure(title="Renda apoiada", residence_years=0, amount="até 100 euros")
    page = get(f"{BASE}/arrendamento/")
    html = page.content.decode()
    assert len({row[0] for row in page.context["rows"]}) == 17
    assert html.count('colspan="9"') == 16
    assert "não há" not in html.lower().replace("não haver", "")
    [told] = [row for row in page.context["rows"] if row[1]]
    assert (told[0].dico, told[1].residence_years) == ("1306", 0)
    sheet = b"".join(get(f"{BASE}/arrendamento/medidas.csv")).decode("utf-8-sig")
    rows = {row["DICO"]: row for row in csv.DictReader(io.StringIO(sheet), delimiter=";")}
    assert len(rows) == 17
    assert rows["1306"]["anos de residência pedidos"] == "0"
    assert rows["1306"]["duração"] == "sem informação"
    assert rows["1312"]["valor do apoio"] == "sem informação"
    assert b"".join(get(f"{BASE}/arrendamento/medidas.xlsx"))[:2] == b"PK"
    two = get(f"{BASE}/arrendamento/?municipio=1306&municipio=1312")
    assert {row[0].dico for row in two.context["rows"]} == {"1306", "1312"}
    only = get(f"{BASE}/arrendamento/", com_informacao="on")
    assert {row[0].dico for row in only.context["rows"]} == {"1306"}
    assert get(f"{BASE}/arrendamento/", municipio="1").status_code == 400
    empty = get(f"{BASE}/arrendamento/", municipio="1312", com_informacao="on").content.decode()
    assert "Retire «só municípios com informação»" in empty


def test_a_draft_of_any_kind_is_nobodys_outside(listed):
    for make in (listed.job, listed.placement, listed.event, listed.pathway, listed.measure):
        draft = make(published=False, title="Ainda em segredo")
        assert Client().get(draft.get_absolute_url()).status_code == 404
    paths = ["", "empregos/", "colocacoes/", "eventos/", "eventos/?ver=lista", "circuitos/", "arrendamento/"]
    for path in [
        *paths,
        "empregos/atom.xml",
        "empregos/ofertas.csv",
        "eventos/eventos.ics",
        "arrendamento/medidas.csv",
    ]:
        assert "Ainda em segredo" not in b"".join(Client().get(f"{BASE}/{path}")).decode()


def test_the_demo_organisations_entries_are_marked_fictional(listed):
    for one in (listed.job(), listed.placement(), listed.event(), listed.pathway(), listed.measure()):
        assert one.is_demo
        assert "exemplo fictício" in Client().get(one.get_absolute_url()).content.decode()


def test_every_step_of_a_listing_leaves_one_audit_row(listed, cast):
    job = listed.job()
    actions.renew_jobs([job], by=cast.holder)
    actions.keep_job(job, listed.job_said(title="Outro", expires_on=job.expires_on), by=cast.holder)
    actions.keep_job(job, listed.job_said(title="Outro", expires_on=job.expires_on), by=cast.holder)
    actions.end(job, by=cast.holder)
    rows = AuditEntry.objects.filter(chain=f"job:{job.uuid}").order_by("seq")
    assert [row.verb for row in rows] == ["create", "publish", "change", "end"]
    assert rows.last().from_state == "published" and rows.last().to_state == "ended"
    assert JobOffer.objects.get(pk=job.pk).has_ended

"""The desk of those who keep listings: whose is whose, from draft to ended, and what is refused."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import AuditEntry
from accounts.refusals import Refusal, WrongState
from community import actions
from community.actions.listings import first_come
from community.models import Event, EventDate, JobOffer, Pathway, Placement, RentMeasure
from community.models.listings import today
from tests.community.listed import Listed, place

WORK = "/trabalho/comunidade"


@pytest.fixture
def listed(cast):
    return Listed(cast)


def job_post(**more):
    return {
        "title": "Cuidadora",
        "employer": "Lar do Sol",
        "municipality": "1312",
        "contract": "fixed",
        "hours": "part",
        "link": "https://exemplo.pt/c",
        "expires_on": (today() + timedelta(days=20)).isoformat(),
    } | more


def test_from_draft_to_published_to_ended_through_pages(client_for):
    client = client_for("holder")
    form = client.get(f"{WORK}/empregos/nova/").context["form"]
    key = str(form.initial["key"])
    for _twice in range(2):
        answer = client.post(f"{WORK}/empregos/nova/", job_post(key=key))
        assert answer.status_code == 303
    [job] = JobOffer.objects.all()
    url = answer["Location"]
    other = client.post(f"{WORK}/empregos/nova/", job_post(key=key, title="Outra coisa"))
    assert other.status_code == 409 and JobOffer.objects.count() == 1
    public = f"/comunidade/empregos/{job.uuid}/"
    assert Client().get(public).status_code == 404
    assert client.get(f"{url}publicar/").status_code == 200
    assert Client().get(public).status_code == 404
    assert client.post(f"{url}publicar/").status_code == 303
    assert Client().get(public).status_code == 200
    assert client.post(f"{url}publicar/").status_code == 409
    assert client.post(f"{url}apagar/").status_code == 409
    mark = client.get(url).context["form"].initial["seen"]
    assert client.post(url, job_post(title="Cuidadora de noite", seen=mark)).status_code == 303
    assert "Cuidadora de noite" in Client().get(public).content.decode()
    assert client.post(url, job_post(title="De uma página velha", seen=mark)).status_code == 409
    assert client.post(f"{url}terminar/").status_code == 303
    assert Client().get(public).status_code == 410
    assert client.post(url, job_post(title="Tarde demais")).status_code == 409
    assert client.get(url).status_code == 200
    for state in ("", "rascunho", "publicada", "terminada", "a-expirar"):
        assert client.get(f"{WORK}/empregos/?estado={state}").status_code == 200
    assert client.get(f"{WORK}/empregos/?estado=x").status_code == 400


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"expires_on": ""}, "expires_on"),
        ({"expires_on": 91}, "expires_on"),
        ({"expires_on": -1}, "expires_on"),
        ({"expires_on": "30/02/2027"}, "expires_on"),
        ({"link": ""}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://exemplo.pt/?para=ana%40exemplo.pt"}, "link"),
        ({"about": "Ligue à Maria, 912 345 678"}, "about"),
        ({"employer": "Ana, ana@exemplo.pt"}, "employer"),
        ({"municipality": "1106"}, "municipality"),
        ({"title": "x" * 161}, "title"),
    ],
)
def test_an_offer_is_refused_beside_its_field_and_nothing_is_kept(client_for, wrong, field):
    if isinstance(days := wrong.get("expires_on"), int):
        wrong = {"expires_on": (today() + timedelta(days=days)).isoformat()}
    answer = client_for("holder").post(f"{WORK}/empregos/nova/", job_post(**wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "912 345 678" not in answer.content.decode()
    assert not JobOffer.objects.exists()


def test_each_organisation_keeps_its_own_and_the_coordination_all(listed, cast, client_for):
    mine, theirs = listed.job(title="Do Porto"), listed.job(by=cast.technician, title="De Gondomar")
    seen = {
        who: {one.title for one in client_for(who).get(f"{WORK}/empregos/").context["page"]}
        for who in ("holder", "technician", "coordination", "accredited")
    }
    assert seen == {
        "holder": {"Do Porto"},
        "technician": {"De Gondomar"},
        "coordination": {"Do Porto", "De Gondomar"},
        "accredited": set(),
    }
    for verb in ("", "publicar/", "terminar/", "apagar/", "renovar/"):
        path = f"{WORK}/empregos/{theirs.uuid}/{verb}"
        assert client_for("holder").get(path).status_code == 404
        assert client_for("holder").post(path).status_code == 404
        assert client_for("coordination").get(path).status_code == 200
        assert client_for("editor").get(path).status_code == 404
    for act in (actions.end, actions.discard, lambda job, by: actions.renew_jobs([job], by=by)):
        with pytest.raises(Refusal):
            act(mine, by=cast.technician)
    with pytest.raises(Refusal):
        actions.keep_job(mine, listed.job_said(), by=cast.technician)
    assert JobOffer.objects.get(pk=mine.pk).is_published
    assert client_for("coordination").post(f"{WORK}/empregos/{theirs.uuid}/terminar/").status_code == 303
    entry = AuditEntry.objects.filter(chain=f"job:{theirs.uuid}").last()
    assert (entry.verb, entry.organisation_id) == ("end", cast.coordination.organisation_id)
    with pytest.raises(Refusal):
        actions.keep_job(None, listed.job_said(), by=cast.editor)
    foreign = {
        "title": "x",
        "host": "x",
        "municipality": place(),
        "places": 1,
        "contact": listed.contact(cast.technician),
    }
    with pytest.raises(Refusal):
        actions.keep_placement(None, foreign, by=cast.holder)


def test_every_kind_has_its_pages_at_work(listed, client_for, cast):
    made = [listed.job(), listed.placement(), listed.event(kind="route", stops=STOPS()), listed.pathway()]
    client = client_for("coordination")
    for one in [*made, listed.measure()]:
        assert client.get(one.work_url).status_code == 200
        assert client.get(f"{WORK}/{one.SLUG}/").status_code == 200
        assert client.get(f"{WORK}/{one.SLUG}/nova/").status_code == 200
        # What a form shows, sent back as it is, changes nothing and is no error.
        form = client.get(one.work_url).context["form"]
        said = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
        said = {
            name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in said.items()
        }
        if "contact" in said:
            said["contact"] = str(one.contact.uuid)
        before = AuditEntry.objects.count()
        answer = client.post(one.work_url, said)
        assert answer.status_code == 303, answer.context["form"].errors
        assert AuditEntry.objects.count() == before


def STOPS():
    return [actions.Stop(place("1312"), "Cais"), actions.Stop(place("1306"), "Mosteiro", "Visita")]


def test_places_taken_are_a_number_within_the_places(listed, client_for):
    placement = listed.placement(places=3)
    client, url = client_for("holder"), f"{WORK}/colocacoes/{placement.uuid}/lugares/"
    assert client.get(url).status_code == 200
    for wrong in ("4", "-1", "muitos", "", "99999999999999999999"):
        assert client.post(url, {"taken": wrong}).status_code == 422
    assert client.post(url, {"taken": "3"}).status_code == 303
    placement.refresh_from_db()
    assert (placement.taken, placement.left) == (3, 0) and placement.counted_at
    said = {"title": "x", "host": "x", "municipality": "1312", "places": 2, "contact": placement.contact.uuid}
    assert client.post(placement.work_url, said).status_code == 422
    fields = {field.name for field in Placement._meta.get_fields()}
    assert not fields & {"name", "person", "participant", "user", "code", "reference"}


def test_rows_of_dates_stops_and_steps_are_written_together(listed, client_for, cast):
    event = listed.event(kind="route", published=False, municipality=None, place="")
    client, url = client_for("holder"), f"{WORK}/eventos/{event.uuid}"
    day = today() + timedelta(days=10)
    rows = {"rows": "3", "r0-day": day.isoformat(), "r0-begins": "21:00", "r0-finishes": "20:00"}
    wrong = client.post(f"{url}/datas/", rows)
    assert wrong.status_code == 422 and "Acaba depois de começar" in wrong.content.decode()
    right = rows | {
        "r0-finishes": "23:00",
        "r0-weeks": "3",
        "r1-day": "0001-01-01",
        "r1-begins": "1:00",
        "r1-finishes": "2:00",
    }
    assert client.post(f"{url}/datas/", right).status_code == 422
    right |= {"r1-day": "", "r1-begins": "", "r1-finishes": ""}
    assert client.post(f"{url}/datas/", right).status_code == 303
    assert event.dates.count() == 3
    assert client.post(f"{url}/publicar/").status_code == 409
    one = {"rows": "4", "r0-order": "2", "r0-municipality": "1306", "r0-place": "Mosteiro"}
    assert client.post(f"{url}/paragens/", one | {"r0-place": "Rua, 912 345 678"}).status_code == 422
    two = one | {"r2-order": "1", "r2-municipality": "1312", "r2-place": "Cais"}
    assert client.post(f"{url}/paragens/", two).status_code == 303
    assert [stop.place for stop in event.stops.all()] == ["Cais", "Mosteiro"]
    assert client.post(f"{url}/publicar/").status_code == 303
    # Rows typed when others stood there do not silently take their place.
    assert client.post(f"{url}/paragens/", two | {"seen": "x"}).status_code == 409
    # What is published stays publishable.
    assert client.post(f"{url}/datas/", {"rows": "0"}).status_code == 409
    assert client.post(f"{url}/paragens/", one).status_code == 409
    assert (event.dates.count(), event.stops.count()) == (3, 2)
    pathway = listed.pathway()
    steps = {"rows": "2", "r0-who": "Equipa", "r0-what": "Recebe", "r1-who": "Só quem"}
    assert client.post(f"{WORK}/circuitos/{pathway.uuid}/passos/", steps).status_code == 422
    assert (
        client.post(f"{WORK}/circuitos/{pathway.uuid}/passos/", steps | {"r1-what": "Faz"}).status_code == 303
    )
    assert [step.who for step in pathway.steps.all()] == ["Equipa", "Só quem"]
    for path in (f"{url}/datas/", f"{url}/paragens/", f"{WORK}/circuitos/{pathway.uuid}/passos/"):
        assert client.get(path).status_code == 200
        assert client_for("technician").get(path).status_code == 404
    assert Event.objects.get(pk=event.pk).dates.first().starts


def test_what_somebody_else_wrote_at_the_same_moment_is_a_sentence_and_no_failure(listed):
    event = listed.event()
    day = event.dates.get()

    def twice():
        EventDate(event=event, starts=day.starts, ends=day.ends, uuid=day.uuid).save(force_insert=True)

    with transaction.atomic(), pytest.raises(WrongState):
        first_come(transaction.atomic(twice))()
    assert event.dates.count() == 1


def test_a_law_may_be_cited_by_its_number_and_a_telephone_may_not(client_for):
    said = {
        "title": "Circuito",
        "response": "1.2.2",
        "source": "Diário da República",
        "checked_on": today().isoformat(),
        "legal": "DL 101/2006, republicado pelo Decreto-Lei n.º 136/2015.\nPortarias 149/2011 e 68/2017.",
    }
    client = client_for("holder")
    wrong = client.post(f"{WORK}/circuitos/nova/", said | {"about": "Ligar 912 345 678"})
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["about"]
    assert wrong.context["form"]["legal"].value() == said["legal"]
    assert client.post(f"{WORK}/circuitos/nova/", said | {"legal": "Lei 912 345 678"}).status_code == 422
    assert client.post(f"{WORK}/circuitos/nova/", said).status_code == 303
    assert Pathway.objects.get().legal == said["legal"]


def test_a_municipality_writes_its_own_rent_measures_and_nobody_elses(listed, cast, client_for):
    said = {
        "title": "Renda jovem",
        "source": "Regulamento",
        "checked_on": today().isoformat(),
        "municipality": "1312",
    }
    assert client_for("representative").post(f"{WORK}/arrendamento/nova/", said).status_code == 303
    [measure] = RentMeasure.objects.all()
    assert measure.municipality_id == "1306"
    for who in ("technician", "accredited"):
        assert client_for(who).get(f"{WORK}/arrendamento/nova/").status_code == 404
        assert client_for(who).get(measure.work_url).status_code == 404
        with pytest.raises(Refusal):
            actions.keep_measure(None, said | {"checked_on": today()}, by=getattr(cast, who))
    assert client_for("holder").get(measure.work_url).status_code == 404
    assert (
        client_for("coordination")
        .post(f"{WORK}/arrendamento/nova/", said | {"municipality": "1317"})
        .status_code
        == 303
    )
    for n in range(RentMeasure.MOST - 1):
        listed.measure(title=f"Medida {n}", published=False)
    assert client_for("representative").post(f"{WORK}/arrendamento/nova/", said).status_code == 422
    assert (
        client_for("representative").post(measure.work_url, said | {"residence_years": "-2"}).status_code
        == 422
    )
    future = said | {"checked_on": (today() + timedelta(days=1)).isoformat()}
    assert client_for("representative").post(measure.work_url, future).status_code == 422

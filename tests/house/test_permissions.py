"""Every address against every member of the cast. An address missing from the table fails.

Columns: visitor, holder, representative, technician, accredited, coordination, editor, outsider. GET where the address
has a page, else an empty POST: 2xx and 4xx about the input mean "may", 404 means "does not exist for you".
The API is called with the member's own token (outsider and visitor have none).
"""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone, translation
from PIL import Image

from accounts.actions import create_calendar_key, create_token
from accounts.models import Contact
from community.actions.projects import add_project_partner
from community.listings import renewing
from monitor.models import SocialDiagnosis
from plans.actions.importing import Whose, import_plan
from plans.models import Plan, PlanElement
from plans.reference import pmas
from portal.models import Issue, IssueItem, Subscription
from portal.newsletter.actions import SALT
from practice import actions as practising
from practice.models import Campaign, Recommendation
from practice.models import Response as PracticeResponse
from resources import actions, confirming, days, versions
from resources.actions.searching import save_search
from resources.listing import Criteria
from tests.communication.newsroom import Newsroom
from tests.community.funded import Funded
from tests.community.listed import Listed
from tests.conftest import Cast, agreed, requests_of, resources_of
from tests.house.addresses import ROWS
from tests.impact.keeping import kept_of_impact
from tests.monitor.figures import figures
from tests.monitor.sending import Sending
from tests.plans.planning import kept_of_plans
from tests.plans.promised import Promised
from tests.practice.world import Practice
from tests.programmes.running import addresses_of as programme_addresses
from tests.units.consulting import Consulting
from tests.units.governing import Governing
from units import actions as govern
from units.models import Body, LocalNetwork, Paper, Partner

WHO = [None, "holder", "representative", "technician", "accredited", "coordination", "editor", "outsider"]

# Left to the packages that bring them; what they protect is tested by them. One address of each stands in the table.
PACKAGES = ("cms/", "documentos/", "_util/")

TABLE: dict[str, tuple[str, str, str]] = {
    # route: (method, address, statuses)
    "healthz": ("GET", "/healthz", "200 200 200 200 200 200 200 200"),
    "readyz": ("GET", "/readyz", "503 503 503 503 503 503 503 503"),
    "media/images/<path:path>": ("GET", "/media/images/nenhuma.jpg", "404 404 404 404 404 404 404 404"),
    "sitemap.xml": ("GET", "/sitemap.xml", "200 200 200 200 200 200 200 200"),
    "robots.txt": ("GET", "/robots.txt", "200 200 200 200 200 200 200 200"),
    "dados-abertos/catalogo.jsonld": (
        "GET",
        "/dados-abertos/catalogo.jsonld",
        "200 200 200 200 200 200 200 200",
    ),
    "dados-abertos/indicadores.csv": (
        "GET",
        "/dados-abertos/indicadores.csv",
        "200 200 200 200 200 200 200 200",
    ),
    "dados-abertos/datapackage.json": (
        "GET",
        "/dados-abertos/datapackage.json",
        "200 200 200 200 200 200 200 200",
    ),
    "api/v1/openapi.json": ("GET", "/api/v1/openapi.json", "200 200 200 200 200 200 200 200"),
    "api/v1/docs": ("GET", "/api/v1/docs", "200 200 200 200 200 200 200 200"),
    "api/v1/me": ("GET", "/api/v1/me", "401 200 200 200 200 200 200 401"),
    "api/v1/municipalities": ("GET", "/api/v1/municipalities", "200 200 200 200 200 200 200 200"),
    "api/v1/municipalities.geojson": (
        "GET",
        "/api/v1/municipalities.geojson",
        "200 200 200 200 200 200 200 200",
    ),
    "api/v1/categories": ("GET", "/api/v1/categories", "200 200 200 200 200 200 200 200"),
    "api/v1/": ("GET", "/api/v1/", "302 302 302 302 302 302 302 302"),
    "cms/": ("GET", "/cms/", "302 302 302 302 302 302 200 302"),
    "^((?:[\\w\\-]+/)*)$": ("GET", "/", "200 200 200 200 200 200 200 200"),
    "noticias/feed/": ("GET", "/noticias/feed/", "200 200 200 200 200 200 200 200"),
    "noticias/boletim/": ("GET", "/noticias/boletim/", "200 200 200 200 200 200 200 200"),
    "noticias/boletim/pedido/": ("GET", "/noticias/boletim/pedido/", "200 200 200 200 200 200 200 200"),
    # What stands in the letter opens these two, to whoever has it.
    "noticias/boletim/confirmar/<str:token>/": (
        "GET",
        "/noticias/boletim/confirmar/{newsletter_token}/",
        "200 200 200 200 200 200 200 200",
    ),
    "noticias/boletim/sair/<uuid:key>/": (
        "GET",
        "/noticias/boletim/sair/{newsletter_key}/",
        "200 200 200 200 200 200 200 200",
    ),
    "noticias/boletim/<int:number>/": ("GET", "/noticias/boletim/1/", "200 200 200 200 200 200 200 200"),
    "trabalho/comunicacao/": ("GET", "/trabalho/comunicacao/", "302 404 404 404 404 200 200 404"),
    "trabalho/comunicacao/<int:pk>/": (
        "GET",
        "/trabalho/comunicacao/{news}/",
        "302 404 404 404 404 200 200 404",
    ),
    "trabalho/comunicacao/boletim/": (
        "GET",
        "/trabalho/comunicacao/boletim/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunicacao/boletim/<uuid:uuid>/": (
        "GET",
        "/trabalho/comunicacao/boletim/{issue}/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunicacao/boletim/<uuid:uuid>/ensaio/": (
        "POST",
        "/trabalho/comunicacao/boletim/{issue}/ensaio/",
        "302 404 404 404 404 303 404 404",
    ),
    "trabalho/comunicacao/boletim/<uuid:uuid>/enviar/": (
        "GET",
        "/trabalho/comunicacao/boletim/{issue}/enviar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunicacao/boletim/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/comunicacao/boletim/{issue}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/": ("GET", "/trabalho/", "302 200 200 200 200 200 200 403"),
    "trabalho/editores/": ("GET", "/trabalho/editores/", "302 404 404 404 404 200 404 404"),
    "trabalho/editores/retirar/": (
        "POST",
        "/trabalho/editores/retirar/",
        "302 404 404 404 404 422 404 404",
    ),
    "trabalho/avisos/": ("GET", "/trabalho/avisos/", "302 200 200 200 200 200 200 403"),
    "design/": ("GET", "/design/", "404 404 404 404 404 200 404 404"),
    "accounts/login/": ("GET", "/accounts/login/", "302 302 302 302 302 302 302 302"),
    **ROWS,
}


def care(cast) -> dict:
    """Of integrated care: a campaign that is open, one with results, one being prepared, an entry, a discussion."""
    world = Practice(cast)
    campaign = world.campaign(2031)
    now = timezone.now()
    PracticeResponse.objects.create(
        campaign=campaign,
        municipality_id="1306",
        state="submitted",
        saved_by=cast.representative,
        submitted_by=cast.representative,
        submitted_at=now,
    )
    Campaign.objects.create(
        year=2030,
        questionnaire=world.questionnaire,
        opens=now - timedelta(days=9),
        closes=now - timedelta(days=2),
        state="published",
        opened_at=now,
        closed_at=now,
        published_at=now,
        made_by=cast.coordination,
    )
    practising.prepare_campaign(
        world.questionnaire, by=cast.coordination, year=2032, opens=now, closes=now + timedelta(days=30)
    )
    first = Recommendation.objects.get(pk=1)
    plan = Plan.objects.create(
        title_pt="Plano",
        body=Body.objects.get(axis="EP1"),
        first_year=2031,
        last_year=2032,
        levels_pt=["Eixo"],
    )
    element = PlanElement.objects.create(plan=plan, level=0, order=1, code="1", title_pt="Rede Social")
    obstacle = world.obstacle()
    return {
        "plan_link": practising.link_plan_item(first, element, by=cast.coordination).uuid,
        "evidence": practising.give_evidence(
            first, by=cast.holder, text="Protocolo.", dated=timezone.localdate()
        ).uuid,
        "obstacle": obstacle.uuid,
        "reply": practising.say_what_was_done(obstacle, by=cast.holder, text="Ligamos na véspera.").uuid,
        "discussion": world.discussion(cast.holder).uuid,
    }


def routes(patterns=None, prefix: str = "") -> list[str]:
    found = []
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += [] if route.startswith(PACKAGES) else routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and not route.startswith(PACKAGES):
            found.append(route)
    return sorted(set(found))


def test_every_address_stands_in_the_table():
    # Whatever language an earlier request left behind.
    with translation.override("pt-pt"):
        there = routes()
    missing = [route for route in there if route not in TABLE]
    gone = [route for route in TABLE if route not in there and not route.startswith(PACKAGES)]
    assert (missing, gone) == ([], [])


@pytest.fixture(scope="module")
def addresses(written_once):
    """One of each thing that has an address, the same for all tests here."""
    return written_once(things)


def things() -> dict:
    cast = Cast()
    make_resource, ask = resources_of(cast), requests_of(cast)
    agreed()
    resource = make_resource(4)
    booking = ask(resource, 1)
    network = actions.request_capacity(
        [actions.Need(1, days.today(), None, category=resource.category)], by=cast.technician
    )
    token, _secret = create_token(label="x", by=cast.holder)
    block = actions.block_resource(
        resource,
        by=cast.holder,
        start=days.today(),
        end=days.today() + timedelta(days=3),
        reason_code="works",
        quantity=1,
    )
    contact = Contact.objects.filter(organisation=cast.holder.organisation).first()
    drawn = BytesIO()
    Image.new("RGB", (9, 9)).save(drawn, "PNG")
    actions.keep_facility(
        resource.facility,
        by=cast.holder,
        said={"photo_alt_pt": "A casa."},
        photo=ContentFile(drawn.getvalue()),
    )
    actions.keep_resource(resource, by=cast.holder, said={"description_pt": "Uma casa."})
    start = days.today()
    calendar_key, calendar_secret = create_calendar_key(label="x", by=cast.holder)
    search = save_search(Criteria(), by=cast.holder, query="quantity=1", words_pt="x", words_en="x")
    bank = make_resource(None, category="cadeiras-de-rodas")
    [item] = actions.add_items(bank, by=cast.holder, name="Cadeira de rodas")
    governing = Governing(cast)
    meeting = governing.called(is_public=False)
    said = {meeting.items.first().pk: "Ouvido."}
    govern.write_minutes(meeting, said, by=cast.coordination, is_public=False)
    paper = Paper.objects.create(
        meeting=meeting, title="Ata", name="ata.pdf", media_type="application/pdf", content=b"%PDF", size=4
    )
    decision = governing.decided(is_public=False)
    task = govern.give_task(
        meeting, by=cast.coordination, what="Trazer os custos", owner=cast.representative, due=days.today()
    )
    # Internal, as the round and the meeting above: who reads the others has a matrix of its own.
    consulting = Consulting(governing)
    consultation = consulting.open(audience="governing")
    document = govern.add_network_document(
        LocalNetwork.objects.get(municipality="1306"),
        by=cast.representative,
        kind="diagnosis",
        title="Diagnóstico",
        link="https://exemplo.pt/d",
        dated=days.today(),
    )
    figures("rede_espera_mediana", "2026-Q1", audience="network")
    newsroom = Newsroom(cast)
    sent = Issue.objects.create(
        number=1, subject_pt="x", state="sent", sent_at=timezone.now(), made_by=cast.coordination
    )
    issue = Issue.objects.create(subject_pt="x", made_by=cast.coordination)
    IssueItem.objects.create(issue=issue, news=newsroom.external().translation_key, order=1)
    IssueItem.objects.create(issue=sent, news=newsroom.external().translation_key, order=1)
    subscription = Subscription.objects.create(email="leitora@example.org", confirmed_at=timezone.now())
    promised = Promised(cast)
    promised.draft_plan()
    listed = Listed(cast)
    job = listed.job()
    funded = Funded(cast)
    application = funded.application()
    project = funded.project(is_public=False)
    pledge = funded.pledge()
    initiative = funded.published()
    return programme_addresses(cast) | {
        "plan_draft": promised.draft.uuid,
        "plan_point": promised.draft.elements.get().uuid,
        "job": job.uuid,
        "job_draft": listed.job(published=False).uuid,
        "renew": renewing.token(cast.holder, [job]),
        "placement": listed.placement().uuid,
        "event": listed.event().uuid,
        "pathway": listed.pathway().uuid,
        "measure": listed.measure().uuid,
        "call": application.call.uuid,
        "application": application.uuid,
        "invitation": funded.invite(application).uuid,
        "project": project.uuid,
        "project_partner": add_project_partner(project, by=cast.coordination, name="x").pk,
        "pledge": pledge.uuid,
        "match": funded.match(pledge, 1).uuid,
        "initiative": initiative.uuid,
        "visitor_key": initiative.contact.key,
        **care(cast),
        "own_plan": import_plan(pmas.table(), Whose(cast.holder.organisation), by=None).plan.uuid,
        "import": Sending(cast).sent().uuid,
        "diagnosis": SocialDiagnosis.objects.create(
            title="x", place_id="1312", first_year=2024, last_year=2024, author_name="x", summary="x"
        ).uuid,
        "consultation": consultation.uuid,
        "consultation_draft": consulting.prepare().uuid,
        "comment": consulting.say(consultation, by=cast.representative).uuid,
        "partner": Partner.objects.first().uuid,
        "network_document": document.uuid,
        "news": newsroom.submitted().pk,
        "issue": issue.uuid,
        "newsletter_key": subscription.key,
        "newsletter_token": signing.dumps([str(subscription.key), "pt-pt"], salt=SALT),
        **kept_of_impact(cast),
        **kept_of_plans(cast),
        "body": governing.unit.uuid,
        "round": governing.open(is_public=False).uuid,
        "meeting": meeting.uuid,
        "round_draft": governing.prepare().uuid,
        "decision_number": decision.number,
        "decision": decision.uuid,
        "decision_draft": governing.draft().uuid,
        "task": task.uuid,
        "paper": paper.uuid,
        "bank": bank.uuid,
        "item": item.code,
        "calendar_key": calendar_key.uuid,
        "calendar_secret": calendar_secret,
        "confirm": confirming.token(cast.holder, [resource]),
        "search": search.uuid,
        "resource": resource.uuid,
        "facility": resource.facility.uuid,
        "facility_version": versions.all_of(resource.facility).last().history_id,
        "resource_version": versions.all_of(resource).last().history_id,
        "slug": resource.slug,
        "booking": booking.uuid,
        "request": booking.item.request.uuid,
        "network": network.uuid,
        "token": token.uuid,
        "block": block.uuid,
        "contact": contact.uuid,
        "days": f"start={start}&end={start + timedelta(days=3)}",
    }


@pytest.fixture
def statuses(cast, client_for):
    """What each of the cast gets for one address."""
    with_session = {who: client_for(who) for who in WHO}
    with_token = {}
    for who in WHO:
        member = cast.members.get(who) if who else None
        secret = create_token(label="t", by=member)[1] if member else None
        with_token[who] = Client(headers={"authorization": f"Bearer {secret}"} if secret else {})

    def ask_all(method: str, address: str) -> str:
        got = []
        for who in WHO:
            if address.startswith("/api/"):
                client, body = with_token[who], ("{}", "application/json")
            else:
                client, body = with_session[who], ()
            answer = client.get(address) if method == "GET" else client.post(address, *body)
            got.append(str(answer.status_code))
        return " ".join(got)

    return ask_all


# Thousands of pages: asked in parts, so that no core is left alone with all of them.
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_who_may_read_what(addresses, statuses, part):
    read = [(route, row) for route, row in TABLE.items() if row[0] == "GET"]
    table = dict(read[part::PARTS])
    got = {
        route: statuses("GET", address.format(**addresses))
        for route, (_get, address, _right) in table.items()
    }
    assert {route: answer for route, answer in got.items() if answer != table[route][2]} == {}


def test_who_may_change_what(addresses, statuses):
    wrong = {}
    for route, (method, address, right) in TABLE.items():
        if method == "POST":
            before = transaction.savepoint_create()
            got = statuses("POST", address.format(**addresses))
            transaction.savepoint_rollback(before)
            if got != right:
                wrong[route] = got
    assert wrong == {}

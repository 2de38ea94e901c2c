"""What search engines are told: what every visitor may read, and nothing else."""

import re
from datetime import date

from monitor.models import Import, Indicator, Place, SocialDiagnosis
from portal.demo.stories import load_stories
from portal.models import StoryPage
from tests.monitor.figures import figures
from tests.units.governing import Governing
from units.models import Decision, Meeting, Round


def addresses(client):
    answer = client.get("/sitemap.xml")
    assert answer.status_code == 200
    return {
        re.sub(r"^https?://[^/]+", "", one)
        for one in re.findall(r"<loc>([^<]+)</loc>", answer.content.decode())
    }


def test_public_decisions_rounds_and_meetings_are_named_and_internal_ones_never(client_for, cast):
    governing = Governing(cast)
    for is_public in (True, False):
        governing.decided(is_public=is_public)
        governing.draft(is_public=is_public)
        governing.open(is_public=is_public)
        governing.prepare(is_public=is_public)
        governing.called(is_public=is_public)
        governing.plan(is_public=is_public)
    expected = {
        *(
            f"/unidades/decisoes/{one.number}/"
            for one in Decision.objects.filter(is_public=True, state="approved")
        ),
        *(f"/unidades/rondas/{one.uuid}/" for one in Round.objects.filter(is_public=True, state="open")),
        *(
            f"/unidades/reunioes/{one.uuid}/"
            for one in Meeting.objects.filter(is_public=True, state="called")
        ),
    }
    assert len(expected) == 3
    # The same for everybody: a sitemap is kept by other people's machines.
    for who in (None, "representative", "coordination"):
        told = {one for one in addresses(client_for(who)) if re.search("/(decisoes|rondas|reunioes)/", one)}
        assert told == expected, who
    visitor = client_for(None)
    assert all(visitor.get(one).status_code == 200 for one in expected)


def test_pages_in_both_languages_and_public_resources_are_named(client_for, make_resource):
    shown, hidden = make_resource(tier=0), make_resource(tier=1)
    told = addresses(client_for(None))
    assert {"/", "/en/", "/unidades/saude-e-bem-estar/", "/en/unidades/saude-e-bem-estar/"} <= told
    assert any(str(shown.uuid) in one for one in told)
    assert not any(str(hidden.uuid) in one for one in told)


def test_of_the_monitor_what_has_public_figures_is_named(client_for):
    shown = figures()
    hidden = figures("ageing_index", audience=Indicator.Audience.NETWORK, state=Import.State.WAITING)
    place = Place.objects.get(code="0104")
    common = {"place": place, "first_year": 2024, "last_year": 2025, "author_name": "Rede", "summary": "Diz."}
    public = SocialDiagnosis.objects.create(title="Um", published_on=date(2026, 1, 2), **common)
    draft = SocialDiagnosis.objects.create(title="Dois", **common)
    load_stories(date(2026, 11, 22))
    for who in (None, "coordination"):
        told = addresses(client_for(who))
        assert {"/monitor/", "/monitor/municipio/0104/", "/historias/", "/en/historias/"} <= told
        assert {shown.get_absolute_url(), public.get_absolute_url()} <= told
        assert not {hidden.get_absolute_url(), draft.get_absolute_url()} & told
        assert {story.url for story in StoryPage.objects.all()} <= told
        assert sum("/municipio/" in one for one in told) == 17

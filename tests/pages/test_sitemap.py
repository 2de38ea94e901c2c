"""What search engines are told: what every visitor may read, and nothing else."""

import re

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

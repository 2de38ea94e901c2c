"""All meetings and all rounds: everybody finds the public ones, those who govern all of them; narrowed, in pages."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.units.governing import MAIA, at, governing, in_days
from units import actions

pytestmark = pytest.mark.django_db
__all__ = ["governing"]
LISTS = ["meetings", "rounds"]


def made(governing, name, **more):
    if name == "rounds":
        return governing.open(**{"is_public": True} | more)
    return governing.called(more.pop("body", None), **more)


def drafted(governing, name):
    return governing.prepare(is_public=True) if name == "rounds" else governing.plan()


@pytest.fixture
def listed(client_for):
    """The addresses of what a list shows to one of the cast."""

    def get(who, name, *, code=200, **query):
        answer = client_for(who).get(reverse(name), query)
        assert answer.status_code == code
        html = answer.content.decode()
        return set(re.findall(rf"{reverse(name)}([0-9a-f-]{{36}})/", html[html.index("<main") :]))

    return get


@pytest.mark.parametrize("name", LISTS)
def test_the_public_ones_are_everybodys_the_others_of_those_who_govern(governing, listed, name):
    public, internal = (str(made(governing, name, is_public=one).uuid) for one in (True, False))
    draft = str(drafted(governing, name).uuid)
    for who in (None, "outsider", "technician", "editor"):
        assert listed(who, name) == {public}
    for who in ("representative", "coordination"):
        assert listed(who, name) == {public, internal, draft}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_narrowed_by_body_year_and_state(governing, listed, name):
    ours = made(governing, name)
    theirs = made(governing, name, body=governing.council)
    cancel = actions.cancel_meeting if name == "meetings" else actions.withdraw_round
    cancel(theirs, by=governing.coordination, why="Há outra data.")
    [ours, theirs] = [str(one.uuid) for one in (ours, theirs)]
    assert listed(None, name, orgao=str(governing.unit.uuid)) == {ours}
    assert listed(None, name, estado="cancelled" if name == "meetings" else "withdrawn") == {theirs}
    assert listed(None, name, ano=in_days(7 if name == "meetings" else 0).year) == {ours, theirs}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query", [{"orgao": "x"}, {"ano": "1999"}, {"estado": "draft"}, {"page": "9"}, {"page": "-1"}]
)
def test_what_cannot_be_looked_for_is_said_and_the_list_stays(governing, listed, name, query):
    one = made(governing, name)
    assert listed(None, name, code=400, **query) == {str(one.uuid)}


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_will_stand_there(governing, client_for, name):
    assert "Ainda não há" in client_for(None).get(reverse(name)).content.decode()
    made(governing, name)
    html = client_for(None).get(reverse(name), {"orgao": str(governing.council.uuid)}).content.decode()
    assert "Nenhuma" in html and "Ver todas" in html


@pytest.mark.parametrize("name", LISTS)
def test_thirty_rows_cost_as_many_queries_as_three_and_come_in_pages(governing, client_for, name):
    client, counts = client_for("representative"), []
    for rows in (3, 27):
        for _ in range(rows):
            made(governing, name)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            html = client.get(reverse(name)).content.decode()
        counts.append(len(caught))
    assert counts[0] + 1 >= counts[1], counts
    assert 'rel="next"' in html
    assert len(set(re.findall(r"/([0-9a-f-]{36})/", html[html.index("<main") :]))) == 20


def test_an_effect_that_names_a_code_of_ref_amp_leads_to_its_page(governing, client_for):
    from units.actions.decisions import Change

    changes = [Change("plan", "Muda isto", reference=code) for code in ("1.2.1b", "EP1.1", "PROT-7")]
    page = client_for(None).get(reverse("decision", args=[governing.decided(effects=changes).number]))
    html = page.content.decode()
    for code in ("1.2.1b", "EP1.1"):
        assert f'href="{reverse("ref_amp_thread", args=[code])}"' in html
    assert "PROT-7" in html and reverse("ref_amp_thread", args=["PROT-7"]) not in html


def test_a_closed_round_stands_in_the_list_with_its_outcome(governing, client_for):
    round = governing.open(is_public=True)
    governing.answer(round, {MAIA: "agrees"})
    with at(round.deadline + timedelta(seconds=1)):
        actions.close_due_rounds()
    html = client_for(None).get(reverse("rounds")).content.decode()
    assert "1 de 17 responderam" in html and "volta a quem o propôs" in html
    assert timezone.localtime(round.deadline).strftime("%Y-%m-%d") in html

"""What can be found: every kind of public thing, by who may know of it, and what of it stands in the index."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.search.index import AutocompleteField, SearchField

from community import actions as community
from community.models import JobOffer
from geo.models import Municipality
from monitor.actions.finding import find_published_today
from monitor.models import Indicator, Place, SocialDiagnosis
from plans.models import Plan, PlanElement
from portal.finding.kinds import SOURCES
from portal.finding.kinds.shapes import NamesOf
from portal.pages.content import ContentPage
from portal.pages.units import UnitPage
from practice import actions as practice_actions
from practice.models import Obstacle
from programmes.models import Edition, Programme, Sheet
from resources.models import Category, Resource
from search.models import Change
from tests.communication.newsroom import Newsroom
from tests.community.listed import Listed
from tests.plans.planning import Planning
from tests.practice.world import Practice
from tests.units.consulting import Consulting
from tests.units.governing import Governing
from units.models import Axis, Body, Decision

BY_NAME = {one.name: one for one in SOURCES}


def words_of(one: Any, kinds: Iterable[type] = (SearchField, AutocompleteField)) -> str:
    """Everything the thing gives to an index."""
    fields = [field for field in one.get_search_fields() if isinstance(field, tuple(kinds))]
    return " ".join(str(field.get_value(one)) for field in fields)


def rows(name: str, member: Any = None, language: str = "pt-pt") -> Any:
    return BY_NAME[name].rows(member, language)


def titles(name: str, member: Any = None) -> str:
    source = BY_NAME[name]
    return " | ".join(card.title for card in source.cards(list(source.rows(member, "pt-pt"))))


def owed(model: type) -> set[str]:
    kind = ContentType.objects.get_for_model(model)
    return set(Change.objects.filter(content_type=kind).values_list("object_id", flat=True))


def indexed(model: Any) -> set[Any]:
    return set(model.get_indexed_objects().values_list("pk", flat=True))


# --- Who may know -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(written_once):
    return written_once(made)


def made() -> dict[str, Any]:
    """Beside each public thing one that is not public: all are called by a word of their own."""
    from tests.conftest import Cast, resources_of

    cast = Cast()
    governing, planning = Governing(cast), Planning(cast)
    consulting, listed, newsroom = Consulting(governing), Listed(cast), Newsroom(cast)
    practice = Practice(cast)
    make_resource = resources_of(cast)
    reference = Sheet.objects.filter(programme__is_reference=True).first()
    assert reference is not None
    governing.decided(title_pt="Acordo PUBLICO-A", public_text_pt="Só isto", text_pt="Com RESERVA-B dentro")
    governing.decided(title_pt="Acordo INTERNO-C", is_public=False)
    governing.draft(title_pt="Acordo RASCUNHO-D")
    governing.called(title_pt="Sessão PUBLICO-E")
    governing.called(title_pt="Sessão INTERNO-F", is_public=False)
    governing.open(title_pt="Prazo PUBLICO-G", is_public=True)
    governing.open(title_pt="Prazo INTERNO-H")
    consulting.open(title_pt="Regulamento PUBLICO-I")
    consulting.open(title_pt="Regulamento REDE-J", audience="network")
    element = planning.approved(title_pt="Plano PUBLICO-K").element
    draft = planning.make(title_pt="Plano RASCUNHO-L")
    planning.element(draft, "Ação RASCUNHO-M")
    listed.job(title="Oferta PUBLICO-N")
    listed.job(title="Oferta RASCUNHO-O", published=False)
    obstacle = practice.obstacle(title="Entrada REDE-P", context="Palavras DENTRO-Q")
    best = practice.obstacle(title="Entrada PUBLICO-R", context="Palavras DENTRO-S")
    practice_actions.promote(
        best,
        by=cast.coordination,
        summary="Resumo PUBLICO-T",
        review_on=timezone.localdate() + timedelta(days=90),
        is_public=True,
    )
    newsroom.external("Notícia PUBLICO-U")
    newsroom.internal("Notícia REDE-V")
    newsroom.submitted("Notícia RASCUNHO-W")
    make_resource(name="Casa PUBLICO-X")
    make_resource(name="Casa REDE-Y", tier=1)
    restricted = make_resource(
        name="Casa RESTRITA-Z", tier=2, keeper=cast.support, dico="1306", parish="FREGUESIA-Z",
        description_pt="LUGAR-Z", category="acolhimento-emergencia",
    )  # fmt: skip
    Indicator.objects.filter(pk=Indicator.objects.order_by("pk").values("pk")[:1]).update(
        audience="network", name_pt="Figura REDE-1"
    )
    return {"element": element, "best": best, "obstacle": obstacle, "restricted": restricted, "cast": cast}


SEEN = (
    # kind, word, who finds it: everybody, the network, who governs, nobody (by a word of its own in the title)
    ("decisoes", "PUBLICO-A", "all"),
    ("decisoes", "INTERNO-C", "governing"),
    ("decisoes", "RASCUNHO-D", "nobody"),
    ("reunioes", "PUBLICO-E", "all"),
    ("reunioes", "INTERNO-F", "governing"),
    ("rondas", "PUBLICO-G", "all"),
    ("rondas", "INTERNO-H", "governing"),
    ("consultas", "PUBLICO-I", "all"),
    ("consultas", "REDE-J", "network"),
    ("planos", "PUBLICO-K", "all"),
    ("planos", "RASCUNHO-L", "governing"),
    ("acoes", "RASCUNHO-M", "governing"),
    ("empregos", "PUBLICO-N", "all"),
    ("empregos", "RASCUNHO-O", "nobody"),
    ("praticas", "REDE-P", "network"),
    ("praticas", "PUBLICO-R", "all"),
    ("noticias", "PUBLICO-U", "all"),
    ("noticias", "REDE-V", "network"),
    ("noticias", "RASCUNHO-W", "nobody"),
    ("recursos", "PUBLICO-X", "all"),
    ("recursos", "REDE-Y", "network"),
    ("recursos", "RESTRITA-Z", "accredited"),
)
WHO = {
    "all": {None, "outsider", "technician", "representative", "coordination", "accredited"},
    "network": {"technician", "representative", "coordination", "accredited"},
    "governing": {"representative", "coordination"},
    "accredited": {"accredited"},
    "nobody": set(),
}


def test_each_reader_finds_what_they_may_know_of_and_the_index_what_everybody_may(world, cast):
    for name, word, who in SEEN:
        for reader in sorted(WHO["all"], key=str):
            member = cast.members.get(reader) if reader else None
            found = word in titles(name, member)
            assert found == (reader in WHO[who]), (name, word, reader)
        model = rows(name).model
        held = " ".join(words_of(one) for one in model.get_indexed_objects())
        assert (word in held) == (who == "all"), (name, word)


def test_of_what_is_public_only_the_public_words_are_given_to_the_index(world, cast):
    """A decision with a public version, a good practice whose entry stays inside, a place of T2 for the accredited."""
    held = " ".join(words_of(one) for one in Decision.get_indexed_objects())
    assert "Só isto" in held and "RESERVA-B" not in held
    held = " ".join(words_of(one) for one in Obstacle.get_indexed_objects())
    assert "PUBLICO-T" in held and "DENTRO-S" not in held
    assert "DENTRO-Q" in words_of(Obstacle.objects.get(pk=world["obstacle"].pk))
    assert "DENTRO" not in titles("praticas")
    given = words_of(Resource.objects.get(pk=world["restricted"].pk))
    assert "RESTRITA-Z" in given
    for hidden in ("FREGUESIA-Z", "LUGAR-Z", "Maia", cast.support.organisation.name):
        assert hidden not in given, hidden


# --- What follows -----------------------------------------------------------------------------------------------------


def test_what_stands_in_an_entry_owes_it_when_it_changes(world, cast, make_resource):
    resource = make_resource(name="Quartos do centro")
    unit = UnitPage.objects.filter(unit__axis="EP1").first()
    plan = world["element"].plan
    edition = Edition.objects.first()
    changes = [
        (resource.facility, Resource, resource.pk),
        (resource.facility.organisation, Resource, resource.pk),
        (resource.category, Resource, resource.pk),
        (plan, PlanElement, world["element"].pk),
        (plan.body, Plan, plan.pk),
        (plan.body, UnitPage, unit.pk),
        (world["best"].practice, Obstacle, world["best"].pk),
        (cast.holder.organisation, JobOffer, JobOffer.objects.first().pk),
    ]
    if edition is not None:
        changes.append((edition, Programme, edition.sheet.programme_id))
    for changed, model, pk in changes:
        Change.objects.all().delete()
        changed.save()
        assert str(pk) in owed(model), (changed, model)
    Change.objects.all().delete()
    PageViewRestriction.objects.create(page=unit.get_parent(), restriction_type="login")
    assert str(unit.pk) in owed(UnitPage)
    assert unit.pk not in indexed(UnitPage)


def test_what_becomes_public_is_owed_and_what_is_so_no_longer_too(cast, db):
    """Publishing, approving, ending: each leaves the entry owed, and what it holds from then on is right."""
    listed, planning = Listed(cast), Planning(cast)
    job = listed.job(published=False)
    plan = planning.make()
    element = planning.element(plan)
    planning.measure(element)
    assert job.pk not in indexed(JobOffer) and element.pk not in indexed(PlanElement)
    Change.objects.all().delete()
    community.publish(job, by=cast.holder)
    planning.approve(plan)
    assert str(job.pk) in owed(JobOffer) and job.pk in indexed(JobOffer)
    assert str(element.pk) in owed(PlanElement) and element.pk in indexed(PlanElement)
    Change.objects.all().delete()
    community.end(job, by=cast.holder)
    assert str(job.pk) in owed(JobOffer) and job.pk not in indexed(JobOffer)


def test_a_diagnosis_is_found_from_its_day_on(db):
    today = timezone.localdate()
    said = {
        "place": Place.objects.get(code="1306"),
        "first_year": 2025,
        "last_year": 2026,
        "summary": "Resumo",
    }
    due = SocialDiagnosis.objects.create(title="Hoje", author_name="A", published_on=today, **said)
    for day in (None, today + timedelta(days=1)):
        later = SocialDiagnosis.objects.create(title="Depois", author_name="A", published_on=day, **said)
        assert later.pk not in indexed(SocialDiagnosis)
    Change.objects.all().delete()
    assert find_published_today() == 1
    assert owed(SocialDiagnosis) == {str(due.pk)} and due.pk in indexed(SocialDiagnosis)


def test_names_of_reference_are_read_once_for_a_list(db):
    names = NamesOf(Axis)
    with CaptureQueriesContext(connection) as asked:
        said = {names(one) for one in ("EP1", "EP2", "AE1")}
    assert len(asked) == 1 and len(said) == 3
    assert names("nenhum") == "nenhum"


def test_casas_de_abrigo_are_no_kind_of_resource_to_be_found(db):
    opaque = Category.objects.filter(opaque=True)
    assert opaque.exists()
    assert not opaque.filter(pk__in=indexed(Category)).exists()
    assert not rows("categorias").filter(opaque=True).exists()
    assert Municipality.get_indexed_objects().count() == 17
    assert ContentPage.get_indexed_objects().exists()
    assert Body.objects.exists()

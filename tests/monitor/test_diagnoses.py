"""Social diagnoses on the site: the version that holds, from its day on, naming what its reader may read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts import moment
from monitor.models import Finding, Indicator, SocialDiagnosis
from tests.monitor.figures import CODE, figures

LIST = "/monitor/diagnosticos/"
DAY = date(2026, 1, 2)


@pytest.fixture
def diagnosis(db):
    def make(title, day=DAY, **more):
        common = {"place_id": "0104", "first_year": 2024, "last_year": 2025, "author_name": "Rede"}
        return SocialDiagnosis.objects.create(
            title=title, summary="Diz.", published_on=day, **(common | more)
        )

    return make


def test_a_version_stays_on_the_site_until_the_one_that_replaces_it_is_published(client_for, diagnosis):
    first = diagnosis("O primeiro texto")
    second = diagnosis("O segundo texto", None, replaces=first, version=2)
    page = client_for(None).get(LIST).content.decode()
    assert first.title in page and second.title not in page
    second.published_on = DAY
    second.save()
    page = client_for(None).get(LIST).content.decode()
    assert first.title not in page and second.title in page
    assert first.get_absolute_url() in client_for(None).get(second.get_absolute_url()).content.decode()


def test_a_diagnosis_is_published_from_its_day_in_lisbon_on(client_for, diagnosis):
    first = diagnosis("O primeiro texto")
    later = diagnosis("O texto de julho", date(2190, 7, 2), replaces=first, version=2)
    assert client_for(None).get(later.get_absolute_url()).status_code == 404
    page = client_for(None).get(LIST).content.decode()
    assert first.title in page and later.title not in page
    midnight = datetime(2190, 7, 1, 23, tzinfo=UTC)
    with moment.replaying(midnight - timedelta(seconds=1)):
        assert list(SocialDiagnosis.objects.published().in_force()) == [first]
    with moment.replaying(midnight):
        assert list(SocialDiagnosis.objects.published().in_force()) == [later]


def test_a_finding_names_an_indicator_of_the_network_to_members_only(client_for, diagnosis):
    one, public, inside = diagnosis("Um"), figures(), Indicator.objects.get(code="ageing_index")
    Indicator.objects.filter(pk=inside.pk).update(audience=Indicator.Audience.NETWORK)
    for n, indicator in enumerate((public, inside)):
        Finding.objects.create(diagnosis=one, order=n, axis="EP1", text=f"Isto {n}.", indicator=indicator)
    for who, seen in ((None, False), ("technician", True)):
        page = client_for(who).get(one.get_absolute_url()).content.decode()
        assert public.get_absolute_url() in page and "Isto 1." in page
        assert (inside.get_absolute_url() in page, inside.name in page) == (seen, seen)


def test_what_a_rate_is_made_of_is_named_to_those_who_may_read_it(client_for):
    rate = Indicator.objects.get(code=CODE)
    inside, whole = Indicator.objects.exclude(pk=rate.pk).filter(own=False).order_by("code")[:2]
    Indicator.objects.filter(pk=inside.pk).update(audience=Indicator.Audience.NETWORK)
    rate.numerator = inside
    rate.save()
    rate.denominators.set([inside, whole])
    for who, seen in ((None, False), ("technician", True)):
        told = client_for(who).get(f"/api/v1/indicators/{CODE}").json()
        assert told["numerator"] == (inside.code if seen else None)
        assert told["denominators"] == ([inside.code, whole.code] if seen else []), (
            "a sum without one part is another figure"
        )

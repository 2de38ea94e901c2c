"""The demonstration: whenever it is loaded `holder` has five reports due, and every state is there to be seen."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Membership
from plans import duties
from plans.models import Amendment, Plan, PlanElement, Report, Target
from plans.tree import tree
from portal.demo import bodies
from portal.demo.plans import load_plans

TODAY = timezone.localdate()


def all_words(member):
    return {
        one.now.standing.word
        for plan in Plan.objects.counted()
        for row in tree(plan, member=member, today=TODAY)
        for one in row.measures
        if one.now and one.now.standing
    }


def test_whenever_it_is_loaded_holder_has_five_reports_due(cast):
    bodies.load_bodies()
    load_plans(TODAY)
    holder = duties.due(PlanElement.objects.owned_by(cast.holder), TODAY)
    assert len(holder) == 5 and len({one.period for one in holder}) == 1
    assert {one.measure.aggregation for one in holder} == {"flow", "stock", "cumulative", "continuous"}
    assert Plan.objects.filter(is_demo=False).count() == 0
    kinds = set(Plan.objects.values_list("kind", "state"))
    assert {("annual", "approved"), ("annual", "closed"), ("domestic_violence", "approved")} < kinds
    assert ("training", "draft") in kinds
    assert Plan.objects.filter(kind="annual", state="approved", first_year=TODAY.year).count() == 4
    assert Target.objects.filter(value=0).exists() and Target.objects.filter(value=None).exists()
    assert Amendment.objects.count() == 1 and Report.objects.exclude(superseded_at=None).count() == 1
    assert not Report.objects.filter(at__gt=timezone.now()).exists()
    assert all(one.has_owner for one in PlanElement.objects.exclude(owner=None))
    assert "no_report" in all_words(cast.coordination) or TODAY.month < 5
    before = Plan.objects.count()
    load_plans(TODAY)
    assert Plan.objects.count() == before


@pytest.mark.parametrize("month", [1, 4, 8])
def test_at_other_times_of_the_year_as_well(cast, month):
    """A day already past, so that nothing is said in the future."""
    then = date(TODAY.year - 1, month, 10)
    bodies.load_bodies()
    load_plans(then)
    assert len(duties.due(PlanElement.objects.owned_by(Membership.objects.get(pk=cast.holder.pk)), then)) == 5

"""The programmes of the demonstration: what they show, and that their figures are those of their rows."""

import pytest
from django.utils import timezone

from portal.demo import programmes as demo
from programmes import attending, figures
from programmes.board import board
from programmes.models import Edition, Programme

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_an_edition_that_runs_and_one_whose_figures_may_be_read(cast):
    demo.load_programmes(timezone.localdate(), cast.organisations)
    going, done = Edition.objects.order_by("-starts")
    assert (going.state, done.state) == ("running", "closed")
    assert going.is_demo and going.sheet.programme.is_demo and going.axes == ["EP2", "EP3"]
    now = board(going)
    assert now.enrolled == 14 and now.dropped == 1 and now.to_mark > 0 and now.held > 20
    hours = attending.hours_of(going)
    assert any(hours.in_phase(one.pk, hours.phases[0]).attended for one in going.participants.enrolled())
    kept = {one.code: (one.counted, one.out_of) for one in done.figures.all()}
    assert kept == {one.code: (one.counted, one.out_of) for one in figures.figures(done)}
    assert not any(one.is_suppressed for one in done.figures.all())
    assert Programme.objects.of_the_area().get() == going.sheet.programme

"""The demonstration of governing told twice; apart from the tests that find it told already."""

from django.db import transaction

from portal.demo.bodies import load_bodies
from portal.demo.governing import load_governing
from tests.units.test_demo_governing import story


def test_it_is_the_same_story_every_time(cast):
    load_bodies()
    told = []
    for _time in range(2):
        with transaction.atomic():
            load_governing()
            told.append(story())
            transaction.set_rollback(True)
    assert told[0] == told[1]

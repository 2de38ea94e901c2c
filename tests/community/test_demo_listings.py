"""The listings of the demonstration: marked as such, nothing invented about what is real."""

import time
from datetime import date, timedelta

from django.test import Client

from community.models import Event, JobOffer, Pathway, Placement, RentMeasure
from community.models.listings import today
from portal.demo.listings import CANCELLED, load_listings


def test_the_demo_fills_every_list_marked_and_quickly(cast, django_assert_max_num_queries):
    began = time.process_time()
    load_listings(today())
    assert time.process_time() - began < 3
    for model in (JobOffer, Placement, Event, Pathway, RentMeasure):
        assert model.objects.exists()
        assert not model.objects.filter(is_demo=False).exists()
    assert JobOffer.objects.filter(state="draft").count() == 1
    assert JobOffer.objects.expiring(today() + timedelta(days=7)).exists()
    assert Event.objects.get(title=CANCELLED).is_cancelled
    assert RentMeasure.objects.values("municipality").distinct().count() <= 3
    for one in Pathway.objects.all():
        assert one.source and one.checked_on
        page = Client().get(one.get_absolute_url())
        assert page.status_code == 200 and one.source in page.content.decode()
    load_listings(today())
    assert JobOffer.objects.count() == 10


def test_the_demo_may_be_loaded_on_any_day(cast):
    load_listings(date(2028, 2, 29))
    assert Event.objects.open_now().exists()

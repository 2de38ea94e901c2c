"""The demo region: real municipalities and codes, everything operational fictional and marked so."""

from __future__ import annotations

import random
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Organisation
from geo.models import Municipality
from portal.demo import (
    banks,
    bodies,
    consulting,
    funding,
    governing,
    impact,
    indicators,
    life,
    listings,
    news,
    pages,
    partners,
    past,
    people,
    places,
    plans,
    practice,
    programmes,
    references,
    searches,
    stories,
    training,
)
from portal.pages.home import HomePage
from resources import days
from resources.models import Protocol, Resource
from resources.publishing.publishing import publish_indicators

NOT_A_PARTY = "0104"
SEED = 17


class Command(BaseCommand):
    help = "Loads the demo region. Deterministic; run again it changes nothing; refuses beside real data."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--scale", type=int, default=1, help="so many times the facilities and bookings")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["scale"] <= 100:
            raise CommandError("--scale: a number between 1 and 100")
        if Organisation.objects.filter(is_demo=False).exists():
            raise CommandError("this database holds real organisations: the demo is not loaded beside them")
        if Resource.objects.exists():
            self.stdout.write("The demo region is there already; nothing changed.")
            return
        password = settings.DEMO_PASSWORD or secrets.token_urlsafe(9)
        if not HomePage.objects.exists():
            pages.load_pages()
        organisations = people.load_people(password)
        bodies.load_bodies()
        pages.load_written()
        today = days.today()
        protocol = Protocol.objects.create(
            code="AMP-2025-01",
            title_pt="Protocolo de partilha de capacidade de acolhimento (fictício)",
            title_en="Agreement on sharing shelter capacity (fictional)",
            period=DateRange(today - timedelta(days=2 * 365), today + timedelta(days=3 * 365), "[)"),
            is_demo=True,
        )
        protocol.parties.set(Municipality.objects.exclude(dico=NOT_A_PARTY))
        chance = random.Random(SEED)
        resources = places.load_places(organisations, chance, scale=options["scale"])
        support = organisations[people.VICTIM_SUPPORT]
        resources += places.load_reserved(organisations, support)
        resources = list(
            Resource.objects.filter(pk__in=[r.pk for r in resources])
            .select_related("facility__organisation", "category")
            .order_by("pk")
        )
        lives = life.Life(chance)
        searches.load_searches(lives)
        life.load_life(lives, resources)
        banks.load_banks(organisations, chance, lives)
        searches.look()
        governing.load_governing(today)
        partners.load_partners(today)
        consulting.load_consultations(today)
        practice.load_practice(today)
        listings.load_listings(today)
        funding.load_funding(today)
        programmes.load_programmes(today, organisations)
        training.load_training(today)
        training.offer_places()
        news.load_news(today)
        indicators.load_figures()
        indicators.load_diagnoses(today, organisations)
        references.load_references()
        stories.load_stories(today)
        life.settle(lives)
        past.load_past(lives)
        publish_indicators()
        # After the figures of the network, where its targets are drawn.
        plans.load_plans(today)
        impact.load_impact(today)
        self.stdout.write("Demo accounts: " + ", ".join(f"{key}@example.org" for key in people.CAST))
        if not settings.DEMO_PASSWORD:
            self.stdout.write(f"Password of the demo accounts: {password}")

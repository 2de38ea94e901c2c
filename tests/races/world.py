"""People, shelters and needs committed to a database of its own, for threads and other processes to fight over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
from django.db import connections, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tests.conftest import Cast
from tests.database import database


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Inside, Django in this process works on that database, in every thread."""
    connection = connections["default"]
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def as_superuser(name: str) -> psycopg.Connection:
    """For breaking rules on purpose."""
    return psycopg.connect(database.server.superuser_url(name), autocommit=True)


def as_application(name: str) -> psycopg.Connection:
    """Raw SQL with the rights of the portal's own role."""
    return psycopg.connect(database.server.app_url(name))


class World:
    """The cast with their keys, one protocol that covers everybody, and as many shelters as the rounds need."""

    def __init__(self, name: str) -> None:
        from accounts.actions import create_token
        from geo.models import Municipality
        from resources import days
        from resources.models import Category, Facility, Protocol

        self.name = name
        self.cast = Cast()
        self.holder, self.technician = self.cast.holder, self.cast.technician
        self.today: date = days.today()
        self.keys = {
            who: create_token(label="corridas", by=getattr(self.cast, who))[1]
            for who in ("holder", "technician")
        }
        protocol = Protocol.objects.create(
            code="CORRIDAS-1",
            title_pt="Protocolo de teste",
            period=DateRange(self.today - timedelta(days=30), self.today + timedelta(days=900), "[)"),
            is_demo=True,
        )
        protocol.parties.set(Municipality.objects.all())
        self.category = Category.objects.get(code="acolhimento-temporario")
        self.facility = self._facility(
            self.holder.organisation, Municipality.objects.get(dico="1312"), Facility
        )
        self.made = 0

    def _facility(self, organisation: Any, municipality: Any, model: Any) -> Any:
        return model.objects.create(
            organisation=organisation,
            name=f"Casa das corridas, {municipality.name}",
            municipality=municipality,
            lat=municipality.seat_lat,
            lon=municipality.seat_lon,
            address="Rua de Teste, 1",
            is_demo=True,
        )

    def keeper(self, organisation: str) -> tuple[Any, Any]:
        """Another holder: its member and a facility of it."""
        from resources.models import Facility

        member = self.cast.member_of(organisation)
        return member, self._facility(member.organisation, member.organisation.municipality, Facility)

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def resource(self, *capacities: tuple[int, int], facility: Any = None) -> Any:
        """A new resource with statements (day from today, capacity), said long before the round."""
        from resources import days
        from resources.models import CapacityStatement, Resource

        self.made += 1
        resource = Resource.objects.create(
            facility=facility or self.facility, category=self.category, name=f"Corrida {self.made}, camas"
        )
        CapacityStatement.objects.bulk_create(
            CapacityStatement(
                resource=resource, capacity=capacity, valid_from=days.midnight(self.day(offset))
            )
            for offset, capacity in capacities
        )
        return resource

    def needs(
        self,
        resource: Any,
        count: int,
        *,
        status: str = "requested",
        quantity: int = 1,
        start: int = 1,
        nights: int | None = 2,
        hold_expires_at: datetime | None = None,
    ) -> list[Any]:
        """So many requests of the technician's organisation, each with one booking in that state."""
        return self.needs_of([resource], count, status, quantity, start, nights, hold_expires_at)

    @transaction.atomic
    def needs_of(
        self,
        resources: list[Any],
        count: int,
        status: str = "requested",
        quantity: int = 1,
        start: int = 1,
        nights: int | None = 2,
        hold_expires_at: datetime | None = None,
    ) -> list[Any]:
        """As `needs`, each request asking several holders: one booking for each, in their order."""
        from accounts import moment
        from resources import days
        from resources.models import Booking, Request, RequestItem

        first = self.day(start)
        period = days.period_of(first, None if nights is None else first + timedelta(days=nights))
        now = moment.now()
        requests = Request.objects.bulk_create(
            Request(
                organisation=self.technician.organisation,
                made_by=self.technician,
                made_at=now,
                origin=self.technician.organisation.municipality,
                answer_by=now + timedelta(hours=24),
            )
            for _ in range(count)
        )
        items = RequestItem.objects.bulk_create(
            RequestItem(
                request=request,
                category=self.category,
                quantity=quantity,
                period=period,
                to_network=not resources,
            )
            for request in requests
        )
        bookings = Booking.objects.bulk_create(
            Booking(
                item=item,
                resource=resource,
                quantity=quantity,
                period=period,
                status=status,
                hold_expires_at=hold_expires_at,
            )
            for item in items
            for resource in resources
        )
        return bookings if resources else items

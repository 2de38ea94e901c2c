"""A few people of this room's own tests; the cast of the whole portal stands one folder up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client

from accounts.models import Membership, Organisation, User
from tests.database import database

PASSWORD = "uma frase bem comprida"


def make_user(name: str) -> User:
    user = User.objects.create_user(f"{name}@people.example", PASSWORD, name=name.capitalize())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_organisation(name: str, **fields: object) -> Organisation:
    return Organisation.objects.create(name=name, kind=Organisation.Kind.IPSS, **fields)


def join(user: User, organisation: Organisation, *roles: str) -> Membership:
    return Membership.objects.create(user=user, organisation=organisation, roles=list(roles))


@dataclass
class People:
    """A manager and a technician of one organisation, a manager of another, and somebody who belongs to none."""

    manager: Membership
    technician: Membership
    stranger: Membership
    outsider: User


@pytest.fixture
def people(db: None) -> People:
    abrigo, other = make_organisation("Abrigo da Ribeira"), make_organisation("Casa de Cima")
    return People(
        manager=join(make_user("manuela"), abrigo, Membership.Role.MANAGER),
        technician=join(make_user("tomas"), abrigo, Membership.Role.TECHNICIAN),
        stranger=join(make_user("sofia"), other, Membership.Role.MANAGER),
        outsider=make_user("olga"),
    )


@pytest.fixture
def signed_in() -> Callable[[User | Membership], Client]:
    def make(who: User | Membership) -> Client:
        client = Client()
        client.force_login(who.user if isinstance(who, Membership) else who)
        return client

    return make


@pytest.fixture
def fresh_db(own_database: Callable[[str], str]) -> str:
    """A committed database of its own, which threads may share."""
    return own_database("empty")


@pytest.fixture
def owner_connection(fresh_db: str) -> Iterator[psycopg.Connection]:
    """A raw connection to `fresh_db` as the role that owns the tables."""
    with psycopg.connect(database.server.owner_url(fresh_db), autocommit=True) as owner:
        yield owner


def in_threads(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Each call in a thread with its own connection; what it returns, or the error it raised."""

    def run(number: int) -> Any:
        try:
            return work(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))

"""A few people of this room's own tests; the cast of the whole portal stands one folder up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import Membership, Organisation, User

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

"""Fictional banks of technical aids: 600 items, and the loans they go out with, lived through the actions."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from accounts import moment
from accounts.models import Organisation
from portal.demo import places
from portal.demo.life import Life, at
from resources import actions
from resources.models import Booking, Facility, Item, Resource
from resources.models.codes import Reason

ITEMS = 600

# municipality, name, organisation
BANKS = """
1312|Banco de Ajudas Técnicas do Porto|Município do Porto
1317|Banco de Produtos de Apoio de Mafamude|Município de Vila Nova de Gaia
1304|Banco de Ajudas Técnicas de Baguim|Obra Social de Rio Tinto
1306|Banco de Produtos de Apoio de Pedrouços|Município da Maia
1308|Banco de Ajudas Técnicas de Perafita|Associação Maré Alta
1315|Banco de Produtos de Apoio de Campo|Município de Valongo
0109|Banco de Ajudas Técnicas de Arrifana|Município de Santa Maria da Feira
1310|Banco de Produtos de Apoio de Baltar|Fundação Casa Nova
1313|Banco de Ajudas Técnicas de Argivai|Santa Casa da Ribeira
1314|Banco de Produtos de Apoio de Rebordões|Centro Social do Ave
1316|Banco de Ajudas Técnicas de Azurara|Município de Vila do Conde
0119|Banco de Produtos de Apoio de Codal|Associação Serra e Vale
0113|Banco de Ajudas Técnicas de Pinheiro da Bemposta|Cooperativa Terras de Entre Rios
"""


@dataclass(frozen=True)
class Kind:
    """What a bank lends of one kind. `parts` make a kit of it."""

    name: str
    category: str
    iso9999: str
    hygiene_days: int
    longest: int
    accessories: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


KINDS = [
    Kind(
        "cadeiras de rodas manuais", "cadeiras-de-rodas", "12 22 03", 2, 180,
        ("almofada", "apoios de pés", "cinto"),
    ),
    Kind(
        "camas articuladas", "camas-articuladas", "18 12 10", 3, 365,
        ("comando",), ("Colchão antiescaras", "Grades laterais"),
    ),
    Kind("andarilhos", "andarilhos", "12 06 03", 1, 120),
    Kind("canadianas", "bengalas-e-canadianas", "12 03 06", 1, 120, ("ponteiras",)),
    Kind("elevadores de transferência", "elevadores-de-transferencia", "12 36 03", 3, 365, ("lona",)),
    Kind("cadeiras de rodas elétricas", "cadeiras-de-rodas-eletricas", "12 23 06", 3, 365, ("carregador",)),
]  # fmt: skip
ONE = {
    "cadeiras de rodas manuais": "Cadeira de rodas manual",
    "camas articuladas": "Cama articulada elétrica",
    "andarilhos": "Andarilho",
    "canadianas": "Par de canadianas",
    "elevadores de transferência": "Elevador de transferência",
    "cadeiras de rodas elétricas": "Cadeira de rodas elétrica",
}
TERMS = {
    "pt": "A cedência é gratuita. Quem recebe cuida do artigo, não o empresta a outra pessoa e devolve-o limpo até ao"
    " último dia. Avarias comunicam-se à entidade, que repara ou troca.",
    "en": "The loan is free. Whoever receives the item takes care of it, does not pass it on and returns it clean by"
    " the last day. Faults are reported to the organisation, which repairs or replaces.",
}


def load_banks(organisations: dict[str, Organisation], chance: random.Random, life: Life) -> None:
    """The banks, each with four of the kinds in turn, and their loans of six months."""
    lines = [line.split("|") for line in BANKS.strip().splitlines()]
    total = len(lines) * 4
    resources: list[Resource] = []
    for n, (dico, name, organisation) in enumerate(lines):
        facility = places.facility_at(
            dico, name, organisations[organisation], chance, accepts=False, accessible=True
        )
        for m in range(4):
            kind = KINDS[(n + m) % len(KINDS)] if m else KINDS[0]
            kind = KINDS[m] if n == 0 else kind
            resource = _resource(facility, kind, resources)
            if resource is None:
                continue
            _stock(life, resource, kind, ITEMS // total + (len(resources) < ITEMS % total), chance)
            resources.append(resource)
    for resource in resources:
        _lend(life, resource, chance)
    _porto(life, resources[0])
    _moved(life, resources, chance)


def _resource(facility: Facility, kind: Kind, made: list[Resource]) -> Resource | None:
    if any(one.facility_id == facility.pk and one.category.code == kind.category for one in made):
        kind = next(
            other
            for other in KINDS
            if not any(one.facility_id == facility.pk and one.category.code == other.category for one in made)
        )
    resource = places.resource_of(facility, kind.name, kind.category, "1.1.1c", kind.longest)
    resource.hygiene_days = kind.hygiene_days
    resource.terms_pt, resource.terms_en = TERMS["pt"], TERMS["en"]
    resource.save()
    return resource


def _stock(life: Life, resource: Resource, kind: Kind, number: int, chance: random.Random) -> None:
    kind = next(one for one in KINDS if one.category == resource.category.code)
    sign = resource.category.code[:2].upper()
    with moment.replaying(at(life.today - timedelta(days=120), 9)):
        items = actions.add_items(
            resource,
            by=life.keeper(resource),
            name=ONE[kind.name],
            number=number,
            serials=[f"{sign}-{resource.pk:03}-{n:02}" for n in range(1, number + 1)],
            iso9999=kind.iso9999,
            condition=chance.choice(["new", "good", "good"]),
            accessories=kind.accessories,
        )
        for part in kind.parts:
            actions.add_items(resource, by=life.keeper(resource), name=part, kit=items[0])
    life.confirm(resource, resource.category.fresh_for.total_seconds() / 3600 * chance.uniform(0.05, 0.6))


def _lend(life: Life, resource: Resource, chance: random.Random) -> None:
    """Some that came back, some that are out, one that is agreed."""
    own = life.keeper(resource) if resource.facility.municipality_id == "0104" else None
    for start, length, state in (
        (-chance.randint(60, 85), chance.randint(10, 40), "back"),
        (-chance.randint(5, 30), chance.randint(40, 80), "out"),
        (chance.randint(2, 20), chance.randint(15, 60), "agreed"),
    ):
        first = life.today + timedelta(days=start)
        booking = life.ask(
            resource,
            start=first,
            end=first + timedelta(days=length),
            asked=at(min(first, life.today) - timedelta(days=3), 10),
            by=own,
            need={"adults": 1, "age_band": chance.choice(["65-79", "80+", "30-64"]), "dependency": "partial"},
        )
        if booking is not None:
            _go(life, booking, state)


def _go(life: Life, booking: Booking, state: str) -> None:
    assert booking.resource is not None
    keeper, asker = life.keeper(booking.resource), booking.item.request.made_by
    asked = booking.queued_at
    booking = (
        life.go(booking, asked + timedelta(hours=2), lambda b: actions.accept_booking(b, by=keeper))
        or booking
    )
    taken = life.go(booking, asked + timedelta(hours=4), lambda b: actions.confirm_booking(b, by=asker))
    if taken is None or state == "agreed":
        return
    out = life.go(taken, at(booking.start, 10), lambda b: actions.check_in(b, by=keeper))
    if out is None or state == "out":
        return
    back = at(booking.end, 11) - timedelta(days=1)
    life.go(out, back, lambda b: actions.check_out(b, by=keeper))
    with moment.replaying(back + timedelta(days=1)):
        for item in Item.objects.filter(loans__booking=booking, state="inspection"):
            actions.move_item(item, by=keeper, state="cleaning")
            actions.move_item(Item.objects.get(pk=item.pk), by=keeper, state="ready")


def _porto(life: Life, chairs: Resource) -> None:
    """At the holder's own bank: one to hand over today, one due tomorrow, one late, one whose person died."""
    today = life.today
    for start, length, state in ((0, 30, "agreed"), (-28, 30, "out"), (-40, 34, "out"), (-50, 44, "out")):
        first = today + timedelta(days=start)
        booking = life.ask(
            chairs,
            start=first,
            end=first + timedelta(days=length),
            asked=min(at(first - timedelta(days=2), 10), life.now - timedelta(hours=20)),
            need={"adults": 1, "age_band": "65-79", "dependency": "partial"},
        )
        if booking is not None:
            _go(life, booking, state)
    late = Booking.objects.lent_out().filter(resource=chairs).order_by("period__startswith").first()
    if late is not None:
        actions.silence(late, by=late.item.request.made_by)
    out = Booking.objects.lent_out().filter(resource=chairs).order_by("-period__endswith").first()
    if out is not None:
        actions.extend_booking(out, by=out.item.request.made_by, end=out.end + timedelta(days=30))


def _moved(life: Life, resources: list[Resource], chance: random.Random) -> None:
    """Items in every state: back and not yet looked at, being cleaned, in repair, lost, written off."""
    for resource in resources[:6]:
        keeper = life.keeper(resource)
        booking = (
            Booking.objects.lent_out().filter(resource=resource).exclude(reason_code=Reason.DECEASED).first()
        )
        if booking is not None and resource != resources[0]:
            with moment.replaying(life.now - timedelta(hours=5)):
                actions.check_out(booking, by=keeper, condition="Falta limpar.")
            if resource in resources[2:4]:
                for item in resource.items.lent().filter(state="inspection"):
                    actions.move_item(item, by=keeper, state="cleaning")
        ready = list(resource.items.lent().filter(state="ready").order_by("-code")[:3])
        steps = [
            ("repair", "Roda da frente partida."),
            ("lost", "Não foi encontrado no inventário."),
            ("retired", "Estrutura partida."),
        ]
        for item, (state, why) in zip(ready, steps[: chance.randint(1, 3)], strict=False):
            with moment.replaying(life.now - timedelta(days=chance.randint(1, 20))):
                actions.move_item(item, by=keeper, state=state, reason=why)


__all__ = ["load_banks"]

"""Fictional facilities and resources in plausible places of all 17 municipalities. None of them exists."""

from __future__ import annotations

import math
import random
from typing import Any

from accounts.models import Organisation
from geo.distance import municipality_at
from geo.models import Municipality
from resources import hours
from resources.models import Access, Category, Facility, Resource
from units.models import OperativeResponse

# municipality, name, organisation ("" = the municipality's own or the demo's metropolitan one), what it is
FACILITIES = """
1312|Centro de Acolhimento do Bonfim|Município do Porto|shelter
1312|Residência de Campanhã|Município do Porto|senior
1312|Casa de Transição de Paranhos|Escola Superior de Serviço Social do Norte|transition
0104|Casa de Acolhimento de Santa Eulália|Município de Arouca|shelter
0104|Residência Sénior do Vale do Arda|Associação Serra e Vale|senior
0107|Centro de Acolhimento da Marinha|Município de Espinho|shelter
0107|Residência Sénior de Silvalde|Município de Espinho|senior
0109|Centro de Acolhimento de Fiães|Município de Santa Maria da Feira|shelter
0109|Lar Residencial de Lourosa|Município de Santa Maria da Feira|disability
0113|Casa de Transição de Cucujães|Cooperativa Terras de Entre Rios|transition
0113|Residência Sénior de Loureiro|Associação Serra e Vale|senior
0116|Centro de Acolhimento da Ponte|Cooperativa Terras de Entre Rios|shelter
0116|Centro Ocupacional das Travessas|Cooperativa Terras de Entre Rios|occupational
0119|Residência Sénior de Macieira|Associação Serra e Vale|senior
0119|Casa de Acolhimento de Castelões|Associação Serra e Vale|shelter
1304|Casa de Acolhimento de Rio Tinto|Obra Social de Rio Tinto|shelter
1304|Residência de Valbom|Município de Gondomar|mental
1306|Acolhimento de Águas Santas|Município da Maia|shelter
1306|Centro Ocupacional de Moreira|Município da Maia|occupational
1308|Residência de Transição de Leça|Associação Maré Alta|transition
1308|Centro de Acolhimento de Custóias|Associação Maré Alta|shelter
1310|Centro Temporário de Rebordosa|Fundação Casa Nova|shelter
1310|Residência Sénior de Lordelo|Fundação Casa Nova|senior
1313|Acolhimento de Aver-o-Mar|Santa Casa da Ribeira|shelter
1313|Residência Sénior de Rates|Santa Casa da Ribeira|senior
1314|Centro de Acolhimento de Vila das Aves|Centro Social do Ave|shelter
1314|Lar Residencial de Areias|Centro Social do Ave|disability
1315|Centro de Acolhimento de Ermesinde|Município de Valongo|shelter
1315|Centro de Dia de Alfena|Município de Valongo|day
1316|Casa de Acolhimento de Árvore|Município de Vila do Conde|shelter
1316|Residência Sénior de Mindelo|Município de Vila do Conde|senior
1317|Casa de Acolhimento de Canidelo|Ponte Solidária, CRL|shelter
1317|Residência de Saúde Mental de Avintes|Ponte Solidária, CRL|mental
1317|Unidade de Emergência de Grijó|Ponte Solidária, CRL|emergency
1318|Casa de Transição de Bougado|Centro Social do Ave|transition
1318|Centro Ocupacional do Coronado|Centro Social do Ave|occupational
1308|Centro de Dia de Leça|Município de Matosinhos|day
1313|Centro de Dia de Beiriz|Município da Póvoa de Varzim|day
0113|Residência Sénior de Cesar|Município de Oliveira de Azeméis|senior
1312|Casa Passo Certo|Associação Passo Certo|transition
1306|Apartamentos de Autonomia da Maia|Centro de Vida Independente do Norte|mental
1318|Centro Comunitário de Santiago|Município da Trofa|community
1317|Centro Comunitário de Canelas|Município de Vila Nova de Gaia|community
"""

# kind: [(suffix PT, category, operative response, capacity, nights at most)]
RESOURCES: dict[str, list[tuple[str, str, str, int, int | None]]] = {
    "shelter": [
        ("camas para homens", "acolhimento-temporario", "1.2.1b", 16, None),
        ("camas para mulheres", "acolhimento-temporario", "1.2.1b", 8, None),
    ],
    "transition": [
        ("quartos individuais", "residencia-transicao", "1.2.1b", 10, 180),
        ("quartos de família", "residencia-transicao", "1.2.1b", 6, 180),
    ],
    "emergency": [
        ("camas de emergência", "acolhimento-emergencia", "3.2.1b", 12, 15),
        ("quartos de família", "acolhimento-emergencia", "3.2.1b", 5, 15),
    ],
    "senior": [
        ("lugares permanentes", "residencia-senior", "1.1.1a", 20, None),
        ("lugares com apoio à dependência", "residencia-senior", "1.1.1b", 6, 90),
    ],
    "disability": [
        ("lugares permanentes", "lar-residencial", "1.4.1", 12, None),
        ("lugares de descanso do cuidador", "lar-residencial", "1.4.1", 3, 30),
    ],
    "mental": [
        ("lugares com apoio", "residencia-saude-mental", "1.2.1a", 9, None),
        ("lugares de transição", "residencia-saude-mental", "1.2.1a", 4, 120),
    ],
    "occupational": [
        ("lugares de dia", "centro-ocupacional", "1.2.1b", 18, None),
        ("lugares de experiência", "centro-ocupacional", "1.2.1b", 4, 60),
    ],
    "day": [
        ("lugares de dia", "centro-de-dia", "1.1.2b", 25, None),
        ("lugares de experiência", "centro-de-dia", "1.1.2b", 4, 30),
    ],
}
# Described, and asked for by telephone as long as the portal does not lend rooms, give goods or enrol.
RESOURCES["community"] = [
    ("sala polivalente", "salas-e-equipas", "1.2.1b", 0, None),
    ("equipa de apoio domiciliário", "salas-e-equipas", "1.1.2b", 0, None),
    ("banco de bens essenciais", "banco-de-recursos", "3.1.1", 0, None),
    ("formação de pessoas cuidadoras", "formacao", "4.1.1", 0, None),
]
RESERVED_CAPACITY = 6
# Described and contacted, never requested here.
INFORMATION = [
    ("Residência de Campanhã", "convalescença (informação)", "cuidados-continuados", None),
    ("Residência Sénior de Lordelo", "longa duração (informação)", "cuidados-continuados", None),
    ("Casa de Transição de Paranhos", "respostas integradas (informação)", "respostas-integradas", "1.3.1"),
    (
        "Centro de Acolhimento de Custóias",
        "respostas integradas (informação)",
        "respostas-integradas",
        "1.3.1",
    ),
]
ACCEPTS = {
    "pt": [
        "pessoas adultas, com 18 anos ou mais",
        "pessoas em situação de sem-abrigo",
        "alta hospitalar com autonomia",
    ],
    "en": ["adults, 18 or over", "people experiencing homelessness", "hospital discharge with autonomy"],
}
ASK_FIRST = {
    "pt": ["mobilidade reduzida", "casais", "intérprete, até às 20:00"],
    "en": ["reduced mobility", "couples", "interpreter, until 20:00"],
}
REFUSES = {
    "pt": ["menores de 18 anos sem pessoa adulta", "cuidados de enfermagem de noite"],
    "en": ["under 18 without an adult", "nursing care at night"],
}


def _near(seat: Municipality, chance: random.Random) -> tuple[float, float]:
    """A point of the municipality within some kilometres of its seat: no real address."""
    for _try in range(200):
        angle, reach = chance.uniform(0, 2 * math.pi), chance.uniform(0.3, 3.5)
        lat = seat.seat_lat + reach * math.cos(angle) / 111.2
        lon = seat.seat_lon + reach * math.sin(angle) / (111.2 * math.cos(math.radians(seat.seat_lat)))
        found = municipality_at(lat, lon)
        if found is not None and found.dico == seat.dico:
            return round(lat, 5), round(lon, 5)
    return seat.seat_lat, seat.seat_lon


def load_places(
    organisations: dict[str, Organisation], chance: random.Random, *, scale: int = 1
) -> list[Resource]:
    made: list[Resource] = []
    for copy in range(scale):
        for line in FACILITIES.strip().splitlines():
            dico, name, organisation, kind = line.split("|")
            facility = facility_at(
                dico, name if copy == 0 else f"{name} {copy + 1}", organisations[organisation], chance
            )
            for suffix, category, response, _capacity, nights in RESOURCES[kind]:
                made.append(resource_of(facility, suffix, category, response, nights))
            if copy == 0:
                for where, suffix, category, info_response in INFORMATION:
                    if where == name:
                        resource_of(facility, suffix, category, info_response, None)
    return made


def _details(kind: str, accessible: bool) -> dict[str, Any]:
    """When it opens and how one gets in, as somebody would have said it."""
    known = (Access.STEP_FREE, Access.BATHROOM, Access.LIFT, Access.GUIDE_DOG)
    checklist = dict.fromkeys(known, "yes") if accessible else {Access.STEP_FREE: "no", Access.RAMP: "no"}
    by_day = {"occupational", "day"}
    weekdays = {day: [["09:00", "12:30"], ["14:00", "18:00"]] for day in list(hours.DAYS)[:5]}
    return {
        "accessible": accessible,
        "accessibility": {one.value: said for one, said in checklist.items()},
        "opening_hours": weekdays if kind in by_day else {day: [["00:00", "24:00"]] for day in hours.DAYS},
    }


def facility_at(
    dico: str,
    name: str,
    organisation: Organisation,
    chance: random.Random,
    *,
    accepts: bool = True,
    accessible: bool | None = None,
) -> Facility:
    """A fictional facility somewhere near the seat of a municipality. `accepts`: it says whom it takes in."""
    municipality = Municipality.objects.get(dico=dico)
    lat, lon = _near(municipality, chance)
    said = {
        "accepts_pt": ACCEPTS["pt"],
        "accepts_en": ACCEPTS["en"],
        "ask_first_pt": ASK_FIRST["pt"],
        "ask_first_en": ASK_FIRST["en"],
        "refuses_pt": REFUSES["pt"],
        "refuses_en": REFUSES["en"],
    }
    return Facility.objects.create(
        organisation=organisation,
        name=name,
        municipality=municipality,
        address="Rua da Demonstração, s/n (morada fictícia)",
        lat=lat,
        lon=lon,
        phone="220 000 000",
        description_pt="Equipamento fictício, para mostrar como a Concerta funciona.",
        description_en="A fictitious facility, to show how Concerta works.",
        accessible=chance.random() < 0.6 if accessible is None else accessible,
        is_demo=True,
        **(said if accepts else {}),
    )


def resource_of(
    facility: Facility, suffix: str, category: str, response: str | None, nights: int | None
) -> Resource:
    return Resource.objects.create(
        facility=facility,
        category=Category.objects.get(code=category),
        response=OperativeResponse.objects.filter(code=response).first() if response else None,
        name=f"{facility.name}, {suffix}",
        max_nights=nights,
    )


def capacity_of(resource: Resource) -> int:
    suffix = resource.name.rsplit(", ", 1)[-1]
    rows = [row for group in RESOURCES.values() for row in group]
    return next(
        (row[3] for row in rows if row[0] == suffix and row[1] == resource.category.code), RESERVED_CAPACITY
    )


def load_reserved(organisations: dict[str, Organisation], support: Organisation) -> tuple[Resource, Resource]:
    """One T1, one T2 and two T3 records. The T3 ones have no place at rest: the database would refuse it."""
    municipalities = Municipality.objects.in_bulk()
    network = Facility.objects.create(
        organisation=organisations["Associação Maré Alta"],
        name="Casa de Apoio da Rede",
        tier=1,
        municipality=municipalities["1308"],
        address="Rua da Demonstração, s/n (morada fictícia)",
        lat=41.1901,
        lon=-8.6801,
        is_demo=True,
    )
    restricted = Facility.objects.create(
        organisation=support, name="Acolhimento de Emergência Reservado", tier=2, is_demo=True
    )
    for number in (1, 2):
        refuge = Facility.objects.create(
            organisation=support, name=f"Casa de abrigo {number}", tier=3, is_demo=True
        )
        Resource.objects.create(
            facility=refuge,
            category=Category.objects.get(code="casa-de-abrigo"),
            response=OperativeResponse.objects.get(code="3.2.1a"),
            name=f"Casa de abrigo {number}",
        )
    return (
        resource_of(network, "camas de retaguarda", "acolhimento-temporario", "1.2.1b", None),
        resource_of(restricted, "lugares", "acolhimento-emergencia", "3.2.1b", 15),
    )

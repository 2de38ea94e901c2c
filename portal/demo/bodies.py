"""Who sits in the bodies in the demonstration: invented people, one seat for each of the 17 in the four units."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from geo.models import Municipality
from units.models import Body, Seat

# Axis: (DICO, first name, competence in Portuguese and English). The surname says that nobody is meant.
# 5 + 4 + 4 + 4 seats give each of the 17 a place, as the concertation on composition would have to.
SURNAME = "Exemplo"
UNITS: dict[str, list[tuple[str, str, str, str]]] = {
    "EP1": [
        ("1306", "Rui", "Séniores", "Older people"),
        ("1304", "Tomás", "Saúde mental", "Mental health"),
        ("1312", "Leonor", "Toxicodependências", "Drug dependence"),
        ("0113", "Duarte", "Deficiência intelectual", "Intellectual disability"),
        ("1313", "", "Ajudas técnicas", "Technical aids"),
    ],
    "EP2": [
        ("1310", "Matilde", "Ofertas formativas", "Training offers"),
        ("1318", "Gonçalo", "Ofertas de emprego", "Job offers"),
        ("1314", "Beatriz", "Empreendedorismo", "Entrepreneurship"),
        ("0109", "Rodrigo", "Qualificação", "Qualification"),
    ],
    "EP3": [
        ("1308", "Carolina", "Violência doméstica", "Domestic violence"),
        ("1317", "Afonso", "Banco de recursos", "Resource bank"),
        ("0107", "Madalena", "Apoio ao arrendamento", "Rent support"),
        ("1316", "Vicente", "Acolhimento de emergência", "Emergency shelter"),
    ],
    "EP4": [
        ("1315", "Francisca", "Redes sociais locais", "Local social networks"),
        ("0116", "Salvador", "Equipas técnicas", "Technical teams"),
        ("0104", "Teresa", "Comunidade", "Community"),
        ("0119", "Henrique", "Dirigentes", "Leaders"),
    ],
}
COORDINATION = [("1306", "Clara"), ("1317", "Jaime"), ("0109", "Rita")]
COUNCIL = [
    "Alice",
    "André",
    "Aurora",
    "Bento",
    "Camila",
    "Dinis",
    "Eva",
    "Filipe",
    "Graça",
    "Hugo",
    "Irene",
    "Jorge",
    "Lídia",
    "Manuel",
    "Noémia",
    "Óscar",
    "Paula",
]


def _seat(body: Body, number: int, dico: str, first_name: str, term: tuple[date, date], **more: str) -> None:
    Seat.objects.create(
        body=body,
        number=number,
        municipality_id=dico,
        person=f"{first_name} {SURNAME}" if first_name else "",
        since=term[0],
        until=term[1] if first_name else None,
        **more,
    )


@transaction.atomic
def load_bodies(today: date | None = None) -> None:
    """Fill the bodies that have no seats yet, and mark them as invented. Repeatable."""
    today = today or timezone.localdate()
    term = (date(today.year - 1, 10, 1), date(today.year + 2, 9, 30))
    vacant_since = (today - timedelta(days=53), term[1])
    for body in Body.objects.filter(seats=None):
        if body.axis_id:
            for number, (dico, name, pt, en) in enumerate(UNITS[body.axis_id], start=1):
                role = Seat.Role.LEADS if number == 2 else Seat.Role.MEMBER
                dates = term if name else vacant_since
                _seat(body, number, dico, name, dates, role=role, competence_pt=pt, competence_en=en)
            body.condition = Body.Condition.IN_FORCE
        elif body.kind == Body.Kind.COORDINATION:
            for number, (dico, name) in enumerate(COORDINATION, start=1):
                _seat(body, number, dico, name, term)
        elif body.kind == Body.Kind.COUNCIL:
            places = Municipality.objects.order_by("sort_key").values_list("pk", flat=True)
            for number, (dico, name) in enumerate(zip(places, COUNCIL, strict=True), start=1):
                _seat(body, number, dico, name, term)
        else:
            continue  # the technical team is foreseen; nothing says who is in it
        body.is_demo = True
        body.full_clean()
        body.save()

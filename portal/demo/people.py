"""The cast and the fictional organisations: who may do what, for the demo and for every test."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.models import Contact, Membership, Organisation, User
from geo.models import Municipality
from geo.sorting import sort_key
from portal.editors import UnitEditor, keep_in_step
from units.models import Body

Kind = Organisation.Kind
Role = Membership.Role

AMP = "Área Metropolitana do Porto"
PORTO, MAIA = "Município do Porto", "Município da Maia"
IPSS_GONDOMAR = "Obra Social de Rio Tinto"
HOSPITAL = "Hospital do Leste Metropolitano"
VICTIM_SUPPORT = "Estrutura Metropolitana de Apoio à Vítima"

# name, kind, DICO of its municipality ("" for none), DICOs of its area of action
ORGANISATIONS: list[tuple[str, str, str, list[str]]] = [
    (AMP, Kind.INTERMUNICIPAL, "", []),
    (PORTO, Kind.MUNICIPALITY, "1312", []),
    (MAIA, Kind.MUNICIPALITY, "1306", []),
    ("Município de Arouca", Kind.MUNICIPALITY, "0104", []),
    ("Município de Gondomar", Kind.MUNICIPALITY, "1304", []),
    ("Município de Santa Maria da Feira", Kind.MUNICIPALITY, "0109", []),
    ("Município de Vila do Conde", Kind.MUNICIPALITY, "1316", []),
    ("Município de Valongo", Kind.MUNICIPALITY, "1315", []),
    ("Município de Espinho", Kind.MUNICIPALITY, "0107", []),
    (IPSS_GONDOMAR, Kind.IPSS, "1304", []),
    ("Associação Maré Alta", Kind.IPSS, "1308", []),
    ("Ponte Solidária, CRL", Kind.IPSS, "1317", []),
    ("Fundação Casa Nova", Kind.IPSS, "1310", []),
    ("Santa Casa da Ribeira", Kind.IPSS, "1313", []),
    ("Centro Social do Ave", Kind.IPSS, "1314", ["1314", "1318"]),
    ("Associação Serra e Vale", Kind.IPSS, "0119", ["0119", "0113", "0104"]),
    ("Cooperativa Terras de Entre Rios", Kind.PRIVATE, "0113", ["0113", "0116"]),
    (HOSPITAL, Kind.HOSPITAL, "1304", []),
    ("Instituto de Apoio Social (demonstração)", Kind.PUBLIC_INSTITUTE, "", []),
    ("Escola Superior de Serviço Social do Norte", Kind.HIGHER_EDUCATION, "1312", []),
    (VICTIM_SUPPORT, Kind.IPSS, "", []),
    ("Município de Matosinhos", Kind.MUNICIPALITY, "1308", []),
    ("Município de Vila Nova de Gaia", Kind.MUNICIPALITY, "1317", []),
    ("Município da Póvoa de Varzim", Kind.MUNICIPALITY, "1313", []),
    ("Município de Oliveira de Azeméis", Kind.MUNICIPALITY, "0113", []),
    ("Município da Trofa", Kind.MUNICIPALITY, "1318", []),
    ("Associação Passo Certo", Kind.IPSS, "1312", []),
    ("Centro de Vida Independente do Norte", Kind.IPSS, "1306", []),
    ("Clínica de Reabilitação de Valongo (demonstração)", Kind.HOSPITAL, "1315", []),
    ("Ortopedia Solidária, Lda.", Kind.PRIVATE, "1317", []),
    ("Município de Paredes", Kind.MUNICIPALITY, "1310", []),
    ("Município de Santo Tirso", Kind.MUNICIPALITY, "1314", []),
    ("Município de São João da Madeira", Kind.MUNICIPALITY, "0116", []),
    ("Município de Vale de Cambra", Kind.MUNICIPALITY, "0119", []),
]


@dataclass(frozen=True)
class Player:
    """One member of the cast: organisation None is nobody's member."""

    name: str
    organisation: str | None
    roles: tuple[str, ...] = ()
    accreditations: tuple[str, ...] = ()
    staff: bool = False
    # The axis whose unit's page they edit, and no other.
    edits: str = ""


CAST: dict[str, Player] = {
    "holder": Player("Helena Torres", PORTO, (Role.MANAGER,)),
    "representative": Player("Rui Maia", MAIA, (Role.REPRESENTATIVE,)),
    "technician": Player("Teresa Sousa", IPSS_GONDOMAR, (Role.TECHNICIAN,)),
    "accredited": Player("Alice Campos", HOSPITAL, (Role.TECHNICIAN,), ("T2", "T3")),
    "coordination": Player("Carlos Pinho", AMP, (Role.COORDINATION,), staff=True),
    "editor": Player("Elsa Dias", AMP, (Role.EDITOR,)),
    "outsider": Player("Óscar Fora", None),
}
# Not of the cast, but somebody must edit the page of one unit, and answer for refuges, in the demo.
UNIT_EDITOR = Player("Marta Leal", "Município de Gondomar", (Role.VIEWER,), edits="EP1")
SUPPORT = Player("Equipa de apoio", VICTIM_SUPPORT, (Role.MANAGER,), ("T2", "T3"))


def load_organisations() -> dict[str, Organisation]:
    municipalities = Municipality.objects.in_bulk()
    made = {}
    for name, kind, dico, area in ORGANISATIONS:
        made[name], _new = Organisation.objects.get_or_create(
            name=name,
            defaults={
                "kind": kind,
                "municipality": municipalities.get(dico),
                "is_demo": True,
                "victim_support": name == VICTIM_SUPPORT,
            },
        )
        made[name].area_of_action.set([municipalities[code] for code in area])
    return made


def load_player(
    key: str, player: Player, organisations: dict[str, Organisation], password: str | None
) -> User:
    email = f"{key}@example.org"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, password, name=player.name, is_staff=player.staff)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if player.organisation:
        Membership.objects.get_or_create(
            user=user,
            organisation=organisations[player.organisation],
            defaults={"roles": [str(r) for r in player.roles], "accreditations": list(player.accreditations)},
        )
    if player.edits:
        for membership in user.memberships.all():
            UnitEditor.objects.get_or_create(membership=membership, body=Body.objects.get(axis=player.edits))
    keep_in_step(user)
    return user


def load_representatives(organisations: dict[str, Organisation]) -> None:
    """Who speaks for each of the 17. Maia's is of the cast; the others answer to `representante-<place>@...`."""
    for name, organisation in organisations.items():
        if organisation.kind != Kind.MUNICIPALITY or organisation.municipality is None or name == MAIA:
            continue
        player = Player(name.replace("Município", "Representante"), name, (Role.REPRESENTATIVE,))
        place = sort_key(organisation.municipality.name).replace(" ", "-")
        load_player(f"representante-{place}", player, organisations, None)


def load_people(password: str | None) -> dict[str, Organisation]:
    """Organisations, the cast, one service account an organisation, who speaks for each municipality, call-back
    contacts. Safe to repeat."""
    organisations = load_organisations()
    for key, player in CAST.items():
        load_player(key, player, organisations, password)
    load_player("support", SUPPORT, organisations, password)
    load_player("unit_editor", UNIT_EDITOR, organisations, password)
    for name, organisation in organisations.items():
        desk = Player(f"Serviço de ação social, {name}", name, (Role.MANAGER, Role.TECHNICIAN))
        load_player(
            f"servico-{sort_key(name).replace(' ', '-').replace(',', '')[:40]}", desk, organisations, None
        )
        Contact.objects.get_or_create(
            organisation=organisation, label="Piquete (exemplo)", defaults={"phone": "220 000 000"}
        )
    load_representatives(organisations)
    return organisations

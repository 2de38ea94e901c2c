"""The strategic partnerships REF-AMP lists (REF:513-532), as far as it lists them and no further.

It prints names and kinds, and three functions for all partners together; it gives nobody a role on an axis, a website
or dates, and neither does this file.
"""

from typing import NamedTuple


class Listed(NamedTuple):
    kind: str
    is_group: bool
    name_pt: str
    name_en: str
    printed_pt: str
    source: str


PARTNERS: list[Listed] = [
    Listed(
        "platform",
        True,
        "Plataformas supraconcelhias",
        "Supra-municipal platforms",
        "Plataformas Supraconcelhias",
        "REF-AMP, 12/03/2014 (REF:515)",
    ),
    Listed(
        "public_institute",
        False,
        "Instituto da Segurança Social (ISS)",
        "Social Security Institute (ISS)",
        "ISS",
        "REF-AMP, 12/03/2014 (REF:516)",
    ),
    Listed(
        "regional",
        False,
        "Comissão de Coordenação e Desenvolvimento Regional do Norte (CCDR-N)",
        "Northern Regional Coordination and Development Commission (CCDR-N)",
        "CCDRN",
        "REF-AMP, 12/03/2014 (REF:516)",
    ),
    Listed(
        "research",
        True,
        "Instituições de ensino superior e de I&D",
        "Higher education and R&D institutions",
        "Instit. de Ensino Superior e de I&D",
        "REF-AMP, 12/03/2014 (REF:518)",
    ),
    Listed(
        "territory",
        True,
        "Entidades públicas e privadas de todo o território da AMP",
        "Public and private entities of the whole metropolitan area",
        "Entidades públicas e privadas de todo o território da AMP",
        "REF-AMP, 12/03/2014 (REF:519-520)",
    ),
    Listed(
        "project",
        True,
        "Parceiros de projetos em curso na AMP para a ação social metropolitana",
        "Partners of ongoing projects for metropolitan social action",
        "Parceiros de Projetos em curso na AMP para Ação Social Metropolitana",
        "REF-AMP, 12/03/2014 (REF:522-523)",
    ),
    Listed("project", False, "IES Inova+", "IES Inova+", "IES Inova+", "REF-AMP, 12/03/2014 (REF:524)"),
]

# Why each municipality has a local social network, whatever is known of it.
LAW = "DL 115/2006, alterado pelo DL 55/2020 (Rede Social)"

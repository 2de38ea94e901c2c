"""Names of the parishes of the metropolitan area, to recognise them in what somebody writes: names only, no outline.

Source: Carta Administrativa Oficial de Portugal (Direção-Geral do Território), the parishes of the reorganisation of
2013 (Lei 11-A/2013), as carried by Who's On First; a union of parishes stands by the names of those it unites. Several
were split again in 2025 under the same names.
"""

from collections import defaultdict
from functools import cache

from geo.sorting import sort_key

NAMES = {
    "0104": "Alvarenga|Burgo|Cabreiros|Albergaria da Serra|Canelas|Espiunca|Chave|Covelo de Paivó|"
    "Janarde|Escariz|"
    "Fermedo|Mansores|Moldes|Rossas|Santa Eulália|São Miguel do Mato|Tropeço|Urrô|Várzea",
    "0107": "Anta|Guetim|Paramos|Silvalde",
    "0109": "Argoncilhe|Arrifana|Caldas de São Jorge|Pigeiros|Canedo|Vale|Vila Maior|Escapães|Fiães|"
    "Fornos|Lobão|Gião|"
    "Louredo|Guisande|Lourosa|Milheirós de Poiares|Mozelos|Nogueira da Regedoura|Paços de Brandão|"
    "Rio Meão|Romariz|"
    "Sanguedo|Travanca|Sanfins|Espargo|Santa Maria de Lamas|São João de Ver|São Miguel do Souto|Mosteirô|"
    "São Paio de Oleiros",
    "0113": "Carregosa|Cesar|Fajões|Loureiro|Macieira de Sarnes|Nogueira do Cravo|Pindelo|"
    "Santiago de Riba-Ul|Ul|"
    "Macinhata da Seixa|Madail|Ossela|Pinheiro da Bemposta|Travanca|Palmaz|São Martinho da Gândara|São Roque|"
    "Vila de Cucujães|Cucujães",
    "0119": "Arões|Cepelos|Junqueira|Macieira de Cambra|Roge|São Pedro de Castelões|Vila Chã|Codal|"
    "Vila Cova de Perrinho",
    "1304": "Baguim do Monte|Foz do Sousa|Covelo|Fânzeres|São Pedro da Cova|São Cosme|Valbom|Jovim|Lomba|"
    "Melres|Medas|"
    "Rio Tinto",
    "1306": "Castêlo da Maia|Folgosa|Milheirós|Moreira|Moreira da Maia|Nogueira|Silva Escura|Pedrouços|"
    "São Pedro Fins|"
    "Vila Nova da Telha|Águas Santas",
    "1308": "Custóias|Leça do Balio|Guifões|Leça da Palmeira|Perafita|Lavra|Santa Cruz do Bispo|"
    "São Mamede de Infesta|Senhora da Hora",
    "1310": "Aguiar de Sousa|Astromil|Baltar|Beire|Cete|Cristelo|Duas Igrejas|Gandra|Lordelo|Louredo|"
    "Parada de Todeia|"
    "Rebordosa|Recarei|Sobreira|Sobrosa|Vandoma|Vilela",
    "1312": "Aldoar|Foz do Douro|Nevogilde|Bonfim|Campanhã|Cedofeita|Santo Ildefonso|Sé|Miragaia|"
    "São Nicolau|Vitória|"
    "Lordelo do Ouro|Massarelos|Paranhos|Ramalde",
    "1313": "A Ver-o-Mar|Aver-o-Mar|Amorim|Terroso|Aguçadoura|Navais|Balazar|Estela|Laundos|Beiriz|"
    "Argivai|Rates|"
    "São Pedro de Rates",
    "1314": "Agrela|Areias|Sequeiró|Lama|Palmeira|Aves|Vila das Aves|Carreira|Refojos de Riba de Ave|"
    "Lamelas|Guimarei|"
    "Monte Córdova|São Tomé de Negrelos|Rebordões|Reguenga|Roriz|Couto|Burgães|Vila Nova do Campo|Vilarinho|"
    "Água Longa",
    "1315": "Alfena|Campo|Sobrado|Ermesinde",
    "1316": "Aveleda|Azurara|Bagunte|Ferreiró|Outeiro Maior|Parada|Fajozes|Fornelo|Vairão|Gião|"
    "Guilhabreu|Junqueira|"
    "Labruge|Macieira da Maia|Malta|Canidelo|Mindelo|Modivas|Retorta|Tougues|Rio Mau|Arcos|Touguinha|"
    "Touguinhó|"
    "Vila Chã|Vilar de Pinheiro|Vilar|Mosteiró|Árvore",
    "1317": "Arcozelo|Avintes|Canelas|Canidelo|Grijó|Sermonde|Gulpilhares|Valadares|Madalena|Mafamude|"
    "Vilar do Paraíso|"
    "Oliveira do Douro|Pedroso|Seixezelo|Sandim|Olival|Lever|Crestuma|Santa Marinha|São Pedro da Afurada|"
    "Afurada|"
    "Serzedo|Perosinho|São Félix da Marinha|Vilar de Andorinho",
    "1318": "Alvarelhos|Guidões|Bougado|São Martinho de Bougado|Santiago de Bougado|Coronado|"
    "São Romão do Coronado|"
    "São Mamede do Coronado|Covelas|Muro",
}

# Ordinary words, first names and surnames too: a parish only where a preposition of place says so.
_ORDINARY = """
    agrela alvarenga amorim anta arcos areias arvore aveleda aves baltar beire bonfim burgo campo
    canedo carreira carregosa cesar cete chave couto covelo estela fiaes folgosa fornos gandra jovim
    junqueira lama lamelas lavra lever lobao lomba loureiro louredo madalena malta medas moldes
    moreira muro nicolau nogueira olival palmeira parada paramos pedroso pindelo rates retorta roge
    romariz roriz rossas sandim sanfins se sobrado sobreira terroso travanca ul valbom vale vandoma
    varzea vilar vilarinho vilela vitoria
"""
ORDINARY = frozenset(_ORDINARY.split())


@cache
def municipalities_of() -> dict[str, frozenset[str]]:
    """Each parish name (as `sort_key`) with the DICO codes of the municipalities that have one of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for dico, names in NAMES.items():
        for name in names.split("|"):
            found[sort_key(name)].add(dico)
    return {name: frozenset(dicos) for name, dicos in found.items()}

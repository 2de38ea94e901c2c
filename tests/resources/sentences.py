"""Sentences as people type them, and what they mean on a Monday in November."""

from datetime import date

# A Monday.
TODAY = date(2026, 11, 23)

# What is typed -> what it means, as in the address; after ~ what stays text.
SENTENCES = """
cama articulada em Gondomar amanhã -> category=camas-articuladas municipality=1304 start=2026-11-24 end=2026-11-25
CAMAS ARTICULADAS gondomar amanha -> category=camas-articuladas municipality=1304 start=2026-11-24 end=2026-11-25
adjustable bed in Gondomar tomorrow -> category=camas-articuladas municipality=1304 start=2026-11-24 end=2026-11-25
preciso de 2 camas para hoje no Porto -> category=acolhimento municipality=1312 start=2026-11-23 end=2026-11-24 \
quantity=2

# A bed is one to sleep in only where something says so.
cama hoje -> category=acolhimento start=2026-11-23 end=2026-11-24
cama esta noite na maia -> category=acolhimento municipality=1306 start=2026-11-23 end=2026-11-24
bed tonight in Porto -> category=acolhimento municipality=1312 start=2026-11-23 end=2026-11-24
cama em Gondomar -> municipality=1304 ~ cama
2 camas -> quantity=2 ~ camas
2 camas para 3 pessoas -> category=acolhimento quantity=3
cama hospitalar -> category=camas-articuladas
cama para acamado em Valongo -> category=camas-articuladas municipality=1315
cama de casal -> ~ cama de casal
cama para sem-abrigo no Porto -> category=acolhimento municipality=1312
sem-abrigo -> category=acolhimento
pessoa em situação de sem-abrigo -> category=acolhimento
centro de abrigo para sem-abrigo -> category=acolhimento
onde dormir na Maia -> category=acolhimento municipality=1306
formação sobre sem-abrigo -> category=formacao ~ sem-abrigo

# Kinds: names, other words, codes.
cadeira de rodas -> category=cadeiras-de-rodas
Cadeiras de rodas elétricas -> category=cadeiras-de-rodas-eletricas
wheelchair -> category=cadeiras-de-rodas
duas canadianas -> category=bengalas-e-canadianas quantity=2
muletas -> category=bengalas-e-canadianas
empréstimo de andarilho -> category=andarilhos
colchão anti-escaras -> category=colchoes-e-almofadas
colchao antiescaras -> category=colchoes-e-almofadas
cadeira de banho -> category=ajudas-de-banho
grua de transferência -> category=elevadores-de-transferencia
ajudas técnicas -> category=produtos-de-apoio
produto de apoio -> category=produtos-de-apoio
banco de ajudas técnicas da Trofa -> category=produtos-de-apoio municipality=1318
lar -> category=residencia-senior
ERPI -> category=residencia-senior
procuro lar para o meu pai em Santo Tirso -> category=residencia-senior municipality=1314
lar residencial -> category=lar-residencial
lar de infância -> ~ lar de infância
acolhimento familiar -> ~ acolhimento familiar
acolhimento de emergência -> category=acolhimento-emergencia
CAO -> category=centro-ocupacional
CACI em Arouca -> category=centro-ocupacional municipality=0104
centros de dia -> category=centro-de-dia
sala de reuniões sexta -> category=salas-e-equipas start=2026-11-27 end=2026-11-28
creche em Paredes -> category=creches-e-jardins municipality=1310
RNCCI -> category=cuidados-continuados
12 22 03 -> category=cadeiras-de-rodas
12.22 -> category=cadeiras-de-rodas
1222 -> category=cadeiras-de-rodas
ISO 9999 12 03 -> category=bengalas-e-canadianas
122206 em Gaia -> category=cadeiras-de-rodas municipality=1317
cadeira -> ~ cadeira
informação -> ~ informação

# Who cannot walk needs to get in; who looks for a chair does not say so.
acessível -> accessible=1
quarto acessível em cadeira de rodas em Gaia -> municipality=1317 accessible=1 ~ quarto
centro de dia com acesso para cadeira de rodas -> category=centro-de-dia accessible=1
acolhimento para pessoa em cadeira de rodas -> category=acolhimento accessible=1
wheelchair accessible shelter -> category=acolhimento accessible=1
lar para cadeira de rodas -> category=residencia-senior accessible=1
cadeira de rodas em Gaia -> category=cadeiras-de-rodas municipality=1317
empréstimo de cadeira de rodas -> category=cadeiras-de-rodas
não acessível -> ~ não acessível

# Places: names, short names, nicknames, parishes.
gaia -> municipality=1317
V. N. de Gaia -> municipality=1317
feira -> municipality=0109
lar na feira -> category=residencia-senior municipality=0109
Santa Maria da Feira -> municipality=0109
sta. maria da feira -> municipality=0109
póvoa -> municipality=1313
povoa de varzim -> municipality=1313
vila do conde e póvoa -> municipality=1316,1313
sao joao da madeira -> municipality=0116
S. João da Madeira -> municipality=0116
azeméis -> municipality=0113
Oliveira de Azemeis -> municipality=0113
santo tirso -> municipality=1314
sto tirso -> municipality=1314
matozinhos -> municipality=1308
vale de cambra -> municipality=0119
Espinho -> municipality=0107
área metropolitana do Porto -> ~
centro de dia em Rio Tinto -> category=centro-de-dia municipality=1304
centro de dia Ermesinde -> category=centro-de-dia municipality=1315
São Mamede de Infesta -> municipality=1308
Leça da Palmeira -> municipality=1308
lar em Campo -> category=residencia-senior municipality=1315
perto de Gondomar -> near=1304
lar até 10 km de Gaia -> category=residencia-senior near=1317 radius_km=10
andarilho a 5 km da Maia -> category=andarilhos near=1306 radius_km=5

# What only looks like a place.
feira de emprego -> ~ feira de emprego
porto de abrigo -> ~ porto de abrigo
vinho do porto -> ~ vinho do porto
Misericórdia do Porto -> ~ Misericórdia do Porto
José Maia -> ~ José Maia
Rua da Maia -> ~ Rua da Maia
Valongo do Vouga -> ~ Valongo do Vouga
Vila Nova de Famalicão -> ~ Vila Nova de Famalicão
Póvoa de Lanhoso -> ~ Póvoa de Lanhoso
Oliveira do Hospital -> ~ Oliveira do Hospital
pintar paredes -> ~ pintar paredes
campo de férias -> ~ campo de férias
Louredo -> ~ Louredo
Canidelo -> ~ Canidelo
Canidelo Gaia -> municipality=1317
exceto Porto -> ~ exceto Porto
Quinta do Conde -> ~ Quinta do Conde

# Days: `end` is the first day not used; of what is lent the last day is said.
hoje -> start=2026-11-23 end=2026-11-24
esta noite -> start=2026-11-23 end=2026-11-24
hoje à noite -> start=2026-11-23 end=2026-11-24
amanhã de manhã -> start=2026-11-24 end=2026-11-25
depois de amanhã -> start=2026-11-25 end=2026-11-26
sexta -> start=2026-11-27 end=2026-11-28
6ª feira -> start=2026-11-27 end=2026-11-28
segunda-feira -> start=2026-11-30 end=2026-12-01
próxima segunda -> start=2026-11-30 end=2026-12-01
sexta da próxima semana -> start=2026-12-04 end=2026-12-05
fim de semana -> start=2026-11-28 end=2026-11-30
este fim-de-semana -> start=2026-11-28 end=2026-11-30
próxima semana -> start=2026-11-30 end=2026-12-07
de 12 a 18 de março -> start=2027-03-12 end=2027-03-18
cama articulada de 12 a 18 de março -> category=camas-articuladas start=2027-03-12 end=2027-03-19
12-18 março -> start=2027-03-12 end=2027-03-18
de 28 de dezembro a 3 de janeiro -> start=2026-12-28 end=2027-01-03
de 5/12 a 8/12 -> start=2026-12-05 end=2026-12-08
de 12 a 18 -> start=2026-12-12 end=2026-12-18
12/03 -> start=2027-03-12 end=2027-03-13
12-03-2027 -> start=2027-03-12 end=2027-03-13
2027-03-12 -> start=2027-03-12 end=2027-03-13
dia 5 -> start=2026-12-05 end=2026-12-06
dia 30 -> start=2026-11-30 end=2026-12-01
em março -> start=2027-03-01 end=2027-04-01
em novembro -> start=2026-11-23 end=2026-12-01
a partir de dia 3 -> start=2026-12-03
até sexta -> start=2026-11-23 end=2026-11-27
3 noites -> start=2026-11-23 end=2026-11-26
alojamento 3 noites a partir de sexta -> category=acolhimento start=2026-11-27 end=2026-11-30
por uma semana -> start=2026-11-23 end=2026-11-30
andarilho por 3 meses -> category=andarilhos start=2026-11-23 end=2027-02-23
sexta e sábado -> start=2026-11-27 end=2026-11-29
de segunda a sexta -> start=2026-11-30 end=2026-12-04
daqui a 3 dias -> start=2026-11-26 end=2026-11-27
tonight -> start=2026-11-23 end=2026-11-24
this weekend -> start=2026-11-28 end=2026-11-30
from 12 to 18 March -> start=2027-03-12 end=2027-03-18
31 de fevereiro -> ~ 31 de fevereiro
31/02/2027 -> ~ 31/02/2027
31/12/2020 -> ~ 31/12/2020
12/03/2099 -> ~ 12/03/2099
aberto 24/7 -> ~ aberto 24/7
segunda fase -> ~ segunda fase
Rua 25 de Abril -> ~ Rua 25 de Abril
2 dias por semana -> ~ 2 dias por semana
bebé de 6 meses -> ~ bebé de 6 meses

# How many.
duas pessoas -> quantity=2
para 3 -> quantity=3
casal -> quantity=2
um casal com 2 filhos -> quantity=4
mãe com dois filhos -> quantity=3
mulher com uma criança de 3 anos -> quantity=2
família de 5 -> quantity=5
3 adultos e 2 crianças -> quantity=5
2 cadeiras de rodas no Porto -> category=cadeiras-de-rodas municipality=1312 quantity=2
65 anos -> ~ 65 anos
idosos 65+ -> ~ idosos 65+
linha 144 -> ~ linha 144
CV-2026-014 -> ~ CV-2026-014
EP1.1 -> ~ EP1.1
1.2.1b -> ~ 1.2.1b

# What is asked, without the words of asking; what stands in quotation marks is meant as it stands.
onde há lares na Maia, por favor? -> category=residencia-senior municipality=1306
quero apoio domiciliário em Arouca -> municipality=0104 ~ apoio domiciliário
"lar da Maia" em Gondomar -> municipality=1304 ~ "lar da Maia"
vaga de frio -> ~ vaga de frio
acompanhamento ao hospital -> ~ acompanhamento ao hospital
"""

VIOLENCE = """
violência doméstica|violencia|violensia domestica|biolência|VIOLÊNCIA|v i o l ê n c i a|violênciadomestica|vilencia|
vítima|vitma de agressões|apoio à vítima|agressor|foi agredida|agreção|maus-tratos|maltratada pelo filho|
casa de abrigo|casa abrigo em Gondomar|casas-abrigo|casa-de-abrigo|abrigo para mulheres|refúgio|
o meu marido bate-me|ele bateu-me|marido bate|companheiro agride|medo do marido|ameaçou matar a mulher|
o namorado persegue-me|fugir de casa|fugi do meu companheiro|mulher com dois filhos tem de sair de casa hoje|
abuso sexual|violação|assédio sexual|tráfico de pessoas|APAV|800 202 148|
formação em violência doméstica para técnicos|cama articulada em Gondomar amanhã violência|
domestic violence|women's refuge|my husband hits me|domestic abuse|abused|rape|shelter for battered women
"""
NOT_VIOLENCE = """
sem-abrigo|abrigo|centro de abrigo para sem-abrigo|porto de abrigo|cama desabrigada|refugiados|refugees|valência|
valências do equipamento|vitamina|última vaga|intimidade|abuso de álcool|drug abuse|violação de dados|ameaça de despejo|
idoso agressivo|a minha mãe não consegue sair de casa|violino|homeless shelter|bate-papo|casa|mulher com dois filhos
"""

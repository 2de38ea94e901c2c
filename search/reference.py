"""The first synonyms: words of the field that mean the same, editable afterwards.

A name in use beside the one it replaced, an acronym beside its words, what people say beside what the law says. Nothing
about domestic violence: who looks for that is led to a page of its own, never by a synonym.
"""

from __future__ import annotations

from typing import Any

# expression = expression = … | note (a line that begins with spaces goes on with the one before)
SYNONYMS = """
ajuda técnica = produto de apoio = tecnologia de apoio | «Produto de apoio» substituiu «ajuda técnica» com a
    norma ISO 9999:2007
canadianas = muletas | ISO 9999, 12 03
andarilho = andador = walker | ISO 9999, 12 06
cadeira de rodas = wheelchair | ISO 9999, 12 22 e 12 23
cadeira de rodas elétrica = cadeira de rodas motorizada | ISO 9999, 12 23
cama articulada = cama hospitalar = cama elétrica | ISO 9999, 18 12: quem procura uma quer ver as outras
colchão antiescaras = colchão anti-escaras = colchão antidecúbito = colchão anti-decúbito = colchão contra
    úlceras de pressão | ISO 9999, 04 33
almofada antiescaras = almofada anti-escaras = almofada antidecúbito = almofada anti-decúbito = almofada
    contra úlceras de pressão | ISO 9999, 04 33
elevador de transferência = grua de transferência | ISO 9999, 12 36
elevador de sanita = alteador de sanita | ISO 9999, 09 12
arrastadeira = aparadeira | ISO 9999, 09 12
aparelho auditivo = prótese auditiva
teleassistência = telealarme
SAPA = sistema de atribuição de produtos de apoio | Decreto-Lei n.º 93/2009
lar = lar de idosos = ERPI = estrutura residencial para pessoas idosas = residência para pessoas idosas =
    residência sénior = lar da terceira idade | Carta Social: a ERPI era o lar de idosos
CACI = CAO = centro de atividades ocupacionais = centro de atividades e capacitação para a inclusão = centro
    ocupacional | Carta Social: o CACI era o CAO
casa de acolhimento = LIJ = lar de infância e juventude = CAT | Carta Social: a casa de acolhimento era o
    CAT ou o LIJ
SAD = apoio domiciliário = serviço de apoio domiciliário = apoio ao domicílio = ajuda
    ao domicílio | Carta Social
centro de alojamento temporário = centro de acolhimento temporário = alojamento temporário = acolhimento
    temporário = albergue | Carta Social; REF-AMP, resposta 1.2.1
CATL = ATL = centro de atividades de tempos livres = atividades de tempos livres | Carta Social
creche = infantário = nursery | Carta Social
jardim de infância = jardim infantil = pré-escolar = educação pré-escolar = kindergarten
residência autónoma = residência de autonomização e inclusão = RAI
cantina social = refeitório social | Carta Social
ajuda alimentar = apoio alimentar = cabaz alimentar | Carta Social
loja social = roupeiro social = banco de roupa
RNCCI = rede nacional de cuidados continuados integrados = cuidados continuados = unidade de cuidados
    continuados | Decreto-Lei n.º 101/2006
ECCI = equipa de cuidados continuados integrados | RNCCI
UMDR = unidade de média duração e reabilitação | RNCCI
ULDM = unidade de longa duração e manutenção | RNCCI
CRI = centro de respostas integradas | REF-AMP, resposta 1.3.1
SAAS = serviço de atendimento e acompanhamento social = atendimento e acompanhamento social = atendimento
    social | Portaria n.º 63/2021
RSI = rendimento social de inserção = rendimento mínimo garantido = rendimento mínimo | O RSI substituiu o
    rendimento mínimo garantido
LNES = linha nacional de emergência social = linha 144 = 144
CPCJ = comissão de proteção de crianças e jovens
CAFAP = centro de apoio familiar e aconselhamento parental | Carta Social
CAARPD = centro de atendimento, acompanhamento e reabilitação social | Carta Social
intervenção precoce = intervenção precoce na infância = ELI = equipa local de intervenção | Carta Social
SNIPI = sistema nacional de intervenção precoce na infância
NPISA = núcleo de planeamento e intervenção sem-abrigo
ENIPSSA = estratégia nacional para a integração das pessoas em situação de sem-abrigo
pessoa em situação de sem-abrigo = sem-abrigo = PSSA = homeless | Escreve-se «pessoa em situação de
    sem-abrigo»; procura-se também de outras maneiras
pessoa idosa = idosos = seniores = terceira idade = pessoas mais velhas
pessoa com deficiência = pessoa portadora de deficiência = deficientes | Escreve-se «pessoa com
    deficiência»; procura-se também de outras maneiras
cuidador informal = familiar cuidador
desemprego = desempregados = unemployment
toxicodependência = toxicodependentes = dependência de drogas
comunidade cigana = pessoas ciganas = ciganos
refugiados = beneficiários de proteção internacional
CLAIM = centro local de apoio à integração de migrantes
língua gestual portuguesa = LGP = língua gestual
transporte adaptado = transporte acessível = transporte de pessoas com mobilidade reduzida
habitação social = habitação municipal = habitação pública = casa da câmara
apoio à renda = apoio ao arrendamento
assistente social = técnico de serviço social
gestor de caso = gestor de processo
voluntariado = voluntários
oferta de emprego = oferta de trabalho = vaga de emprego
ação de formação = curso de formação
RVCC = reconhecimento, validação e certificação de competências
GIP = gabinete de inserção profissional
IEFP = instituto do emprego e formação profissional = centro de emprego
IPSS = instituição particular de solidariedade social
AMP = área metropolitana do Porto
UCE = unidade de coordenação estratégica | REF-AMP
CLAS = conselho local de ação social | Decreto-Lei n.º 115/2006
PDS = plano de desenvolvimento social | Decreto-Lei n.º 115/2006
CLDS = contrato local de desenvolvimento social
ISS = instituto da segurança social
INE = instituto nacional de estatística
INR = instituto nacional para a reabilitação
ANMP = associação nacional de municípios portugueses
EAPN = rede europeia anti-pobreza
CNIS = confederação nacional das instituições de solidariedade
PRR = plano de recuperação e resiliência
RGPD = regulamento geral sobre a proteção de dados = proteção de dados
dados abertos = open data
deliberação = decisão
"""


def groups() -> list[tuple[list[str], str]]:
    """The expressions of each group, with its note."""
    found = []
    for line in SYNONYMS.strip().replace("\n    ", " ").splitlines():
        words, _bar, note = line.partition("|")
        found.append(([one.strip() for one in words.split(" = ")], note.strip()))
    return found


def load(apps: Any) -> None:
    """Put the groups there. `apps`: the migration's registry. A group that exists stays as editors left it."""
    model = apps.get_model("search", "Synonyms")
    for words, note in groups():
        model.objects.get_or_create(words="\n".join(words), defaults={"note": note})

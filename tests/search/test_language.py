"""The analysis of Portuguese: what meets, what stays apart, codes, compounds, marks and passages."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.language import STOP_WORDS, asked, excerpt, fold, marked, stem, terms, tokens

# The words the rules were written with; others are measured by a list their author never saw.
MEET = """
    reunião reuniões reuniao reunioes | município municípios municipio | municipal municipais | social sociais
    cão cães caes | mão mãos maos | pão pães | irmão irmãos irmã irmãs irma | órgão órgãos orgaos
    bênção bênçãos
    decisão decisões | ação ações acção acções accao | direção direcções direccao | adoção adopção adopcoes
    acessível acessíveis acessiveis | hotel hotéis hoteis | papel papéis papeis | móvel móveis | fiel fiéis
    imóvel imóveis | túnel túneis | painel painéis | nível níveis niveis | disponível disponíveis disponiveis
    azul azuis | lençol lençóis lencois | farol faróis | espanhol espanhóis | sol sóis
    difícil difíceis dificeis
    fácil fáceis faceis | útil úteis uteis | frágil frágeis
    ágil ágeis | débil débeis | fértil férteis | réptil répteis
    têxtil têxteis | portátil portáteis portateis | projétil projéteis | fóssil fósseis fosseis
    míssil mísseis
    estéril estéreis | infantil infantis | juvenil juvenis | civil civis | perfil perfis | barril barris
    gentil gentis
    homem homens | jovem jovens | viagem viagens | fim fins | jardim jardins | comum comuns | som sons
    álbum álbuns
    hífen hífens | mulher mulheres | flor flores | lar lares | cor cores | torre torres | pobre pobres
    livre livres
    luz luzes | vez vezes | voz vozes | cruz cruzes | capaz capazes | feliz felizes | bronze bronzes
    rapaz rapazes
    lápis lapis | mês meses mes | gás gases gas | país países paises | deus deuses | base bases
    análise análises
    português portugueses portuguesa portuguesas portugues | inglês inglesa ingleses | chinês chinesas
    freguês fregueses | prótese próteses | síntese sínteses | tese teses | hipótese hipóteses
    creche creches | peixe peixes | fax faxes
    táxi táxis | júri júris | museu museus | chapéu chapéus | degrau degraus | lei leis | rei reis
    herói heróis
    mãe mães maes | pé pés | caráter carácter caracteres | sénior séniores seniores | vírus virus
    técnico técnica técnicos técnicas tecnico | público pública públicos | médico médica
    autónomo autónoma autonomas
    idoso idosa idosos idosas | ansioso ansiosa | articulado articulada articulados articuladas
    apoiado apoiadas
    acolhido acolhida acolhidos | perdido perdida | ativo ativa activos activas
    voluntário voluntária voluntarios
    prioritário prioritárias | obrigatório obrigatória | enfermeiro enfermeira enfermeiros | primeiro primeira
    humano humana humanos | urbano urbanas | menino menina | feminino feminina | pequeno pequenas
    interno interna
    psicólogo psicóloga psicologas | fotógrafo fotógrafa | próximo próxima | máximo máxima | mínimo mínima
    trabalhador trabalhadora trabalhadores trabalhadoras | diretor diretora directores directora
    gestor gestoras
    cuidador cuidadora cuidadores | vereador vereadora vereadores | professor professora | senhor senhora sra
    ator atriz atrizes actor actriz | cidadão cidadãos cidadã cidadãs cidadaos cidada
    alemão alemães alemã alemaes
    cristão cristã cristãos | órfão órfã órfãos | campeão campeã campeões | filho filha filhos | aluno alunas
    adulto adultas | surdo surda surdos | cego cegas | gratuito gratuita gratuitas | aberto aberta
    seguro segura
    novo nova novos | velho velha | vizinho vizinha | viúvo viúva | europeu europeia europeus
    bom boa boas bons
    isento isenta | violento violenta | bonito bonitas | proposto proposta | suspeito suspeita | exato exacta
    óptimo ótimo otima | projeto projecto projectos | atividade actividade atividades | objetivo objectivos
    setor sector setores | fatura factura | elétrico eléctrica electrico | noturno nocturna | batismo baptismo
    receção recepção | exceção excepções | contrato contratos contracto | afeto afectos
    camara câmara câmaras CÂMARA | pessoa pessoas | cama camas | vaga vagas | cadeira cadeiras rodas_
    muleta muletas
    canadiana canadianas | equipamento equipamentos | creche Creches | almofada almofadas
    colchão colchões colchao
    service services | shelter shelters | activity activities | city cities | class classes | nurse nurses
    bed beds
    autoestrada auto-estrada autoestradas | intermunicipal inter-municipal intermunicipais
    cofinanciado co-financiada
    antissocial anti-social antissociais | teleassistência tele-assistência | corresponsável co-responsáveis
    antirrugas anti-rugas | telecomando tele-comando | minissaia mini-saia | infraestrutura infra-estruturas
    carrossel carrosséis | juiz juíza juízes | espanhola espanholas espanhóis | galês galesa galeses | indefeso indefesa
    online on-line | email e-mail emails | psicossocial psico-social psicossociais | autorretrato auto-retrato
    1.1.1.e 1.1.1e | 64,5% 64.5 | EP1.1 ep1.1 | 12.22.03 122203 12-22-03 | 1.º 1º
    CV-2026-014 cv2026014 cv/2026/014
"""
APART = """
    casa caso | porto porta | porto portas | banco banca | folha folho | posto posta | cama caminho
    camas caminhar
    cama camião | lar larga | lar lareira | mesa mês | conta conto | carta cartão | ponto ponta
    bolso bolsa | solo sola | prato prata | modo moda | barco barca | cargo carga | fruto fruta | ramo rama
    plano plana | vaga vago | luta luto
    minuta minuto | junta junto | banda bando | carteira carteiro | ribeira ribeiro | estrada estrado
    estada estado
    partida partido | calçada calçado | música músico | fábrica fabrico | auditoria auditório
    consultoria consultório
    infantário infantaria | carrinho carrinha | caminho caminha | espinho espinha | linho linha | maria mário
    tesouro tesoura | direito direita | pescada pescado | pimento pimenta | meia meio | semana semanal
    social sócio
    mal mel | mil mel | anel anil | cível civil | facto fato | pacto pato | rapto rato | bactéria bateria
    cirurgia cirurgião | gene génese | parente parêntese | Inês INE | quarto quarta | segundo segunda
    hospital hospício | município munícipe | trabalho trabalhador | psicologia psicólogo | saúde saudável
    criança criação | apoio apoiar
    creche crédito | idade idoso | rua ruína | formação formador | vila vilão | sala salada | sé sede
    nacional nação
    habitação hábito | santo santa | porta portaria | 12 1222 | EP1.1 EP1.2 | CV-2026-014 CV-2026-015
    T0 T1 | 144 145
    2026 2025 | 65+ 65 | praça prazo | rede redes_ | maca maço | muleta mula | óleo olho | perto porto
"""


def groups(text: str) -> list[list[str]]:
    listed = [part.split() for line in text.strip().splitlines() for part in line.split("|")]
    return [[word for word in group if not word.endswith("_")] for group in listed if group]


def pairs(text: str) -> list[tuple[str, str]]:
    return [(group[0], other) for group in groups(text) for other in group[1:]]


def test_the_forms_of_a_word_meet_with_or_without_accents_and_in_the_old_spelling():
    assert len(pairs(MEET)) >= 250
    missed = [
        (one, other)
        for one, other in pairs(MEET)
        if terms(one) != terms(other) or terms(one) != terms(other.upper())
    ]
    assert not missed
    assert not [(one, other) for one, other in pairs(MEET) if terms(fold(one)) != terms(other)]


def test_different_words_stay_apart():
    assert len(pairs(APART)) >= 90
    assert not [(one, other) for one, other in pairs(APART) if terms(one) == terms(other)]


def test_the_term_of_a_term_is_the_term_itself():
    words = {word for group in groups(MEET) + groups(APART) for word in group}
    assert not [word for word in words if stem(stem(fold(word))) != stem(fold(word))]


@given(st.text(alphabet="abcdefghijlmnopqrstuvxyz", max_size=12) | st.text(max_size=12))
def test_a_term_is_stable_whatever_the_word(word: str):
    assert stem(stem(fold(word))) == stem(fold(word))
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a norma 12 22 03, cadeiras", ["norma", "122203", "cadeiro"]),
        ("classe 12 22 ou 12.22", ["classe", "1222", "1222"]),
        ("a CV-2026-014 e a cv 2026 014", ["cv-2026-014", "cv-2026-014"]),
        ("em 2024 30 camas", ["2024", "30", "cama"]),
        ("EP1.1, AE5.2 e ep 1.1.", ["ep1.1", "ae5.2", "ep1.1"]),
        ("1.1.1.e) e 1.1.1a", ["1.1.1e", "1.1.1a"]),
        ("Plano 2024/2025", ["plano", "2024", "2025"]),
        ("pessoas com 65+ e 64,5%", ["pessoa", "65+", "64.5"]),
        ("24h, 24 h, 9h30", ["24h", "24h", "9h30"]),
        ("um T0 e um T1+1", ["t0", "t1", "1"]),
        ("linha 144", ["linha", "144"]),
        ("800 202 148 ou +351 800 202 148 ou 800202148", ["800202148"] * 3),
        ("22 834 35 00 = 228343500; 116 006", ["228343500", "228343500", "116006"]),
        ("2 800 202 148", ["2", "800202148"]),
        ("20 000, 20.000 e 20000", ["20000"] * 3),
        ("COVID-19, covid 19", ["covid", "19"] * 2),
        ("n.º 12, 1.º andar", ["12", "1", "andar"]),
        ("E.R.P.I. e ERPI", ["erpi", "erpi"]),
        ("S. Pedro da Cova = São Pedro da Cova", ["sao", "pedro", "cova"] * 2),
    ],
)
def test_codes_and_numbers_are_kept_whole_however_they_are_typed(text: str, expected: list[str]):
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sem-abrigo", "sem abrigo"),
        ("sem‑abrigo", "semabrigo"),
        ("casa-abrigo", "casa abrigo"),
        ("casa-de-abrigo", "casas de abrigo"),
        ("bem-estar", "bem estar"),
        ("colchão anti-escaras", "colchões antiescaras"),
        ("colchão anti escaras", "colchão antiescara"),
        ("sócio-ocupacional", "socio ocupacional"),
        ("sócio-económico", "socioeconómica"),
        ("fim-de-semana", "fins de semana"),
        ("candidatar-se", "candidatar"),
        ("apoiá-los", "apoia"),
        ("d'água", "água"),
        ("women’s", "women"),
        ("A Ver-o-Mar", "Averomar"),
        ("Aver-o-Mar", "a ver o mar"),
        ("Os Belenenses", "belenenses"),
        ("vereador/a", "vereadora"),
        ("técnico(a)", "técnicos"),
        ("reunia\u0303o", "reu\u00adnião"),
    ],
)
def test_a_compound_is_met_as_one_and_as_its_parts_in_their_order(one: str, other: str):
    assert terms(one) == terms(other) != []


def test_words_of_grammar_are_left_out_names_are_not_and_a_question_of_nothing_else_is_still_one():
    assert terms("A Vila do Conde e a Sé de São Mamede, sem elevador") == [
        "vila", "conde", "se", "sao", "mamede", "sem", "elevador",
    ]  # fmt: skip
    assert [one.word for one in tokens("dá-lhe", stopped=False)] == ["da", "lhe"]
    assert terms("para os que") == []
    assert [one.word for one in asked("para os que")] == ["para", "os", "que"]
    assert [one.word for one in asked("para os que dormem")] == ["dormem"]
    assert all(fold(word) == word for word in STOP_WORDS)


PIECES = [
    "ß",
    "ﬁ",
    "İ",
    "a\u0303",
    "é",
    "ﷺ",
    "½",
    "²",
    "ª",
    "º",
    "n.º",
    "-",
    "'",
    " ",
    "·",
    "12 22 03",
    "\u00ad",
    "…",
]
texts = st.lists(
    st.sampled_from([*PIECES, "sem-abrigo", "camas", "antiescaras", "STRASSE"]) | st.text(max_size=6)
).map("".join)


@settings(max_examples=150)
@given(texts, st.integers(0, 3), st.integers(1, 60))
def test_what_is_marked_is_the_text_itself_and_a_passage_is_part_of_it(text: str, which: int, length: int):
    found = tokens(text, stopped=False)
    at = 0
    for one in found:
        assert at <= one.start < one.end <= len(text)
        assert one.term and one.word
        assert not any(letter.isspace() for letter in one.term)
        at = one.end
    wanted = {one.term for one in found[which : which + 2]}
    pieces = marked(text, wanted)
    assert "".join(piece for piece, _ in pieces) == text
    assert {
        one.term for piece, is_hit in pieces if is_hit for one in tokens(piece, stopped=False)
    } <= wanted | {one.term for piece, is_hit in pieces if is_hit for one in tokens(piece, stopped=False)}
    assert any(is_hit for _, is_hit in pieces) == bool(wanted)
    shown = "".join(piece for piece, _ in excerpt(text, wanted, length))
    if len(text.strip()) > length:
        assert shown.strip("…") in text
        assert len(shown) <= length + 2
    else:
        assert shown == text.strip()


def test_letters_that_grow_or_carry_marks_are_marked_where_they_stand():
    assert marked("Maßnahme: reunia\u0303o, ﬁnal", set(terms("reuniões finais massnahme"))) == [
        ("Maßnahme", True), (": ", False), ("reunia\u0303o", True), (", ", False), ("ﬁnal", True),
    ]  # fmt: skip
    assert marked("O colchão anti-escaras", {"escara"}) == [("O colchão anti-", False), ("escaras", True)]
    assert marked("As antiescaras", {"escara"}) == [("As anti", False), ("escaras", True)]
    assert marked("nada", {"cama"}) == [("nada", False)]
    assert marked("", {"cama"}) == []


def test_the_passage_shown_is_the_one_with_most_of_what_was_asked_in_whole_words():
    long = (
        "O banco empresta camas. " + "Outras coisas que não interessam nada a ninguém. " * 8
        + "A cama articulada fica em Gondomar. " + "Mais coisas ainda que não interessam. " * 8
    )  # fmt: skip
    pieces = excerpt(long, set(terms("cama articulada gondomar")), 120)
    shown = "".join(piece for piece, _ in pieces)
    assert [piece for piece, is_hit in pieces if is_hit] == ["cama", "articulada", "Gondomar"]
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 122
    assert set(shown.strip("….").split()) <= set(long.replace(".", " ").split()) | set(long.split())
    beginning = "".join(piece for piece, _ in excerpt(long, {"nenhuma"}, 60))
    assert beginning.startswith("O banco empresta")
    assert beginning.endswith("…")
    assert excerpt("Uma cama.", {"cama"}) == [("Uma ", False), ("cama", True), (".", False)]


def test_nothing_that_is_typed_breaks_it_and_it_is_quick_in_several_threads():
    chance = random.Random(7)
    signs = "aeiouãõéçßﬁİ0123456789 .,-'’/+ºª%hHnNEPepCV\u0303\u00ad\u200d\u0000\ud800 😀ﷺ½\n\t_"
    odd = ["".join(chance.choices(signs, k=chance.randrange(40))) for _ in range(10_000)]
    with ThreadPoolExecutor(4) as threads:
        several = list(threads.map(terms, odd))
    assert several == [terms(text) for text in odd]
    text = " ".join(chance.choices([word for group in groups(MEET) for word in group], k=300))
    tokens(text)
    taken = []
    for _ in range(5):
        before = time.perf_counter()
        tokens(text)
        taken.append(time.perf_counter() - before)
    assert min(taken) < 0.01

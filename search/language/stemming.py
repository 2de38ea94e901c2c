"""The forms of a word as one: number, gender and the old spelling. Light on purpose.

What is compared is a folded word, because either side may have been typed without accents; so the rules cannot see an
accent and a form may be shared ("pais": the parents, the country). Nothing is derived from anything else: "caminho" is
no form of "cama". The result need not be a word ("portugue"), it only has to be the same for all forms.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 64


def listed(text: str) -> frozenset[str]:
    """Words written one after the other."""
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    """What "leis:lei rei" says as a dictionary; a word alone stands for itself."""
    return {form: term or form for form, _, term in (entry.partition(":") for entry in text.split())}


# Forms no rule meets, or that a rule would bring together with another word.
_WHOLE = _pairs(
    """
    pai:pais pais paises:pais deus deuses:deus gases:gas meses:mes reses:res ases:as ananas ananases:ananas
    obus obuses:obus reves reveses:reves lilas lilases:lilas ines jesus luis quis tres cais caos gps saas
    mais demais jamais depois pois dois duas:dois seis dezasseis dezesseis
    mae maes:mae pes:pe pas:pa ras:ra las:la fas:fa nus:nu vis:vil tvs:tv ares:ar males:mal consules:consul
    lei leis:lei rei reis:rei boi bois:boi heroi herois:heroi frei poneis:ponei joqueis:joquei
    abdomenes:abdomem polenes:polem iman:imam teresa them then sum
    bom boa:bom boas:bom bons:bom ma mas mau maus:mau cru crua:cru cruas:cru
    atriz:ator atrizes:ator actriz:ator actrizes:ator imperatriz:imperador embaixatriz:embaixador
    juiza:juiz juizas:juiz mestra:mestre mestras:mestre espanhola:espanhol espanholas:espanhol
    leoa:leao leoas:leao patroa:patrao patroas:patrao leitoa:leitao leitoas:leitao
    europeia:europeu europeias:europeu judia:judeu judias:judeu ateia:ateu ateias:ateu hebreia:hebreu plebeia:plebeu
    s:sao sta:santa sto:santo av:avenida sr:senhor sra:senhora srs:senhor sras:senhora aver:ver
    """
)

# Feminine forms in -ã of words in -ão, by the masculine; without the accent only a list can tell them from "cama".
# Not those
# that would take another word along: "cirurgiã" (cirurgia), "vilã" (vila), "beirã" (beira), "pagã" (paga).
_IN_AO = listed(
    """
    cidadao concidadao alemao irmao cristao orfao aldeao artesao anciao catalao campeao guardiao espiao
    escrivao tecelao capitao anfitriao charlatao cortesao afegao bretao letao
    """
)
_FROM_A = {word[:-1]: word for word in _IN_AO}

# Words whose -o and -a are two genders of the same: those that no ending of _GENDERED tells.
_BOTH = listed(
    """
    abruto abstrato absurdo aceso acido adepto adeto adjunto adscrito adulto advindo aereo aflito agudo
    alheio alto aluno amarelo amargo ambidestro ambiguo ameno amigo amorfo amplo analfabeto anexo
    anomalo antigo apto arduo arido aspero assiduo assincrono ativo avesso avido avulso baixo barato
    barbaro belo bendito benemerito benquisto bisneto bonito branco brando bravo brusco bruto bulgaro
    caduco calmo caloiro calvo candidato canhoto castanho casto cego certo cheio circunscrito claro
    coeso comodo compato complexo conexo confuso conjunto contiguo continuo contrito convexo convicto
    corruto crioulo culto curdo curto defunto descalco desconexo descrito desperto destro diario digno
    diminuto distinto doido dono doutorando dubio duplo duro educando efemero egipcio emerito erudito
    esbelto escasso escravo escrito eslovaco esperto espesso esquerdo esquisito estranho estrito etario
    etico exato exausto explicito expresso extinto extremo falso faminto farto favorito feio feito filho
    findo fino finito fixo formando fraco franco frio funesto gago garoto gato gemeo genro gordo grato graudo
    grego grosso heterogeneo homogeneo honesto horrendo hungaro idoso ileso ilicito imediato implicito
    impresso imprevisto improprio inapto inato inaudito incerto incluso incomodo indio indistinto
    individuo indefeso inedito infimo infinito ingenuo ingrato inimigo inodoro inoportuno inospito inquieto
    inscrito insensato insosso intato integro intermedio interruto intruso irrestrito justo laico largo
    lento lerdo lesto licenciando licito lindo liso loiro longo louco louro macaco macio maestro magro
    maiato malandro maldito maluco manco manifesto manso manuscrito maroto medio medonho meigo mero
    mesmo mesquinho mestrando minhoto ministro misero misto miudo moco modesto moldavo morno morto mouco
    mouro mudo muito multiplo mutuo nato negro neto neutro noivo nono nortenho novo nulo obeso oblongo
    obvio oco oculto oitavo omisso oportuno oposto orientando ortodoxo otico otimo outro pacato paralelo
    pardo parvo patrono peludo pequenito perito perpetuo perplexo pleno polaco pouco prescrito preso
    preterito preto previsto primo probo proficuo promiscuo pronto proprio proscrito prospero puro
    quanto quieto raro reciproco recluso redondo remoto restrito reverendo rico ridiculo risonho robusto
    roseo roto rouco roxo ruivo sabio sadio salvo seco sensato serio servio servo severo sincero
    sincrono singelo sinistro sirio soberbo sobrinho sobrio socio sogro solicito solto sombrio sonoro
    sozinho subito submisso subscrito sucinto sueco suico sujo superfluo supremo surdo surdocego
    surpreso tacito tanto tardio tenso terno teso tio todo tonto torto tosco tranquilo transcrito tremendo
    tremulo trigemeo triplo turco unico unido usado vario vasto vazio velho vermelho vesgo viario vindo
    vitalicio viuvo vivo vizinho
    """
)

# Endings of adjectives and of those who do something: here -a is the feminine of -o. (ending, least length)
_GENDERED = (
    ("ada", 6), ("ida", 6), ("osa", 6), ("iva", 6), ("ica", 6), ("aria", 7), ("oria", 7), ("eira", 6), ("ana", 6),
    ("ina", 6), ("ena", 6), ("erna", 6), ("urna", 6), ("unda", 6), ("loga", 6), ("goga", 7), ("grafa", 6),
    ("noma", 6), ("anea", 6), ("onea", 6), ("inea", 6), ("acea", 6), ("xima", 6), ("nima", 6), ("tima", 6),
    ("sima", 6), ("ensa", 6), ("ersa", 6), ("cisa", 6), ("enta", 6), ("esca", 6), ("uda", 7), ("osta", 7), ("fera", 7),
    ("eita", 6), ("berta", 6), ("uita", 6), ("reta", 6), ("leta", 6), ("soluta", 7), ("voluta", 7), ("igna", 7),
    ("vora", 7), ("fona", 6), ("voca", 7), ("scula", 7), ("ura", 6), ("iaca", 6),
)  # fmt: skip

# Two words, not two genders of one, in spite of their ending.
_APART = listed(
    """
    estrada estada partida calcada salada pescada autoestrada camada ordenada musica fabrica cortica raposa
    auditoria consultoria diretoria inspetoria assessoria infantaria historia vitoria gloria memoria promotoria
    carteira ribeira ferreira madeira caldeira torneira esteira roupeira barreira pedreira figueira palmeira carreira
    fronteira moreira pereira oliveira teixeira nogueira silveira cerejeira laranjeira ladeira fileira lareira vieira
    bandeira peneira poeira mangueira goteira marina cristina semana pantana figura fissura cura fatura costura
    postura ventura criatura moldura colina imprensa despensa dispensa recompensa gravura tesoura pimenta tormenta
    direita receita encosta paleta careta carreta gaveta bermuda caderneta ementa segunda
    """
)

_FEMALE_OR = re.compile(r"(?:[dts]|senh)ora$")
_GREEK_ESE = re.compile(
    r"(?:gen|int|arent|ot|^ort|ioc|eg|iur|catequ|tit)ese$"
)  # próteses; beside inglesa, ingleses
_UNSTRESSED_IL = re.compile(r"(?:[aeiou][cg]|[aeo]b|ut|ert|ept|ext|at|jet|ss|ster|sim)eis$")
_STRESSED_EL = re.compile(r"(?:^gei|batei|[dr]ossei|ancei|orcei|arcei|incei)s$")

# Silent letters that the spelling of 1990 dropped: "acção", "projecto", "óptimo", "adopção".
# They are heard in these.
_SILENT = re.compile(r"(?<=[aeiou])(?:c(?=[ct][aeiour])|p(?=[ct][aeiour]))")
_HEARD = re.compile(
    r"(?:in)?(?:pact[oau]|rapt|rept|facto?s?$|apt[oai]|bacter|lact|capt|copt|cript|convict|opt(?!ic|im|om))"
)


def _new_spelling(word: str) -> str:
    if ("ct" in word or "cc" in word or "pt" in word or "pc" in word) and not _HEARD.match(word):
        word = _SILENT.sub("", word.replace("mpt", "nt").replace("mpc", "nc"))
    return word


def _singular(word: str) -> str:
    if word[-1] != "s":
        return word
    if word.endswith("ss"):  # English: class, access; "classes" comes to the same
        return word + "e"
    if len(word) < 4:
        return word
    if word.endswith("ns"):
        return word[:-2] + "m"
    if word.endswith(("oes", "aes", "aos")):
        return word[:-3] + "ao"
    if word.endswith(("ais", "ois", "uis")) and word[-4] not in "qg":
        return word[:-2] + "l"
    if word.endswith("eis"):
        unstressed = _UNSTRESSED_IL.search(word) and not _STRESSED_EL.search(word)
        return word[:-3] + ("il" if unstressed else "el")
    return word[:-1]


def _masculine(word: str) -> str:
    """Of a singular: "articulada" is "articulado", "diretora" is "diretor", "cidadã" is "cidadão"."""
    if word[-1] != "a" or word in _APART:
        return word
    if word in _FROM_A:
        return _FROM_A[word]
    if len(word) > 5 and _FEMALE_OR.search(word):
        return word[:-1]
    masculine = word[:-1] + "o"
    if masculine in _BOTH or any(len(word) >= least and word.endswith(end) for end, least in _GENDERED):
        return masculine
    return word


def _ending(word: str) -> str:
    """What is left when number and gender are told: endings that the plural shares, and "inglês, inglesa, ingleses"."""
    if (word.endswith("esa") and len(word) > 5) or (
        word.endswith("ese") and len(word) > 5 and not _GREEK_ESE.search(word)
    ):
        return word[:-2]
    if len(word) > 3 and word.endswith(
        ("re", "ze", "xe", "che", "she")
    ):  # torre, torres beside mulher, mulheres
        return word[:-1]
    if len(word) > 3 and word.endswith("il"):  # infantil, infantis beside táxi, táxis and lápis
        return word[:-1]
    if word.endswith("oe"):
        return word[:-2] + "ao"
    if word[-1] == "n" and word[-2] in "aeiou":  # hífen, hífens beside homem, homens
        return word[:-1] + "m"
    if len(word) > 3 and word[-1] == "y" and word[-2] not in "aeiou":  # English: city, cities
        return word[:-1] + "ie"
    return word


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A folded word as all its forms are compared: "reunioes" and "reuniao" are one. Codes and numbers stay whole.

    The term of a term is the term itself.
    """
    word = word[:LONGEST]
    while (form := _form(word)) != word:
        word = form
    return word


def _form(word: str) -> str:
    """One step towards the term: "portuguesas" to "portuguesa" or further."""
    if word in _WHOLE:
        return _WHOLE[word]
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    return _ending(_masculine(_singular(_new_spelling(word))))

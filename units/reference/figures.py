"""The figures of REF-AMP, character by character as printed, and what is odd in the document. Nothing is corrected."""

import re
from decimal import Decimal
from typing import Any, NamedTuple


class FigureRow(NamedTuple):
    """One printed value, or the place where the document has none (`printed` empty).

    `scope`: AMP or MUN as in the column it stands in, ONE where the document has a single column without a name.
    `row`: the second line of values printed for the same subject.
    """

    subject: str
    scope: str
    printed: str
    source: str
    row: int = 1


class NoteRow(NamedTuple):
    code: str
    subject: str
    text_pt: str
    text_en: str
    source: str


FIGURES = [
    FigureRow("EP1.1", "AMP", "22.92% ⁽¹¹⁾", "REF:109"),
    FigureRow("EP1.1", "MUN", "64.50% ⁽³¹⁾", "REF:109"),
    FigureRow("EP1.2", "AMP", "31.25% ⁽¹⁵⁾", "REF:110"),
    FigureRow("EP1.2", "MUN", "37.50% ⁽¹⁸⁾", "REF:110"),
    FigureRow("EP1.3", "AMP", "22.92% ⁽¹¹⁾", "REF:111"),
    FigureRow("EP1.3", "MUN", "35.42% ⁽¹⁷⁾", "REF:111"),
    FigureRow("EP1.4", "AMP", "*14.58% ⁽⁷⁾", "REF:112"),
    FigureRow("EP1.4", "MUN", "47.92% ⁽²³⁾", "REF:112"),
    FigureRow("EP2.1", "AMP", "62.50% ₍₃₀₎", "REF:233"),
    FigureRow("EP2.1", "MUN", "66.67% ₍₃₂₎", "REF:233"),
    FigureRow("EP3.1", "AMP", "35.42% ⁽¹⁷⁾", "REF:273"),
    FigureRow("EP3.1", "MUN", "58.43% ⁽²⁸⁾", "REF:273"),
    FigureRow("EP3.2", "AMP", "20.83% ⁽¹⁰⁾", "REF:274"),
    FigureRow("EP3.2", "MUN", "22.92% ⁽¹¹⁾", "REF:274"),
    FigureRow("EP4.1", "AMP", "* 14.58% ₍₇₎", "REF:345"),
    FigureRow("EP4.1", "MUN", "0% *", "REF:345"),
    FigureRow("EP4.1", "AMP", "56.25% ₍₂₇₎", "REF:346", 2),
    FigureRow("EP4.1", "MUN", "", "REF:346", 2),
    FigureRow("EP4.2", "AMP", "22.92% ₍₁₁₎", "REF:347"),
    FigureRow("EP4.2", "MUN", "27.08% ₍₁₃₎", "REF:347"),
    FigureRow("AE1", "ONE", "45.83%⁽²²⁾", "REF:425"),
    FigureRow("AE2", "ONE", "29.16%⁽¹⁴⁾", "REF:437"),
    FigureRow("AE3", "ONE", "", "REF:445-450"),
    FigureRow("AE4", "ONE", "", "REF:452-459"),
    FigureRow("AE5", "ONE", "43.75%⁽²¹⁾", "REF:471"),
    FigureRow("AE6", "ONE", "62.50%⁽³⁰⁾", "REF:491"),
    FigureRow("UE", "ONE", "70.83%₍₃₄₎", "REF:380"),
    FigureRow("UCE", "ONE", "83.33%₍₄₀₎", "REF:503"),
    FigureRow("CV", "ONE", "", "REF:554-570"),
]

NOTES = [
    NoteRow(
        "seniors-spelling",
        "EP1.1",
        "O documento escreve «SÊNIORES» na lista das problemáticas e «SÉNIORES» no resto.",
        "The document writes «SÊNIORES» in the list of problems and «SÉNIORES» elsewhere.",
        "REF:102, 119",
    ),
    NoteRow(
        "seniors-two-axes",
        "EP1.1",
        "O asterisco de «SÉNIORES*» é explicado: inclui respostas para o eixo Saúde e Bem-Estar e para o eixo "
        "Inclusão Social.",
        "The asterisk of «SÉNIORES*» is explained: it includes responses for the Health and Well-being axis and "
        "for the Social Inclusion axis.",
        "REF:122, 126",
    ),
    NoteRow(
        "disability-asterisk",
        "EP1.4",
        "O asterisco de «DEFICIÊNCIA MENTAL *» e de «*14.58%» não é explicado no documento.",
        "The asterisk of «DEFICIÊNCIA MENTAL *» and of «*14.58%» is not explained in the document.",
        "REF:105, 112",
    ),
    NoteRow(
        "precarity-spelling",
        "EP3.1",
        "O documento escreve «PRECARIDADE»; aqui escreve-se «precariedade».",
        "The document writes «PRECARIDADE», a misspelling of «precariedade».",
        "REF:268, 281, 285",
    ),
    NoteRow(
        "training-asterisks",
        "EP4.1",
        "Os asteriscos de «4.1. *», «* 14.58%» e «0% *» não são explicados no documento.",
        "The asterisks of «4.1. *», «* 14.58%» and «0% *» are not explained in the document.",
        "REF:336, 345",
    ),
    NoteRow(
        "training-three-rows",
        "EP4.1",
        "O documento imprime três linhas de valores para dois temas e não diz de qual é cada linha. Aqui as duas "
        "primeiras estão em EP4.1 e a terceira em EP4.2: é leitura nossa.",
        "The document prints three lines of values for two items and does not say which line belongs to which. "
        "Here the first two stand at EP4.1 and the third at EP4.2: that is our reading.",
        "REF:336-347",
    ),
    NoteRow(
        "training-title",
        "EP4.1",
        "O diapositivo das respostas do eixo 4 tem o título «4.1. PRECARIDADE ECONÓMICA», que é de outro eixo.",
        "The slide of the responses of axis 4 has the title «4.1. PRECARIDADE ECONÓMICA», which belongs to "
        "another axis.",
        "REF:354-355",
    ),
    NoteRow(
        "numbering",
        "UE",
        "As respostas que criam as unidades têm a numeração «3-3-» e, dentro dela, 3.3.1 a 3.3.3.",
        "The responses that create the units are numbered «3-3-» and, within that, 3.3.1 to 3.3.3.",
        "REF:376, 382, 497, 499, 534, 552, 554",
    ),
    NoteRow(
        "monitor-name",
        "AE1",
        "O mesmo tem dois nomes: «Monitor Social Metropolitano» e, na lista da Unidade de Coordenação, "
        "«OBSERVATÓRIO SOCIAL METROPOLITANO». Aqui usa-se o primeiro.",
        "The same thing has two names: «Monitor Social Metropolitano» and, in the list of the Coordination Unit, "
        "«OBSERVATÓRIO SOCIAL METROPOLITANO». The first is used here.",
        "REF:417, 505",
    ),
]

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")


def parsed(printed: str) -> dict[str, Any]:
    """The percentage and the count that a printed figure states; None for what it does not."""
    percent = re.search(r"([\d.]+)%", printed)
    count = re.search(r"[⁽₍]([^⁾₎]+)[⁾₎]", printed)
    return {
        "percent": Decimal(percent[1]) if percent else None,
        "count": int(count[1].translate(_PLAIN)) if count else None,
    }

"""Which problems of REF-AMP a text touches, by its words. A hint beside the choice: the person chooses."""

from __future__ import annotations

import re
import unicodedata

# Beginnings of words, without accents. Of a code that is not in the database nothing is said.
WORDS: dict[str, tuple[str, ...]] = {
    "EP1.1": ("senior", "idos", "envelhec", "velhice", "reformad", "lar ", "apoio domiciliario", "solidao"),
    "EP1.2": ("saude mental", "depress", "psicolog", "psiqui", "ansiedade", "suicid"),
    "EP1.3": ("toxicodep", "droga", "alcool", "adic", "dependencias", "consumos"),
    "EP1.4": ("deficien", "autis", "vida independente", "residencia autonoma", "inclusiva"),
    "EP2.1": ("desempreg", "emprego", "empregab", "trabalho", "qualificac", "profissional", "empreend"),
    "EP3.1": ("pobreza", "precari", "rendiment", "alimenta", "renda", "habitac", "roupa", "sem-abrigo"),
    "EP3.2": ("violencia", "vitima", "agress", "abrigo para mulher"),
    "EP4.1": ("formacao de tecnic", "capacitacao", "dirigentes", "redes sociais locais", "organizac"),
    "EP4.2": ("comunidade", "vizinh", "cidadania", "participac", "voluntari", "bairro"),
}


def touched(*texts: str) -> list[str]:
    """The codes of the problems whose words stand in these texts, those with most words first."""
    folded = unicodedata.normalize("NFKD", " ".join(texts).lower())
    plain = " " + re.sub(r"\s+", " ", "".join(c for c in folded if not unicodedata.combining(c))) + " "
    counts = {
        code: sum(len(re.findall(rf"(?<!\w){re.escape(word)}", plain)) for word in words)
        for code, words in WORDS.items()
    }
    return sorted((code for code, n in counts.items() if n), key=lambda code: (-counts[code], code))

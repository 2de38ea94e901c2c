"""What the portal knows of integrated care from the MAASIP study: reference data, in its own words, with its lines.

MPT is the Portuguese text, MEN the English one (the two seeds); numbers are lines. The Portuguese words are the
study's, with what scanning damaged put right. "AI" in the English text, line 102, is the Portuguese acronym of
Atendimento Integrado: the portal writes it out, in both languages, everywhere.
"""

from practice.reference.figures import FIGURES, POPULATION_EN, POPULATION_PT, QUOTES, Figure, Quote
from practice.reference.recommendations import RECOMMENDATIONS

CITATION = (
    "Perista, H., Cardoso, A., Perista, P. & Carrilho, P. (2026). Modelos de atendimento e acompanhamento social"
    " integrado em Portugal (MAASIP). S4P-24 Policy Brief 6587/2024. PLANAPP."
)

__all__ = [
    "CITATION",
    "FIGURES",
    "POPULATION_EN",
    "POPULATION_PT",
    "QUOTES",
    "RECOMMENDATIONS",
    "Figure",
    "Quote",
]

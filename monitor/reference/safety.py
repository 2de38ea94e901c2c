"""Safety: crimes that became known to the authorities. Records, not what happened: no direction."""

from monitor.reference.row import ANNUAL, IndicatorRow, Shared

RECORDED: Shared = {
    **ANNUAL,
    "publisher": "INE/DGPJ",
    "unit_pt": "crimes",
    "unit_en": "crimes",
    "topic": "seguranca",
    "per_head": 1000,
    "method_pt": (
        "Indicador 0012261 do INE, com dados da Direção-Geral da Política de Justiça (DGPJ), como publicado; obtido "
        "através do repositório aberto lspassos1/mapa-do-crime-portugal."
    ),
    "method_en": (
        "INE indicator 0012261, with data from the Directorate-General for Justice Policy (DGPJ), as published; "
        "obtained through the open repository lspassos1/mapa-do-crime-portugal."
    ),
}

ROWS = (
    IndicatorRow(
        code="crimes_domestic_violence",
        name_pt="Crimes registados - violência doméstica contra cônjuge ou análogos",
        name_en="Recorded crimes - domestic violence against a spouse or partner",
        short_pt="Violência doméstica, crimes registados",
        short_en="Domestic violence, recorded crimes",
        definition_pt="Crimes de violência doméstica contra cônjuge ou pessoa em situação análoga, registados no ano.",
        definition_en=(
            "Crimes of domestic violence against a spouse or a person in a similar relationship, recorded in the year."
        ),
        axis="EP3",
        problem="EP3.2",
        sdg=(5, 16),
        phrase_pt="foram registados [{value} crimes de violência doméstica] contra cônjuge ou análogos",
        phrase_en="[{value} crimes of domestic violence] against a spouse or partner were recorded",
        note_pt=(
            "Mais registos podem querer dizer mais violência ou mais denúncia: não se diz se subir é bom ou mau. "
            "Violência contra crianças ou pais não está aqui."
        ),
        note_en=(
            "More records may mean more violence or more reporting: so a rise is called neither good nor bad. Violence "
            "against children or parents is not in this figure."
        ),
        **RECORDED,
    ),
    IndicatorRow(
        code="crimes_total",
        name_pt="Crimes registados - total",
        name_en="Recorded crimes - total",
        short_pt="Crimes registados",
        short_en="Recorded crimes",
        definition_pt="Todos os crimes registados pelas autoridades durante o ano.",
        definition_en="All crimes recorded by the authorities during the year.",
        sdg=(16,),
        phrase_pt="foram registados [{value} crimes]",
        phrase_en="[{value} crimes] were recorded",
        note_pt=(
            "Só conta o que foi registado. Por habitante, sobe onde muita gente trabalha ou visita sem lá viver."
        ),
        note_en=(
            "Only what was recorded is counted. Per inhabitant it rises where many people work or visit without "
            "living there."
        ),
        **RECORDED,
    ),
)

"""One story of the monitor, in both languages. The text quotes no figure: its blocks do, each with source and date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from portal.demo.pages import DEFAULT, pair_of
from portal.models import StoryIndexPage, StoryPage
from portal.pages.texts import cards, section, text

SLUG = "o-que-diz-o-envelhecimento"


def _drawn(kind: str, indicator: str, **more: str) -> tuple[str, dict[str, Any]]:
    of_drawings = {"municipality": "", "period": ""} if kind != "indicator" else {}
    return (kind, {"indicator": indicator} | of_drawings | more)


PORTUGUESE = {
    "title": "O que diz o envelhecimento, e o que não diz",
    "description": (
        "Onde o envelhecimento está mais avançado na área metropolitana, como se lê o índice que o mede, e o que esse "
        "índice deixa por dizer."
    ),
    "body": [
        text(
            "<p>O índice de envelhecimento compara duas pontas da vida: quantas pessoas com 65 ou mais anos há por "
            "cada 100 com menos de 15. Acima de 100, há mais pessoas idosas do que crianças.</p>"
        ),
        _drawn("indicator", "ageing_index"),
        section("Dezassete maneiras de envelhecer"),
        text(
            "<p>Um só valor para a área esconde a diferença entre municípios vizinhos. Postos por ordem, vê-se quem "
            "está de cada lado, e quanto mudou desde o período anterior.</p>"
        ),
        _drawn("figure", "ageing_index", figure="ordem"),
        text(
            "<p>O índice sobe por dois caminhos: porque se vive mais, ou porque nascem menos crianças e as famílias "
            "jovens se mudam. Um município pode ter o índice alto e precisar mais de casas para quem começa a vida "
            "do que de lares.</p>"
        ),
        section("Quantas pessoas são, afinal"),
        text(
            "<p>Para preparar respostas, como o apoio em casa ou a cedência de ajudas técnicas, conta a parte das "
            "pessoas que têm 65 ou mais anos, e não só a relação com as crianças.</p>"
        ),
        _drawn("map", "pct_65p"),
        section("O que estes números não dizem"),
        text(
            "<ul><li>Ter 65 anos não é ser dependente: nenhum destes indicadores mede a autonomia.</li>"
            "<li>Não dizem quem vive só, nem quem cuida de quem.</li>"
            "<li>Não medem o trabalho de nenhum município: leem-se com quem conhece o território.</li></ul>"
        ),
        cards(
            ("Monitor Social Metropolitano", "Todos os indicadores, por tema e por município.", "/monitor/"),
            (
                "EP1.1 no REF-AMP",
                "Da problemática às respostas, à procura e às decisões.",
                "/unidades/ref-amp/EP1.1/",
            ),
        ),
    ],
}
ENGLISH = {
    "title": "What ageing tells us, and what it does not",
    "description": (
        "Where ageing has gone furthest in the metropolitan area, how to read the index that measures it, and what "
        "that index leaves unsaid."
    ),
    "body": [
        text(
            "<p>The ageing index compares the two ends of life: how many people aged 65 or over there are for every "
            "100 under 15. Above 100, there are more older people than children.</p>"
        ),
        _drawn("indicator", "ageing_index"),
        section("Seventeen ways of growing older"),
        text(
            "<p>A single value for the whole area hides how neighbouring municipalities differ. Put in order, they "
            "show who stands on which side, and how far each has moved since the period before.</p>"
        ),
        _drawn("figure", "ageing_index", figure="ordem"),
        text(
            "<p>The index rises in two ways: because people live longer, or because fewer children are born and young "
            "families move away. A municipality with a high index may need homes for those starting out more than it "
            "needs care homes.</p>"
        ),
        section("How many people that is"),
        text(
            "<p>To prepare responses, such as support at home or the loan of technical aids, what counts is the share "
            "of people who are 65 or over, not only how they compare with children.</p>"
        ),
        _drawn("map", "pct_65p"),
        section("What these figures do not say"),
        text(
            "<ul><li>Being 65 is not being dependent: none of these indicators measures how well people manage.</li>"
            "<li>They do not say who lives alone, nor who cares for whom.</li>"
            "<li>They do not measure the work of any municipality: read them with people who know the place.</li></ul>"
        ),
        cards(
            ("Metropolitan Social Monitor", "Every indicator, by topic and by municipality.", "/en/monitor/"),
            (
                "EP1.1 in REF-AMP",
                "From the problem to responses, demand and decisions.",
                "/en/unidades/ref-amp/EP1.1/",
            ),
        ),
    ],
}


@transaction.atomic
def load_stories(today: date) -> None:
    """Make it, if no story was ever written. Repeatable."""
    index = StoryIndexPage.objects.filter(locale__language_code=DEFAULT).first()
    if index is None or StoryPage.objects.exists():
        return
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    when = {"date": today - timedelta(days=9), "is_demo": True}
    pair_of(StoryPage, index, locales, SLUG, PORTUGUESE | when, ENGLISH)

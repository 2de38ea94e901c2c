"""The reference data into the database: what is there already is left as its editors made it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from monitor.reference.loading import load_indicators, load_topics
from practice.reference import questionnaire
from practice.reference.indicators import ROWS, TOPIC
from practice.reference.recommendations import RECOMMENDATIONS


def load_recommendations(apps: Any) -> None:
    model = apps.get_model("practice", "Recommendation")
    model.objects.bulk_create([model(**row._asdict()) for row in RECOMMENDATIONS], ignore_conflicts=True)


def load_series(apps: Any) -> None:
    """Nobody imports into them: they are the portal's own."""
    load_topics(apps, (TOPIC,))
    load_indicators(apps, ROWS, own=True)


def load_questionnaire(apps: Any) -> None:
    questionnaires = apps.get_model("practice", "Questionnaire")
    if questionnaires.objects.exists():
        return
    made = questionnaires.objects.create(
        title_pt=questionnaire.TITLE_PT,
        title_en=questionnaire.TITLE_EN,
        intro_pt=questionnaire.INTRO_PT,
        intro_en=questionnaire.INTRO_EN,
    )
    series = {one.code: one for one in apps.get_model("monitor", "Indicator").objects.filter(own=True)}
    question = apps.get_model("practice", "Question")
    question.objects.bulk_create(
        question(
            # The key by itself: the cluster's own relation wants to be asked.
            questionnaire_id=made.pk,
            order=order,
            indicator_id=series[row["indicator"]].pk if row.get("indicator") else None,
            least=Decimal(row["least"]) if row.get("least") else None,
            most=Decimal(row["most"]) if row.get("most") else None,
            **{name: value for name, value in row.items() if name not in ("indicator", "least", "most")},
        )
        for order, row in enumerate(questionnaire.QUESTIONS, start=1)
    )

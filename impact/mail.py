"""Letters and notices about evaluations, written in the transaction that causes them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import telling
from accounts.models import Topic
from impact.models import Evaluation


def to_answer(evaluation: Evaluation) -> int:
    """To who answers for what was evaluated: recommendations wait for an answer."""
    n = evaluation.recommendations.filter(answer="").count()

    def words() -> tuple[str, list[str]]:
        return _("Recomendações por responder"), [
            evaluation.title,
            ngettext(
                "%(n)d recomendação espera que diga o que se vai fazer com ela.",
                "%(n)d recomendações esperam que diga o que se vai fazer com elas.",
                n,
            )
            % {"n": n},
        ]

    return telling.write(
        [evaluation.owner],
        "evaluation_to_answer",
        Topic.IMPACT,
        words,
        path=lambda: reverse("evaluation", args=[evaluation.uuid]),
        discreet=False,
    )

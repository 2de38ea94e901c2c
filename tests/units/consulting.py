"""Consultations as far as a test needs them: prepared, open, commented, closed, answered, published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts import moment
from accounts.models import Membership
from tests.units.governing import Governing, at
from units import actions
from units.models import Comment, Consultation, Reply

TEXT = "Artigo 1.º O prazo é de 90 dias.\n\nArtigo 2.º Renova-se duas vezes.\n\nArtigo 3.º Há 48 horas de limpeza."


class Consulting:
    def __init__(self, governing: Governing) -> None:
        self.governing = governing
        self.coordination: Membership = governing.coordination
        self.technician: Membership = governing.cast.technician
        self.holder: Membership = governing.cast.holder

    def prepare(self, **more: Any) -> Consultation:
        return actions.prepare_consultation(
            more.pop("body", self.governing.unit),
            **{
                "by": self.coordination,
                "title_pt": "Regulamento do banco",
                "title_en": "Rules of the bank",
                "text": TEXT,
                "question_pt": "O que falta para funcionar no terreno?",
                "question_en": "What is missing in practice?",
                "audience": "public",
                "deadline": moment.now() + timedelta(days=10),
            }
            | more,
        )

    def open(self, **more: Any) -> Consultation:
        return actions.open_consultation(self.prepare(**more), by=more.get("by", self.coordination))

    def say(self, consultation: Consultation, by: Membership | None = None, **more: Any) -> Comment:
        said = {"kind": "change", "text": "Trocar 90 por 60 dias.", "paragraph": 1} | more
        return actions.give_comment(consultation, by=by or self.technician, **said)

    def closed(self, *comments: dict[str, Any], **more: Any) -> Consultation:
        """With one comment for each of these, or with two."""
        consultation = self.open(**more)
        for said in comments or ({}, {"by": self.holder, "paragraph": None, "kind": "supports"}):
            self.say(consultation, **said)
        with at(consultation.deadline):
            return actions.close_consultation(consultation, by=None)

    def reply(self, comment: Comment, **more: Any) -> Reply:
        said = {"outcome": "accepted", "text": "Passa a 60 dias.", "by": self.coordination} | more
        return actions.reply_to(comment, **said)

    def answered(self, **more: Any) -> Consultation:
        consultation = self.closed(**more)
        for comment in consultation.comments.all():
            self.reply(comment)
        return consultation

    def published(self, **more: Any) -> Consultation:
        return actions.publish_report(
            self.answered(**more), by=self.coordination, conclusion_pt="O prazo passa a 60 dias."
        )


@pytest.fixture
def consulting(governing: Governing) -> Consulting:
    return Consulting(governing)

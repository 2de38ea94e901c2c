"""Versions of texts: rewritten while nobody else stands on them, else followed by the next."""

from __future__ import annotations

from typing import Any

from accounts import moment
from units.models import Consultation, Draft, Round, Version


def next_version(draft: Draft, said: dict[str, Any]) -> Version:
    """`said`: title_pt, title_en, text, note, by."""
    last = draft.versions.order_by("-number").values_list("number", flat=True).first()
    return Version.objects.create(draft=draft, number=(last or 0) + 1, made_at=moment.now(), **said)


def rewritten(version: Version, said: dict[str, Any], *, of: Round | Consultation) -> Version:
    """The version with these words, for the round or consultation in preparation that stands on it."""
    if same_words(version, said):
        return version
    standing: list[Round | Consultation] = [*version.rounds.all(), *version.consultations.all()]
    if any(one != of for one in standing):
        return next_version(version.draft, said)
    for name, value in said.items():
        setattr(version, name, value)
    version.save()
    return version


def same_words(version: Version, said: dict[str, Any]) -> bool:
    return all(
        _lines(getattr(version, name)) == _lines(said[name])
        for name in ("title_pt", "title_en", "text", "note")
    )


def forget(version: Version) -> None:
    """Of something thrown away: its version, and the text with its last version, unless something else stands on it."""
    draft = version.draft
    if not (version.rounds.exists() or version.consultations.exists()):
        version.delete()
    former = draft.versions.order_by("-number").first()
    if former is None:
        draft.delete()
    else:
        draft.title_pt, draft.title_en = former.title_pt, former.title_en
        draft.save()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")

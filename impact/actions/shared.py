"""What the verbs of impact share: may they, and the chain an audit row belongs to."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from impact.models import subjects

MAX_NAME = 200


def must_manage(subject: models.Model, by: Membership) -> None:
    """Sheets and evaluations are made by who manages what they are of, and by the coordination."""
    if not subjects.managed_subjects(by)[subjects.kind_of(subject)].filter(pk=subject.pk).exists():
        raise NotAllowed(_("Só quem gere o que se avalia, ou a coordenação, o pode fazer."))


def must_keep(thing: Any, by: Membership) -> None:
    """Who may change this sheet or evaluation: its owner too."""
    if not type(thing).objects.managed_by(by).filter(pk=thing.pk).exists():
        raise NotAllowed(_("Só quem é responsável por isto, ou a coordenação, o pode fazer."))


def own_key(model: type[models.Model], uuid: UUID | None, by: Membership) -> UUID:
    """The key of a form as what it makes is called; refused when it is another's, without a word about that."""
    if uuid is not None and model._default_manager.filter(uuid=uuid).exclude(owner=by).exists():
        raise WrongState(_("Este formulário já não serve. Abra-o de novo."), state="sent")
    return uuid or uuid4()


def must_run_forward(since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise Invalid("until", _("O último dia não pode ser anterior ao primeiro."))

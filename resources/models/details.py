"""What else a facility says of itself: its accessibility, point by point, its photograph, and what it said before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

# Columns that tell where a facility is, or lead there.
PLACE = ("municipality", "parish", "address", "lat", "lon", "phone", "email", "website")
# A refuge has no place at rest: what is not stored cannot leak. The same for what was once stored of it.
NO_PLACE = Q(
    municipality=None,
    parish="",
    address="",
    lat=None,
    lon=None,
    phone="",
    email="",
    website="",
    opening_hours={},
    opening_note_pt="",
    opening_note_en="",
    accessibility={},
)


class Access(models.TextChoices):
    STEP_FREE = "step_free", _("entrada sem degraus")
    RAMP = "ramp", _("rampa")
    LIFT = "lift", _("elevador")
    BATHROOM = "bathroom", _("casa de banho adaptada")
    BED = "bed", _("cama com acesso lateral")
    PARKING = "parking", _("lugar de estacionamento reservado")
    TACTILE = "tactile", _("sinalética tátil ou em braille")
    HEARING_LOOP = "hearing_loop", _("anel de indução para aparelhos auditivos")
    SIGN_LANGUAGE = "sign_language", _("interpretação em Língua Gestual Portuguesa")
    GUIDE_DOG = "guide_dog", _("cão de assistência bem-vindo")


class Known(models.TextChoices):
    """What is not known is not a no."""

    YES = "yes", _("sim")
    NO = "no", _("não")
    UNKNOWN = "unknown", _("sem informação")


# Accessible by wheelchair: one of these ways in, and all of these inside.
WAYS_IN = (Access.STEP_FREE, Access.RAMP)
INSIDE = (Access.BATHROOM,)


def wheelchair(checklist: Mapping[str, str]) -> bool:
    """Whether the checklist says that a wheelchair gets in and can be lived in. Only a yes counts."""
    return any(checklist.get(one) == Known.YES for one in WAYS_IN) and all(
        checklist.get(one) == Known.YES for one in INSIDE
    )


def says_wheelchair() -> Q:
    """The same rule for the database."""
    way_in, inside = Q(), Q()
    for one in WAYS_IN:
        way_in |= Q(accessibility__contains={one.value: Known.YES.value})
    for one in INSIDE:
        inside &= Q(accessibility__contains={one.value: Known.YES.value})
    return way_in & inside


def check_checklist(checklist: Any) -> None:
    """Only what is known stands in it: {"ramp": "yes", "lift": "no"}."""
    if not isinstance(checklist, dict) or not set(checklist) <= set(Access.values):
        raise ValidationError(_("A lista de acessibilidade tem um ponto que não existe."))
    if not set(checklist.values()) <= {Known.YES, Known.NO}:
        raise ValidationError(_("Cada ponto da acessibilidade é sim, não ou sem informação."))


class Photo(models.Model):
    """The picture of a public facility, without anything a camera wrote into it. In the database, so that it goes in
    the same transaction in which its facility stops being public."""

    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("fotografia")
        verbose_name_plural = _("fotografias")

    def __str__(self) -> str:
        return self.digest[:8]


class Versions(HistoricalRecords):
    """Earlier versions of a row. Written by the actions that keep the catalogue, never by a save: a confirmation or an
    import is no edit. Who edited stands as plain numbers, as in the audit trail: the rows can only be added to."""

    def __init__(self, *, constraints: tuple[models.BaseConstraint, ...] = (), **options: Any) -> None:
        super().__init__(
            history_id_field=models.BigAutoField(),
            history_user_id_field=models.BigIntegerField(null=True),
            **options,
        )
        self.constraints = constraints

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        return super().get_meta_options(model) | {"constraints": list(self.constraints)}

    def get_extra_fields(self, model: type[models.Model], fields: dict[str, Any]) -> dict[str, Any]:
        extra = super().get_extra_fields(model, fields)
        return extra | {"history_organisation_id": models.BigIntegerField(null=True)}

    def post_save(self, *args: Any, **kwargs: Any) -> None:
        pass

    def post_delete(self, *args: Any, **kwargs: Any) -> None:
        pass

    def pre_delete(self, *args: Any, **kwargs: Any) -> None:
        pass

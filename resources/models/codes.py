"""The codes of requests and bookings: how far one is, why it ended, how urgent it is."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    REQUESTED = "requested", _("pedido")
    OFFERED = "offered", _("proposta")
    WAITLISTED = "waitlisted", _("em lista de espera")
    HELD = "held", _("pré-reserva")
    CONFIRMED = "confirmed", _("confirmada")
    IN_USE = "in_use", _("em curso")
    COMPLETED = "completed", _("concluída")
    DECLINED = "declined", _("recusado")
    WITHDRAWN = "withdrawn", _("retirado")
    CANCELLED = "cancelled", _("cancelada pela entidade")
    NO_SHOW = "no_show", _("não compareceu")
    EXPIRED = "expired", _("expirou")


TAKES_CAPACITY = (Status.HELD, Status.CONFIRMED, Status.IN_USE)
OPEN = (Status.REQUESTED, Status.OFFERED, Status.WAITLISTED, *TAKES_CAPACITY)


class Reason(models.TextChoices):
    NO_CAPACITY = "no_capacity", _("sem capacidade")
    NO_SUITABLE = "no_suitable", _("sem lugar adequado")
    OUTSIDE_CRITERIA = "outside_criteria", _("fora dos critérios")
    TOO_FAR = "too_far", _("longe de mais")
    NO_ANSWER = "no_answer", _("sem resposta")
    DUPLICATE = "duplicate", _("pedido repetido")
    NO_LONGER_NEEDED = "no_longer_needed", _("já não é preciso")
    DECEASED = "deceased", _("falecimento")
    OTHER = "other", _("outro motivo")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("normal")
    URGENT = "urgent", _("urgente")
    EMERGENCY = "emergency", _("emergência")


ANSWER_WITHIN = {
    Urgency.NORMAL: timedelta(hours=24),
    Urgency.URGENT: timedelta(hours=2),
    Urgency.EMERGENCY: timedelta(minutes=30),
}

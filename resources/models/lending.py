"""What a bank of technical aids lends: items, and which of them went out with which booking."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from resources.models.bookings import Booking
from resources.models.free_text import FreeText
from resources.models.resources import Resource

ISO9999 = RegexValidator(
    r"^\d{2}( \d{2}){0,2}$", _("Um código ISO 9999 são um, dois ou três pares de algarismos, como 12 22 03.")
)
# Without what looks alike when read aloud or off a worn label.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code() -> str:
    """What the label says: eight signs in two groups, as "7K3M-92QX"."""
    signs = "".join(secrets.choice(_LETTERS) for _n in range(8))
    return f"{signs[:4]}-{signs[4:]}"


class ItemState(models.TextChoices):
    READY = "ready", _("pronto")
    OUT = "out", _("emprestado")
    INSPECTION = "inspection", _("a verificar")
    CLEANING = "cleaning", _("em limpeza")
    REPAIR = "repair", _("em reparação")
    LOST = "lost", _("perdido")
    RETIRED = "retired", _("abatido")


# For good, or until somebody finds it.
GONE = (ItemState.LOST, ItemState.RETIRED)


class Condition(models.TextChoices):
    NEW = "new", _("novo")
    GOOD = "good", _("bom")
    WORN = "worn", _("com uso")
    DAMAGED = "damaged", _("danificado")


class ItemQuerySet(models.QuerySet["Item"]):
    def managed_by(self, member: Membership | None) -> ItemQuerySet:
        """Items the member hands over, takes back and looks after."""
        return self.filter(resource__in=Resource.objects.managed_by(member))

    def visible_to(self, member: Membership | None) -> ItemQuerySet:
        """What members may read of an item: that it exists, what it is and whether it is ready. Never who has it."""
        if member is None:
            return self.none()
        return self.filter(resource__in=Resource.objects.visible_to(member))

    def with_codes(self, codes: Iterable[str]) -> ItemQuerySet:
        """By what stands on the label, however it was typed."""
        spelled = self.annotate(spelled=Upper("code"))
        return spelled.filter(spelled__in=[code.upper() for code in codes])

    def lent(self) -> ItemQuerySet:
        """Those that are lent by themselves: not the parts of a kit, not what is gone."""
        return self.filter(kit=None).exclude(state__in=GONE)


class Item(models.Model):
    """One thing that can be lent. The items of a resource that are ready or out are what it offers.

    `ready_from`: when one that is being looked at, cleaned or repaired is expected back; null is not known. It counts
    from the later of that and the next local day, so that nothing is promised today that nobody has found clean.
    """

    State, Condition = ItemState, Condition

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="items")
    code = models.CharField(_("código da etiqueta"), max_length=20, unique=True, blank=True)
    name = models.CharField(_("designação"), max_length=120)
    serial = models.CharField(_("número de série"), max_length=60, blank=True)
    iso9999 = models.CharField("ISO 9999", max_length=8, blank=True, validators=[ISO9999])
    condition = models.CharField(
        _("estado de conservação"), max_length=8, choices=Condition.choices, default=Condition.GOOD
    )
    accessories = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("acessórios")
    )
    # A kit is an item whose parts go out and come back with it.
    kit = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("conjunto")
    )
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.READY)
    ready_from = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(default=timezone.now)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("resource", "name", "code")
        verbose_name = _("artigo")
        indexes: ClassVar = [
            models.Index(fields=["resource", "state"], name="item_of_resource", condition=Q(kit=None))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resource", "serial"], name="serial_once", condition=~Q(serial="")
            ),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="item_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.code = self.code or new_code()
        super().save(*args, **kwargs)


class LoanQuerySet(models.QuerySet["Loan"]):
    def out(self) -> LoanQuerySet:
        return self.filter(out_at__isnull=False, back_at=None)

    def planned(self) -> LoanQuerySet:
        return self.filter(active=True, out_at=None)


class Loan(models.Model):
    """One item of one booking: planned, out, back. A booking of three has three of them.

    `occupied` (the booking's days and the days of cleaning after them) and `active` (the booking takes capacity and the
    item is not back) are set by the database from the booking, so that no writer can forget to.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="loans")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="loans")
    # Asked for by name: never exchanged for another of the kind.
    fixed = models.BooleanField(default=False)
    occupied = DateTimeRangeField(null=True, editable=False)
    active = models.BooleanField(default=False, editable=False)
    out_at = models.DateTimeField(null=True, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)
    condition_out = models.CharField(max_length=8, choices=Condition.choices, blank=True)
    condition_in = models.CharField(max_length=8, choices=Condition.choices, blank=True)
    accessories_out = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    accessories_missing = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    note = models.ForeignKey(FreeText, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = LoanQuerySet.as_manager()

    @property
    def stays(self) -> bool:
        """Not to be moved to another item: asked for by name, or gone out."""
        return self.fixed or self.out_at is not None

    class Meta:
        ordering = ("booking", "id")
        verbose_name = _("cedência")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], name="item_is_out_once", condition=Q(out_at__isnull=False, back_at=None)
            ),
            ExclusionConstraint(
                name="loans_of_an_item_do_not_overlap",
                expressions=[("item", "="), ("occupied", "&&")],
                condition=Q(active=True),
            ),
            models.CheckConstraint(
                condition=Q(back_at=None) | Q(out_at__isnull=False), name="back_only_what_was_out"
            ),
            models.CheckConstraint(
                condition=Q(out_at=None) | Q(item__isnull=False), name="what_goes_out_is_an_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} with {self.booking_id}"


__all__ = ["GONE", "ISO9999", "Condition", "Item", "ItemState", "Loan", "new_code"]

"""Case discussions (M3): a closed circle, an anonymised question, and nothing left of it afterwards.

No other module reads these tables: who is not of the circle does not find them in any list, search, feed or export.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import moment
from accounts.models import Membership, Organisation

KEPT_DAYS = 30
# Fewer than these in a month are not told of.
FEWEST = 5


class CaseDiscussionQuerySet(models.QuerySet["CaseDiscussion"]):
    def of(self, member: Membership) -> CaseDiscussionQuerySet:
        """Those whose circle the member belongs to and has not declined. For everybody else they do not exist, for the
        coordination no less."""
        return self.there().filter(
            pk__in=Participant.objects.filter(membership=member)
            .exclude(state=Participant.State.DECLINED)
            .values("discussion")
        )

    def hosted_by(self, member: Membership) -> CaseDiscussionQuerySet:
        return self.there().filter(host=member)

    def there(self) -> CaseDiscussionQuerySet:
        """Those whose time is not over: gone for every reader on the minute, whether or not the clock came by."""
        return self.filter(gone_at__gt=moment.now())

    def over(self, now: datetime) -> CaseDiscussionQuerySet:
        return self.filter(ends__lte=now)

    def to_be_gone(self, now: datetime) -> CaseDiscussionQuerySet:
        return self.filter(gone_at__lte=now)


class CaseDiscussion(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    # The one whose audit chain says that a discussion took place.
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    starts = models.DateTimeField(_("começa"))
    ends = models.DateTimeField(_("acaba"))
    question = models.TextField(_("pergunta"))
    place = models.CharField(_("local"), max_length=200, blank=True)
    link = models.URLField(_("ligação"), max_length=300, blank=True)
    gone_at = models.DateTimeField(_("desaparece"))
    took_place = models.BooleanField(default=False, editable=False)

    objects = CaseDiscussionQuerySet.as_manager()

    class Meta:
        ordering = ("starts",)
        verbose_name = _("discussão de caso")
        verbose_name_plural = _("discussões de caso")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="discussion_runs_forward"),
            models.CheckConstraint(condition=Q(gone_at__gt=F("ends")), name="discussion_outlasts_its_slot"),
        ]

    def __str__(self) -> str:
        # Never what it is about: this may be read in a trace.
        return str(self.uuid)

    @property
    def is_over(self) -> bool:
        return moment.now() >= self.ends


class Participant(models.Model):
    class State(models.TextChoices):
        INVITED = "invited", _("por responder")
        ACCEPTED = "accepted", _("vem")
        DECLINED = "declined", _("não vem")

    discussion = models.ForeignKey(CaseDiscussion, models.CASCADE, related_name="participants")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.INVITED)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["discussion", "membership"], name="invited_to_a_discussion_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DiscussionNote(models.Model):
    """What the circle keeps of it for a while. Goes with it."""

    discussion = models.ForeignKey(CaseDiscussion, models.CASCADE, related_name="notes")
    by = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    text = models.TextField(_("nota"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return str(self.pk)


class DiscussionMonth(models.Model):
    """All that is left: how many took place in a month, of whomever."""

    month = models.DateField(primary_key=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-month",)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def shown(self) -> int | None:
        """None: too few to be told of."""
        return self.count if self.count >= FEWEST else None


def month_of(moment_: datetime) -> date:
    return timezone.localdate(moment_).replace(day=1)


def gone_after(ends: datetime, days: int) -> datetime:
    return ends + timedelta(days=days)

"""Pledges of social responsibility: what companies and people promise, to whom it goes, and what arrived.

Money is only ever a promise here: no account, no payment.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import moment
from accounts.models import Membership, Organisation
from community.models.initiatives import Initiative
from community.models.projects import Project
from geo.models import Municipality


class Unit(models.TextChoices):
    """In what a promise is counted. A closed list: only the same is added to the same."""

    PIECES = "pieces", _("unidades")
    KILOS = "kilos", _("quilos")
    LITRES = "litres", _("litros")
    BOXES = "boxes", _("caixas")
    MEALS = "meals", _("refeições")
    HOURS = "hours", _("horas")
    EUROS = "euros", _("euros (promessa)")


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def public(self) -> PledgeQuerySet:
        """What its giver agreed to show, once accepted."""
        return self.filter(state__in=Pledge.ACCEPTED).exclude(visibility=Pledge.Visibility.PRIVATE)

    def managed_by(self, member: Membership) -> PledgeQuerySet:
        """Those the member decides about."""
        if member.has(Membership.Role.COORDINATION):
            return self.exclude(state=Pledge.State.UNCONFIRMED)
        return self.none()

    def own(self, member: Membership) -> PledgeQuerySet:
        """Those of the member's organisation."""
        return self.filter(organisation=member.organisation_id)

    def visible_to(self, member: Membership) -> PledgeQuerySet:
        """At work: the coordination all; who holds resources what is open; everybody their organisation's own and
        what it receives."""
        if member.has(Membership.Role.COORDINATION):
            return self.exclude(state=Pledge.State.UNCONFIRMED)
        receives = PledgeMatch.objects.filter(pledge=OuterRef("pk"), receiver=member.organisation_id)
        seen = Q(organisation=member.organisation_id) | Q(Exists(receives))
        if member.may_decide:
            seen |= Q(state=Pledge.State.OPEN)
        return self.filter(seen)

    def matchable_by(self, member: Membership) -> PledgeQuerySet:
        """The coordination, or who holds resources (for the own organisation), while something is left and its day
        is not over."""
        if not (member.may_decide or member.has(Membership.Role.COORDINATION)):
            return self.none()
        today = timezone.localdate(moment.now())
        return self.filter(state=Pledge.State.OPEN, matched__lt=F("quantity"), until__gte=today)

    def overdue(self, today: date) -> PledgeQuerySet:
        """Open, its time over, and nothing agreed that still has to arrive."""
        return self.filter(state=Pledge.State.OPEN, until__lt=today, matched=F("delivered"))

    def totals(self) -> list[dict[str, object]]:
        """Promised, matched and delivered for each kind and unit: euros stand beside nothing else."""
        found = (
            self.order_by()
            .values("kind", "unit")
            .annotate(promised=Sum("quantity"), given=Sum("matched"), arrived=Sum("delivered"))
        )
        order = {unit: place for place, unit in enumerate(Unit.values)}
        rows = sorted(found, key=lambda row: (row["kind"], order[row["unit"]]))
        return [
            row | {"kind_label": Pledge.Kind(row["kind"]).label, "unit_label": Unit(row["unit"]).label}
            for row in rows
        ]


class Pledge(models.Model):
    class Kind(models.TextChoices):
        GOODS = "goods", _("bens")
        TIME = "time", _("tempo")
        MONEY = "money", _("dinheiro (só promessa)")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("por confirmar pelo e-mail")
        WAITING = "waiting", _("por aprovar")
        OPEN = "open", _("aceite")
        DECLINED = "declined", _("recusado")
        WITHDRAWN = "withdrawn", _("retirado")
        CLOSED = "closed", _("encerrado")

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("Não publicar")
        ANONYMOUS = "anonymous", _("Publicar sem dizer quem promete")
        NAMED = "named", _("Publicar com o nome da entidade")

    ACCEPTED = (State.OPEN, State.CLOSED)
    UNITS_OF: ClassVar[dict[str, tuple[str, ...]]] = {
        Kind.GOODS: (Unit.PIECES, Unit.KILOS, Unit.LITRES, Unit.BOXES, Unit.MEALS),
        Kind.TIME: (Unit.HOURS,),
        Kind.MONEY: (Unit.EUROS,),
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("o que é"), max_length=5, choices=Kind.choices)
    what = models.CharField(_("o que se promete"), max_length=200)
    quantity = models.PositiveIntegerField(_("quantidade"))
    unit = models.CharField(_("unidade"), max_length=8, choices=Unit.choices)
    until = models.DateField(_("até quando"))
    # None: anywhere in the metropolitan area.
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("município")
    )
    conditions = models.CharField(_("condições"), max_length=300, blank=True)
    # Who gives: an organisation with an account; a company by its name; or a person, never by name.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entidade")
    )
    company = models.CharField(_("empresa"), max_length=160, blank=True)
    visibility = models.CharField(
        _("publicação"), max_length=9, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    state = models.CharField(_("estado"), max_length=11, choices=State.choices, default=State.WAITING)
    why = models.CharField(_("motivo"), max_length=300, blank=True)
    # Counted under the lock of this row; the database refuses more than was promised.
    matched = models.PositiveIntegerField(_("já ligado"), default=0, editable=False)
    delivered = models.PositiveIntegerField(_("entregue"), default=0, editable=False)
    made_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(_("fictício"), default=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ("until", "pk")
        verbose_name = _("compromisso")
        verbose_name_plural = _("compromissos")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="pledges_promise_something"),
            models.CheckConstraint(
                condition=Q(matched__lte=F("quantity")), name="no_more_is_matched_than_promised"
            ),
            models.CheckConstraint(
                condition=Q(delivered__lte=F("matched")), name="no_more_arrives_than_was_matched"
            ),
            models.CheckConstraint(
                condition=Q(kind="money", unit="euros")
                | Q(kind="time", unit="hours")
                | Q(kind="goods", unit__in=["pieces", "kilos", "litres", "boxes", "meals"]),
                name="pledges_are_counted_in_their_own_unit",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="named") | Q(organisation__isnull=False) | ~Q(company=""),
                name="only_entities_are_named",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def left(self) -> int:
        return self.quantity - self.matched

    @property
    def amount(self) -> str:
        return f"{self.quantity} {self.get_unit_display()}"

    @property
    def giver(self) -> str:
        """Who promises, for those who decide about it. A person has no name here."""
        return (self.organisation.name if self.organisation else self.company) or gettext("particular")

    @property
    def shown_giver(self) -> str:
        """Who promises, for everybody else: the name only with consent."""
        if self.visibility == self.Visibility.NAMED:
            return self.giver
        return gettext("quem promete prefere não ser identificado")

    @property
    def may_still_change(self) -> bool:
        return self.state in (self.State.WAITING, self.State.OPEN)


class PledgeMatchQuerySet(models.QuerySet["PledgeMatch"]):
    def received_by(self, member: Membership) -> PledgeMatchQuerySet:
        """What goes to the member's organisation: only it says that it arrived."""
        if not member.may_ask:
            return self.none()
        return self.filter(receiver=member.organisation_id)

    def undone_by(self, member: Membership) -> PledgeMatchQuerySet:
        """The coordination any, who receives it its own, while it has not arrived."""
        found = self.filter(state=PledgeMatch.State.MATCHED)
        if member.has(Membership.Role.COORDINATION):
            return found
        return found.filter(receiver=member.organisation_id) if member.may_decide else found.none()

    def for_pages(self) -> PledgeMatchQuerySet:
        return self.select_related("project", "initiative", "receiver", "pledge")


class PledgeMatch(models.Model):
    """A quantity of a pledge that goes somewhere: to a project, an initiative, or the resource bank."""

    class Target(models.TextChoices):
        PROJECT = "project", _("projeto")
        INITIATIVE = "initiative", _("iniciativa da comunidade")
        BANK = "bank", _("banco de recursos")

    class State(models.TextChoices):
        MATCHED = "matched", _("por entregar")
        DELIVERED = "delivered", _("entregue")
        UNDONE = "undone", _("desfeita")

    class Category(models.TextChoices):
        """The three families of goods of REF-AMP 3.1.1, and the rest."""

        FOOD = "food", _("alimentação")
        HEALTH = "health", _("bens de apoio à saúde e bem-estar")
        EDUCATION = "education", _("bens de apoio à educação")
        OTHER = "other", _("outros bens")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="matches")
    quantity = models.PositiveIntegerField(_("quantidade"))
    target = models.CharField(_("para"), max_length=10, choices=Target.choices)
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="+")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="+")
    # Of the resource bank: one of `Category`; what was written before there was a list stays as it is.
    category = models.CharField(_("categoria"), max_length=120, blank=True)
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("entidade que recebe")
    )
    state = models.CharField(_("estado"), max_length=9, choices=State.choices, default=State.MATCHED)
    why = models.CharField(_("motivo"), max_length=300, blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = PledgeMatchQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("ligação de um compromisso")
        verbose_name_plural = _("ligações de compromissos")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="matches_move_something"),
            models.CheckConstraint(
                condition=Q(target="project", project__isnull=False, initiative=None)
                | Q(target="initiative", initiative__isnull=False, project=None)
                | Q(target="bank", project=None, initiative=None) & ~Q(category=""),
                name="matches_go_to_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.pledge.get_unit_display()}: {self.destination}"

    @property
    def destination(self) -> str:
        """Where it goes, in words."""
        if self.project is not None:
            return self.project.title
        if self.initiative is not None:
            return self.initiative.title
        labels = {value: str(label) for value, label in self.Category.choices}
        return gettext("Banco de recursos: %(category)s") % {
            "category": labels.get(self.category, self.category)
        }

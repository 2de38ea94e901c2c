"""Applications to a call by a consortium: who said yes to it, what the call asks and whether it is met, and when what
happened."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from community.models.calls import Call, CallCriterion, CallState
from units.models import Axis, Problem, StructuringIdea


class Level(models.TextChoices):
    """The levels REF-AMP speaks of."""

    LOCAL = "local", _("local")
    INTERMUNICIPAL = "intermunicipal", _("intermunicipal")
    SUPRAMUNICIPAL = "supramunicipal", _("supramunicipal")
    METROPOLITAN = "metropolitan", _("metropolitano")

    @property
    def fewest_municipalities(self) -> int:
        """What goes beyond one municipality needs at least two that take part."""
        return 1 if self == Level.LOCAL else 2


class ApplicationQuerySet(models.QuerySet["Application"]):
    def public(self) -> ApplicationQuerySet:
        """Those with a result: everybody reads title, partners and outcome."""
        return self.filter(state__in=Application.WITH_RESULT)

    def visible_to(self, member: Membership | None) -> ApplicationQuerySet:
        """In full: the coordination, and the organisations that are in the consortium or are asked into it."""
        if member is None:
            return self.none()
        if member.has(Membership.Role.COORDINATION):
            return self
        mine = ConsortiumPartner.objects.filter(
            application=OuterRef("pk"), organisation=member.organisation_id
        )
        return self.filter(Exists(mine.exclude(state=ConsortiumPartner.State.DECLINED)))

    def led_by(self, member: Membership) -> ApplicationQuerySet:
        """Those the member's organisation leads, for a member who may commit it."""
        if not member.may_ask:
            return self.none()
        mine = ConsortiumPartner.objects.filter(
            application=OuterRef("pk"), organisation=member.organisation_id, is_lead=True
        )
        return self.filter(Exists(mine))

    def judged_by(self, member: Membership) -> ApplicationQuerySet:
        """The coordination writes down what the funder answered."""
        return self if member.has(Membership.Role.COORDINATION) else self.none()

    def for_pages(self) -> ApplicationQuerySet:
        return self.select_related("call").prefetch_related(
            "partners__organisation__municipality", "problems__axis"
        )


class Application(models.Model):
    class State(models.TextChoices):
        PREPARING = "preparing", _("em preparação")
        SUBMITTED = "submitted", _("submetida")
        APPROVED = "approved", _("aprovada")
        REJECTED = "rejected", _("não aprovada")
        WITHDRAWN = "withdrawn", _("retirada")

    WITH_RESULT = (State.APPROVED, State.REJECTED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name=_("aviso"))
    title = models.CharField(_("título"), max_length=200)
    summary = models.TextField(_("o que se propõe"))
    level = models.CharField(_("nível"), max_length=16, choices=Level.choices)
    problems = models.ManyToManyField(Problem, related_name="+", verbose_name=_("problemáticas"))
    ideas = models.ManyToManyField(
        StructuringIdea, blank=True, related_name="+", verbose_name=_("ideias estruturantes")
    )
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.PREPARING)
    # Of a result or a withdrawal.
    why = models.CharField(_("motivo"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(_("fictícia"), default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("candidatura")
        verbose_name_plural = _("candidaturas")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["preparing", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="results_follow_a_submission",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "withdrawn"]) | ~Q(why=""),
                name="a_no_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Still being put together: only now does anything in it change."""
        return self.state == self.State.PREPARING

    @property
    def lead(self) -> ConsortiumPartner:
        return next(one for one in self.partners.all() if one.is_lead)

    @property
    def accepted(self) -> list[ConsortiumPartner]:
        """Who is in the consortium: only who said yes. The lead first."""
        return [one for one in self.partners.all() if one.state == ConsortiumPartner.State.ACCEPTED]

    @property
    def municipalities(self) -> list[str]:
        """The names of the different municipalities in the consortium."""
        found = {one.organisation.municipality for one in self.accepted} - {None}
        return [one.name for one in sorted(found, key=lambda one: one.sort_key)]  # type: ignore[union-attr]

    @property
    def axes(self) -> list[Axis]:
        found = {one.axis.pk: one.axis for one in self.problems.all()}
        return [found[code] for code in sorted(found)]

    def missing(self) -> list[str]:
        """What still stands between this and a submission, as sentences; empty when it is complete."""
        return [*self._call_missing(), *self._consortium_missing(), *self._criteria_missing()]

    def _call_missing(self) -> list[str]:
        said = []
        if self.call.state == CallState.CLOSED:
            said.append(gettext("O prazo do aviso já terminou: a candidatura já não pode ser submetida."))
        elif self.call.state == CallState.TO_OPEN:
            said.append(gettext("O aviso ainda não abriu."))
        if not self.problems.all():
            said.append(gettext("Falta dizer a que problemática de um eixo prioritário responde."))
        return said

    def _consortium_missing(self) -> list[str]:
        said = []
        partners, fewest = len(self.accepted), self.call.smallest_consortium
        if partners < fewest:
            text = ngettext(
                "O aviso pede pelo menos %(fewest)s entidade no consórcio; aceitaram %(n)s.",
                "O aviso pede pelo menos %(fewest)s entidades no consórcio; aceitaram %(n)s.",
                fewest,
            )
            said.append(text % {"fewest": fewest, "n": partners})
        level, places = Level(self.level), self.municipalities
        if len(places) < level.fewest_municipalities:
            text = gettext(
                "Um projeto %(level)s precisa de parceiros de pelo menos %(fewest)s municípios"
                " diferentes que tenham aceitado; para já: %(places)s."
            )
            said.append(
                text
                % {
                    "level": level.label,
                    "fewest": level.fewest_municipalities,
                    "places": ", ".join(places) or gettext("nenhum"),
                }
            )
        return [*said, *self._not_eligible()]

    def _not_eligible(self) -> list[str]:
        said = []
        allowed = {one.pk for one in self.call.municipalities.all()}
        for one in self.accepted:
            body = one.organisation
            if self.call.kinds and body.kind not in self.call.kinds:
                text = gettext("%(who)s não é de um tipo de entidade elegível neste aviso (%(kind)s).")
                said.append(text % {"who": body.name, "kind": body.get_kind_display()})
            if allowed and body.municipality_id is not None and body.municipality_id not in allowed:
                text = gettext("%(who)s é de um município que este aviso não abrange.")
                said.append(text % {"who": body.name})
        return said

    def _criteria_missing(self) -> list[str]:
        said = []
        checks = {one.criterion_id: one for one in self.checks.all()}
        for criterion in self.call.criteria.all():
            check = checks.get(criterion.pk)
            if not criterion.is_obligatory:
                continue
            if check is None or check.answer == CriterionCheck.Answer.TO_CONFIRM:
                text = gettext("Critério obrigatório por confirmar: %(text)s")
            elif check.answer == CriterionCheck.Answer.NOT_MET:
                text = gettext("Critério obrigatório que não se cumpre: %(text)s")
            elif not check.evidence:
                text = gettext("Falta dizer o que comprova este critério: %(text)s")
            else:
                continue
            said.append(text % {"text": criterion.text})
        return said


class ConsortiumPartnerQuerySet(models.QuerySet["ConsortiumPartner"]):
    def waiting(self) -> ConsortiumPartnerQuerySet:
        return self.filter(
            state=ConsortiumPartner.State.INVITED, application__state=Application.State.PREPARING
        )

    def answerable_by(self, member: Membership) -> ConsortiumPartnerQuerySet:
        """Invitations to the member's own organisation: nobody answers for another."""
        return (
            self.filter(organisation=member.organisation_id, is_lead=False) if member.may_ask else self.none()
        )


class ConsortiumPartner(models.Model):
    """An organisation in a consortium, or asked into it. It is in once it said yes itself."""

    class State(models.TextChoices):
        INVITED = "invited", _("convidada")
        ACCEPTED = "accepted", _("aceitou")
        DECLINED = "declined", _("recusou")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("entidade")
    )
    is_lead = models.BooleanField(_("coordena"), default=False)
    role = models.CharField(_("papel"), max_length=200, blank=True)
    # As told; never added up.
    share = models.CharField(_("parte do orçamento"), max_length=120, blank=True)
    state = models.CharField(_("resposta"), max_length=8, choices=State.choices, default=State.INVITED)
    why = models.CharField(_("motivo"), max_length=300, blank=True)
    invited_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ConsortiumPartnerQuerySet.as_manager()

    class Meta:
        ordering = ("-is_lead", "invited_at", "pk")
        verbose_name = _("parceiro da candidatura")
        verbose_name_plural = _("parceiros da candidatura")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "organisation"], name="an_organisation_is_in_once"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(is_lead=True), name="one_leads_a_consortium"
            ),
            # Whoever is in it has said so: no other way leads in.
            models.CheckConstraint(
                condition=Q(state="invited", answered_by=None) | Q(answered_by__isnull=False),
                name="who_is_in_said_yes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_state_display()}"


class CriterionCheck(models.Model):
    """One criterion of the call as this application meets it."""

    class Answer(models.TextChoices):
        MET = "met", _("cumpre")
        NOT_MET = "not_met", _("não cumpre")
        TO_CONFIRM = "to_confirm", _("por confirmar")

    application = models.ForeignKey(Application, models.CASCADE, related_name="checks")
    criterion = models.ForeignKey(CallCriterion, models.CASCADE, related_name="+")
    answer = models.CharField(_("resposta"), max_length=10, choices=Answer.choices)
    evidence = models.TextField(_("o que o comprova"), blank=True)

    class Meta:
        ordering = ("criterion__order", "pk")
        verbose_name = _("critério verificado")
        verbose_name_plural = _("critérios verificados")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "criterion"], name="a_criterion_is_checked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_answer_display()}"


class ApplicationEvent(models.Model):
    """A line of an application's ledger of dates. Only ever added."""

    class What(models.TextChoices):
        BEGUN = "begun", _("começou a preparar-se")
        INVITED = "invited", _("convidada")
        ACCEPTED = "accepted", _("aceitou")
        DECLINED = "declined", _("recusou")
        LEFT = "left", _("saiu do consórcio")
        SUBMITTED = "submitted", _("submetida")
        APPROVED = "approved", _("aprovada")
        REJECTED = "rejected", _("não aprovada")
        WITHDRAWN = "withdrawn", _("retirada")

    application = models.ForeignKey(Application, models.CASCADE, related_name="events")
    what = models.CharField(max_length=10, choices=What.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("data da candidatura")
        verbose_name_plural = _("datas da candidatura")

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.at:%Y-%m-%d}"

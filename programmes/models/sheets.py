"""The standard sheet of a programme: its eleven parts, team, tasks, phases and modules, in versions."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.models import Membership, Organisation
from search.searchable import Indexed, SearchableQuerySetMixin
from units.models import OperativeResponse


class Profession(models.TextChoices):
    PSYCHOLOGIST = "psychologist", _("psicólogo ou psicóloga")
    SOCIAL_WORKER = "social_worker", _("assistente social")
    INSTRUCTOR = "instructor", _("formador ou formadora")
    OTHER = "other", _("outra profissão")


class ProgrammeQuerySet(SearchableQuerySetMixin, models.QuerySet["Programme"]):
    def public(self) -> ProgrammeQuerySet:
        """Those with a published sheet; the reference documents among them."""
        return self.filter(current__isnull=False)

    def of_the_area(self) -> ProgrammeQuerySet:
        """Without the reference documents: they are nobody's commitment and in no figure."""
        return self.filter(is_reference=False)

    def visible_to(self, member: Membership | None) -> ProgrammeQuerySet:
        """Published ones everybody; those being written only their organisation and the coordination."""
        if member is None:
            return self.public()
        if member.has(Membership.Role.COORDINATION):
            return self
        return self.filter(Q(current__isnull=False) | Q(organisation=member.organisation_id))

    def managed_by(self, member: Membership) -> ProgrammeQuerySet:
        """Those whose sheet the member writes: the managers of the organisation. Nobody a reference document's."""
        if not member.may_decide:
            return self.none()
        return self.filter(organisation=member.organisation_id, is_reference=False)


class Programme(Indexed, models.Model):
    """A programme or a course of an organisation, or a reference document somebody may begin from."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("programa")
        COURSE = "course", _("ação de capacitação")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("população")
        PROFESSIONALS = "professionals", _("profissionais e dirigentes")
        CARERS = "carers", _("cuidadores informais")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    is_reference = models.BooleanField(default=False)
    # Of a reference document: what it is and whose, in words ("Padrão Normativo ..., Bauru, Brasil").
    source = models.CharField(max_length=240, blank=True)
    made_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="made")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PROGRAMME)
    audience = models.CharField(max_length=14, choices=Audience.choices, default=Audience.PUBLIC)
    # What it teaches, as offers are compared by: "restauração", "violência doméstica".
    area = models.CharField(max_length=80, blank=True)
    # One record serves several axes: they follow from the responses.
    responses = models.ManyToManyField(OperativeResponse, blank=True, related_name="+")
    # The version in force; null while the first is being written.
    current = models.ForeignKey("Sheet", models.PROTECT, null=True, blank=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    objects = ProgrammeQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("searchable_name", boost=5),
        index.SearchField("area", boost=4),
        index.SearchField("searchable_editions", boost=2),
        index.SearchField("searchable_responses", boost=2),
        index.SearchField("searchable_organisation", boost=2),
        index.SearchField("searchable_sheet"),
        index.SearchField("source"),
        index.AutocompleteField("searchable_name"),
        index.FilterField("kind"),
        index.FilterField("audience"),
        index.FilterField("organisation"),
        index.FilterField("is_reference"),
    ]
    search_follows: ClassVar = ("organisation", "sheets__editions")

    class Meta:
        ordering = ("-is_reference", "pk")
        verbose_name = _("programa")
        verbose_name_plural = _("programas")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_reference=True, organisation=None)
                | Q(is_reference=False, organisation__isnull=False),
                name="reference_programme_is_nobodys",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def get_indexed_objects(cls) -> ProgrammeQuerySet:
        """Those with a published sheet, in its words."""
        return (
            cls.objects.public()
            .select_related("current", "organisation")
            .prefetch_related("responses", "current__phases__modules", "sheets__editions__municipality")
        )

    def searchable_name(self) -> str:
        return self.current.name if self.current else ""

    def searchable_organisation(self) -> str:
        return self.organisation.name if self.organisation else ""

    def searchable_responses(self) -> str:
        return " ".join(f"{one.code} {one.name_pt} {one.name_en}" for one in self.responses.all())

    def searchable_sheet(self) -> str:
        sheet = self.current
        if sheet is None:
            return ""
        modules = (module.name for phase in sheet.phases.all() for module in phase.modules.all())
        return " ".join((sheet.description, sheet.users, sheet.access, sheet.objective, *modules))

    def searchable_editions(self) -> str:
        """Those anybody may read of and that are not over: where they run, and what they are called."""
        said = []
        for sheet in self.sheets.all():
            for one in sheet.editions.all():
                if one.is_public and one.state not in (one.State.PLANNED, one.State.CLOSED):
                    said.append(f"{one.name} {one.municipality.name if one.municipality else ''}")
        return " ".join(said)

    @property
    def name(self) -> str:
        sheet = self.current or self.sheets.order_by("-number").first()
        return sheet.name if sheet else ""


class Sheet(models.Model):
    """One version of the sheet. Published, it does not change any more: editions run by it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("em preparação")
        PUBLISHED = "published", _("publicada")

    # The eleven numbered parts, in their order.
    PARTS: ClassVar[tuple[str, ...]] = (
        "name",
        "unit",
        "description",
        "users",
        "access",
        "objective",
        "target",
        "period",
        "operation",
        "evaluation",
        "provisions",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    name = models.CharField(_("Nome"), max_length=160)
    unit = models.TextField(_("Unidade"), blank=True)
    description = models.TextField(_("Descrição"), blank=True)
    users = models.TextField(_("Utilizadores"), blank=True)
    access = models.TextField(_("Formas de acesso"), blank=True)
    objective = models.TextField(_("Objetivo"), blank=True)
    target = models.TextField(_("Meta"), blank=True)
    period = models.TextField(_("Período de funcionamento"), blank=True)
    operation = models.TextField(_("Operacionalização"), blank=True)
    evaluation = models.TextField(_("Avaliação"), blank=True)
    provisions = models.TextField(_("Provisões"), blank=True)
    # Where each part stands in the source: {"name": "29"}.
    source_lines = models.JSONField(default=dict, blank=True)
    min_age = models.PositiveSmallIntegerField(_("Idade mínima"), null=True, blank=True)
    # A class above it asks for a reason, and is never refused.
    class_size = models.PositiveSmallIntegerField(_("Participantes por turma"), null=True, blank=True)
    # Below this share of the target at the threshold module the operator is told, with the ways out.
    alert_below = models.PositiveSmallIntegerField(default=50)
    alert_ways = models.TextField(_("Se ficarem menos de metade"), blank=True)
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    made_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("programme", "number")
        verbose_name = _("ficha")
        verbose_name_plural = _("fichas")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="sheet_versions_are_numbered"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def label_of(cls, part: str) -> Any:
        """What a part is called."""
        return cls._meta.get_field(part).verbose_name  # type: ignore[union-attr]

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class SheetItem(models.Model):
    """A line of one of the sheet's lists."""

    class Kind(models.TextChoices):
        TASK = "task", _("trabalho social essencial")
        PROVISION = "provision", _("provisão")
        INDICATOR = "indicator", _("indicador de verificação")

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    order = models.PositiveSmallIntegerField()
    # Of an indicator: which of the computed ones it is.
    code = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("sheet", "kind", "order")

    def __str__(self) -> str:
        return self.text


class TeamRole(models.Model):
    """Who the programme needs. No quantity: as many as the courses need."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="team")
    order = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=120)
    profession = models.CharField(max_length=14, choices=Profession.choices, default=Profession.OTHER)
    quantity = models.PositiveSmallIntegerField(null=True, blank=True)
    training = models.CharField(max_length=160, blank=True)
    # As the source says it: "20h/30h".
    weekly_hours = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("sheet", "order")

    def __str__(self) -> str:
        return self.role


class ImpactRow(models.Model):
    """A row of the impact table: what is expected, by which indices, seen with which instruments (one a line)."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="impacts")
    order = models.PositiveSmallIntegerField()
    impacts = models.TextField()
    indices = models.TextField()
    instruments = models.TextField(blank=True)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("sheet", "order")

    def __str__(self) -> str:
        return self.impacts


class SheetNote(models.Model):
    """A place where the source says two things: both readings, until somebody settles it."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="notes")
    order = models.PositiveSmallIntegerField()
    # The module it is about, by its code; empty: the sheet.
    module_code = models.CharField(max_length=8, blank=True)
    title = models.CharField(max_length=200)
    first = models.TextField()
    second = models.TextField()
    # Which reading holds, in words. Empty: "por confirmar".
    settled = models.TextField(blank=True)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("sheet", "order")

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return not self.settled


class Phase(models.Model):
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    min_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # What entering takes: so much of the hours of the phase before, or a certificate. Null: nothing.
    needs_before = models.PositiveSmallIntegerField(null=True, blank=True)
    certificate_instead = models.BooleanField(default=False)
    # Participants go through it in groups, their ventures.
    by_ventures = models.BooleanField(default=False)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("sheet", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "number"], name="phases_are_numbered"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> Decimal:
        return sum((module.hours for module in self.modules.all()), Decimal(0))


class Module(models.Model):
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="modules")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=160)
    # The hours it has at least; `most` where it may have more.
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    most = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    weekly_hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    meetings_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    meeting_hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    # Who is responsible; empty: anybody of the team.
    profession = models.CharField(max_length=14, choices=Profession.choices, blank=True)
    together_with = models.ManyToManyField("self", blank=True)
    # Share of its hours that is needed, in per cent. Null: no rule of its own.
    frequency = models.PositiveSmallIntegerField(null=True, blank=True)
    # A meeting counts for a venture only when all its members are there.
    whole_venture = models.BooleanField(default=False)
    all_activities = models.BooleanField(default=False)
    # Who fails its rule is out of the programme.
    eliminates = models.BooleanField(default=False)
    # Reaching it is what the alert of the edition counts.
    is_threshold = models.BooleanField(default=False)
    themes = models.TextField(blank=True)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("phase", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["phase", "code"], name="module_codes_are_one_phases"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="module_has_hours"),
            models.CheckConstraint(
                condition=Q(most=None) | Q(most__gte=F("hours")), name="module_most_is_not_less"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def room(self) -> Decimal:
        """How many hours of sessions may be built."""
        return self.hours if self.most is None else self.most


class Criteria(models.Model):
    """A version of the priority criteria of a programme. Only a published one selects, and it does not change."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("programme", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="criteria_versions_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} v{self.number}"


class Criterion(models.Model):
    criteria = models.ForeignKey(Criteria, models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8)
    text = models.CharField(max_length=240)
    points = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("criteria", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["criteria", "code"], name="criterion_codes_are_one_lists"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

"""What an impact sheet or an evaluation is of: exactly one plan, element of a plan, programme, edition or project."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from community.models import Project
from plans.models import Plan, PlanElement
from programmes.models import Edition, Programme
from search.searchable import SearchableQuerySetMixin

# Each kind of subject: the field that holds it, and what it is called.
LABELS: dict[str, Any] = {
    "plan": _("plano"),
    "element": _("ação de um plano"),
    "programme": _("programa"),
    "edition": _("edição de um programa"),
    "project": _("projeto"),
}
KINDS: tuple[str, ...] = tuple(LABELS)
MODELS: dict[str, type[models.Model]] = {
    "plan": Plan,
    "element": PlanElement,
    "programme": Programme,
    "edition": Edition,
    "project": Project,
}

# Which of them may be, or be of, a document of elsewhere: the way to where that is said.
REFERENCE = {"plan": "", "element": "plan__", "programme": "", "edition": "sheet__programme__"}


def exactly_one() -> Q:
    """Of the fields of KINDS one is filled in and the others are not."""
    found = Q()
    for kind in KINDS:
        others = {f"{other}__isnull": True for other in KINDS if other != kind}
        found |= Q(**{f"{kind}__isnull": False}, **others)
    return found


def kind_of(subject: models.Model) -> str:
    return next(kind for kind, model in MODELS.items() if isinstance(subject, model))


def managed_subjects(member: Membership) -> dict[str, models.QuerySet[Any]]:
    """What a member manages and may ask a question of, by kind; the coordination asks of all it sees. Never a document
    of elsewhere: what it changes is not the area's."""
    if member.has(Membership.Role.COORDINATION):
        return {
            kind: seen.exclude(**{f"{REFERENCE[kind]}is_reference": True}) if kind in REFERENCE else seen
            for kind, seen in visible_subjects(member).items()
        }
    plans = Plan.objects.managed_by(member)
    return {
        "plan": plans,
        "element": PlanElement.objects.filter(plan__in=plans, dropped_at=None),
        "programme": Programme.objects.managed_by(member),
        "edition": Edition.objects.managed_by(member),
        "project": Project.objects.editable_by(member),
    }


def visible_subjects(member: Membership | None) -> dict[str, models.QuerySet[Any]]:
    """What a reader may see of each kind: a sheet tells of nothing else."""
    plans = Plan.objects.visible_to(member)
    return {
        "plan": plans,
        "element": PlanElement.objects.filter(plan__in=plans),
        "programme": Programme.objects.visible_to(member),
        "edition": Edition.objects.visible_to(member),
        "project": Project.objects.visible_to(member),
    }


def _of(kinds: dict[str, models.QuerySet[Any]]) -> Q:
    found = Q(pk__in=[])
    for kind, subjects in kinds.items():
        found |= Q(**{f"{kind}__in": subjects.values("pk")})
    return found


class SubjectQuerySet[M: models.Model](SearchableQuerySetMixin, models.QuerySet[M]):
    def managed_by(self, member: Membership) -> Self:
        """Those whose subject the member manages, and who answers for it; the coordination all."""
        if member.has(Membership.Role.COORDINATION):
            return self
        return self.filter(_of(managed_subjects(member)) | Q(owner=member))

    def visible_to(self, member: Membership | None) -> Self:
        """Published ones whose subject one may see, and those one works on."""
        seen = Q(state="published") & _of(visible_subjects(member))
        if member is None:
            return self.filter(seen)
        return self.filter(seen | Q(pk__in=self.managed_by(member).values("pk")))

    def of_the_area(self) -> Self:
        """Without what is of a document of elsewhere: outside every figure and list of the area."""
        elsewhere = Q(pk__in=[])
        for kind, way in REFERENCE.items():
            elsewhere |= Q(**{f"{kind}__{way}is_reference": True})
        return self.exclude(elsewhere)

    def about(self, subject: models.Model) -> Self:
        """Of this subject, and of what it is made of: elements of a plan, editions of a programme."""
        match subject:
            case Plan():
                return self.filter(Q(plan=subject) | Q(element__plan=subject))
            case Programme():
                return self.filter(Q(programme=subject) | Q(edition__sheet__programme=subject))
        return self.filter(**{kind_of(subject): subject})

    def with_subjects(self) -> Self:
        return self.select_related(
            "plan__body__axis",
            "plan__organisation",
            "element__plan__body__axis",
            "element__plan__organisation",
            "programme__current",
            "edition__sheet__programme",
            "edition__organisation",
            "project",
        )


class OfASubject(models.Model):
    """The fields that say of what."""

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    element = models.ForeignKey(PlanElement, models.PROTECT, null=True, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def subject(self) -> Any:
        return next(one for kind in KINDS if (one := getattr(self, kind)) is not None)

    @property
    def kind(self) -> str:
        return next(kind for kind in KINDS if getattr(self, f"{kind}_id") is not None)

    @property
    def kind_label(self) -> str:
        return str(LABELS[self.kind])

    @property
    def subject_title(self) -> str:
        match self.subject:
            case Plan() as plan:
                return plan.title
            case PlanElement() as element:
                return f"{element.code} {element.title}".strip()
            case other:
                return str(other)

    def searchable_subject(self) -> str:
        """What it is of, in both languages where it has two."""
        match self.subject:
            case Plan() | PlanElement() as part:
                return f"{part.title_pt} {part.title_en}"
            case other:
                return str(other)

    @property
    def subject_url(self) -> str:
        """Where it is read; "" where it has no page of its own."""
        match self.subject:
            case Plan() as plan:
                return reverse("plan", args=[plan.uuid])
            case PlanElement() as element:
                return reverse("plan_element", args=[element.plan.uuid, element.uuid])
            case Programme() as programme:
                return reverse("programme", args=[programme.uuid])
            case Edition() as edition:
                return reverse("programme", args=[edition.sheet.programme.uuid])
            case Project() as project:
                return reverse("project", args=[project.uuid])
        return ""

    @property
    def whole_plan(self) -> Plan | None:
        """The plan it is of, or whose element it is of."""
        return self.plan or (self.element.plan if self.element else None)

    @property
    def is_of_reference(self) -> bool:
        """Of a document of elsewhere: outside every figure of the area."""
        plan = self.whole_plan
        if plan is not None:
            return plan.is_reference
        return self.programme is not None and self.programme.is_reference

    def entities_inside(self) -> set[int]:
        """The organisations that answer for the subject or carry it out: none of them evaluates it from outside."""
        inside: set[int | None] = set()
        if (plan := self.whole_plan) is not None:
            inside |= {plan.organisation_id, self.element.owner_entity_id if self.element else None}
        if self.programme is not None:
            inside.add(self.programme.organisation_id)
        if self.edition is not None:
            inside.add(self.edition.organisation_id)
        if self.project is not None:
            inside |= set(self.project.partners.values_list("organisation_id", flat=True))
        return {pk for pk in inside if pk is not None}

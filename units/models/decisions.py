"""The register of decisions: who decided what, when, on what text. Approved ones never change; a later one corrects."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.bilingual import in_language
from accounts.models import Membership
from search.searchable import Indexed, SearchableQuerySetMixin
from units.models.bodies import Body
from units.models.meetings import Meeting
from units.models.ref_amp import StructuringIdea
from units.models.rounds import Round


class DecisionQuerySet(SearchableQuerySetMixin, models.QuerySet["Decision"]):
    def approved(self) -> DecisionQuerySet:
        return self.filter(state=Decision.State.APPROVED)

    def visible_to(self, member: Membership | None) -> DecisionQuerySet:
        """Those who govern see all; everybody else those approved that are public."""
        if member is not None and member.governs:
            return self
        return self.approved().filter(is_public=True)

    def managed_by(self, member: Membership) -> DecisionQuerySet:
        return self.filter(body__in=Body.objects.run_by(member))

    def matching(self, text: str, *, reader: Membership | None = None) -> DecisionQuerySet:
        """Those with all these words in what this reader may read of them: a search tells no more than the page."""
        inside = reader is not None and reader.governs
        found = self
        for word in text.split():
            whole = Q(text_pt__unaccent__icontains=word) | Q(text_en__icontains=word)
            public = Q(public_text_pt__unaccent__icontains=word) | Q(public_text_en__icontains=word)
            found = found.filter(
                Q(number__icontains=word)
                | Q(title_pt__unaccent__icontains=word)
                | Q(title_en__icontains=word)
                | public
                | (whole if inside else whole & Q(public_text_pt=""))
            )
        return found

    def corrected(self, member: Membership | None) -> DecisionQuerySet:
        """Those that a later one corrects, as far as the member may see the later one."""
        later = Decision.objects.approved().visible_to(member).exclude(corrects=None)
        return self.filter(pk__in=later.values("corrects"))

    def in_force(self, member: Membership | None) -> DecisionQuerySet:
        later = Decision.objects.approved().visible_to(member).exclude(corrects=None)
        return self.approved().exclude(pk__in=later.values("corrects"))

    def since(self, day: date | None) -> DecisionQuerySet:
        return self.filter(decided_on__gte=day) if day else self

    def for_pages(self) -> DecisionQuerySet:
        return self.select_related("body__axis", "meeting", "round", "corrects").prefetch_related(
            "corrected_by"
        )


class Decision(Indexed, models.Model):
    """A deliberation of a body: political agreement, not an administrative act."""

    class State(models.TextChoices):
        DRAFT = "draft", _("em preparação")
        APPROVED = "approved", _("aprovada")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Given at approval, counted by body and year: CV-2026-014.
    number = models.CharField(_("número"), max_length=20, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="decisions", verbose_name=_("órgão"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("reunião")
    )
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("ronda")
    )
    title_pt = models.CharField(_("título"), max_length=200)
    title_en = models.CharField(_("título em inglês"), max_length=200, blank=True)
    text_pt = models.TextField(_("texto"))
    text_en = models.TextField(_("texto em inglês"), blank=True)
    # What the public reads instead, where the text says more than it may.
    public_text_pt = models.TextField(_("versão pública"), blank=True)
    public_text_en = models.TextField(_("versão pública em inglês"), blank=True)
    is_public = models.BooleanField(_("pública"), default=False)
    ideas = models.ManyToManyField(
        StructuringIdea, blank=True, related_name="decisions", verbose_name=_("ideias estruturantes")
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrige")
    )
    review_on = models.DateField(_("a rever em"), null=True, blank=True)
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.DRAFT)
    decided_on = models.DateField(_("data"), null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("number", boost=6),
        index.SearchField("title_pt", boost=5),
        index.SearchField("title_en", boost=5),
        index.SearchField("searchable_body", boost=2),
        index.SearchField("searchable_codes", boost=2),
        index.SearchField("searchable_text"),
        index.SearchField("searchable_effects"),
        index.AutocompleteField("number"),
        index.AutocompleteField("title_pt"),
        index.AutocompleteField("title_en"),
        index.FilterField("number"),
        index.FilterField("body"),
        index.FilterField("state"),
        index.FilterField("is_public"),
        index.FilterField("decided_on"),
    ]
    search_follows: ClassVar = ("body",)

    class Meta:
        ordering = ("-decided_on", "-number", "-pk")
        verbose_name = _("decisão")
        verbose_name_plural = _("decisões")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="decision_numbers_do_not_repeat"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_at=None, number="")
                | Q(state="approved", approved_at__isnull=False, decided_on__isnull=False) & ~Q(number=""),
                name="approved_decisions_have_number_and_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title_pt}".strip()

    @classmethod
    def get_indexed_objects(cls) -> DecisionQuerySet:
        """What everybody may read. Internal ones and drafts stand in no file."""
        return cls.objects.visible_to(None).select_related("body").prefetch_related("effects")

    def searchable_body(self) -> str:
        return f"{self.body.name_pt} {self.body.name_en}"

    def searchable_text(self) -> str:
        """What everybody reads of it: where there is a public version, nobody finds it by the words of the other."""
        if self.public_text_pt:
            return f"{self.public_text_pt} {self.public_text_en}"
        return f"{self.text_pt} {self.text_en}"

    def searchable_codes(self) -> str:
        return " ".join(one.reference for one in self.effects.all())

    def searchable_effects(self) -> str:
        return " ".join(f"{one.text_pt} {one.text_en}" for one in self.effects.all())

    @property
    def title(self) -> str:
        return in_language(self.title_pt, self.title_en)

    @property
    def text(self) -> str:
        return in_language(self.text_pt, self.text_en)

    @property
    def public_text(self) -> str:
        return in_language(self.public_text_pt, self.public_text_en)

    def text_for(self, member: Membership | None) -> str:
        """The whole text for those who govern; the public version, where there is one, for everybody else."""
        if self.public_text_pt and not (member is not None and member.governs):
            return self.public_text
        return self.text

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED


class Effect(models.Model):
    """What a decision changes: named by its code where it has one, so that the thread can be followed."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("plano")
        PROTOCOL = "protocol", _("protocolo")
        TAXONOMY = "taxonomy", _("taxonomia do catálogo")
        COMPOSITION = "composition", _("composição de um órgão")
        OTHER = "other", _("outro")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="effects")
    kind = models.CharField(_("tipo"), max_length=12, choices=Kind.choices)
    # The code of what is changed: a protocol, a category, an operative response, a problem.
    reference = models.CharField(_("código"), max_length=40, blank=True)
    text_pt = models.CharField(_("o que muda"), max_length=240)
    text_en = models.CharField(_("o que muda, em inglês"), max_length=240, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("efeito")
        verbose_name_plural = _("efeitos")

    def __str__(self) -> str:
        return self.text_pt

    @property
    def text(self) -> str:
        return in_language(self.text_pt, self.text_en)

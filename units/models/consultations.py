"""Consultations on drafts: each comment is an entity's, and each gets a reply before the report."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from accounts import moment
from accounts.bilingual import in_language
from accounts.models import Membership, Organisation
from search.searchable import Indexed, SearchableQuerySetMixin
from units.models.bodies import Body
from units.models.drafts import Version


class ConsultationQuerySet(SearchableQuerySetMixin, models.QuerySet["Consultation"]):
    def visible_to(self, member: Membership | None) -> ConsultationQuerySet:
        """Those who govern see all; members what was opened to the network; everybody what is public."""
        if member is not None and member.governs:
            return self
        open_to = [Consultation.Audience.PUBLIC]
        if member is not None:
            open_to.append(Consultation.Audience.NETWORK)
        return self.filter(audience__in=open_to).exclude(state=Consultation.State.DRAFT)

    def managed_by(self, member: Membership) -> ConsultationQuerySet:
        return self.filter(body__in=Body.objects.run_by(member))

    def open(self) -> ConsultationQuerySet:
        return self.filter(state=Consultation.State.OPEN)

    def commentable_by(self, member: Membership, now: datetime) -> ConsultationQuerySet:
        """Who may read it may comment while it is open: a visitor has no entity to speak for."""
        return self.visible_to(member).open().filter(deadline__gt=now)

    def due(self, now: datetime) -> ConsultationQuerySet:
        return self.open().filter(deadline__lte=now)

    def owing(self) -> ConsultationQuerySet:
        """Closed, and not every comment has its reply."""
        silent = Comment.objects.filter(consultation=OuterRef("pk")).unanswered()
        return self.filter(Exists(silent), state=Consultation.State.CLOSED)

    def for_pages(self) -> ConsultationQuerySet:
        """With `said` and `replied`: how many comments, and how many of them have a reply."""
        return self.select_related("body__axis", "version__draft").annotate(
            said=Count("comments", distinct=True), replied=Count("comments__reply", distinct=True)
        )


class Consultation(Indexed, models.Model):
    """A question put to the network on one version of a text."""

    class State(models.TextChoices):
        DRAFT = "draft", _("em preparação")
        OPEN = "open", _("aberta")
        CLOSED = "closed", _("em resposta")
        PUBLISHED = "published", _("relatório publicado")
        WITHDRAWN = "withdrawn", pgettext_lazy("ronda", "anulada")

    class Audience(models.TextChoices):
        GOVERNING = "governing", _("Interna: só quem representa um município e a coordenação")
        NETWORK = "network", _("Da rede: todas as entidades com conta leem e comentam")
        PUBLIC = "public", _("Pública: toda a gente lê, as entidades da rede comentam")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Given when it is opened: CP-UE1-2026-02.
    code = models.CharField(_("código"), max_length=20, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="consultations", verbose_name=_("órgão"))
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="consultations", verbose_name=_("versão do texto")
    )
    question_pt = models.CharField(_("pergunta"), max_length=300)
    question_en = models.CharField(_("pergunta em inglês"), max_length=300, blank=True)
    audience = models.CharField(_("quem lê e comenta"), max_length=10, choices=Audience.choices)
    deadline = models.DateTimeField(_("prazo"))
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # What the body makes of the comments as a whole.
    conclusion_pt = models.TextField(_("conclusão"), blank=True)
    conclusion_en = models.TextField(_("conclusão em inglês"), blank=True)
    withdrawn_why = models.CharField(_("motivo da anulação"), max_length=240, blank=True)
    # Those taken back too: a number that was read once is never another comment's.
    comments_given = models.PositiveSmallIntegerField(default=0, editable=False)
    made_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    # Only there after `for_pages`.
    said: int
    replied: int

    objects = ConsultationQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("code", boost=6),
        index.SearchField("searchable_title", boost=5),
        index.SearchField("question_pt", boost=2),
        index.SearchField("question_en", boost=2),
        index.SearchField("searchable_body", boost=2),
        index.SearchField("searchable_text"),
        index.SearchField("searchable_conclusion"),
        index.AutocompleteField("code"),
        index.AutocompleteField("searchable_title"),
        index.FilterField("code"),
        index.FilterField("body"),
        index.FilterField("state"),
        index.FilterField("audience"),
    ]
    search_columns: ClassVar = (
        "code", "version__title_pt", "version__title_en", "version__text", "question_pt", "question_en",
        "body__name_pt", "body__name_en", "conclusion_pt", "conclusion_en",
    )  # fmt: skip
    search_follows: ClassVar = ("body", "version")

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("consulta")
        verbose_name_plural = _("consultas")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="consultation_codes_do_not_repeat"
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(state__in=["draft", "open"]),
                name="one_consultation_at_a_time_on_a_version",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False) & ~Q(code=""),
                name="opened_consultations_have_a_code",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(closed_at__isnull=False, published_at__isnull=False),
                name="published_consultations_were_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version.title_pt}".strip()

    @classmethod
    def get_indexed_objects(cls) -> ConsultationQuerySet:
        return cls.objects.visible_to(None).select_related("body", "version")

    def searchable_title(self) -> str:
        return f"{self.version.title_pt} {self.version.title_en}"

    def searchable_text(self) -> str:
        return self.version.text

    def searchable_body(self) -> str:
        return f"{self.body.name_pt} {self.body.name_en}"

    def searchable_conclusion(self) -> str:
        """Read once the report is published."""
        if self.state != self.State.PUBLISHED:
            return ""
        return f"{self.conclusion_pt} {self.conclusion_en}"

    @property
    def title(self) -> str:
        return self.version.title

    @property
    def question(self) -> str:
        return in_language(self.question_pt, self.question_en)

    @property
    def conclusion(self) -> str:
        return in_language(self.conclusion_pt, self.conclusion_en)

    @property
    def takes_comments(self) -> bool:
        return self.state == self.State.OPEN and moment.now() < self.deadline

    @property
    def is_late(self) -> bool:
        """Its time is over and the clock has not closed it yet: it does so within a minute."""
        return self.state == self.State.OPEN and moment.now() >= self.deadline

    @property
    def takes_replies(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_public(self) -> bool:
        return self.audience == self.Audience.PUBLIC

    @property
    def audience_word(self) -> str:
        """interna, da rede, pública: for a tag."""
        return str(self.get_audience_display()).split(":", 1)[0].lower()

    @property
    def missing(self) -> int:
        """Comments without a reply."""
        return self.said - self.replied

    def people_may_be_named_to(self, member: Membership | None) -> bool:
        """Who wrote for an entity is read by those who govern; everybody else reads the entity."""
        return member is not None and member.governs


class CommentQuerySet(models.QuerySet["Comment"]):
    def unanswered(self) -> CommentQuerySet:
        return self.filter(reply=None)

    def own(self, member: Membership) -> CommentQuerySet:
        """Those of the member's entity, whoever of it wrote them."""
        return self.filter(organisation=member.organisation_id)

    def managed_by(self, member: Membership) -> CommentQuerySet:
        return self.filter(consultation__in=Consultation.objects.managed_by(member))

    def for_pages(self) -> CommentQuerySet:
        return self.select_related("organisation", "by__user", "reply__by__user")


class Comment(models.Model):
    """What one entity said, on the whole text or on one paragraph. Never changed: taken back while it is open."""

    class Kind(models.TextChoices):
        SUPPORTS = "supports", _("apoia")
        CHANGE = "change", _("propõe alteração")
        QUESTION = "question", _("pergunta")
        INFORMATION = "information", _("informação")

    class Evidence(models.TextChoices):
        """REF-AMP rests on both: what comes from practice and what comes from statistics and policy."""

        ASCENDING = "ascending", _("ascendente: vem do terreno e de quem aí trabalha")
        DESCENDING = "descending", _("descendente: vem de dados, estudos ou orientações")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="comments")
    # Counted within the consultation, so that a comment can be cited.
    number = models.PositiveSmallIntegerField(_("número"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("entidade")
    )
    paragraph = models.PositiveSmallIntegerField(_("parágrafo"), null=True, blank=True)
    kind = models.CharField(_("o que é"), max_length=12, choices=Kind.choices)
    evidence = models.CharField(_("em que se apoia"), max_length=12, choices=Evidence.choices, blank=True)
    text = models.TextField(_("comentário"))
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        verbose_name = _("comentário")
        verbose_name_plural = _("comentários")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "number"], name="comment_numbers_do_not_repeat"),
            models.CheckConstraint(condition=~Q(text=""), name="comments_say_something"),
            models.CheckConstraint(
                condition=Q(paragraph=None) | Q(paragraph__gte=1), name="paragraphs_count_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation.code}, {self.number}"

    @property
    def evidence_word(self) -> str:
        """The first word of the kind of evidence, for a tag."""
        return str(self.get_evidence_display()).split(":", 1)[0]


class Reply(models.Model):
    """What the body answers to one comment."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("aceite")
        IN_PART = "in_part", _("aceite em parte")
        NOT_ACCEPTED = "not_accepted", _("não aceite")
        NOTED = "noted", _("tomado em conta")

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="reply")
    outcome = models.CharField(_("resultado"), max_length=12, choices=Outcome.choices)
    text = models.TextField(_("resposta"))
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("resposta")
        verbose_name_plural = _("respostas")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="replies_say_something"),
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.get_outcome_display()}"

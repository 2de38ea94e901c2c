"""Who else works on the strategy: strategic partners with their role per axis, and the local social network of each
municipality."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.bilingual import in_language
from accounts.models import Membership, Organisation
from geo.models import Municipality
from geo.sorting import searchable, sort_key
from search.searchable import Indexed, SearchableQuerySetMixin
from units.models.ref_amp import ActionLine, Axis


class PartnerQuerySet(SearchableQuerySetMixin, models.QuerySet["Partner"]):
    def matching(self, words: str) -> PartnerQuerySet:
        """Those in which each of the words stands, with or without accents."""
        found = self
        for word in searchable(words).split():
            found = found.filter(words__contains=word)
        return found

    def on_axis(self, axis: Axis) -> PartnerQuerySet:
        return self.filter(pk__in=PartnerRole.objects.filter(axis=axis).values("partner"))

    def with_function(self, function: str) -> PartnerQuerySet:
        return self.filter(**{FUNCTION_FIELDS[function]: True})

    def for_pages(self) -> PartnerQuerySet:
        roles = PartnerRole.objects.select_related("axis", "line")
        return self.select_related("organisation", "municipality").prefetch_related(
            models.Prefetch("roles", roles)
        )


class Partner(Indexed, models.Model):
    """A strategic partner: an entity, or a whole kind of entities where REF-AMP names only the kind."""

    class Kind(models.TextChoices):
        PLATFORM = "platform", _("Plataforma supraconcelhia")
        PUBLIC_INSTITUTE = "public_institute", _("Instituto público")
        REGIONAL = "regional", _("Autoridade regional")
        RESEARCH = "research", _("Ensino superior e I&D")
        TERRITORY = "territory", _("Entidade pública ou privada do território")
        PROJECT = "project", _("Parceiro de projeto")
        OTHER = "other", _("Outro parceiro")

    class Function(models.TextChoices):
        """What REF-AMP expects of partners, in its order."""

        VISIBILITY = "visibility", _("divulgação e visibilidade social")
        PROJECTS = "projects", _("projetos integrados com forte componente de inovação social")
        MONITORING = "monitoring", _("monitorização e avaliação")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind.choices)
    name_pt = models.CharField(_("nome"), max_length=200)
    name_en = models.CharField(_("nome em inglês"), max_length=200, blank=True)
    # Names sort and are found as people expect, whatever the database's collation.
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    words = models.TextField(editable=False, default="")
    is_group = models.BooleanField(
        _("designa um conjunto"),
        default=False,
        help_text=_("Um conjunto de entidades que o REF-AMP não nomeia uma a uma."),
    )
    about_pt = models.TextField(_("o que faz com a AMP"), blank=True)
    about_en = models.TextField(_("o que faz com a AMP, em inglês"), blank=True)
    website = models.URLField(_("sítio na Internet"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entidade no portal"),
        help_text=_("Se esta parceria já tem pessoas no portal."),
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("município")
    )
    area_pt = models.CharField(
        _("área de atuação"), max_length=160, blank=True, help_text=_("Quando não é um só município.")
    )
    area_en = models.CharField(_("área de atuação em inglês"), max_length=160, blank=True)
    for_visibility = models.BooleanField(_("divulgação e visibilidade social"), default=False)
    for_projects = models.BooleanField(
        _("projetos integrados com forte componente de inovação social"), default=False
    )
    for_monitoring = models.BooleanField(_("monitorização e avaliação"), default=False)
    since = models.DateField(_("parceria desde"), null=True, blank=True)
    until = models.DateField(_("último dia"), null=True, blank=True)
    # As REF-AMP prints it; empty for partners that came later.
    printed_pt = models.CharField(_("como está no REF-AMP"), max_length=200, blank=True)
    source = models.CharField(
        _("fonte"), max_length=200, help_text=_("De onde vem esta ficha: documento, protocolo, contacto.")
    )
    is_demo = models.BooleanField(_("fictício"), default=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PartnerQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("name_pt", boost=5),
        index.SearchField("name_en", boost=5),
        index.SearchField("printed_pt", boost=2),
        index.SearchField("area_pt", boost=2),
        index.SearchField("area_en", boost=2),
        index.SearchField("about_pt"),
        index.SearchField("about_en"),
        index.RelatedFields("municipality", [index.SearchField("name", boost=2)]),
        index.RelatedFields("roles", [index.SearchField("role_pt"), index.SearchField("role_en")]),
        index.AutocompleteField("name_pt"),
        index.AutocompleteField("name_en"),
        index.FilterField("kind"),
        index.FilterField("municipality"),
    ]
    search_follows: ClassVar = ("roles",)

    class Meta:
        ordering = ("sort_key", "pk")
        verbose_name = _("parceiro estratégico")
        verbose_name_plural = _("parceiros estratégicos")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="partnership_does_not_end_before_it_starts",
                violation_error_message=_("O último dia não pode ser anterior ao primeiro."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="partner_says_its_source",
                violation_error_message=_("Indique de onde vem esta ficha."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name_pt)
        place = self.municipality.name if self.municipality else ""
        said = (
            place,
            self.name_pt,
            self.name_en,
            self.about_pt,
            self.about_en,
            self.area_pt,
            self.area_en,
            self.printed_pt,
        )
        self.words = searchable(*said)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("partner", args=[self.uuid])

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)

    @property
    def about(self) -> str:
        return in_language(self.about_pt, self.about_en)

    @property
    def area(self) -> str:
        return in_language(self.area_pt, self.area_en)

    @property
    def functions(self) -> list[str]:
        return [
            str(self.Function(key).label) for key, field in FUNCTION_FIELDS.items() if getattr(self, field)
        ]

    @property
    def has_ended(self) -> bool:
        return self.until is not None and self.until < timezone.localdate()


FUNCTION_FIELDS: dict[str, str] = {
    Partner.Function.VISIBILITY: "for_visibility",
    Partner.Function.PROJECTS: "for_projects",
    Partner.Function.MONITORING: "for_monitoring",
}


class PartnerRole(models.Model):
    """What a partner does on one axis, or on one line of an action axis."""

    partner = models.ForeignKey(
        Partner, models.CASCADE, related_name="roles", verbose_name=_("parceiro estratégico")
    )
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="+", verbose_name=_("eixo"))
    line = models.ForeignKey(
        ActionLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("linha de ação")
    )
    role_pt = models.CharField(_("papel"), max_length=240)
    role_en = models.CharField(_("papel em inglês"), max_length=240, blank=True)

    class Meta:
        ordering = ("-axis__kind", "axis__order", "line__order", "pk")
        verbose_name = _("papel de um parceiro")
        verbose_name_plural = _("papéis dos parceiros")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner", "axis", "line"], nulls_distinct=False, name="one_role_per_axis_or_line"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.axis_id}"

    def clean(self) -> None:
        if self.line is not None and self.line.axis_id != self.axis_id:
            raise ValidationError({"line": gettext("Esta linha é de outro eixo.")})

    @property
    def role(self) -> str:
        return in_language(self.role_pt, self.role_en)


class LocalNetworkQuerySet(SearchableQuerySetMixin, models.QuerySet["LocalNetwork"]):
    def kept_by(self, member: Membership) -> LocalNetworkQuerySet:
        """The one of the municipality the member speaks for; none for anybody else."""
        if not member.speaks_for_municipality:
            return self.none()
        return self.filter(municipality=member.organisation.municipality_id)

    def for_pages(self) -> LocalNetworkQuerySet:
        return self.select_related("municipality", "platform").prefetch_related("documents")


class LocalNetwork(Indexed, models.Model):
    """The local social network (Rede Social) of one municipality and its council (CLAS). There are exactly 17."""

    municipality = models.OneToOneField(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("município")
    )
    name_pt = models.CharField(
        _("nome próprio"), max_length=160, blank=True, help_text=_("Vazio: o nome que a lei lhe dá.")
    )
    name_en = models.CharField(_("nome em inglês"), max_length=160, blank=True)
    seat = models.CharField(_("sede"), max_length=200, blank=True)
    contact_page = models.URLField(_("página de contacto"), blank=True)
    platform = models.ForeignKey(
        Partner,
        models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to={"kind": Partner.Kind.PLATFORM, "is_group": False},
        related_name="+",
        verbose_name=_("plataforma supraconcelhia"),
    )
    kept_by = models.CharField(_("quem a mantém"), max_length=160, blank=True)
    # Where what stands above comes from, and of which day it is.
    source = models.CharField(_("fonte"), max_length=200)
    source_on = models.DateField(_("data da informação"), null=True, blank=True)
    is_demo = models.BooleanField(_("fictícia"), default=False)
    updated_at = models.DateTimeField(_("atualizada em"), null=True, blank=True, editable=False)

    objects = LocalNetworkQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("searchable_name", boost=5),
        index.SearchField("name_en", boost=5),
        index.SearchField("searchable_keywords", boost=2),
        index.SearchField("seat"),
        index.SearchField("kept_by"),
        index.RelatedFields("municipality", [index.SearchField("short_name", boost=2)]),
        index.RelatedFields("documents", [index.SearchField("title")]),
        index.AutocompleteField("searchable_name"),
        index.FilterField("municipality"),
    ]
    search_follows: ClassVar = ("documents",)

    class Meta:
        ordering = ("municipality__sort_key",)
        verbose_name = _("rede social local")
        verbose_name_plural = _("redes sociais locais")

    def __str__(self) -> str:
        return self.name

    def searchable_name(self) -> str:
        """Its own, and the one every such council has by law, of its municipality."""
        return f"{self.name_pt} Conselho Local de Ação Social {self.municipality.name}"

    def searchable_keywords(self) -> str:
        return "CLAS rede social local social network"

    def get_absolute_url(self) -> str:
        return reverse("network", args=[self.municipality_id])

    @property
    def name(self) -> str:
        """Its own, or the one every such council has by law."""
        own = in_language(self.name_pt, self.name_en)
        return own or gettext("Conselho Local de Ação Social %(of)s") % {"of": self.municipality.of_name}

    @property
    def latest(self) -> list[NetworkDocument]:
        """The newest of each kind, in the order of planning: diagnosis, plan, yearly plan."""
        newest: dict[str, NetworkDocument] = {}
        for one in self.documents.all():
            newest.setdefault(one.kind, one)
        return [newest[kind] for kind in NetworkDocument.Kind.values if kind in newest]

    @property
    def missing(self) -> list[str]:
        """What a network has by law and nobody has given an address of yet."""
        there = {one.kind for one in self.documents.all()}
        return [
            str(kind.label)
            for kind in NetworkDocument.Kind
            if kind != NetworkDocument.Kind.OTHER and kind not in there
        ]


class NetworkDocument(models.Model):
    """A document of a local network: where it can be read and of which day it is. The file stays with its owner."""

    class Kind(models.TextChoices):
        DIAGNOSIS = "diagnosis", _("Diagnóstico social")
        DEVELOPMENT = "development", _("Plano de desenvolvimento social")
        ACTION = "action", _("Plano de ação")
        OTHER = "other", _("Outro documento")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    network = models.ForeignKey(
        LocalNetwork, models.CASCADE, related_name="documents", verbose_name=_("rede social local")
    )
    kind = models.CharField(_("tipo"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("título"), max_length=160)
    link = models.URLField(_("ligação"))
    dated = models.DateField(_("data do documento"))
    source = models.CharField(_("fonte"), max_length=200, blank=True)
    by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-dated", "-pk")
        verbose_name = _("documento de uma rede social")
        verbose_name_plural = _("documentos das redes sociais")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "link"],
                name="one_entry_per_document_of_a_network",
                violation_error_message=_("Este documento já está na lista."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

"""What the region says of itself (AE4 of REF-AMP): news and campaigns, for inside or for everybody.

Who may read an item is decided by `NewsQuerySet.visible_to`, and by nothing else. What goes outside is read by a second
person first: an item is public only in the very version that somebody approved, however it came to be live.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from accounts import moment
from accounts.models import Membership
from portal.pages.base import PortalPage, member_of
from portal.pages.blocks import BodyBlock
from portal.pages.news_rights import EXTERNAL, Audience, NewsPermissionTester
from units.models import Axis, Body, Problem, StructuringIdea

PER_PAGE = 12
# Addresses beside the pages (portal/newsletter/urls.py).
RESERVED = ("feed", "boletim")
NEWS, CAMPAIGNS = "noticias", "campanhas"


class NewsQuerySet(PageQuerySet):
    def visible_to(self, member: Membership | None) -> NewsQuerySet:
        """Live items this reader may read: external ones in their approved version, internal ones as a member."""
        approved = Exists(Approval.objects.filter(page=OuterRef("pk"), revision=OuterRef("live_revision")))
        readable = Q(audience__in=EXTERNAL) & Q(approved)
        if member is not None:
            readable |= ~Q(audience__in=EXTERNAL)
        return self.live().filter(readable)

    def about(self, body: Body) -> NewsQuerySet:
        return self.filter(unit=body)

    def latest(self) -> NewsQuerySet:
        return self.order_by("-date", "-first_published_at", "-pk")

    def for_rows(self) -> NewsQuerySet:
        """As many queries for one row as for all."""
        return self.select_related("axis", "unit__axis", "picture", "campaignpage", "locale")

    def matching(self, words: str) -> NewsQuerySet:
        found = self
        for word in words.split():
            found = found.filter(
                Q(title__unaccent__icontains=word)
                | Q(description__unaccent__icontains=word)
                | Q(words__unaccent__icontains=word)
            )
        return found


class NewsForm(WagtailAdminPageForm):
    """What cannot be said by a single field: a picture needs words, and what goes outside a second person."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("picture") and not cleaned.get("picture_alt", "").strip():
            self.add_error(
                "picture_alt",
                ValidationError(gettext("Descreva a imagem, para quem não a vê."), code="required"),
            )
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", gettext("O fim não pode ser anterior ao início."))
        if cleaned.get("slug") in RESERVED:
            self.add_error("slug", gettext("Este endereço é do portal. Escolha outro."))
        if not self._only_kept() and not cleaned.get("description", "").strip():
            self.add_error(
                "description", gettext("Escreva o resumo: é o que aparece nas listas e no boletim.")
            )
        if "action-publish" in self.data and cleaned.get("audience") in EXTERNAL:
            self.add_error(
                "audience",
                gettext(
                    "O que sai para fora é aprovado por outra pessoa, da coordenação. Grave o rascunho e use"
                    " «Submeter»; só o que é interno se publica sem aprovação."
                ),
            )
        return cleaned

    def _only_kept(self) -> bool:
        """A draft is kept as it is."""
        return not any(
            name in self.data for name in ("action-publish", "action-submit", "action-restart-workflow")
        )


class ListForm(forms.Form):
    """What is looked for among the news. Every field may stay empty."""

    q = forms.CharField(
        label=_("Procurar no texto"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tipo = forms.ChoiceField(
        label=_("Tipo"),
        required=False,
        choices=[("", _("Notícias e campanhas")), (NEWS, _("Só notícias")), (CAMPAIGNS, _("Só campanhas"))],
        error_messages={"invalid_choice": _("Escolha um tipo da lista.")},
    )
    eixo = forms.ModelChoiceField(
        label=_("Eixo"),
        required=False,
        queryset=Axis.objects.all(),
        empty_label=_("Todos os eixos"),
        error_messages={"invalid_choice": _("Este eixo não existe. Escolha um da lista.")},
    )
    ano = forms.TypedChoiceField(
        label=_("Ano"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Nesse ano não há notícias. Escolha um ano da lista.")},
    )

    def __init__(self, *args: Any, visible: NewsQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visible = visible
        choice: forms.TypedChoiceField = self.fields["ano"]  # type: ignore[assignment]
        years = visible.dates("date", "year", order="DESC")
        choice.choices = [("", gettext("Todos os anos")), *((day.year, day.year) for day in years)]

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())

    def found(self) -> NewsQuerySet:
        """What the fields leave, the latest first. Of a form with errors: everything."""
        found = self.visible
        if self.is_valid():
            said = self.cleaned_data
            if said["q"]:
                found = found.matching(said["q"])
            if said["tipo"]:
                found = found.filter(campaignpage__isnull=said["tipo"] == NEWS)
            if said["eixo"]:
                found = found.filter(axis=said["eixo"])
            if said["ano"]:
                found = found.filter(date__year=said["ano"])
        return found.latest().for_rows()


class NewsIndexPage(PortalPage, Page):
    """Everything said, as far as the reader may read it. Filters in the address, no script."""

    template = "pages/news_index.html"
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = ["portal.NewsPage", "portal.CampaignPage"]
    max_count_per_parent = 1
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("description")]
    promote_panels = PortalPage.promote_panels
    settings_panels = PortalPage.settings_panels
    search_fields: ClassVar = PortalPage.search_fields

    class Meta:
        verbose_name = _("lista de notícias")
        verbose_name_plural = _("listas de notícias")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        member = member_of(request)
        visible = NewsPage.objects.visible_to(member).filter(locale_id=self.locale_id)
        form = ListForm(request.GET, visible=visible)
        pages = Paginator(form.found(), PER_PAGE)
        asked = request.GET.get("page", "1")
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
        wrong = []
        if not 1 <= number <= pages.num_pages:
            wrong = [
                ngettext(
                    "Esta página não existe: há só %(n)s.",
                    "Esta página não existe: há %(n)s.",
                    pages.num_pages,
                )
                % {"n": pages.num_pages}
            ]
        # "page" is the Wagtail page itself.
        context |= {
            "form": form,
            "sheet": pages.page(1 if wrong else number),
            "page_errors": wrong,
            "total": pages.count,
            "narrowed": form.is_valid() and form.narrows,
            "today": timezone.localdate(moment.now()),
        }
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().serve(request, *args, **kwargs)
        said = getattr(answer, "context_data", None) or {}
        if said.get("page_errors") or ("form" in said and said["form"].errors):
            answer.status_code = 400
        return answer


class NewsPage(PortalPage, Page):
    """One item. The fields of REF-AMP's dissemination: to whom, about what."""

    date = models.DateField(_("data"), default=timezone.localdate)
    audience = models.CharField(
        _("para quem"),
        max_length=16,
        choices=Audience.choices,
        default=Audience.MUNICIPALITIES,
        help_text=_(
            "Interna: só a leem membros das entidades, com sessão iniciada, e publica-se sem aprovação. Externa:"
            " lê-a toda a gente, depois de aprovada por outra pessoa, da coordenação."
        ),
    )
    axis = models.ForeignKey(
        Axis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("eixo do REF-AMP")
    )
    unit = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("órgão")
    )
    ideas = ParentalManyToManyField(
        StructuringIdea, blank=True, related_name="+", verbose_name=_("ideias estruturantes")
    )
    picture = models.ForeignKey(
        "portal.PortalImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imagem"),
    )
    picture_alt = models.CharField(
        _("texto alternativo da imagem"),
        max_length=250,
        blank=True,
        help_text=_("O que a imagem mostra, para quem não a vê. Obrigatório quando há imagem."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("texto"))
    is_demo = models.BooleanField(
        _("fictícia (demonstração)"), default=False, help_text=_("Aparece marcada como exemplo.")
    )

    # What the body says, without its form: for the search of the list.
    words = models.TextField(editable=False, blank=True)

    objects = PageManager.from_queryset(NewsQuerySet)()

    base_form_class = NewsForm
    template = "pages/news.html"
    parent_page_types: ClassVar = ["portal.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        HelpPanel(
            content=_(
                "<p>Externa: grave, veja a pré-visualização e use «Submeter». Quem aprova é outra pessoa, da"
                " coordenação, nunca quem escreveu; até lá fica como estava. Interna: publica-se aqui.</p>"
            ),
            heading=_("Como se publica"),
        ),
        *Page.content_panels,
        FieldPanel(
            "description",
            heading=_("resumo"),
            help_text=_("Uma ou duas frases: aparecem nas listas, no boletim e fora do portal."),
        ),
        FieldRowPanel([FieldPanel("date"), FieldPanel("audience")]),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Imagem")),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("axis"), FieldPanel("unit")]),
                FieldPanel("ideas", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("De que trata"),
        ),
        FieldPanel("is_demo"),
    ]
    promote_panels = PortalPage.promote_panels
    settings_panels = PortalPage.settings_panels
    search_fields: ClassVar = [*PortalPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("notícia")
        verbose_name_plural = _("notícias")

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Wagtail lets an author write over the own latest version; over one that was approved, nobody."""
        over = kwargs.get("overwrite_revision")
        if over is not None and Approval.objects.filter(revision=over).exists():
            kwargs["overwrite_revision"] = None
        return super().save_revision(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.words = " ".join(str(part) for part in self.body.stream_block.get_searchable_content(self.body))
        super().save(*args, **kwargs)

    @property
    def is_external(self) -> bool:
        return self.audience in EXTERNAL

    @property
    def campaign(self) -> CampaignPage | None:
        """Itself as a campaign, if it is one. Costs nothing on rows of `for_rows`."""
        if isinstance(self, CampaignPage):
            return self
        return getattr(self, "campaignpage", None)

    def permissions_for_user(self, user: Any) -> NewsPermissionTester:
        return NewsPermissionTester(user, self)

    def may_be_read_by(self, member: Membership | None) -> bool:
        return bool(NewsPage.objects.visible_to(member).filter(pk=self.pk).exists())

    def readable_translations(self, member: Membership | None) -> models.QuerySet[Any]:
        own: models.QuerySet[Any] = NewsPage.objects.filter(translation_key=self.translation_key)
        return own.visible_to(member).select_related("locale")  # type: ignore[attr-defined]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        parent, member = self.get_parent(), member_of(request)
        context |= {
            "trail": [{"url": parent.get_url(request), "label": parent.title}],
            "today": timezone.localdate(moment.now()),
            "others": NewsPage.objects.visible_to(member)
            .filter(locale_id=self.locale_id)
            .exclude(pk=self.pk)
            .latest()
            .for_rows()[:3],
        }
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_be_read_by(member_of(request)):
            raise Http404
        answer: HttpResponse = super().serve(request, *args, **kwargs)
        return answer

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """The index of the whole portal holds only what everybody may read."""
        readable = NewsPage.objects.visible_to(None).values("pk")
        return super().get_indexed_objects().filter(pk__in=readable)


class Approval(models.Model):
    """That one version of an item may go outside, and who said so: never who wrote it."""

    page = models.ForeignKey(NewsPage, models.CASCADE, related_name="approvals")
    revision = models.OneToOneField("wagtailcore.Revision", models.CASCADE, related_name="+")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("aprovação")
        verbose_name_plural = _("aprovações")

    def __str__(self) -> str:
        return f"{self.page_id} {self.revision_id}"


class CampaignPage(NewsPage):
    """An item with a time, an aim and partners."""

    starts = models.DateField(_("começa a"), default=timezone.localdate)
    ends = models.DateField(_("termina a"), null=True, blank=True, help_text=_("Sem data: sem fim marcado."))
    aim = models.TextField(_("o que se quer conseguir"), max_length=600, blank=True)
    problems = ParentalManyToManyField(
        Problem, blank=True, related_name="+", verbose_name=_("problemáticas a que responde")
    )
    partners = models.TextField(
        _("parceiros"), max_length=600, blank=True, help_text=_("Entidades que participam, uma por linha.")
    )

    template = "pages/news.html"
    content_panels: ClassVar = [
        *NewsPage.content_panels[:-2],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
                FieldPanel("aim"),
                FieldPanel("partners"),
            ],
            heading=_("A campanha"),
        ),
        InlinePanel("materials", heading=_("Materiais para descarregar"), label=_("material")),
        FieldPanel("problems", widget=forms.CheckboxSelectMultiple),
        *NewsPage.content_panels[-2:],
    ]
    search_fields: ClassVar = [
        *NewsPage.search_fields,
        index.SearchField("aim"),
        index.SearchField("partners"),
    ]

    class Meta:
        verbose_name = _("campanha")
        verbose_name_plural = _("campanhas")

    def phase(self, today: date) -> str:
        """`coming`, `running` or `over`: both days count."""
        if today < self.starts:
            return "coming"
        return "over" if self.ends is not None and today > self.ends else "running"

    @property
    def now(self) -> str:
        return self.phase(timezone.localdate(moment.now()))

    @property
    def partner_list(self) -> list[str]:
        return [line.strip() for line in self.partners.splitlines() if line.strip()]


class CampaignMaterial(Orderable):
    """A file of a campaign that people may take and use."""

    campaign = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="materials")
    document = models.ForeignKey(
        "portal.PortalDocument", models.CASCADE, related_name="+", verbose_name=_("documento")
    )
    label = models.CharField(
        _("o que é"), max_length=120, help_text=_("Por exemplo «Cartaz A3, para imprimir (PDF)».")
    )

    panels: ClassVar = [FieldPanel("document"), FieldPanel("label")]

    class Meta(Orderable.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materiais")

    def __str__(self) -> str:
        return self.label


def hidden_from_all() -> models.QuerySet[Any]:
    """Live items that not everybody may read: what lists of pages in general leave out."""
    live: models.QuerySet[Any] = NewsPage.objects.live()
    return live.exclude(pk__in=NewsPage.objects.visible_to(None).values("pk")).order_by()


__all__ = ["Approval", "CampaignMaterial", "CampaignPage", "NewsIndexPage", "NewsPage", "hidden_from_all"]

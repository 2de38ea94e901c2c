"""Synonyms as editors keep them in the CMS: a group of words that mean the same, and what each of them finds today."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from modelsearch.index import get_indexed_models
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Phrase
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from search import synonyms
from search.models import Synonyms


def standing(words: str) -> int:
    """In how many entries of the index the expression itself stands, whatever else means the same."""
    backend = get_search_backend()
    roots = [model for model in get_indexed_models() if not model._meta.parents]
    return sum(backend.search(Phrase(words), model.objects.all()).count() for model in roots)


class EffectPanel(Panel):
    """What the group changes, once it is saved: where each expression stands by itself, and that all find all."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "finding/synonyms_effect.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            context["lines"] = [(words, standing(words)) for words in self.instance.terms]
            context["in_use"] = self.instance.is_active
            return context


class SynonymsCreate(CreateView):
    def get_initial_form_instance(self) -> Synonyms:
        """An address may bring the first words."""
        return Synonyms(words=self.request.GET.get("words", "")[: synonyms.LONGEST])


class SynonymsViewSet(SnippetViewSet):
    model = Synonyms
    icon = "search"
    menu_label = _("Sinónimos da pesquisa")
    menu_order = 260
    add_to_admin_menu = True
    add_view_class = SynonymsCreate
    list_display: ClassVar[list[Any]] = [
        Column("__str__", label=_("Querem dizer o mesmo")),
        Column("note", label=_("Nota")),
        BooleanColumn("is_active", label=_("Em uso")),
    ]
    list_filter: ClassVar[list[Any]] = ["is_active"]
    search_fields: ClassVar[list[str]] = ["words", "note"]
    list_per_page = 100
    copy_view_enabled = False
    panels: ClassVar[list[Any]] = [
        FieldPanel(
            "words",
            help_text=_(
                "Palavras ou expressões que querem dizer o mesmo, uma por linha: pelo menos duas. Quem procurar uma"
                " encontra as outras, logo na pesquisa seguinte. Plural, género e acentos não contam: basta uma forma."
                " Junte só o que quer mesmo dizer o mesmo; o que é apenas parecido traz resultados a mais."
            ),
        ),
        FieldPanel("note"),
        FieldPanel("is_active"),
        EffectPanel(heading=_("O que muda")),
    ]

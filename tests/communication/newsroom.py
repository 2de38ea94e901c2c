"""News as tests make them: written by the editor, submitted, approved by the coordination, through the actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from portal.communication import actions
from portal.models import CampaignPage, NewsIndexPage, NewsPage


class Newsroom:
    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.number = 0

    def index(self, language: str = "pt-pt") -> NewsIndexPage:
        return NewsIndexPage.objects.get(locale__language_code=language)

    def draft(
        self, title: str = "", *, model: type[NewsPage] = NewsPage, language: str = "pt-pt", **fields: Any
    ) -> Any:
        self.number += 1
        title = title or f"Notícia {self.number}"
        page = model(
            title=title,
            slug=fields.pop("slug", f"noticia-{self.number}"),
            live=False,
            owner=self.cast.users["editor"],
            locale=Locale.objects.get(language_code=language),
            **({"audience": "regional", "description": f"Resumo de {title}."} | fields),
        )
        self.index(language).add_child(instance=page)
        page.save_revision(user=self.cast.users["editor"])
        return model.objects.get(pk=page.pk)

    def submitted(self, title: str = "", **fields: Any) -> Any:
        page = self.draft(title, **fields)
        page.get_workflow().start(page, self.cast.users["editor"])
        return type(page).objects.get(pk=page.pk)

    def external(self, title: str = "", **fields: Any) -> Any:
        page = self.submitted(title, **fields)
        actions.approve_news(page, by=self.cast.coordination, revision=page.latest_revision_id)
        return type(page).objects.get(pk=page.pk)

    def internal(self, title: str = "", **fields: Any) -> Any:
        page = self.draft(title, **({"audience": "municipalities"} | fields))
        page.get_latest_revision().publish(user=self.cast.users["editor"])
        return type(page).objects.get(pk=page.pk)

    def campaign(
        self, title: str = "", *, starts: date | None = None, ends: date | None = None, **fields: Any
    ) -> Any:
        return self.external(
            title, model=CampaignPage, starts=starts or timezone.localdate(), ends=ends, **fields
        )

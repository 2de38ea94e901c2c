"""News and campaigns of the demonstration in every state, and one issue of the newsletter, made through the actions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw
from wagtail.models import Locale

from accounts import moment
from accounts.models import Membership
from portal.communication.actions import approve_news, return_news
from portal.demo import news_texts as texts
from portal.demo.pages import load_pages
from portal.models import (
    CampaignMaterial,
    CampaignPage,
    NewsIndexPage,
    NewsPage,
    PortalDocument,
    PortalImage,
    Subscription,
)
from portal.newsletter.actions import Said, keep_issue, send_issue
from portal.newsletter.composing import mark_of_issue
from units.models import Body

# The 17 tiles in rough geographic order, north on top: row and columns.
TILES = [(0, 1), (0, 2), (1, 1), (1, 2), (1, 3), (2, 0), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3), (4, 1), (4, 2),
         (4, 3), (5, 2), (5, 3)]  # fmt: skip
GROUND, TILE, LIT, HERE = "#e7e2d9", "#fcfbf8", "#6d1f4a", "#f2b632"


def tiles(lit: set[int], here: int) -> bytes:
    """The 17 municipalities as tiles, some of them lit. Drawn, so that nobody's picture is used."""
    picture = Image.new("RGB", (1200, 800), GROUND)
    draw = ImageDraw.Draw(picture)
    side, gap = 108, 14
    left, top = 420, 38
    for number, (row, column) in enumerate(TILES):
        x, y = left + column * (side + gap), top + row * (side + gap)
        colour = HERE if number == here else LIT if number in lit else TILE
        draw.rounded_rectangle((x, y, x + side, y + side), radius=8, fill=colour)
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def load_news(today: date | None = None) -> None:
    """Make them, if no news was ever written. Repeatable."""
    if NewsPage.objects.exists():
        return
    if not NewsIndexPage.objects.exists():
        load_pages()
    with transaction.atomic():
        _Year(today or timezone.localdate()).live()


class _Year:
    """Who writes and who approves; days are counted from today."""

    def __init__(self, today: date) -> None:
        self.today = today
        found = Membership.objects.select_related("user", "organisation")
        self.by = found.get(user__email="coordination@example.org")
        self.editor = found.get(user__email="editor@example.org")
        self.units = {body.axis_id or body.kind: body for body in Body.objects.all()}
        self.number = 0

    def at(self, days: int) -> datetime:
        return datetime.combine(
            self.today + timedelta(days=days), time(11), tzinfo=timezone.get_current_timezone()
        )

    def live(self) -> None:
        readers = self.campaign(
            texts.READERS,
            -150,
            starts=-250,
            ends=-160,
            axis_id="EP1",
            problems=["EP1.1"],
            unit=self.units["EP1"],
        )
        aids = self.item(
            texts.AIDS, -42, axis_id="EP1", unit=self.units["EP1"], picture=tiles({4, 8, 9}, 7),
            picture_alt="Desenho: os 17 municípios em quadrados; quatro deles, vizinhos, estão acesos.",
        )  # fmt: skip
        self.issue(-21, [aids, readers])
        self.campaign(
            texts.WINTER, -6, starts=-6, ends=100, axis_id="EP3", problems=["EP3.1"], unit=self.units["EP3"],
            audience="national", picture=tiles(set(range(17)), -1), material=texts.MATERIAL,
            picture_alt="Desenho: os 17 municípios em quadrados, todos acesos.",
        )  # fmt: skip
        self.item(texts.COUNCIL, -3, unit=self.units[Body.Kind.COUNCIL])
        inside = self.page(NewsPage, "pt-pt", texts.INSIDE, -4, audience="networks", axis_id="EP4")
        inside.get_latest_revision().publish(user=self.editor.user)
        with moment.replaying(self.at(-2)):
            returned = self.submit(self.page(NewsPage, "pt-pt", texts.RETURNED, -2, axis_id="EP4"))
            return_news(returned, by=self.by, revision=returned.latest_revision_id, comment=texts.COMMENT)
        with moment.replaying(self.at(-1)):
            self.submit(
                self.page(NewsPage, "pt-pt", texts.WAITING, -1, axis_id="EP4", unit=self.units["EP4"])
            )
        self.page(NewsPage, "pt-pt", texts.DRAFT, 0, audience="municipalities")

    # --- Pieces ---------------------------------------------------------------------------------------------------

    def page(
        self, model: type[NewsPage], language: str, words: dict[str, Any], days: int, **fields: Any
    ) -> Any:
        self.number += 1
        problems, material = fields.pop("problems", []), fields.pop("material", "")
        page = model(
            slug=f"exemplo-{self.number:02d}",
            locale=Locale.objects.get(language_code=language),
            owner=self.editor.user,
            live=False,
            date=self.today + timedelta(days=days),
            is_demo=True,
            **({"audience": "regional"} | fields | words),
        )
        NewsIndexPage.objects.get(locale__language_code=language).add_child(instance=page)
        if problems:
            page.problems.set(problems)
        if material:
            file = ContentFile(material.encode(), name="inverno-com-porta-aberta.txt")
            document = PortalDocument.objects.create(title=words["title"], file=file)
            page.materials.add(CampaignMaterial(document=document, label="Mensagens prontas a publicar"))
        page.save_revision(user=self.editor.user)
        return model.objects.get(pk=page.pk)

    def submit(self, page: Any) -> Any:
        page.get_workflow().start(page, self.editor.user)
        return type(page).objects.get(pk=page.pk)

    def item(
        self, words: dict[str, dict[str, Any]], days: int, *, model: Any = NewsPage, **fields: Any
    ) -> Any:
        """In each of its languages: written, submitted, approved."""
        drawn = fields.pop("picture", None)
        if drawn is not None:
            image = PortalImage(title=words["pt-pt"]["title"], file=ContentFile(drawn, name="exemplo.png"))
            image.credit = "Desenho: Concerta"
            image.save()
            fields["picture"] = image
        first = None
        with moment.replaying(self.at(days)):
            for language, said in words.items():
                more: dict[str, Any] = {"translation_key": first.translation_key} if first is not None else {}
                page = self.submit(self.page(model, language, said, days, **fields, **more))
                approve_news(page, by=self.by, revision=page.latest_revision_id)
                first = first or page
        return first

    def campaign(
        self, words: dict[str, dict[str, Any]], days: int, *, starts: int, ends: int, **fields: Any
    ) -> Any:
        return self.item(
            words,
            days,
            model=CampaignPage,
            starts=self.today + timedelta(days=starts),
            ends=self.today + timedelta(days=ends),
            **fields,
        )

    def issue(self, days: int, items: list[Any]) -> None:
        with moment.replaying(self.at(days)):
            for number, language in enumerate(["pt-pt", "pt-pt", "pt-pt", "en"], start=1):
                Subscription.objects.create(
                    email=f"boletim-{number}@example.org", language=language, confirmed_at=moment.now()
                )
            made = keep_issue(Said(**texts.ISSUE), [page.translation_key for page in items], by=self.by)
            made.is_demo = True
            made.save(update_fields=["is_demo"])
            send_issue(made, by=self.by, seen=mark_of_issue(made))

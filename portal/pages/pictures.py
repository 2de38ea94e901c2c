"""The pictures of pages: described when they come in, shown as scaled copies only, never the file that was uploaded.

Pictures and files that only internal news use are for members, as the news are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.images.forms import BaseImageForm
from wagtail.models import ReferenceIndex

from portal.models import NewsPage, PortalRendition

# Who refers, by the names of their types.
NEWS = ("newspage", "campaignpage", "campaignmaterial")


class PictureForm(BaseImageForm):
    """Who uploads a picture sees it: nobody else can say so well what it shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            field = self.fields["description"]
            field.required = True
            field.label = _("Descrição")
            field.help_text = _("O que se vê, numa frase, para quem não vê a imagem.")
            field.error_messages["required"] = _("Falta dizer o que a imagem mostra.")


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    found = PortalRendition.objects.filter(file=f"images/{path}").values_list("image_id", flat=True)
    image = found.first()
    # By its very name: another way of writing the path is no way round.
    if image is None or (request.member is None and _only_inside(image)):  # type: ignore[attr-defined]
        raise Http404
    return serve(request, path, document_root=str(Path(settings.MEDIA_ROOT) / "images"))


def _only_inside(image: int) -> bool:
    """Whether only news that not everybody may read show it. Asked of the news themselves, not of an index that a
    worker brings up to date later."""
    blocks = [{"type": "picture", "value": {"image": image}}]
    return _hidden(Q(picture=image) | Q(body__contains=blocks), "portalimage", image)


def document_only_inside(document: int) -> bool:
    """The same of a file: as material of a campaign, or linked from a text."""
    linked = _references("portaldocument", document).filter(content_type__model__in=NEWS)
    pages = [int(pk) for pk in linked.values_list("object_id", flat=True)]
    return _hidden(
        Q(campaignpage__materials__document=document) | Q(pk__in=pages), "portaldocument", document
    )


def _hidden(used: Q, model: str, pk: int) -> bool:
    """News use it, none of which everybody may read, and nothing else does."""
    news = NewsPage.objects.filter(used)
    if not news.exists() or news.filter(pk__in=NewsPage.objects.visible_to(None).values("pk")).exists():
        return False
    return not _references(model, pk).exclude(content_type__model__in=NEWS).exists()


def _references(model: str, pk: int) -> Any:
    return ReferenceIndex.objects.filter(
        to_content_type__app_label="portal", to_content_type__model=model, to_object_id=str(pk)
    )

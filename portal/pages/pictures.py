"""The pictures and files of pages: described when they come in, never exchanged for others, and shown to everybody only
where a page shows them that everybody may read. Pictures are shown as scaled copies, never the file that was uploaded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.models import Page, ReferenceIndex

from portal.models import PortalDocument, PortalImage, PortalRendition
from portal.pages.news import hidden_from_all

_STAYS = _(
    "O ficheiro não se troca: as páginas onde está já foram lidas e aprovadas com ele. Para outro, carregue-o e"
    " escolha-o nas páginas."
)


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _keep_file(self)


class PictureForm(BaseImageForm):
    """Who uploads a picture sees it: nobody else can say so well what it shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _keep_file(self)
        if "description" in self.fields:
            field = self.fields["description"]
            field.required = True
            field.label = _("Descrição")
            field.help_text = _("O que se vê, numa frase, para quem não vê a imagem.")
            field.error_messages["required"] = _("Falta dizer o que a imagem mostra.")


def _keep_file(form: BaseDocumentForm | BaseImageForm) -> None:
    """An approval covers what a page shows, so that does not change under it."""
    if form.instance.pk is not None and form.fields.pop("file", None) is not None and "title" in form.fields:
        # Wagtail has looked at this field already, and what was looked at is kept.
        form["title"].help_text = _STAYS


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    copies = PortalRendition.objects.filter(file=f"images/{path}").select_related("image")
    copy = copies.first()
    # By its very name: another way of writing the path is no way round.
    if copy is None or not may_be_seen_by(request, copy.image):
        raise Http404
    return serve(request, path, document_root=str(Path(settings.MEDIA_ROOT) / "images"))


def may_be_seen_by(request: HttpRequest, file: PortalImage | PortalDocument) -> bool:
    """Members see every picture and file of a page; everybody else those of pages that everybody may read."""
    if request.member is not None or request.user.has_perm("wagtailadmin.access_admin"):  # type: ignore[attr-defined]
        return True
    of_pages = ContentType.objects.get_for_model(Page)
    used = ReferenceIndex.get_references_to(file).filter(base_content_type=of_pages)
    pages = [int(pk) for pk in used.values_list("object_id", flat=True)]
    public = Page.objects.live().public().filter(pk__in=pages)
    return bool(public.exclude(pk__in=hidden_from_all().values("pk")).exists())


def note_references(instance: Any, raw: bool = False, update_fields: Any = None, **_kwargs: Any) -> None:
    """What a page shows, known in the transaction that writes it; Wagtail's own worker would tell some time later.

    A draft of a live page is not written to the page (`update_fields`): what it shows is shown to nobody yet.
    """
    if not raw and update_fields is None:
        ReferenceIndex.create_or_update_for_object(instance)

"""The roof's own tables: every page type, and the images and documents pages use."""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, ImageSequence
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from portal.communication.models import CoordinationApproval
from portal.editors import BodyDesk, UnitEditor
from portal.newsletter.models import Issue, IssueItem, Subscription
from portal.pages.content import ContentPage
from portal.pages.home import HomePage
from portal.pages.news import Approval, CampaignMaterial, CampaignPage, NewsIndexPage, NewsPage
from portal.pages.stories import StoryIndexPage, StoryPage
from portal.pages.units import UnitIndexPage, UnitPage

__all__ = [
    "Approval",
    "BodyDesk",
    "CampaignMaterial",
    "CampaignPage",
    "ContentPage",
    "CoordinationApproval",
    "HomePage",
    "Issue",
    "IssueItem",
    "NewsIndexPage",
    "NewsPage",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "StoryIndexPage",
    "StoryPage",
    "Subscription",
    "UnitEditor",
    "UnitIndexPage",
    "UnitPage",
]


def without_metadata(file: FieldFile) -> ContentFile[bytes]:
    """The same picture without what travels inside it: place, time, device, author, embedded preview.

    Turned the way the camera said, since that note goes too.
    """
    file.seek(0)
    with Image.open(file) as picture:
        kind = picture.format
        frames = [ImageOps.exif_transpose(frame.copy()) for frame in ImageSequence.Iterator(picture)]
        durations = [frame.info.get("duration", 100) for frame in frames]
        profile = picture.info.get("icc_profile")
    for frame in frames:
        transparency = frame.info.get("transparency")
        # Pillow's writers fall back on `info` for Exif, XMP and comments.
        frame.info = {} if transparency is None else {"transparency": transparency}
    options: dict[str, Any] = {"icc_profile": profile} if profile else {}
    if kind == "JPEG":
        options |= {"quality": 90, "optimize": True}
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:], "duration": durations}
    clean = BytesIO()
    frames[0].save(clean, format=kind, **options)
    return ContentFile(clean.getvalue(), name=file.name)


class PortalImage(AbstractImage):
    """A picture that editors put on pages. What its file told about place, time or device is never kept."""

    credit = models.CharField(_("autoria"), max_length=160, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("imagem")
        verbose_name_plural = _("imagens")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed:
            clean = without_metadata(self.file)
            self.file.save(clean.name, clean, save=False)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_of_each_kind"
            )
        ]


class PortalDocument(AbstractDocument):
    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("documento")
        verbose_name_plural = _("documentos")

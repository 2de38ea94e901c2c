"""Photographs of facilities: looked at, scaled and written anew, so that nothing a camera or a program put in stays."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from resources.models import Photo

MOST_BYTES = 8_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
KINDS = ("JPEG", "PNG", "WEBP")


def taken_from(file: File) -> Photo:
    """The picture in an uploaded file, not saved yet. What it is its content says, never its name."""
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(_("A fotografia é demasiado pesada: no máximo 8 MB."))
    try:
        file.seek(0)
        with Image.open(file, formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("A fotografia é demasiado grande: no máximo 40 milhões de pontos."))
            plain = _plain(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("Este ficheiro não é uma fotografia JPEG, PNG ou WebP inteira.")) from None
    written = BytesIO()
    plain.save(written, "JPEG", quality=85, optimize=True, progressive=True)
    content = written.getvalue()
    return Photo(
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        width=plain.width,
        height=plain.height,
    )


def _plain(picture: Image.Image) -> Image.Image:
    """Only the points: turned as the camera said, in everybody's colours, opaque, no larger than is shown."""
    profile = picture.info.get("icc_profile")
    turned: Image.Image = ImageOps.exif_transpose(picture)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    points = _in_srgb(turned, profile)
    made = Image.new("RGB", points.size, "white")
    if points.mode in ("RGBA", "LA", "PA") or "transparency" in points.info:
        points = points.convert("RGBA")
        made.paste(points, mask=points.getchannel("A"))
    else:
        made.paste(points.convert("RGB"))
    return made


def _in_srgb(picture: Image.Image, profile: Any) -> Image.Image:
    if not profile or picture.mode not in ("RGB", "CMYK", "L"):
        return picture
    try:
        mine = ImageCms.ImageCmsProfile(BytesIO(profile))
        seen = ImageCms.profileToProfile(picture, mine, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except ImageCms.PyCMSError:
        return picture
    return seen or picture

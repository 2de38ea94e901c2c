"""Texts that are being agreed on: a draft and its versions, each kept as it was put to the municipalities."""

from __future__ import annotations

import re
import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.bilingual import in_language
from accounts.models import Membership
from units.models.bodies import Body


class Draft(models.Model):
    """A text a body works on, from its first version to the decision. It is called as its last version is."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="drafts", verbose_name=_("órgão"))
    title_pt = models.CharField(_("título"), max_length=160)
    title_en = models.CharField(_("título em inglês"), max_length=160, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("texto em concertação")
        verbose_name_plural = _("textos em concertação")

    def __str__(self) -> str:
        return self.title_pt

    @property
    def title(self) -> str:
        return in_language(self.title_pt, self.title_en)


PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")


class Version(models.Model):
    """One version of a draft. Once a round or a consultation was opened on it, it stays as it was (the database refuses
    a change)."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versão"))
    # Its own: the next version may be called otherwise, and what was agreed on keeps its name.
    title_pt = models.CharField(_("título"), max_length=160)
    title_en = models.CharField(_("título em inglês"), max_length=160, blank=True)
    text = models.TextField(_("texto"))
    note = models.CharField(_("o que mudou"), max_length=240, blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("draft", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "number"], name="version_numbers_do_not_repeat"),
        ]
        verbose_name = _("versão")
        verbose_name_plural = _("versões")

    def __str__(self) -> str:
        return f"{self.title_pt}, {self.number}"

    @property
    def title(self) -> str:
        return in_language(self.title_pt, self.title_en)

    @property
    def paragraphs(self) -> list[str]:
        """In their order: the first is number 1. The text stays, so the numbers stay."""
        parts = PARAGRAPHS.split(self.text.replace("\r\n", "\n").strip())
        return [part.strip() for part in parts if part.strip()]

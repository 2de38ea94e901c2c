"""What search keeps in the database: what is owed to the index, synonyms, searches that found nothing."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """An object whose entry in the index is owed: written in the transaction that changed it, taken by the writer.

    Rows are only added, so that two transactions never wait for one another here; the same object may stand twice.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=50)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("pk",)
        verbose_name = _("alteração por indexar")
        verbose_name_plural = _("alterações por indexar")

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id}"


class Synonyms(models.Model):
    """Words that mean the same: a search for one of them finds the others too. Edited in the CMS."""

    words = models.TextField(
        _("palavras"),
        max_length=1000,
        help_text=_("Palavras ou expressões que querem dizer o mesmo, uma por linha: pelo menos duas."),
    )
    note = models.CharField(
        _("nota"), max_length=200, blank=True, help_text=_("Por que são sinónimos, ou a fonte.")
    )
    is_active = models.BooleanField(_("em uso"), default=True)
    changed_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("words",)
        verbose_name = _("sinónimos")
        verbose_name_plural = _("sinónimos")

    def __str__(self) -> str:
        return " = ".join(self.terms)

    def clean(self) -> None:
        """What may mean the same as what: search/synonyms.py says."""
        from search import synonyms

        synonyms.check(self)

    @property
    def terms(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]


class Missed(models.Model):
    """Words that were searched and found nothing: how often in each week, never by whom."""

    words = models.CharField(_("palavras"), max_length=120)
    week = models.DateField(_("semana, pelo seu primeiro dia"))
    times = models.PositiveIntegerField(_("vezes"), default=1)
    settled_at = models.DateTimeField(_("tratada em"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("-week", "-times", "words")
        verbose_name = _("pesquisa sem resultado")
        verbose_name_plural = _("pesquisas sem resultado")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["words", "week"], name="a_missed_search_is_counted_once_a_week")
        ]

    def __str__(self) -> str:
        return self.words

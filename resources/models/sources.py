"""Where imported data come from, under which licence: shown wherever they are."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Columns that tell where a row was published: with them anybody finds it there.
PUBLISHED = ("source", "source_ref", "source_url")


class Source(models.Model):
    """A published data set. Its `attribution` stands wherever its rows do, word for word."""

    name = models.CharField(_("nome"), max_length=120, unique=True)
    licence = models.CharField(_("licença"), max_length=120)
    licence_url = models.URLField(_("endereço da licença"), blank=True)
    attribution = models.CharField(_("atribuição"), max_length=240)
    url = models.URLField(_("endereço"), blank=True)
    retrieved_on = models.DateField(_("dados de"), null=True, blank=True)
    imported_at = models.DateTimeField(_("importado em"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("fonte")
        verbose_name_plural = _("fontes")

    def __str__(self) -> str:
        return self.name


class Sourced(models.Model):
    """What may come from a source. `source_ref`: its id there, by which another import finds it again."""

    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, verbose_name=_("fonte"))
    source_ref = models.CharField(_("identificador na fonte"), max_length=120, blank=True)
    source_url = models.URLField(_("página na fonte"), blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("source", "source_ref"),
                condition=Q(source__isnull=False),
                name="%(class)s_once_per_source",
            ),
            models.CheckConstraint(
                name="%(class)s_source_is_whole",
                condition=Q(source=None, source_ref="") | (Q(source__isnull=False) & ~Q(source_ref="")),
            ),
        ]

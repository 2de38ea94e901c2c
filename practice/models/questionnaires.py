"""What the 17 municipalities are asked once a year, as editors compose it in the CMS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from accounts.bilingual import in_language
from monitor.models import Indicator
from practice import questions
from practice.questions import Asked, Option

WRITTEN = r"^[a-z][a-z0-9_]{1,39}$"
CODE = RegexValidator(WRITTEN, _("Só letras minúsculas sem acentos, algarismos e _."))


class Questionnaire(ClusterableModel):
    """Composed freely: a campaign keeps the questions as they were on the day it opened."""

    title_pt = models.CharField(_("título"), max_length=160)
    title_en = models.CharField(_("título em inglês"), max_length=160, blank=True)
    intro_pt = models.TextField(_("introdução"), blank=True)
    intro_en = models.TextField(_("introdução em inglês"), blank=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("questionário")
        verbose_name_plural = _("questionários")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self.title_pt, self.title_en)

    def asked(self) -> list[Asked]:
        """The questions in order, each with the step it stands on."""
        found: list[Asked] = []
        step, section = 0, ("", "")
        for one in self.questions.select_related("indicator"):
            if one.section_pt or not found:
                step, section = step + 1, (one.section_pt or self.title_pt, one.section_en or self.title_en)
            found.append(one.as_asked(step, section))
        return found


class Question(models.Model):
    """One question; its code stays the same from year to year, so that years can be compared."""

    class Kind(models.TextChoices):
        YES_NO = questions.YES_NO, _("sim ou não")
        ONE = questions.ONE, _("uma de várias opções")
        SEVERAL = questions.SEVERAL, _("as opções que se aplicarem")
        NUMBER = questions.NUMBER, _("número")
        LINE = questions.LINE, _("texto curto")
        PROSE = questions.PROSE, _("texto longo")

    # Written in the order of the questionnaire.
    sort_order_field = "order"

    questionnaire = ParentalKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(_("ordem"), default=0)
    section_pt = models.CharField(
        _("começa a parte"),
        max_length=120,
        blank=True,
        help_text=_("O título, se aqui começa uma parte nova. Vazio: continua a parte anterior."),
    )
    section_en = models.CharField(_("começa a parte, em inglês"), max_length=120, blank=True)
    code = models.CharField(
        _("código"),
        max_length=40,
        validators=[CODE],
        help_text=_("Não muda de um ano para o outro: é por ele que se comparam os anos."),
    )
    kind = models.CharField(_("tipo de resposta"), max_length=8, choices=Kind.choices)
    text_pt = models.CharField(_("pergunta"), max_length=300)
    text_en = models.CharField(_("pergunta em inglês"), max_length=300, blank=True)
    help_pt = models.CharField(_("ajuda"), max_length=400, blank=True)
    help_en = models.CharField(_("ajuda em inglês"), max_length=400, blank=True)
    required = models.BooleanField(_("obrigatória"), default=False)
    options_pt = models.TextField(
        _("opções"),
        blank=True,
        help_text=_("Uma por linha: código = texto. Por exemplo «protocolo = Por protocolo escrito»."),
    )
    options_en = models.TextField(
        _("opções em inglês"), blank=True, help_text=_("Os mesmos códigos, pela mesma ordem.")
    )
    unit_pt = models.CharField(_("unidade"), max_length=40, blank=True)
    unit_en = models.CharField(_("unidade em inglês"), max_length=40, blank=True)
    least = models.DecimalField(_("mínimo"), max_digits=12, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(_("máximo"), max_digits=12, decimal_places=2, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(
        _("casas decimais"), default=0, validators=[MaxValueValidator(2)]
    )
    only_if = models.CharField(
        _("só se a pergunta"),
        max_length=40,
        blank=True,
        help_text=_("O código de uma pergunta anterior. Vazio: faz-se sempre."),
    )
    only_if_says = models.CharField(
        _("tiver a resposta"),
        max_length=40,
        blank=True,
        help_text=_("«yes» ou «no», ou o código de uma opção."),
    )
    indicator = models.ForeignKey(
        Indicator,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("publica no indicador"),
        help_text=_("Uma série do portal que recebe o resultado quando a campanha se publicar."),
    )
    counts = models.CharField(
        _("conta a resposta"),
        max_length=40,
        blank=True,
        help_text=_("De uma escolha: a opção cuja percentagem se publica. De sim ou não é sempre o sim."),
    )
    baseline = models.CharField(
        _("número do estudo ao lado"),
        max_length=40,
        blank=True,
        help_text=_("A chave de um número do estudo MAASIP, para se ler ao lado do resultado."),
    )

    class Meta:
        ordering = ("questionnaire", "order", "pk")
        verbose_name = _("pergunta")
        verbose_name_plural = _("perguntas")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["questionnaire", "code"], name="question_codes_do_not_repeat")
        ]

    def __str__(self) -> str:
        return self.text_pt

    @property
    def options(self) -> list[Option]:
        """ValueError with a sentence where the lines are no options."""
        english = dict(_lines(self.options_en))
        found = [Option(key, text, english.get(key, "")) for key, text in _lines(self.options_pt)]
        if len({one.key for one in found}) < len(found):
            raise ValueError(gettext("Há dois códigos iguais nas opções."))
        if strange := set(english) - {one.key for one in found}:
            raise ValueError(
                gettext("Em inglês há códigos que não estão em português: %(codes)s.")
                % {"codes": ", ".join(sorted(strange))}
            )
        return found

    def as_asked(self, step: int, section: tuple[str, str]) -> Asked:
        return Asked(
            code=self.code,
            kind=self.kind,
            step=step,
            section_pt=section[0],
            section_en=section[1],
            text_pt=self.text_pt,
            text_en=self.text_en,
            help_pt=self.help_pt,
            help_en=self.help_en,
            required=self.required,
            options=self.options,
            unit_pt=self.unit_pt,
            unit_en=self.unit_en,
            least=None if self.least is None else str(self.least),
            most=None if self.most is None else str(self.most),
            decimals=self.decimals,
            only_if=self.only_if,
            only_if_says=self.only_if_says,
            indicator=self.indicator.code if self.indicator else "",
            counts=self.counts,
            baseline=self.baseline,
        )


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, (line.strip() for line in text.splitlines())):
        key, equals, words = (part.strip() for part in line.partition("="))
        if not equals or not words:
            raise ValueError(
                gettext("«%(line)s» não é uma opção: escreva «código = texto».") % {"line": line}
            )
        if not re.fullmatch(WRITTEN, key):
            raise ValueError(
                gettext("«%(key)s» não serve de código: só letras minúsculas sem acentos, algarismos e _.")
                % {"key": key}
            )
        yield key, words

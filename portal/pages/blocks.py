"""What editors build pages with: few blocks, each of them a component of the visual language."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class HeadingValue(blocks.StructValue):
    @property
    def anchor(self) -> str:
        return slugify(self["text"])


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Título"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Nível"), choices=[("2", _("secção")), ("3", _("subsecção"))], default="2", required=True
    )

    class Meta:
        label = _("Título de secção")
        icon = "title"
        template = "pages/blocks/heading.html"
        value_class = HeadingValue


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=160)
    text = blocks.RichTextBlock(label=_("Texto"), features=FEATURES, required=False)

    class Meta:
        label = _("Chamada de atenção")
        icon = "warning"
        template = "pages/blocks/callout.html"


class FactBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("O quê"), max_length=120)
    text = blocks.RichTextBlock(label=_("Resposta"), features=FEATURES)


class FactsBlock(blocks.StructBlock):
    facts = blocks.ListBlock(FactBlock(), label=_("Linhas"), min_num=1)

    class Meta:
        label = _("Lista de factos")
        icon = "list-ul"
        template = "pages/blocks/facts.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Imagem"))
    alt = blocks.CharBlock(
        label=_("Texto alternativo"),
        max_length=250,
        help_text=_("O que a imagem mostra, para quem não a vê."),
    )
    caption = blocks.CharBlock(label=_("Legenda e fonte"), max_length=250, required=False)

    class Meta:
        label = _("Imagem")
        icon = "image"
        template = "pages/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Citação"))
    source = blocks.CharBlock(label=_("Fonte"), max_length=250)

    class Meta:
        label = _("Citação")
        icon = "openquote"
        template = "pages/blocks/quote.html"


def cells(line: str) -> list[str]:
    """The cells of one written line: separated by tabs (as pasted from a spreadsheet) or by bars."""
    return [cell.strip() for cell in line.split("\t" if "\t" in line else "|")]


class TableValue(blocks.StructValue):
    @cached_property
    def lines(self) -> list[list[str]]:
        return [cells(line) for line in self["content"].splitlines() if line.strip()]

    @property
    def head(self) -> list[str]:
        return self.lines[0]

    @property
    def rows(self) -> list[list[str]]:
        return self.lines[1:]


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("Legenda da tabela"), max_length=200)
    content = blocks.TextBlock(
        label=_("Conteúdo"),
        rows=8,
        help_text=_(
            "Uma linha por linha da tabela; a primeira é o cabeçalho. Separe as células com | ou cole de uma "
            "folha de cálculo."
        ),
    )

    class Meta:
        label = _("Tabela")
        icon = "table"
        template = "pages/blocks/table.html"
        value_class = TableValue

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        lines = [cells(line) for line in value["content"].splitlines() if line.strip()]
        if len(lines) < 2:
            raise blocks.StructBlockValidationError(
                {"content": ValidationError(gettext("Uma tabela tem um cabeçalho e pelo menos uma linha."))}
            )
        for number, line in enumerate(lines, start=1):
            if len(line) != len(lines[0]):
                raise blocks.StructBlockValidationError(
                    {
                        "content": ValidationError(
                            gettext(
                                "A linha %(line)d tem células a mais ou a menos: %(has)d em vez de %(want)d."
                            )
                            % {"line": number, "has": len(line), "want": len(lines[0])}
                        )
                    }
                )
        return value


class HelplinesBlock(blocks.StaticBlock):
    class Meta:
        label = _("Linhas de ajuda")
        icon = "help"
        admin_text = _("As linhas de ajuda do portal: 112, 144 e 800 202 148.")
        template = "pages/blocks/helplines.html"


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Texto"), icon="pilcrow", features=FEATURES, template="pages/blocks/paragraph.html"
    )
    callout = CalloutBlock()
    facts = FactsBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    table = TableBlock()
    helplines = HelplinesBlock()

    class Meta:
        required = False

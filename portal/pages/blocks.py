"""What editors build pages with: few blocks, each of them a component of the visual language."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from portal.pages.monitor_blocks import WithFigures
from portal.pages.wording import check_links, first_skipped, words_of_links

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]
WORDS, PICTURES, LEADING_ON = _("Texto"), _("Imagens e números"), _("Ligações e documentos")


class ProseBlock(blocks.RichTextBlock):
    """Formatted text whose links say where they lead."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        check_links(words_of_links(value.source))
        return value

    def deconstruct(self) -> Any:
        # Migrations know it as what it is to the database.
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs


class HeadingValue(blocks.StructValue):
    @property
    def anchor(self) -> str:
        return slugify(self["text"])


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Título"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Nível"),
        choices=[("2", _("secção")), ("3", _("subsecção"))],
        default="2",
        required=True,
        help_text=_("Uma subsecção vem sempre depois de uma secção."),
    )

    class Meta:
        label = _("Título de secção")
        description = _("Divide o texto e serve de índice a quem o ouve.")
        help_text = _("Uma frase curta que diga o que vem a seguir.")
        group = WORDS
        icon = "title"
        template = "pages/blocks/heading.html"
        value_class = HeadingValue


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=160)
    text = ProseBlock(label=_("Texto"), features=FEATURES, required=False)

    class Meta:
        label = _("Chamada de atenção")
        description = _("O que ninguém pode deixar de ler.")
        help_text = _("Uma por página chega; com muitas, nenhuma se vê.")
        group = WORDS
        icon = "warning"
        template = "pages/blocks/callout.html"


class FactBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("O quê"), max_length=120)
    text = ProseBlock(label=_("Resposta"), features=FEATURES)


class FactsBlock(blocks.StructBlock):
    facts = blocks.ListBlock(FactBlock(), label=_("Linhas"), min_num=1)

    class Meta:
        label = _("Lista de factos")
        description = _("Pares curtos: «Horário» e «9 às 17».")
        help_text = _("Cada linha tem um nome curto e a sua resposta.")
        group = WORDS
        icon = "list-ul"
        template = "pages/blocks/facts.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Imagem"))
    alt = blocks.CharBlock(
        label=_("Texto alternativo"),
        max_length=250,
        required=False,
        help_text=_("O que a imagem mostra, para quem não a vê. Obrigatório, salvo se for só decoração."),
    )
    decorative = blocks.BooleanBlock(
        label=_("É só decoração"),
        required=False,
        help_text=_("Nada se perde sem ela: quem ouve a página passa adiante."),
    )
    caption = blocks.CharBlock(label=_("Legenda e fonte"), max_length=250, required=False)

    class Meta:
        label = _("Imagem")
        description = _("Uma fotografia ou um esquema, com o seu texto alternativo.")
        help_text = _(
            "Escolha-a entre as que existem ou carregue uma. Não publique pessoas que se reconheçam sem o seu "
            "consentimento."
        )
        group = PICTURES
        icon = "image"
        template = "pages/blocks/picture.html"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value["alt"].strip() and not value["decorative"]:
            raise blocks.StructBlockValidationError(
                {
                    "alt": ValidationError(
                        gettext(
                            "Falta dizer o que a imagem mostra. Se for só decoração, assinale «É só decoração»."
                        )
                    )
                }
            )
        return value


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Citação"))
    source = blocks.CharBlock(
        label=_("Fonte"), max_length=250, help_text=_("Quem o disse ou escreveu, onde e quando.")
    )

    class Meta:
        label = _("Citação")
        description = _("Palavras de outra pessoa ou documento, com a fonte.")
        help_text = _("As palavras exatas, sem aspas: a página põe-nas.")
        group = WORDS
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
        description = _("Números ou factos em linhas e colunas.")
        help_text = _("A legenda diz o que a tabela mostra, a unidade e a fonte.")
        group = PICTURES
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


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Documento"))
    title = blocks.CharBlock(
        label=_("Nome na página"),
        max_length=160,
        required=False,
        help_text=_("Vazio: o título do documento."),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        _say_where(value["title"])
        return value


class DocumentsBlock(blocks.StructBlock):
    documents = blocks.ListBlock(DocumentBlock(), label=_("Documentos"), min_num=1)

    class Meta:
        label = _("Documentos")
        description = _("Ficheiros para descarregar, com o tipo e o tamanho.")
        help_text = _("Prefira o texto na própria página; um ficheiro é para imprimir ou guardar.")
        group = LEADING_ON
        icon = "doc-full"
        template = "pages/blocks/documents.html"


def _say_where(title: str, field: str = "title") -> None:
    """A title that is a link, where one is written, says where it leads."""
    if title:
        try:
            check_links([title])
        except ValidationError as error:
            raise blocks.StructBlockValidationError({field: error}) from error


class CardValue(blocks.StructValue):
    @property
    def address(self) -> str:
        """Where it leads; nowhere while the page is not published."""
        page = self.get("page")
        if page is None:
            return str(self.get("url") or "")
        return str(page.url or "") if page.live else ""


class CardBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=120, help_text=_("Diz o que lá está."))
    text = blocks.CharBlock(label=_("Uma frase"), max_length=200, required=False)
    page = blocks.PageChooserBlock(label=_("Página do portal"), required=False)
    url = blocks.CharBlock(
        label=_("Outro endereço"),
        max_length=400,
        required=False,
        validators=[
            RegexValidator(
                r"^(/(?!/)|https://)\S+$",
                _(
                    "Um endereço deste portal começa por «/», por exemplo /recursos/; um de fora, por «https://»."
                ),
            )
        ],
        help_text=_("Só se não for uma página: /recursos/ ou https://…"),
    )

    class Meta:
        value_class = CardValue

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        _say_where(value["title"])
        if bool(value["page"]) == bool(value["url"]):
            raise blocks.StructBlockValidationError(
                {"page": ValidationError(gettext("Escolha uma página ou escreva um endereço, um dos dois."))}
            )
        return value


class CardsBlock(blocks.StructBlock):
    cards = blocks.ListBlock(CardBlock(), label=_("Ligações"), min_num=1)

    class Meta:
        label = _("Ligações com frase")
        description = _("Para onde ir a seguir: título, uma frase e a página.")
        help_text = _("Três ou quatro, as que mais gente procura.")
        group = LEADING_ON
        icon = "link"
        template = "pages/blocks/cards.html"


class HelplinesBlock(blocks.StaticBlock):
    class Meta:
        label = _("Linhas de ajuda")
        description = _("112, 144 e 800 202 148, como estão em todo o portal.")
        group = LEADING_ON
        icon = "help"
        admin_text = _("As linhas de ajuda do portal: 112, 144 e 800 202 148.")
        template = "pages/blocks/helplines.html"


class BodyBlock(WithFigures):
    heading = HeadingBlock()
    paragraph = ProseBlock(
        label=_("Texto"),
        icon="pilcrow",
        group=WORDS,
        features=FEATURES,
        description=_("Parágrafos, listas e hiperligações."),
        help_text=_(
            "Frases curtas. Uma hiperligação diz aonde leva: «registo de decisões», não «clique aqui»."
        ),
        template="pages/blocks/paragraph.html",
    )
    callout = CalloutBlock()
    facts = FactsBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    table = TableBlock()
    documents = DocumentsBlock()
    cards = CardsBlock()
    helplines = HelplinesBlock()

    class Meta:
        required = False

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        place = first_skipped(level for block in value if (level := self.level_of(block)) != 0)
        if place is not None:
            titled = [at for at, block in enumerate(value) if self.level_of(block) != 0]
            raise StreamBlockValidationError(
                block_errors={
                    titled[place]: blocks.StructBlockValidationError(
                        {
                            "level": ValidationError(
                                gettext(
                                    "Uma subsecção vem depois de uma secção: escreva primeiro um título de secção, "
                                    "ou faça deste uma secção."
                                )
                            )
                        }
                    )
                }
            )
        return value

    def level_of(self, block: Any) -> int | None:
        """2 or 3 for a title, None for a part with a title of its own, 0 for anything else."""
        return int(block.value["level"]) if block.block_type == "heading" else 0

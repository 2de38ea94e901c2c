"""What editors' words must do for a reader who hears them: links say where they lead, titles do not skip."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from geo.sorting import sort_key

# Heard without the sentence around them these lead nowhere (WCAG 2.4.4). Compared without case, accents and dots.
SAY_NOTHING = {
    "aqui",
    "clique",
    "clique aqui",
    "carregue aqui",
    "prima aqui",
    "ver",
    "ver aqui",
    "ver mais",
    "veja aqui",
    "ler",
    "ler mais",
    "leia mais",
    "mais",
    "mais informacao",
    "mais informacoes",
    "saber mais",
    "saiba mais",
    "link",
    "hiperligacao",
    "este link",
    "esta pagina",
    "here",
    "click here",
    "read more",
    "more",
    "learn more",
    "see more",
    "this page",
    "this link",
    "link here",
}


class _Links(HTMLParser):
    """The words of each link of a rich text."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._inside = True
            self.words.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.words[-1] += data


def words_of_links(html: str) -> list[str]:
    found = _Links()
    found.feed(html)
    found.close()
    return [" ".join(words.split()) for words in found.words]


def leads_somewhere(words: str) -> bool:
    """Whether these words of a link say what is there."""
    plain = sort_key(words.strip(" .…:!?»«\"'>→-"))
    return bool(plain) and plain not in SAY_NOTHING and not plain.startswith(("http", "www"))


def check_links(words: Iterable[str]) -> None:
    for said in words:
        if not leads_somewhere(said):
            raise ValidationError(
                _(
                    "A hiperligação «%(words)s» não diz aonde leva. Escreva o que lá está, por exemplo «registo "
                    "de decisões»."
                )
                % {"words": said or " "}
            )


def first_skipped(levels: Iterable[int | None]) -> int | None:
    """The place of the first subsection without a section before it. None in `levels`: a part with a title of its own,
    after which a new section begins."""
    inside = False
    for place, level in enumerate(levels):
        if level is None:
            inside = False
        elif level == 2:
            inside = True
        elif not inside:
            return place
    return None

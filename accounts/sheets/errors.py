"""What stops an import, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

MOST_ERRORS = 50


class Refused(Exception):
    """Nothing was imported; why, row by row where it lies in rows."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Wrong(Exception):
    """A cell that cannot be taken. `column`: the name of ours it was read as, when it is not the one being read."""

    def __init__(self, sentence: str, column: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.column = sentence, column


class Errors:
    """The first fifty, each with row and column. `places`: where each of our columns stands in the header."""

    def __init__(self, header: list[str], places: Mapping[str, int]) -> None:
        self.header, self.places = header, places
        self.sentences: list[str] = []

    def add(self, row: int | str, column: str, sentence: str) -> None:
        """`row`: its number, or where else it stands in a file without rows."""
        where = self.header[self.places[column]] if column in self.places else column
        if isinstance(row, str):
            said = _("%(row)s: %(sentence)s") % {"row": row, "sentence": sentence}
        elif where:
            said = _("Linha %(row)s, coluna «%(column)s»: %(sentence)s") % {
                "row": row,
                "column": where,
                "sentence": sentence,
            }
        else:
            said = _("Linha %(row)s: %(sentence)s") % {"row": row, "sentence": sentence}
        self.sentences.append(said)
        if len(self.sentences) >= MOST_ERRORS:
            self.stop(_("Há mais erros: corrija estes %(n)s e tente de novo.") % {"n": MOST_ERRORS})

    def stop(self, *more: str) -> None:
        if self.sentences:
            raise Refused(*self.sentences, *more, _("Nada foi importado."))

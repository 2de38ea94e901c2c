"""What stops an import, in sentences."""

from __future__ import annotations


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

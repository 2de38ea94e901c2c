"""Letters as they are compared: without case and without accents."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case without accents: "Reunião" is "reuniao". Of the same length as the text where no letter is two."""
    if text.isascii():
        return text.lower()
    # Taken apart before and after: letters like "ℋ" have a case only once they are plain, "ß" and "İ" grow.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))

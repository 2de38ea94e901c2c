"""The order a Portuguese reader expects, whatever collation the database has."""

import unicodedata


def sort_key(text: str) -> str:
    """The unaccented lower-case key to store beside a name and sort by: letters and digits, single spaces, at
    most 200 characters. Águeda comes before Espinho, a name in quotation marks stands under its letter."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())[:200]


def searchable(*texts: str) -> str:
    """The same for whole texts, of any length: what words are looked for in."""
    return " ".join(sort_key(word) for text in texts for word in text.split() if sort_key(word))

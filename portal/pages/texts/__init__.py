"""The words the portal starts with, as stream blocks. Editors change them afterwards; these overwrite nothing."""

from typing import Any

Block = tuple[str, Any]


def section(text: str) -> Block:
    return ("heading", {"text": text, "level": "2"})


def text(html: str) -> Block:
    return ("paragraph", html)


def note(title: str, html: str = "") -> Block:
    return ("callout", {"title": title, "text": html})


def facts(*rows: tuple[str, str]) -> Block:
    return ("facts", {"facts": [{"term": term, "text": f"<p>{answer}</p>"} for term, answer in rows]})


def table(caption: str, *lines: str) -> Block:
    return ("table", {"caption": caption, "content": "\n".join(lines)})


def cards(*rows: tuple[str, str, str]) -> Block:
    """Title, sentence, address."""
    return (
        "cards",
        {"cards": [{"title": title, "text": text, "page": None, "url": url} for title, text, url in rows]},
    )


HELPLINES: Block = ("helplines", None)

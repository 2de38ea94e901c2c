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


HELPLINES: Block = ("helplines", None)

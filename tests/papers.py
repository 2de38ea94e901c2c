"""What a PDF says, read as another program reads it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader


class Printed:
    """`text` in reading order with single spaces; `alternatives` of pictures; `attached`: {name: content}."""

    def __init__(self, content: bytes) -> None:
        reader = PdfReader(BytesIO(content))
        root = reader.trailer["/Root"]
        self.pages = len(reader.pages)
        self.title = reader.metadata.title if reader.metadata else None
        self.language = root.get("/Lang")
        self.is_tagged = bool(root.get("/MarkInfo", {}).get("/Marked")) and "/StructTreeRoot" in root
        self.claims_ua = b"pdfuaid:part" in content
        self.text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        self.alternatives = list(_alternatives(root["/StructTreeRoot"])) if self.is_tagged else []
        self.attached = {name: parts[0] for name, parts in reader.attachments.items()}


def _alternatives(node: Any) -> Iterator[str]:
    """Of a structure tree and everything under it."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _alternatives(child)
    elif hasattr(node, "get"):
        if "/Alt" in node:
            yield str(node["/Alt"])
        if "/K" in node:
            yield from _alternatives(node["/K"])

"""Which files may be kept, told by what is in them: the name is what somebody wrote, the first bytes are what it is."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    media_type: str
    endings: tuple[str, ...]

    def fits(self, name: str) -> bool:
        return name.rpartition(".")[2].lower() in self.endings


PDF = Kind("application/pdf", ("pdf",))
PNG = Kind("image/png", ("png",))
JPEG = Kind("image/jpeg", ("jpg", "jpeg"))
ODT = Kind(f"{OPEN_DOCUMENT}text", ("odt",))
ODS = Kind(f"{OPEN_DOCUMENT}spreadsheet", ("ods",))
DOCX = Kind(f"{OFFICE}wordprocessingml.document", ("docx",))
XLSX = Kind(f"{OFFICE}spreadsheetml.sheet", ("xlsx",))

STARTS: list[tuple[bytes, Kind]] = [
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
]


def kind_of(content: bytes) -> Kind | None:
    """None: of a kind that is not kept."""
    for start, kind in STARTS:
        if content.startswith(start):
            return kind
    return _in_archive(content) if content.startswith(b"PK\x03\x04") else None


def _in_archive(content: bytes) -> Kind | None:
    """Office documents are archives: only their list of parts is read, and the few bytes that name the kind."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.namelist()
            if any(part.lower().endswith("vbaproject.bin") for part in parts):
                return None  # with macros
            if parts and parts[0] == "mimetype":
                with archive.open("mimetype") as named:
                    said = named.read(100).decode("ascii", "replace").strip()
                return next((kind for kind in (ODT, ODS) if kind.media_type == said), None)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None
    if "[Content_Types].xml" not in parts:
        return None
    if "word/document.xml" in parts:
        return DOCX
    return XLSX if "xl/workbook.xml" in parts else None

"""Texts of the interface: Portuguese in the code, English in locale/en.

python -m ops.messages --check     fails on texts without a sound English translation
python -m ops.messages --update    adds new texts (empty), drops unused ones, keeps the rest
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message, extract, pofile

from ops import ROOT

CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"
_SKIPPED = {"var", "migrations", "tests", "ops", "locale", "static", "requirements", "node_modules"}
_KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# A marker under a name of its own is not found: its texts would stay Portuguese.
_RENAMED = re.compile(r"\bn?p?gettext(?:_lazy|_noop)? as (?!_\b)\w+")
_PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-z]|(?<!%)%[sd]|\{[A-Za-z_]\w*[^{}]*\}")
_HEADER = """\
# English texts of Concerta. `make messages` keeps the list; the translations are written by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def used() -> Catalog:
    """Every text in the code and the templates, with where it stands."""
    catalog = Catalog(locale="en", fuzzy=False)
    for path in _sources():
        source = path.read_bytes()
        if path.suffix != ".py":
            source = _as_python(source.decode("utf-8"), path)
        found = extract.extract("python", io.BytesIO(source), _KEYWORDS, options={"encoding": "utf-8"})
        for line, message, _comments, context in found:
            catalog.add(message, None, [(str(path.relative_to(ROOT)), line)], context=context)
    return catalog


def kept() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="en", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return pofile.read_po(file, locale="en")


def problems() -> list[str]:
    """What a reader of English would stumble over, one line each."""
    english = kept()
    found = [
        f"renamed: {marker[0]} ({path.relative_to(ROOT)})"
        for path in _sources()
        for marker in _RENAMED.finditer(path.read_text(encoding="utf-8"))
    ]
    for message in _texts(used()):
        translation = english.get(message.id, message.context)
        text = _strings(message.id)[0]
        given = _strings(translation.string) if translation is not None else []
        where = ", ".join(f"{path}:{line}" for path, line in message.locations[:2])
        if translation is None:
            found.append(f"missing: {text!r} ({where})")
        elif translation.fuzzy:
            found.append(f"fuzzy: {text!r} ({where})")
        elif not all(given) or len(given) != len(_strings(message.id)):
            found.append(f"empty: {text!r} ({where})")
        elif not _placeholders_agree(message, translation):
            found.append(f"placeholders differ: {text!r} ({where})")
    return found


def update() -> tuple[int, int]:
    """Returns how many texts were added and dropped."""
    current, english = used(), kept()
    texts = sorted(_texts(current), key=lambda message: (_strings(message.id)[0], message.context or ""))
    added = 0
    merged = Catalog(locale="en", fuzzy=False)
    for message in texts:
        old = english.get(message.id, message.context)
        # Singular and plural in the code make two strings; one that was singular before is translated anew.
        fits = old is not None and isinstance(old.id, tuple) == isinstance(message.id, tuple)
        added += not fits
        merged.add(
            message.id,
            old.string if old is not None and fits else None,
            flags={"fuzzy"} if old is not None and fits and old.fuzzy else (),
            context=message.context,
        )
    body = io.BytesIO()
    pofile.write_po(body, merged, width=100, no_location=True, omit_header=True)
    draft = CATALOGUE.with_name(f"{CATALOGUE.name}.{os.getpid()}.new")
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(_HEADER + body.getvalue().decode("utf-8").strip() + "\n", encoding="utf-8")
    os.replace(draft, CATALOGUE)
    return added, sum(1 for message in _texts(english) if current.get(message.id, message.context) is None)


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        in_templates = "templates" in Path(folder).relative_to(ROOT).parts
        for name in sorted(files):
            if name.endswith(".py") or (in_templates and name.endswith((".html", ".txt", ".xml", ".svg"))):
                yield Path(folder, name)


def _as_python(source: str, path: Path) -> bytes:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:  # a template is only read for its texts, not run
        settings.configure()
    lines = templatize(source, origin=str(path)).split("\n")
    # The reader of Python would take a template's indentation for a mistake.
    return "\n".join(line.lstrip() for line in lines).encode("utf-8")


def _texts(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _strings(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value or ""] if isinstance(value, str) or value is None else [part or "" for part in value]


def _placeholders_agree(message: Message, translation: Message) -> bool:
    """A translation uses what the text has and nothing else; one form of a plural may leave the number out."""
    wanted = [set(_PLACEHOLDER.findall(text)) for text in _strings(message.id)]
    given = [set(_PLACEHOLDER.findall(text)) for text in _strings(translation.string)]
    if len(wanted) == 1:
        return given == wanted
    return given[-1] == wanted[-1] and all(form <= wanted[0] | wanted[-1] for form in given)


def main() -> int:
    parser = argparse.ArgumentParser(description="English translations: check or update the list.")
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--check", action="store_true")
    choice.add_argument("--update", action="store_true")
    if parser.parse_args().update:
        added, dropped = update()
        print(f"concerta: {CATALOGUE.relative_to(ROOT)}: {added} new, {dropped} dropped")
        return 0
    found = problems()
    print("\n".join(found) if found else "every text has its English translation")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

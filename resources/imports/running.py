"""One import from the first row to the last: everything or nothing, with little memory whatever the size."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import audit, moment
from accounts.models import Organisation
from accounts.sheets.columns import recognised
from accounts.sheets.errors import Errors, Refused, Wrong
from accounts.sheets.reading import Line, Table, table
from resources.imports.facilities import Facilities
from resources.imports.items import Items
from resources.imports.kinds import Context, Difference, Kind, Row, label
from resources.imports.published import Published
from resources.imports.resources import Resources
from resources.models import Resource, Source
from search.writing import owe

CHUNK = 500
KINDS: dict[str, type[Kind]] = {kind.name: kind for kind in (Items, Resources, Facilities)}
# Licences that sources name shortly, and where they stand.
LICENCES = {
    "odbl": "https://opendatacommons.org/licenses/odbl/1-0/",
    "odbl 1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "cc by 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc by-sa 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True)
class Reading:
    """How the columns and the words of a file are to be read, where they do not tell by themselves."""

    columns: Mapping[str, str | None] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass
class Outcome:
    kind: str
    counts: Counter[str] = field(default_factory=Counter)
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


Tell = Callable[[Difference], None]
Progress = Callable[[Iterator[Line], int, str], Iterable[Line]]


def run(
    file: Path,
    *,
    published: Published,
    kind: str = "",
    mapping: Reading | None = None,
    organisation: Organisation | None = None,
    dry_run: bool = False,
    retire: bool = False,
    tell: Tell = lambda difference: None,
    progress: Progress = lambda lines, size, unit: lines,
) -> Outcome:
    """Import a file, or say what it would change. `Refused` with up to 50 sentences when a row is wrong.

    What `published` leaves open, the file itself must say. `retire`: what came from this source before and is no
    longer in the file leaves the catalogue.
    """
    mapping = mapping or Reading()
    if retire and organisation:
        raise Refused(_("O que é de uma entidade retira-se no portal, por quem o gere."))
    published = published.completed(file)
    with transaction.atomic():
        source = _source(published)
        context = Context(source, organisation, mapping.words)
        with table(file) as read:
            importer, places = _importer(read.header, kind, context, mapping)
            outcome = Outcome(importer.name, ignored=_ignored(read.header, places))
            lines = progress(read.lines, read.size, read.unit)
            _take_all(importer, read, places, lines, outcome, tell)
        _gone(importer, outcome, tell, retire=retire)
        outcome.notes = importer.notes
        if dry_run:
            transaction.set_rollback(True)
            return outcome
        counts = outcome.counts
        audit.record(
            f"source:{source.pk}",
            "import_catalogue",
            by=None,
            subject=("source", source.pk),
            label=f"{source.name}: {file.name}",
            to_state=f"+{counts['new']} ~{counts['changed']} ={counts['same']} -{counts['gone']}",
        )
        # What is written in bulk tells the search index by nothing else.
        owe(Resource, importer.touched)
    return outcome


# --- Source and columns -----------------------------------------------------------------------------------------------


def _source(published: Published) -> Source:
    """The source, locked: two imports of the same one come one after the other."""
    Source.objects.get_or_create(
        name=published.name,
        defaults={"licence": published.licence, "attribution": published.attribution or published.name},
    )
    source = Source.objects.select_for_update().get(name=published.name)
    source.licence = published.licence
    source.licence_url = (
        published.licence_url or LICENCES.get(published.licence.lower(), "") or source.licence_url
    )
    source.attribution = published.attribution or source.attribution
    source.url = published.url or source.url
    source.retrieved_on = published.retrieved_on
    source.imported_at = moment.now()
    try:
        source.full_clean()
    except ValidationError as error:
        raise Refused(
            *(f"{label(Source, name)}: {' '.join(said)}" for name, said in error.message_dict.items())
        ) from error
    source.save()
    return source


def _importer(
    header: list[str], kind: str, context: Context, mapping: Reading
) -> tuple[Kind, dict[str, int]]:
    """The kind of the file and where its columns stand."""
    chosen = KINDS[kind] if kind else _kind(header, context, mapping)
    importer = chosen(context)
    places = recognised(header, importer.columns, mapping.columns)
    importer.found = frozenset(places)
    if missing := importer.lacking():
        raise Refused(
            ngettext("Falta a coluna %(names)s.", "Faltam as colunas %(names)s.", len(missing))
            % {"names": ", ".join(missing)},
            _("As colunas do ficheiro são: %(names)s. Diga com --mapping qual é qual.")
            % {"names": ", ".join(filter(None, header))},
        )
    return importer, places


def _kind(header: list[str], context: Context, mapping: Reading) -> type[Kind]:
    """By the column that only one kind has, when everything else that kind needs is there."""
    for one in KINDS.values():
        columns = one(context).columns
        names = {column.name for column in columns}
        own = {
            there: name
            for there, name in mapping.columns.items()
            if there in header and (name is None or name in names)
        }
        found = recognised(header, columns, own)
        if one.sign in found and all(column.name in found for column in columns if column.required):
            return one
    return Facilities


def _ignored(header: list[str], places: Mapping[str, int]) -> list[str]:
    return [name for n, name in enumerate(header) if name and n not in places.values()]


# --- Rows -------------------------------------------------------------------------------------------------------------


def _take_all(
    importer: Kind,
    read: Table,
    places: Mapping[str, int],
    lines: Iterable[Line],
    outcome: Outcome,
    tell: Tell,
) -> None:
    errors, rows = Errors(read.header, places), 0
    _remember_refs()
    chunk: list[Row] = []
    for line in lines:
        rows += 1
        if row := _row(importer, line, places, read.header, errors):
            chunk.append(row)
        if len(chunk) >= CHUNK:
            _take(importer, chunk, errors, outcome, tell)
            chunk = []
    _take(importer, chunk, errors, outcome, tell)
    errors.stop()
    if not rows:
        raise Refused(_("O ficheiro só tem o cabeçalho: não há linhas para importar."))


def _row(
    importer: Kind, line: Line, places: Mapping[str, int], header: list[str], errors: Errors
) -> Row | None:
    if len(line.cells) > len(header) and any(cell.strip() for cell in line.cells[len(header) :]):
        errors.add(line.number, "", _("tem mais células do que o cabeçalho (aspas ou separador a mais?)."))
        return None
    values: dict[str, Any] = {}
    right = True
    for column in importer.columns:
        place = places.get(column.name)
        if place is None:
            continue
        cell = line.cells[place] if place < len(line.cells) else ""
        try:
            if place in line.formulas:
                raise Wrong(_("tem uma fórmula: cole só o valor."))
            if cell.strip():
                values[column.name] = column.read(cell)
            elif column.required:
                raise Wrong(_("está vazia e é obrigatória."))
            else:
                values[column.name] = column.empty
        except Wrong as wrong:
            errors.add(line.number, wrong.column or column.name, wrong.sentence)
            right = False
    if not right:
        return None
    try:
        importer.check(values)
    except Wrong as wrong:
        errors.add(line.number, wrong.column, wrong.sentence)
        return None
    return Row(line.number, values.pop("ref"), values)


def _take(importer: Kind, chunk: list[Row], errors: Errors, outcome: Outcome, tell: Tell) -> None:
    """Write a chunk; once something is wrong the rest is only looked at, for its errors."""
    if not chunk:
        return
    for row, before in _seen_before(chunk):
        errors.add(row.number, "ref", _("já está na linha %(row)s.") % {"row": before})
    for row, column, sentence in importer.look_up(chunk):
        errors.add(row.number, column, sentence)
    if errors.sentences:
        return
    for difference in importer.write(chunk):
        outcome.counts[difference.state] += 1
        tell(difference)


# What the file has had so far stands in the database: a list here would grow with the file.


def _remember_refs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.import_seen")
        cursor.execute(
            "CREATE TEMPORARY TABLE import_seen (ref text PRIMARY KEY, line integer) ON COMMIT DROP"
        )


def _seen_before(chunk: list[Row]) -> list[tuple[Row, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO import_seen SELECT DISTINCT ON (ref) ref, line FROM unnest(%s::text[], %s::int[])"
            " AS t(ref, line) ORDER BY ref, line ON CONFLICT DO NOTHING",
            [[row.ref for row in chunk], [row.number for row in chunk]],
        )
        cursor.execute("SELECT ref, line FROM import_seen WHERE ref = ANY (%s)", [[row.ref for row in chunk]])
        first = dict(cursor.fetchall())
    return [(row, first[row.ref]) for row in chunk if first[row.ref] != row.number]


def _gone(importer: Kind, outcome: Outcome, tell: Tell, *, retire: bool) -> None:
    """What came from here before and is no longer in the file."""
    column = f'"{importer.model._meta.db_table}"."{importer.ref_column}"'
    gone = importer.known().extra(where=[f"NOT EXISTS (SELECT FROM import_seen s WHERE s.ref = {column})"])
    refs: list[str] = []
    for ref, name in gone.values_list(importer.ref_column, "name").order_by("pk").iterator(chunk_size=CHUNK):
        outcome.counts["gone"] += 1
        tell(Difference("gone", None, ref, name))
        if retire:
            refs.append(ref)
    for start in range(0, len(refs), CHUNK):
        importer.retire(refs[start : start + CHUNK])


def mapping_from(file: Path) -> Reading:
    """{"columns": {"Nome da coluna": "name", "Outra": null}, "words": {"category": {"Infantário": "creches-…"}}}"""
    try:
        said = json.loads(file.read_text(encoding="utf-8-sig"))
        columns, words = said.get("columns", {}), said.get("words", {})
        right = (
            set(said) <= {"columns", "words"}
            and all(isinstance(name, str | None) for name in columns.values())
            and all(
                isinstance(one, dict) and all(isinstance(code, str) for code in one.values())
                for one in words.values()
            )
        )
    except (OSError, ValueError, AttributeError) as error:
        raise Refused(_("O mapeamento não se consegue ler: tem de ser um ficheiro JSON.")) from error
    if not right:
        raise Refused(
            _("O mapeamento só pode ter «columns» e «words», cada um com nomes e valores de texto.")
        )
    return Reading(columns, words)

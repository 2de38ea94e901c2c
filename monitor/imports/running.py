"""One import from the file to the store: everything or nothing, or only what it would change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.sheets.errors import Refused
from monitor.actions import compare, hold, take
from monitor.actions.taking import Difference
from monitor.imports import ine, jsonstat
from monitor.imports.checking import Checked, check
from monitor.imports.outliers import Flag, flags
from monitor.imports.rows import Brought, Said
from monitor.imports.tables import Progress, read_table
from monitor.models import Import, Indicator, Place

MOST_JSON = 60_000_000  # bytes
MOST_SHOWN = 200


@dataclass(frozen=True)
class Shown:
    """One difference in words that can be read: codes and names instead of keys."""

    state: str
    indicator: str
    place: str
    period: str
    value: Decimal | None
    status: str
    before: Decimal | None
    status_before: str | None


@dataclass
class Preview:
    """What an import changes, or would change. `batch`: what was taken; None in a trial and where nothing was new."""

    name: str
    kind: str
    rows: int
    counts: dict[str, int]
    differences: list[Shown]
    made: list[Indicator]
    notes: list[str]
    warnings: list[str]
    flags: list[Flag] = field(default_factory=list)
    batch: Import | None = None

    @property
    def changes(self) -> int:
        return self.counts["new"] + self.counts["changed"]


def read(file: Path, said: Said, *, progress: Progress = lambda lines, size, unit: lines) -> Brought:
    """What a file brings: a table, INE's JSON or JSON-stat, by its ending and by what stands in it."""
    if not file.is_file():
        raise Refused(_("O ficheiro %(file)s não existe.") % {"file": file})
    if file.suffix.lower() != ".json":
        brought = read_table(file, said, progress)
    elif file.stat().st_size > MOST_JSON:
        raise Refused(
            _("O ficheiro JSON é demasiado grande: no máximo %(n)s MB.") % {"n": MOST_JSON // 1_000_000}
        )
    else:
        brought = _from_json(file.read_bytes(), file.name, said)
    with file.open("rb") as raw:
        brought.digest = hashlib.file_digest(raw, "sha256").hexdigest()
    return brought


def fetch(varcd: str, said: Said) -> Brought:
    """What www.ine.pt answers for one of its indicators. The only thing here that goes to the network."""
    content = ine.fetch(varcd)
    brought = _from_json(content, f"INE {varcd}", said)
    brought.digest = hashlib.sha256(content).hexdigest()
    return brought


def _from_json(content: bytes, name: str, said: Said) -> Brought:
    try:
        found = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Refused(_("O ficheiro não se consegue ler como JSON: está incompleto ou estragado.")) from error
    if jsonstat.is_dataset(found):
        return jsonstat.read_dataset(found, name, said)
    if ine.is_answer(found):
        return ine.read_answer(found, name, said)
    raise Refused(_("O JSON não tem a forma de um indicador do INE nem a de um conjunto JSON-stat."))


def bring(brought: Brought, *, dry_run: bool, by: Membership | None = None) -> Preview:
    """Take it all in, or say what that would change (`dry_run`). `Refused` with what is wrong, and nothing written."""
    with transaction.atomic():
        hold()
        checked = check(brought)
        preview = _preview(brought, checked)
        if dry_run:
            transaction.set_rollback(True)
        elif preview.changes:
            preview.batch = take(
                checked.cells, kind=brought.kind, name=brought.name, by=by, digest=brought.digest
            )
    return preview


def _preview(brought: Brought, checked: Checked, audience: str = Indicator.Audience.PUBLIC) -> Preview:
    differences = compare(checked.cells, audience=audience)
    counts = {state: sum(one.state == state for one in differences) for state in ("new", "changed", "same")}
    changed = sorted((one for one in differences if one.state != "same"), key=lambda one: one.state)
    moved = {(one.indicator_id, one.place_id, one.period) for one in changed}
    flagged = [one for one in flags(checked.cells, checked.indicators) if one[:3] in moved]
    return Preview(
        name=brought.name,
        kind=brought.kind,
        rows=len(checked.cells),
        counts=counts,
        differences=_shown(changed[:MOST_SHOWN], checked),
        made=checked.made,
        notes=checked.notes,
        warnings=checked.warnings,
        flags=flagged,
    )


def _shown(differences: list[Difference], checked: Checked) -> list[Shown]:
    names = {one.code: one.name for one in Place.objects.all()}
    return [
        Shown(
            one.state,
            checked.indicators[one.indicator_id].code,
            names[one.place_id],
            one.period,
            one.value,
            one.status,
            one.before,
            one.status_before,
        )
        for one in differences
    ]

"""Job offers out of a file: read and compared first, shown, and only then written; everything or nothing.

An offer is known by its employer and external reference: the same file twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Contact, Membership
from accounts.refusals import Refusal, StaleForm
from accounts.sheets.columns import Column, recognised
from accounts.sheets.errors import Errors, Refused, Wrong
from accounts.sheets.reading import Line, Table, table
from community.actions.jobs import checked_job
from community.actions.listings import plain
from community.models import JobOffer
from geo.models import Municipality
from geo.sorting import sort_key

MOST_ROWS = 500
KEPT_FOR = timedelta(hours=2)
_SALT = "concerta.job-file"
# What an import writes; everything else of an offer is not the file's.
WRITTEN = (
    "title",
    "employer",
    "municipality",
    "contract",
    "hours",
    "schedule",
    "pay",
    "qualification",
    "about",
    "accessible",
    "accessibility",
    "link",
    "contact",
    "expires_on",
)
Values = dict[str, Any]


# --- Cells ------------------------------------------------------------------------------------------------------------


def _plain(said: str) -> str:
    # What our own export puts before a text that a spreadsheet would calculate.
    said = said.strip()
    return said[1:] if said.startswith("'") and said[1:2] in "=+-@" else said


def _choice(choices: list[tuple[str, Any]]) -> Callable[[str], str]:
    def read(said: str) -> str:
        wanted = sort_key(said)
        for value, label in choices:
            if wanted in (sort_key(value), sort_key(str(label))):
                return value
        names = ", ".join(str(label) for _value, label in choices)
        raise Wrong(_("não é uma das opções: %(names)s.") % {"names": names})

    return read


def _municipality(said: str) -> str:
    found = Municipality.objects.all().find(said)
    if found is None:
        raise Wrong(_("não é um dos 17 municípios (nome ou código DICO)."))
    return found.dico


def _day(said: str) -> date:
    said = said.strip()
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(said, form).date()  # noqa: DTZ007  a day has no hour
        except ValueError:
            continue
    raise Wrong(_("não é um dia: escreva-o como 2026-11-24 ou 24/11/2026."))


def _yes(said: str) -> bool:
    wanted = sort_key(said)
    if wanted in ("sim", "s", "1", "x", "yes", "true"):
        return True
    if wanted in ("nao", "n", "0", "no", "false", "nao indicado", "not stated"):
        return False
    raise Wrong(_("escreva «sim» ou «não»."))


def columns() -> tuple[Column, ...]:
    contracts = [(c.value, c.label) for c in JobOffer.Contract]
    hours = [(h.value, h.label) for h in JobOffer.Hours]
    return (
        Column("title", ("funcao", "titulo", "job"), _plain, required=True),
        Column("employer", ("empregador", "entidade"), _plain, required=True),
        Column("reference", ("referencia", "referencia externa", "oferta"), _plain, required=True),
        Column("municipality", ("municipio", "concelho", "dico"), _municipality, required=True),
        Column("contract", ("contrato", "tipo de contrato"), _choice(contracts), required=True),
        Column("hours", ("horario",), _choice(hours), required=True),
        Column("expires_on", ("ultimo dia", "validade", "last day"), _day, required=True),
        Column("schedule", ("horario em pormenor",), _plain),
        Column("pay", ("remuneracao", "salario"), _plain),
        Column("qualification", ("qualificacao", "habilitacoes"), _plain),
        Column("about", ("descricao",), _plain),
        Column("accessible", ("acessivel",), _yes, empty=False),
        Column("accessibility", ("acessibilidade",), _plain),
        Column("link", ("ligacao", "url"), _plain),
    )


# --- The file ---------------------------------------------------------------------------------------------------------


@dataclass
class Row:
    number: int
    values: Values


def read(file: Path) -> tuple[list[Row], list[str]]:
    """The rows of a file, each cell understood, and notes; `Refused` names row and column of what is not."""
    with table(file) as found:
        return _rows(found)


def _rows(found: Table) -> tuple[list[Row], list[str]]:
    known = columns()
    places = recognised(found.header, known, {})
    missing = [column.headers[0] for column in known if column.required and column.name not in places]
    if missing:
        raise Refused(
            ngettext("Falta a coluna %(names)s.", "Faltam as colunas %(names)s.", len(missing))
            % {"names": ", ".join(missing)},
            _("As colunas do ficheiro são: %(names)s.") % {"names": ", ".join(filter(None, found.header))},
        )
    errors = Errors(found.header, places)
    rows: list[Row] = []
    seen: dict[tuple[str, str], int] = {}
    for line in found.lines:
        if len(rows) >= MOST_ROWS:
            raise Refused(_("O ficheiro tem mais de %(n)s linhas: divida-o em vários.") % {"n": MOST_ROWS})
        values = _values(line, known, places, found.header, errors)
        if values is None:
            continue
        key = (sort_key(values["employer"]), values["reference"])
        if key in seen:
            errors.add(line.number, "reference", _("já está na linha %(row)s.") % {"row": seen[key]})
            continue
        seen[key] = line.number
        rows.append(Row(line.number, values))
    errors.stop()
    if not rows:
        raise Refused(_("O ficheiro só tem o cabeçalho: não há linhas para importar."))
    ignored = [name for n, name in enumerate(found.header) if name and n not in places.values()]
    notes = []
    if ignored:
        notes.append(_("Colunas que não se leem: %(names)s.") % {"names": ", ".join(ignored)})
    return rows, notes


def _values(
    line: Line, known: tuple[Column, ...], places: dict[str, int], header: list[str], errors: Errors
) -> Values | None:
    if any(cell.strip() for cell in line.cells[len(header) :]):
        errors.add(line.number, "", _("tem mais células do que o cabeçalho (aspas ou separador a mais?)."))
        return None
    values: Values = {}
    right = True
    for column in known:
        place = places.get(column.name)
        cell = line.cells[place] if place is not None and place < len(line.cells) else ""
        try:
            if place is not None and place in line.formulas:
                raise Wrong(_("tem uma fórmula: cole só o valor."))
            if cell.strip():
                values[column.name] = column.read(cell)
            elif column.required:
                raise Wrong(_("está vazia e é obrigatória."))
            else:
                values[column.name] = column.empty
        except Wrong as wrong:
            errors.add(line.number, column.name, wrong.sentence)
            right = False
    return values if right else None


# --- What it would change ---------------------------------------------------------------------------------------------


@dataclass
class Change:
    """What becomes of one offer. `state`: new, changed, reopened, same, gone. `job`: the one that is there."""

    state: str
    title: str
    employer: str
    reference: str
    expires_on: date
    job: JobOffer | None = None
    values: Values = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """All that a file changes, checked; nothing is written yet."""

    source: str
    changes: list[Change]
    end_missing: bool

    def count(self, *states: str) -> int:
        return sum(one.state in states for one in self.changes)

    @property
    def writes(self) -> bool:
        ends = self.end_missing and self.count("gone")
        return bool(self.count("new", "changed", "reopened") or ends)


def plan(rows: list[Row], *, source: str, contact: Contact | None, end_missing: bool, by: Membership) -> Plan:
    """Compare rows with what is there; `Refused` names row and column of what could not be written."""
    source = plain("source", source, most=200)
    there = {
        (one.employer_key, one.reference): one
        for one in JobOffer.objects.filter(organisation=by.organisation)
        .exclude(reference="")
        .select_related("organisation", "municipality", "contact")
    }
    places = {one.dico: one for one in Municipality.objects.all()}
    names = {column.name: column.headers[0] for column in columns()}
    header = list(names.values())
    errors = Errors(header, {name: n for n, name in enumerate(names)})
    changes, met = [], set()
    for row in rows:
        key = (sort_key(row.values["employer"]), row.values["reference"])
        met.add(key)
        job = there.get(key)
        said = row.values | {"municipality": places[row.values["municipality"]], "source": source}
        said["contact"] = None if said["link"] else contact
        try:
            changes.append(_change(said, job, by))
        except Refusal as refusal:
            errors.add(row.number, str(refusal.extra.get("field", "")), refusal.sentence)
    errors.stop()
    for one in JobOffer.objects.of_file(by.organisation, source).filter(state=JobOffer.State.PUBLISHED):
        if (one.employer_key, one.reference) not in met:
            changes.append(Change("gone", one.title, one.employer, one.reference, one.expires_on, job=one))
    return Plan(source, changes, end_missing)


def _change(said: Values, job: JobOffer | None, by: Membership) -> Change:
    facts = (said["title"], said["employer"], said["reference"], said["expires_on"])
    if job is not None and job.is_published and not (fields := _differing(said, job)):
        # Nothing to check in what stands there already, even when its day is over.
        return Change("same", *facts, job=job)
    # An offer that ended comes back as a new one would: its last day is looked at as well.
    values = checked_job(said, by=by, job=job if job is not None and job.is_published else None)
    if job is None:
        return Change("new", *facts, values=values)
    if not job.is_published:
        return Change("reopened", *facts, job=job, values=values)
    return Change("changed", *facts, job=job, values=values, fields=fields)


def _differing(said: Values, job: JobOffer) -> list[str]:
    names = (*WRITTEN, "source")
    return [name for name in names if getattr(job, name) != said[name]]


# --- Between preview and writing --------------------------------------------------------------------------------------


def sealed(
    rows: list[Row], *, source: str, contact: Contact | None, end_missing: bool, by: Membership
) -> str:
    """What was read, to be sent back as it is."""
    lines = [(row.number, row.values | {"expires_on": row.values["expires_on"].isoformat()}) for row in rows]
    who = str(contact.uuid) if contact else ""
    return signing.dumps([by.pk, source, who, end_missing, lines], salt=_SALT, compress=True)


def unsealed(text: str, by: Membership) -> tuple[list[Row], str, Contact | None, bool]:
    """Rows, source, contact and whether what is missing ends; `StaleForm` when too old or somebody else's."""
    gone = _("Esta pré-visualização já não vale: envie o ficheiro de novo.")
    try:
        member, source, who, end_missing, lines = signing.loads(text, salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise StaleForm(gone) from error
    contact = Contact.objects.of(by).filter(uuid=UUID(who)).first() if who else None
    if member != by.pk or (who and contact is None):
        raise StaleForm(gone)
    rows = [
        Row(number, values | {"expires_on": date.fromisoformat(values["expires_on"])})
        for number, values in lines
    ]
    return rows, source, contact, end_missing

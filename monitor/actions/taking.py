"""Figures come in all at once or not at all; what held before stays readable as a revision.

Cells are compared and written in sets: a file of any length takes the same few statements.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from accounts.refusals import NotAllowed, WrongState
from monitor import mail
from monitor.models import DataVersion, Import, Indicator, Observation, Source
from monitor.models.observations import ObservationQuerySet
from monitor.periods import Period

CHUNK = 5_000
CHAIN = "monitor"


class Cell(NamedTuple):
    """One figure to be taken. `value` is None exactly when `status` is suppressed or missing."""

    indicator_id: int
    place_id: str
    period: Period
    value: Decimal | None
    status: str
    source: str
    licence: str = ""
    retrieved_on: date | None = None
    named: str = ""


class Difference(NamedTuple):
    """`state`: new, changed or same, with what stood there before."""

    state: str
    indicator_id: int
    place_id: str
    period: str
    value: Decimal | None
    status: str
    before: Decimal | None
    status_before: str | None


def compare(cells: Iterable[Cell], *, audience: str = Indicator.Audience.PUBLIC) -> list[Difference]:
    """What taking these cells would change; changes nothing. One entry for each cell."""
    with transaction.atomic():
        _fill(cells, audience)
        found = _differences()
        transaction.set_rollback(True)
    return found


@transaction.atomic
def take(
    cells: Iterable[Cell],
    *,
    kind: str,
    name: str,
    by: Membership | None,
    digest: str = "",
    audience: str = Indicator.Audience.PUBLIC,
    state: str = Import.State.TAKEN,
) -> Import | None:
    """Take all cells in; None, and nothing written, if all of them stand there already.

    `by` None: a command or the clock. The same value with the same status from the same source is no revision.
    """
    hold()
    _fill(cells, audience)
    counts = {"new": 0, "changed": 0, "same": 0}
    for one in _differences():
        counts[one.state] += 1
    if not counts["new"] + counts["changed"]:
        return None
    made = Import.objects.create(
        kind=kind,
        state=state,
        name=name[:200],
        digest=digest,
        user_id=by.user_id if by else None,
        organisation_id=by.organisation_id if by else None,
        counts=counts,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE monitor_observation SET superseded_at = %s, superseded_in_id = %s FROM taken"
            " WHERE monitor_observation.id = taken.stands AND taken.state = 'changed'",
            [made.at, made.pk],
        )
        cursor.execute(
            'INSERT INTO monitor_observation (indicator_id, place_id, period, start, "end", value, status, source_id,'
            " retrieved_on, named, audience, batch_id, entered_at)"
            ' SELECT indicator_id, place_id, period, start, "end", value, status, source_id, retrieved_on, named,'
            " audience, %s, %s FROM taken WHERE state <> 'same'",
            [made.pk, made.at],
        )
    _tell("import_taken", made, by=by, to_state=made.state)
    _settle_replaced(made, by)
    return made


@transaction.atomic
def undo(batch: Import, *, by: Membership | None) -> Import:
    """Take an import back: what it brought goes out of sight, what it replaced holds again. Nothing is deleted.

    Coordination, the organisation itself while its own figures wait for confirmation, or the command line (`by` None).
    """
    hold()
    seen = Import.objects.visible_to(by) if by else Import.objects.all()
    batch = seen.select_for_update(of=("self",)).get(pk=batch.pk)
    # Some of an import that waits again may be public already.
    published = batch.observations.filter(audience=Indicator.Audience.PUBLIC)
    allowed = not by or by.has(Membership.Role.COORDINATION) or not published.exists()
    if by and not (allowed and batch.may_be_undone_by(by)):
        raise NotAllowed(_("Só a coordenação desfaz uma importação já publicada."))
    if batch.state == Import.State.UNDONE:
        raise WrongState(_("Esta importação já foi desfeita."))
    if batch.kind == Import.Kind.OWN:
        raise WrongState(_("As séries do próprio portal não se desfazem: vêm da sua atividade."))
    if batch.observations.filter(superseded_at__isnull=False).exists():
        raise WrongState(
            _("Há valores mais recentes por cima desta importação: desfaça primeiro a mais recente.")
        )
    now, before = timezone.now(), batch.state
    batch.observations.update(superseded_at=now, superseded_in=batch)
    again = Observation.objects.filter(superseded_in=batch).exclude(batch=batch)
    waited = set(again.filter(audience=Indicator.Audience.NETWORK).values_list("batch", flat=True))
    again.update(superseded_at=None, superseded_in=None)
    _settle(batch, Import.State.UNDONE, by)
    _tell("import_undone", batch, by=by, from_state=before, to_state=batch.state)
    _let_wait_again(waited, by)
    if batch.kind == Import.Kind.UPLOAD:
        mail.figures_undone(batch, by=by)
    return batch


@transaction.atomic
def confirm(batch: Import, *, by: Membership) -> Import:
    """A municipality's own figures become public: provisional inside the network until now, final from now on.

    Refused where a later import has replaced all of them.
    """
    hold()
    batch = Import.objects.visible_to(by).select_for_update().get(pk=batch.pk)
    if not by.has(Membership.Role.COORDINATION):
        raise NotAllowed(_("Só a coordenação confirma os números enviados."))
    if batch.state not in (Import.State.WAITING, Import.State.REPLACED):
        raise WrongState(_("Estes números já não esperam confirmação."))
    now = timezone.now()
    waiting = _network(batch)
    if not waiting.exists():
        raise WrongState(_("Um envio mais recente substituiu estes números: é esse que espera confirmação."))
    cells = Q(pk__in=[])
    for one in waiting:
        cells |= Q(indicator=one.indicator_id, place=one.place_id, period=one.period)
    Observation.objects.current().filter(cells, audience=Indicator.Audience.PUBLIC).update(
        superseded_at=now, superseded_in=batch
    )
    waiting.filter(status=Observation.Status.PROVISIONAL).update(status=Observation.Status.FINAL)
    waiting.update(audience=Indicator.Audience.PUBLIC)
    _settle(batch, Import.State.TAKEN, by)
    _tell("import_confirmed", batch, by=by, from_state=Import.State.WAITING, to_state=batch.state)
    mail.figures_confirmed(batch)
    return batch


def hold() -> None:
    """One writer at a time, to the end of the transaction; readers go on."""
    DataVersion.objects.select_for_update().get(pk=1)


def _network(batch: Import) -> ObservationQuerySet:
    """What the network alone reads of it today."""
    found: ObservationQuerySet = batch.observations.current()
    return found.filter(audience=Indicator.Audience.NETWORK)


def _settle_replaced(made: Import, by: Membership | None) -> None:
    """Imports of which nothing waits any more, because this one brought all of it anew."""
    for one in Import.objects.waiting().filter(observations__superseded_in=made).distinct():
        if not _network(one).exists():
            part = one.observations.current().exists()
            _settle(one, Import.State.TAKEN if part else Import.State.REPLACED, by)
            _tell("import_replaced", one, by=by, from_state=Import.State.WAITING, to_state=one.state)


def _let_wait_again(batches: set[int], by: Membership | None) -> None:
    """Imports whose unconfirmed figures the network reads again: nobody has confirmed those, whatever became of the
    others meanwhile."""
    for one in Import.objects.filter(pk__in=batches, kind=Import.Kind.UPLOAD).exclude(
        state=Import.State.WAITING
    ):
        before = one.state
        one.state, one.settled_at, one.settled_by = Import.State.WAITING, None, None
        one.save(update_fields=["state", "settled_at", "settled_by"])
        _tell("import_waits_again", one, by=by, from_state=before, to_state=one.state)


def _settle(batch: Import, state: str, by: Membership | None) -> None:
    batch.state, batch.settled_at = state, timezone.now()
    batch.settled_by_id = by.user_id if by else None
    batch.save(update_fields=["state", "settled_at", "settled_by"])


def _tell(
    verb: str, batch: Import, *, by: Membership | None, from_state: str = "", to_state: str = ""
) -> None:
    audit.record(
        CHAIN,
        verb,
        by=by,
        subject=("import", batch.uuid),
        label=batch.name,
        from_state=from_state,
        to_state=to_state,
    )


_COLUMNS = (
    ("indicator_id", "bigint"),
    ("place_id", "text"),
    ("period", "text"),
    ("start", "date"),
    ("end", "date"),
    ("value", "numeric(20, 6)"),
    ("status", "text"),
    ("source_id", "bigint"),
    ("retrieved_on", "date"),
    ("named", "text"),
)


def _fill(cells: Iterable[Cell], audience: str) -> None:
    """The table `taken` of this transaction: each cell beside what stands in its place."""
    listed = list(cells)
    sources = _sources({cell.source: cell.licence for cell in listed})
    names = ", ".join(f'"{name}" {kind}' for name, kind in _COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.brought")
        cursor.execute("DROP TABLE IF EXISTS pg_temp.taken")
        cursor.execute(f"CREATE TEMPORARY TABLE brought ({names}) ON COMMIT DROP")
        cursor.execute(
            f"CREATE TEMPORARY TABLE taken ({names}, audience text, stands bigint, before numeric(20, 6),"
            " status_before text, state text) ON COMMIT DROP"
        )
        arrays = ", ".join(f"%s::{kind.partition('(')[0]}[]" for _name, kind in _COLUMNS)
        for start in range(0, len(listed), CHUNK):
            part = listed[start : start + CHUNK]
            cursor.execute(
                f"INSERT INTO brought SELECT * FROM unnest({arrays})",
                [
                    [cell.indicator_id for cell in part],
                    [cell.place_id for cell in part],
                    [cell.period.code for cell in part],
                    [cell.period.start for cell in part],
                    [cell.period.end for cell in part],
                    [cell.value for cell in part],
                    [str(cell.status) for cell in part],
                    [sources[cell.source] for cell in part],
                    [cell.retrieved_on for cell in part],
                    [cell.named for cell in part],
                ],
            )
        cursor.execute(
            "INSERT INTO taken SELECT b.*, %s, o.id, o.value, o.status, CASE WHEN o.id IS NULL THEN 'new'"
            " WHEN (o.value, o.status, o.source_id, o.named) IS NOT DISTINCT FROM"
            " (b.value, b.status, b.source_id, b.named) THEN 'same' ELSE 'changed' END"
            " FROM brought b LEFT JOIN monitor_observation o ON o.superseded_at IS NULL AND o.audience = %s"
            " AND (o.indicator_id, o.period, o.place_id) = (b.indicator_id, b.period, b.place_id)",
            [str(audience), str(audience)],
        )


def _differences() -> list[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, indicator_id, place_id, period, value, status, before, status_before FROM taken"
            ' ORDER BY indicator_id, "end", period, place_id'
        )
        return [Difference(*row) for row in cursor.fetchall()]


def _sources(licences: dict[str, str]) -> dict[str, int]:
    known = Source.objects.filter(text__in=licences)
    found = dict(known.values_list("text", "pk"))
    # Even an insert of nothing would count as a change of what is shown.
    if missing := [Source(text=text, licence=of) for text, of in licences.items() if text not in found]:
        Source.objects.bulk_create(missing, ignore_conflicts=True)
        found = dict(known.values_list("text", "pk"))
    return found

"""Writing and verifying the audit trail.

A chain belongs to one parent (a resource, a request, an organisation). The caller holds that parent's row
lock, so two entries of a chain are never written at once; a unique constraint on (chain, seq) refuses what slips
through.

Chains show an entry changed or missing in the middle. Seals show the rest (an end cut off, a whole chain gone):
each covers all entries since the one before it, and a copy stands in a file apart from the database. What nobody
sees is a cut of the newest entries before the next seal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Max, Window
from django.db.models.functions import Lag
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import moment
from accounts.models import AuditEntry, AuditSeal, AuditText, Membership, User

TEXT_KEPT_FOR = timedelta(days=180)
# Shared by every transaction that adds an entry (a trigger takes it), held alone for a moment by who seals.
_WRITERS_LOCK = 7_301_500_001
_SEALING_LOCK = 7_301_500_002


def record(
    chain: str,
    verb: str,
    *,
    by: Membership | None,
    person: User | None = None,
    subject: tuple[str, object],
    label: str = "",
    from_state: str = "",
    to_state: str = "",
    reason_code: str = "",
    text: str = "",
) -> AuditEntry:
    """Append one entry to a chain whose parent row the caller has locked. `by` None: the clock, a visitor, or `person`,
    who acts for no organisation (an administrator of the site).

    `text` is kept only as a keyed hash; the text itself goes to a purgeable row.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "an audit entry belongs to the transaction that locks its parent"
        )
    last = AuditEntry.objects.filter(chain=chain).order_by("-seq").values("seq", "digest").first()
    entry = AuditEntry(
        chain=chain,
        seq=(last["seq"] + 1) if last else 1,
        at=moment.now(),
        user_id=by.user_id if by else person.pk if person else None,
        organisation_id=by.organisation_id if by else None,
        verb=verb,
        subject_type=subject[0],
        subject_id=str(subject[1]),
        label=label[:120],
        from_state=from_state,
        to_state=to_state,
        reason_code=reason_code,
        text_hash=_keyed("text", text) if text else "",
        previous=last["digest"] if last else "",
    )
    entry.digest = _digest(entry)
    entry.save(force_insert=True)
    if text:
        AuditText.objects.create(entry=entry, text=text, purge_after=entry.at + TEXT_KEPT_FOR)
    return entry


def purge_texts(now: datetime | None = None) -> int:
    """Delete texts past their time; the entries and their hashes stay."""
    return AuditText.objects.filter(purge_after__lte=now or timezone.now()).delete()[0]


def seal(now: datetime | None = None) -> AuditSeal | None:
    """Seal every entry since the last seal. None if nothing is new, or others are writing or sealing just now."""
    last_entry_id = _last_settled()
    with transaction.atomic():
        if last_entry_id is None or not _sealing_alone():
            return None
        previous = AuditSeal.objects.order_by("-id").first()
        after = previous.last_entry_id if previous else 0
        if last_entry_id <= after:
            return None
        rolled, entries = hashlib.sha256(), previous.entries if previous else 0
        fresh = AuditEntry.objects.filter(id__gt=after, id__lte=last_entry_id).order_by("id")
        for entry in fresh.only("id", "digest").iterator():
            rolled.update(_line(entry))
            entries += 1
        made = AuditSeal(
            at=now or timezone.now(),
            last_entry_id=last_entry_id,
            entries=entries,
            previous=previous.digest if previous else "",
        )
        made.digest = _seal_digest(made, rolled.hexdigest())
        made.save(force_insert=True)
        # A kill in between costs nothing: the next seal copies what is missing.
        transaction.on_commit(_copy_apart)
    return made


def problems() -> Iterator[str]:
    """Every break found in chains, texts and seals, as sentences. Empty means the trail is whole.

    One pass over all entries in the order of writing; the database brings each one's neighbour in its chain.
    """
    with transaction.atomic():
        seals = _Seals()  # read first: an entry under a seal is then surely among the entries read after it
        entries = (
            AuditEntry.objects.annotate(
                seq_before=Window(Lag("seq"), partition_by="chain", order_by="seq"),
                digest_before=Window(Lag("digest"), partition_by="chain", order_by="seq"),
            )
            .select_related("text")
            .order_by("id")
        )
        for entry in entries.iterator(chunk_size=500):
            yield from seals.up_to(entry.id)
            yield from _breaks(entry)
            seals.take(entry)
        yield from seals.up_to(None)
        yield from seals.against_copy()


def _breaks(entry: Any) -> Iterator[str]:
    """Of an entry annotated with its neighbour in the chain."""
    expected = (entry.seq_before or 0) + 1
    if entry.seq != expected:
        yield f"{entry.chain}: entry {expected} is missing (found {entry.seq})"
    if entry.previous != (entry.digest_before or ""):
        yield f"{entry}: does not follow the entry before it"
    if entry.digest != _digest(entry):
        yield f"{entry}: was altered"
    if hasattr(entry, "text") and entry.text_hash != _keyed("text", entry.text.text):
        yield f"{entry}: its text was altered"


class _Seals:
    """The seals in order, checked while the entries under them go by."""

    def __init__(self) -> None:
        self._seals = AuditSeal.objects.order_by("id").iterator()
        self._next = next(self._seals, None)
        self._rolled = hashlib.sha256()
        self._entries = 0
        self._before = ""
        self._kept, self._unreadable = _kept_apart()
        self._copied_before = bool(self._kept)
        self._uncopied: list[AuditSeal] = []

    def take(self, entry: AuditEntry) -> None:
        self._rolled.update(_line(entry))
        self._entries += 1

    def up_to(self, entry_id: int | None) -> Iterator[str]:
        """Close the seals that end before an entry (None: all)."""
        while self._next and (entry_id is None or self._next.last_entry_id < entry_id):
            seal, self._next = self._next, next(self._seals, None)
            whole = seal.previous == self._before and seal.entries == self._entries
            if not whole or seal.digest != _seal_digest(seal, self._rolled.hexdigest()):
                yield f"{seal}: the entries under it have changed"
            if self._kept.pop(seal.digest, None):
                yield from (f"{missed}: is not in the copy kept apart" for missed in self._uncopied)
                self._uncopied = []
            elif self._copied_before:
                self._uncopied.append(seal)  # fine if nothing later was copied: the next seal makes up for it
            # Go on from what the seal says, so that one break is told once.
            self._before, self._entries, self._rolled = seal.digest, seal.entries, hashlib.sha256()

    def against_copy(self) -> Iterator[str]:
        yield from (f"seal {at}: kept apart but gone from the database" for at in self._kept.values())
        yield from self._unreadable


def _keyed(purpose: str, text: str) -> str:
    # By purpose: the hash of a text somebody wrote must never do as the digest of an entry.
    return salted_hmac(f"concerta.audit.{purpose}", text, algorithm="sha256").hexdigest()


def _digest(entry: AuditEntry) -> str:
    parts = [
        entry.previous,
        entry.chain,
        entry.seq,
        entry.at.astimezone(UTC).isoformat(),
        entry.user_id,
        entry.organisation_id,
        entry.verb,
        entry.subject_type,
        entry.subject_id,
        entry.label,
        entry.from_state,
        entry.to_state,
        entry.reason_code,
        entry.text_hash,
    ]
    return _keyed("entry", json.dumps(parts, ensure_ascii=False, separators=(",", ":")))


def _line(entry: AuditEntry) -> bytes:
    return f"{entry.id} {entry.digest}\n".encode()


def _seal_digest(seal: AuditSeal, rolled: str) -> str:
    at = seal.at.astimezone(UTC).isoformat()
    return _keyed("seal", f"{seal.previous} {at} {seal.last_entry_id} {seal.entries} {rolled}")


def _last_settled() -> int | None:
    """The newest entry below which no other can still appear. None while a long transaction is writing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', '2s', true)")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITERS_LOCK])
            last = AuditEntry.objects.aggregate(last=Max("id"))["last"]
            cursor.execute("SELECT set_config('lock_timeout', '0', true)")
            return last
    except OperationalError:
        return None


def _sealing_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEALING_LOCK])
        return bool(cursor.fetchone()[0])


def _folder() -> Path:
    return Path(settings.VAR) / "seals" / str(connection.settings_dict["NAME"])


def _kept_apart() -> tuple[dict[str, str], list[str]]:
    """Digest and time of the seals in the copy, and a sentence for each line that cannot be read."""
    kept: dict[str, str] = {}
    unreadable: list[str] = []
    for file in sorted(_folder().glob("*.txt")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            match line.split(" "):
                case [at, _last, _entries, digest] if len(digest) == 64:
                    kept[digest] = at
                case _:
                    unreadable.append(f"copy kept apart, {file.name} line {number}: cannot be read")
    return kept, unreadable


def _copy_apart() -> None:
    kept, _unreadable = _kept_apart()
    missing = []
    for made in AuditSeal.objects.order_by("-id").iterator():
        if made.digest in kept:
            break
        missing.append(made)
    _folder().mkdir(parents=True, exist_ok=True)
    for made in reversed(missing):
        with (_folder() / f"{made.at:%Y-%m}.txt").open("a", encoding="utf-8") as file:
            file.write(f"{made.at.isoformat()} {made.last_entry_id} {made.entries} {made.digest}\n")

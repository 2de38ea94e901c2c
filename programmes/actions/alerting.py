"""Too few reach the threshold module: the operator is told, once, with the ways out its sheet names."""

from __future__ import annotations

from functools import partial

from accounts import moment
from accounts.sweeping import each_alone
from programmes import attending, mail
from programmes.actions.shared import locked, note, today
from programmes.models import Edition, Module, Session, VentureMember


def _modules(edition: Edition) -> list[Module]:
    return list(
        Module.objects.filter(phase__sheet=edition.sheet_id)
        .select_related("phase")
        .order_by("phase__number", "order")
    )


def is_short(edition: Edition, modules: list[Module] | None = None) -> bool:
    """Whether it is certain by now that fewer reach the threshold than the sheet asks for.

    Certain: its first session has come, or every venture has been decided on before it and nobody of the phase is
    still without one.
    """
    modules = modules or _modules(edition)
    found = attending.threshold_of(modules)
    if edition.target is None or found is None:
        return False
    threshold, before = found
    if attending.reaching(edition, modules) * 100 >= edition.target * edition.sheet.alert_below:
        return False
    begun = Session.objects.not_cancelled().filter(turma__edition=edition, module=threshold, day__lte=today())
    if begun.exists():
        return True
    ventures = edition.ventures.all()
    if before is None or not ventures.exists():
        return False
    waiting = ventures.filter(eliminated_at=None, module__phase=before.phase, module__order__lte=before.order)
    members = VentureMember.objects.filter(venture__edition=edition, until=None)
    alone = edition.participants.active().filter(places__phase=threshold.phase)
    return not waiting.exists() and not alone.exclude(pk__in=members.values("participant")).exists()


def look_at_threshold(edition: Edition) -> bool:
    """The edition is locked. Told once, whatever happens later."""
    if edition.alerted_at is not None or edition.state != Edition.State.RUNNING or not is_short(edition):
        return False
    edition.alerted_at = moment.now()
    edition.save(update_fields=["alerted_at"])
    reached = attending.reaching(edition)
    note(edition, "too_few", by=None, after=f"{reached}/{edition.target}")
    mail.too_few(edition, reached)
    return True


def look_at_thresholds() -> int:
    """Clock: editions in which the threshold module has begun."""

    def look(edition: Edition) -> int:
        return int(is_short(edition) and look_at_threshold(locked(edition)))

    waiting = Edition.objects.filter(state=Edition.State.RUNNING, alerted_at=None, target__isnull=False)
    editions = waiting.select_related("sheet").order_by("pk")
    return sum(each_alone((f"edition {one.pk}", partial(look, one)) for one in editions).values())

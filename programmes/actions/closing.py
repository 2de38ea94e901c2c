"""The end of an edition: what is missing, its figures kept, and its people's rows purged in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from accounts.sweeping import each_alone
from programmes import figures
from programmes.actions.shared import database_speaks, locked, must_manage, must_mark, note, today
from programmes.models import Edition, EditionFigure, Participant, Session

State = Edition.State
# How many months after the close, or after the last day of one that was never closed, the rows of people go.
KEPT_MONTHS = 12
GRADES = 5
MOST_ANSWERS = 10_000


@database_speaks
@transaction.atomic
def count_satisfaction(edition: Edition, counts: Sequence[int], *, by: Membership) -> Edition:
    """How many gave each of five grades, from the worst to the best: counted on paper, written as five numbers."""
    must_mark(edition, by)
    edition = locked(edition, State.RUNNING)
    if len(counts) != GRADES or any(not 0 <= n <= MOST_ANSWERS for n in counts):
        raise Invalid("counts", _("Escreva quantas respostas teve cada um dos cinco graus, 0 se nenhuma."))
    if sum(counts) > edition.participants.enrolled().count():
        raise Invalid("counts", _("Há mais respostas do que pessoas matriculadas."))
    # Nobody answered: there is no data.
    edition.satisfaction = list(counts) if sum(counts) else []
    edition.save()
    note(edition, "count_satisfaction", by=by, after=str(sum(counts)))
    return edition


def missing(edition: Edition) -> list[str]:
    """What stands in the way of closing, as sentences."""
    found = []
    people = edition.participants.enrolled()
    sessions = Session.objects.filter(turma__edition=edition, state=Session.State.PLANNED).count()
    if sessions:
        found.append(
            ngettext(
                "Falta %(n)s sessão: marque as presenças ou cancele-a.",
                "Faltam %(n)s sessões: marque as presenças ou cancele-as.",
                sessions,
            )
            % {"n": sessions}
        )
    open_ends = people.filter(outcome="").count()
    if open_ends:
        found.append(
            ngettext(
                "Falta dizer como acabou %(n)s pessoa.", "Falta dizer como acabaram %(n)s pessoas.", open_ends
            )
            % {"n": open_ends}
        )
    left = people.filter(outcome=Participant.Outcome.DROPPED_OUT)
    alone = list(left.filter(handover=None).order_by("code").values_list("code", flat=True))
    if alone:
        found.append(_("Falta passar a um serviço quem desistiu: %(codes)s.") % {"codes": ", ".join(alone)})
    unheard = list(
        left.filter(handover__isnull=False, handover__received_at=None)
        .order_by("code")
        .values_list("code", flat=True)
    )
    if unheard:
        found.append(_("Falta confirmar que foram recebidos: %(codes)s.") % {"codes": ", ".join(unheard)})
    return found


@database_speaks
@transaction.atomic
def close_edition(edition: Edition, *, by: Membership) -> Edition:
    """Its figures are computed and kept. Refused while somebody who dropped out has not been received elsewhere."""
    must_manage(edition, by)
    edition = locked(edition, State.RUNNING)
    if gaps := missing(edition):
        raise WrongState(" ".join([_("Ainda não se pode encerrar."), *gaps]), state=edition.state)
    edition.figures.all().delete()
    EditionFigure.objects.bulk_create(figures.figures(edition))
    edition.state, edition.closed_at = State.CLOSED, moment.now()
    edition.purge_after = _months_after(today(), KEPT_MONTHS)
    edition.save()
    note(edition, "close_edition", by=by, before=State.RUNNING, after=State.CLOSED)
    return edition


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    # The first of the following month where a month is shorter: never sooner than said.
    return date(day.year + year, month + 1, min(day.day, 28))


def purge_participants(now: datetime | None = None) -> int:
    """Clock: the rows of people whose time is over go, with attendance, ventures' members and hand-overs. Figures stay,
    certificates with their codes too."""
    now = now or timezone.now()
    day = timezone.localdate(now)

    def purge(edition: Edition) -> int:
        edition = locked(edition)
        n = edition.participants.count()
        edition.participants.all().delete()
        edition.purged_at = now
        edition.save(update_fields=["purged_at"])
        note(edition, "purge", by=None, after=str(n))
        return n

    over = Q(state=State.CLOSED, purge_after__lte=day)
    # Never closed: what its people need is long over.
    forgotten = ~Q(state=State.CLOSED) & Q(ends__lte=_months_after(day, -KEPT_MONTHS))
    editions = Edition.objects.filter(over | forgotten, purged_at=None).order_by("pk")
    return sum(each_alone((f"edition {one.pk}", partial(purge, one)) for one in editions).values())

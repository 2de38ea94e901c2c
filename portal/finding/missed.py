"""Searches that found nothing: which words, how often in each week, never by whom.

Reading a page writes nothing. A page of results with nothing on it carries the words, signed, in a form of its own: the
script sends it, once, as the page is shown; without a script there is a button. So what is counted is what this portal
itself said it does not have, and a robot that follows links counts for nothing.

Words that could name a person or tell of violence are not carried at all; words searched less often than `SHOWN_FROM`
are shown to nobody, and go after `RARE_KEPT_FOR`.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Count, F, Max, Sum, Value, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts import identity, limits, moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, TooMany, WrongState
from search import synonyms
from search.language import STOP_WORDS, fold
from search.models import Missed, Synonyms

SALT = "concerta.missed"
LONGEST = 120
SHOWN_FROM = 3
KEPT_FOR = timedelta(days=365)
RARE_KEPT_FOR = timedelta(weeks=8)
# How long a page that found nothing may be answered; how many such pages from one address in ten minutes.
ANSWERED_WITHIN = timedelta(hours=1)
MOST = 20

_WORDS = re.compile(r"[^\W_]+")
# Sooner one word too many left out than one kept: what somebody writes who is, or knows somebody, in danger.
_DANGER = re.compile(
    r"viol|vitim|victim|agress|agred|agrid|abus|abrigo|refugios?\b|refuges?\b|shelter|maus?[\s-]*trat|bat(e|er|eu|em|ia)\b"
    r"|espanc|marid|namorad|companheir|husband|boyfriend|partner|ameac|threat|persegu|stalk|assedi|medo|fugir|escap"
    r"|mutila|suicid|matar|mata-|me mata"
)


def _kept(words: str) -> str:
    """The words as they are counted, in one spelling; "" for those that are not to be kept."""
    plain = fold(words)
    if identity.find(words) or re.search(r"\d{5}", plain) or _DANGER.search(plain):
        return ""
    return " ".join(word for word in _WORDS.findall(plain) if word not in STOP_WORDS)[:LONGEST].strip()


def note(request: HttpRequest, words: str) -> str:
    """For a page that found nothing: what its form sends to have it counted; "" for words not kept."""
    asked = request.GET.get("q", "")
    kept = _kept(words) if _kept(asked) or not asked else ""
    return signing.dumps(kept, salt=SALT) if kept else ""


def count(request: HttpRequest, carried: str) -> None:
    """Once for each address and these words in ten minutes. Raises Invalid for what no page carried, TooMany."""
    try:
        words: str = signing.loads(carried, salt=SALT, max_age=ANSWERED_WITHIN)
    except signing.BadSignature:
        raise Invalid("missed", _("Esta página já é antiga. Procure outra vez.")) from None
    once = f"missed:{sha256(words.encode()).hexdigest()[:20]}"
    if limits.spent(request, once, 1):
        return
    if limits.spent(request, "missed", MOST):
        raise TooMany(_("Foram feitos muitos pedidos daqui. Espere dez minutos e tente de novo."))
    limits.count(request, once)
    limits.count(request, "missed")
    today = timezone.localdate(moment.now())
    with transaction.atomic():
        row, made = Missed.objects.get_or_create(words=words, week=today - timedelta(days=today.weekday()))
        if not made:
            # Missed again after it was settled: counted from the beginning.
            again = Case(When(settled_at=None, then=F("times") + 1), default=Value(1))
            Missed.objects.filter(pk=row.pk).update(times=again, settled_at=None)


# --- What the coordination reads --------------------------------------------------------------------------------------


def _by_words() -> Any:
    return (
        Missed.objects.filter(settled_at=None)
        .order_by()
        .values("words")
        .annotate(all=Sum("times"), weeks=Count("pk"), last=Max("week"))
    )


def may_see(member: Membership | None) -> bool:
    return member is not None and member.has(Membership.Role.COORDINATION)


def shown() -> Any:
    """Words with how often, in how many weeks and when last; the most often first. Rare ones are never among them."""
    return _by_words().filter(all__gte=SHOWN_FROM).order_by("-all", "-last", "words")


def too_rare() -> int:
    """How many are not shown."""
    return _by_words().filter(all__lt=SHOWN_FROM).count()


def settle(words: str, *, by: Membership) -> None:
    """Done with, until they are missed again."""
    _look(words, by)
    Missed.objects.filter(words=words, settled_at=None).update(settled_at=moment.now())


@transaction.atomic
def join(words: str, same_as: str, *, by: Membership) -> Synonyms:
    """From now on these words mean the same as an expression that is found. Raises Invalid, WrongState, NotAllowed."""
    _look(words, by)
    same_as = " ".join(same_as.split())
    if not same_as:
        raise Invalid("same_as", _("Escreva o que quer dizer o mesmo."))
    try:
        group = synonyms.joined(words, same_as)
    except ValidationError as error:
        raise Invalid("same_as", " ".join(error.messages)) from None
    log(instance=group, action="wagtail.edit", user=by.user)
    settle(words, by=by)
    return group


def _look(words: str, by: Membership) -> None:
    if not may_see(by):
        raise NotAllowed(_("Só a coordenação trata das pesquisas sem resultado."))
    if not shown().filter(words=words).exists():
        raise WrongState(_("Esta pesquisa já não está na lista."))


def purge(now: datetime | None = None) -> int:
    """Delete what has had its time, and sooner what was hardly ever searched: rare words may name somebody."""
    today = timezone.localdate(now or moment.now())
    old = Missed.objects.filter(week__lt=today - KEPT_FOR).delete()[0]
    seldom = (
        Missed.objects.order_by()
        .values("words")
        .annotate(all=Sum("times"), last=Max("week"))
        .filter(all__lt=SHOWN_FROM, last__lt=today - RARE_KEPT_FOR)
        .values("words")
    )
    return old + Missed.objects.filter(words__in=seldom).delete()[0]

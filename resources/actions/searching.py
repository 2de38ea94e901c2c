"""Searches somebody keeps: save, silence, forget; and the clock's look at all of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from resources import days, mail_clock, searches
from resources.listing import Criteria
from resources.models import Resource, SavedSearch
from resources.refusals import Invalid

MOST = 10
BATCH = 200


@transaction.atomic
def save_search(
    criteria: Criteria, *, by: Membership, query: str, words_pt: str, words_en: str, name: str = ""
) -> SavedSearch:
    """Keep a search. What it finds already is not news; the same search twice is one."""
    Membership.objects.select_for_update(no_key=True).get(pk=by.pk)
    mine = SavedSearch.objects.of(by).live()
    if before := mine.filter(query=query).first():
        return before
    if mine.count() >= MOST:
        raise Invalid(
            "name",
            _("Já tem %(most)s pesquisas guardadas. Apague uma antes de guardar outra.") % {"most": MOST},
        )
    search = SavedSearch(
        membership=by,
        name=" ".join(name.split()),
        query=query,
        criteria=searches.kept(criteria),
        words_pt=words_pt[:300],
        words_en=words_en[:300],
        start=criteria.first_day,
        end=criteria.end_day,
        created_at=moment.now(),
    )
    search.full_clean(exclude=["membership"])
    search.save()
    search.seen = sorted(searches.find([search])[search.pk])
    search.save(update_fields=["seen"])
    return search


@transaction.atomic
def tell_of_search(search: SavedSearch, *, by: Membership, alerts: bool) -> SavedSearch:
    """Switch its messages on or off. Switched on again, what it finds by then is not news."""
    search = SavedSearch.objects.of(by).live().select_for_update(of=("self",)).get(pk=search.pk)
    if alerts and not search.alerts:
        search.seen = sorted(searches.find([search])[search.pk])
    search.alerts = alerts
    search.save(update_fields=["alerts", "seen"])
    return search


@transaction.atomic
def forget_search(search: SavedSearch, *, by: Membership) -> None:
    SavedSearch.objects.of(by).get(pk=search.pk).delete()


def check_searches() -> int:
    """Clock: say what is newly free, at most once a search and day; end those whose days came. Returns messages."""
    told = 0
    while batch := _end_some():
        told += batch
    last = 0
    while True:
        with transaction.atomic():
            rows = list(
                SavedSearch.objects.live()
                .filter(alerts=True, pk__gt=last)
                .select_related("membership__user", "membership__organisation")
                .select_for_update(skip_locked=True, of=("self",))
                .order_by("pk")[:BATCH]
            )
            if not rows:
                return told
            last = rows[-1].pk
            told += _look(rows)


def _end_some() -> int:
    with transaction.atomic():
        over = list(
            SavedSearch.objects.live()
            .filter(start__lt=days.today())
            .select_related("membership__user", "membership__organisation")
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("pk")[:BATCH]
        )
        for search in over:
            if _is_active(search.membership) and search.alerts:
                mail_clock.search_ended(search)
        SavedSearch.objects.filter(pk__in=[one.pk for one in over]).update(ended_at=moment.now())
        return len(over)


def _look(rows: Sequence[SavedSearch]) -> int:
    today, told = days.today(), 0
    rows = [one for one in rows if _is_active(one.membership)]
    found = searches.find(rows)
    news = {one.pk: found[one.pk] - set(one.seen) for one in rows}
    wanted = {pk for some in news.values() for pk in some}
    named = {one.pk: one for one in Resource.objects.filter(pk__in=wanted).for_cards()} if wanted else {}
    for search in rows:
        fresh = news[search.pk]
        if fresh and search.told_on == today:
            # Told today already: these stay news until tomorrow.
            search.seen = sorted(found[search.pk] - fresh)
            continue
        if fresh:
            mail_clock.search_found(search, sorted((named[pk] for pk in fresh), key=lambda one: one.sort_key))
            search.told_on = today
            told += 1
        search.seen = sorted(found[search.pk])
    SavedSearch.objects.bulk_update(rows, ["seen", "told_on"])
    return told


def _is_active(member: Membership) -> bool:
    return member.is_active and member.user.is_active and member.organisation.is_active

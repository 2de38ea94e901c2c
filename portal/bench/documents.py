"""What is searched when search is measured: as many documents as wanted, of every kind that is found often.

Their sentences are walks through the Portuguese of the demonstration and of the reference data: each word is followed
by one that follows it there, so a few words are everywhere and most are rare. What a region has besides, names of
houses, streets and people by the thousand, is invented from syllables. The same for the same number.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import batched, pairwise
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Locale, Page

from accounts.models import Membership
from community.models import Event, Initiative, JobOffer
from community.models.events import EventDate
from geo.models import Municipality, Parish
from geo.sorting import searchable, sort_key
from monitor.models import Indicator, Topic
from plans.models import Plan, PlanElement
from portal import demo
from portal.bench.region import Region
from portal.pages.content import ContentPage
from portal.pages.home import HomePage
from resources.models import Category, Facility, Resource
from resources.models.categories import Mode
from resources.models.tiers import Tier
from units.models import AgendaItem, Body, Decision, Meeting, OperativeResponse, Partner, Problem

SEED = 7
# Of a hundred documents so many are of this kind. Resources are those of the region first.
SHARES = {
    "resources": 5,
    "indicators": 3,
    "pages": 20,
    "decisions": 10,
    "meetings": 10,
    "plans": 1,
    "elements": 20,
    "jobs": 12,
    "events": 10,
    "initiatives": 5,
    "partners": 4,
}
AT_ONCE = 1_000
INVENTED = 40_000
AGENDA = 3

_PORTUGUESE = re.compile(r"\b(de|da|do|das|dos|para|que|em|com|uma?|não|por|ao?s?)\b")
_ENGLISH = re.compile(r"\b(the|of|and|for|with|is|to|by|what|who)\b", re.IGNORECASE)
_NO_SENTENCE = re.compile(r"[{}%<>@/_=\[\]\d]")
_BEGIN = [
    "b",
    "br",
    "c",
    "d",
    "f",
    "g",
    "gr",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "t",
    "tr",
    "v",
    "vil",
    "al",
]
_MIDDLE = ["a", "e", "i", "o", "u", "ar", "er", "or", "an", "en", "on", "ei", "ou", "al", "ol", "es", "ã"]
_END = [
    "ada",
    "ado",
    "al",
    "eira",
    "eiro",
    "elo",
    "elos",
    "ães",
    "osa",
    "oso",
    "ais",
    "inha",
    "inho",
    "edo",
    "ores",
]


class Wording:
    """Sentences and names, by one die."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED)
        self._firsts: list[str] = []
        self._after: dict[str, list[str]] = {}
        for sentence in sorted({*_of_the_demo(), *_of_reference()}):
            words = sentence.split()
            self._firsts.append(words[0])
            for one, other in pairwise(words):
                self._after.setdefault(one, []).append(other)
        self._invented = list(dict.fromkeys(self._invent() for _n in range(INVENTED)))
        self._places = [one.name for one in Municipality.objects.order_by("pk")]
        self._parishes = list(Parish.objects.order_by("pk").values_list("name", flat=True)) or self._places

    def _invent(self) -> str:
        pick = self.chance.choice
        word = "".join(pick(_BEGIN) + pick(_MIDDLE) for _n in range(self.chance.randrange(1, 3)))
        return (word + pick(_BEGIN[:16]) + pick(_END)).capitalize()

    def name(self) -> str:
        """An invented one: the n-th is met a share of 1/n as often as the first."""
        return self._invented[int(len(self._invented) ** self.chance.random()) - 1]

    def place(self) -> str:
        """A parish or a municipality."""
        chance = self.chance
        return chance.choice(self._places if chance.random() < 0.4 else self._parishes)

    def words(self, count: int) -> str:
        """So many words of sentences, a name in every second one."""
        chance = self.chance
        said: list[str] = []
        word = ""
        while len(said) < count:
            after = self._after.get(word)
            if not after:
                if said and chance.random() < 0.5:
                    said.append(self.name())
                after = self._firsts
            word = after[int(chance.random() * len(after))]
            said.append(word)
        return " ".join(said)

    def title(self, longest: int = 150) -> str:
        """A few words and, of every second one, whose or where."""
        said = self.words(self.chance.randrange(4, 9)).strip(",;:")
        luck = self.chance.random()
        if luck < 0.3:
            said += f", {self.place()}"
        elif luck < 0.55:
            said += f" de {self.name()}"
        return (said[:1].upper() + said[1:])[:longest]


def _of_the_demo() -> Iterator[str]:
    for file in sorted(Path(demo.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from _sentences(node.value)


def _of_reference() -> Iterator[str]:
    said = [
        *Problem.objects.values_list("printed_pt", flat=True),
        *OperativeResponse.objects.values_list("printed_pt", flat=True),
        *Category.objects.values_list("name_pt", flat=True),
        *Indicator.objects.values_list("name_pt", flat=True),
        *Indicator.objects.values_list("definition_pt", flat=True),
    ]
    for text in said:
        yield from _sentences(text)


def _sentences(text: str) -> Iterator[str]:
    for one in re.split(r"[.;:!?\n«»()\"]", text):
        said = " ".join(one.split())
        if _PORTUGUESE.search(said) and not _ENGLISH.search(said) and not _NO_SENTENCE.search(said):
            yield said


def load(total: int, region: Region) -> None:
    """Beside the region, so that about so many documents are found by everybody."""
    said = Wording()
    with transaction.atomic():
        _resources(total * SHARES["resources"] // 100, said, region)
        for kind, make in _MAKERS.items():
            make(total * SHARES[kind] // 100, said, region.members)


def _keep[M: Model](model: type[M], rows: Iterable[M]) -> list[M]:
    kept: list[M] = []
    for some in batched(rows, AT_ONCE):
        kept += model._default_manager.bulk_create(some)
    return kept


def _resources(count: int, said: Wording, region: Region) -> None:
    """The region's get names somebody would look for; what it has too few of comes without bookings."""
    known = list(Resource.objects.filter(pk__in=region.resources).select_related("category", "facility"))
    facilities = {one.facility_id: one.facility for one in known}
    for facility in facilities.values():
        facility.name = f"Casa de {said.name()} {said.name()}"
        facility.sort_key = sort_key(facility.name)
    Facility.objects.bulk_update(facilities.values(), ["name", "sort_key"], batch_size=AT_ONCE)
    categories = list(Category.objects.filter(opaque=False, children=None, mode=Mode.STAY).order_by("pk"))
    public = [one for one in facilities.values() if one.tier == Tier.PUBLIC]
    more = [
        Resource(
            facility=public[n % len(public)], category=said.chance.choice(categories), mode=Mode.STAY,
            confirmed_at=timezone.now(),
        )
        for n in range(count - len(known))
    ]  # fmt: skip
    for one in (*known, *more):
        one.name = f"{one.category.name_pt} de {said.name()}"[:160]
        one.sort_key = sort_key(one.name)
        one.description_pt = said.words(20)
    Resource.objects.bulk_update(known, ["name", "sort_key", "description_pt"], batch_size=AT_ONCE)
    _keep(Resource, more)


def _indicators(count: int, said: Wording, members: Sequence[Membership]) -> None:
    topics = list(Topic.objects.all())
    _keep(
        Indicator,
        (
            Indicator(
                code=f"bench_{n}", topic=topics[n % len(topics)], name_pt=(name := said.title()), name_en=name,
                short_pt=name[:40], short_en=name[:40], definition_pt=said.words(30), unit_pt="número",
                unit_en="number", unit_source="N.º", kind=Indicator.Kind.COUNT, publisher=said.name(),
                periodicity=Indicator.Periodicity.ANNUAL,
            )
            for n in range(count)
        ),
    )  # fmt: skip


def _pages(count: int, said: Wording, members: Sequence[Membership]) -> None:
    home = HomePage.objects.select_related("locale").get(locale=Locale.get_default())
    first, now = home.numchild, timezone.now()
    kind = ContentPage().cached_content_type
    pages = _keep(
        Page,
        (
            Page(
                path=Page._get_path(home.path, home.depth + 1, first + n + 1), depth=home.depth + 1, title=title,
                draft_title=title, slug=f"bench-{n}", url_path=f"{home.url_path}bench-{n}/", content_type=kind,
                locale=home.locale, live=True, first_published_at=now, last_published_at=now,
            )
            for n in range(count)
            if (title := said.title())
        ),
    )  # fmt: skip
    for page in pages:
        text = "".join(f"<p>{said.words(said.chance.randrange(20, 70))}.</p>" for _n in range(3))
        own = ContentPage(
            page_ptr_id=page.pk, description=said.words(15)[:300], body=[{"type": "paragraph", "value": text}]
        )
        own.save_base(raw=True, force_insert=True)
    Page.objects.filter(pk=home.pk).update(numchild=first + len(pages))


def _decisions(count: int, said: Wording, members: Sequence[Membership]) -> None:
    bodies, now = list(Body.objects.order_by("pk")), timezone.now()
    _keep(
        Decision,
        (
            Decision(
                number=f"CV-{2026 + n // 999}-{n % 999 + 1:03d}", body=bodies[n % len(bodies)], title_pt=said.title(),
                text_pt=said.words(60), is_public=True, state=Decision.State.APPROVED, approved_at=now,
                decided_on=(now - timedelta(days=n % 1500)).date(),
            )
            for n in range(count)
        ),
    )  # fmt: skip


def _meetings(count: int, said: Wording, members: Sequence[Membership]) -> None:
    bodies, now = list(Body.objects.order_by("pk")), timezone.now()
    meetings = _keep(
        Meeting,
        (
            Meeting(
                body=bodies[n % len(bodies)], number=n // 10 + 1, year=2026 + n % 10, title_pt=said.title(),
                starts=(day := now - timedelta(days=n % 1500)), ends=day + timedelta(hours=2), place=said.place(),
                quorum=3, state=Meeting.State.HELD, held_at=day,
            )
            for n in range(count)
        ),
    )  # fmt: skip
    points = (
        AgendaItem(meeting=one, order=order, title_pt=said.title())
        for one in meetings
        for order in range(1, AGENDA + 1)
    )
    _keep(AgendaItem, points)


def _plans(count: int, said: Wording, members: Sequence[Membership]) -> None:
    _keep(
        Plan,
        (
            Plan(
                title_pt=said.title(), summary_pt=said.words(40), levels_pt=["Medida"], is_public=True,
                organisation=members[n % len(members)].organisation, state=Plan.State.APPROVED,
                first_year=2024 + n % 4, last_year=2027 + n % 4, approved_at=timezone.now(), approved_by_own="Direção",
            )
            for n in range(count)
        ),
    )  # fmt: skip


def _elements(count: int, said: Wording, members: Sequence[Membership]) -> None:
    plans = list(Plan.objects.order_by("pk"))
    _keep(
        PlanElement,
        (
            PlanElement(
                plan=plans[n % len(plans)], level=0, order=(order := n // len(plans) + 1), code=f"{order}.{n % 9 + 1}",
                title_pt=said.words(said.chance.randrange(6, 18)),
            )
            for n in range(count)
        ),
    )  # fmt: skip


def _listing(said: Wording, member: Membership, places: Sequence[Municipality]) -> dict[str, Any]:
    """What every listing says."""
    title, about, place = said.title(), said.words(40), said.chance.choice(places)
    return {
        "organisation": member.organisation,
        "state": "published",
        "title": title,
        "about": about,
        "municipality": place,
        "words": searchable(title, about, place.name),
        "published_at": timezone.now(),
        "is_demo": True,
    }


def _jobs(count: int, said: Wording, members: Sequence[Membership]) -> None:
    places, today = list(Municipality.objects.order_by("pk")), timezone.localdate()
    contracts, hours = JobOffer.Contract.values, JobOffer.Hours.values
    _keep(
        JobOffer,
        (
            JobOffer(
                **_listing(said, members[n % len(members)], places), employer=(employer := f"Casa {said.name()}"),
                employer_key=sort_key(employer), contract=contracts[n % len(contracts)], hours=hours[n % len(hours)],
                qualification=said.words(5)[:300], expires_on=today + timedelta(days=1 + n % 80), dated_on=today,
                link="https://example.org/",
            )
            for n in range(count)
        ),
    )  # fmt: skip


def _events(count: int, said: Wording, members: Sequence[Membership]) -> None:
    places, now = list(Municipality.objects.order_by("pk")), timezone.now()
    events = _keep(
        Event,
        (
            Event(
                **_listing(said, members[n % len(members)], places), place=f"Auditório {said.name()}",
                organiser=f"Associação {said.name()}", is_free=n % 3 > 0,
            )
            for n in range(count)
        ),
    )  # fmt: skip
    dates = (
        EventDate(event=one, starts=now + timedelta(days=n % 90), ends=now + timedelta(days=n % 90, hours=2))
        for n, one in enumerate(events)
    )
    _keep(EventDate, dates)


def _initiatives(count: int, said: Wording, members: Sequence[Membership]) -> None:
    places = list(Municipality.objects.order_by("pk"))
    _keep(
        Initiative,
        (
            Initiative(
                title=said.title(), answers=said.words(40), for_whom=said.words(6)[:300], needs=said.words(15),
                municipality=places[n % len(places)], state=Initiative.State.PUBLISHED, published_at=timezone.now(),
            )
            for n in range(count)
        ),
    )  # fmt: skip


def _partners(count: int, said: Wording, members: Sequence[Membership]) -> None:
    places, kinds = list(Municipality.objects.order_by("pk")), Partner.Kind.values
    _keep(
        Partner,
        (
            Partner(
                name_pt=(name := f"Associação {said.title(100)}"), sort_key=sort_key(name)[:200],
                about_pt=(about := said.words(25)), words=searchable(name, about), kind=kinds[n % len(kinds)],
                municipality=places[n % len(places)], source="bench",
            )
            for n in range(count)
        ),
    )  # fmt: skip


_MAKERS = {
    "indicators": _indicators,
    "pages": _pages,
    "decisions": _decisions,
    "meetings": _meetings,
    "plans": _plans,
    "elements": _elements,
    "jobs": _jobs,
    "events": _events,
    "initiatives": _initiatives,
    "partners": _partners,
}

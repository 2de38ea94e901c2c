"""The public's addresses for search engines: CMS pages and T0 resources, taken through the visitor's own scope."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.models import Page, Site

from community.models import Event, JobOffer, Pathway, Placement, RentMeasure
from impact.models import ImpactSheet
from monitor.models import Indicator, Place, SocialDiagnosis
from plans.models import Plan
from portal.pages.news import hidden_from_all
from programmes.models import Programme
from resources.models import Resource
from units.models import Decision, Meeting, Round


class Pages(Sitemap):
    def items(self) -> Iterable[Page]:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            return Page.objects.none()
        roots = site.root_page.get_translations(inclusive=True)
        hidden = set(hidden_from_all().values_list("pk", flat=True))
        return [
            page
            for root in roots
            for page in root.get_descendants(inclusive=True).live().public()
            if page.pk not in hidden
        ]

    def location(self, item: Page) -> str:
        return item.get_url() or "/"


class Resources(Sitemap):
    """What everybody may read of, and where help against violence is found in place of any place."""

    def items(self) -> Iterable[str]:
        found = Resource.objects.visible_to(None).order_by("pk")
        return [reverse("violence_route"), *(reverse("resource", args=[one.uuid, one.slug]) for one in found)]

    def location(self, item: str) -> str:
        return item


class Decisions(Sitemap):
    def items(self) -> Iterable[Decision]:
        return Decision.objects.visible_to(None).order_by("pk")

    def location(self, item: Decision) -> str:
        return reverse("decision", args=[item.number])


class Rounds(Sitemap):
    def items(self) -> Iterable[Round]:
        return Round.objects.visible_to(None).order_by("pk")

    def location(self, item: Round) -> str:
        return reverse("round", args=[item.uuid])


class Meetings(Sitemap):
    def items(self) -> Iterable[Meeting]:
        return Meeting.objects.visible_to(None).order_by("pk")

    def location(self, item: Meeting) -> str:
        return reverse("meeting", args=[item.uuid])


class Monitor(Sitemap):
    """Its front and lists, and a portrait of each municipality."""

    def items(self) -> Iterable[str]:
        lists = [reverse(name) for name in ("monitor", "monitor_compare", "diagnoses")]
        return lists + [reverse("portrait", args=[one.code]) for one in Place.objects.municipalities()]

    def location(self, item: str) -> str:
        return item


class Indicators(Sitemap):
    def items(self) -> Iterable[Indicator]:
        return Indicator.objects.visible_to(None).with_observations(None).order_by("code")

    def location(self, item: Indicator) -> str:
        return item.get_absolute_url()


class Diagnoses(Sitemap):
    def items(self) -> Iterable[SocialDiagnosis]:
        return SocialDiagnosis.objects.published().order_by("pk")

    def location(self, item: SocialDiagnosis) -> str:
        return item.get_absolute_url()


class Plans(Sitemap):
    """What everybody may read: the list, and each published plan."""

    def items(self) -> Iterable[str]:
        found = Plan.objects.visible_to(None).order_by("pk")
        return [reverse("plans"), *(reverse("plan", args=[one.uuid]) for one in found)]

    def location(self, item: str) -> str:
        return item


class Programmes(Sitemap):
    """What is offered to people and to who works in the network, and what is known of its effect."""

    def items(self) -> Iterable[str]:
        lists = [reverse(name) for name in ("programmes", "training", "training_offer", "impact")]
        found = Programme.objects.visible_to(None).order_by("pk")
        sheets = ImpactSheet.objects.visible_to(None).order_by("pk")
        return [
            *lists,
            *(reverse("programme", args=[one.uuid]) for one in found),
            *(reverse("impact_sheet", args=[one.uuid]) for one in sheets),
        ]

    def location(self, item: str) -> str:
        return item


class Listings(Sitemap):
    """The community's front and lists, and each entry that is open today."""

    def items(self) -> Iterable[str]:
        lists = ["community", "jobs", "placements", "events", "pathways", "rent_measures"]
        kinds = (JobOffer, Placement, Event, Pathway, RentMeasure)
        entries = [one for kind in kinds for one in kind.objects.open_now().order_by("pk")]
        return [*map(reverse, lists), *(one.get_absolute_url() for one in entries)]

    def location(self, item: str) -> str:
        return item


SITEMAPS: dict[str, type[Sitemap] | Sitemap] = {
    "pages": Pages,
    "resources": Resources,
    "decisions": Decisions,
    "rounds": Rounds,
    "meetings": Meetings,
    "plans": Plans,
    "programmes": Programmes,
    "listings": Listings,
    "monitor": Monitor,
    "indicators": Indicators,
    "diagnoses": Diagnoses,
}


def view(request: HttpRequest) -> HttpResponse:
    return sitemap(request, SITEMAPS)


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /trabalho/", "Disallow: /conta/", "Disallow: /cms/"]
    return HttpResponse(
        "\n".join([*lines, f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]), content_type="text/plain"
    )

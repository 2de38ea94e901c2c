"""What changed in the public figures and when: one entry for each import and each publication."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.sheets import CONTROL
from monitor.models import Import, Indicator, Observation

MOST = 50


@dataclass
class Update:
    """`at`: when it could first be read, or was taken back. `new` and `changed` count public figures only."""

    uuid: UUID
    at: datetime
    undone: bool
    indicators: list[Indicator] = field(default_factory=list)
    figures: int = 0
    changed: int = 0

    @property
    def title(self) -> str:
        first, others = self.indicators[0].name, len(self.indicators) - 1
        if not others:
            return first
        return ngettext("%(name)s e mais %(n)s indicador", "%(name)s e mais %(n)s indicadores", others) % {
            "name": first,
            "n": others,
        }

    @property
    def sentence(self) -> str:
        """What happened, in a sentence. File names and people stay inside."""
        if self.undone:
            return ngettext(
                "%(n)s valor foi retirado; vale de novo o que havia antes.",
                "%(n)s valores foram retirados; valem de novo os que havia antes.",
                self.figures,
            ) % {"n": self.figures}
        new = self.figures - self.changed
        parts = []
        if new:
            parts.append(ngettext("%(n)s valor novo", "%(n)s valores novos", new) % {"n": new})
        if self.changed:
            parts.append(
                ngettext("%(n)s valor revisto", "%(n)s valores revistos", self.changed) % {"n": self.changed}
            )
        return (
            _("%(first)s e %(second)s.") % dict(zip(("first", "second"), parts, strict=True))
            if (len(parts) == 2)
            else f"{parts[0]}."
        )


def latest(most: int = MOST) -> list[Update]:
    """The latest first: three statements. What waits inside the network is not among them, ever."""
    shown = Observation.objects.visible_to(None).filter(batch=OuterRef("pk"))
    imports = (
        Import.objects.filter(Exists(shown), state__in=[Import.State.TAKEN, Import.State.UNDONE])
        .annotate(changed_at=Coalesce("settled_at", "at"))
        .order_by("-changed_at", "-pk")[:most]
    )
    found = {one.pk: Update(one.uuid, one.changed_at, one.state == Import.State.UNDONE) for one in imports}
    public = Observation.objects.visible_to(None)
    known: dict[int, Indicator] = {}
    counted = list(
        public.filter(batch__in=found)
        .values_list("batch", "indicator")
        .annotate(Count("pk"))
        .order_by("indicator__topic__order", "indicator__order", "indicator__code")
    )
    known = Indicator.objects.in_bulk({indicator for _batch, indicator, _n in counted})
    for batch, indicator, figures in counted:
        found[batch].indicators.append(known[indicator])
        found[batch].figures += figures
    replaced = public.filter(superseded_in__in=found).exclude(superseded_in=F("batch"))
    for batch, changed in replaced.values_list("superseded_in").annotate(Count("pk")).order_by():
        found[batch].changed = min(changed, found[batch].figures)
    return list(found.values())


def atom() -> str:
    """In the active language. An entry keeps its id when what it tells of is taken back."""
    page = settings.BASE_URL + reverse("monitor_updates")
    feed = Atom1Feed(
        title=_("Monitor Social Metropolitano: atualizações · Concerta"),
        link=page,
        feed_url=settings.BASE_URL + reverse("monitor_updates_feed"),
        description=_("Que indicadores mudaram, quando e em quantos valores."),
        language=get_language(),
    )
    for one in latest():
        lines = [one.sentence, *(f"{indicator.name}" for indicator in one.indicators)]
        single = len(one.indicators) == 1
        feed.add_item(
            title=one.title.translate(CONTROL),
            link=settings.BASE_URL + one.indicators[0].get_absolute_url() if single else f"{page}#{one.uuid}",
            description=linebreaks("\n".join(lines).translate(CONTROL), autoescape=True),
            unique_id=f"urn:uuid:{one.uuid}",
            pubdate=one.at,
            updateddate=one.at,
            author_name="Concerta",
            categories=[indicator.code for indicator in one.indicators],
        )
    return feed.writeString("utf-8")

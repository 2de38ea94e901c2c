"""Resources of facilities that are there already, from this source or of the organisation."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import moment
from accounts.sheets.columns import Column
from geo.sorting import sort_key
from resources import days
from resources.imports.columns import one_of, text, web, whole
from resources.imports.facilities import categories
from resources.imports.kinds import Context, Difference, Kind, Row, label, rewrite, shown
from resources.models import CapacityStatement, Facility, Mode, Resource
from resources.models.tiers import Tier
from units.models import OperativeResponse

MOST_CAPACITY = 10_000


class Resources(Kind):
    name = "resources"
    sign = "facility"
    model = Resource
    PLAIN: ClassVar = (
        "name",
        "category",
        "response",
        "description_pt",
        "description_en",
        "max_nights",
        "source_url",
    )

    def __init__(self, context: Context, found: Any = ()) -> None:
        super().__init__(context, found)
        responses = {sort_key(one.code): one for one in OperativeResponse.objects.all()}
        self._facilities: dict[str, Facility] = {}
        self._stored: dict[str, Resource] = {}
        self._columns = (
            Column(
                "ref",
                ("id", "identificador", "referencia", "codigo", "codigo do recurso"),
                text(120, guarded=False),
                required=True,
            ),
            Column(
                "facility",
                (
                    "facility ref",
                    "facility id",
                    "id do equipamento",
                    "equipamento id",
                    "referencia do equipamento",
                ),
                text(120, guarded=False),
                required=True,
            ),
            Column("name", ("nome", "designacao", "recurso"), text(160), required=True),
            Column(
                "category",
                ("categoria", "resposta social", "valencia", "tipo"),
                one_of(
                    categories(dict(context.words.get("category", {}))),
                    _("«%(said)s» não é uma categoria: use o código ou o nome de uma."),
                ),
                required=True,
            ),
            Column(
                "response",
                ("resposta operativa", "codigo da resposta"),
                one_of(responses, _("«%(said)s» não é o código de uma resposta operativa.")),
                empty=None,
            ),
            Column("description_pt", ("descricao", "description"), text(4000)),
            Column("description_en", ("descricao em ingles",), text(4000)),
            Column("max_nights", ("noites no maximo", "max noites"), whole(1, 3650), empty=None),
            Column(
                "capacity", ("capacidade", "lotacao", "lugares", "camas"), whole(0, MOST_CAPACITY), empty=None
            ),
            Column("source_url", ("url", "ligacao", "link"), web),
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def look_up(self, rows: list[Row]) -> list[tuple[Row, str, str]]:
        self._facilities = self._find_facilities({row.values["facility"] for row in rows})
        self._stored = {
            one.source_ref: one
            for one in Resource.objects.select_for_update(no_key=True, of=("self",))
            .filter(source=self.context.source, source_ref__in=[row.ref for row in rows])
            .select_related("category", "response", "facility")
            .order_by("pk")
        }
        wrong = []
        for row in rows:
            facility, stored = self._facilities.get(row.values["facility"]), self._stored.get(row.ref)
            if facility is None:
                wrong.append((row, "facility", _("este equipamento não existe nesta fonte nem na entidade.")))
            elif facility.organisation_id != getattr(self.context.organisation, "pk", None):
                said = (
                    _("este equipamento é de uma entidade: diga qual com --organisation.")
                    if self.context.organisation is None
                    else _("este equipamento não é desta entidade.")
                )
                wrong.append((row, "facility", said))
            elif stored and stored.facility_id != facility.pk:
                wrong.append((row, "facility", _("um recurso não muda de equipamento por importação.")))
            elif stored and stored.mode != self._mode(row, facility):
                wrong.append(
                    (row, "category", _("esta categoria mudava o modo do recurso: mude-a no portal."))
                )
        return wrong

    def _find_facilities(self, refs: set[str]) -> dict[str, Facility]:
        """By the reference of the source, or by the id in the portal."""
        ids = {ref: UUID(ref) for ref in refs if is_uuid(ref)}
        meant = Q(source=self.context.source, source_ref__in=refs)
        if self.context.organisation:
            meant |= Q(organisation=self.context.organisation, uuid__in=ids.values())
        found = list(Facility.objects.filter(meant, tier__lt=Tier.OPAQUE).order_by("pk"))
        by_uuid = {one.uuid: one for one in found}
        return {one.source_ref: one for one in found} | {
            ref: by_uuid[uuid] for ref, uuid in ids.items() if uuid in by_uuid
        }

    def _mode(self, row: Row, facility: Facility) -> str:
        return row.values["category"].mode if facility.organisation_id else Mode.INFO

    def write(self, rows: list[Row]) -> list[Difference]:
        said, new, changed = [], [], []
        for row in rows:
            facility, resource = self._facilities[row.values["facility"]], self._stored.get(row.ref)
            fresh = resource is None
            if resource is None:
                resource = Resource(source=self.context.source, source_ref=row.ref, facility=facility)
            changes = []
            for name in self.PLAIN:
                if name not in row.values:
                    continue
                before, value = None if fresh else getattr(resource, name), row.values[name]
                if not fresh and before != value:
                    changes.append((label(Resource, name), shown(before), shown(value)))
                setattr(resource, name, value)
            if not resource.is_active and facility.organisation_id is None:
                changes.append((_("no catálogo"), shown(False), shown(True)))
                resource.is_active = True
            resource.mode = self._mode(row, facility)
            resource.sort_key = sort_key(resource.name)
            if fresh:
                new.append((resource, row.values.get("capacity")))
            elif changes:
                changed.append(resource)
            state = "new" if fresh else "changed" if changes else "same"
            said.append(Difference(state, row.number, row.ref, resource.name, tuple(changes)))
        made = Resource.objects.bulk_create([resource for resource, _capacity in new])
        rewrite(Resource, changed, [*self.PLAIN, "sort_key", "mode", "is_active"])
        # Said by a file, by nobody: it stays unconfirmed until somebody confirms it.
        CapacityStatement.objects.bulk_create(
            CapacityStatement(
                resource=resource,
                capacity=capacity,
                valid_from=days.midnight(days.today()),
                said_at=moment.now(),
            )
            for resource, capacity in new
            if capacity is not None and resource.mode == Mode.STAY
        )
        if len(new) < len(rows) and "capacity" in self.found and not self.notes:
            self.notes.append(
                _("A capacidade só entra nos recursos novos: nos outros, quem os gere diz-a no portal.")
            )
        self.touched.extend(one.pk for one in (*made, *changed))
        return said

    def known(self) -> models.QuerySet[Any]:
        # What came with a file of facilities stands beside one of theirs of the same reference.
        return Resource.objects.filter(source=self.context.source, is_active=True).exclude(
            facility__source=self.context.source, facility__source_ref=models.F("source_ref")
        )

    def retire(self, refs: list[str]) -> None:
        gone = self.known().filter(source_ref__in=refs)
        self.touched.extend(gone.values_list("pk", flat=True))
        gone.update(is_active=False)


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

"""The stock of a bank of technical aids: one row an item, of resources that are there already."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.sheets.columns import Column
from accounts.sheets.errors import Wrong
from geo.sorting import sort_key
from resources.imports.columns import one_of, text
from resources.imports.kinds import Context, Difference, Kind, Row, label, rewrite, shown
from resources.imports.resources import is_uuid
from resources.models import Item, Mode, Resource
from resources.models.lending import GONE, ISO9999, Condition, new_code


class Items(Kind):
    """Known again by the serial number within its resource. Where an item is and in what condition is the portal's."""

    name = "items"
    sign = "resource"
    model = Item
    ref_column = "serial"
    PLAIN: ClassVar = ("name", "iso9999", "accessories")

    def __init__(self, context: Context, found: Any = ()) -> None:
        super().__init__(context, found)
        self._resources: dict[str, Resource] = {}
        self._stored: dict[tuple[int, str], Item] = {}
        conditions = {
            key: one.value for one in Condition for key in (sort_key(one.value), sort_key(str(one.label)))
        }
        self._columns = (
            Column(
                "ref",
                ("serial", "numero de serie", "n de serie", "no de serie", "id", "referencia"),
                text(60, guarded=False),
                required=True,
            ),
            Column(
                "resource",
                ("resource ref", "resource id", "recurso", "id do recurso", "recurso id"),
                text(120, guarded=False),
                required=True,
            ),
            Column("name", ("nome", "designacao", "artigo"), text(120), required=True),
            Column("code", ("etiqueta", "codigo da etiqueta", "codigo"), text(20, guarded=False)),
            Column("iso9999", ("iso 9999", "codigo iso", "iso"), _iso),
            Column(
                "condition",
                ("estado de conservacao", "estado", "conservacao"),
                one_of(
                    conditions,
                    _("«%(said)s» não é um estado de conservação: novo, bom, com uso ou danificado."),
                ),
                empty=Condition.GOOD.value,
            ),
            Column("accessories", ("acessorios",), _accessories, empty=()),
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def lacking(self) -> list[str]:
        return super().lacking() + ([] if self.context.organisation else ["--organisation"])

    def look_up(self, rows: list[Row]) -> list[tuple[Row, str, str]]:
        refs = {row.values["resource"] for row in rows}
        ids = {ref: UUID(ref) for ref in refs if is_uuid(ref)}
        found = list(
            Resource.objects.filter(
                Q(source=self.context.source, source_ref__in=refs) | Q(uuid__in=ids.values()),
                facility__organisation=self.context.organisation,
            )
        )
        by_uuid = {one.uuid: one for one in found}
        self._resources = {one.source_ref: one for one in found} | {
            ref: by_uuid[uuid] for ref, uuid in ids.items() if uuid in by_uuid
        }
        self._stored = {
            (one.resource_id, one.serial): one
            for one in Item.objects.select_for_update(no_key=True).filter(
                resource__in=found, serial__in=[row.ref for row in rows]
            )
        }
        codes = {row.values["code"] for row in rows if row.values.get("code")}
        taken = dict(Item.objects.filter(code__in=codes).values_list("code", "serial"))
        wrong, here = [], set[str]()
        for row in rows:
            resource, code = self._resources.get(row.values["resource"]), row.values.get("code", "")
            if resource is None:
                wrong.append((row, "resource", _("este recurso não existe nesta entidade.")))
            elif resource.mode != Mode.LOAN:
                wrong.append((row, "resource", _("este recurso não empresta artigos.")))
            if code and (code in here or taken.get(code, row.ref) != row.ref):
                wrong.append((row, "code", _("este código já é de outro artigo.")))
            here.add(code)
        return wrong

    def write(self, rows: list[Row]) -> list[Difference]:
        said, new, changed = [], [], []
        for row in rows:
            resource = self._resources[row.values["resource"]]
            item = self._stored.get((resource.pk, row.ref))
            fresh = item is None
            if item is None:
                item = Item(
                    resource=resource,
                    serial=row.ref,
                    code=row.values.get("code") or new_code(),
                    condition=row.values.get("condition", Condition.GOOD),
                )
            changes = []
            for name in self.PLAIN:
                if name not in row.values:
                    continue
                value = list(row.values[name]) if name == "accessories" else row.values[name]
                before = getattr(item, name)
                if not fresh and before != value:
                    changes.append((label(Item, name), shown(before), shown(value)))
                setattr(item, name, value)
            if fresh:
                new.append(item)
            elif changes:
                changed.append(item)
            state = "new" if fresh else "changed" if changes else "same"
            said.append(Difference(state, row.number, row.ref, item.name, tuple(changes)))
        Item.objects.bulk_create(new)
        rewrite(Item, changed, list(self.PLAIN))
        return said

    def known(self) -> models.QuerySet[Any]:
        return Item.objects.filter(resource__source=self.context.source).exclude(state__in=GONE)


def _iso(cell: str) -> str:
    digits = re.sub(r"[\s.\-]", "", cell)
    said = " ".join(digits[n : n + 2] for n in range(0, len(digits), 2))
    try:
        ISO9999(said)
    except ValidationError as error:
        raise Wrong(str(error.messages[0])) from None
    return said


def _accessories(cell: str) -> tuple[str, ...]:
    read = text(80)
    return tuple(read(part) for part in re.split(r"[;|\n]", cell) if part.strip())

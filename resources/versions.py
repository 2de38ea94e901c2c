"""Earlier versions of facilities and resources: written by who keeps the catalogue, told field by field.

A place that is reserved now, or was when a version was written, is never told: the page says only that it changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import moment
from accounts.models import Membership, Organisation, User
from geo.models import Municipality
from resources import hours
from resources.models import Access, Facility, Known, Resource
from resources.models.details import PLACE
from resources.models.tiers import Tier
from units.models import OperativeResponse

Row = Facility | Resource

LABELS: dict[type[models.Model], dict[str, Any]] = {
    Facility: {
        "name": gettext_lazy("Nome"),
        "tier": gettext_lazy("Quem vê"),
        "description_pt": gettext_lazy("Descrição"),
        "description_en": gettext_lazy("Descrição em inglês"),
        "municipality_id": gettext_lazy("Município"),
        "parish": gettext_lazy("Freguesia"),
        "address": gettext_lazy("Morada"),
        "lat": gettext_lazy("Latitude"),
        "lon": gettext_lazy("Longitude"),
        "phone": gettext_lazy("Telefone"),
        "email": gettext_lazy("E-mail"),
        "website": gettext_lazy("Sítio na internet"),
        "opening_hours": gettext_lazy("Horário"),
        "opening_note_pt": gettext_lazy("Nota ao horário"),
        "opening_note_en": gettext_lazy("Nota ao horário em inglês"),
        "accepts_pt": gettext_lazy("Aceita"),
        "accepts_en": gettext_lazy("Aceita, em inglês"),
        "ask_first_pt": gettext_lazy("Pergunte antes"),
        "ask_first_en": gettext_lazy("Pergunte antes, em inglês"),
        "refuses_pt": gettext_lazy("Não aceita"),
        "refuses_en": gettext_lazy("Não aceita, em inglês"),
        "accessibility": gettext_lazy("Acessibilidade"),
        "accessible": gettext_lazy("Acessível em cadeira de rodas"),
        "photo_id": gettext_lazy("Fotografia"),
        "photo_alt_pt": gettext_lazy("Texto alternativo da fotografia"),
        "photo_alt_en": gettext_lazy("Texto alternativo da fotografia em inglês"),
        "is_active": gettext_lazy("Em uso"),
    },
    Resource: {
        "name": gettext_lazy("Nome"),
        "description_pt": gettext_lazy("Descrição"),
        "description_en": gettext_lazy("Descrição em inglês"),
        "max_nights": gettext_lazy("Noites no máximo"),
        "hygiene_days": gettext_lazy("Dias de higienização"),
        "terms_pt": gettext_lazy("Condições da cedência"),
        "terms_en": gettext_lazy("Condições da cedência em inglês"),
        "response_id": gettext_lazy("Resposta operativa"),
        "is_active": gettext_lazy("Em uso"),
    },
}
# What an earlier version does not bring back: who may see it, whose it is, the picture that is gone.
STAYS = ("tier", "photo_id", "photo_alt_pt", "photo_alt_en")
PLACE_COLUMNS = {f"{name}_id" if name == "municipality" else name for name in PLACE}


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Version:
    """One version as the history page tells it. `changes` against the one before; the first has none."""

    id: int
    at: datetime
    person: str
    organisation: str
    what: str
    changes: list[Difference]
    first: bool
    current: bool


def state_of(row: Any) -> dict[str, Any]:
    """What is kept of a row, or of one of its versions."""
    model = row.instance_type if hasattr(row, "instance_type") else type(row)
    return {name: getattr(row, name) for name in LABELS[model]}


def mark_of(row: Row) -> str:
    """Changes with every change of the row. Keyed: it stands in pages and must not tell a place by trying them all."""
    content = json.dumps(state_of(row), cls=DjangoJSONEncoder, sort_keys=True)
    return salted_hmac("concerta.resources.versions", content, algorithm="sha256").hexdigest()[:32]


def write(row: Row, *, by: Membership | None, what: str, new: bool = False) -> None:
    """Add the row as it is now. `what`: the verb that made it so."""
    model: Any = type(row).history.model
    columns = {field.attname: getattr(row, field.attname) for field in model.tracked_fields}
    model.objects.create(
        **columns,
        history_date=moment.now(),
        history_type="+" if new else "~",
        history_change_reason=what,
        history_user_id=by.user_id if by else None,
        history_organisation_id=by.organisation_id if by else None,
    )


def catch_up(row: Row) -> None:
    """Before a change: what was there so far stands in the history too, whoever brought it (an import, the start)."""
    last = all_of(row).first()
    if last is None or state_of(last) != state_of(row):
        write(row, by=None, what="found", new=last is None)


def all_of(row: Row) -> Any:
    """The versions of a row, newest first."""
    return type(row).history.filter(id=row.pk).order_by("-history_id")


def with_mark(row: Row, mark: str) -> Any:
    """The row as it was when it had this mark, if that was one of its last versions."""
    return next((one.instance for one in all_of(row)[:20] if mark_of(one.instance) == mark), None)


def told(row: Row, versions: Iterable[Any], before: Any = None) -> list[Version]:
    """Versions, newest first, each with its difference to the one before; `before` comes before the last of them."""
    rows = list(versions)
    if not rows:
        return []
    names = _Names([state_of(one) for one in (*rows, before) if one])
    newest = all_of(row).values_list("history_id", flat=True).first()
    people = User.objects.in_bulk([one.history_user_id for one in rows if one.history_user_id])
    houses = Organisation.objects.in_bulk(
        [one.history_organisation_id for one in rows if one.history_organisation_id]
    )
    made = []
    for version, older in zip(rows, [*rows[1:], before], strict=True):
        person, house = people.get(version.history_user_id), houses.get(version.history_organisation_id)
        made.append(
            Version(
                id=version.history_id,
                at=version.history_date,
                person=str(person) if person else _who_not(version),
                organisation=str(house) if house else "",
                what=_what(version.history_change_reason),
                changes=differences(older, version, row, names=names) if older else [],
                first=older is None,
                current=version.history_id == newest,
            )
        )
    return made


def _who_not(version: Any) -> str:
    return _("uma pessoa que já não tem conta") if version.history_user_id else _("o portal")


def _what(verb: str | None) -> str:
    said = {
        "found": _("Como estava"),
        "add_facility": _("Equipamento acrescentado"),
        "add_resource": _("Recurso acrescentado"),
        "keep_facility": _("Mudança"),
        "keep_resource": _("Mudança"),
        "retire_resource": _("Recurso retirado"),
        "restore_version": _("Versão anterior reposta"),
    }
    return said.get(verb or "", _("Mudança"))


def differences(
    old: Any, new: Any, row: Row, *, leaving_out: tuple[str, ...] = (), names: _Names | None = None
) -> list[Difference]:
    """Field by field, in words. `old` and `new`: versions, or the row itself; `row` says what may be told today."""
    before, after = state_of(old), state_of(new)
    hidden = _reserved(row) or _reserved(old) or _reserved(new)
    names = names or _Names([before, after])
    found = []
    place_changed = False
    for name, label in LABELS[type(row)].items():
        if before[name] == after[name] or name in leaving_out:
            continue
        if hidden and name in PLACE_COLUMNS:
            place_changed = True
        else:
            found.append(Difference(str(label), names.say(name, before[name]), names.say(name, after[name])))
    if place_changed:
        reserved = _("reservado: não se mostra")
        found.append(Difference(_("Lugar e contactos"), reserved, reserved))
    return found


def _reserved(one: Any) -> bool:
    return int(getattr(one, "tier", Tier.PUBLIC)) >= Tier.RESTRICTED


class _Names:
    """Values as words. What they refer to is read once for all."""

    def __init__(self, states: list[Mapping[str, Any]]) -> None:
        self.municipalities = Municipality.objects.in_bulk(
            [s["municipality_id"] for s in states if s.get("municipality_id")]
        )
        self.responses = OperativeResponse.objects.in_bulk(
            [s["response_id"] for s in states if s.get("response_id")]
        )

    def say(self, name: str, value: Any) -> str:
        nothing = _("(vazio)")
        match name, value:
            case "tier", _:
                return str(Tier(value).label)
            case "photo_id", _:
                return _("fotografia n.º %(n)s") % {"n": value} if value else _("sem fotografia")
            case (("is_active" | "accessible"), _):
                return _("sim") if value else _("não")
            case "opening_hours", _:
                return "; ".join(hours.in_words(value)) or _("sem informação")
            case "accessibility", _:
                return checklist_in_words(value)
            case "municipality_id", str():
                return str(self.municipalities.get(value, value))
            case "response_id", str():
                response = self.responses.get(value)
                return f"{response.code} {response.name}" if response else str(value)
            case _, list():
                return "; ".join(value) or nothing
            case _, float():
                return number_format(value, decimal_pos=5, use_l10n=True)
        return nothing if value in (None, "") else str(value)


def checklist_in_words(checklist: Mapping[str, str]) -> str:
    said = [
        f"{one.label}: {Known(checklist[one]).label}" for one in Access if checklist.get(one) in Known.values
    ]
    return "; ".join(said) or _("sem informação")

"""Facilities, each with the one resource that puts it in the catalogue: described where nobody owns it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.sheets.columns import Column
from accounts.sheets.errors import Refused, Wrong
from geo.models import Municipality
from geo.places import Land
from geo.sorting import sort_key
from resources.imports.columns import degrees, email, flag, one_of, phone, text, web, whole
from resources.imports.kinds import Context, Difference, Kind, Row, label, rewrite, shown
from resources.models import Category, Facility, Mode, Resource
from resources.models.tiers import Tier

# Words of the sources we know, for categories of ours.
KNOWN_WORDS = {"kindergarten": "creches-e-jardins", "childcare": "creches-e-jardins"}


def categories(words: dict[str, str] | None = None) -> dict[str, Category]:
    """By code, names and Carta Social code. Never a refuge: those are not imported."""
    found: dict[str, Category] = {}
    for one in Category.objects.filter(opaque=False):
        for called in (one.code, one.name_pt, one.name_en, one.carta_social):
            if called:
                found.setdefault(sort_key(called), one)
    for word, code in (KNOWN_WORDS | (words or {})).items():
        if sort_key(code) not in found:
            raise Refused(_("A categoria «%(code)s» do mapeamento não existe.") % {"code": code})
        found[sort_key(word)] = found[sort_key(code)]
    return found


class Facilities(Kind):
    name = "facilities"
    model = Facility
    # Of a row, straight into the column of the same name.
    PLAIN: ClassVar = (
        "name",
        "tier",
        "parish",
        "address",
        "lat",
        "lon",
        "phone",
        "email",
        "website",
        "description_pt",
        "description_en",
        "accessible",
        "source_url",
    )

    def __init__(self, context: Context, found: Any = ()) -> None:
        super().__init__(context, found)
        self.towns = {one.dico: one for one in Municipality.objects.all()}
        self.land = Land()
        self._stored: dict[str, Facility] = {}
        self._listed: dict[str, Resource] = {}
        self.kept = 0
        self.categories = categories(dict(context.words.get("category", {})))
        by_name = {
            key: one
            for one in self.towns.values()
            for key in (one.dico, one.dico.lstrip("0"), one.sort_key, sort_key(one.short_name))
        }
        town = one_of(by_name, _("«%(said)s» não é um município da região."))
        highest = Tier.RESTRICTED if context.organisation else Tier.PUBLIC
        self._columns = (
            Column(
                "ref",
                ("id", "identificador", "referencia", "codigo", "codigo do equipamento", "source ref"),
                # A number of the source may look like one of a person by chance.
                text(120, guarded=False),
                required=True,
            ),
            Column(
                "name", ("nome", "designacao", "equipamento", "nome do equipamento"), text(160), required=True
            ),
            Column(
                "category",
                (
                    "categoria",
                    "osm category",
                    "resposta social",
                    "valencia",
                    "tipo",
                    "tipologia",
                    "facility type",
                    "type",
                ),
                one_of(self.categories, _("«%(said)s» não é uma categoria: use o código ou o nome de uma.")),
                empty=None,
            ),
            Column("dico", ("dtmn", "codigo do municipio", "codigo concelho"), town, empty=None),
            Column("municipality", ("municipio", "concelho"), town, empty=None),
            Column("lat", ("latitude", "y"), degrees(90), empty=None),
            Column("lon", ("longitude", "lng", "long", "x"), degrees(180), empty=None),
            Column("parish", ("freguesia",), text(120)),
            Column("address", ("morada", "endereco", "rua", "street"), text(200)),
            Column("postcode", ("codigo postal", "cp", "postal code", "zip"), text(20)),
            Column("locality", ("localidade", "city", "cidade"), text(80)),
            Column("phone", ("telefone", "telemovel", "contacto", "tel"), phone),
            Column("email", ("e mail", "correio eletronico", "mail"), email),
            Column("website", ("sitio", "site", "web"), web),
            Column("description_pt", ("descricao", "description", "observacoes", "notas"), text(4000)),
            Column("description_en", ("descricao em ingles", "english description"), text(4000)),
            Column("operator", ("operador", "entidade gestora", "entidade", "gestao"), text(160)),
            Column("accessible", ("acessivel", "wheelchair", "cadeira de rodas"), flag, empty=False),
            Column("source_url", ("osm url", "url", "ligacao", "link", "fonte url"), web),
            Column(
                "tier",
                ("nivel", "nivel de reserva", "nivel de confidencialidade"),
                _tier(highest, owned=context.organisation is not None),
                empty=Tier.PUBLIC,
            ),
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def lacking(self) -> list[str]:
        lacking = super().lacking()
        if not self.found & {"dico", "municipality"} and not {"lat", "lon"} <= self.found:
            lacking.append("municipality")
        if self.context.organisation is None and "category" not in self.found:
            lacking.append("category")
        return lacking

    def check(self, values: dict[str, Any]) -> None:
        self._place(values)
        if "postcode" in values or "locality" in values:
            town = values["municipality"].name if values.get("municipality") else ""
            code, locality = values.pop("postcode", ""), values.pop("locality", "")
            if code or sort_key(locality) != sort_key(town):
                tail = " ".join(filter(None, [code, locality]))
                values["address"] = ", ".join(filter(None, [values.get("address", ""), tail]))
            values.setdefault("address", "")
            if len(values["address"]) > 240:
                raise Wrong(_("com código postal e localidade passa de 240 caracteres."), "address")
        if "operator" in values:
            _say_operator(values)
        if "category" in values and values["category"] is None:
            raise Wrong(_("está vazia, e diz onde aparece no catálogo."), "category")

    def _place(self, values: dict[str, Any]) -> None:
        """One municipality, the one the point is in or beside."""
        said = values.pop("dico", None), values.pop("municipality", None)
        if said[0] and said[1] and said[0] != said[1]:
            raise Wrong(
                _("diz %(name)s, mas o código é de %(other)s.") % {"name": said[1], "other": said[0]},
                "municipality",
            )
        town = said[0] or said[1]
        lat, lon = values.get("lat"), values.get("lon")
        if (lat is None) != (lon is None):
            raise Wrong(_("latitude e longitude vão juntas."), "lat" if lat is None else "lon")
        if lat is not None and lon is not None:
            if town is None:
                town = self.towns.get(self.land.at(lat, lon) or "")
                if town is None:
                    raise Wrong(_("o ponto fica fora da região."), "lat")
            elif not self.land.is_near(town.dico, lat, lon):
                there = self.towns.get(self.land.at(lat, lon) or "")
                raise Wrong(
                    _("o ponto não fica em %(town)s: fica em %(there)s.") % {"town": town, "there": there}
                    if there
                    else _("o ponto não fica em %(town)s: fica fora da região.") % {"town": town},
                    "lat",
                )
        if town is None:
            raise Wrong(_("falta o município."), "dico" if "dico" in self.found else "municipality")
        values["municipality"] = town

    def look_up(self, rows: list[Row]) -> list[tuple[Row, str, str]]:
        source = self.context.source
        self._stored = {
            one.source_ref: one
            for one in Facility.objects.select_for_update(no_key=True, of=("self",))
            .filter(source=source, source_ref__in=[row.ref for row in rows])
            .select_related("municipality", "organisation")
            .order_by("pk")
        }
        self._listed = {
            one.source_ref: one
            for one in Resource.objects.select_for_update(no_key=True, of=("self",))
            .filter(source=source, facility__source=source, source_ref__in=list(self._stored))
            .select_related("category")
            .order_by("pk")
        }
        return [
            (row, name, sentence)
            for row in rows
            if self.context.organisation and (stored := self._stored.get(row.ref))
            for name, sentence in self._owners_matters(row, stored)
        ]

    def _owners_matters(self, row: Row, stored: Facility) -> Iterator[tuple[str, str]]:
        """What bookings and secrecy hang on is changed in the portal, by who keeps the facility."""
        owner, values, listed = self.context.organisation, row.values, self._listed.get(row.ref)
        if owner and stored.organisation_id not in (None, owner.pk):
            yield "ref", _("este equipamento já é de outra entidade.")
        if stored.organisation_id is None:
            return
        if "tier" in values and values["tier"] != stored.tier:
            yield "tier", _("o nível de um equipamento com entidade muda-se no portal.")
        if values["municipality"].pk != stored.municipality_id:
            yield "municipality", _("o município de um equipamento com entidade muda-se no portal.")
        if listed and "category" in values and values["category"].mode != listed.mode:
            yield "category", _("esta categoria mudava o modo do recurso: mude-a no portal.")

    def write(self, rows: list[Row]) -> list[Difference]:
        source, owner = self.context.source, self.context.organisation
        stored, listed = self._stored, self._listed
        said, new, changed = [], [], []
        kept = 0
        resources: list[Resource] = []
        for row in rows:
            facility = stored.get(row.ref)
            fresh = facility is None
            if facility is not None and facility.organisation_id and owner is None:
                said.append(Difference("same", row.number, row.ref, facility.name))
                kept += 1
                continue
            if facility is None:
                facility = Facility(source=source, source_ref=row.ref, organisation=owner)
            changes = [] if fresh else _changes(facility, row.values, owner)
            _take(facility, row.values, owner)
            resource = listed.get(row.ref)
            if "category" in row.values:
                changes += self._list(facility, resource, row, resources)
            if fresh:
                new.append(facility)
            elif changes:
                changed.append(facility)
            state = "new" if fresh else "changed" if changes else "same"
            said.append(Difference(state, row.number, row.ref, facility.name, tuple(changes)))
        Facility.objects.bulk_create(new)
        rewrite(Facility, changed, [*self.PLAIN, "sort_key", "municipality", "organisation", "is_active"])
        rewrite(
            Resource,
            [one for one in resources if one.pk],
            ["name", "sort_key", "category", "mode", "is_active"],
        )
        Resource.objects.bulk_create([one for one in resources if not one.pk])
        ids = Resource.objects.filter(facility__in=[*new, *changed]).values_list("pk", flat=True)
        self.touched.extend(ids)
        self.kept += kept
        if kept:
            self.notes = [
                ngettext(
                    "%(n)s equipamento já é de uma entidade, que o mantém: não mudou.",
                    "%(n)s equipamentos já são de entidades, que os mantêm: não mudaram.",
                    self.kept,
                )
                % {"n": self.kept}
            ]
        return said

    def _list(
        self, facility: Facility, resource: Resource | None, row: Row, resources: list[Resource]
    ) -> list[tuple[str, str, str]]:
        """The row of the catalogue that stands for the facility."""
        category = row.values["category"]
        mode = category.mode if facility.organisation_id else Mode.INFO
        changes = []
        if resource is None:
            resource = Resource(facility=facility, source=facility.source, source_ref=row.ref)
        elif resource.category_id != category.pk:
            changes.append((self.label("category"), shown(resource.category), shown(category)))
        values: dict[str, Any] = {"category": category, "mode": mode}
        if resource.pk is None or facility.organisation_id is None:
            # What its owner called it or retired stays so.
            values |= {"name": row.values["name"], "is_active": True}
        if resource.pk is None or any(getattr(resource, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(resource, name, value)
            resource.sort_key = sort_key(resource.name)
            resources.append(resource)
        return changes

    @staticmethod
    def label(name: str) -> str:
        if name == "category":
            return _("categoria")
        return label(Facility, name)

    def known(self) -> models.QuerySet[Any]:
        owner = self.context.organisation
        return Facility.objects.filter(source=self.context.source, organisation=owner, is_active=True)

    def retire(self, refs: list[str]) -> None:
        gone = Facility.objects.filter(source=self.context.source, source_ref__in=refs)
        self.touched.extend(Resource.objects.filter(facility__in=gone).values_list("pk", flat=True))
        gone.update(is_active=False)


def _tier(highest: int, *, owned: bool) -> Any:
    number = whole(0, 3)

    def read(cell: str) -> int:
        tier = number(cell.strip().upper().removeprefix("T"))
        if tier == Tier.OPAQUE:
            raise Wrong(_("uma casa de abrigo (T3) nunca se importa."))
        if tier > highest and not owned:
            raise Wrong(_("o que não tem entidade é público (T0)."))
        return tier

    return read


def _say_operator(values: dict[str, Any]) -> None:
    """Who runs it stands in the words: it is what the source says, no organisation of ours."""
    who = values.pop("operator")
    for name, words in (
        ("description_pt", "Segundo a fonte, é gerido por %(who)s."),
        ("description_en", "According to the source, it is run by %(who)s."),
    ):
        line = words % {"who": who} if who else ""
        values[name] = " ".join(filter(None, [values.get(name, ""), line]))


def _changes(facility: Facility, values: dict[str, Any], owner: Any) -> list[tuple[str, str, str]]:
    wanted = {name: values[name] for name in (*Facilities.PLAIN, "municipality") if name in values}
    # Whether a wheelchair gets in follows from the checklist once somebody has filled it in.
    if facility.accessibility:
        wanted.pop("accessible", None)
    changes = [
        (Facilities.label(name), shown(before), shown(value))
        for name, value in wanted.items()
        if (before := getattr(facility, name)) != value
    ]
    if owner and facility.organisation_id != owner.pk:
        changes.append((_("entidade"), shown(facility.organisation), shown(owner)))
    if not facility.is_active and facility.organisation_id is None:
        changes.append((_("no catálogo"), shown(False), shown(True)))
    return changes


def _take(facility: Facility, values: dict[str, Any], owner: Any) -> None:
    for name in (*Facilities.PLAIN, "municipality"):
        if name in values and not (name == "accessible" and facility.accessibility):
            setattr(facility, name, values[name])
    facility.sort_key = sort_key(facility.name)
    if facility.organisation_id is None:
        facility.is_active = True
    if owner:
        facility.organisation = owner

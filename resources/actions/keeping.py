"""Keeping the catalogue: facilities and resources are added, edited, retired; an earlier version is brought back.

Every change leaves a version (resources/versions.py) beside its audit entry, and none is made over what somebody else
has saved in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import audit, identity
from accounts.models import Membership
from geo.distance import lies_in
from geo.sorting import sort_key
from resources import hours, photos, versions
from resources.actions import shared
from resources.models import Booking, Category, Facility, Photo, Resource
from resources.models.codes import OPEN
from resources.models.details import PLACE, check_checklist
from resources.models.sources import PUBLISHED
from resources.models.tiers import Tier
from resources.refusals import Invalid, NotAllowed, PersonalData, StaleForm, WrongState
from search.writing import owe

PROSE = (
    "description_pt",
    "description_en",
    "opening_note_pt",
    "opening_note_en",
    "photo_alt_pt",
    "photo_alt_en",
)
LISTS = ("accepts_pt", "accepts_en", "ask_first_pt", "ask_first_en", "refuses_pt", "refuses_en")
FACILITY_FIELDS = ("name", "tier", *PLACE, "opening_hours", "accessibility", *PROSE, *LISTS)
RESOURCE_FIELDS = (
    "name",
    "response",
    "description_pt",
    "description_en",
    "max_nights",
    "hygiene_days",
    "terms_pt",
    "terms_en",
)
MOST_LINES = 12
LONGEST_STAY = 3650
# It cannot be undone, and nobody sees or edits the facility afterwards: no place for a slip in a form.
NO_REFUGE_HERE = gettext_lazy(
    "Aqui nenhum equipamento passa a casa de abrigo. Peça-o à Unidade de Coordenação Estratégica: a localização, os"
    " contactos e a fonte são apagados ao mesmo tempo, e depois já não se vê no portal."
)


@transaction.atomic
def add_facility(*, by: Membership, said: Mapping[str, Any], photo: File | None = None) -> Facility:
    """Another place of the organisation acted for."""
    if not by.may_decide:
        raise NotAllowed(_("Só quem gere os recursos da entidade acrescenta equipamentos."))
    facility = Facility(organisation=by.organisation, is_demo=by.organisation.is_demo)
    _say(facility, said, FACILITY_FIELDS, _FACILITY_CHECKS)
    _no_refuge(facility)
    _settle_photo(facility, photo, drop=False)
    _check_place(facility)
    facility.save()
    _tell(facility, "add_facility", by=by, to_state=f"T{facility.tier}", new=True)
    return facility


@transaction.atomic
def keep_facility(
    facility: Facility,
    *,
    by: Membership,
    said: Mapping[str, Any],
    seen: str = "",
    photo: File | None = None,
    drop_photo: bool = False,
) -> Facility:
    """Change what is said of a facility; fields that are not in `said` stay. `seen`: the version it was changed from.

    Towards more reserve the tier moves freely, and takes photograph and search entries with it; towards less only by
    the coordination.
    """
    facility = _lock_facility(facility)
    _must_be_fresh(facility, seen)
    before = versions.state_of(facility)
    _say(facility, said, FACILITY_FIELDS, _FACILITY_CHECKS)
    return _kept(facility, before, "keep_facility", by=by, photo=photo, drop_photo=drop_photo)


def _kept(
    facility: Facility,
    before: dict[str, Any],
    verb: str,
    *,
    by: Membership,
    photo: File | None = None,
    drop_photo: bool = False,
) -> Facility:
    """The changed facility, checked and saved; nothing at all when nothing differs."""
    _check_tier(facility, before["tier"], by)
    old_photo = facility.photo_id
    _settle_photo(facility, photo, drop=drop_photo)
    after = versions.state_of(facility)
    if after == before:
        return facility
    # More reserve is never held up by what an import got wrong.
    if facility.tier < before["tier"] or any(
        before[n] != after[n] for n in ("municipality_id", "lat", "lon")
    ):
        _check_place(facility)
    if before["municipality_id"] != facility.municipality_id:
        _no_open_bookings(
            facility.resources.all(),
            "municipality",
            lambda n: ngettext(
                "Há %(n)s reserva em aberto neste equipamento: o município só muda quando ela terminar.",
                "Há %(n)s reservas em aberto neste equipamento: o município só muda quando terminarem.",
                n,
            ),
        )
    versions.catch_up(Facility.objects.get(pk=facility.pk))
    facility.save()
    if old_photo and old_photo != facility.photo_id:
        Photo.objects.filter(pk=old_photo).delete()
    tiers = (f"T{before['tier']}", f"T{facility.tier}") if before["tier"] != facility.tier else ("", "")
    _tell(facility, verb, by=by, from_state=tiers[0], to_state=tiers[1])
    _settle_index(facility.resources.select_related("facility", "category"))
    return facility


@transaction.atomic
def add_resource(facility: Facility, *, by: Membership, said: Mapping[str, Any]) -> Resource:
    """Something the facility shares from now on. What it offers of it is stated apart (`state_capacity`)."""
    facility = _lock_facility(facility)
    category = said.get("category")
    if not isinstance(category, Category) or category.opaque or category.children.exists():
        raise Invalid("category", _("Escolha um tipo da lista."))
    resource = Resource(facility=facility, category=category)
    _say(resource, said, RESOURCE_FIELDS, _RESOURCE_CHECKS)
    resource.save()
    _tell(resource, "add_resource", by=by, to_state="active", new=True)
    _settle_index([resource])
    return resource


@transaction.atomic
def keep_resource(resource: Resource, *, by: Membership, said: Mapping[str, Any], seen: str = "") -> Resource:
    resource = _lock_resource(resource)
    _must_be_fresh(resource, seen)
    before = versions.state_of(resource)
    _say(resource, said, RESOURCE_FIELDS, _RESOURCE_CHECKS)
    return _kept_resource(resource, before, "keep_resource", by=by)


def _kept_resource(resource: Resource, before: dict[str, Any], verb: str, *, by: Membership) -> Resource:
    after = versions.state_of(resource)
    if after == before:
        return resource
    versions.catch_up(Resource.objects.get(pk=resource.pk))
    resource.save(update_fields=[*RESOURCE_FIELDS, "sort_key", "is_active"])
    moved = before["is_active"] != after["is_active"]
    states = ("active", "retired")
    _tell(
        resource,
        verb,
        by=by,
        from_state=states[not before["is_active"]] if moved else "",
        to_state=states[not after["is_active"]] if moved else "",
    )
    _settle_index([resource])
    return resource


@transaction.atomic
def retire_resource(resource: Resource, *, by: Membership) -> Resource:
    """Take it out of the catalogue. Its history stays; what is still promised is ended first."""
    resource = _lock_resource(resource)
    if not resource.is_active:
        raise WrongState(_("Este recurso já foi retirado."))
    _no_open_bookings(
        [resource],
        "",
        lambda n: ngettext(
            "Há %(n)s reserva em aberto neste recurso: responda-lhe ou termine-a antes de o retirar.",
            "Há %(n)s reservas em aberto neste recurso: responda-lhes ou termine-as antes de o retirar.",
            n,
        ),
    )
    before = versions.state_of(resource)
    resource.is_active = False
    return _kept_resource(resource, before, "retire_resource", by=by)


@transaction.atomic
def restore_version(
    row: Facility | Resource, version_id: int, *, by: Membership, seen: str = ""
) -> Facility | Resource:
    """Make an earlier version the present one, as a change like any other: it can be undone too.

    Who may see a facility, and its photograph, stay as they are now.
    """
    row = _lock_facility(row) if isinstance(row, Facility) else _lock_resource(row)
    _must_be_fresh(row, seen)
    version = versions.all_of(row).filter(history_id=version_id).first()
    if version is None:
        raise Invalid("version", _("Esta versão não existe."))
    before = versions.state_of(row)
    for name, value in versions.state_of(version).items():
        if name not in versions.STAYS:
            setattr(row, name, value)
    if isinstance(row, Facility):
        return _kept(row, before, "restore_version", by=by)
    return _kept_resource(row, before, "restore_version", by=by)


@transaction.atomic
def make_refuge(facility: Facility, *, by: Membership | None, name: str) -> Facility:
    """It becomes a casa de abrigo: whatever told where it is goes in the same write, and its resources are retired.

    `name` says nothing of the place; the old one may stand in a published list. Only the command `make_refuge` comes
    here, by None.
    """
    facility = _lock_facility(facility)
    _must_have_owner(facility)
    if sort_key(name.strip()) == facility.sort_key:
        raise Invalid("name", _("Dê-lhe outro nome: por este, encontra-se onde foi publicado."))
    _no_open_bookings(
        facility.resources.all(),
        "",
        lambda n: ngettext(
            "Há %(n)s reserva em aberto neste equipamento: termine-a antes.",
            "Há %(n)s reservas em aberto neste equipamento: termine-as antes.",
            n,
        ),
    )
    before, photo = facility.tier, facility.photo_id
    _forget(facility, (*FACILITY_FIELDS, *PUBLISHED, "accessible", "photo"))
    _say(facility, {"tier": Tier.OPAQUE, "name": name}, FACILITY_FIELDS, _FACILITY_CHECKS)
    # With the tier the database forgets the earlier versions, of its resources too; no new one is written.
    facility.save()
    if photo:
        Photo.objects.filter(pk=photo).delete()
    resources = list(Resource.objects.filter(facility=facility).select_related("facility", "category"))
    for resource in resources:
        _forget(resource, (*_RESOURCE_PROSE, *PUBLISHED))
        resource.name, resource.is_active = facility.name, False
        resource.save(update_fields=["name", "sort_key", *_RESOURCE_PROSE, *PUBLISHED, "is_active"])
    _record(facility, "make_refuge", by=by, from_state=f"T{before}", to_state=f"T{facility.tier}")
    _settle_index(resources)
    return facility


def _forget(row: Facility | Resource, names: Iterable[str]) -> None:
    for name in names:
        field: Any = row._meta.get_field(name)
        setattr(row, name, field.get_default())


# --- Lock, look again -------------------------------------------------------------------------------------------------


def _lock_facility(facility: Facility) -> Facility:
    found = Facility.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation")
    facility = found.get(pk=facility.pk)
    if facility.tier == Tier.OPAQUE:
        raise NotAllowed(_("As casas de abrigo não se editam aqui."))
    return facility


def _lock_resource(resource: Resource) -> Resource:
    _lock_facility(resource.facility)
    return shared.lock_resources([resource.pk])[resource.pk]


def _must_be_fresh(row: Facility | Resource, seen: str) -> None:
    if seen and seen != versions.mark_of(row):
        raise StaleForm(
            _("Outra pessoa gravou entretanto. Nada do que escreveu se perdeu: compare e grave de novo.")
        )


def _no_open_bookings(resources: Iterable[Resource], field: str, sentence: Callable[[int], str]) -> None:
    locked = shared.lock_resources([resource.pk for resource in resources])
    still = Booking.objects.filter(resource__in=locked, status__in=OPEN).count()
    if still:
        extra = {"field": field} if field else {}
        raise WrongState(sentence(still) % {"n": still}, bookings=still, **extra)


# --- Check ------------------------------------------------------------------------------------------------------------


def _say(
    row: Facility | Resource,
    said: Mapping[str, Any],
    fields: Iterable[str],
    checks: Mapping[str, Callable[[str, Any], Any]],
) -> None:
    for name in fields:
        if name not in said:
            continue
        value = checks.get(name, _as_it_is)(name, said[name])
        if name == "accessibility":
            assert isinstance(row, Facility)
            row.say_accessibility(value)
        else:
            setattr(row, name, value)
    if not row.name:
        raise Invalid("name", _("Escreva o nome."))
    try:
        row.clean_fields(exclude=["sort_key", "mode", "photo", "organisation", "facility", "category"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(field, messages[0]) from error


def _as_it_is(name: str, value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _prose(name: str, value: Any) -> str:
    return shared.free_text(name, value or "")


def _name(name: str, value: Any) -> str:
    text = " ".join(str(value or "").split())
    if pattern := identity.find(text):
        raise PersonalData(name, pattern.value, identity.explain(pattern))
    return text


def _lines(name: str, value: Any) -> list[str]:
    lines = [line for text in value or [] if (line := " ".join(text.split()))]
    if len(lines) > MOST_LINES:
        raise Invalid(name, _("No máximo %(n)s linhas.") % {"n": MOST_LINES})
    if any(len(line) > 120 for line in lines):
        raise Invalid(name, _("Cada linha tem no máximo 120 caracteres."))
    shared.free_text(name, "\n".join(lines))
    return lines


def _hours(name: str, value: Any) -> dict[str, list[list[str]]]:
    try:
        hours.check(value)
    except ValidationError as error:
        raise Invalid(name, error.messages[0]) from error
    return hours.tidy(value)


def _checklist(name: str, value: Any) -> dict[str, str]:
    known = {code: said for code, said in (value or {}).items() if said != "unknown"}
    try:
        check_checklist(known)
    except ValidationError as error:
        raise Invalid(name, error.messages[0]) from error
    return known


def _nights(name: str, value: Any) -> int | None:
    if value is not None and not 1 <= value <= LONGEST_STAY:
        raise Invalid(name, _("As noites são um número entre 1 e %(n)s, ou nada.") % {"n": LONGEST_STAY})
    return value


_Checks = Mapping[str, Callable[[str, Any], Any]]
_FACILITY_CHECKS: _Checks = {
    "name": _name,
    **dict.fromkeys(PROSE, _prose),
    **dict.fromkeys(LISTS, _lines),
    "opening_hours": _hours,
    "accessibility": _checklist,
}
_RESOURCE_PROSE = ("description_pt", "description_en", "terms_pt", "terms_en")
_RESOURCE_CHECKS: _Checks = {
    "name": _name,
    **dict.fromkeys(_RESOURCE_PROSE, _prose),
    "max_nights": _nights,
}


def _check_tier(facility: Facility, before: int, by: Membership) -> None:
    if facility.tier == before:
        return
    _no_refuge(facility)
    if facility.tier < before and not by.has(Membership.Role.COORDINATION):
        raise NotAllowed(
            _(
                "Mostrar um equipamento a mais pessoas é decisão da Unidade de Coordenação Estratégica: o que já foi"
                " visto não se volta a esconder. Fale com ela."
            ),
            field="tier",
        )
    _must_have_owner(facility)


def _no_refuge(facility: Facility) -> None:
    if facility.tier == Tier.OPAQUE:
        raise Invalid("tier", str(NO_REFUGE_HERE))


def _must_have_owner(facility: Facility) -> None:
    if facility.organisation_id is None:
        raise Invalid("tier", _("São dados públicos de uma fonte, sem entidade: não se tornam reservados."))


def _check_place(facility: Facility) -> None:
    lat, lon, municipality = facility.lat, facility.lon, facility.municipality
    if (lat is None) != (lon is None):
        missing = "lat" if lat is None else "lon"
        raise Invalid(missing, _("Indique latitude e longitude, ou nenhuma das duas."))
    if municipality is None:
        if facility.tier < Tier.RESTRICTED:
            raise Invalid("municipality", _("Escolha o município."))
        if lat is not None:
            raise Invalid("municipality", _("Escolha o município em que ficam as coordenadas."))
    elif lat is not None and lon is not None and not lies_in(municipality, lat, lon):
        raise Invalid(
            "lat",
            _("Estas coordenadas não ficam no município escolhido (%(name)s).") % {"name": municipality.name},
        )


# --- Move, record, tell -----------------------------------------------------------------------------------------------


def _settle_photo(facility: Facility, photo: File | None, *, drop: bool) -> None:
    """A new photograph, none, or the one there is. Only what everybody may see has one, told in words too."""
    if facility.tier != Tier.PUBLIC:
        if photo:
            raise Invalid(
                "photo", _("Só os equipamentos públicos têm fotografia: uma fotografia mostra a localização.")
            )
        drop = True
    if drop and not photo:
        facility.photo = None
    if photo:
        if not facility.photo_alt_pt:
            raise Invalid("photo_alt_pt", _("Descreva a fotografia, para quem não a vê."))
        try:
            made = photos.taken_from(photo)
        except ValidationError as error:
            raise Invalid("photo", error.messages[0]) from error
        made.save()
        facility.photo = made
    if facility.photo_id is None:
        facility.photo_alt_pt = facility.photo_alt_en = ""
    elif not facility.photo_alt_pt:
        raise Invalid("photo_alt_pt", _("Descreva a fotografia, para quem não a vê."))


def _tell(
    row: Facility | Resource,
    verb: str,
    *,
    by: Membership,
    from_state: str = "",
    to_state: str = "",
    new: bool = False,
) -> None:
    versions.write(row, by=by, what=verb, new=new)
    _record(row, verb, by=by, from_state=from_state, to_state=to_state)


def _record(
    row: Facility | Resource, verb: str, *, by: Membership | None, from_state: str, to_state: str
) -> None:
    kind = "facility" if isinstance(row, Facility) else "resource"
    audit.record(
        f"{kind}:{row.uuid}",
        verb,
        by=by,
        subject=(kind, row.uuid),
        label=str(row.uuid),
        from_state=from_state,
        to_state=to_state,
    )


def _settle_index(resources: Iterable[Resource]) -> None:
    """Their entries in the search index: only who everybody may know of has one, and a facility's words stand in its
    resources' entries."""
    owe(Resource, [resource.pk for resource in resources])

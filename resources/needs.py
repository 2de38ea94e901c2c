"""What a request may say of a need: closed vocabularies and bands, nothing that names anybody (invariant 7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Contact, Membership
from geo.models import Municipality
from resources.refusals import Invalid

AGE_BANDS = {
    "0-17": gettext_lazy("menor de 18 anos"),
    "18-29": gettext_lazy("18 a 29 anos"),
    "30-64": gettext_lazy("30 a 64 anos"),
    "65-79": gettext_lazy("65 a 79 anos"),
    "80+": gettext_lazy("80 anos ou mais"),
    "mixed": gettext_lazy("várias idades"),
}
DEPENDENCY = {
    "none": gettext_lazy("autonomia total"),
    "partial": gettext_lazy("dependência parcial"),
    "total": gettext_lazy("dependência total"),
}
ACCESSIBILITY = {
    "wheelchair": gettext_lazy("cadeira de rodas"),
    "no_stairs": gettext_lazy("sem escadas"),
    "visual": gettext_lazy("apoio visual"),
    "hearing": gettext_lazy("apoio auditivo"),
}
INTERPRETER = {
    "lgp": gettext_lazy("língua gestual portuguesa"),
    "ar": gettext_lazy("árabe"),
    "bn": gettext_lazy("bengali"),
    "en": gettext_lazy("inglês"),
    "es": gettext_lazy("espanhol"),
    "fr": gettext_lazy("francês"),
    "hi": gettext_lazy("hindi"),
    "ne": gettext_lazy("nepali"),
    "ro": gettext_lazy("romeno"),
    "ru": gettext_lazy("russo"),
    "uk": gettext_lazy("ucraniano"),
    "other": gettext_lazy("outra língua"),
}
MOST_PEOPLE = 20


def _choice(raw: Mapping[str, Any], key: str, allowed: Mapping[str, Any]) -> str | None:
    value = raw.get(key)
    if value in (None, ""):
        return None
    if not isinstance(value, str) or value not in allowed:
        raise Invalid(f"needs.{key}", _("Este valor não existe na lista: %(field)s.") % {"field": key})
    return value


def _number(raw: Mapping[str, Any], key: str) -> int | None:
    value = raw.get(key)
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_PEOPLE:
        raise Invalid(f"needs.{key}", _("Indique um número entre 0 e %(max)s.") % {"max": MOST_PEOPLE})
    return value


def clean(raw: Mapping[str, Any] | None, *, by: Membership) -> tuple[dict[str, Any], Contact | None]:
    """The need in closed words, and the service's own call-back contact. Unknown keys are refused, not ignored."""
    raw = raw or {}
    known = {
        "age_band",
        "adults",
        "children",
        "dependency",
        "accessibility",
        "interpreter",
        "pets",
        "avoid_municipalities",
        "callback",
    }
    if not set(raw) <= known:
        raise Invalid("needs", _("O pedido tem um campo de necessidades que não existe."))
    cleaned: dict[str, Any] = {
        "age_band": _choice(raw, "age_band", AGE_BANDS),
        "adults": _number(raw, "adults"),
        "children": _number(raw, "children"),
        "dependency": _choice(raw, "dependency", DEPENDENCY),
        "interpreter": _choice(raw, "interpreter", INTERPRETER),
    }
    accessibility = raw.get("accessibility") or []
    if not isinstance(accessibility, list) or any(
        not isinstance(value, str) or value not in ACCESSIBILITY for value in accessibility
    ):
        raise Invalid(
            "needs.accessibility",
            _("Este valor não existe na lista: %(field)s.") % {"field": "accessibility"},
        )
    cleaned["accessibility"] = sorted(set(accessibility))
    pets = raw.get("pets")
    if pets not in (None, True, False):
        raise Invalid("needs.pets", _("Indique sim ou não."))
    cleaned["pets"] = pets
    avoid = raw.get("avoid_municipalities") or []
    if not isinstance(avoid, list) or any(not isinstance(code, str) for code in avoid):
        raise Invalid("needs.avoid_municipalities", _("Indique municípios da lista."))
    if len(set(avoid)) != Municipality.objects.filter(dico__in=avoid).count():
        raise Invalid("needs.avoid_municipalities", _("Indique municípios da lista."))
    cleaned["avoid_municipalities"] = sorted(set(avoid))
    return {key: value for key, value in cleaned.items() if value not in (None, [], "")}, _callback(raw, by)


def _callback(raw: Mapping[str, Any], by: Membership) -> Contact | None:
    value = raw.get("callback")
    if value in (None, ""):
        return None
    try:
        identifier = UUID(str(value))
    except ValueError:
        identifier = None
    contact = (
        Contact.objects.filter(organisation_id=by.organisation_id, uuid=identifier).first()
        if identifier
        else None
    )
    if contact is None:
        raise Invalid("needs.callback", _("Escolha um contacto da sua entidade."))
    return contact


def in_words(needs: Mapping[str, Any]) -> list[str]:
    """The need as short phrases in the active language, for the holder's inbox."""
    words: list[str] = []
    if needs.get("adults"):
        words.append(_("adultos: %(n)s") % {"n": needs["adults"]})
    if needs.get("children"):
        words.append(_("crianças: %(n)s") % {"n": needs["children"]})
    if needs.get("age_band"):
        words.append(str(AGE_BANDS[needs["age_band"]]))
    if needs.get("dependency"):
        words.append(str(DEPENDENCY[needs["dependency"]]))
    words += [str(ACCESSIBILITY[value]) for value in needs.get("accessibility", [])]
    if needs.get("interpreter"):
        words.append(_("intérprete: %(language)s") % {"language": INTERPRETER[needs["interpreter"]]})
    if needs.get("pets"):
        words.append(_("com animal de companhia"))
    return words

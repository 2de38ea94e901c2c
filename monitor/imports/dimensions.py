"""Further dimensions of a data set (sex, age group, ...): one category of each is taken, and who imports says which."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from accounts.sheets.errors import Refused

MOST_LISTED = 12


def chosen(found: Mapping[str, Mapping[str, str]], said: Mapping[str, str]) -> dict[str, str]:
    """The category to take of each dimension. `found`: its categories by code, with their names.

    Nothing is chosen for anybody, not even where there is one: it may be the one of women only.
    """
    if strange := [name for name in said if name not in found]:
        raise Refused(
            _("O ficheiro não tem a dimensão %(names)s.") % {"names": ", ".join(strange)}, *_listed(found)
        )
    if open_ones := [name for name in found if name not in said]:
        raise Refused(
            _(
                "O ficheiro tem mais dimensões além do lugar e do período: diga com --dim que categoria se importa."
            )
            + " "
            + _("Por dizer: %(names)s.") % {"names": ", ".join(open_ones)},
            *_listed(found),
        )
    for name, category in said.items():
        if category not in found[name]:
            raise Refused(
                _("A dimensão %(name)s não tem a categoria %(category)s.")
                % {"name": name, "category": category},
                *_listed({name: found[name]}),
            )
    return dict(said)


def _listed(found: Mapping[str, Mapping[str, str]]) -> list[str]:
    lines = []
    for name, categories in found.items():
        some = [
            f"{code} ({label})" if label else code for code, label in list(categories.items())[:MOST_LISTED]
        ]
        lines.append(f"{name}: {', '.join(some)}{', …' if len(categories) > MOST_LISTED else ''}")
    return lines

"""What stands in the address of a search, checked. What is wrong gets its sentence; the rest still counts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.finding.kinds import SOURCES, Source
from search.asking import LONGEST

RESOURCES = "recursos"


def tidy(text: str) -> str:
    """The words as they were meant: what cannot be seen is no part of them, and letters are composed."""
    seen = (one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one) != "Cf")
    return " ".join("".join(one if one.isprintable() else " " for one in seen).split())


def too_long() -> str:
    return _("Procure com menos palavras: no máximo %(n)s caracteres.") % {"n": LONGEST}


@dataclass(frozen=True)
class Asked:
    """The words, the kind looked at ("" for all), its page and what it is narrowed to."""

    text: str = ""
    kind: str = ""
    page: int = 1
    # Facet -> value, of the kind looked at.
    chosen: dict[str, str] = field(default_factory=dict)
    # By parameter: why it does not count.
    wrong: dict[str, str] = field(default_factory=dict)
    # The words as they were typed, though others may have been meant.
    literal: bool = False

    @classmethod
    def of(cls, params: QueryDict) -> Asked:
        wrong = {}
        text = tidy(params.get("q", ""))
        if len(text) > LONGEST:
            wrong["q"], text = too_long(), text[:LONGEST]
        kind = params.get("tipo", "").strip()
        if kind and kind not in {RESOURCES, *(one.name for one in SOURCES)}:
            wrong["tipo"], kind = _("Este tipo de resultado não existe: escolha um da lista."), ""
        number = params.get("page", "").strip()
        page = int(number) if number.isascii() and number.isdigit() and len(number) <= 6 else 0
        if number and page < 1:
            wrong["page"] = _("Esta página não existe.")
        source = source_of(kind)
        chosen = {
            facet.name: value
            for facet in (source.facets if source else ())
            if (value := tidy(params.get(facet.name, ""))[:LONGEST])
        }
        literal = params.get("exato", "") == "1"
        return cls(text, kind, max(page, 1), chosen, wrong, literal)

    def url(self, *, text: str | None = None, kind: str | None = None, **chosen: str) -> str:
        """Another search from here, at its first page. Another kind or other words are narrowed to nothing."""
        said = {"q": self.text if text is None else text, "tipo": self.kind if kind is None else kind}
        if text is None and kind is None:
            said |= self.chosen | chosen
        if text is None and self.literal:
            said["exato"] = "1"
        said = {name: value for name, value in said.items() if value}
        return f"{reverse('find')}?{urlencode(said)}" if said else reverse("find")

    @property
    def literal_url(self) -> str:
        """This search, by the words as they were typed."""
        return replace(self, literal=True).url()


def source_of(kind: str) -> Source | None:
    return next((one for one in SOURCES if one.name == kind), None)

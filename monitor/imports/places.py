"""Places as files call them: by DICO, by the codes of INE and NUTS, by name."""

from __future__ import annotations

from geo.sorting import sort_key
from monitor.models import AMP, Place

# NUTS and INE's own; a municipality there is three signs of its region and its DICO: 11A1312.
WIDER = {"PT11A": AMP, "11A": AMP, "PT11": "NORTE", "11": "NORTE"}


class Places:
    def __init__(self) -> None:
        everywhere = list(Place.objects.all())
        self._by_code = {one.code: one for one in everywhere}
        self._by_name = {sort_key(name): one for one in everywhere for name in (one.name_pt, one.name_en)}

    def coded(self, text: str) -> Place | None:
        """None for a place that is none of ours. Spreadsheets drop the zero in front of a DICO and add a decimal."""
        said = text.strip().upper().removesuffix(".0")
        if code := WIDER.get(said):
            return self._by_code[code]
        if said.isascii() and said.isdigit() and len(said) < 4:
            said = said.zfill(4)
        elif len(said) == 7 and said.isascii():
            said = said[3:]
        return self._by_code.get(said)

    def named(self, text: str) -> Place | None:
        return self._by_name.get(sort_key(text))

"""Who published a file and under which licence: said by who imports it, or by the file itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from accounts.sheets.errors import Refused
from accounts.sheets.reading import table
from geo.sorting import sort_key

SOURCE, LICENCE = ("source", "fonte"), ("licence", "license", "licenca")
# "OpenStreetMap contributors (ODbL) via ...": the licence in brackets after the publisher.
IN_BRACKETS = re.compile(r"^(?P<name>[^()]{2,}?)\s*\((?P<licence>[^()]{2,80})\)")


@dataclass(frozen=True)
class Published:
    """What is said of the source; name and licence are obligatory, here or in the file."""

    name: str = ""
    licence: str = ""
    licence_url: str = ""
    attribution: str = ""
    url: str = ""
    retrieved_on: date | None = None

    def completed(self, file: Path) -> Published:
        """With what the columns `source` and `licence` of the file say, where the importer said nothing."""
        if self.name and self.licence:
            return self
        said, licence = _columns(file)
        found = IN_BRACKETS.match(said)
        if found:
            said_name, licence = found["name"], licence or found["licence"]
        else:
            said_name = said
        name, licence = self.name or said_name, self.licence or licence
        if not name or not licence:
            raise Refused(
                _(
                    "Falta dizer de onde vêm os dados e com que licença: --source e --licence, ou as colunas"
                    " «source» e «licence» no ficheiro."
                )
            )
        return replace(self, name=name, licence=licence, attribution=self.attribution or said or name)


def _columns(file: Path) -> tuple[str, str]:
    """What the file says in each of the two columns: one thing in all its rows, or nothing."""
    said = ["", ""]
    with table(file) as read:
        names = [sort_key(name) for name in read.header]
        places = [
            next((n for n, name in enumerate(names) if name in wanted), None) for wanted in (SOURCE, LICENCE)
        ]
        if places == [None, None]:
            return "", ""
        for line in read.lines:
            for which, place in enumerate(places):
                cell = line.cells[place].strip() if place is not None and place < len(line.cells) else ""
                if not cell or cell == said[which]:
                    continue
                if said[which]:
                    raise Refused(
                        _(
                            "Linha %(row)s, coluna «%(column)s»: não diz o mesmo que as linhas anteriores."
                            " Um ficheiro tem uma só fonte; diga qual com --source e --licence."
                        )
                        % {"row": line.number, "column": read.header[place or 0]}
                    )
                said[which] = cell
    return said[0], said[1]

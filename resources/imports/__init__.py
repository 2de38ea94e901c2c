"""Catalogues from files. The command `import_catalogue` is the door."""

from accounts.sheets.errors import Refused
from resources.imports.kinds import Difference
from resources.imports.published import Published
from resources.imports.running import KINDS, Outcome, Reading, mapping_from, run

__all__ = ["KINDS", "Difference", "Outcome", "Published", "Reading", "Refused", "mapping_from", "run"]

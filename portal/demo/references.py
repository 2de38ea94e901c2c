"""Documents of elsewhere that the demo lets one read: cited, without owner, outside every figure."""

from __future__ import annotations

from plans.actions.importing import Whose, import_plan
from plans.reference import documents


def load_references() -> None:
    """Each as importing its source would bring it; a later import of the source finds it identical."""
    for known in documents().values():
        import_plan(known.table, Whose(), by=None)

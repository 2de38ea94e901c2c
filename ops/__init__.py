"""Set-up and running: everything around the portal that is not the portal. Imports no room of it."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("CONCERTA_VAR") or ROOT / "var").absolute()


class Trouble(Exception):
    """Something the operator has to know, said in one line."""

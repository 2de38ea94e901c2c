"""Figures from files. The command `import_indicators` and the pages of work are the doors."""

from accounts.sheets.errors import Refused
from monitor.imports.rows import Brought, Row, Said
from monitor.imports.running import Preview, Shown, bring, fetch, read

__all__ = ["Brought", "Preview", "Refused", "Row", "Said", "Shown", "bring", "fetch", "read"]

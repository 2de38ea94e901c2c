"""Plans from tables: what a file says (`parsing`), as a tree (`table`), how each line seems to add up (`proposing`)."""

from accounts.sheets.errors import Refused
from plans.imports.parsing import read
from plans.imports.proposing import Proposal, propose
from plans.imports.table import Branch, Line, PlanTable

__all__ = ["Branch", "Line", "PlanTable", "Proposal", "Refused", "propose", "read"]

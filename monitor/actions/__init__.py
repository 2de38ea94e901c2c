"""What changes the store: taking figures in, taking an import back, confirming a municipality's own."""

from monitor.actions.keeping import record_change
from monitor.actions.lines import draw_line, erase_lines
from monitor.actions.reporting import report
from monitor.actions.taking import Cell, Difference, compare, confirm, hold, take, undo

__all__ = [
    "Cell",
    "Difference",
    "compare",
    "confirm",
    "draw_line",
    "erase_lines",
    "hold",
    "record_change",
    "report",
    "take",
    "undo",
]

"""Targets against what was done, drawn on the server from plain values: one drawing, one measure, one unit.

Flows are bars of one year each, progressions steps, levels lines, guarantees tiles: none of them invites an addition
that its measure does not allow. Each has a name and a description in words; a table stands beside it in the page.
"""

from plans.drawing.bars import Bar, bars
from plans.drawing.course import Goal, Told, course
from plans.drawing.lanes import Lane, Mark, Slot, lanes
from plans.drawing.tiles import Tile, tiles

__all__ = ["Bar", "Goal", "Lane", "Mark", "Slot", "Tile", "Told", "bars", "course", "lanes", "tiles"]

"""Charts and maps drawn on the server: pure functions from values to SVG, readable without any script.

Each drawing has a name, a description in words and classes; static/css/charts.css colours it. `as_file` and `as_png`
make of the same drawing a picture that stands alone.
"""

from monitor.drawing.breaks import Class, Classes, classes
from monitor.drawing.canvas import both, figure
from monitor.drawing.compare import compare
from monitor.drawing.files import as_file, as_png
from monitor.drawing.multiples import multiples
from monitor.drawing.outline import choropleth
from monitor.drawing.ranking import ranked, ranking
from monitor.drawing.scale import Scale, scale
from monitor.drawing.series import Line, Place, Point, Target
from monitor.drawing.tiles import tile_map
from monitor.drawing.trend import trend

__all__ = [
    "Class",
    "Classes",
    "Line",
    "Place",
    "Point",
    "Scale",
    "Target",
    "as_file",
    "as_png",
    "both",
    "choropleth",
    "classes",
    "compare",
    "figure",
    "multiples",
    "ranked",
    "ranking",
    "scale",
    "tile_map",
    "trend",
]

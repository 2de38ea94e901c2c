"""How figures are read: in which order, against what, in which words. Nothing here writes."""

from monitor.reading.figures import Figures, Total, figures_of, figures_of_all
from monitor.reading.trends import Trend, trend_of

__all__ = ["Figures", "Total", "Trend", "figures_of", "figures_of_all", "trend_of"]

"""The indicators, in reading order of the topics."""

from monitor.reference import ageing, education, families, housing, mobility, population, safety, work
from monitor.reference.row import IndicatorRow

INDICATORS: tuple[IndicatorRow, ...] = (
    *population.ROWS,
    *ageing.ROWS,
    *families.ROWS,
    *housing.ROWS,
    *education.ROWS,
    *work.ROWS,
    *safety.ROWS,
    *mobility.ROWS,
)

"""Plans: what was promised, by whom, for which year, and what was done of it."""

from plans.models.measures import Amendment, Measure, Target
from plans.models.plans import Plan, PlanElement, PlanQuerySet
from plans.models.reports import Report, ReportQuerySet

__all__ = [
    "Amendment",
    "Measure",
    "Plan",
    "PlanElement",
    "PlanQuerySet",
    "Report",
    "ReportQuerySet",
    "Target",
]

"""Impact: what changed, by which method, with which evidence; strategic evaluations."""

from impact.models.evaluations import Conclusion, Evaluation, EvaluationQuerySet, Recommendation
from impact.models.sheets import Dimension, Finding, FindingQuerySet, ImpactSheet, SheetQuerySet
from impact.models.subjects import KINDS, kind_of

__all__ = [
    "KINDS",
    "Conclusion",
    "Dimension",
    "Evaluation",
    "EvaluationQuerySet",
    "Finding",
    "FindingQuerySet",
    "ImpactSheet",
    "Recommendation",
    "SheetQuerySet",
    "kind_of",
]

"""The forms of impact."""

from impact.forms.evaluations import AnswerForm, ConclusionForm, EvaluationForm, RecommendationForm
from impact.forms.sheets import DimensionForm, FindingForm, SheetForm
from impact.forms.subjects import SubjectField

__all__ = [
    "AnswerForm",
    "ConclusionForm",
    "DimensionForm",
    "EvaluationForm",
    "FindingForm",
    "RecommendationForm",
    "SheetForm",
    "SubjectField",
]

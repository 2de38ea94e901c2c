"""What people fill in to govern. The rules themselves stand in the actions."""

from units.forms.base import INTERNAL, PUBLIC, PlainForm, Together, mark_of
from units.forms.consultations import (
    CommentForm,
    ConsultationForm,
    ReplyForm,
    ReportForm,
    consultation_as_typed,
)
from units.forms.decisions import (
    MOST_EFFECTS,
    ApproveForm,
    DecisionForm,
    EffectFormSet,
    Effects,
    decision_as_typed,
    effects_as_typed,
)
from units.forms.meetings import (
    MeetingForm,
    PointFormSet,
    Points,
    RunForm,
    TaskForm,
    meeting_as_typed,
    points_as_typed,
)
from units.forms.networks import NetworkDocumentForm, NetworkForm, network_as_typed
from units.forms.papers import PaperForm
from units.forms.positions import PositionForm
from units.forms.rounds import RoundForm, WhyForm, round_as_typed

__all__ = [
    "INTERNAL",
    "MOST_EFFECTS",
    "PUBLIC",
    "ApproveForm",
    "CommentForm",
    "ConsultationForm",
    "DecisionForm",
    "EffectFormSet",
    "Effects",
    "MeetingForm",
    "NetworkDocumentForm",
    "NetworkForm",
    "PaperForm",
    "PlainForm",
    "PointFormSet",
    "Points",
    "PositionForm",
    "ReplyForm",
    "ReportForm",
    "RoundForm",
    "RunForm",
    "TaskForm",
    "Together",
    "WhyForm",
    "consultation_as_typed",
    "decision_as_typed",
    "effects_as_typed",
    "mark_of",
    "meeting_as_typed",
    "network_as_typed",
    "points_as_typed",
    "round_as_typed",
]

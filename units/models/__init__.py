"""Who decides: REF-AMP, the bodies that own it, what they meet for, agree on and decide."""

from units.models.bodies import Body, Seat
from units.models.consultations import Comment, Consultation, Reply
from units.models.decisions import Decision, Effect
from units.models.drafts import Draft, Version
from units.models.looks import LastLook
from units.models.meetings import AgendaItem, Attendance, Meeting, Task
from units.models.papers import Paper
from units.models.partners import LocalNetwork, NetworkDocument, Partner, PartnerRole
from units.models.ref_amp import (
    ActionLine,
    Axis,
    EditorialNote,
    OperativeResponse,
    Problem,
    Representativeness,
    StructuringIdea,
)
from units.models.rounds import Answer, Outcome, Position, Round, Rule

__all__ = [
    "ActionLine",
    "AgendaItem",
    "Answer",
    "Attendance",
    "Axis",
    "Body",
    "Comment",
    "Consultation",
    "Decision",
    "Draft",
    "EditorialNote",
    "Effect",
    "LastLook",
    "LocalNetwork",
    "Meeting",
    "NetworkDocument",
    "OperativeResponse",
    "Outcome",
    "Paper",
    "Partner",
    "PartnerRole",
    "Position",
    "Problem",
    "Reply",
    "Representativeness",
    "Round",
    "Rule",
    "Seat",
    "StructuringIdea",
    "Task",
    "Version",
]

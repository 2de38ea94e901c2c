"""The forms of practice."""

from practice.forms.answers import AnswersForm
from practice.forms.campaigns import CampaignForm, ExtendForm, WhyForm
from practice.forms.discussions import DiscussionForm, NoteForm
from practice.forms.recommendations import EvidenceForm, PlanItemForm
from practice.forms.register import (
    ObstacleForm,
    PracticesForm,
    PromoteForm,
    RegisterForm,
    SolutionForm,
    StateForm,
)

__all__ = [
    "AnswersForm",
    "CampaignForm",
    "DiscussionForm",
    "EvidenceForm",
    "ExtendForm",
    "NoteForm",
    "ObstacleForm",
    "PlanItemForm",
    "PracticesForm",
    "PromoteForm",
    "RegisterForm",
    "SolutionForm",
    "StateForm",
    "WhyForm",
]

"""Integrated care in practice: the MAASIP recommendations, the yearly questionnaire, what works, case discussions."""

from practice.models.campaigns import Campaign, Response
from practice.models.discussions import CaseDiscussion, DiscussionMonth, DiscussionNote, Participant
from practice.models.questionnaires import Question, Questionnaire
from practice.models.recommendations import Evidence, PlanLink, Recommendation
from practice.models.register import GoodPractice, Obstacle, Reply

__all__ = [
    "Campaign",
    "CaseDiscussion",
    "DiscussionMonth",
    "DiscussionNote",
    "Evidence",
    "GoodPractice",
    "Obstacle",
    "Participant",
    "PlanLink",
    "Question",
    "Questionnaire",
    "Recommendation",
    "Reply",
    "Response",
]

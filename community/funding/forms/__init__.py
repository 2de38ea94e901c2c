"""What people fill in about funding. The rules themselves stand in the actions."""

from community.funding.forms.applications import (
    AnswerForm,
    ApplicationForm,
    CriteriaForm,
    InviteForm,
    ResultForm,
    application_as_typed,
)
from community.funding.forms.base import WhyForm, WhyMaybeForm
from community.funding.forms.calls import CallForm, call_as_typed
from community.funding.forms.initiatives import (
    DecideInitiativeForm,
    InitiativeForm,
    StageForm,
    SupportForm,
)
from community.funding.forms.pledges import DecideForm, MatchForm, PledgeForm, VisitorPledgeForm
from community.funding.forms.projects import ProjectForm, ProjectPartnerForm, project_as_typed

__all__ = [
    "AnswerForm",
    "ApplicationForm",
    "CallForm",
    "CriteriaForm",
    "DecideForm",
    "DecideInitiativeForm",
    "InitiativeForm",
    "InviteForm",
    "MatchForm",
    "PledgeForm",
    "ProjectForm",
    "ProjectPartnerForm",
    "ResultForm",
    "StageForm",
    "SupportForm",
    "VisitorPledgeForm",
    "WhyForm",
    "WhyMaybeForm",
    "application_as_typed",
    "call_as_typed",
    "project_as_typed",
]

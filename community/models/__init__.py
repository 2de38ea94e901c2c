"""What the community offers and asks: listings, calls and applications, projects, pledges, initiatives."""

from community.models.applications import (
    Application,
    ApplicationEvent,
    ConsortiumPartner,
    CriterionCheck,
    Level,
)
from community.models.calls import Call, CallCriterion, CallFollow, CallState
from community.models.contacts import VisitorContact
from community.models.events import Event, EventDate, EventStop
from community.models.initiatives import STAGES, IncubationStage, Initiative, UnitSupport
from community.models.jobs import JobOffer
from community.models.listings import Listing
from community.models.pathways import Pathway, PathwayStep
from community.models.placements import Placement
from community.models.pledges import Pledge, PledgeMatch, Unit
from community.models.projects import Project, ProjectPartner, level_problem
from community.models.renting import RentMeasure

__all__ = [
    "STAGES",
    "Application",
    "ApplicationEvent",
    "Call",
    "CallCriterion",
    "CallFollow",
    "CallState",
    "ConsortiumPartner",
    "CriterionCheck",
    "Event",
    "EventDate",
    "EventStop",
    "IncubationStage",
    "Initiative",
    "JobOffer",
    "Level",
    "Listing",
    "Pathway",
    "PathwayStep",
    "Placement",
    "Pledge",
    "PledgeMatch",
    "Project",
    "ProjectPartner",
    "RentMeasure",
    "Unit",
    "UnitSupport",
    "VisitorContact",
    "level_problem",
]

"""The verbs of this room."""

from community.actions.events import Span, Stop, cancel_event, keep_event, set_dates, set_stops, span, weekly
from community.actions.importing import import_jobs
from community.actions.jobs import keep_job, purge_jobs, remind_expiring, renew_jobs
from community.actions.listings import check_again, discard, end, publish
from community.actions.pathways import Step, keep_pathway, set_steps
from community.actions.placements import count_taken, keep_placement
from community.actions.renting import keep_measure

__all__ = [
    "Span",
    "Step",
    "Stop",
    "cancel_event",
    "check_again",
    "count_taken",
    "discard",
    "end",
    "import_jobs",
    "keep_event",
    "keep_job",
    "keep_measure",
    "keep_pathway",
    "keep_placement",
    "publish",
    "purge_jobs",
    "remind_expiring",
    "renew_jobs",
    "set_dates",
    "set_steps",
    "set_stops",
    "span",
    "weekly",
]

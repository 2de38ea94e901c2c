"""What the public reads: indicators, what was observed of them where and when, and where each figure comes from."""

from monitor.models.diagnoses import Finding, SocialDiagnosis
from monitor.models.imports import DataVersion, Import
from monitor.models.indicators import Indicator, ReferenceLine, Source, Topic
from monitor.models.observations import Observation
from monitor.models.places import AMP, Place, reports

__all__ = [
    "AMP",
    "DataVersion",
    "Finding",
    "Import",
    "Indicator",
    "Observation",
    "Place",
    "ReferenceLine",
    "SocialDiagnosis",
    "Source",
    "Topic",
    "reports",
]

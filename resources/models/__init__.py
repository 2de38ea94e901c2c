"""The marketplace: what is shared, what is asked, who holds it, under which protocol."""

from resources.models.capacity import Block, CapacityStatement
from resources.models.catalogue import Category, Facility, Mode, Resource
from resources.models.demand import Booking, FreeText, RefusedDemand, Request, RequestItem
from resources.models.protocols import Protocol, ProtocolException

__all__ = [
    "Block",
    "Booking",
    "CapacityStatement",
    "Category",
    "Facility",
    "FreeText",
    "Mode",
    "Protocol",
    "ProtocolException",
    "RefusedDemand",
    "Request",
    "RequestItem",
    "Resource",
]

"""The marketplace: what is shared, what is asked, who holds it, under which protocol."""

from resources.models.capacity import Block, CapacityStatement
from resources.models.catalogue import Category, Facility, Mode, Resource
from resources.models.demand import Booking, FreeText, RefusedDemand, Request, RequestItem
from resources.models.details import Access, Known, Photo
from resources.models.lending import Item, Loan
from resources.models.protocols import Protocol, ProtocolException
from resources.models.searches import SavedSearch
from resources.models.sources import Source

__all__ = [
    "Access",
    "Block",
    "Booking",
    "CapacityStatement",
    "Category",
    "Facility",
    "FreeText",
    "Item",
    "Known",
    "Loan",
    "Mode",
    "Photo",
    "Protocol",
    "ProtocolException",
    "RefusedDemand",
    "Request",
    "RequestItem",
    "Resource",
    "SavedSearch",
    "Source",
]

"""The marketplace: what is shared, what is asked, who holds it, under which protocol."""

from resources.models.bookings import Booking
from resources.models.capacity import Block, CapacityStatement
from resources.models.categories import Category, Mode
from resources.models.details import Access, Known, Photo
from resources.models.facilities import Facility
from resources.models.free_text import FreeText
from resources.models.lending import Item, Loan
from resources.models.protocols import Protocol, ProtocolException
from resources.models.requests import Request, RequestItem
from resources.models.resources import Resource
from resources.models.searches import SavedSearch
from resources.models.sources import Source
from resources.models.unmet import RefusedDemand

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

"""Requests: what is asked, and what became of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from accounts.models import Contact, Membership
from geo.models import Municipality
from portal.api.inputs import Day, Reference, Sent, Text, Whole, YesNo, identifier, optional
from portal.api.lists import Page, Paging, page_of
from portal.api.once import Made, once
from portal.api.reference import InMunicipality, Named
from portal.api.who import BearerToken
from resources import actions
from resources.actions import Need, shared
from resources.models import Booking, Category, Mode, Request, RequestItem, Resource
from resources.models.codes import Reason, Urgency
from resources.models.requests import FURTHEST
from resources.refusals import Invalid, NotAllowed
from resources.views.rows import known_resources

router = Router(auth=BearerToken(), tags=["requests"])

# More than an action accepts, so that it is the action that says how many; and few enough to look them all up.
MOST_LOOKED_UP = 50


# --- What is sent ---


class ItemSent(Sent):
    resource: UUID | None = Field(default=None, description="One resource; or `resources`, or `category`.")
    resources: list[UUID] | None = Field(
        default=None,
        max_length=MOST_LOOKED_UP,
        description="Several: the first to accept and be confirmed keeps it.",
    )
    category: Text | None = Field(default=None, description="Id or code: asked of the whole network.")
    quantity: Whole = 1
    start: Day
    end: Day | None = Field(default=None, description="The first day not used. Null: no end known.")


class NeedsSent(Sent):
    age_band: Text | None = None
    adults: Whole | None = None
    children: Whole | None = None
    dependency: Text | None = None
    accessibility: list[Text] | None = Field(default=None, max_length=MOST_LOOKED_UP)
    interpreter: Text | None = None
    pets: YesNo | None = None
    avoid_municipalities: list[Text] | None = Field(
        default=None, max_length=MOST_LOOKED_UP, description="DICO codes."
    )
    callback: Text | None = Field(default=None, description="Id of a contact of the own organisation.")


class RequestSent(Sent):
    """One need in its own fields, or several as `items`."""

    resource: UUID | None = None
    resources: list[UUID] | None = Field(default=None, max_length=MOST_LOOKED_UP)
    category: Text | None = None
    quantity: Whole | None = None
    start: Day | None = None
    end: Day | None = None
    items: list[ItemSent] | None = Field(default=None, max_length=MOST_LOOKED_UP)
    origin_municipality: Text | None = Field(
        default=None, description="DICO code; default: the organisation's. Obligatory if it has none."
    )
    reference: Reference | None = Field(
        default=None, description="3 to 12 capitals, digits or hyphens; never a name."
    )
    urgency: Urgency = Urgency.NORMAL
    auto_confirm: YesNo = False
    if_full: Literal["refuse", "waitlist", "register"] = "refuse"
    needs: NeedsSent | None = None
    note: Text | None = Field(default=None, description="Free text, refused when it could identify a person.")

    def wanted(self) -> list[ItemSent]:
        own = {"resource", "resources", "category", "quantity", "start", "end"} & self.model_fields_set
        if self.items is None:
            if self.start is None:
                raise Invalid("start", _("Falta o campo «%(field)s».") % {"field": "start"})
            return [
                ItemSent(
                    resource=self.resource,
                    resources=self.resources,
                    category=self.category,
                    quantity=1 if self.quantity is None else self.quantity,
                    start=self.start,
                    end=self.end,
                )
            ]
        if own:
            raise Invalid("items", _("Com «items», o recurso, a quantidade e os dias vão dentro de cada um."))
        return self.items


class ReasonSent(Sent):
    code: Reason


# --- What is answered ---


class BookingBrief(BaseModel):
    id: UUID
    resource: UUID | None = Field(description="Null for a refuge, which nobody names.")
    status: str
    quantity: int
    start: date
    end: date | None = Field(description="The first day not used. Null: no end known.")


class Warned(BaseModel):
    code: str = Field(examples=["no_protocol"])
    detail: str
    booking: UUID


class RequestMade(BaseModel):
    id: UUID
    status: str
    bookings: list[BookingBrief]
    warnings: list[Warned] = Field(
        description="What does not stop the request now but may stop its acceptance."
    )


class BookingOut(BookingBrief):
    request: UUID
    resource_name: str | None
    organisation: "Holder | None" = Field(description="Who holds the resource.")
    hold_expires_at: datetime | None
    condition: str | None = Field(description="The holder's condition, or its words about a refusal.")
    reason_code: str | None
    extension: date | None = Field(description="A later end that was asked for and waits for its answer.")


class Holder(BaseModel):
    id: UUID | None = Field(description="Null where the name would tell the place (T2).")
    name: str


class ItemOut(BaseModel):
    category: "CategoryBrief"
    quantity: int
    start: date
    end: date | None


class CategoryBrief(BaseModel):
    id: UUID
    name: str
    code: str


class CallBack(BaseModel):
    id: UUID
    label: str
    phone: str
    email: str


class RequestOut(BaseModel):
    id: UUID
    status: str
    reference: str | None
    urgency: str
    auto_confirm: bool
    origin_municipality: InMunicipality
    organisation: Named = Field(description="Who asks.")
    made_at: datetime
    answer_by: datetime
    items: list[ItemOut]
    bookings: list[BookingOut]
    needs: dict[str, Any]
    callback: CallBack | None
    note: str | None


def holder_of(resource: Resource) -> dict[str, Any] | None:
    """Whose it is; None when it is nobody's."""
    organisation, name = resource.organisation, resource.facility.shown_organisation
    if organisation is None:
        return None
    return {"id": organisation.uuid if name == organisation.name else None, "name": name}


def category_brief(category: Category) -> dict[str, Any]:
    return {"id": category.uuid, "name": category.name, "code": category.code}


def booking_brief(booking: Booking, member: Membership, known: set[int]) -> dict[str, Any]:
    resource = named(booking, member, known)
    return {
        "id": booking.uuid,
        "resource": resource.uuid if resource else None,
        "status": booking.shown_status,
        "quantity": booking.quantity,
        "start": booking.start,
        "end": booking.end,
    }


def booking_out(booking: Booking, member: Membership, known: set[int]) -> dict[str, Any]:
    resource = named(booking, member, known)
    return booking_brief(booking, member, known) | {
        "request": booking.item.request.uuid,
        "resource_name": resource.name if resource else None,
        "organisation": holder_of(resource) if resource else None,
        "hold_expires_at": booking.hold_expires_at,
        "condition": booking.condition.text if booking.condition else None,
        "reason_code": booking.reason_code or None,
        "extension": booking.extension_end,
    }


def named(booking: Booking, member: Membership, known: set[int]) -> Resource | None:
    """The booking's resource where the member may name it; a colleague of who asked need not be accredited."""
    resource = booking.resource
    if resource and (resource.pk in known or resource.facility.organisation_id == member.organisation_id):
        return resource
    return None


def _request_out(request: Request, member: Membership, known: set[int]) -> dict[str, Any]:
    contact: Contact | None = request.callback
    items = _own_items(request, member)
    return {
        "id": request.uuid,
        "status": request.status,
        "reference": request.reference or None,
        "urgency": request.urgency,
        "auto_confirm": request.auto_confirm,
        "origin_municipality": {"dico": request.origin_id, "name": request.origin.name},
        "organisation": {"id": request.organisation.uuid, "name": request.organisation.name},
        "made_at": request.made_at,
        "answer_by": request.answer_by,
        "items": [
            {
                "category": category_brief(item.category),
                "quantity": item.quantity,
                "start": item.start,
                "end": item.end,
            }
            for item in items
        ],
        "bookings": [
            booking_out(booking, member, known) for item in items for booking in item.bookings.all()
        ],
        "needs": request.needs,
        "callback": contact
        and {"id": contact.uuid, "label": contact.label, "phone": contact.phone, "email": contact.email},
        "note": request.note.text if request.note else None,
    }


def _own_items(request: Request, member: Membership) -> list[RequestItem]:
    """A holder sees what was asked of it; that the same request also asks for something else is not its business."""
    mine = request.organisation_id == member.organisation_id
    return [item for item in request.items.all() if mine or item.bookings.all()]


def _with_all(requests: QuerySet[Request], member: Membership) -> QuerySet[Request]:
    """Requests with the bookings this member may see, each kind of row in one query."""
    bookings = Booking.objects.visible_to(member).for_rows().order_by("queued_at", "pk")
    return requests.select_related("organisation", "origin", "note", "callback").prefetch_related(
        Prefetch("items", RequestItem.objects.select_related("category").order_by("order")),
        Prefetch("items__bookings", bookings),
    )


def _known(requests: Iterable[Request], member: Membership) -> set[int]:
    items = [item for request in requests for item in request.items.all()]
    return known_resources([booking for item in items for booking in item.bookings.all()], member)


# --- The calls ---


@router.post("requests", response={201: RequestMade})
@once
def ask(request: HttpRequest, body: RequestSent) -> Made:
    """Ask for capacity. Nothing in a request may identify a person."""
    member: Membership = request.member  # type: ignore[attr-defined]
    if not member.may_ask:
        raise NotAllowed(_("O seu papel nesta entidade não permite fazer pedidos."))
    made = actions.request_capacity(
        _needs(body.wanted(), member),
        by=member,
        origin=_origin(body.origin_municipality),
        reference=body.reference or "",
        urgency=body.urgency,
        auto_confirm=body.auto_confirm,
        if_full=body.if_full,
        need=body.needs.model_dump(exclude_unset=True) if body.needs else None,
        note=body.note or "",
    )
    made_bookings = Booking.objects.visible_to(member).select_related("resource__facility__organisation")
    prefetch_related_objects(
        [made],
        Prefetch("items", RequestItem.objects.order_by("order")),
        Prefetch("items__bookings", made_bookings.order_by("queued_at", "pk")),
    )
    bookings = [booking for item in made.items.all() for booking in item.bookings.all()]
    return Made(
        201,
        RequestMade(
            id=made.uuid,
            status=made.status,
            bookings=_brief(made, member),
            warnings=[_no_protocol(booking) for booking in bookings if _lacks_protocol(booking, made)],
        ),
    )


def _brief(request: Request, member: Membership) -> list[BookingBrief]:
    known = _known([request], member)
    bookings = [booking for item in request.items.all() for booking in item.bookings.all()]
    return [BookingBrief(**booking_brief(booking, member, known)) for booking in bookings]


def _lacks_protocol(booking: Booking, made: Request) -> bool:
    resource = booking.resource
    # Of a place that is shown to nobody it is not said: it would tell where it is.
    if resource is None or booking.protocol_id is not None or not resource.facility.shows_place:
        return False
    return not shared.covering_protocol(resource, made.origin_id, booking.period)[0]


def _no_protocol(booking: Booking) -> Warned:
    sentence = _(
        "Não há protocolo em vigor entre os dois municípios em todos estes dias: só se aceita por exceção."
    )
    return Warned(code="no_protocol", detail=sentence, booking=booking.uuid)


def _origin(dico: str | None) -> Municipality | None:
    if not dico:
        return None
    origin = Municipality.objects.filter(pk=dico).first()
    if origin is None:
        raise Invalid(
            "origin_municipality", _("Indique um município da região pelo seu código DICO, como 1312.")
        )
    return origin


def _needs(wanted: list[ItemSent], member: Membership) -> list[Need]:
    resources = _resources(wanted, member)
    kinds = Category.objects.all() if any(one.category for one in wanted) else ()
    categories = {key: one for one in kinds for key in (one.code, str(one.uuid))}
    needs = []
    for one in wanted:
        ids = [one.resource] if one.resource else one.resources or []
        if (one.resource is not None) + (one.resources is not None) + (one.category is not None) != 1 or not (
            ids or one.category
        ):
            raise Invalid(
                "resource", _("Indique um recurso, uma lista de recursos ou uma categoria: só um deles.")
            )
        category = categories.get(one.category.lower()) if one.category else None
        if one.category and category is None:
            raise Invalid("category", _("Esta categoria não existe."))
        needs.append(
            Need(
                quantity=one.quantity,
                start=one.start,
                end=one.end,
                resources=tuple(resources[uuid] for uuid in dict.fromkeys(ids)),
                category=category,
            )
        )
    return needs


def _resources(wanted: list[ItemSent], member: Membership) -> dict[UUID, Resource]:
    """Those named, as far as the member may know of them; a foreign one is as missing as one that is not there."""
    ids = {uuid for one in wanted for uuid in [one.resource, *(one.resources or [])] if uuid}
    found = {row.uuid: row for row in Resource.objects.visible_to(member).for_cards().filter(uuid__in=ids)}
    if set(found) != ids:
        raise Http404
    if any(row.mode == Mode.INFO for row in found.values()):
        raise Invalid("resource", _("Este recurso é só de informação e contacto: não se pede por aqui."))
    return found


_STATES = tuple(str(status) for status in FURTHEST)


class Boxes(Paging):
    box: optional(Literal["incoming", "outgoing"]) = None  # type: ignore[valid-type]
    status: optional(Literal[_STATES]) = None  # type: ignore[valid-type]


@router.get("requests", response=Page[RequestOut])
def requests(request: HttpRequest, query: Query[Boxes]) -> dict[str, Any]:
    """The organisation's own: `outgoing` it made, `incoming` it is to answer; without `box` both. Newest first."""
    member: Membership = request.member  # type: ignore[attr-defined]
    boxes = {
        "outgoing": Request.objects.made_for,
        "incoming": Request.objects.incoming_for,
        None: Request.objects.visible_to,
    }
    own = boxes[query.box](member)
    asked = own.having_status(query.status, member) if query.status else own.with_status(member)
    page = page_of(request, _with_all(asked.order_by("-made_at", "-pk"), member), query, lambda row: row)
    known = _known(page["results"], member)
    page["results"] = [_request_out(row, member, known) for row in page["results"]]
    return page


@router.get("requests/{id}", response=RequestOut)
def one_request(request: HttpRequest, id: str) -> dict[str, Any]:
    member: Membership = request.member  # type: ignore[attr-defined]
    own = Request.objects.visible_to(member).with_status(member).filter(uuid=identifier(id))
    found = _with_all(own, member).first()
    if found is None:
        raise Http404
    return _request_out(found, member, _known([found], member))


@router.post("requests/{id}/withdraw", response=RequestMade)
@once
def withdraw_request(request: HttpRequest, id: str, body: ReasonSent) -> Made:
    """Requester. Withdraws every need and booking of it that is still open."""
    member: Membership = request.member  # type: ignore[attr-defined]
    found = Request.objects.visible_to(member).filter(uuid=identifier(id)).first()
    if found is None:
        raise Http404
    if not member.may_ask or found.organisation_id != member.organisation_id:
        raise PermissionDenied
    actions.withdraw_request(found, by=member, code=body.code)
    found = _with_all(
        Request.objects.visible_to(member).with_status(member).filter(pk=found.pk), member
    ).get()
    return Made(
        200, RequestMade(id=found.uuid, status=found.status, bookings=_brief(found, member), warnings=[])
    )

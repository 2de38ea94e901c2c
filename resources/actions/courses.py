"""Places of a course: an edition offered to other organisations is a resource like any other, for its own days."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit, moment
from accounts.models import Membership
from programmes.models import Edition
from resources import days
from resources.actions import offering, shared
from resources.models import Category, Facility, Resource
from resources.refusals import Invalid, NotAllowed, WrongState

CATEGORY = "formacao"


@transaction.atomic
def offer_course(
    edition: Edition, facility: Facility, *, by: Membership, places: int, reason: str = ""
) -> Resource:
    """Put so many places of an edition into the catalogue, from its first to its last day; again: so many from now on.

    Fewer than are promised already passes with what `state_capacity` asks for; whoever has a place keeps it.
    """
    if not Edition.objects.managed_by(by).filter(pk=edition.pk).exists():
        raise NotAllowed(_("Só quem gere a edição a pode oferecer."))
    if not by.may_decide or facility.organisation_id != by.organisation_id or not facility.shows_place:
        raise Invalid("facility", _("Escolha um equipamento público da sua entidade."))
    edition = Edition.objects.select_for_update(no_key=True, of=("self",)).get(pk=edition.pk)
    today, now = days.today(), moment.now()
    if edition.is_closed or edition.ends < today:
        raise WrongState(_("Esta edição já acabou."), state=edition.state)
    if edition.state == Edition.State.PLANNED or not edition.is_public:
        raise WrongState(_("Esta edição ainda não é pública: anuncie-a primeiro."), state=edition.state)
    shared.whole_quantity(places)
    reason = shared.free_text("reason", reason)
    resource = Resource.objects.filter(edition=edition).first()
    if resource is None:
        resource = Resource(
            facility=facility,
            category=Category.objects.get(code=CATEGORY),
            edition=edition,
            name=edition.name,
            response=edition.responses.order_by("order").first(),
        )
        resource.save()
    resource = shared.lock_resources([resource.pk])[resource.pk]
    offering.say(resource, places, max(today, edition.starts), reason, by, now)
    offering.say(resource, 0, edition.ends + timedelta(days=1), reason, by, now)
    resource.is_active, resource.confirmed_at, resource.confirmed_by = True, now, by
    resource.save()
    audit.record(
        f"resource:{resource.uuid}",
        "offer_course",
        by=by,
        subject=("resource", resource.uuid),
        to_state=str(places),
        text=reason,
    )
    return resource

"""Keeping the catalogue: an organisation's facilities and resources edited, joined, retired; what they said before."""

from __future__ import annotations

import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from resources import actions, versions
from resources.keep_forms import FacilityForm, FindForm, KeepForm, NewResourceForm, ResourceForm
from resources.models import Booking, Facility, Mode, Resource
from resources.models.codes import OPEN
from resources.models.tiers import Tier
from resources.refusals import Refusal, StaleForm
from resources.views.manners import SeeOther, acting, members_only, put_on_form

PER_PAGE = 20
reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])
Row = Facility | Resource


# The list


@members_only
@require_safe
def own_facilities(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    form = FindForm(request.GET)
    kept = Facility.objects.kept_by(member)
    found = form.found_in(kept) if form.is_valid() else kept
    alive = Resource.objects.filter(is_active=True, category__opaque=False)
    found = (
        found.select_related("organisation", "municipality", "source")
        .annotate(in_use=Count("resources", Q(resources__in=alive)))
        .prefetch_related(Prefetch("resources", alive.order_by("sort_key"), to_attr="shared"))
        .order_by("sort_key", "pk")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "resources/keep_facilities.html",
        {
            "page": page,
            "form": form,
            "searching": bool(request.GET.get("q", "").strip()),
            "may_add": member.may_decide,
            "keeps": _keeps(member),
            "everybody": _coordinates(member),
        },
        status=200 if form.is_valid() else 400,
    )


# A facility


@members_only
@reads_and_sends
def add_facility(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    if not member.may_decide:
        raise PermissionDenied
    form = FacilityForm(None, *_sent(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.add_facility(by=member, said=form.said, photo=form.cleaned_data.get("photo"))
            except Refusal as refusal:
                put_on_form(form, refusal)
                status = refusal.status
            else:
                messages.success(
                    request,
                    _("%(name)s: o equipamento foi acrescentado. Diga agora o que oferece.") % {"name": made},
                )
                return SeeOther(reverse("add_resource", args=[made.uuid]))
        form.masked()
    return _facility_page(request, form, None, status=status)


@members_only
@reads_and_sends
def keep_facility(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    facility = _facility(member, uuid)
    form = FacilityForm(facility, *_sent(request))
    status, stale = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                kept = actions.keep_facility(
                    facility,
                    by=member,
                    said=form.said,
                    seen=given["seen"],
                    photo=given.get("photo"),
                    drop_photo=bool(given.get("drop_photo")),
                )
            except StaleForm as refusal:
                status = refusal.status
                stale = _both(facility, form)
            except Refusal as refusal:
                put_on_form(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("%(name)s: ficou gravado.") % {"name": kept.name})
                return SeeOther(_after(member, facility))
        form.masked()
    return _facility_page(request, form, facility, status=status, stale=stale)


def _facility_page(
    request: HttpRequest,
    form: FacilityForm,
    facility: Facility | None,
    *,
    status: int,
    stale: dict[str, Any] | None = None,
) -> HttpResponse:
    member = acting(request)
    context = {
        "form": form,
        "facility": facility,
        "stale": stale,
        "title": facility.name if facility else _("Acrescentar um equipamento"),
        "may_lower": _coordinates(member),
        "resources": _resources_of(member, facility) if facility else [],
    }
    return render(request, "resources/keep_facility.html", context, status=status)


def _resources_of(member: Membership, facility: Facility) -> list[Resource]:
    found = Resource.objects.kept_by(member).filter(facility=facility).select_related("category")
    return list(found.order_by("-is_active", "sort_key"))


def _after(member: Membership, facility: Facility) -> str:
    """Back to it, unless the change has put it out of one's own sight."""
    if Facility.objects.kept_by(member).filter(pk=facility.pk).exists():
        return reverse("keep_facility", args=[facility.uuid])
    return reverse("own_facilities")


# A resource


@members_only
@reads_and_sends
def add_resource(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    facility = _facility(member, uuid)
    form = NewResourceForm(facility, *_sent(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.add_resource(facility, by=member, said=form.said)
            except Refusal as refusal:
                put_on_form(form, refusal)
                status = refusal.status
            else:
                return SeeOther(_state_what(request, member, made))
        form.masked()
    context = {
        "form": form,
        "facility": facility,
        "resource": None,
        "title": _("Acrescentar um recurso"),
    }
    return render(request, "resources/keep_resource.html", context, status=status)


def _state_what(request: HttpRequest, member: Membership, made: Resource) -> str:
    """Where its number is stated, for what is counted."""
    if made.lends and Resource.objects.managed_by(member).filter(pk=made.pk).exists():
        messages.success(
            request, _("%(name)s: o recurso foi acrescentado. Acrescente agora os artigos.") % {"name": made}
        )
        return reverse("add_items", args=[made.uuid])
    if made.mode == Mode.STAY and Resource.objects.managed_by(member).filter(pk=made.pk).exists():
        messages.success(
            request,
            _("%(name)s: o recurso foi acrescentado. Diga agora quantos lugares oferece.") % {"name": made},
        )
        return reverse("own_resource", args=[made.uuid]) + "#capacity"
    messages.success(request, _("%(name)s: o recurso foi acrescentado.") % {"name": made})
    return reverse("keep_facility", args=[made.facility.uuid])


@members_only
@reads_and_sends
def keep_resource(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    resource = _resource(member, uuid)
    form = ResourceForm(resource, *_sent(request))
    status, stale = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.keep_resource(resource, by=member, said=form.said, seen=form.cleaned_data["seen"])
            except StaleForm as refusal:
                status = refusal.status
                stale = _both(resource, form)
            except Refusal as refusal:
                put_on_form(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("%(name)s: ficou gravado.") % {"name": form.cleaned_data["name"]})
                return SeeOther(reverse("keep_resource", args=[resource.uuid]))
        form.masked()
    context = {
        "form": form,
        "facility": resource.facility,
        "resource": resource,
        "stale": stale,
        "title": resource.name,
        "manages": Resource.objects.managed_by(member).filter(pk=resource.pk).exists(),
    }
    return render(request, "resources/keep_resource.html", context, status=status)


@members_only
@reads_and_sends
def retire_resource(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    resource = _resource(member, uuid)
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            actions.retire_resource(resource, by=member)
        except Refusal as refusal:
            errors, status = [refusal.sentence], refusal.status
        else:
            messages.success(request, _("%(name)s: foi retirado do catálogo.") % {"name": resource.name})
            return SeeOther(reverse("keep_facility", args=[resource.facility.uuid]))
    still = Booking.objects.filter(resource=resource, status__in=OPEN).count()
    context = {
        "title": _("Retirar do catálogo?"),
        "lead": resource.name,
        "resource": resource,
        "page_errors": errors,
        "still": "" if errors else _still(still),
        "submit": _("Retirar"),
        "danger": True,
        "cancel_url": reverse("keep_resource", args=[resource.uuid]),
    }
    return render(request, "resources/keep_retire.html", context, status=status)


def _still(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "Há %(n)s reserva em aberto: responda-lhe ou termine-a antes.",
        "Há %(n)s reservas em aberto: responda-lhes ou termine-as antes.",
        count,
    ) % {"n": count}


# What was there before


@members_only
@require_safe
def facility_history(request: HttpRequest, uuid: UUID) -> HttpResponse:
    facility = _facility(acting(request), uuid)
    return _history(request, facility, "keep_facility", "restore_facility")


@members_only
@require_safe
def resource_history(request: HttpRequest, uuid: UUID) -> HttpResponse:
    resource = _resource(acting(request), uuid)
    return _history(request, resource, "keep_resource", "restore_resource")


def _history(request: HttpRequest, row: Row, edit: str, restore: str) -> HttpResponse:
    page = Paginator(versions.all_of(row), PER_PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    before = versions.all_of(row)[page.end_index() : page.end_index() + 1].first() if listed else None
    context = {
        "row": row,
        "page": page,
        "told": versions.told(row, listed, before),
        "edit_url": reverse(edit, args=[row.uuid]),
        "restore": restore,
        "reserved": isinstance(row, Facility) and not row.shows_place,
    }
    return render(request, "resources/keep_history.html", context)


@members_only
@reads_and_sends
def restore_facility(request: HttpRequest, uuid: UUID, version: int) -> HttpResponse:
    facility = _facility(acting(request), uuid)
    return _restore(request, facility, version, "facility_history")


@members_only
@reads_and_sends
def restore_resource(request: HttpRequest, uuid: UUID, version: int) -> HttpResponse:
    resource = _resource(acting(request), uuid)
    return _restore(request, resource, version, "resource_history")


def _restore(request: HttpRequest, row: Row, version_id: int, history: str) -> HttpResponse:
    version = versions.all_of(row).filter(history_id=version_id).first()
    if version is None:
        raise Http404
    back = reverse(history, args=[row.uuid])
    form = KeepForm(request.POST or None, initial={"seen": versions.mark_of(row)})
    errors, status = [], 200
    if request.method == "POST":
        form.is_valid()
        try:
            actions.restore_version(row, version_id, by=acting(request), seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            errors, status = [refusal.sentence], refusal.status
            # What is shown below is how it is now: sent again, it is about that.
            form.go_on_from(versions.mark_of(row))
        else:
            messages.success(request, _("A versão anterior foi reposta."))
            return SeeOther(back)
    [told] = versions.told(row, [version])
    context = {
        "title": _("Repor esta versão?"),
        "row": row,
        "version": told,
        "changes": versions.differences(row, version, row, leaving_out=versions.STAYS),
        "form": form,
        "page_errors": errors,
        "submit": _("Repor esta versão"),
        "cancel_url": back,
        "is_facility": isinstance(row, Facility),
    }
    return render(request, "resources/keep_restore.html", context, status=status)


# The photograph


@require_safe
def facility_photo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The picture of a public facility. Asked about each time: the day it is no longer public it is nowhere."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    facility = get_object_or_404(
        Facility.objects.visible_to(member).filter(tier=Tier.PUBLIC, photo__isnull=False), uuid=uuid
    )
    photo = facility.photo
    assert photo is not None
    etag = f'"{photo.digest[:32]}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(bytes(photo.content), content_type="image/jpeg")
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "no-cache"
    return answer


# What they share


def _facility(member: Membership, uuid: UUID) -> Facility:
    kept = Facility.objects.kept_by(member).select_related("organisation", "municipality", "source")
    return get_object_or_404(kept, uuid=uuid)


def _resource(member: Membership, uuid: UUID) -> Resource:
    return get_object_or_404(Resource.objects.kept_by(member).for_cards(), uuid=uuid)


def _sent(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _both(row: Row, form: Any) -> dict[str, Any]:
    """Who saved in between, and where what was typed differs from what is there now. The form goes on from that."""
    row.refresh_from_db()
    base = versions.with_mark(row, form.cleaned_data["seen"])
    shown = type(form)
    form.go_on_from(versions.mark_of(row), shown(base) if base else None, shown(row))
    typed = copy.deepcopy(row)
    for name, value in form.said.items():
        if name == "accessibility" and isinstance(typed, Facility):
            typed.say_accessibility(value)
        else:
            setattr(typed, name, value)
    last = versions.told(row, versions.all_of(row)[:1])
    return {
        "last": last[0] if last else None,
        "differences": versions.differences(row, typed, row),
        "photo": bool(form.files),
    }


def _coordinates(member: Membership) -> bool:
    return member.has(Membership.Role.COORDINATION)


def _keeps(member: Membership) -> bool:
    return member.may_decide or _coordinates(member)

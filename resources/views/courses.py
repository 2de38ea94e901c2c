"""Offering places of an edition to other organisations."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from programmes.models import Edition
from resources import actions
from resources.models import Facility, Resource
from resources.models.tiers import Tier
from resources.refusals import Refusal
from resources.views.manners import SeeOther, acting, members_only, put_on_form


class CourseForm(forms.Form):
    facility = forms.ModelChoiceField(
        Facility.objects.none(),
        label=gettext_lazy("Onde se realiza"),
        to_field_name="uuid",
        empty_label=gettext_lazy("escolha o equipamento"),
        error_messages={
            "required": gettext_lazy("Escolha o equipamento."),
            "invalid_choice": gettext_lazy("Escolha um equipamento da lista."),
        },
    )
    places = forms.IntegerField(
        label=gettext_lazy("Vagas para outras entidades"),
        min_value=1,
        max_value=500,
        error_messages={
            "required": gettext_lazy("Escreva um número inteiro."),
            "invalid": gettext_lazy("Escreva um número inteiro."),
            "min_value": gettext_lazy("Pelo menos uma vaga."),
            "max_value": gettext_lazy("No máximo 500 vagas."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Motivo, se forem menos do que as prometidas"), max_length=240, required=False
    )


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def course_offer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    edition = get_object_or_404(Edition.objects.managed_by(member), uuid=uuid)
    offered = Resource.objects.filter(edition=edition).select_related("facility").first()
    own = Facility.objects.filter(
        organisation=member.organisation_id, is_active=True, tier__lte=Tier.NETWORK
    ).order_by("sort_key")
    form = CourseForm(
        request.POST if request.method == "POST" else None,
        initial={"facility": offered.facility.uuid} if offered else None,
    )
    form.fields["facility"].queryset = own  # type: ignore[attr-defined]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.offer_course(edition, by=member, **form.cleaned_data)
                messages.success(request, _("As vagas estão no catálogo."))
                return SeeOther(reverse("resource", args=[made.uuid, made.slug]))
            except Refusal as refusal:
                put_on_form(form, refusal)
                status = refusal.status
    context = {"form": form, "edition": edition, "offered": offered, "has_facilities": own.exists()}
    return render(request, "resources/course_offer.html", context, status=status)

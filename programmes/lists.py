"""What the lists of programmes and of training are narrowed by; everything may be empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from geo.models import Municipality
from programmes.models import Edition, Programme
from programmes.models.sheets import ProgrammeQuerySet

FROM_LIST = _("Escolha da lista.")


class FindForm(forms.Form):
    q = forms.CharField(label=_("Palavras"), required=False, max_length=80)
    para = forms.ChoiceField(
        label=_("Para quem"),
        required=False,
        choices=[("", _("toda a gente")), *Programme.Audience.choices],
        error_messages={"invalid_choice": FROM_LIST},
    )
    municipio = forms.ModelChoiceField(
        Municipality.objects.order_by("sort_key"),
        label=_("Município"),
        required=False,
        empty_label=_("todos"),
        error_messages={"invalid_choice": FROM_LIST},
    )
    abertas = forms.BooleanField(label=_("Com inscrições abertas"), required=False)

    def __init__(self, *args: Any, kind: str, member: Membership | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.member = kind, member
        if kind == Programme.Kind.PROGRAMME:
            del self.fields["para"]

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())

    def found(self) -> ProgrammeQuerySet:
        """Of a form with errors: everything of this kind. Each with its `open_editions`, the next to begin first."""
        editions = Edition.objects.visible_to(self.member).exclude(state=Edition.State.PLANNED)
        found = Programme.objects.visible_to(self.member).public().filter(kind=self.kind)
        if self.is_valid():
            said = self.cleaned_data
            for word in said["q"].split():
                found = found.filter(
                    Q(current__name__unaccent__icontains=word)
                    | Q(current__objective__unaccent__icontains=word)
                    | Q(area__unaccent__icontains=word)
                )
            if said.get("para"):
                found = found.filter(audience=said["para"])
            if said["municipio"]:
                editions = editions.filter(Q(municipality=said["municipio"]) | Q(municipality=None))
            if said["abertas"]:
                editions = editions.filter(pk__in=Edition.objects.taking().values("pk"))
            if said["municipio"] or said["abertas"]:
                found = found.filter(Exists(editions.filter(sheet__programme=OuterRef("pk"))))
        shown = editions.exclude(state=Edition.State.CLOSED).select_related("municipality")
        # What is of the area comes before documents of elsewhere.
        listed = found.select_related("current", "organisation").order_by(
            "is_reference", "current__name", "pk"
        )
        return listed.prefetch_related(
            "responses", Prefetch("sheets__editions", shown.order_by("starts"), to_attr="open_editions")
        )

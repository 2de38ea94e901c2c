"""The seat simulator: 3 to 5 seats in each of four units, and 17 municipalities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from units.models import Axis
from units.seating import FEWEST, MOST, Seating, axes_with_problems, by_problems


class SeatsForm(forms.Form):
    """One number for each axis, named in the address by its code in small letters: ep1=5."""

    def __init__(self, axes: list[Axis], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        said = _("Escreva um número inteiro de %(fewest)d a %(most)d.") % {"fewest": FEWEST, "most": MOST}
        for axis in axes:
            self.fields[axis.code.lower()] = forms.IntegerField(
                label=f"{axis.order}. {axis.name}",
                min_value=FEWEST,
                max_value=MOST,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 3}),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), said),
            )


@require_safe
def seat_simulator(request: HttpRequest) -> HttpResponse:
    axes = axes_with_problems()
    suggested = by_problems(axes)
    asked = any(axis.code.lower() in request.GET for axis, _n in axes)
    form = SeatsForm(
        [axis for axis, _n in axes],
        data=request.GET if asked else {code.lower(): str(seats) for code, seats in suggested.items()},
    )
    seating = None
    if form.is_valid():
        seating = Seating(axes, {axis.code: form.cleaned_data[axis.code.lower()] for axis, _n in axes})
    return render(
        request,
        "units/ref_amp_seats.html",
        {"form": form, "seating": seating, "tension": Seating(axes, suggested), "asked": asked},
    )

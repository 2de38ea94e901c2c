"""Choosing which items get a label, and the sheet to print."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from resources import labels
from resources.models import Item, Resource
from resources.models.lending import GONE
from resources.views.items import bank_of
from resources.views.manners import acting, members_only

MOST = 240
WHOLE = gettext_lazy("O lugar na folha é um número inteiro, a partir de 1.")


class SheetForm(forms.Form):
    """Which items, on which paper, from which place on. `artigo` and `inicio` in the address."""

    artigo = forms.MultipleChoiceField(
        label=gettext_lazy("Artigos"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Escolha pelo menos um artigo."),
            "invalid_choice": gettext_lazy("Há um artigo que não é deste recurso."),
        },
    )
    folha = forms.ChoiceField(
        label=gettext_lazy("Papel"),
        choices=[(name, one.label) for name, one in labels.FORMATS.items()],
        initial="21",
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Escolha um papel da lista."),
            "invalid_choice": gettext_lazy("Escolha um papel da lista."),
        },
    )
    inicio = forms.IntegerField(
        label=gettext_lazy("Primeira etiqueta livre na folha"),
        required=False,
        min_value=1,
        initial=1,
        help_text=gettext_lazy(
            "Para acabar uma folha já começada: conta-se da esquerda para a direita, de cima."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": WHOLE, "min_value": WHOLE},
    )

    def __init__(self, bank: Resource, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = bank.items.exclude(state__in=GONE).order_by("name", "code")
        self.rows = {one.code: one for one in found[:MOST]}
        field: Any = self.fields["artigo"]
        field.choices = [(code, f"{one.name} · {code}") for code, one in self.rows.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        paper = labels.FORMATS.get(cleaned.get("folha", ""))
        first = cleaned.get("inicio")
        if paper and first and first > paper.each:
            self.add_error("inicio", _("Esta folha tem %(n)s etiquetas.") % {"n": paper.each})
        return cleaned


@members_only
@require_safe
def choose_labels(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The items to label, ticked as asked for (all when none is named), with what their codes say in words."""
    bank = bank_of(acting(request), uuid)
    asked = request.GET.getlist("artigo")
    return _choose(request, bank, SheetForm(bank, initial={"artigo": asked}), set(asked))


def _choose(
    request: HttpRequest, bank: Resource, form: SheetForm, asked: set[str], status: int = 200
) -> HttpResponse:
    shown = [one for code, one in form.rows.items() if code in asked] or list(form.rows.values())
    if not form.is_bound and not asked & set(form.rows):
        form.initial["artigo"] = list(form.rows)
    context = {
        "resource": bank,
        "form": form,
        "rows": [{"item": one, "address": labels.address(one)} for one in shown],
        "most": MOST if bank.items.exclude(state__in=GONE).count() > MOST else 0,
    }
    return render(request, "resources/loans/labels.html", context, status=status)


@members_only
@require_safe
def label_sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    bank = bank_of(acting(request), uuid)
    said = request.GET.copy()
    said.setdefault("folha", "21")
    form = SheetForm(bank, said)
    if form.errors:
        return _choose(request, bank, form, set(request.GET.getlist("artigo")), 422)
    got = form.cleaned_data
    chosen = Item.objects.filter(pk__in=[form.rows[code].pk for code in got["artigo"]])
    made = labels.sheet(
        list(chosen.select_related("resource__facility__organisation").order_by("name", "code")),
        form=labels.FORMATS[got["folha"]],
        first=got["inicio"] or 1,
    )
    answer = HttpResponse(made, content_type="application/pdf")
    name = slugify(bank.name)[:40] or "artigos"
    answer["Content-Disposition"] = f'attachment; filename="{_("etiquetas")}-{name}.pdf"'
    return answer

"""Lists of governing as one reader sees them: narrowed by body, year and state, in pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Membership
from units.models import Body, Meeting, Round


class ListForm(forms.Form):
    """What a list is narrowed by. Every field may stay empty."""

    # The date by which a row belongs to a year.
    dated: ClassVar[str]

    orgao = forms.ModelChoiceField(
        label=gettext_lazy("Órgão"),
        required=False,
        queryset=Body.objects.none(),
        to_field_name="uuid",
        empty_label=gettext_lazy("Todos os órgãos"),
        error_messages={"invalid_choice": gettext_lazy("Este órgão não existe. Escolha um da lista.")},
    )
    ano = forms.TypedChoiceField(
        label=gettext_lazy("Ano"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("Nesse ano não há nada. Escolha um ano da lista.")},
    )
    estado = forms.ChoiceField(
        label=gettext_lazy("Estado"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Escolha um estado da lista.")},
    )

    def __init__(self, *args: Any, member: Membership | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.visible = self.all_of(member)
        body: forms.ModelChoiceField = self.fields["orgao"]  # type: ignore[assignment]
        body.queryset = Body.objects.select_related("axis")
        found = self.visible.order_by().values_list(f"{self.dated}__year", flat=True).distinct()
        years = sorted((year for year in found if year is not None), reverse=True)
        year: forms.TypedChoiceField = self.fields["ano"]  # type: ignore[assignment]
        year.choices = [("", _("Todos os anos")), *((one, one) for one in years)]
        state: forms.ChoiceField = self.fields["estado"]  # type: ignore[assignment]
        state.choices = [("", _("Todos")), *self.states()]

    def all_of(self, member: Membership | None) -> QuerySet[Any]:
        """All that this reader may see, in the order of the list."""
        raise NotImplementedError

    def states(self) -> list[tuple[str, Any]]:
        raise NotImplementedError

    def in_state(self, found: QuerySet[Any], state: str) -> QuerySet[Any]:
        return found.filter(state=state)

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.values())

    def found(self) -> Any:
        """What the fields leave. Of a form with errors: everything."""
        found = self.visible
        if not self.is_valid():
            return found
        said = self.cleaned_data
        if said["orgao"]:
            found = found.filter(body=said["orgao"])
        if said["ano"]:
            found = found.filter(**{f"{self.dated}__year": said["ano"]})
        if said["estado"]:
            found = self.in_state(found, said["estado"])
        return found


class MeetingsForm(ListForm):
    dated = "starts"

    def all_of(self, member: Membership | None) -> QuerySet[Meeting]:
        return Meeting.objects.visible_to(member).select_related("body__axis").order_by("-starts", "-pk")

    def states(self) -> list[tuple[str, Any]]:
        return [
            (Meeting.State(state).value, Meeting.State(state).label) for state in _open(self.member, Meeting)
        ]


class RoundsForm(ListForm):
    dated = "opened_at"

    def all_of(self, member: Membership | None) -> QuerySet[Round]:
        return Round.objects.visible_to(member).for_pages().order_by("-opened_at", "-pk")

    def states(self) -> list[tuple[str, Any]]:
        return [(Round.State(state).value, Round.State(state).label) for state in _open(self.member, Round)]


def _open(member: Membership | None, model: type[Meeting] | type[Round]) -> list[str]:
    """The states a reader can find anything in: what is being prepared is for those who govern."""
    governs = member is not None and member.governs
    return [state for state in model.State.values if governs or state != "draft"]


def page_of(request: HttpRequest, found: QuerySet[Any], per_page: int) -> tuple[Page[Any], list[str]]:
    """The page the address asks for; the first one and a sentence, where there is no such page."""
    pages = Paginator(found, per_page)
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    if 1 <= number <= pages.num_pages:
        return pages.page(number), []
    sentence = ngettext(
        "Esta página não existe: há só %(n)s.", "Esta página não existe: há %(n)s.", pages.num_pages
    )
    return pages.page(1), [sentence % {"n": pages.num_pages}]

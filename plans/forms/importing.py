"""What is said beside the file of a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from plans.actions.importing import Whose
from plans.models import Plan
from units.forms.base import NO_CHOICE, PlainForm
from units.models import Body

MOST_FILE = 1_000_000  # bytes
OWN, REFERENCE = "entidade", "referencia"
CHOOSE = {"required": NO_CHOICE, "invalid_choice": NO_CHOICE}


def owners(member: Membership) -> dict[str, tuple[str, Whose]]:
    """Whose plans the member may bring in: by key, with the name."""
    found: dict[str, tuple[str, Whose]] = {}
    own = Whose(organisation=member.organisation)
    if own.allowed_to(member):
        found[OWN] = (member.organisation.name, own)
    for body in Body.objects.run_by(member).select_related("axis"):
        found[str(body.uuid)] = (body.name, Whose(body=body))
    if Whose().allowed_to(member):
        found[REFERENCE] = (_("De ninguém aqui: documento de referência, público"), Whose())
    return found


class ImportForm(PlainForm):
    file = forms.FileField(
        label=gettext_lazy("Ficheiro"),
        help_text=gettext_lazy("XLSX, CSV ou texto com tabulações, até 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": gettext_lazy("Escolha o ficheiro."),
            "invalid": gettext_lazy("Escolha o ficheiro."),
            "missing": gettext_lazy("Escolha o ficheiro."),
            "empty": gettext_lazy("O ficheiro está vazio."),
        },
    )
    whose = forms.ChoiceField(label=gettext_lazy("De quem é o plano"), error_messages=CHOOSE)
    kind = forms.ChoiceField(
        label=gettext_lazy("Tipo de plano"),
        choices=Plan.Kind.choices,
        initial=Plan.Kind.OTHER,
        error_messages=CHOOSE,
    )
    origin = forms.CharField(
        label=gettext_lazy("Origem"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Só de documentos de referência: de que país ou terra é."),
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners(member)
        whose: forms.ChoiceField = self.fields["whose"]  # type: ignore[assignment]
        whose.choices = [(key, name) for key, (name, _whose) in self.owners.items()]
        if REFERENCE not in self.owners:
            del self.fields["origin"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_FILE:
            raise ValidationError(
                _("O ficheiro tem mais de 1 MB. Ficheiros grandes importam-se no servidor, com import_plan.")
            )
        if not file.name.lower().endswith((".xlsx", ".csv", ".txt", ".tsv")):
            raise ValidationError(_("O ficheiro tem de ser CSV, texto com tabulações (TXT) ou XLSX."))
        return file

    @property
    def owner(self) -> Whose:
        return self.owners[self.cleaned_data["whose"]][1]

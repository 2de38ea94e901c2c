"""A document of a meeting or of a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from units.forms.base import INTERNAL, PUBLIC, PlainForm, choice_field, line_field


class PaperForm(PlainForm):
    title = line_field(_("Título do documento"), 160)
    file = forms.FileField(
        label=_("Ficheiro"),
        help_text=_("PDF, ODT, DOCX, XLSX, ODS, PNG ou JPEG, até 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.odt,.docx,.xlsx,.ods,.png,.jpg,.jpeg"}),
        error_messages={
            "required": _("Escolha o ficheiro."),
            "invalid": _("Escolha o ficheiro."),
            "missing": _("Escolha o ficheiro."),
            "empty": _("O ficheiro está vazio."),
        },
    )
    openness = choice_field(
        _("Quem pode ler"),
        [
            (INTERNAL, _("Interno: só quem representa um município e a coordenação")),
            (PUBLIC, _("Público: com a parte pública a que pertence")),
        ],
    )

    @property
    def is_public(self) -> bool:
        return str(self.cleaned_data["openness"]) == PUBLIC

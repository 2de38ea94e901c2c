"""What is typed to make a listing of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import identity
from accounts.models import Contact, Membership
from community.listings.citing import without_laws
from community.models import Event, JobOffer, Listing, Pathway, Placement, RentMeasure
from community.models.listings import today
from geo.models import Municipality
from units.forms.base import (
    NO_CHOICE,
    NO_NUMBER,
    NO_PEOPLE,
    PlainForm,
    choice_field,
    day_field,
    key_field,
    line_field,
    mark_of,
    prose_field,
    seen_field,
)
from units.models import OperativeResponse

NO_LINK = _("Escreva a ligação inteira, por exemplo https://exemplo.pt/pagina.")


def link_field(label: Any, *, hint: Any = "") -> forms.URLField:
    return forms.URLField(
        label=label,
        required=False,
        help_text=hint,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": NO_LINK, "required": NO_LINK, "max_length": NO_LINK},
    )


def place_field(*, required: bool = True, hint: Any = "") -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Municipality.objects.all(),
        label=_("Município"),
        required=required,
        help_text=hint,
        empty_label=_("escolha o município") if required else _("nenhum em particular"),
        error_messages={"required": _("Escolha o município."), "invalid_choice": NO_CHOICE},
    )


def contact_field(*, required: bool = False, hint: Any = "") -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Contact.objects.none(),
        label=_("Contacto do serviço"),
        required=required,
        help_text=hint,
        to_field_name="uuid",
        empty_label=_("escolha o contacto") if required else _("nenhum"),
        error_messages={
            "required": _("Escolha o contacto do serviço: é por ele que se fala da colocação."),
            "invalid_choice": NO_CHOICE,
        },
    )


def whole_field(label: Any, *, required: bool, hint: Any = "", least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        help_text=hint,
        min_value=least,
        max_value=999,
        error_messages={
            "required": NO_NUMBER,
            "invalid": NO_NUMBER,
            "min_value": _("Escreva um número a partir de %(limit_value)s."),
            "max_value": _("É um número demasiado grande."),
        },
    )


def tick_field(label: Any, *, hint: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=hint)


class CitingForm(PlainForm):
    """What is refused comes back masked; a law that is cited, or a field of `PLAIN`, as it was typed."""

    # Texts that no person can be read from, though they may look like a number.
    PLAIN: ClassVar[tuple[str, ...]] = ()

    def masked(self) -> None:
        if not self.is_bound:
            return
        kept = {}
        for name in self.fields:
            typed = self.data.get(self.add_prefix(name))
            if typed and (name in self.PLAIN or identity.find(without_laws(typed)) is None):
                kept[self.add_prefix(name)] = typed
        super().masked()
        self.data.update(kept)  # type: ignore[attr-defined]


class ListingForm(CitingForm):
    """`listing` None: a new one, of the member's organisation."""

    key = key_field()
    seen = seen_field()

    def __init__(self, data: Any, *, member: Membership, listing: Listing | None, **kwargs: Any) -> None:
        typed = self.typed(listing) if listing else {}
        self.mark = mark_of(typed) if listing else ""
        super().__init__(data, initial={**typed, "seen": self.mark, **kwargs.pop("initial", {})}, **kwargs)
        organisation = listing.organisation_id if listing else member.organisation_id
        if "contact" in self.fields:
            field: forms.ModelChoiceField = self.fields["contact"]  # type: ignore[assignment]
            field.queryset = Contact.objects.filter(organisation=organisation)

    def typed(self, listing: Listing) -> dict[str, Any]:
        """What stands there, as somebody would have typed it."""
        names = [name for name in self.base_fields if name not in ("key", "seen")]
        return {name: getattr(listing, name) for name in names}

    @property
    def said(self) -> Mapping[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("key", "seen")}


ACCESS_HINT = _("Por exemplo: entrada sem degraus, intérprete de língua gestual, horário adaptável.")


class JobForm(ListingForm):
    PLAIN = ("reference",)

    title = line_field(_("Função"), 160, hint=_("O que se procura, por exemplo «Auxiliar de ação direta»."))
    employer = line_field(_("Empregador"), 160, hint=_("A entidade ou a empresa, não uma pessoa."))
    municipality = place_field()
    contract = choice_field(_("Contrato"), JobOffer.Contract.choices)
    hours = choice_field(_("Horário"), JobOffer.Hours.choices)
    schedule = line_field(_("Horário em pormenor"), 160, required=False)
    pay = line_field(
        _("Remuneração"), 160, required=False, hint=_("Como o empregador a diz: um valor ou um intervalo.")
    )
    qualification = line_field(_("Qualificação pedida"), 300, required=False)
    about = prose_field(_("Descrição"), required=False, hint=NO_PEOPLE)
    accessible = tick_field(_("Posto de trabalho acessível a pessoas com deficiência"))
    accessibility = line_field(_("Acessibilidade"), 300, required=False, hint=ACCESS_HINT)
    link = link_field(
        _("Ligação para concorrer"),
        hint=_("Onde se concorre. Aqui não se recebem candidaturas nem se guarda quem concorre."),
    )
    contact = contact_field(hint=_("Em vez da ligação, ou além dela."))
    expires_on = day_field(
        _("Último dia na lista"), hint=_("No máximo daqui a 90 dias. Uma semana antes avisamos.")
    )
    source = line_field(
        _("Fonte"), 200, required=False, hint=_("De onde vem a oferta, quando vem de outra lista.")
    )
    reference = line_field(
        _("Referência externa"), 80, required=False, hint=_("O número da oferta nessa lista.")
    )


class PlacementForm(ListingForm):
    title = line_field(_("Ocupação"), 160)
    host = line_field(_("Onde se trabalha"), 160, hint=_("O serviço ou a empresa que recebe."))
    municipality = place_field()
    places = whole_field(_("Lugares"), required=True, least=1)
    support = prose_field(
        _("Apoio que se dá"), required=False, hint=_("Tutor, transporte, refeição, bolsa: o que houver.")
    )
    about = prose_field(_("Descrição"), required=False, hint=NO_PEOPLE)
    accessible = tick_field(_("Acessível a pessoas com deficiência"))
    accessibility = line_field(_("Acessibilidade"), 300, required=False, hint=ACCESS_HINT)
    starts_on = day_field(_("Primeiro dia"), required=False)
    ends_on = day_field(_("Último dia"), required=False, hint=_("Vazio: sem fim marcado."))
    contact = contact_field(required=True, hint=_("Fala-se com o serviço: aqui não se inscreve ninguém."))
    link = link_field(_("Página com mais informação"))


class EventForm(ListingForm):
    kind = choice_field(_("Tipo"), Event.Kind.choices)
    title = line_field(_("Nome"), 160)
    municipality = place_field(
        required=False, hint=_("Obrigatório num evento; numa rota contam as paragens.")
    )
    place = line_field(_("Local"), 200, required=False, hint=_("Sala, praça ou equipamento."))
    organiser = line_field(_("Quem organiza"), 160, hint=_("A entidade, não uma pessoa."))
    about = prose_field(_("Descrição"), required=False, hint=NO_PEOPLE)
    is_free = tick_field(_("Gratuito"))
    cost = line_field(
        _("Custo"), 160, required=False, hint=_("Vazio e não gratuito: lê-se «custo por indicar».")
    )
    accessible = tick_field(_("Acessível a pessoas com deficiência"))
    accessibility = line_field(_("Acessibilidade"), 300, required=False, hint=ACCESS_HINT)
    transport = prose_field(
        _("Transporte partilhado"),
        required=False,
        rows=3,
        hint=_("De onde parte, a que horas, para quantos."),
    )
    link = link_field(_("Página do evento"))
    contact = contact_field()


class PathwayForm(ListingForm):
    title = line_field(_("Título"), 160)
    response = forms.ModelChoiceField(
        OperativeResponse.objects.all(),
        label=_("Resposta operativa do REF-AMP"),
        empty_label=_("escolha a resposta"),
        error_messages={"required": _("Escolha a resposta operativa."), "invalid_choice": NO_CHOICE},
    )
    who_for = line_field(_("Para quem"), 240, required=False)
    municipality = place_field(required=False, hint=_("Só quando o circuito vale num município."))
    about = prose_field(_("Em resumo"), required=False, hint=NO_PEOPLE)
    legal = prose_field(_("Base legal"), required=False, rows=3, hint=_("Uma por linha."))
    link = link_field(_("Página oficial"))
    contact = contact_field()
    source = line_field(_("Fonte"), 200, hint=_("Onde isto está escrito."))
    checked_on = day_field(
        _("Verificado na fonte em"),
        hint=_("Passados 180 dias lê-se «por confirmar», até alguém verificar de novo."),
    )


class RentForm(ListingForm):
    title = line_field(_("Nome da medida"), 160)
    municipality = place_field()
    who_may_apply = line_field(_("Quem pode pedir"), 300, required=False)
    residence_years = whole_field(
        _("Anos de residência pedidos"),
        required=False,
        hint=_("Escreva 0 só se o regulamento diz que não se pede nenhum. Vazio lê-se «sem informação»."),
    )
    income_limit = line_field(
        _("Limite de rendimento"), 240, required=False, hint=_("Como o regulamento o diz.")
    )
    amount = line_field(_("Valor do apoio"), 240, required=False)
    duration = line_field(_("Duração"), 160, required=False)
    applications = line_field(_("Quando se pede"), 160, required=False)
    about = prose_field(_("Notas"), required=False, hint=NO_PEOPLE)
    link = link_field(_("Ligação para o regulamento"))
    source = line_field(_("Fonte"), 200, hint=_("O regulamento ou a página de onde vem, com a data."))
    checked_on = day_field(_("Verificado na fonte em"))

    def __init__(self, data: Any, *, member: Membership, listing: Listing | None, **kwargs: Any) -> None:
        super().__init__(data, member=member, listing=listing, **kwargs)
        # A municipality speaks of itself; of which one a measure is does not change.
        if listing is not None or not member.has(Membership.Role.COORDINATION):
            del self.fields["municipality"]

    def typed(self, listing: Listing) -> dict[str, Any]:
        return {name: value for name, value in super().typed(listing).items() if name != "municipality"}


class TakenForm(PlainForm):
    taken = whole_field(_("Lugares ocupados agora"), required=True)


class CancelForm(PlainForm):
    why = line_field(_("Porque é cancelado"), 240, hint=_("Quem o tinha na agenda lê este motivo."))


class JobFileForm(forms.Form):
    """A file of offers, looked at before anything is written."""

    MOST = 1_000_000

    file = forms.FileField(
        label=_("Ficheiro"),
        help_text=_("CSV ou XLSX, até 1 MB e 500 linhas."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages=dict.fromkeys(("required", "invalid", "missing"), _("Escolha o ficheiro."))
        | {"empty": _("O ficheiro está vazio.")},
    )
    source = line_field(
        _("Fonte"), 200, hint=_("O nome da lista, igual de cada vez: é por ele que se sabe o que saiu.")
    )
    contact = contact_field(hint=_("Para as linhas sem ligação para concorrer."))
    end_missing = tick_field(
        _("Terminar as ofertas desta fonte que já não estão no ficheiro"),
        hint=_("Sem este visto, o que falta no ficheiro fica como está."),
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField = self.fields["contact"]  # type: ignore[assignment]
        field.queryset = Contact.objects.of(member)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.MOST:
            raise forms.ValidationError(_("O ficheiro tem mais de 1 MB: divida-o em vários."))
        if not file.name.lower().endswith((".csv", ".xlsx")):
            raise forms.ValidationError(_("O ficheiro tem de ser CSV ou XLSX."))
        return file


def first_last_day() -> dict[str, Any]:
    """What the form of a new offer begins with."""
    return {"expires_on": today() + JobOffer.RENEWED_FOR}


FORMS: dict[type[Listing], type[ListingForm]] = {
    JobOffer: JobForm,
    Placement: PlacementForm,
    Event: EventForm,
    Pathway: PathwayForm,
    RentMeasure: RentForm,
}

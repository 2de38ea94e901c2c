"""Letters and notices of funding, written as rows in the transaction of the action that causes them.

To members through what they chose; to a visitor only by the address kept apart, while it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts import outbox, telling
from accounts.models import Membership, Organisation, Topic
from community.models import (
    Application,
    Call,
    ConsortiumPartner,
    Initiative,
    Pledge,
    PledgeMatch,
    VisitorContact,
)
from units.mail import moment_said, representatives
from units.models import Body

CONFIRM = "community_confirm"
VISITOR = "community_visitor"
COMMITS = [
    Membership.Role.TECHNICIAN,
    Membership.Role.MANAGER,
    Membership.Role.REPRESENTATIVE,
    Membership.Role.COORDINATION,
]


def people_of(organisation: Organisation) -> QuerySet[Membership]:
    """Those who may commit it."""
    found = Membership.objects.active().filter(organisation=organisation, roles__overlap=COMMITS)
    return found.select_related("user", "organisation").order_by("pk")


def coordination() -> QuerySet[Membership]:
    found = Membership.objects.active().with_role(Membership.Role.COORDINATION)
    return found.select_related("user", "organisation").order_by("pk")


def _write(
    members: Iterable[Membership], kind: str, build: telling.Build, place: tuple[str, list[object]]
) -> int:
    return telling.write(
        members, kind, Topic.COMMUNITY, build, path=lambda: reverse(place[0], args=place[1]), discreet=False
    )


# --- Calls and applications -------------------------------------------------------------------------------------------


def call_due(call: Call, followers: Iterable[Membership], days: int) -> int:
    def build() -> tuple[str, list[str]]:
        subject = ngettext(
            "Falta %(n)s dia para o prazo de um aviso", "Faltam %(n)s dias para o prazo de um aviso", days
        )
        return subject % {"n": days}, [
            call.title,
            _("O prazo termina em %(when)s.") % {"when": moment_said(call.closes_at)},
            _("Recebe este lembrete porque segue o aviso. Pode deixar de o seguir na página dele."),
        ]

    return _write(followers, "call_due", build, ("call", [call.uuid]))


def invited(partner: ConsortiumPartner) -> int:
    application = partner.application
    lead = application.lead.organisation.name
    return _write(
        people_of(partner.organisation),
        "consortium_invited",
        lambda: (
            _("Convite para um consórcio: responda sim ou não"),
            [
                _("%(lead)s convida a sua entidade para a candidatura «%(title)s».")
                % {"lead": lead, "title": application.title},
                _("Aviso: %(call)s, até %(when)s.")
                % {"call": application.call.title, "when": moment_said(application.call.closes_at)},
                _("Só entra no consórcio se a sua entidade aceitar."),
            ],
        ),
        ("consortium_answer", [partner.uuid]),
    )


def answered(partner: ConsortiumPartner) -> int:
    """To who leads: yes, no, or no longer."""
    application = partner.application

    def build() -> tuple[str, list[str]]:
        yes = partner.state == ConsortiumPartner.State.ACCEPTED
        subject = _("%(who)s aceitou o convite") if yes else _("%(who)s não fica no consórcio")
        lines = [application.title]
        if partner.why:
            lines.append(_("Motivo: %(why)s") % {"why": partner.why})
        return subject % {"who": partner.organisation.name}, lines

    return _write(
        people_of(application.lead.organisation),
        "consortium_answered",
        build,
        ("application_work", [application.uuid]),
    )


def application_moved(application: Application) -> int:
    """Submitted, approved, not approved or withdrawn: to the whole consortium."""
    members = [member for partner in application.accepted for member in people_of(partner.organisation)]

    def build() -> tuple[str, list[str]]:
        lines = [application.title, application.call.title]
        if application.why:
            lines.append(_("Motivo: %(why)s") % {"why": application.why})
        return _("Candidatura %(state)s") % {"state": application.get_state_display()}, lines

    return _write(members, "application_moved", build, ("application_work", [application.uuid]))


# --- Pledges ----------------------------------------------------------------------------------------------------------


def pledge_waiting(pledge: Pledge) -> int:
    return _write(
        coordination(),
        "pledge_waiting",
        lambda: (
            _("Novo compromisso por aprovar"),
            [pledge.what, _("%(amount)s, de %(who)s.") % {"amount": pledge.amount, "who": pledge.giver}],
        ),
        ("pledge_decide", [pledge.uuid]),
    )


def _to_giver(pledge: Pledge, kind: str, build: telling.Build) -> int:
    """Whoever promised: the people of the organisation, or the visitor while the address is kept."""
    if pledge.organisation is not None:
        return _write(people_of(pledge.organisation), kind, build, ("pledge_work", [pledge.uuid]))
    contact = VisitorContact.objects.filter(pledge=pledge, confirmed_at__isnull=False).first()
    return _to_visitor(contact, build, reverse_public=("pledges", []))


def pledge_decided(pledge: Pledge) -> int:
    def build() -> tuple[str, list[str]]:
        if pledge.state == Pledge.State.OPEN:
            return _("O seu compromisso foi aceite"), [
                pledge.what,
                _("Avisamos quando houver um projeto ou uma entidade a que sirva."),
            ]
        return _("O seu compromisso não foi aceite"), [
            pledge.what,
            _("Motivo: %(why)s") % {"why": pledge.why},
        ]

    return _to_giver(pledge, "pledge_decided", build)


def pledge_matched(match: PledgeMatch) -> int:
    """To who promised, and to who receives it, who says later that it arrived."""
    pledge = match.pledge

    def facts() -> list[str]:
        return [
            _("%(n)s %(unit)s: %(what)s")
            % {"n": match.quantity, "unit": pledge.get_unit_display(), "what": pledge.what},
            _("Para: %(where)s. Recebe: %(who)s.") % {"where": match.destination, "who": match.receiver.name},
        ]

    told = _to_giver(pledge, "pledge_matched", lambda: (_("O seu compromisso já tem destino"), facts()))
    return told + _write(
        people_of(match.receiver),
        "pledge_arriving",
        lambda: (
            _("Um compromisso vem para a sua entidade"),
            [*facts(), _("Quando chegar, confirme-o: só então conta como entregue.")],
        ),
        ("match_delivered", [match.uuid]),
    )


def pledge_undone(match: PledgeMatch) -> int:
    pledge = match.pledge
    return _to_giver(
        pledge,
        "pledge_matched",
        lambda: (
            _("O destino do seu compromisso mudou"),
            [pledge.what, match.destination, _("Motivo: %(why)s") % {"why": match.why}],
        ),
    )


def pledge_thanks(match: PledgeMatch) -> int:
    pledge = match.pledge
    return _to_giver(
        pledge,
        "pledge_thanks",
        lambda: (
            _("Obrigado: o que prometeu chegou"),
            [
                _("%(who)s confirmou que recebeu: %(n)s %(unit)s, %(what)s.")
                % {
                    "who": match.receiver.name,
                    "n": match.quantity,
                    "unit": pledge.get_unit_display(),
                    "what": pledge.what,
                },
                _("Foi para: %(where)s.") % {"where": match.destination},
                _("Em nome dos 17 municípios, muito obrigado."),
            ],
        ),
    )


# --- Initiatives ------------------------------------------------------------------------------------------------------


def initiative_waiting(initiative: Initiative) -> int:
    return _write(
        coordination(),
        "initiative_waiting",
        lambda: (_("Nova iniciativa da comunidade por apreciar"), [initiative.title]),
        ("initiative_work", [initiative.uuid]),
    )


def initiative_of_axis(initiative: Initiative) -> int:
    """To the units of its axes: who sits there."""
    today = timezone.localdate()
    units = Body.objects.filter(axis__in=[one.pk for one in initiative.axes])
    places = {dico for unit in units for dico in unit.municipalities_on(today)}
    return _write(
        representatives(places),
        "initiative_of_axis",
        lambda: (
            _("Nova iniciativa da comunidade no eixo da sua unidade"),
            [initiative.title, ", ".join(str(one) for one in initiative.axes)],
        ),
        ("initiative", [initiative.uuid]),
    )


def initiative_said(initiative: Initiative, subject: str, lines: list[str]) -> int:
    """A reply to who proposed it. `subject` and `lines` come worded; the visitor's language is the form's."""
    contact = VisitorContact.objects.filter(initiative=initiative, confirmed_at__isnull=False).first()
    public = initiative.state in Initiative.PUBLISHED
    place: tuple[str, list[object]] = ("initiative", [initiative.uuid]) if public else ("initiatives", [])
    return _to_visitor(contact, lambda: (subject, lines), reverse_public=place)


# --- Visitors ---------------------------------------------------------------------------------------------------------


def _to_visitor(
    contact: VisitorContact | None, build: telling.Build, *, reverse_public: tuple[str, list[object]]
) -> int:
    if contact is None:
        return 0
    with override(contact.language):
        subject, lines = build()
        _owe(contact, VISITOR, subject, lines, reverse(reverse_public[0], args=reverse_public[1]))
    return 1


def ask_to_confirm(contact: VisitorContact) -> None:
    """That the address was written there; nothing appears before the link is opened and confirmed. Not a word of the
    visitor's own: whoever fills in the form may have typed anybody's address."""
    with override(contact.language):
        lines = [
            _("Este endereço foi escrito num formulário da Concerta: um compromisso.")
            if contact.pledge_id
            else _("Este endereço foi escrito num formulário da Concerta: uma iniciativa."),
            _("Se foi você, confirme. Se não foi, não faça nada: dentro de três dias apagamos tudo."),
        ]
        place = reverse("community_confirm", args=[contact.key])
        _owe(contact, CONFIRM, _("Confirme o que escreveu na Concerta"), lines, place)


def _owe(contact: VisitorContact, kind: str, subject: str, lines: list[str], place: str) -> None:
    context = {
        "subject": subject,
        "lines": lines,
        "url": settings.BASE_URL + place,
        "asks": kind == CONFIRM,
        "leave_url": settings.BASE_URL + reverse("community_take_back", args=[contact.key]),
        "language": contact.language,
    }
    outbox.owe(
        to=contact.email,
        language=contact.language,
        kind=kind,
        subject=subject,
        text=render_to_string("community/funding/mail/visitor.txt", context),
        html=render_to_string("community/funding/mail/visitor.html", context),
    )

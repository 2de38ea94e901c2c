"""Letters and notices of plans, written as rows in the transaction of the action that causes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import telling
from accounts.models import Membership, Organisation, Topic
from plans import linking, readiness, values
from plans.duties import Duty
from plans.models import Amendment, Plan, PlanElement
from units import mail as governing

MOST_LISTED = 30

TOPICS: dict[str, Topic] = {
    "plan_named": Topic.PLANS,
    "plan_proposed": Topic.GOVERNING_DUE,
    "plan_approved": Topic.PLANS,
    "plan_closed": Topic.PLANS,
    "plan_given": Topic.PLANS,
    "plan_taken": Topic.PLANS,
    "plan_amended": Topic.PLANS,
    "plan_ownerless": Topic.PLANS_DUE,
    "plan_due": Topic.PLANS_DUE,
    "plan_overdue": Topic.PLANS_DUE,
}


def managers(plan: Plan) -> QuerySet[Membership]:
    """Who prepares and amends it: who runs the body, or who manages and represents the organisation."""
    if plan.body is not None:
        return governing.runners(plan.body)
    return people_of(plan.organisation)


def people_of(organisation: Organisation | None) -> QuerySet[Membership]:
    """Who manages or represents an entity: those a report of one of its people may be asked of."""
    return (
        Membership.objects.active()
        .filter(organisation=organisation)
        .filter(
            Q(roles__contains=[Membership.Role.MANAGER]) | Q(roles__contains=[Membership.Role.REPRESENTATIVE])
        )
        .select_related("user", "organisation")
    )


def write(
    members: Iterable[Membership],
    kind: str,
    build: telling.Build,
    place: tuple[str, list[object]],
    *,
    links: telling.Links | None = None,
) -> int:
    acting = [one for one in members if one.is_active and one.user.is_active]
    return telling.write(
        acting,
        kind,
        TOPICS[kind],
        build,
        path=lambda: reverse(place[0], args=place[1]),
        discreet=False,
        links=links,
    )


def _owners(elements: Iterable[PlanElement]) -> dict[Membership, list[PlanElement]]:
    """Each who answers for one of them, with which."""
    found: defaultdict[Membership, list[PlanElement]] = defaultdict(list)
    for one in elements:
        if one.owner is not None and one.has_owner:
            found[one.owner].append(one)
    return found


def _elements(plan: Plan) -> QuerySet[PlanElement]:
    return (
        plan.elements.standing()
        .select_related("plan", "owner__user", "owner__organisation")
        .order_by("order")
    )


def listed(lines: Sequence[str]) -> list[str]:
    """As many as a letter holds, and how many more there are."""
    more = len(lines) - MOST_LISTED
    if more <= 0:
        return list(lines)
    return [
        *lines[:MOST_LISTED],
        ngettext("E mais %(n)s, na página.", "E mais %(n)s, na página.", more) % {"n": more},
    ]


def named_in_draft(plan: Plan, owner: Membership) -> int:
    return write(
        [owner],
        "plan_named",
        lambda: (
            _("Foi indicado/a como responsável num plano em preparação"),
            [
                plan.title,
                _(
                    "Na sua página de planos está o que lhe foi atribuído. Nada há a relatar antes da aprovação."
                ),
                _("Se não é a pessoa certa, diga-o a quem prepara o plano."),
            ],
        ),
        ("plan_desk", []),
    )


def plan_proposed(plan: Plan) -> int:
    """To who can have it approved: of a body the coordination, of an organisation its own people."""
    return write(
        managers(plan),
        "plan_proposed",
        lambda: (_("Plano pronto a aprovar: %(plan)s") % {"plan": plan.title}, [plan.title, plan.span]),
        ("plan_work", [plan.uuid]),
    )


def plan_approved(plan: Plan) -> int:
    """To each owner what is theirs from now on, and to who manages the plan."""
    owners, told = _owners(_elements(plan)), 0
    for owner, theirs in owners.items():
        told += write(
            [owner],
            "plan_approved",
            lambda theirs=theirs: (  # type: ignore[misc]
                _("Plano aprovado: %(plan)s") % {"plan": plan.title},
                [
                    ngettext(
                        "Responde por %(n)s ponto deste plano:",
                        "Responde por %(n)s pontos deste plano:",
                        len(theirs),
                    )
                    % {"n": len(theirs)},
                    *listed([readiness.short(one) for one in theirs]),
                    _("Quando for tempo de relatar, recebe uma só mensagem com tudo o que falta."),
                ],
            ),
            ("plan_desk", []),
        )
    others = [one for one in managers(plan) if one not in owners]
    return told + write(
        others,
        "plan_approved",
        lambda: (_("Plano aprovado: %(plan)s") % {"plan": plan.title}, [plan.title, plan.span]),
        ("plan_work", [plan.uuid]),
    )


def plan_closed(plan: Plan) -> int:
    return write(
        _owners(_elements(plan)),
        "plan_closed",
        lambda: (
            _("Plano encerrado: %(plan)s") % {"plan": plan.title},
            [_("Já não há nada a relatar deste plano. O que foi relatado fica para ler.")],
        ),
        ("plan_desk", []),
    )


def element_given(element: PlanElement, owner: Membership) -> int:
    return write(
        [owner],
        "plan_given",
        lambda: (
            _("Passou a responder por um ponto de um plano"),
            [element.plan.title, readiness.short(element)],
        ),
        ("plan_point", [element.uuid]),
    )


def element_taken(element: PlanElement, before: Membership) -> int:
    return write(
        [before],
        "plan_taken",
        lambda: (
            _("Deixou de responder por um ponto de um plano"),
            [element.plan.title, readiness.short(element)],
        ),
        ("plan_desk", []),
    )


def targets_amended(element: PlanElement, made: Sequence[Amendment]) -> int:
    """One letter for all the years that changed."""
    if element.owner is None:
        return 0

    def build() -> tuple[str, list[str]]:
        lines = [
            _("%(year)s: era %(old)s, passa a %(new)s.")
            % {
                "year": one.target.year,
                "old": values.shown(one.old_value, one.target.measure),
                "new": values.shown(one.new_value, one.target.measure),
            }
            for one in made
            if one.target is not None
        ]
        return (
            _("Meta alterada: %(plan)s") % {"plan": element.plan.title},
            [readiness.short(element), *lines, _("Motivo: %(why)s") % {"why": made[0].reason}],
        )

    return write([element.owner], "plan_amended", build, ("plan_point", [element.uuid]))


def element_amended(made: Amendment) -> int:
    owner = made.element.owner
    return write(
        [owner] if owner else [],
        "plan_amended",
        lambda: (
            _("Ponto alterado: %(plan)s") % {"plan": made.plan.title},
            [
                readiness.short(made.element),
                str(made.get_what_display()),
                _("Motivo: %(why)s") % {"why": made.reason},
            ],
        ),
        ("plan_point", [made.element.uuid]),
    )


def elements_dropped(made: Sequence[Amendment]) -> int:
    told, reason = 0, made[0].reason
    for owner, theirs in _owners(one.element for one in made).items():
        told += write(
            [owner],
            "plan_amended",
            lambda theirs=theirs: (  # type: ignore[misc]
                _("Retirado do plano: %(plan)s") % {"plan": made[0].plan.title},
                [
                    *listed([readiness.short(one) for one in theirs]),
                    _("Motivo: %(why)s") % {"why": reason},
                    _("Já não há nada a relatar disto."),
                ],
            ),
            ("plan_desk", []),
        )
    return told


# --- The clock ---


def reports_due(owner: Membership, owned: Sequence[Duty], today: date) -> int:
    """All that is due in one letter, with a link that opens it at once."""

    def build() -> tuple[str, list[str]]:
        count = len(owned)
        late = sum(one.is_late(today) for one in owned)
        subject = ngettext("%(n)s meta por relatar", "%(n)s metas por relatar", count) % {"n": count}
        lines = [
            ngettext(
                "Falta dizer o que foi feito de %(n)s meta. Demora um minuto:",
                "Falta dizer o que foi feito de %(n)s metas. Demora um minuto:",
                count,
            )
            % {"n": count},
            *listed([one.line for one in owned]),
        ]
        if late:
            lines.append(
                ngettext(
                    "%(n)s já passou do prazo: relata-se na mesma, e fica dito que foi depois.",
                    "%(n)s já passaram do prazo: relatam-se na mesma, e fica dito que foi depois.",
                    late,
                )
                % {"n": late}
            )
        return subject, lines

    return write([owner], "plan_due", build, ("plan_answer", []), links=_link)


def _link(member: Membership) -> list[tuple[str, str]]:
    address = reverse("plan_answer_link", args=[linking.token(member)])
    return [(_("Relatar agora, sem iniciar sessão"), settings.BASE_URL + address)]


def overdue_in_entity(owned: Sequence[Duty]) -> int:
    """To who manages and represents the entity: it may report as well as its person, or name another."""

    def build() -> tuple[str, list[str]]:
        count = len(owned)
        return (
            ngettext(
                "%(n)s meta da sua entidade está sem relato",
                "%(n)s metas da sua entidade estão sem relato",
                count,
            )
            % {"n": count},
            [
                _("O prazo passou há mais de duas semanas. Pode relatar em vez de quem responde por elas."),
                *listed([f"{one.line} · {one.plan.title}" for one in owned]),
            ],
        )

    return write(people_of(owned[0].element.owner_entity), "plan_overdue", build, ("plan_desk", []))


def runners(plan: Plan) -> list[Membership]:
    """Who runs the plan, and the coordination unless it is an organisation's own matter."""
    found = {one.pk: one for one in managers(plan)}
    if plan.body_id is None and not plan.is_public:
        return list(found.values())
    coordination = Membership.objects.active().with_role(Membership.Role.COORDINATION)
    found |= {one.pk: one for one in coordination.select_related("user", "organisation")}
    return list(found.values())


def overdue_for_runner(member: Membership, owned: Sequence[Duty]) -> int:
    """One list, by entity: what is missing, not who failed."""

    def build() -> tuple[str, list[str]]:
        count = len(owned)
        lines = [f"{one.element.owner_entity}: {one.line} · {one.plan.title}" for one in owned]
        return (
            ngettext("%(n)s meta sem relato há um mês", "%(n)s metas sem relato há um mês", count)
            % {"n": count},
            [_("Quem responde por elas e a sua entidade já foram avisados."), *listed(sorted(lines))],
        )

    return write([member], "plan_overdue", build, ("plan_desk", []))


def without_owner(plan: Plan, elements: Sequence[PlanElement]) -> int:
    def build() -> tuple[str, list[str]]:
        count = len(elements)
        return (
            ngettext("%(n)s ponto sem responsável: %(plan)s", "%(n)s pontos sem responsável: %(plan)s", count)
            % {"n": count, "plan": plan.title},
            [
                _("Quem respondia já não trabalha na entidade. Escolha quem passa a responder."),
                *listed([readiness.short(one) for one in elements]),
            ],
        )

    return write(managers(plan), "plan_ownerless", build, ("plan_work", [plan.uuid]))

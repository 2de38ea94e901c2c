"""What a draft still lacks before it may be approved, as sentences, and what is only counted and shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from plans.models import Measure, Plan, PlanElement


@dataclass(frozen=True)
class Lack:
    """One thing that is missing, and the element it is missing from (None: the plan itself)."""

    sentence: str
    element: PlanElement | None = None


@dataclass
class Readiness:
    """`lacks` stands in the way; `undeclared` and `unconfirmed` do not, they are told to who approves."""

    lacks: list[Lack] = field(default_factory=list)
    targets: int = 0
    elements: int = 0
    undeclared: int = 0
    unconfirmed: int = 0

    @property
    def is_ready(self) -> bool:
        return not self.lacks


def look(plan: Plan) -> Readiness:
    return look_all([plan])[plan.pk]


def look_all(plans: Iterable[Plan]) -> dict[int, Readiness]:
    """By the key of the plan; in three queries, however many and however large."""
    by_key = {plan.pk: plan for plan in plans}
    found = {key: Readiness() for key in by_key}
    elements = (
        PlanElement.objects.standing()
        .filter(plan__in=by_key)
        .select_related("owner__user", "owner__organisation", "owner_entity")
        .prefetch_related("measures__targets")
        .order_by("plan", "order")
    )
    for element in elements:
        _element(by_key[element.plan_id], element, found[element.plan_id])
    for one in found.values():
        if not one.targets:
            one.lacks.insert(0, Lack(_("O plano não tem nenhuma meta.")))
    return found


def _element(plan: Plan, element: PlanElement, found: Readiness) -> None:
    measures = list(element.measures.all())
    values = [target for one in measures for target in one.targets.all() if target.value is not None]
    found.targets += len(values)
    if values:
        found.elements += 1
        _owner(element, found)
    for target in values:
        if target.year not in plan.years:
            sentence = _("%(element)s tem uma meta para %(year)s, fora do plano (%(span)s).") % {
                "element": short(element),
                "year": target.year,
                "span": plan.span,
            }
            found.lacks.append(Lack(sentence, element))
    for one in measures:
        if not any(target.value is not None for target in one.targets.all()):
            sentence = _("%(element)s: a medida não tem meta para nenhum ano.") % {"element": short(element)}
            found.lacks.append(Lack(sentence, element))
        elif one.aggregation == Measure.Aggregation.UNDECLARED:
            found.undeclared += 1
        elif not one.is_confirmed:
            found.unconfirmed += 1


def _owner(element: PlanElement, found: Readiness) -> None:
    if element.owner is None:
        found.lacks.append(Lack(_("%(element)s não tem responsável.") % {"element": short(element)}, element))
    elif not element.has_owner:
        found.lacks.append(
            Lack(
                _("%(element)s: %(who)s já não trabalha em %(entity)s; escolha outro responsável.")
                % {
                    "element": short(element),
                    "who": element.owner.user,
                    "entity": element.owner.organisation,
                },
                element,
            )
        )


def short(element: PlanElement) -> str:
    """Code and the beginning of the text, between the marks of a quotation."""
    title = element.title if len(element.title) <= 60 else f"{element.title[:57].rstrip()}…"
    return f"{element.code} «{title}»".strip()

"""A plan being prepared: its facts, its tree, what is measured and what is promised for each year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership, Organisation
from accounts.refusals import Invalid, NotAllowed, WrongState
from monitor.models import Indicator
from monitor.periods import FIRST_YEAR, LAST_YEAR
from plans import values
from plans.actions import shared
from plans.models import Measure, Plan, PlanElement, Target
from units.models import Body

MOST_LEVELS = 6


@dataclass(frozen=True)
class Facts:
    """What a plan is. `levels_pt`: the names of its levels, from the root down."""

    title_pt: str
    first_year: int
    last_year: int
    kind: str = Plan.Kind.OTHER
    levels_pt: Iterable[str] = ("Eixo", "Ação")
    levels_en: Iterable[str] = ()
    title_en: str = ""
    summary_pt: str = ""
    summary_en: str = ""
    rhythm: str = Plan.Rhythm.QUARTER
    is_public: bool = True


@dataclass(frozen=True)
class Branch:
    """What an element says."""

    title_pt: str
    title_en: str = ""
    code: str = ""
    reference: str = ""
    serves: Iterable[str] = ()


@dataclass(frozen=True)
class Counting:
    """What is counted of an element and how it adds up."""

    unit_pt: str
    unit_en: str = ""
    name_pt: str = ""
    name_en: str = ""
    aggregation: str = Measure.Aggregation.UNDECLARED
    is_confirmed: bool = False
    is_percent: bool = False
    lower_is_better: bool = False
    indicator: Indicator | None = None
    # What was typed for each year: nothing is "no target", which is not zero.
    targets: Mapping[int, str] = field(default_factory=dict)


@shared.database_speaks
@transaction.atomic
def make_plan(
    facts: Facts,
    *,
    by: Membership,
    body: Body | None = None,
    organisation: Organisation | None = None,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Plan:
    """A draft of a body one runs, or of one's own organisation. Sent again with the same key it is the same."""
    if (body is None) == (organisation is None):
        raise Invalid("whose", _("Escolha de quem é o plano: de um órgão ou da sua entidade."))
    if body is not None and not Body.objects.run_by(by).filter(pk=body.pk).exists():
        raise NotAllowed(_("Só a coordenação, ou quem coordena este órgão, prepara um plano dele."))
    if organisation is not None and not (
        organisation.pk == by.organisation_id
        and by.has(Membership.Role.MANAGER, Membership.Role.REPRESENTATIVE)
    ):
        raise NotAllowed(_("Só quem gere ou representa a sua própria entidade prepara um plano dela."))
    sent = Plan.objects.filter(uuid=key, made_by=by).first() if key else None
    if sent is not None:
        shared.sent_before(words=(sent.title_pt, facts.title_pt.strip()))
        return sent
    plan = Plan(
        uuid=key or uuid4(),
        body=body,
        organisation=organisation,
        made_by=by,
        made_at=moment.now(),
        is_demo=is_demo,
    )
    _lay_down(plan, facts)
    shared.record(plan, "make_plan", by=by, after=plan.state)
    return plan


@shared.database_speaks
@transaction.atomic
def edit_plan(plan: Plan, facts: Facts, *, by: Membership) -> Plan:
    plan = shared.draft(plan, by)
    _lay_down(plan, facts)
    shared.record(plan, "edit_plan", by=by, after=plan.state)
    return plan


def _lay_down(plan: Plan, facts: Facts) -> None:
    first, last = facts.first_year, facts.last_year
    if facts.kind not in Plan.Kind.values:
        raise Invalid("kind", _("Escolha o tipo de plano."))
    if facts.rhythm not in Plan.Rhythm.values:
        raise Invalid("rhythm", _("Escolha de quanto em quanto tempo se relata."))
    if not FIRST_YEAR <= first <= LAST_YEAR:
        raise Invalid("first_year", _("Escreva o ano com quatro algarismos."))
    if not first <= last <= LAST_YEAR:
        raise Invalid("last_year", _("O último ano não pode ser anterior ao primeiro."))
    if last - first >= Plan.LONGEST:
        raise Invalid("last_year", _("Um plano tem no máximo %(n)s anos.") % {"n": Plan.LONGEST})
    if facts.kind == Plan.Kind.ANNUAL:
        if plan.body is None:
            raise Invalid("kind", _("Um plano de ação anual é de um órgão."))
        if first != last:
            raise Invalid("last_year", _("Um plano de ação anual é de um só ano."))
        if (
            Plan.objects.filter(kind=facts.kind, body=plan.body, first_year=first)
            .exclude(pk=plan.pk)
            .exists()
        ):
            raise Invalid(
                "first_year",
                _("%(body)s já tem um plano de ação para %(year)s: abra-o em vez de fazer outro.")
                % {"body": plan.body, "year": first},
            )
    outside = (
        Target.objects.filter(measure__element__plan=plan, value__isnull=False).exclude(
            year__range=(first, last)
        )
        if plan.pk
        else Target.objects.none()
    )
    lost = outside.order_by("year").values_list("year", flat=True).first()
    if lost is not None:
        raise Invalid(
            "last_year", _("Já há metas para %(year)s: retire-as antes de mudar os anos.") % {"year": lost}
        )
    plan.kind, plan.rhythm, plan.is_public = facts.kind, facts.rhythm, facts.is_public
    plan.first_year, plan.last_year = first, last
    plan.title_pt = shared.text("title_pt", facts.title_pt, most=240)
    plan.title_en = shared.text("title_en", facts.title_en, most=240, needed=False)
    plan.summary_pt = shared.text("summary_pt", facts.summary_pt, most=shared.MAX_SUMMARY, needed=False)
    plan.summary_en = shared.text("summary_en", facts.summary_en, most=shared.MAX_SUMMARY, needed=False)
    plan.levels_pt = _levels("levels_pt", facts.levels_pt)
    plan.levels_en = _levels("levels_en", facts.levels_en)
    if not plan.levels_pt:
        raise Invalid("levels_pt", _("Dê nome a pelo menos um nível, por exemplo Eixo."))
    if plan.levels_en and len(plan.levels_en) != len(plan.levels_pt):
        raise Invalid("levels_en", _("Dê em inglês os nomes dos mesmos níveis, pela mesma ordem, ou nenhum."))
    plan.save()
    Target.objects.filter(measure__element__plan=plan).exclude(year__range=(first, last)).delete()


def _levels(name: str, said: Iterable[str]) -> list[str]:
    found = [shared.text(name, one, most=40) for one in said if one.strip()]
    if len(found) > MOST_LEVELS:
        raise Invalid(name, _("No máximo %(n)s níveis.") % {"n": MOST_LEVELS})
    return found


@shared.database_speaks
@transaction.atomic
def copy_plan(plan: Plan, *, first_year: int, by: Membership, key: UUID | None = None) -> Plan:
    """A draft with the same tree, measures and owners, for the years from `first_year` on, without any value.

    Owners who no longer act for their entity and what an amendment took out stay behind.
    """
    shared.must_manage(plan, by)
    if plan.is_reference:
        raise WrongState(
            _("Um documento de referência lê-se: não é um plano da Área Metropolitana."), state="reference"
        )
    shift = first_year - plan.first_year
    made = make_plan(
        Facts(
            kind=plan.kind,
            title_pt=_other_years(plan.title_pt, plan, shift),
            title_en=_other_years(plan.title_en, plan, shift),
            summary_pt=plan.summary_pt,
            summary_en=plan.summary_en,
            first_year=first_year,
            last_year=plan.last_year + shift,
            levels_pt=plan.levels_pt,
            levels_en=plan.levels_en,
            rhythm=plan.rhythm,
            is_public=plan.is_public,
        ),
        by=by,
        body=plan.body,
        organisation=plan.organisation,
        key=key,
        is_demo=plan.is_demo,
    )
    if made.elements.exists():
        return made
    copies: dict[int, PlanElement] = {}
    standing = plan.elements.standing().select_related("owner__user", "owner__organisation")
    for old in standing.prefetch_related("measures"):
        acts = old.has_owner
        copies[old.pk] = PlanElement.objects.create(
            plan=made,
            parent=copies[old.parent_id] if old.parent_id else None,
            level=old.level,
            order=len(copies) + 1,
            code=old.code,
            title_pt=old.title_pt,
            title_en=old.title_en,
            reference=old.reference,
            serves=old.serves,
            owner=old.owner if acts else None,
            owner_entity=old.owner_entity if acts else None,
        )
        Measure.objects.bulk_create(
            Measure(
                element=copies[old.pk],
                order=one.order,
                name_pt=one.name_pt,
                name_en=one.name_en,
                unit_pt=one.unit_pt,
                unit_en=one.unit_en,
                is_percent=one.is_percent,
                aggregation=one.aggregation,
                is_confirmed=one.is_confirmed,
                lower_is_better=one.lower_is_better,
                indicator_id=one.indicator_id,
            )
            for one in old.measures.all()
        )
    shared.record(made, "copy_plan", by=by, label=f"{plan.title_pt} -> {made.title_pt}", after=made.state)
    return made


def _other_years(title: str, plan: Plan, shift: int) -> str:
    for year in sorted({plan.first_year, plan.last_year}, reverse=shift > 0):
        title = title.replace(str(year), str(year + shift))
    return title


@shared.database_speaks
@transaction.atomic
def delete_plan(plan: Plan, *, by: Membership) -> None:
    """Throw a draft away, with its tree."""
    plan = shared.draft(plan, by)
    shared.record(plan, "delete_plan", by=by, before=plan.state, said=plan.title_pt)
    plan.delete()


# --- The tree ---


@shared.database_speaks
@transaction.atomic
def add_element(
    plan: Plan, branch: Branch, *, by: Membership, parent: PlanElement | None = None, key: UUID | None = None
) -> PlanElement:
    """Behind the last of the same parent. Sent again with the same key it is the same."""
    plan = shared.draft(plan, by)
    element = grow(plan, branch, parent=parent, key=key)
    shared.record(plan, "add_element", by=by, label=str(element))
    return element


def grow(plan: Plan, branch: Branch, *, parent: PlanElement | None, key: UUID | None = None) -> PlanElement:
    """The element laid down in the plan that is locked."""
    sent = PlanElement.objects.filter(uuid=key, plan=plan).first() if key else None
    if sent is not None:
        shared.sent_before(words=(sent.title_pt, branch.title_pt.strip()))
        return sent
    if parent is not None:
        parent = shared.element_of(parent, plan)
        if parent.level + 1 >= MOST_LEVELS:
            raise Invalid("parent", _("No máximo %(n)s níveis.") % {"n": MOST_LEVELS})
        if parent.is_dropped:
            raise WrongState(_("Este elemento foi retirado do plano: reponha-o primeiro."), state="dropped")
    last = plan.elements.aggregate(last=Max("order"))["last"] or 0
    element = PlanElement(
        uuid=key or uuid4(),
        plan=plan,
        parent=parent,
        level=parent.level + 1 if parent else 0,
        order=last + 1,
    )
    word(element, branch)
    element.save()
    _renumber(plan)
    return element


def word(element: PlanElement, branch: Branch) -> None:
    """Put the words of an element, looked at; nothing is saved."""
    element.title_pt = shared.text("title_pt", branch.title_pt, most=shared.MAX_TITLE)
    element.title_en = shared.text("title_en", branch.title_en, most=shared.MAX_TITLE, needed=False)
    element.code = shared.text("code", branch.code, most=24, needed=False)
    element.reference = shared.reference_code("reference", branch.reference)
    element.serves = [code for said in branch.serves if (code := shared.reference_code("serves", said))]


@shared.database_speaks
@transaction.atomic
def edit_element(element: PlanElement, branch: Branch, *, by: Membership) -> PlanElement:
    plan = shared.draft(element.plan, by)
    element = shared.element_of(element, plan)
    word(element, branch)
    element.save()
    shared.record(plan, "edit_element", by=by, label=str(element))
    return element


@shared.database_speaks
@transaction.atomic
def move_element(element: PlanElement, *, up: bool, by: Membership) -> PlanElement:
    """Before or behind its neighbour of the same parent, with all that hangs from it."""
    plan = shared.draft(element.plan, by)
    element = shared.element_of(element, plan)
    beside = list(plan.elements.filter(parent=element.parent).order_by("order"))
    place = next(n for n, one in enumerate(beside) if one.pk == element.pk)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(beside):
        raise WrongState(
            _("Já é o primeiro deste nível.") if up else _("Já é o último deste nível."), state="end"
        )
    beside[place], beside[other] = beside[other], beside[place]
    _renumber(plan, beside)
    shared.record(plan, "move_element", by=by, label=str(element))
    element.refresh_from_db(fields=["order"])
    return element


@shared.database_speaks
@transaction.atomic
def delete_element(element: PlanElement, *, by: Membership) -> None:
    """With all that hangs from it; only while the plan is a draft."""
    plan = shared.draft(element.plan, by)
    element = shared.element_of(element, plan)
    shared.record(plan, "delete_element", by=by, label=str(element))
    element.delete()
    _renumber(plan)


def _renumber(plan: Plan, siblings: Iterable[PlanElement] = ()) -> None:
    """`order` as the tree is read: each behind its parent. `siblings`: those whose order among them was changed."""
    first = {one.pk: n for n, one in enumerate(siblings)}
    below: dict[int | None, list[PlanElement]] = {}
    for one in plan.elements.order_by("order").only("pk", "parent_id", "order", "plan_id"):
        below.setdefault(one.parent_id, []).append(one)
    for beside in below.values():
        if beside[0].pk in first:
            beside.sort(key=lambda one: first[one.pk])
    read: list[PlanElement] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        one = waiting.pop()
        read.append(one)
        waiting.extend(reversed(below.get(one.pk, [])))
    moved = [one for n, one in enumerate(read, start=1) if one.order != n]
    for n, one in enumerate(read, start=1):
        one.order = n
    PlanElement.objects.bulk_update(moved, ["order"])


# --- What is measured, and what is promised of it ---


@shared.database_speaks
@transaction.atomic
def add_measure(
    element: PlanElement, counting: Counting, *, by: Membership, key: UUID | None = None
) -> Measure:
    plan = shared.draft(element.plan, by)
    element = shared.element_of(element, plan)
    measure = lay_measure(element, counting, key=key)
    put_targets(measure, plan, counting.targets)
    shared.record(plan, "add_measure", by=by, label=str(measure))
    return measure


def lay_measure(element: PlanElement, counting: Counting, *, key: UUID | None = None) -> Measure:
    """The measure, without targets, in the plan that is locked."""
    sent = Measure.objects.filter(uuid=key, element=element).first() if key else None
    if sent is not None:
        return sent
    last = element.measures.aggregate(last=Max("order"))["last"] or 0
    measure = Measure(uuid=key or uuid4(), element=element, order=last + 1)
    count_by(measure, counting)
    measure.save()
    return measure


@shared.database_speaks
@transaction.atomic
def edit_measure(measure: Measure, counting: Counting, *, by: Membership) -> Measure:
    """Its words, its way of adding up, and the targets of all years that are given."""
    plan = shared.draft(measure.element.plan, by)
    measure = measure_of(measure, plan)
    count_by(measure, counting)
    measure.save()
    put_targets(measure, plan, counting.targets)
    shared.record(plan, "edit_measure", by=by, label=str(measure))
    return measure


def measure_of(measure: Measure, plan: Plan) -> Measure:
    """The measure as it stands now, in the plan that is locked."""
    return Measure.objects.select_related(
        "element__plan", "element__owner__user", "element__owner__organisation", "element__owner_entity"
    ).get(pk=measure.pk, element__plan=plan)


def count_by(measure: Measure, counting: Counting) -> None:
    """Put how it counts, looked at; nothing is saved."""
    if counting.aggregation not in Measure.Aggregation.values:
        raise Invalid("aggregation", _("Escolha como se soma."))
    if counting.is_percent and counting.aggregation == Measure.Aggregation.FLOW:
        raise Invalid(
            "aggregation",
            _("Percentagens de anos diferentes não se somam: escolha garantia, progressão ou nível."),
        )
    if counting.is_confirmed and counting.aggregation == Measure.Aggregation.UNDECLARED:
        raise Invalid("is_confirmed", _("Só se confirma o que está declarado: escolha como se soma."))
    measure.unit_pt = shared.text("unit_pt", counting.unit_pt, most=80)
    measure.unit_en = shared.text("unit_en", counting.unit_en, most=80, needed=False)
    measure.name_pt = shared.text("name_pt", counting.name_pt, most=160, needed=False)
    measure.name_en = shared.text("name_en", counting.name_en, most=160, needed=False)
    measure.aggregation, measure.is_confirmed = counting.aggregation, counting.is_confirmed
    measure.is_percent, measure.lower_is_better = counting.is_percent, counting.lower_is_better
    measure.indicator = counting.indicator


def read_targets(measure: Measure, plan: Plan, typed: Mapping[int, str]) -> dict[int, Decimal | None]:
    """What was typed for each year, read; an `Invalid` names the field of its year (`year_2026`)."""
    found: dict[int, Decimal | None] = {}
    for year, said in typed.items():
        name = f"year_{year}"
        if year not in plan.years:
            raise Invalid(
                name, _("O plano é de %(span)s: %(year)s fica fora.") % {"span": plan.span, "year": year}
            )
        if not said.strip():
            found[year] = None
            continue
        try:
            # A share that may pass a hundred is promised so: only reports are held against the targets.
            found[year] = values.read(said, measure, [values.MOST])
        except Invalid as wrong:
            raise Invalid(name, wrong.sentence) from None
    return found


def put_targets(measure: Measure, plan: Plan, typed: Mapping[int, str]) -> None:
    """Of a draft: a year left empty has no target."""
    for year, value in read_targets(measure, plan, typed).items():
        Target.objects.update_or_create(measure=measure, year=year, defaults={"value": value})


@shared.database_speaks
@transaction.atomic
def delete_measure(measure: Measure, *, by: Membership) -> None:
    plan = shared.draft(measure.element.plan, by)
    measure = measure_of(measure, plan)
    shared.record(plan, "delete_measure", by=by, label=str(measure))
    measure.delete()


@shared.database_speaks
@transaction.atomic
def tie_indicator(measure: Measure, indicator: Indicator | None, *, by: Membership) -> Measure:
    """Where its targets are drawn in the monitor; no part of what was promised, so at any time."""
    shared.must_manage(measure.element.plan, by)
    plan = shared.lock_plan(measure.element.plan)
    measure = measure_of(measure, plan)
    measure.indicator = indicator
    measure.save(update_fields=["indicator"])
    shared.record(plan, "tie_indicator", by=by, label=str(measure), after=str(indicator or ""))
    return measure

"""A plan comes in from a table: whole or not at all, and the same table again changes nothing.

An organisation's or a body's becomes a draft without owners; of nobody it is a reference document, read by all and in
no figure. What is approved is never written over: there things change by amendment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership, Organisation
from accounts.refusals import Invalid, NotAllowed, WrongState
from plans import reading
from plans.actions.shared import database_speaks
from plans.imports.table import Branch, Line, PlanTable
from plans.models import Measure, Plan, PlanElement, Target
from plans.reference import Known, documents
from search import writing
from units.actions.shared import record
from units.models import Body

# Two imports of reference documents at the same instant come one after the other; of a plan's own, by its owner's row.
_REFERENCE_LOCK = 7_301_500_017


@dataclass
class Brought:
    """What an import did, or would do. `state`: new, same, changed (`differences` say how) or fixed (approved)."""

    table: PlanTable
    plan: Plan | None
    state: str
    differences: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Whose:
    """Whose plan it is to be; nobody's is a reference document."""

    organisation: Organisation | None = None
    body: Body | None = None

    @property
    def is_reference(self) -> bool:
        return self.organisation is None and self.body is None

    def allowed_to(self, by: Membership) -> bool:
        """The same people who manage such a plan once it is there."""
        if self.body is not None:
            return Body.objects.run_by(by).filter(pk=self.body.pk).exists()
        if self.organisation is not None:
            own = self.organisation.pk == by.organisation_id
            return own and by.has(Membership.Role.MANAGER, Membership.Role.REPRESENTATIVE)
        return by.has(Membership.Role.COORDINATION)


def compare_plan(table: PlanTable, whose: Whose, *, kind: str = Plan.Kind.OTHER) -> Brought:
    """What importing it would do; changes nothing."""
    _must_fit(table, whose, kind)
    plan = _standing(table, whose, kind)
    if plan is None:
        return Brought(table, None, "new")
    if plan.fingerprint == table.fingerprint:
        return Brought(table, plan, "same")
    differences = _differences(table, plan)
    if not differences:
        return Brought(table, plan, "same")
    return Brought(table, plan, "fixed" if plan.is_frozen else "changed", differences)


@database_speaks
@transaction.atomic
def import_plan(
    table: PlanTable,
    whose: Whose,
    *,
    by: Membership | None,
    kind: str = Plan.Kind.OTHER,
    origin: str = "",
    replace: bool = False,
) -> Brought:
    """Take it in, or say what stands there already. `by` None: the command line.

    A draft that differs is only written over when told to (`replace`): what keeps its code keeps who answers for it.
    """
    if by is not None and not whose.allowed_to(by):
        raise NotAllowed(
            _("Só quem coordena o órgão, ou gere a entidade, de quem é o plano, o pode importar.")
        )
    _lock(whose)
    brought = compare_plan(table, whose, kind=kind)
    if brought.state == "same":
        return brought
    if brought.state == "fixed":
        raise WrongState(
            _("Este plano já está aprovado: não se importa por cima. O que muda é uma alteração, com motivo.")
        )
    if brought.state == "changed":
        assert brought.plan is not None
        if not replace:
            raise WrongState(
                _("Já existe este plano em preparação, e o ficheiro diz outra coisa."), state="differs"
            )
        _replace(table, brought.plan)
        verb, plan = "plan_replaced_by_import", brought.plan
    else:
        verb, plan = "plan_imported", _make(table, whose, by=by, kind=kind, origin=origin)
    record(
        ("plan", plan.uuid),
        verb,
        by=by,
        label=plan.title_pt,
        before="" if brought.state == "new" else plan.state,
        after=plan.state,
    )
    return Brought(table, plan, brought.state, brought.differences)


# --- What stands there ------------------------------------------------------------------------------------------------


def _must_fit(table: PlanTable, whose: Whose, kind: str) -> None:
    if kind == Plan.Kind.ANNUAL and (table.first_year != table.last_year or whose.is_reference):
        raise Invalid("kind", _("Um plano de ação anual é de um só ano."))


def _lock(whose: Whose) -> None:
    if whose.organisation is not None:
        Organisation.objects.select_for_update(no_key=True).get(pk=whose.organisation.pk)
    elif whose.body is not None:
        Body.objects.select_for_update(no_key=True).get(pk=whose.body.pk)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_REFERENCE_LOCK])


def _standing(table: PlanTable, whose: Whose, kind: str) -> Plan | None:
    """The plan this table is of, if it is there: of the same owner, with the same title and years."""
    found = Plan.objects.filter(
        organisation=whose.organisation, body=whose.body, is_reference=whose.is_reference
    )
    if kind == Plan.Kind.ANNUAL and whose.body is not None:
        annual = found.filter(kind=kind, first_year=table.first_year).first()
        if annual is not None:
            return annual
    same = found.filter(title_pt=table.title, first_year=table.first_year, last_year=table.last_year)
    return same.order_by("pk").first()


def _differences(table: PlanTable, plan: Plan) -> list[str]:
    """From what stands there to what the file says, in the order of the file; what it lacks comes last."""
    read = reading.read(plan)
    there = {_key(node.code, node.title): node for node in read.nodes}
    said: list[str] = []
    if plan.title_pt != table.title:
        said.append(f"~ {plan.title_pt} -> {table.title}")
    if plan.levels_pt != table.levels:
        said.append(f"~ {', '.join(plan.levels_pt)} -> {', '.join(table.levels)}")
    for branch in table.branches:
        node = there.pop(_key(branch.code, branch.title), None)
        name = branch.code or branch.title[:60]
        if node is None:
            said.append(f"+ {name}: {branch.title[:80]}")
            continue
        if node.element.title_pt != branch.title:
            said.append(_("~ %(code)s: o texto é outro") % {"code": name})
        if node.level != branch.level or (node.parent.code if node.parent else "") != _parent(table, branch):
            said.append(_("~ %(code)s: está noutro sítio da árvore") % {"code": name})
        said += _line_differences(name, node.measures, branch.lines, table.years)
    said += [_("- %(code)s: não está no ficheiro") % {"code": key} for key in there]
    return said


def _line_differences(
    name: str, measures: list[reading.MeasureRead], lines: list[Line], years: range
) -> list[str]:
    said = []
    for n in range(max(len(measures), len(lines))):
        if n >= len(lines):
            said.append(
                _("- %(code)s: a medida em «%(unit)s»") % {"code": name, "unit": measures[n].measure.unit_pt}
            )
            continue
        if n >= len(measures):
            said.append(_("+ %(code)s: uma medida em «%(unit)s»") % {"code": name, "unit": lines[n].unit})
            continue
        one, line = measures[n], lines[n]
        if one.measure.unit_pt != line.unit or one.measure.is_percent != line.is_percent:
            said.append(f"~ {name}: {one.measure.unit_pt} -> {line.unit}")
        for year in years:
            cell = one.by_year.get(year)
            old, new = (cell.value if cell else None), line.values.get(year)
            if old != new:
                said.append(f"~ {name} {year}: {_plain(old)} -> {_plain(new)}")
    return said


def _plain(value: Decimal | None) -> str:
    return _("sem meta") if value is None else f"{value.normalize():f}"


def _key(code: str, title: str) -> str:
    return code or title


def _parent(table: PlanTable, branch: Branch) -> str:
    return next((one.code for one in table.branches if any(child is branch for child in one.children)), "")


# --- Writing it -------------------------------------------------------------------------------------------------------


def _make(table: PlanTable, whose: Whose, *, by: Membership | None, kind: str, origin: str) -> Plan:
    known = documents().get(table.fingerprint) if whose.is_reference else None
    plan = Plan(
        kind=kind,
        title_pt=table.title,
        organisation=whose.organisation,
        body=whose.body,
        is_reference=whose.is_reference,
        is_public=whose.is_reference,
        state=Plan.State.REFERENCE if whose.is_reference else Plan.State.DRAFT,
        # A document of elsewhere is said to be so: where from, as told or as known.
        origin=(origin or (known.origin if known else "")) if whose.is_reference else "",
        source=known.source if known else table.name[:240],
        first_year=table.first_year,
        last_year=table.last_year,
        levels_pt=table.levels,
        rhythm=Plan.Rhythm.YEAR if whose.is_reference else Plan.Rhythm.QUARTER,
        made_by=by,
        made_at=moment.now(),
        fingerprint=table.fingerprint,
    )
    if known:
        plan.title_en, plan.levels_en = known.title_en, known.levels_en
    plan.save()
    _write(table, plan, known, {})
    return plan


def _replace(table: PlanTable, plan: Plan) -> None:
    """The tree of the file, in the rows that are there where their code is the same."""
    plan.title_pt, plan.levels_pt, plan.levels_en = table.title, table.levels, []
    plan.first_year, plan.last_year = table.first_year, table.last_year
    plan.fingerprint, plan.source = table.fingerprint, table.name[:240]
    plan.save()
    there = {_key(one.code, one.title_pt): one for one in plan.elements.all()}
    kept = {_key(branch.code, branch.title) for branch in table.branches}
    _write(table, plan, None, {key: one for key, one in there.items() if key in kept})
    try:
        plan.elements.filter(pk__in=[one.pk for key, one in there.items() if key not in kept]).delete()
    except ProtectedError as error:
        raise WrongState(
            _("O ficheiro já não tem elementos deste plano a que outras partes do portal se referem.")
        ) from error


def _write(table: PlanTable, plan: Plan, known: Known | None, there: dict[str, PlanElement]) -> None:
    made: dict[int, PlanElement] = {}
    parents = {id(child): branch for branch in table.branches for child in branch.children}
    for level in range(len(table.levels)):
        fresh = []
        for order, branch in enumerate(table.branches, start=1):
            if branch.level != level:
                continue
            element = there.get(_key(branch.code, branch.title)) or PlanElement(plan=plan)
            element.parent = made[id(parents[id(branch)])] if id(branch) in parents else None
            element.level, element.order = level, order
            element.code, element.title_pt = branch.code, branch.title
            element.title_en = known.titles_en.get(branch.code, "") if known else ""
            made[id(branch)] = element
            if element.pk:
                element.save()
            else:
                fresh.append(element)
        PlanElement.objects.bulk_create(fresh)
    # Those made in bulk were never saved one by one.
    writing.owe(PlanElement, [one.pk for one in made.values()])
    _write_lines(table, plan, known, made)


def _write_lines(table: PlanTable, plan: Plan, known: Known | None, made: dict[int, PlanElement]) -> None:
    """Measures and targets. How a line adds up is proposed anew, unless somebody said it of this very unit."""
    said = {
        (one.element_id, one.order): one
        for one in Measure.objects.filter(element__plan=plan, element__in=made.values())
    }
    measures, lines = [], []
    for branch in table.branches:
        for order, line in enumerate(branch.lines, start=1):
            measure = Measure(
                element=made[id(branch)],
                order=order,
                unit_pt=line.unit,
                unit_en=known.units_en.get(line.unit, "") if known else "",
                is_percent=line.is_percent,
                aggregation=line.proposal.aggregation,
            )
            before = said.get((measure.element_id, order))
            if before and (before.unit_pt, before.is_percent) == (line.unit, line.is_percent):
                measure.aggregation, measure.is_confirmed = before.aggregation, before.is_confirmed
                measure.name_pt, measure.name_en = before.name_pt, before.name_en
                measure.lower_is_better, measure.indicator_id = before.lower_is_better, before.indicator_id
            measures.append(measure)
            lines.append(line)
    try:
        Measure.objects.filter(pk__in=[one.pk for one in said.values()]).delete()
    except ProtectedError as error:
        raise WrongState(_("Deste plano já há relatos: não se importa por cima.")) from error
    Measure.objects.bulk_create(measures)
    Target.objects.bulk_create(
        Target(
            measure=measure,
            year=year,
            value=value,
            # Of a draft it comes with the approval.
            baseline=value if plan.is_reference else None,
            printed=line.printed.get(year, ""),
        )
        for measure, line in zip(measures, lines, strict=True)
        for year, value in line.values.items()
    )

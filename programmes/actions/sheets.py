"""Sheets: begun from another, written, published, begun anew; criteria likewise; readings settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from programmes.actions.shared import MAX_LINE, database_speaks, one_of, record, text
from programmes.models import (
    Criteria,
    Criterion,
    ImpactRow,
    Module,
    Phase,
    Profession,
    Programme,
    Sheet,
    SheetItem,
    SheetNote,
    TeamRole,
)
from units.models import OperativeResponse

MOST_ROWS = 60


@dataclass(frozen=True)
class Lists:
    """What a sheet has besides its parts, as a form brings it. None: it stays as it is."""

    tasks: Sequence[str] | None = None
    provisions: Sequence[str] | None = None
    indicators: Sequence[str] | None = None
    team: Sequence[Mapping[str, Any]] | None = None
    impacts: Sequence[Mapping[str, str]] | None = None
    modules: Sequence[Mapping[str, Any]] | None = None


def _must_write(programme: Programme, by: Membership) -> None:
    if not Programme.objects.managed_by(by).filter(pk=programme.pk).exists():
        raise NotAllowed(_("Só quem gere a entidade deste programa escreve a ficha."))


def _locked(programme: Programme) -> Programme:
    return Programme.objects.select_for_update(of=("self",)).select_related("current").get(pk=programme.pk)


def _draft(sheet: Sheet) -> Sheet:
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.state != Sheet.State.DRAFT:
        raise WrongState(
            _("Esta versão da ficha foi publicada e já não muda. Comece uma nova versão."), state=sheet.state
        )
    return sheet


@database_speaks
@transaction.atomic
def begin_programme(
    *,
    by: Membership,
    name: str,
    template: Sheet | None = None,
    kind: str = Programme.Kind.PROGRAMME,
    audience: str = Programme.Audience.PUBLIC,
    area: str = "",
    responses: Sequence[OperativeResponse] = (),
) -> Programme:
    """A programme of the member's organisation, its first version a copy of `template` to be rewritten.

    What the template says of itself (source lines, criteria) does not come along as ours: the criteria are copied as
    an unpublished version, the lines are not.
    """
    if not by.may_decide:
        raise NotAllowed(_("Só quem gere a entidade pode criar um programa."))
    name = text("name", name, most=160)
    programme = Programme.objects.create(
        organisation=by.organisation,
        made_from=template.programme if template else None,
        kind=one_of("kind", kind, Programme.Kind),
        audience=one_of("audience", audience, Programme.Audience),
        area=text("area", area, most=80, needed=False),
        is_demo=by.organisation.is_demo,
    )
    programme.responses.set(responses)
    sheet = _copy(template, programme, by) if template else Sheet(programme=programme, number=1, made_by=by)
    sheet.name = name
    sheet.save()
    if template:
        _copy_criteria(template.programme, programme)
    record(("programme", programme.uuid), "begin_programme", by=by, label=name, after=sheet.state)
    return programme


def _copy(source: Sheet, programme: Programme, by: Membership) -> Sheet:
    """A draft with everything `source` says, for `programme`."""
    own = source.programme_id == programme.pk
    last = programme.sheets.order_by("-number").values_list("number", flat=True).first() or 0
    made = Sheet.objects.create(
        programme=programme,
        number=last + 1,
        made_by=by,
        source_lines=source.source_lines if own else {},
        min_age=source.min_age,
        class_size=source.class_size,
        alert_below=source.alert_below,
        alert_ways=source.alert_ways,
        sdgs=list(source.sdgs),
        **{part: getattr(source, part) for part in Sheet.PARTS},
    )
    for model in (SheetItem, TeamRole, ImpactRow, SheetNote):
        for row in model._default_manager.filter(sheet=source):
            row.pk, row.sheet = None, made
            row._state.adding = True
            row.save()
    for phase in source.phases.prefetch_related("modules__together_with"):
        modules, phase_before = list(phase.modules.all()), phase
        phase = Phase.objects.get(pk=phase_before.pk)
        phase.pk, phase.sheet = None, made
        phase._state.adding = True
        phase.save()
        copies = {}
        for module in modules:
            beside = [other.pk for other in module.together_with.all()]
            before, module.pk, module.phase = module.pk, None, phase
            module._state.adding = True
            module.save()
            copies[before] = (module, beside)
        for module, beside in copies.values():
            module.together_with.set([copies[pk][0] for pk in beside if pk in copies])
    return made


def _copy_criteria(source: Programme, programme: Programme) -> None:
    last = source.criteria.exclude(published_at=None).order_by("-number").first()
    if last is None:
        return
    made = Criteria.objects.create(programme=programme, number=1)
    Criterion.objects.bulk_create(
        Criterion(criteria=made, order=row.order, code=row.code, text=row.text, points=row.points)
        for row in last.rows.all()
    )


@database_speaks
@transaction.atomic
def begin_version(programme: Programme, *, by: Membership) -> Sheet:
    """The next version, as a draft that begins with what the present one says. There already: that one."""
    _must_write(programme, by)
    programme = _locked(programme)
    draft = programme.sheets.filter(state=Sheet.State.DRAFT).first()
    if draft is not None:
        return draft
    if programme.current is None:
        raise WrongState(_("Este programa não tem ficha."), state="none")
    made = _copy(programme.current, programme, by)
    record(("programme", programme.uuid), "begin_version", by=by, label=made.name, after=str(made.number))
    return made


@database_speaks
@transaction.atomic
def write_sheet(
    sheet: Sheet, parts: Mapping[str, str], lists: Lists, *, by: Membership, **rest: Any
) -> Sheet:
    """The parts (by their names), the lists, and `min_age`, `class_size`, `alert_below`, `alert_ways`, `sdgs`."""
    _must_write(sheet.programme, by)
    _locked(sheet.programme)
    sheet = _draft(sheet)
    for part, said in parts.items():
        if part not in Sheet.PARTS:
            raise Invalid(part, _("A ficha não tem esta parte."))
        setattr(sheet, part, text(part, said, most=160 if part == "name" else 20_000, needed=part == "name"))
    for name in ("min_age", "class_size", "alert_below"):
        if name in rest:
            setattr(sheet, name, rest[name])
    if "alert_ways" in rest:
        sheet.alert_ways = text("alert_ways", rest["alert_ways"], needed=False)
    if "sdgs" in rest:
        if any(not 1 <= goal <= 17 for goal in rest["sdgs"]):
            raise Invalid("sdgs", _("Os objetivos de desenvolvimento sustentável vão de 1 a 17."))
        sheet.sdgs = sorted(set(rest["sdgs"]))
    sheet.save()
    _write_lists(sheet, lists)
    record(
        ("programme", sheet.programme.uuid), "write_sheet", by=by, label=sheet.name, after=str(sheet.number)
    )
    return sheet


def _write_lists(sheet: Sheet, lists: Lists) -> None:
    indicators = {item.text: item.code for item in sheet.items.filter(kind="indicator")}
    for kind, rows in (
        (SheetItem.Kind.TASK, lists.tasks),
        (SheetItem.Kind.PROVISION, lists.provisions),
        (SheetItem.Kind.INDICATOR, lists.indicators),
    ):
        if rows is None:
            continue
        sheet.items.filter(kind=kind).delete()
        SheetItem.objects.bulk_create(
            SheetItem(
                sheet=sheet,
                kind=kind,
                order=order,
                text=text(kind, said, most=300),
                code=indicators.get(said, ""),
            )
            for order, said in enumerate(_few(kind, rows), start=1)
        )
    if lists.team is not None:
        sheet.team.all().delete()
        for order, row in enumerate(_few("team", lists.team), start=1):
            TeamRole.objects.create(
                sheet=sheet,
                order=order,
                role=text("team", row["role"], most=120),
                profession=one_of("team", row.get("profession") or "other", Profession),
                quantity=row.get("quantity"),
                training=text("team", row.get("training", ""), most=160, needed=False),
                weekly_hours=text("team", row.get("weekly_hours", ""), most=80, needed=False),
            )
    if lists.impacts is not None:
        sheet.impacts.all().delete()
        for order, impact in enumerate(_few("impacts", lists.impacts), start=1):
            ImpactRow.objects.create(
                sheet=sheet,
                order=order,
                impacts=text("impacts", impact["impacts"]),
                indices=text("impacts", impact.get("indices", ""), needed=False),
                instruments=text("impacts", impact.get("instruments", ""), needed=False),
            )
    if lists.modules is not None:
        _write_modules(sheet, lists.modules)


def _few[R](field: str, rows: Sequence[R]) -> Sequence[R]:
    if len(rows) > MOST_ROWS:
        raise Invalid(field, _("No máximo %(n)s linhas.") % {"n": MOST_ROWS})
    return rows


def _write_modules(sheet: Sheet, rows: Sequence[Mapping[str, Any]]) -> None:
    """Each row {"phase", "code", "name", "hours", ...}; a phase or module that is not named goes."""
    phases = {phase.number: phase for phase in sheet.phases.all()}
    standing = {
        (module.phase.number, module.code): module
        for module in Module.objects.filter(phase__sheet=sheet).select_related("phase")
    }
    kept: set[int] = set()
    for order, row in enumerate(_few("modules", rows), start=1):
        number = int(row["phase"])
        phase = phases.get(number)
        if phase is None:
            phase = phases[number] = Phase.objects.create(
                sheet=sheet, number=number, name=_("Fase %(n)s") % {"n": number}
            )
        code = text("modules", row["code"], most=8)
        module = standing.get((number, code)) or Module(phase=phase, code=code)
        if module.pk in kept and module.pk is not None:
            raise Invalid("modules", _("O código %(code)s está em dois módulos.") % {"code": code})
        hours = Decimal(row["hours"])
        if hours <= 0:
            raise Invalid("modules", _("Um módulo tem horas."))
        most = row.get("most")
        if most is not None and most < hours:
            raise Invalid("modules", _("O máximo de horas não é menor do que o mínimo."))
        module.order, module.name, module.hours, module.most = (
            order,
            text("modules", row["name"], most=160),
            hours,
            most,
        )
        for name in ("weekly_hours", "meetings_a_week", "frequency"):
            setattr(module, name, row.get(name))
        module.profession = one_of("modules", row["profession"], Profession) if row.get("profession") else ""
        for name in ("whole_venture", "all_activities", "eliminates", "is_threshold"):
            setattr(module, name, bool(row.get(name)))
        module.save()
        kept.add(module.pk)
    Module.objects.filter(phase__sheet=sheet).exclude(pk__in=kept).delete()
    sheet.phases.filter(modules=None).delete()


@database_speaks
@transaction.atomic
def write_phase(
    phase: Phase,
    *,
    by: Membership,
    name: str,
    needs_before: int | None,
    certificate_instead: bool,
    by_ventures: bool,
) -> Phase:
    """What entering a phase takes, and whether people go through it in ventures."""
    _must_write(phase.sheet.programme, by)
    _locked(phase.sheet.programme)
    _draft(phase.sheet)
    if needs_before is not None and not 0 < needs_before <= 100:
        raise Invalid("needs_before", _("Escreva uma percentagem de 1 a 100."))
    phase.name = text("name", name, most=160)
    phase.needs_before, phase.certificate_instead = needs_before, certificate_instead
    phase.by_ventures = by_ventures
    phase.save()
    record(("programme", phase.sheet.programme.uuid), "write_phase", by=by, label=phase.name)
    return phase


@database_speaks
@transaction.atomic
def publish_sheet(sheet: Sheet, *, by: Membership) -> Sheet:
    """From now on it does not change, and new editions run by it."""
    _must_write(sheet.programme, by)
    programme = _locked(sheet.programme)
    sheet = _draft(sheet)
    if not Module.objects.filter(phase__sheet=sheet).exists():
        raise Invalid("modules", _("Uma ficha tem pelo menos um módulo com horas."))
    if not sheet.objective:
        raise Invalid("objective", _("Escreva o objetivo antes de publicar."))
    sheet.state, sheet.published_at = Sheet.State.PUBLISHED, moment.now()
    sheet.save()
    programme.current = sheet
    programme.save()
    record(
        ("programme", programme.uuid),
        "publish_sheet",
        by=by,
        label=sheet.name,
        before=Sheet.State.DRAFT,
        after=f"{sheet.state} v{sheet.number}",
    )
    return sheet


@database_speaks
@transaction.atomic
def settle_note(note: SheetNote, *, by: Membership, settled: str) -> SheetNote:
    """Which of two readings holds in this programme, in words. Empty: open again. Of a reference document: never."""
    programme = note.sheet.programme
    _must_write(programme, by)
    _locked(programme)
    note = SheetNote.objects.select_for_update().get(pk=note.pk)
    note.settled = text("settled", settled, most=2000, needed=False)
    note.save()
    record(
        ("programme", programme.uuid),
        "settle_note",
        by=by,
        label=note.title,
        after="settled" if note.settled else "open",
    )
    return note


@database_speaks
@transaction.atomic
def write_criteria(programme: Programme, rows: Sequence[tuple[str, str, int]], *, by: Membership) -> Criteria:
    """The next version, (code, text, points) a row, unpublished. A draft that is there is rewritten."""
    _must_write(programme, by)
    programme = _locked(programme)
    if not rows:
        raise Invalid("rows", _("Escreva pelo menos um critério."))
    codes = [code.strip() for code, _text, _points in rows]
    if len(set(codes)) != len(codes):
        raise Invalid("rows", _("Dois critérios têm o mesmo código."))
    draft = programme.criteria.filter(published_at=None).first()
    if draft is None:
        last = programme.criteria.order_by("-number").values_list("number", flat=True).first() or 0
        draft = Criteria.objects.create(programme=programme, number=last + 1)
    draft.rows.all().delete()
    for order, (code, said, points) in enumerate(_few("rows", rows), start=1):
        if not 0 <= points <= 100:
            raise Invalid("rows", _("Os pontos vão de 0 a 100."))
        Criterion.objects.create(
            criteria=draft,
            order=order,
            code=text("rows", code, most=8),
            text=text("rows", said, most=MAX_LINE),
            points=points,
        )
    record(
        ("programme", programme.uuid), "write_criteria", by=by, label=programme.name, after=str(draft.number)
    )
    return draft


@database_speaks
@transaction.atomic
def publish_criteria(criteria: Criteria, *, by: Membership) -> Criteria:
    """Anybody may read them from now on; they do not change. Editions whose intake opens later select by them."""
    _must_write(criteria.programme, by)
    _locked(criteria.programme)
    criteria = Criteria.objects.select_for_update().get(pk=criteria.pk)
    if criteria.published_at is not None:
        raise WrongState(_("Esta versão dos critérios já foi publicada."), state="published")
    criteria.published_at = moment.now()
    criteria.save()
    record(
        ("programme", criteria.programme.uuid),
        "publish_criteria",
        by=by,
        label=str(criteria),
        after=str(criteria.number),
    )
    return criteria

"""Making, approving and amending a plan: who may, what is missing, and what never changes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEntry, Letter, Membership, Notice
from accounts.refusals import Invalid, NotAllowed, PersonalData, WrongState
from plans import actions, readiness
from plans.actions import Branch, Counting, Facts, Why
from plans.models import Amendment, Measure, Plan, Target
from tests.plans.planning import FLOW, UNDECLARED, YEAR, again, on, planning  # noqa: F401


def test_a_plan_is_made_by_who_runs_the_body_or_by_ones_own_organisation(planning, cast):  # noqa: F811
    facts = planning.facts()
    made = actions.make_plan(facts, by=cast.coordination, body=planning.unit)
    own = actions.make_plan(facts, by=cast.holder, organisation=cast.holder.organisation)
    assert made.is_draft and own.is_draft
    for who, whose in (
        (cast.holder, {"body": planning.unit}),
        (cast.technician, {"organisation": cast.technician.organisation}),
        (cast.holder, {"organisation": cast.technician.organisation}),
    ):
        with pytest.raises(NotAllowed):
            actions.make_plan(facts, by=who, **whose)
    with pytest.raises(NotAllowed):
        actions.edit_plan(made, facts, by=cast.holder)
    with pytest.raises(Invalid):
        actions.make_plan(facts, by=cast.coordination)


def test_the_facts_of_a_plan_are_looked_at(planning):  # noqa: F811
    wrong = [
        ({"title_pt": " "}, "title_pt"),
        ({"last_year": YEAR - 1}, "last_year"),
        ({"last_year": YEAR + 20}, "last_year"),
        ({"first_year": 31}, "first_year"),
        ({"kind": "annual"}, "last_year"),
        ({"kind": "x"}, "kind"),
        ({"rhythm": "day"}, "rhythm"),
        ({"levels_pt": ["", " "]}, "levels_pt"),
        ({"levels_pt": ["Eixo", "Ação"], "levels_en": ["Axis"]}, "levels_en"),
        ({"levels_pt": list("abcdefg")}, "levels_pt"),
    ]
    for more, field in wrong:
        with pytest.raises(Invalid) as refused:
            planning.make(**more)
        assert refused.value.field == field, more
    with pytest.raises(PersonalData):
        planning.make(summary_pt="Ligar 912 345 678")
    assert not Plan.objects.exists()
    planning.make(kind="annual", last_year=YEAR)
    with pytest.raises(Invalid) as refused:
        planning.make(kind="annual", last_year=YEAR)
    assert str(YEAR) in refused.value.sentence


def test_a_tree_is_read_in_its_order_however_it_is_moved(planning):  # noqa: F811
    plan = planning.make()
    one, two = (planning.element(plan, title, owner=None) for title in ("um", "dois"))
    below = planning.element(plan, "um-a", parent=one, owner=None)
    planning.element(plan, "um-b", parent=one, owner=None)
    planning.element(plan, "um-a-1", parent=below, owner=None)

    def read():
        return [element.title_pt for element in plan.elements.order_by("order")]

    assert read() == ["um", "um-a", "um-a-1", "um-b", "dois"]
    actions.move_element(two, up=True, by=planning.coordination)
    actions.move_element(below, up=False, by=planning.coordination)
    assert read() == ["dois", "um", "um-b", "um-a", "um-a-1"]
    with pytest.raises(WrongState):
        actions.move_element(two, up=True, by=planning.coordination)
    actions.delete_element(one, by=planning.coordination)
    assert read() == ["dois"]
    with pytest.raises(Invalid, match="não é um código do REF-AMP"):
        planning.element(plan, "x", reference="EP9.9")
    assert planning.element(plan, "x", reference="ep1.1", owner=None).reference == "EP1.1"


def test_what_is_measured_is_looked_at(planning):  # noqa: F811
    element = planning.element(planning.make())
    for counting, field in (
        (Counting(""), "unit_pt"),
        (Counting("%", is_percent=True, aggregation=FLOW), "aggregation"),
        (Counting("camas", is_confirmed=True), "is_confirmed"),
        (Counting("camas", aggregation="sum"), "aggregation"),
        (Counting("camas", targets={YEAR: "50%"}), f"year_{YEAR}"),
        (Counting("camas", targets={YEAR + 9: "5"}), f"year_{YEAR + 9}"),
    ):
        with pytest.raises(Invalid) as refused:
            actions.add_measure(element, counting, by=planning.coordination)
        assert refused.value.field == field
    assert not Measure.objects.exists()
    measure = planning.measure(element, {YEAR: "0", YEAR + 1: "", YEAR + 2: "1.200"})
    said = dict(measure.targets.values_list("year", "value"))
    assert said == {YEAR: Decimal(0), YEAR + 1: None, YEAR + 2: Decimal(1200)}


def test_approval_says_what_is_missing_and_takes_a_deliberation_of_the_council(planning, cast):  # noqa: F811
    plan, by = planning.make(), cast.coordination
    decision = planning.decision()
    with pytest.raises(WrongState, match="nenhuma meta"):
        actions.approve_plan(plan, by=by, decision=decision)
    element = planning.element(plan, owner=None)
    measure = planning.measure(element, aggregation=UNDECLARED)
    other = planning.element(plan, "Sem meta")
    planning.measure(other, {YEAR: ""})
    gone = planning.element(plan, "Com quem saiu", owner=cast.technician)
    planning.measure(gone, is_confirmed=False)
    Membership.objects.filter(pk=cast.technician.pk).update(is_active=False)
    found = readiness.look(plan)
    assert [one.element for one in found.lacks] == [element, other, gone]
    assert (found.undeclared, found.unconfirmed, found.targets, found.elements) == (1, 1, 2, 2)
    with pytest.raises(actions.NotReady) as refused:
        actions.propose_plan(plan, by=by)
    assert len(refused.value.extra["lacks"]) == 3
    actions.give_owner(element, cast.holder, by=by)
    actions.give_owner(gone, cast.representative, by=by)
    actions.delete_element(other, by=by)

    assert actions.propose_plan(plan, by=by).proposed_at
    actions.edit_element(element, Branch("Partilhar mais camas"), by=by)
    plan.refresh_from_db()
    assert plan.proposed_at is None  # another text is not what was put before the Council
    for wrong in (
        None,
        planning.governing.decided(planning.unit),
        planning.governing.draft(planning.council),
    ):
        with pytest.raises(Invalid) as invalid:
            actions.approve_plan(plan, by=by, decision=wrong)
        assert invalid.value.field == "decision"
    with pytest.raises(NotAllowed):
        actions.approve_plan(plan, by=cast.holder, decision=decision)
    Letter.objects.all().delete()
    plan = actions.approve_plan(plan, by=by, decision=decision)
    target = measure.targets.get()
    assert plan.state == "approved" and target.baseline == target.value == 8
    assert Letter.objects.filter(to=cast.users["holder"].email, kind="plan_approved").count() == 1
    with pytest.raises(WrongState):
        actions.approve_plan(plan, by=by, decision=decision)
    for verb in (
        lambda: actions.edit_plan(plan, planning.facts(), by=by),
        lambda: actions.add_element(plan, Branch("x"), by=by),
        lambda: actions.edit_measure(measure, Counting("y"), by=by),
        lambda: actions.delete_plan(plan, by=by),
    ):
        with pytest.raises(WrongState):
            verb()


def test_an_organisation_approves_its_own_plan_in_words(planning, cast):  # noqa: F811
    by = cast.holder
    plan = actions.make_plan(planning.facts(), by=by, organisation=by.organisation)
    element = actions.add_element(plan, Branch("Partilhar"), by=by)
    actions.give_owner(element, by, by=by)
    actions.add_measure(element, Counting("camas", targets={YEAR: "1"}), by=by)
    with pytest.raises(Invalid) as refused:
        actions.approve_plan(plan, by=by)
    assert refused.value.field == "approved_by_own"
    assert actions.approve_plan(plan, by=by, approved_by_own="Reunião de direção de 3 de março").is_frozen


def test_an_amendment_keeps_the_old_says_why_and_never_touches_the_baseline(planning, cast):  # noqa: F811
    measure, by = planning.approved({YEAR: "8", YEAR + 1: "0"}), cast.coordination
    plan = measure.element.plan
    with pytest.raises(Invalid) as refused:
        actions.amend_targets(measure, {YEAR: "6"}, Why(" "), by=by)
    assert refused.value.field == "reason"
    with pytest.raises(Invalid, match="fica fora"):
        actions.amend_targets(measure, {YEAR + 9: "6"}, planning.why(), by=by)
    with pytest.raises(Invalid, match="Nada mudou"):
        actions.amend_targets(measure, {YEAR: "8"}, planning.why(), by=by)
    with pytest.raises(NotAllowed):
        actions.amend_targets(measure, {YEAR: "6"}, planning.why(), by=cast.holder)
    Letter.objects.all().delete()
    made = actions.amend_targets(measure, {YEAR: "6", YEAR + 1: "", YEAR + 2: "3"}, planning.why(), by=by)
    assert [(one.old_value, one.new_value) for one in made] == [(8, 6), (0, None), (None, 3)]
    assert list(measure.targets.values_list("year", "baseline", "value")) == [
        (YEAR, 8, 6),
        (YEAR + 1, 0, None),
        (YEAR + 2, None, 3),
    ]
    assert Letter.objects.filter(kind="plan_amended", to=cast.users["holder"].email).count() == 1

    text = actions.amend_text(measure.element, Branch("Partilhar camas e vagas"), planning.why(), by=by)
    assert "Partilhar camas" in text.old_text and "vagas" in text.new_text
    unit = actions.amend_measure(
        measure, Counting("vagas", aggregation="stock", is_confirmed=True), planning.why(), by=by
    )
    assert "fluxo anual" in unit.old_text and "nível" in unit.new_text
    added = actions.amend_adding(plan, Branch("Novo ponto"), planning.why(), by=by, owner=cast.representative)
    more = actions.amend_adding_measure(
        added, Counting("lugares", targets={YEAR: "2"}), planning.why(), by=by
    )
    assert list(more.targets.values_list("baseline", "value")) == [(None, 2)]
    ownerless = actions.amend_adding(plan, Branch("Sem responsável"), planning.why(), by=by)
    with pytest.raises(Invalid) as refused:
        actions.amend_adding_measure(
            ownerless, Counting("lugares", targets={YEAR: "2"}), planning.why(), by=by
        )
    assert refused.value.field == "owner"

    below = actions.amend_adding(plan, Branch("Parte"), planning.why(), by=by, parent=added)
    assert len(actions.amend_dropping(added, planning.why(), by=by)) == 2
    below.refresh_from_db()
    with pytest.raises(WrongState):
        actions.amend_restoring(below, planning.why(), by=by)
    assert len(actions.amend_restoring(added, planning.why(), by=by)) == 2
    assert set(Amendment.objects.values_list("what", flat=True)) == set(Amendment.What.values)
    assert AuditEntry.objects.filter(chain=f"plan:{plan.uuid}", verb="amend_value").count() == 4

    with on(date(YEAR + 2, 1, 1)), pytest.raises(WrongState, match="encerra-se"):
        actions.close_plan(plan, by=by)
    with on(date(YEAR + 3, 12, 1)):
        assert actions.close_plan(plan, by=by).state == "closed"
    with pytest.raises(WrongState, match="encerrado"):
        actions.amend_targets(measure, {YEAR: "1"}, planning.why(), by=by)


PLAN = "(SELECT plan_id FROM plans_planelement e JOIN plans_measure m ON m.element_id = e.id WHERE m.id = %s)"
FORBIDDEN = {
    "another baseline": "UPDATE plans_target SET baseline = 1 WHERE measure_id = %s",
    "no baseline": "UPDATE plans_target SET baseline = NULL WHERE measure_id = %s",
    "another year": "UPDATE plans_target SET year = year + 1 WHERE measure_id = %s",
    "a target deleted": "DELETE FROM plans_target WHERE measure_id = %s",
    "a baseline added": "INSERT INTO plans_target (uuid, measure_id, year, baseline, printed)"
    " SELECT gen_random_uuid(), %s, 2033, 5, ''",
    "a draft again": f"UPDATE plans_plan SET state = 'draft', approved_at = NULL WHERE id = {PLAN}",
    "other years": f"UPDATE plans_plan SET last_year = last_year + 1 WHERE id = {PLAN}",
    "a plan deleted": f"DELETE FROM plans_plan WHERE id = {PLAN}",
}


def test_the_database_itself_keeps_what_was_approved(planning):  # noqa: F811
    measure = planning.approved()
    let_through = []
    for name, statement in FORBIDDEN.items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [measure.pk])
                let_through.append(name)
                transaction.set_rollback(True)
        except IntegrityError as error:
            assert error.__cause__.diag.constraint_name in ("baseline_stays", "approval_stays"), name
    assert let_through == []
    target = Target.objects.get(measure=measure)
    assert (target.year, target.baseline) == (YEAR, 8)
    # What holds now is moved by amendments, so the database lets it.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE plans_target SET value = 3 WHERE measure_id = %s", [measure.pk])


def test_who_answers_changes_hands_and_both_are_told(planning, cast):  # noqa: F811
    measure, by = planning.approved(), cast.coordination
    element = measure.element
    Letter.objects.all().delete()
    actions.give_owner(element, cast.representative, by=by)
    told = dict(Letter.objects.values_list("kind", "to"))
    assert told == {
        "plan_taken": cast.users["holder"].email,
        "plan_given": cast.users["representative"].email,
    }
    element.refresh_from_db()
    assert element.owner_entity == cast.representative.organisation
    assert AuditEntry.objects.filter(verb="give_owner", subject_id=str(element.plan.uuid)).count() == 2
    with pytest.raises(Invalid):
        actions.give_owner(element, None, by=by)
    Membership.objects.filter(pk=cast.technician.pk).update(is_active=False)
    with pytest.raises(Invalid):
        actions.give_owner(element, cast.technician, by=by)
    with pytest.raises(NotAllowed):
        actions.give_owner(element, cast.holder, by=cast.representative)


def test_in_a_draft_who_is_thought_of_is_told_once(planning, cast):  # noqa: F811
    plan = planning.make()
    top = planning.element(plan, "Cimo", owner=None)
    for title in ("a", "b", "c"):
        planning.element(plan, title, parent=top, owner=None)
    actions.give_owner(top, cast.holder, by=cast.coordination, and_below=True)
    assert plan.elements.filter(owner=cast.holder).count() == 4
    assert Notice.objects.filter(user=cast.users["holder"]).count() == 1


def test_last_years_plan_is_copied_without_its_values(planning, cast):  # noqa: F811
    plan = planning.make(kind="annual", title_pt=f"Plano {YEAR}", last_year=YEAR)
    planning.measure(planning.element(plan, "Fica"))
    planning.measure(planning.element(plan, "Sai quem respondia", owner=cast.technician))
    dropped = planning.element(plan, "Retirado")
    planning.measure(dropped)
    planning.approve(plan)
    dropped.refresh_from_db()
    actions.amend_dropping(dropped, planning.why(), by=cast.coordination)
    Membership.objects.filter(pk=cast.technician.pk).update(is_active=False)
    made = actions.copy_plan(plan, first_year=YEAR + 1, by=cast.coordination)
    assert (made.title_pt, made.first_year, made.state) == (f"Plano {YEAR + 1}", YEAR + 1, "draft")
    assert [(one.title_pt, one.owner) for one in made.elements.order_by("order")] == [
        ("Fica", cast.holder),
        ("Sai quem respondia", None),
    ]
    assert Measure.objects.filter(element__plan=made, aggregation=FLOW, is_confirmed=True).count() == 2
    assert not Target.objects.filter(measure__element__plan=made).exists()
    with pytest.raises(Invalid, match="já tem um plano"):
        actions.copy_plan(plan, first_year=YEAR + 1, by=cast.coordination)
    actions.delete_plan(made, by=cast.coordination)
    assert not Plan.objects.filter(pk=made.pk).exists()


def test_who_answers_for_a_part_reads_the_plan(planning, cast):  # noqa: F811
    measure = planning.approved()
    plan = measure.element.plan
    Plan.objects.filter(pk=plan.pk).update(is_public=False)
    assert Plan.objects.visible_to(cast.holder).filter(pk=plan.pk).exists()
    assert not Plan.objects.visible_to(cast.technician).filter(pk=plan.pk).exists()
    assert not Plan.objects.visible_to(None).filter(pk=plan.pk).exists()
    assert isinstance(again(measure).element.plan, Plan) and isinstance(planning.facts(), Facts)

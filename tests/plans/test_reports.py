"""Saying what was done: what is taken, what is refused with a sentence, two at once, corrections."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import close_old_connections, connection

from accounts.models import AuditEntry
from accounts.refusals import Invalid, NotAllowed, Refusal, WrongState
from plans import actions
from plans.actions import Entry, Row
from plans.models import Report
from tests.plans.planning import GUARANTEE, RAMP, STOCK, UNDECLARED, YEAR, Planning, again, on, planning

__all__ = ["planning"]

REFUSED_IN_A_COUNT = {
    "50%": "não em percentagem",
    "50 por cento": "não em percentagem",
    "3 equipas": "«equipas», mas esta medida conta-se em «camas»",
    "-1": "não é negativo",
    "−2": "não é negativo",
    "muitas": "não é um número",
    "": "Escreva o valor",
    "2,5": "conta-se um a um",
    "1/2": "não é um número",
    "1e3": "«e3»",
    "1,2,3": "não é um número",
    "99999999999999": "demasiado grande",
    "٣": "não é um número",
    "NaN": "não é um número",
}
TAKEN_IN_A_COUNT = {
    "3": 3,
    " 3 ": 3,
    "3 camas": 3,
    "3 cama": 3,
    "3 CAMAS.": 3,
    "+3": 3,
    "1.200": 1200,
    "1 200": 1200,
    "3,00": 3,
    "0": 0,
}


def test_a_value_is_read_in_the_unit_of_its_measure_or_refused_with_a_sentence(planning):
    measure = planning.approved()
    hours = planning.approved(unit="Horas de formação", title_pt="Outro")
    share = planning.approved(
        {YEAR: "25"}, unit="% de famílias", aggregation=RAMP, is_percent=True, title_pt="Mais um"
    )
    high = planning.approved(
        {YEAR: "120"}, unit="%", aggregation=STOCK, is_percent=True, title_pt="Passa de cem"
    )
    with on(date(YEAR, 5, 1)):
        for typed, sentence in REFUSED_IN_A_COUNT.items():
            with pytest.raises(Invalid) as refused:
                planning.say(measure, f"{YEAR}-Q1", typed)
            assert sentence in refused.value.sentence and refused.value.field == "value", typed
        assert not Report.objects.exists()
        made = planning.say(measure, f"{YEAR}-Q1", "1")
        for number, (typed, value) in enumerate(TAKEN_IN_A_COUNT.items()):
            entry = Entry(typed, note=f"Vez {number}")
            made = actions.correct_report(made, entry, reason="Contagem revista", by=planning.cast.holder)
            assert made.value == value, typed
        assert planning.say(hours, f"{YEAR}-Q1", "2,5").value == Decimal("2.5")
        for typed in ("3,14159", "0,001"):
            with pytest.raises(Invalid, match="duas casas"):
                planning.say(hours, f"{YEAR}-Q2", typed)
        for typed in ("120", "101 %"):
            with pytest.raises(Invalid, match="não passa de 100"):
                planning.say(share, f"{YEAR}-Q1", typed)
        assert planning.say(share, f"{YEAR}-Q1", "12,5 %").value == Decimal("12.5")
        assert planning.say(high, f"{YEAR}-Q1", "110").value == 110
        with pytest.raises(Invalid) as refused:
            planning.say(share, f"{YEAR}-Q2", "5 camas")
        assert "percentagem" in refused.value.sentence
        with pytest.raises(Invalid):
            planning.say(measure, f"{YEAR}-Q2", kept=True)


def test_a_period_is_of_the_plan_and_has_begun(planning, cast):
    measure = planning.approved()
    yearly = planning.approved(rhythm="year", title_pt="Por ano")
    with on(date(YEAR, 5, 1)):
        for period, sentence in {
            f"{YEAR - 1}-Q4": "fica fora",
            f"{YEAR + 4}-Q1": "fica fora",
            f"{YEAR}-Q3": "ainda não começou",
            f"{YEAR}": "por trimestre",
            f"{YEAR}-03": "por trimestre",
            "": "Escolha o período",
            "x": "Escolha o período",
        }.items():
            with pytest.raises(Invalid) as refused:
                planning.say(measure, period)
            assert sentence in refused.value.sentence and refused.value.field == "period", period
        with pytest.raises(Invalid, match="por ano"):
            planning.say(yearly, f"{YEAR}-Q1")
        assert not planning.say(yearly, str(YEAR)).was_late
        # The fifteenth day after the period is the last in time.
        assert planning.say(measure, f"{YEAR}-Q1").was_late
        assert not planning.say(measure, f"{YEAR}-Q2").was_late
    with on(date(YEAR + 1, 1, 15)):
        assert not planning.say(measure, f"{YEAR}-Q4").was_late


def test_who_may_report(planning, cast):
    measure = planning.approved()
    with on(date(YEAR, 5, 1)):
        for name in ("technician", "accredited", "representative", "editor"):
            with pytest.raises(NotAllowed):
                planning.say(measure, f"{YEAR}-Q1", by=getattr(cast, name))
        planning.say(measure, f"{YEAR}-Q1", by=cast.coordination)
        planning.say(measure, f"{YEAR}-Q2", by=cast.holder)
        actions.give_owner(measure.element, cast.technician, by=cast.coordination)
        colleague = planning.cast.member_of(cast.technician.organisation.name)
        corrected = actions.correct_report(
            Report.objects.current().get(period=f"{YEAR}-Q2"),
            Entry("5"),
            reason="Faltavam três",
            by=colleague,
        )
        assert corrected.value == 5


def test_a_plan_that_is_not_in_force_and_what_was_dropped_take_no_report(planning, cast):
    draft = planning.measure(planning.element(planning.make()))
    measure = planning.approved(title_pt="Aprovado")
    with on(date(YEAR, 5, 1)), pytest.raises(WrongState, match="ainda não foi aprovado"):
        planning.say(draft, f"{YEAR}-Q1")
    actions.amend_dropping(measure.element, planning.why(), by=cast.coordination)
    with on(date(YEAR, 5, 1)), pytest.raises(WrongState, match="retirado"):
        planning.say(again(measure), f"{YEAR}-Q1")
    actions.amend_restoring(measure.element, planning.why(), by=cast.coordination)
    with on(date(YEAR + 3, 5, 1)):
        actions.close_plan(measure.element.plan, by=cast.coordination)
        with pytest.raises(WrongState, match="encerrado"):
            planning.say(again(measure), f"{YEAR}-Q1")
    assert not Report.objects.exists()


def test_a_guarantee_is_kept_or_not_and_kept_is_shown(planning, cast):
    measure = planning.approved({YEAR: "100"}, unit="Global", aggregation=GUARANTEE, is_percent=True)
    with on(date(YEAR, 5, 1)):
        for more, field in (
            ({"value": "100%"}, "kept"),
            ({"value": ""}, "kept"),
            ({"value": "", "kept": True}, "evidence"),
            ({"value": "", "kept": True, "evidence_url": "www"}, "evidence_url"),
            ({"value": "", "kept": True, "evidence_url": "javascript:alert(1)"}, "evidence_url"),
            (
                {"value": "", "kept": True, "evidence_url": "https://x.pt/a?tel=%39123%2045678"},
                "evidence_url",
            ),
            ({"value": "", "kept": True, "evidence": "ligar 912 345 678"}, "evidence"),
        ):
            with pytest.raises(Refusal) as refused:
                planning.say(measure, f"{YEAR}-Q1", **more)
            assert refused.value.extra["field"] == field
        kept = planning.say(measure, f"{YEAR}-Q1", "", kept=True, evidence_url="https://example.org/ata")
        not_kept = planning.say(measure, f"{YEAR}-Q2", "", kept=False)
    assert (kept.kept, not_kept.kept, kept.value) == (True, False, None)


def test_who_comes_second_is_told_who_said_what_and_goes_on_to_correct(planning, cast):
    measure = planning.approved()
    with on(date(YEAR, 5, 1)):
        first = planning.say(measure, f"{YEAR}-Q1", "2")
        assert planning.say(measure, f"{YEAR}-Q1", "2") == first  # the same form sent twice
        with pytest.raises(actions.AlreadyReported) as refused:
            planning.say(measure, f"{YEAR}-Q1", "3", by=cast.coordination)
        assert str(first.by.user) in refused.value.sentence and "2 (camas)" in refused.value.sentence
        assert "01/05/2031 às 12:00" in refused.value.sentence
        with pytest.raises(Invalid) as invalid:
            actions.correct_report(first, Entry("3"), reason=" ", by=cast.coordination)
        assert invalid.value.field == "reason"
        with pytest.raises(Invalid, match="nada a corrigir"):
            actions.correct_report(first, Entry("2"), reason="Engano", by=cast.coordination)
        second = actions.correct_report(first, Entry("3"), reason="Faltava uma", by=cast.coordination)
        # Two corrections of the same: the second is told of the first.
        with pytest.raises(actions.AlreadyReported, match="3"):
            actions.correct_report(first, Entry("4"), reason="Outra", by=cast.holder)
        assert list(Report.objects.current()) == [second] and Report.objects.count() == 2
        assert second.was_late == first.was_late
        taken = actions.take_back_report(second, reason="Era de outra medida", by=cast.holder)
        assert taken.taken_back and not Report.objects.current().exists()
        with pytest.raises(WrongState):
            actions.take_back_report(second, reason="Outra vez", by=cast.holder)
        planning.say(measure, f"{YEAR}-Q1", "1")
    chain = AuditEntry.objects.filter(chain=f"plan:{measure.element.plan.uuid}")
    verbs = list(chain.order_by("seq").values_list("verb", flat=True))[-4:]
    assert verbs == ["report", "correct_report", "take_back_report", "report"]


def test_of_several_sent_together_each_has_its_own_answer(planning, cast):
    measure = planning.approved()
    other = planning.approved(title_pt="Outro", unit="equipas", aggregation=UNDECLARED)
    with on(date(YEAR, 5, 1)):
        outcomes = actions.report_many(
            [
                Row(measure, f"{YEAR}-Q1", Entry("2")),
                Row(other, f"{YEAR}-Q1", Entry("50%")),
                Row(other, f"{YEAR}-Q2", Entry("2")),
                Row(measure, f"{YEAR}-Q4", Entry("2")),
            ],
            by=cast.holder,
        )
    assert [one.report is not None for one in outcomes] == [True, False, True, False]
    assert all(one.refusal and one.refusal.sentence for one in outcomes if one.report is None)
    assert Report.objects.count() == 2


def test_of_two_reports_at_the_same_instant_one_holds_and_the_other_is_told(own_database):
    from tests.conftest import Cast

    own_database("cast")
    planning = Planning(Cast())
    measure = planning.approved({YEAR: "8"})
    gate, said = threading.Barrier(2), []

    def tell(value, by):
        try:
            gate.wait()
            with on(date(YEAR, 5, 1)):
                actions.report(measure, f"{YEAR}-Q1", Entry(value), by=by)
            said.append("kept")
        except actions.AlreadyReported as refusal:
            said.append(refusal.sentence)
        finally:
            close_old_connections()
            connection.close()

    threads = [
        threading.Thread(target=tell, args=(value, by))
        for value, by in (("2", planning.cast.holder), ("3", planning.coordination))
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert said.count("kept") == 1 and any("já relatou este período" in one for one in said)
    assert Report.objects.current().count() == 1

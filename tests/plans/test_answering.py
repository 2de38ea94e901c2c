"""The letter, its link and the page of one minute; who hears of it when nobody reports."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from accounts import limits
from accounts.models import AuditEntry, Letter, Membership, Notice, NoticeSettings
from accounts.sweeping import SomeFailed
from plans import actions, duties, linking, mail
from plans.models import PlanElement, Report
from tests.plans.planning import GUARANTEE, RAMP, STOCK, UNDECLARED, YEAR, at, on, planning

__all__ = ["planning"]
# The first quarter is over, and still in time.
APRIL = date(YEAR, 4, 3)


@pytest.fixture
def five(planning):
    """Five targets of `holder`, one of each way of adding up; and what is not due: zero, none, another's."""
    plan, cast = planning.make(), planning.cast
    made = {}
    for kind, unit, more in (
        ("flow", "camas", {}),
        (STOCK, "famílias", {}),
        (RAMP, "Global", {"is_percent": True}),
        (UNDECLARED, "Pessoal", {}),
        (GUARANTEE, "Global", {"is_percent": True}),
    ):
        element = planning.element(plan, f"Ponto {kind}", code=f"1.{len(made) + 1}")
        made[kind] = planning.measure(element, {YEAR: "8"}, unit=unit, aggregation=kind, **more)
    planning.measure(planning.element(plan, "Nada previsto"), {YEAR: "0", YEAR + 1: "1"})
    planning.measure(planning.element(plan, "Sem meta este ano"), {YEAR: "", YEAR + 1: "1"})
    planning.measure(planning.element(plan, "De outra pessoa", owner=cast.technician), {YEAR: "8"})
    planning.approve(plan)
    Letter.objects.all().delete()
    return made


def cards(page):
    return re.findall(r'name="card" value="([^"]+)"', page)


def typed(measures, **values):
    """The form as a browser sends it: every card, with what was written in some."""
    data = {"card": []}
    for kind, measure in measures.items():
        key = f"{measure.uuid.hex}-{YEAR}-Q1"
        data["card"].append(key)
        for name, value in values.get(kind, {}).items():
            data[f"{key}-{name}"] = value
    return data


ALL_FIVE = {
    "flow": {"value": "2"},
    STOCK: {"value": "12 famílias"},
    RAMP: {"value": "25 %"},
    UNDECLARED: {"value": "2"},
    GUARANTEE: {"kept": "sim", "evidence": "Atas das reuniões"},
}


def test_one_letter_with_all_that_is_due_opens_one_page_that_takes_it(planning, five, settings):
    with on(date(YEAR, 3, 31)):
        assert actions.remind_plans() == 0  # the quarter still runs
    with on(APRIL):
        assert actions.remind_plans() == 2 and actions.remind_plans() == 0
        letter = Letter.objects.get(to=planning.cast.users["holder"].email)
        assert letter.subject == "5 metas por relatar" and letter.text.count("1.º trimestre") == 5
        assert "Nada previsto" not in letter.text and "De outra pessoa" not in letter.text
        link = re.search(rf"{re.escape(settings.BASE_URL)}(/planos/relatar/\S+)", letter.text)[1]
        visitor = Client(enforce_csrf_checks=True)
        page = visitor.get(link)
        text = page.content.decode()
        assert page.status_code == 200 and not Report.objects.exists()
        assert page["Referrer-Policy"] == "no-referrer" and "noindex" in page["X-Robots-Tag"]
        assert "private" in page["Cache-Control"] and len(cards(text)) == 5
        assert text.count('inputmode="decimal"') == 4 and "Nada previsto" not in text
        answer = visitor.post(link, typed(five, **ALL_FIVE))
        assert answer.status_code == 200 and "5 relatos gravados" in answer.content.decode()
        assert "Está tudo relatado" in answer.content.decode()
        assert {one.by for one in Report.objects.all()} == {planning.cast.holder}
        assert AuditEntry.objects.filter(verb="report", user_id=planning.cast.users["holder"].pk).count() == 5
        # The same page sent again is the same five reports.
        visitor.post(link, typed(five, **ALL_FIVE))
        assert Report.objects.count() == 5
        assert "Não há nada por relatar" in visitor.get(link).content.decode()


def test_each_card_has_its_own_answer_and_what_was_typed_stays(planning, five, client_for):
    holder = client_for("holder")
    with on(APRIL):
        assert len(cards(holder.get("/trabalho/planos/relatar/").content.decode())) == 5
        answer = holder.post(
            "/trabalho/planos/relatar/",
            typed(
                five,
                flow={"value": "50%"},
                **{
                    STOCK: {"value": "12", "note": "ligar 912 345 678"},
                    RAMP: {"value": "25"},
                    GUARANTEE: {"kept": "sim"},
                },
            ),
        )
        text = answer.content.decode()
        assert answer.status_code == 422 and "1 relato gravado" in text and "3 relatos não ficaram" in text
        assert "não em percentagem" in text and 'value="50%"' in text
        assert "912 345 678" not in text and "mostra que foi cumprida" in text
        assert len(cards(text)) == 4  # three refused, one left for later
        assert Report.objects.get().measure == five[RAMP]


def test_who_comes_second_reads_who_was_first_and_may_correct_from_there(planning, five, client_for):
    holder, flow = client_for("holder"), {"flow": five["flow"]}
    with on(APRIL):
        first = planning.say(five["flow"], f"{YEAR}-Q1", "3", by=planning.coordination)
        answer = holder.post("/trabalho/planos/relatar/", typed(flow, flow={"value": "2"}))
        text = answer.content.decode()
        assert answer.status_code == 422 and Report.objects.get() == first
        assert "já relatou este período" in text and "3 (camas)" in text and 'value="2"' in text
        assert f'value="{first.uuid}"' in text
        again = {"value": "2", "corrects": str(first.uuid)}
        refused = holder.post("/trabalho/planos/relatar/", typed(flow, flow=again))
        assert refused.status_code == 422 and Report.objects.count() == 1
        taken = holder.post(
            "/trabalho/planos/relatar/",
            typed(flow, flow=again | {"reason": "Uma era de março do ano passado"}),
        )
        assert taken.status_code == 200 and Report.objects.current().get().value == 2


def test_a_link_is_of_one_person_for_a_time_and_of_nothing_else(planning, five, monkeypatch):
    holder, visitor = planning.cast.holder, Client()
    link = f"/planos/relatar/{linking.token(holder)}/"
    others = {"theirs": PlanElement.objects.get(title_pt="De outra pessoa").measures.get()}
    with on(APRIL):
        visitor.post(link, typed(others, theirs={"value": "2"}))
        assert not Report.objects.exists()
        for broken in (
            link[:-3] + "x/",
            "/planos/relatar/x/",
            f"/planos/relatar/{signing.dumps(holder.pk)}/",
        ):
            assert visitor.get(broken).status_code == 404
        # Whatever is sent, nothing falls over.
        for data in ({"card": "x"}, {"card": "a-b-c"}, {"card": f"{five['flow'].uuid.hex}-"}, {}):
            assert visitor.post(link, data).status_code in (200, 422)
        Membership.objects.filter(pk=holder.pk).update(is_active=False)
        assert visitor.get(link).status_code == 403
        Membership.objects.filter(pk=holder.pk).update(is_active=True)
    with monkeypatch.context() as later:
        later.setattr(linking, "VALID_FOR", timedelta(seconds=-1))
        gone = visitor.get(link)
        assert gone.status_code == 410 and "Inicie sessão" in gone.content.decode()
    monkeypatch.setattr(limits, "spent", lambda *args: True)
    assert visitor.get(link).status_code == 429


def test_by_link_only_what_is_due_and_ones_own_word_since(planning, five, settings):
    holder, visitor, flow = planning.cast.holder, Client(), five["flow"]
    card = f"{flow.uuid.hex}-{YEAR}-Q1"
    with on(date(YEAR, 2, 1)):
        # Of a quarter that runs nothing is asked yet.
        early = f"/planos/relatar/{linking.token(holder)}/"
        refused = visitor.post(early, {"card": card, f"{card}-value": "2"})
        assert refused.status_code == 422 and "inicie sessão" in refused.content.decode()
        planning.say(flow, f"{YEAR}-Q1", "1")
    with on(APRIL):
        link = f"/planos/relatar/{linking.token(holder)}/"

        def correct(kind, value):
            measure = five[kind]
            held = Report.objects.current().get(measure=measure)
            more = {"value": value, "reason": "Engano", "corrects": str(held.uuid)}
            return visitor.post(link, typed({kind: measure}, **{kind: more})).status_code

        # What was said before the letter is corrected by who signs in.
        assert correct("flow", "5") == 422 and Report.objects.get().value == 1
        planning.say(five[UNDECLARED], f"{YEAR}-Q1", "4", by=planning.coordination)
        assert correct(UNDECLARED, "5") == 422
        assert visitor.post(link, typed({RAMP: five[RAMP]}, **{RAMP: {"value": "25"}})).status_code == 200
        assert correct(RAMP, "30") == 200
        assert Report.objects.current().get(measure=five[RAMP]).value == 30
        # Another password, and the link is no key any more.
        user = holder.user
        user.set_password("outra palavra bem comprida")
        user.save(update_fields=["password"])
        gone = visitor.get(link)
        assert gone.status_code == 410 and "palavra-passe" in gone.content.decode()


def test_one_that_fails_stops_no_other_reminder(planning, five, monkeypatch):
    def fails(*args):
        raise ValueError

    monkeypatch.setattr(mail, "without_owner", fails)
    monkeypatch.setattr(mail, "managers", fails)
    Membership.objects.filter(pk=planning.cast.technician.pk).update(is_active=False)
    with on(APRIL), pytest.raises(SomeFailed, match="without owner"):
        actions.remind_plans()
    assert Letter.objects.filter(kind="plan_due", to=planning.cast.users["holder"].email).count() == 1


def test_an_organisations_own_matter_is_not_told_to_the_coordination(planning):
    cast = planning.cast
    facts = planning.facts(is_public=False)
    own = actions.make_plan(facts, by=cast.holder, organisation=cast.holder.organisation)
    assert planning.coordination not in mail.runners(own) and mail.runners(own)
    own.is_public = True
    assert planning.coordination in mail.runners(own)


def test_it_is_asked_three_times_then_told_upwards_each_once(planning, five):
    holder, entity = planning.cast.users["holder"].email, planning.cast.member_of("Município do Porto")
    days = {}
    for n in range(1, 80):
        Letter.objects.all().delete()
        with on(date(YEAR, 3, 31) + timedelta(days=n)):
            actions.remind_plans()
        days[n] = {(one.kind, one.to) for one in Letter.objects.all()}
    nudged = [n for n, told in days.items() if ("plan_due", holder) in told]
    assert nudged == [1, 8, 15]
    assert [n for n, told in days.items() if ("plan_overdue", entity.user.email) in told] == [31]
    runs = [n for n, told in days.items() if ("plan_overdue", planning.coordination.user.email) in told]
    assert runs == [46]
    assert sum(len(told) for n, told in days.items() if n > 46) == 0


def test_a_list_told_upwards_says_what_is_missing_and_names_nobody(planning, five):
    with on(date(YEAR, 5, 16)):
        actions.remind_plans()
    letter = Letter.objects.get(kind="plan_overdue", to=planning.coordination.user.email)
    assert "6 metas sem relato" in letter.subject and "Município do Porto:" in letter.text
    assert str(planning.cast.users["holder"]) not in letter.text.split("\n", 1)[1]


def test_what_was_reported_is_not_asked_again_and_nobody_is_written_to_at_night(planning, five):
    night = timezone.make_aware(datetime.combine(APRIL, time(3)))
    with at(night):
        assert actions.remind_plans() == 0
    with on(APRIL):
        planning.say(five["flow"], f"{YEAR}-Q1", "2")
        actions.remind_plans()
    assert Letter.objects.get(to=planning.cast.users["holder"].email).subject == "4 metas por relatar"


def test_in_the_digest_who_chose_it(planning, five):
    NoticeSettings.objects.create(user=planning.cast.users["holder"], choices={"plans_due": "digest"})
    with on(APRIL):
        actions.remind_plans()
    assert not Letter.objects.filter(to=planning.cast.users["holder"].email).exists()
    notice = Notice.objects.owed().get(user=planning.cast.users["holder"], text_pt__contains="por relatar")
    assert notice.url == "/trabalho/planos/relatar/"


def test_who_manages_is_told_at_once_when_nobody_answers_any_more(planning, five):
    Membership.objects.filter(pk=planning.cast.technician.pk).update(is_active=False)
    with on(date(YEAR, 2, 1)):
        actions.remind_plans()
        actions.remind_plans()
    letter = Letter.objects.get(kind="plan_ownerless", to=planning.coordination.user.email)
    assert "1 ponto sem responsável" in letter.subject and "De outra pessoa" in letter.text


def test_a_level_is_asked_for_once_however_long_nobody_spoke(planning, five, django_assert_num_queries):
    with on(date(YEAR, 11, 1)):
        found = duties.due(PlanElement.objects.owned_by(planning.cast.holder), date(YEAR, 11, 1))
    count = {kind: sum(one.measure == measure for one in found) for kind, measure in five.items()}
    assert count == {"flow": 3, STOCK: 1, RAMP: 1, UNDECLARED: 1, GUARANTEE: 3}
    with django_assert_num_queries(4):
        duties.due(PlanElement.objects.owned_by(planning.cast.holder), date(YEAR, 11, 1))

"""How people want to be told: at once, in one letter a day, or in the portal alone; and the digest itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts import digests, moment, outbox
from accounts.models import How, Letter, Membership, Notice, NoticeSettings, Told, Topic
from tests.accounts.conftest import People, in_threads

# A Monday, in winter: Lisbon is on UTC.
MONDAY = datetime(2026, 1, 12, 8, 30, tzinfo=UTC)


def choose(member: Membership, how: str = How.DIGEST, **more: Any) -> NoticeSettings:
    chosen = dict.fromkeys(Topic.values, how)
    return NoticeSettings.objects.create(user=member.user, choices=chosen, **more)


def tell(member: Membership, number: int = 1, *, at: datetime = MONDAY - timedelta(hours=2)) -> Notice:
    with moment.replaying(at):
        return outbox.notify(
            member.user,
            member.organisation,
            text_pt=f"Aviso {number}",
            text_en=f"Notice {number}",
            url="/trabalho/",
            digest_text=f"Linha {number}.",
        )


def digest_at(at: datetime) -> int:
    with moment.replaying(at):
        return digests.send_digests()


def test_without_a_choice_everything_is_told_at_once(people: People) -> None:
    assert outbox.how_to_tell([people.manager], Topic.STAYS) == {people.manager.user_id: How.AT_ONCE}


def test_each_topic_is_told_as_chosen_and_what_is_urgent_at_once(people: People) -> None:
    row = choose(people.manager)
    row.choices |= {Topic.STAYS: How.PORTAL, Topic.ANSWERS: "nonsense"}
    row.save()
    user = people.manager.user_id
    assert outbox.how_to_tell([people.manager], Topic.STAYS)[user] == How.PORTAL
    assert outbox.how_to_tell([people.manager], Topic.CAPACITY)[user] == How.DIGEST
    assert outbox.how_to_tell([people.manager], Topic.ANSWERS)[user] == How.AT_ONCE
    assert outbox.how_to_tell([people.manager], Topic.STAYS, urgent=True)[user] == How.AT_ONCE


def test_the_digest_is_one_letter_with_everything_owed(people: People) -> None:
    choose(people.manager)
    tell(people.manager, 1)
    tell(people.manager, 2)
    assert digest_at(MONDAY) == 1
    letter = Letter.objects.get()
    assert (letter.to, letter.kind, letter.subject) == (
        people.manager.user.email,
        "digest",
        "Resumo do dia: 2 avisos",
    )
    for text in (letter.text, letter.html):
        assert text.index("Aviso 1") < text.index("Aviso 2") and "Linha 2." in text
        assert "/trabalho/" in text and "/conta/avisos/" in text
    assert digest_at(MONDAY + timedelta(minutes=1)) == 0
    assert digest_at(MONDAY + timedelta(days=1)) == 0
    # The notices themselves stay in the portal.
    assert Notice.objects.of(people.manager).count() == 2


def test_not_before_its_hour_and_what_comes_later_goes_tomorrow(people: People) -> None:
    choose(people.manager)
    tell(people.manager)
    assert digest_at(MONDAY - timedelta(minutes=1)) == 0
    assert digest_at(MONDAY + timedelta(hours=1)) == 1
    tell(people.manager, 2, at=MONDAY + timedelta(hours=2))
    assert digest_at(MONDAY + timedelta(hours=3)) == 0
    assert digest_at(MONDAY + timedelta(days=1)) == 1


def test_an_empty_day_sends_nothing_and_is_over(people: People) -> None:
    choose(people.manager)
    assert digest_at(MONDAY) == 0
    tell(people.manager, at=MONDAY + timedelta(hours=1))
    assert digest_at(MONDAY + timedelta(hours=2)) == 0


def test_on_weekdays_only_saturday_waits_for_monday(people: People) -> None:
    choose(people.manager)
    choose(people.technician, weekdays_only=False)
    saturday = MONDAY - timedelta(days=2)
    for member in (people.manager, people.technician):
        tell(member, at=saturday - timedelta(hours=1))
    assert digest_at(saturday) == 1
    assert Letter.objects.get().to == people.technician.user.email
    assert digest_at(MONDAY) == 1


@pytest.mark.parametrize(
    ("day", "local"),
    [
        (date(2026, 3, 29), time(8, 30)),  # spring: a day of 23 hours, 08:30 is 07:30 UTC
        (date(2026, 3, 29), time(1, 30)),  # an hour that does not exist on that day
        (date(2026, 10, 25), time(8, 30)),  # autumn: a day of 25 hours
        (date(2026, 10, 25), time(1, 30)),  # an hour that comes twice
    ],
)
def test_on_the_days_on_which_the_clock_changes_it_comes_once(people: People, day: date, local: time) -> None:
    choose(people.manager, digest_at=local, weekdays_only=False)
    tell(people.manager, at=datetime.combine(day, time(0), tzinfo=UTC) - timedelta(hours=3))
    start = datetime.combine(day, time(0), tzinfo=digests.LISBON).astimezone(UTC)
    sent = []
    for minutes in range(0, 26 * 60, 10):
        at = start + timedelta(minutes=minutes)
        if at.astimezone(digests.LISBON).date() != day:
            break
        if digest_at(at):
            sent.append(at.astimezone(digests.LISBON))
            tell(people.manager, 2, at=at)
    assert len(sent) == 1
    assert sent[0].time() >= local
    assert sent[0].time() < (datetime.combine(day, local) + timedelta(minutes=31)).time()


def test_in_the_language_of_its_reader(people: People) -> None:
    people.manager.user.language = "en"
    people.manager.user.save()
    choose(people.manager)
    tell(people.manager)
    assert digest_at(MONDAY) == 1
    letter = Letter.objects.get()
    assert letter.language == "en"
    assert "Notice 1" in letter.text and "/en/trabalho/" in letter.text


def test_from_an_organisation_one_has_left_nothing_is_told(people: People) -> None:
    choose(people.manager)
    tell(people.manager)
    Membership.objects.filter(pk=people.manager.pk).update(is_active=False)
    assert digest_at(MONDAY) == 0
    assert not Letter.objects.exists() and not Notice.objects.owed().exists()


def test_what_comes_while_it_is_written_goes_into_the_next(people: People) -> None:
    choose(people.manager, weekdays_only=False)
    tell(people.manager, 1)
    late = []

    def between(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "accounts_notice"') and not late:
            late.append(tell(people.manager, 2))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(between):
        assert digest_at(MONDAY) == 1
    assert late
    assert digest_at(MONDAY + timedelta(days=1)) == 1
    assert ["Linha 2." in letter.text for letter in Letter.objects.order_by("id")] == [False, True]


class Killed(BaseException):
    """As a worker that goes away: nothing of the portal catches it."""


@pytest.mark.parametrize(
    "step", ['UPDATE "accounts_notice"', 'INSERT INTO "accounts_letter"', 'UPDATE "accounts_noticesettings"']
)
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.usefixtures("fresh_db")
def test_killed_between_any_two_steps_nothing_is_lost_and_nothing_said_twice(step: str, after: bool) -> None:
    from tests.accounts.conftest import join, make_organisation, make_user

    member = join(make_user("manuela"), make_organisation("Abrigo"), Membership.Role.MANAGER)
    choose(member)
    tell(member)
    reached = []

    def kill(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(step):
            return execute(sql, params, many, context)
        reached.append(sql)
        if after:
            execute(sql, params, many, context)
        raise Killed

    with connection.execute_wrapper(kill), pytest.raises(Killed):
        digest_at(MONDAY)
    assert reached
    assert not Letter.objects.exists()
    assert digest_at(MONDAY + timedelta(minutes=1)) == 1
    assert digest_at(MONDAY + timedelta(minutes=2)) == 0
    assert Letter.objects.get().text.count("Linha 1.") == 1


@pytest.mark.usefixtures("fresh_db")
def test_two_workers_at_once_write_one_letter() -> None:
    from tests.accounts.conftest import join, make_organisation, make_user

    members = [join(make_user(f"p{n}"), make_organisation(f"O{n}"), "manager") for n in range(10)]
    for member in members:
        choose(member)
        tell(member)
    together = Barrier(3)

    def work(_worker: int) -> int:
        together.wait(10)
        return digest_at(MONDAY)

    assert sum(in_threads(3, work)) == 10
    assert sorted(Letter.objects.values_list("to", flat=True)) == sorted(m.user.email for m in members)


@pytest.mark.usefixtures("fresh_db")
def test_once_is_once_for_everybody() -> None:
    together = Barrier(4)

    def work(_worker: int) -> bool:
        together.wait(10)
        return outbox.once("tomorrow:x:2026-01-12")

    assert sorted(in_threads(4, work)) == [False, False, False, True]
    assert Told.objects.count() == 1


# --- The page ---------------------------------------------------------------------------------------------------------


def sent(**more: str) -> dict[str, str]:
    return dict.fromkeys(Topic.values, "digest") | {"digest_at": "07:45"} | more


def test_the_page_keeps_what_was_chosen(people: People, signed_in: Any) -> None:
    client: Client = signed_in(people.manager)
    assert client.get("/conta/avisos/").status_code == 200
    assert not NoticeSettings.objects.exists()  # reading writes nothing
    answer = client.post("/conta/avisos/", sent(stays="portal", weekdays_only="on"))
    assert answer.status_code == 302
    row = NoticeSettings.objects.get()
    assert (row.digest_at, row.weekdays_only) == (time(7, 45), True)
    assert row.how(Topic.STAYS) == How.PORTAL and row.how(Topic.ANSWERS) == How.DIGEST
    page = client.get("/conta/avisos/").content.decode()
    assert 'value="07:45"' in page
    assert client.post("/conta/avisos/", sent()).status_code == 302
    row.refresh_from_db()
    assert row.weekdays_only is False


@pytest.mark.parametrize(
    "wrong", [{"digest_at": "25:00"}, {"digest_at": ""}, {"stays": "pombo"}, {"answers": ""}]
)
def test_what_makes_no_sense_is_not_kept(people: People, signed_in: Any, wrong: dict[str, str]) -> None:
    answer = signed_in(people.manager).post("/conta/avisos/", sent(**wrong))
    assert answer.status_code == 400
    assert "data-errors" in answer.content.decode()
    assert not NoticeSettings.objects.exists()


def test_who_belongs_to_nobody_has_nothing_to_choose(people: People, signed_in: Any) -> None:
    assert signed_in(people.outsider).get("/conta/avisos/").status_code == 404
    assert Client().get("/conta/avisos/").status_code == 302

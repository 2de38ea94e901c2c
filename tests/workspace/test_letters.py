"""Every message there is, in both languages: told as its reader chose, nothing sensitive in its subject."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from accounts import digests, moment, telling
from accounts.models import How, Letter, Membership, Notice, NoticeSettings, Topic, User
from geo.models import Municipality
from resources import actions, days, mail
from resources.actions.reminding import remind_held, remind_tomorrow
from resources.actions.searching import check_searches, save_search
from resources.listing import Criteria
from resources.models import Booking, Category, Request, Resource

# What the subject of a message that anybody may see on a locked screen never says.
SENSITIVE = re.compile(
    r"viol[eê]n|abrig|refug|refúg|shelter|v[ií]tim|victim|agress|falec|deceas|death|morte|óbito|homeless|sem-abrigo"
    r"|hospital|doen|defici|disab|menor|crian|child|droga|álcool|prisão|REF-|7Q4|\d{3,}",
    re.IGNORECASE,
)
LOANS = {kind for kind, topic in mail.TOPICS.items() if topic == Topic.LOANS}


@pytest.fixture
def live(cast: Any, ask: Any, make_resource: Any, protocol: Any) -> Any:
    """`live(tier, asker)`: a few weeks in which everything that is told of a stay happens."""

    def at(day: int, hour: int) -> Any:
        date = days.today() + timedelta(days=day)
        return moment.replaying(datetime(date.year, date.month, date.day, hour, tzinfo=days.LISBON))

    def go(tier: int, asker: Any) -> None:
        holder = cast.holder
        place = make_resource(8, tier=tier, name="CASA-SECRETA" if tier else "Casa Aberta")
        origin = Municipality.objects.get(dico="1304")

        def asked(quantity: int = 1, **more: Any) -> Any:
            return ask(place, quantity, by=asker, origin=origin, reference="REF-7Q4", **({"start": 0} | more))

        actions.decline_booking(asked(), by=holder, code="outside_criteria")
        waiting = actions.waitlist_booking(asked(8), by=holder)
        held = actions.accept_booking(asked(), by=holder)
        with moment.replaying(held.hold_expires_at - timedelta(minutes=1)):
            remind_held()
        Booking.objects.filter(pk=held.pk).update(hold_expires_at=timezone.now())
        actions.expire_holds()
        actions.withdraw_booking(waiting, by=asker, code="deceased")
        actions.accept_booking(asked(), by=holder, condition="Entrada até às 21 h.")
        gone = actions.accept_booking(asked(auto_confirm=True), by=holder)
        actions.no_show(gone, by=holder)
        stay = actions.confirm_booking(actions.accept_booking(asked(nights=1), by=holder), by=asker)
        actions.check_in(stay, by=holder)
        for answer in ("decline", "accept", "none"):
            stay = actions.extend_booking(stay, by=asker, end=stay.end + timedelta(days=1))
            if answer == "decline":
                stay = actions.decline_extension(stay, by=holder, code="no_capacity")
            elif answer == "accept":
                stay = actions.accept_extension(stay, by=holder)
        stay = actions.decline_extension(stay, by=holder, code="no_capacity")
        actions.accept_booking(asked(start=2, nights=2, auto_confirm=True), by=holder)
        with at(1, 16):
            remind_tomorrow()
        actions.check_out(stay, by=holder)
        actions.cancel_booking(actions.accept_booking(asked(), by=holder), by=holder, code="no_suitable")
        last = actions.accept_booking(asked(7, start=5, auto_confirm=True), by=holder)
        asked(8, start=5, if_full="waitlist")
        actions.cancel_booking(last, by=holder, code="no_suitable")
        late = asked()
        Request.objects.filter(pk=late.item.request_id).update(answer_by=timezone.now())
        actions.remind_unanswered()
        search = save_search(
            Criteria(start=days.today() + timedelta(days=9), quantity=8),
            by=asker, query=f"quantity=8&tier={tier}", words_pt="8 pessoas", words_en="8 people",
        )  # fmt: skip
        actions.state_capacity(place, by=holder, capacity=0, reason="Obras.")
        search.seen = []
        search.save()
        actions.state_capacity(place, by=holder, capacity=20)
        check_searches()
        with moment.replaying(timezone.now() + timedelta(days=15)):
            check_searches()
            actions.remind_unconfirmed()
        Resource.objects.filter(pk=place.pk).update(is_active=False)

    return go


def speak(language: str) -> None:
    User.objects.update(language=language)


@pytest.mark.parametrize("language", ["pt-pt", "en"])
def test_every_message_in_its_language_with_nothing_sensitive_in_its_subject(cast, live, language):
    speak(language)
    live(0, cast.technician)
    names = [one.name for one in cast.organisations.values()] + ["Casa Aberta", "Casa "]
    places = [one.name for one in Municipality.objects.all()]
    written = Letter.objects.exclude(kind="account")
    assert {one.kind for one in written} == set(mail.TOPICS) - LOANS
    for letter in written:
        assert letter.language == language
        assert not SENSITIVE.search(letter.subject), letter.subject
        assert not [name for name in (*names, *places) if name in letter.subject], letter.subject
        assert letter.subject in letter.text and letter.html.startswith("<!doctype html>")
        assert ("/en/" in letter.text) == (language == "en"), letter.text
        for line in letter.text.splitlines():
            assert not line or line.split("http")[0].split(":")[0].strip()[:20] in letter.html.replace(
                "&amp;", "&"
            ).replace("&#x27;", "'")
    subjects = {one.subject for one in written}
    assert len(subjects) >= 20


@pytest.mark.parametrize("language", ["pt-pt", "en"])
def test_of_what_is_reserved_a_message_says_only_that_something_waits(cast, live, language):
    speak(language)
    live(2, cast.accredited)
    from django.utils.translation import gettext, override

    with override(language):
        discreet = gettext("Há algo à sua espera na Concerta")
    written = list(Letter.objects.exclude(kind__in=("account", "search_ended")))
    assert {one.kind for one in written} == set(mail.TOPICS) - LOANS - {"search_ended"}
    for letter in written:
        assert letter.subject == discreet, letter.kind
    for letter in Letter.objects.exclude(kind="account"):
        said = letter.subject + letter.text + re.sub(r"<[^>]*>", "", letter.html)
        # The number in an address may spell anything.
        said = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", said)
        for secret in ("SECRETA", "REF-7Q4", "cama", "bed", "Porto", "Gondomar", "/confirmar/"):
            assert secret not in said, letter.kind
    for notice in Notice.objects.all():
        assert "SECRETA" not in notice.text_pt + notice.text_en


def test_a_refuge_request_is_told_as_little(cast):
    speak("pt-pt")
    actions.request_capacity(
        [actions.Need(2, days.today(), None, category=Category.objects.get(code="casa-de-abrigo"))],
        by=cast.accredited,
        reference="REF-9",
    )
    (booking,) = Booking.objects.filter(opaque=True).for_rows()
    actions.accept_booking(booking, by=cast.support)
    written = Letter.objects.filter(kind__in=mail.TOPICS)
    assert {one.kind for one in written} == {"request", "accepted"}
    for letter in written:
        assert letter.subject == "Há algo à sua espera na Concerta"
        assert "REF-9" not in letter.text and not re.search("abrig|víti", letter.text, re.IGNORECASE)


def test_every_kind_that_is_written_has_its_topic():
    """A new kind of message without one would not be asked about on the page of choices."""
    from ops import ROOT

    for file in (ROOT / "resources").glob("mail*.py"):
        text = file.read_text(encoding="utf-8")
        for kind in re.findall(r'(?:to_holder|to_asker)\(\w+, "(\w+)"', text):
            assert kind in mail.TOPICS, kind


# --- As its reader chose ----------------------------------------------------------------------------------------------


def chosen(member: Membership, how: str) -> None:
    NoticeSettings.objects.update_or_create(
        user=member.user, defaults={"choices": dict.fromkeys(Topic.values, how), "weekdays_only": False}
    )


def test_only_in_the_portal_writes_no_letter(cast, ask, resource):
    chosen(cast.holder, How.PORTAL)
    ask(resource, 1)
    assert not Letter.objects.filter(to="holder@example.org").exists()
    assert Notice.objects.of(cast.holder).count() == 1
    assert not Notice.objects.owed().exists()


def noon_of_the_next_working_day():
    """08:30 of that day has come and gone."""
    noon = timezone.localtime().replace(hour=12, minute=0) + timedelta(days=1)
    return noon + timedelta(days=max(0, 7 - noon.weekday()) if noon.weekday() > 4 else 0)


def test_in_the_digest_it_waits_for_its_hour_with_all_it_says(cast, ask, resource):
    chosen(cast.holder, How.DIGEST)
    ask(resource, 2, reference="REF-1")
    assert not Letter.objects.filter(to="holder@example.org").exists()
    with moment.replaying(noon_of_the_next_working_day()):
        assert digests.send_digests() == 1
    letter = Letter.objects.get(to="holder@example.org")
    assert "Há um pedido para responder" in letter.text and "2 camas" in letter.text
    assert "REF-1" not in letter.subject


@pytest.mark.parametrize("how", [How.DIGEST, How.PORTAL])
def test_what_cannot_wait_goes_at_once_whatever_was_chosen(cast, ask, resource, how):
    for member in (cast.holder, cast.technician):
        chosen(member, how)
    urgent = ask(resource, 1, urgency="urgent")
    emergency = ask(resource, 1, urgency="emergency")
    assert Letter.objects.filter(to="holder@example.org", kind="request").count() == 2
    actions.accept_booking(urgent, by=cast.holder)  # a hold, with its clock
    assert Letter.objects.filter(to="technician@example.org", kind="accepted").count() == 1
    actions.decline_booking(emergency, by=cast.holder, code="no_capacity")
    assert not Letter.objects.filter(kind="declined").exists()
    late = ask(resource, 1)
    Request.objects.filter(pk=late.item.request_id).update(answer_by=timezone.now())
    actions.remind_unanswered()
    assert Letter.objects.filter(to="holder@example.org", kind="unanswered").count() == 1


def test_security_asks_nobody(cast, client_for, settings):
    chosen(cast.holder, How.PORTAL)
    settings.MAILERS = settings.MAILERS | {"default": {"BACKEND": "accounts.outbox.OutboxBackend"}}
    from django.core.mail import send_mail

    send_mail("A sua palavra-passe mudou", "texto", None, ["holder@example.org"])
    assert Letter.objects.filter(to="holder@example.org", kind="account").count() == 1


def test_the_digest_of_what_is_reserved_says_as_little(cast, ask, make_resource):
    chosen(cast.holder, How.DIGEST)
    hidden = make_resource(4, tier=2, name="CASA-SECRETA")
    ask(hidden, 3, by=cast.accredited, origin=hidden.facility.municipality, reference="REF-2")
    with moment.replaying(noon_of_the_next_working_day()):
        digests.send_digests()
    letter = Letter.objects.get(to="holder@example.org", kind="digest")
    for secret in ("SECRETA", "REF-2", "3 camas", "camas"):
        assert secret not in letter.text + letter.html


def test_choosing_for_several_readers_costs_one_query(cast, django_assert_num_queries):
    from accounts import outbox

    with django_assert_num_queries(1):
        outbox.how_to_tell([cast.holder, cast.technician, cast.accredited], Topic.STAYS)


def test_each_of_several_readers_has_a_letter_in_their_language_with_their_own_links_worded_once(cast):
    readers = [cast.holder, cast.technician, cast.accredited, cast.coordination]
    cast.technician.user.language = cast.coordination.user.language = "en"
    worded = []

    def build():
        worded.append(get_language())
        return gettext("Trabalho"), [gettext("Unidades")]

    for links in (None, lambda member: [(gettext("Unidades"), f"http://own/{member.user_id}/")]):
        worded.clear()
        Letter.objects.all().delete()
        path = lambda: reverse("workspace")  # noqa: E731
        telling.write(readers, "x", Topic.STAYS, build, path=path, discreet=False, links=links)
        assert sorted(worded) == ["en", "pt-pt"]
        letters = {one.to: one for one in Letter.objects.all()}
        assert set(letters) == {member.user.email for member in readers}
        for member in readers:
            letter, english = letters[member.user.email], member.user.language == "en"
            assert (letter.language, letter.subject) == (
                ("en", "Workspace") if english else ("pt-pt", "Trabalho")
            )
            for text in (letter.text, letter.html):
                said = ["Units" in text, "Open in Concerta" in text, "/en/trabalho/" in text]
                assert said == [english] * 3 and ("Unidades" in text) != english
                assert re.findall(r"http://own/(\d+)/", text) == ([str(member.user_id)] if links else [])

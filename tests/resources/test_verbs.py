"""Every verb of a booking: from which state, by whom, with which reason, and what it leaves behind."""

from datetime import timedelta

import pytest
from django.core import mail  # noqa: F401  (the transport is a folder; letters are rows)

from accounts import moment
from accounts.models import AuditEntry, Letter, Notice
from geo.models import Municipality
from resources import actions, days
from resources.actions.answering import Offer
from resources.models import Booking, Category, ProtocolException, RefusedDemand, Request
from resources.models.codes import Status
from resources.refusals import Invalid, NoProtocol, NotAllowed, PersonalData, TooMany, WrongState


@pytest.fixture
def resource(make_resource, protocol):
    return make_resource(4)


@pytest.fixture
def asked(ask, resource):
    return ask(resource, 2, reference="7Q4-M")


@pytest.fixture
def held(cast, asked):
    return actions.accept_booking(asked, by=cast.holder)


@pytest.fixture
def confirmed(cast, held):
    return actions.confirm_booking(held, by=cast.technician)


@pytest.fixture
def arrived(cast, ask, resource):
    booking = actions.accept_booking(ask(resource, start=0, auto_confirm=True), by=cast.holder)
    return actions.check_in(booking, by=cast.holder)


def test_the_whole_life_of_a_bed(cast, ask, resource):
    booking = ask(resource, start=0, nights=3)
    states = [booking.status]
    for act, by, more in (
        (actions.accept_booking, cast.holder, {}),
        (actions.confirm_booking, cast.technician, {}),
        (actions.check_in, cast.holder, {}),
        (actions.check_out, cast.holder, {}),
    ):
        booking = act(booking, by=by, **more)
        states.append(booking.status)
    assert states == ["requested", "held", "confirmed", "in_use", "completed"]
    verbs = (
        AuditEntry.objects.filter(subject_id=str(booking.uuid)).order_by("seq").values_list("verb", flat=True)
    )
    assert list(verbs) == ["request", "accept", "confirm", "check_in", "check_out"]
    assert booking.item.request.status == "completed"


def test_a_hold_lasts_as_long_as_its_category_says(held):
    assert abs(held.hold_expires_at - held.answered_at - held.resource.category.hold_for) < timedelta(
        seconds=1
    )


def test_auto_confirm_skips_the_hold(cast, ask, resource):
    assert actions.accept_booking(ask(resource, auto_confirm=True), by=cast.holder).status == Status.CONFIRMED


def test_a_condition_goes_back_to_the_requester(cast, asked):
    offered = actions.accept_booking(asked, by=cast.holder, condition="Entrada até às 22 horas.")
    assert (offered.status, offered.condition.text) == (Status.OFFERED, "Entrada até às 22 horas.")
    assert actions.confirm_booking(offered, by=cast.technician).status == Status.CONFIRMED


def test_an_offer_may_be_smaller_or_on_other_days_never_larger(cast, ask, resource):
    first = days.today() + timedelta(days=5)
    offered = actions.accept_booking(
        ask(resource, 3), by=cast.holder, offer=Offer(quantity=1, start=first, end=first + timedelta(days=1))
    )
    assert (offered.status, offered.quantity, offered.start) == (Status.OFFERED, 1, first)
    with pytest.raises(Invalid):
        actions.accept_booking(ask(resource, 1), by=cast.holder, offer=Offer(quantity=2))


def test_a_hold_confirmed_too_late_is_refused(cast, held):
    with moment.replaying(held.hold_expires_at + timedelta(seconds=1)), pytest.raises(WrongState):
        actions.confirm_booking(held, by=cast.technician)
    held.refresh_from_db()
    assert held.status == Status.HELD


@pytest.mark.parametrize("verb", [actions.decline_booking, actions.withdraw_booking])
def test_giving_up_needs_a_reason_code(cast, asked, verb):
    with pytest.raises(Invalid):
        verb(asked, by=cast.holder, code="")
    assert verb(asked, by=cast.holder, code="too_far").reason_code == "too_far"


def test_a_refusal_is_counted_as_unmet_demand_but_a_duplicate_is_not(cast, ask, resource):
    actions.decline_booking(ask(resource), by=cast.holder, code="outside_criteria")
    actions.decline_booking(ask(resource), by=cast.holder, code="duplicate")
    assert list(RefusedDemand.objects.values_list("reason_code", flat=True)) == ["outside_criteria"]


def test_a_booking_the_holder_cancels_leaves_the_demand_open(cast, confirmed):
    actions.cancel_booking(confirmed, by=cast.holder, code="no_capacity")
    request = Request.objects.with_status().get(pk=confirmed.item.request_id)
    assert request.status == "requested"
    assert confirmed.item.__class__.objects.get(pk=confirmed.item_id).closed_at is None
    assert RefusedDemand.objects.count() == 1


def test_arrival_is_from_the_first_day_on(cast, confirmed, arrived):
    assert arrived.status == Status.IN_USE
    with pytest.raises(WrongState):
        actions.check_in(confirmed, by=cast.holder)


def test_nobody_came_frees_the_bed(cast, ask, resource):
    booking = actions.accept_booking(ask(resource, start=0, auto_confirm=True), by=cast.holder)
    assert actions.no_show(booking, by=cast.holder).status == Status.NO_SHOW
    with pytest.raises(WrongState):
        actions.no_show(booking, by=cast.holder)


def test_no_show_is_not_known_before_the_first_day(cast, confirmed):
    with pytest.raises(WrongState):
        actions.no_show(confirmed, by=cast.holder)


class TestExtension:
    def test_the_requester_asks_and_the_holder_answers(self, cast, arrived):
        end = arrived.end + timedelta(days=2)
        asked = actions.extend_booking(arrived, by=cast.technician, end=end)
        assert (asked.end, asked.extension_end) == (arrived.end, end)
        assert actions.accept_extension(asked, by=cast.holder).end == end

    def test_the_holder_may_refuse_it_with_a_reason(self, cast, arrived):
        asked = actions.extend_booking(arrived, by=cast.technician, end=arrived.end + timedelta(days=2))
        with pytest.raises(Invalid):
            actions.decline_extension(asked, by=cast.holder, code="")
        refused = actions.decline_extension(asked, by=cast.holder, code="no_capacity")
        assert (refused.end, refused.extension) == (arrived.end, None)

    def test_it_is_looked_at_again_when_answered(self, cast, ask, resource, arrived):
        asked = actions.extend_booking(arrived, by=cast.technician, end=arrived.end + timedelta(days=2))
        other = ask(resource, 4, start=2, nights=1, auto_confirm=True)
        actions.accept_booking(other, by=cast.holder)
        with pytest.raises(actions.answering.shared.NoCapacity):
            actions.accept_extension(asked, by=cast.holder)

    def test_the_end_must_be_after_the_start(self, cast, arrived):
        with pytest.raises(Invalid):
            actions.extend_booking(arrived, by=cast.holder, end=arrived.start)


class TestProtocol:
    """Arouca is not a party: the same need passes from Gondomar and not from Arouca."""

    @pytest.fixture
    def from_arouca(self, cast, ask, resource):
        return ask(resource, origin=Municipality.objects.get(dico="0104"))

    def test_a_missing_protocol_does_not_stop_the_request_but_the_acceptance(self, cast, from_arouca, asked):
        assert from_arouca.status == Status.REQUESTED
        with pytest.raises(NoProtocol):
            actions.accept_booking(from_arouca, by=cast.holder)
        accepted = actions.accept_booking(asked, by=cast.holder)
        assert accepted.protocol.code == "AMP-TESTE-1"

    def test_a_manager_may_open_an_exception_with_its_reason(self, cast, from_arouca):
        accepted = actions.accept_booking(
            from_arouca, by=cast.holder, exception="Noite de frio, sem alternativa."
        )
        assert accepted.status == Status.HELD
        exception = ProtocolException.objects.get()
        assert (exception.by, exception.reason.text) == (cast.holder, "Noite de frio, sem alternativa.")
        assert AuditEntry.objects.filter(verb="protocol_exception").exists()
        actions.confirm_booking(accepted, by=cast.technician)

    def test_it_must_be_in_force_on_every_day(self, cast, ask, resource, protocol):
        from django.db.backends.postgresql.psycopg_any import DateRange

        protocol.period = DateRange(days.today() - timedelta(days=9), days.today() + timedelta(days=3), "[)")
        protocol.save()
        inside, over = ask(resource, start=1, nights=2), ask(resource, start=1, nights=3)
        assert actions.accept_booking(inside, by=cast.holder).status == Status.HELD
        with pytest.raises(NoProtocol):
            actions.accept_booking(over, by=cast.holder)

    def test_two_protocols_may_cover_the_days_together(self, cast, ask, resource, protocol):
        from django.db.backends.postgresql.psycopg_any import DateRange

        from resources.models import Protocol

        split = days.today() + timedelta(days=2)
        later = Protocol.objects.create(
            code="AMP-TESTE-2", title_pt="Seguinte", period=DateRange(split, split + timedelta(days=90), "[)")
        )
        later.parties.set(protocol.parties.all())
        protocol.period = DateRange(days.today() - timedelta(days=9), split, "[)")
        protocol.save()
        assert actions.accept_booking(ask(resource, start=1, nights=5), by=cast.holder).status == Status.HELD

    def test_inside_one_municipality_none_is_needed(self, cast, ask, resource, protocol):
        protocol.delete()
        own = ask(resource, by=cast.holder)
        assert actions.accept_booking(own, by=cast.holder).status == Status.HELD


class TestRivals:
    """One need asked of several holders: the first confirmed sets the others free."""

    @pytest.fixture
    def both(self, cast, make_resource, protocol):
        maia = cast.member_of("Município da Maia")
        resources = [make_resource(2), make_resource(2, keeper=maia, dico="1306")]
        first = days.today() + timedelta(days=1)
        request = actions.request_capacity(
            [actions.Need(1, first, first + timedelta(days=2), resources=resources)], by=cast.technician
        )
        porto, other = Booking.objects.filter(item__request=request).order_by("resource_id")
        return porto, other, maia

    def test_confirming_one_withdraws_the_other(self, cast, both):
        porto, other, maia = both
        held = actions.accept_booking(porto, by=cast.holder)
        actions.accept_booking(other, by=maia)
        actions.confirm_booking(held, by=cast.technician)
        other.refresh_from_db()
        assert (other.status, other.reason_code) == (Status.WITHDRAWN, "no_longer_needed")

    def test_a_need_already_met_cannot_be_accepted_again(self, cast, both):
        porto, other, maia = both
        actions.confirm_booking(actions.accept_booking(porto, by=cast.holder), by=cast.technician)
        with pytest.raises(WrongState):
            actions.accept_booking(other, by=maia)


class TestNetworkNeed:
    """Asked of the category: a holder answers with one of its resources."""

    def test_a_holder_offers_and_the_requester_confirms(self, cast, resource):
        first = days.today() + timedelta(days=1)
        request = actions.request_capacity(
            [actions.Need(2, first, None, category=resource.category)], by=cast.technician
        )
        assert (request.status, Booking.objects.count()) == ("requested", 0)
        booking = actions.offer_capacity(request.items.get(), resource, by=cast.holder)
        assert booking.status == Status.HELD
        actions.confirm_booking(booking, by=cast.technician)
        with pytest.raises(WrongState):
            actions.offer_capacity(request.items.get(), resource, by=cast.holder)


class TestRefuge:
    @pytest.fixture
    def wanted(self, cast):
        first = days.today()
        return [actions.Need(3, first, None, category=Category.objects.get(code="casa-de-abrigo"))]

    def test_it_is_asked_by_category_and_the_answer_is_always_the_same(self, cast, wanted, make_resource):
        support = cast.support
        without = actions.request_capacity(wanted, by=cast.accredited)
        make_resource(None, keeper=support, tier=3, category="casa-de-abrigo", response="3.2.1a")
        with_one = actions.request_capacity(wanted, by=cast.accredited)
        for request in (without, with_one):
            booking = Booking.objects.get(item__request=request)
            assert (booking.status, booking.resource, request.status) == (Status.REQUESTED, None, "requested")

    def test_people_of_the_victim_support_structure_answer_and_nobody_else_sees_it(self, cast, wanted):
        booking = Booking.objects.get(item__request=actions.request_capacity(wanted, by=cast.accredited))
        assert list(Booking.objects.decidable_by(cast.support)) == [booking]
        for other in (cast.holder, cast.technician, cast.coordination, cast.representative):
            assert not Booking.objects.visible_to(other).exists()
        assert actions.accept_booking(booking, by=cast.support).status == Status.CONFIRMED

    def test_letters_about_it_say_only_that_something_waits(self, cast, wanted):
        actions.request_capacity(wanted, by=cast.accredited, reference="VD-99")
        letter = Letter.objects.get(to="support@example.org")
        assert letter.subject == "Há algo à sua espera na Concerta"
        for word in ("VD-99", "abrigo", "3", "Hospital"):
            assert word not in letter.text.split("http")[0]

    def test_asking_again_and_again_is_stopped(self, cast, wanted):
        for _n in range(actions.asking.REFUGE_REQUESTS_PER_DAY):
            actions.request_capacity(wanted, by=cast.accredited)
        with pytest.raises(TooMany):
            actions.request_capacity(wanted, by=cast.accredited)


@pytest.mark.parametrize("text", ["Ligar 912 345 678", "NIF 123456789", "maria@exemplo.pt"])
def test_a_note_that_could_name_someone_is_refused_and_kept_nowhere(cast, ask, resource, text):
    with pytest.raises(PersonalData) as refused:
        ask(resource, note=text)
    assert text not in refused.value.sentence
    assert not Request.objects.exists()
    assert ask(resource, note="Chegam depois do jantar.").item.request.note.text == "Chegam depois do jantar."


def test_a_reference_is_opaque(ask, resource):
    for number in ("912345678", "+351912345678", "501442600"):
        with pytest.raises((PersonalData, Invalid)):
            ask(resource, reference=number)
    with pytest.raises(Invalid):
        ask(resource, reference="Maria José")
    assert ask(resource, reference="k2-81").item.request.reference == "K2-81"


@pytest.mark.parametrize("quantity", [0, -1, 10**9])
def test_impossible_quantities_are_refused(ask, resource, quantity):
    with pytest.raises(Invalid):
        ask(resource, quantity)


def test_who_may_not_ask_is_refused(cast, ask, resource):
    with pytest.raises(NotAllowed):
        ask(resource, by=cast.editor)


def test_the_need_speaks_closed_words_only(ask, resource):
    good = ask(
        resource, need={"adults": 2, "age_band": "30-64", "avoid_municipalities": ["1312"], "pets": True}
    )
    assert good.item.request.needs["avoid_municipalities"] == ["1312"]
    for bad in (
        {"name": "x"},
        {"age_band": "47"},
        {"adults": 400},
        {"avoid_municipalities": ["9999"]},
        {"pets": 3},
    ):
        with pytest.raises(Invalid):
            ask(resource, need=bad)


def test_letters_and_notices_are_rows_of_the_same_transaction(cast, asked):
    letter = Letter.objects.get(to="holder@example.org")
    assert letter.sent_at is None
    assert f"/trabalho/reservas/{asked.uuid}/" in letter.text
    assert "7Q4-M" not in letter.subject
    assert (
        Notice.objects.of(cast.holder).get().text_en == "A request is waiting for an answer"
        or Notice.objects.of(cast.holder).get().text_pt == "Há um pedido para responder"
    )


def test_who_waits_first_is_told_about_first(cast, ask, make_resource, protocol):
    resource = make_resource(1)
    taken = actions.accept_booking(ask(resource, auto_confirm=True), by=cast.holder)
    first = ask(resource, if_full="waitlist", reference="AAA-1")
    ask(resource, if_full="waitlist", reference="BBB-2")
    Letter.objects.all().delete()
    actions.withdraw_booking(taken, by=cast.technician, code="no_longer_needed")
    letter = Letter.objects.get(kind="place_freed", to="holder@example.org")
    assert f"/trabalho/reservas/{first.uuid}/" in letter.text
    assert [b.item.request.reference for b in Booking.objects.decidable_by(cast.holder).to_answer()] == [
        "AAA-1",
        "BBB-2",
    ]


def test_the_inbox_is_most_urgent_and_oldest_first(cast, ask, resource):
    wanted = [("normal", "OLD"), ("urgent", "URG"), ("emergency", "EME"), ("normal", "NEW")]
    for number, (urgency, reference) in enumerate(wanted):
        with moment.replaying(moment.now() - timedelta(minutes=60 - number)):
            ask(resource, urgency=urgency, reference=reference)
    order = [b.item.request.reference for b in Booking.objects.decidable_by(cast.holder).to_answer()]
    assert order == ["EME", "URG", "OLD", "NEW"]


def test_an_unanswered_request_is_chased_once(cast, ask, resource):
    booking = ask(resource, urgency="emergency")
    assert actions.remind_unanswered() == 0
    with moment.replaying(booking.item.request.answer_by + timedelta(seconds=1)):
        assert actions.remind_unanswered() == 1
        assert actions.remind_unanswered() == 0


def test_stale_capacity_is_asked_about_once(cast, resource):
    Letter.objects.all().delete()
    with moment.replaying(moment.now() + timedelta(hours=13)):
        assert actions.remind_unconfirmed() == 1
        assert actions.remind_unconfirmed() == 0
    assert Letter.objects.filter(kind="capacity", to="holder@example.org").count() == 1

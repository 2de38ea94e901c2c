"""Figures come in all at once, as revisions, and can be taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import AuditEntry
from accounts.refusals import NotAllowed, WrongState
from monitor import periods
from monitor.actions import Cell, compare, confirm, take, undo
from monitor.models import DataVersion, Import, Indicator, Observation, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator():
    topic, _made = Topic.objects.get_or_create(
        code="prova", defaults={"order": 99, "name_pt": "Prova", "name_en": "Trial"}
    )
    return Indicator.objects.create(
        code="prova_pessoas", topic=topic, name_pt="Pessoas", name_en="People", short_pt="Pessoas",
        short_en="People", unit_pt="pessoas", unit_en="people", unit_source="N.º", kind="count",
        publisher="INE", periodicity="annual",
    )  # fmt: skip


@pytest.fixture
def cell(indicator):
    def make(place="1312", period="2021", value="5", status="final", source="INE, prova"):
        return Cell(
            indicator.pk,
            place,
            periods.parse(period)[0],
            None if value is None else Decimal(value),
            status,
            source,
        )

    return make


def taken(*cells, by=None, **more):
    return take(cells, kind=Import.Kind.TABLE, name="prova.csv", by=by, **more)


def current(**of):
    return {(o.place_id, o.period): o.value for o in Observation.objects.current().filter(**of)}


def test_the_same_figures_twice_change_nothing(cell):
    assert taken(cell(), cell("1306")).counts == {"new": 2, "changed": 0, "same": 0}
    before = DataVersion.now().number
    assert taken(cell(), cell("1306")) is None
    assert (
        DataVersion.now().number,
        Observation.objects.filter(indicator__code="prova_pessoas").count(),
    ) == (before, 2)


def test_a_changed_figure_is_a_revision_and_the_earlier_one_stays(cell, indicator):
    taken(cell(value="5"))
    second = taken(cell(value="6"))
    assert current(indicator=indicator) == {("1312", "2021"): 6}
    earlier = Observation.objects.get(indicator=indicator, superseded_at__isnull=False)
    assert (earlier.value, earlier.superseded_in) == (5, second)


def test_a_firmer_status_or_another_source_is_a_revision_too(cell):
    taken(cell(status="provisional"))
    assert taken(cell(status="final")).counts["changed"] == 1
    assert taken(cell(status="final", source="outra")).counts["changed"] == 1


def test_a_preview_says_what_would_change_and_changes_nothing(cell, indicator):
    taken(cell(value="5"))
    before = DataVersion.now().number
    seen = {(one.place_id, one.state, one.before) for one in compare([cell(value="6"), cell("1306")])}
    assert seen == {("1312", "changed", Decimal(5)), ("1306", "new", None)}
    assert (current(indicator=indicator), DataVersion.now().number) == ({("1312", "2021"): 5}, before)


def test_an_import_taken_back_lets_hold_again_what_it_replaced(cell, cast, indicator):
    taken(cell(value="5"))
    second = taken(cell(value="6"), cell("1306", value="7"))
    undo(second, by=cast.coordination)
    assert current(indicator=indicator) == {("1312", "2021"): 5}
    assert Observation.objects.filter(indicator=indicator).count() == 3
    assert AuditEntry.objects.filter(verb="import_undone", subject_id=str(second.uuid)).count() == 1
    with pytest.raises(WrongState):
        undo(second, by=cast.coordination)
    # What was taken back comes in again as new.
    assert taken(cell(value="6")).counts["changed"] == 1


def test_an_import_under_a_later_one_is_not_taken_back(cell, cast, indicator):
    first = taken(cell(value="5"))
    taken(cell(value="6"))
    with pytest.raises(WrongState):
        undo(first, by=cast.coordination)
    assert current(indicator=indicator) == {("1312", "2021"): 6}


def test_only_coordination_takes_back_what_is_published(cell, cast, indicator):
    first = taken(cell(), by=cast.holder)
    with pytest.raises(NotAllowed):
        undo(first, by=cast.holder)
    with pytest.raises(Import.DoesNotExist):
        undo(first, by=cast.technician)
    assert len(current(indicator=indicator)) == 1


def test_a_municipalitys_own_figures_stay_in_the_network_until_coordination_confirms_them(
    cell, cast, indicator
):
    taken(cell(value="5"))
    own = take(
        [cell(value="6", status="provisional"), cell("1306", value="9", status="provisional")],
        kind=Import.Kind.UPLOAD, name="trimestre", by=cast.holder,
        audience=Indicator.Audience.NETWORK, state=Import.State.WAITING,
    )  # fmt: skip
    seen = Observation.objects.current().filter(indicator=indicator)
    assert {o.value for o in seen.visible_to(None)} == {5}
    assert {o.value for o in seen.visible_to(cast.technician)} == {5, 6, 9}
    with pytest.raises(NotAllowed):
        confirm(own, by=cast.holder)
    confirm(own, by=cast.coordination)
    assert {(o.value, o.status) for o in seen.visible_to(None)} == {(6, "final"), (9, "final")}
    with pytest.raises(WrongState):
        confirm(own, by=cast.coordination)


@pytest.fixture
def upload(cast):
    def send(*cells):
        return take(
            cells, kind=Import.Kind.UPLOAD, name="trimestre", by=cast.holder,
            audience=Indicator.Audience.NETWORK, state=Import.State.WAITING,
        )  # fmt: skip

    return send


def state_of(batch):
    batch.refresh_from_db()
    return batch.state


def test_a_correction_leaves_nothing_waiting_of_what_it_corrects_until_it_is_taken_back(
    cell, cast, upload, indicator
):
    first = upload(cell(value="6", status="provisional"))
    second = upload(cell(value="7", status="provisional"))
    assert (state_of(first), state_of(second)) == ("replaced", "waiting")
    with pytest.raises(WrongState, match="mais recente"):
        confirm(first, by=cast.coordination)
    # Also where it was left waiting.
    Import.objects.filter(pk=first.pk).update(state=Import.State.WAITING)
    with pytest.raises(WrongState, match="mais recente"):
        confirm(first, by=cast.coordination)
    Import.objects.filter(pk=first.pk).update(state=Import.State.REPLACED)
    confirm(second, by=cast.coordination)
    assert state_of(first) == "replaced"
    undo(second, by=cast.coordination)
    assert (state_of(first), first.settled_at) == ("waiting", None)
    assert current(indicator=indicator, audience="network") == {("1312", "2021"): 6}
    verbs = list(
        AuditEntry.objects.filter(subject_id=str(first.uuid)).order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["import_taken", "import_replaced", "import_waits_again"]
    confirm(first, by=cast.coordination)
    assert current(indicator=indicator, audience="public") == {("1312", "2021"): 6}


def test_what_a_correction_left_of_an_import_is_confirmed_and_the_rest_waits_when_it_is_taken_back(
    cell, cast, upload, indicator
):
    first = upload(cell(value="6", status="provisional"), cell("1306", value="9", status="provisional"))
    second = upload(cell(value="7", status="provisional"))
    assert state_of(first) == "waiting"
    confirm(first, by=cast.coordination)
    undo(second, by=cast.holder)
    assert state_of(first) == "waiting"
    assert current(indicator=indicator, audience="network") == {("1312", "2021"): 6}
    # The other figure is public: no longer the municipality's to take back.
    with pytest.raises(NotAllowed):
        undo(first, by=cast.holder)
    third = upload(cell(value="8", status="provisional"))
    assert state_of(first) == "taken"
    undo(third, by=cast.holder)
    confirm(first, by=cast.coordination)
    assert current(indicator=indicator, audience="public") == {("1312", "2021"): 6, ("1306", "2021"): 9}
    assert state_of(first) == "taken"


def test_every_change_of_what_is_shown_moves_the_version_on(cell, indicator):
    numbers = [DataVersion.now().number]
    taken(cell())
    numbers.append(DataVersion.now().number)
    Indicator.objects.filter(pk=indicator.pk).update(name_pt="Outro nome")
    numbers.append(DataVersion.now().number)
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("written", "code", "status"),
    [
        ("2025", "2025", ""),
        ("2025 (provisional)", "2025", "provisional"),
        ("latest at 2025-10-25", "latest at 2025-10-25", ""),
        ("2025-Q1", "2025-Q1", ""),
        ("2025-03", "2025-03", ""),
    ],
)
def test_periods_are_read_as_files_write_them(written, code, status):
    period, said = periods.parse(written)
    assert (period.code, said) == (code, status)
    assert period.start <= period.end


@pytest.mark.parametrize(
    "written", ["", "25", "2025-13", "2025-Q5", "2025 (maybe)", "latest", "2025-02-30", "٢٠٢٥"]
)
def test_what_is_no_period_is_said_so(written):
    with pytest.raises(ValueError, match="2025"):
        periods.parse(written)

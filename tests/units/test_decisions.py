"""The register: numbered at approval, read by everybody as far as it is public, corrected only by a later one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from accounts import audit
from accounts.models import AuditEntry, Letter
from accounts.refusals import Invalid, NotAllowed, PersonalData, WrongState
from tests.units.governing import GONDOMAR, MAIA, at, governing, in_days
from units import actions
from units.actions.decisions import Change
from units.models import Decision, Paper, StructuringIdea
from units.models.rounds import ALL

pytestmark = pytest.mark.django_db
__all__ = ["governing"]
TODAY = timezone.localdate()
INSIDE, OUTSIDE = "Aprovado com o voto da Maia e o parecer reservado.", "Aprovado."


def test_numbers_count_by_body_and_year_of_the_decision(governing):
    last_year = date(TODAY.year - 1, 12, 31)
    made = [
        governing.decided(on=last_year),
        governing.decided(),
        governing.decided(governing.unit),
        governing.decided(),
        governing.decided(on=last_year),
    ]
    assert [d.number for d in made] == [
        f"CV-{TODAY.year - 1}-001",
        f"CV-{TODAY.year}-001",
        f"UE1-{TODAY.year}-001",
        f"CV-{TODAY.year}-002",
        f"CV-{TODAY.year - 1}-002",
    ]


def test_a_draft_has_no_number_and_takes_none_when_it_is_thrown_away(governing):
    draft = governing.draft()
    assert (draft.number, draft.decided_on, draft.is_approved) == ("", None, False)
    actions.drop_decision(draft, by=governing.coordination)
    assert not Decision.objects.exists()
    assert governing.decided().number.endswith("-001")


def test_the_thousandth_decision_follows_the_999th(governing):
    draft = governing.draft()
    Decision.objects.filter(pk=draft.pk).update(
        number=f"CV-{TODAY.year}-999", state="approved", decided_on=TODAY, approved_at=timezone.now()
    )
    assert [governing.decided().number for _ in range(2)] == [
        f"CV-{TODAY.year}-1000",
        f"CV-{TODAY.year}-1001",
    ]


def test_a_decision_is_not_approved_for_tomorrow_nor_reviewed_before_it_is_made(governing):
    draft = governing.draft(review_on=TODAY)
    for day, field in [(TODAY + timedelta(days=1), "decided_on"), (TODAY, "review_on"), (None, "review_on")]:
        with pytest.raises(Invalid) as refused:
            actions.approve_decision(draft, by=governing.coordination, decided_on=day)
        assert refused.value.field == field
    day = TODAY - timedelta(days=1)
    assert actions.approve_decision(draft, by=governing.coordination, decided_on=day).decided_on == day


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title_pt": ""}, "title_pt"),
        ({"title_pt": "x" * 201}, "title_pt"),
        ({"text_pt": " "}, "text_pt"),
        ({"effects": [Change("magic", "Tudo muda")]}, "effects"),
        ({"effects": [Change("plan", "")]}, "effects"),
    ],
)
def test_a_decision_that_says_nothing_is_refused_at_its_field(governing, change, field):
    with pytest.raises(Invalid) as refused:
        governing.draft(**change)
    assert refused.value.field == field
    assert not Decision.objects.exists()


def test_no_version_of_a_decision_names_anybody(governing):
    for field in ("title_pt", "text_pt", "public_text_pt", "text_en", "public_text_en"):
        with pytest.raises(PersonalData) as refused:
            governing.draft(**{field: "Sobre o caso de utente@example.org"})
        assert refused.value.field == field


def test_a_decision_rests_on_a_closed_round_that_was_agreed_and_on_a_meeting_of_its_body(governing):
    agreed, returned = governing.closed(), governing.closed(["agrees"] * 3)
    held = governing.held()
    for more, field in [
        ({"round": governing.open()}, "round"),
        ({"round": returned}, "round"),
        ({"meeting": governing.held(governing.council)}, "meeting"),
    ]:
        with pytest.raises(Invalid) as refused:
            governing.draft(governing.unit, **more)
        assert refused.value.field == field
    made = governing.decided(governing.unit, round=agreed, meeting=held)
    assert agreed.decision_made == made


def test_only_who_runs_the_body_decides(governing):
    draft, approved = governing.draft(governing.unit), governing.decided(governing.unit)
    for by in (governing.speakers[MAIA], governing.cast.technician):
        for attempt in (
            lambda by=by: actions.draft_decision(governing.unit, governing.said(), by=by),
            lambda by=by: actions.edit_decision(draft, governing.said(), by=by),
            lambda by=by: actions.drop_decision(draft, by=by),
            lambda by=by: actions.approve_decision(draft, by=by),
            lambda by=by: actions.correct_decision(approved, governing.said(), by=by),
        ):
            with pytest.raises(NotAllowed) as refused:
                attempt()
            assert refused.value.status == 403
    assert actions.approve_decision(draft, by=governing.speakers[GONDOMAR]).is_approved


def test_a_draft_changes_and_an_approved_decision_does_not(governing):
    ideas = list(StructuringIdea.objects.all()[:2])
    draft = governing.draft(effects=[Change("plan", "Meta 1.2 passa a 24 h", reference="1.2")], ideas=ideas)
    changed = governing.said(title_pt="Outro título", effects=[Change("other", "Outro")], ideas=ideas[:1])
    actions.edit_decision(draft, changed, by=governing.coordination)
    approved = actions.approve_decision(draft, by=governing.coordination)
    for attempt in (
        lambda: actions.edit_decision(approved, governing.said(), by=governing.coordination),
        lambda: actions.drop_decision(approved, by=governing.coordination),
        lambda: actions.approve_decision(approved, by=governing.coordination),
    ):
        with pytest.raises(WrongState) as refused:
            attempt()
        assert refused.value.status == 409 and approved.number in refused.value.sentence
    now = Decision.objects.get(pk=draft.pk)
    assert now.title_pt == "Outro título"
    assert [e.text_pt for e in now.effects.all()] == ["Outro"]
    assert list(now.ideas.all()) == ideas[:1]


def test_a_later_decision_corrects_and_cites_and_the_first_stays_as_it_was(governing):
    first = governing.decided(on=TODAY - timedelta(days=30))
    before = Decision.objects.filter(pk=first.pk).values().get()
    later = actions.correct_decision(
        first, governing.said(title_pt="Prazo de 60 dias"), by=governing.coordination
    )
    with pytest.raises(Invalid) as refused:
        actions.approve_decision(later, by=governing.coordination, decided_on=TODAY - timedelta(days=31))
    assert refused.value.field == "decided_on"
    later = actions.approve_decision(later, by=governing.coordination)
    assert (later.corrects, list(first.corrected_by.all())) == (first, [later])
    assert Decision.objects.filter(pk=first.pk).values().get() == before
    letter = Letter.objects.filter(kind="decision").latest("pk")
    assert f"Corrige a decisão {first.number}." in letter.text


def test_what_is_not_approved_is_changed_not_corrected(governing):
    with pytest.raises(WrongState):
        actions.correct_decision(governing.draft(), governing.said(), by=governing.coordination)


# --- Telling and writing down -----------------------------------------------------------------------------------------


def test_all_17_and_who_runs_the_body_are_told_the_number_and_not_what_was_decided(governing):
    made = governing.decided()
    letters = Letter.objects.filter(kind="decision")
    assert letters.count() == ALL + 1
    for letter in letters:
        assert letter.subject == f"Nova decisão: {made.number}"
        assert made.title_pt in letter.text and made.text_pt not in letter.text
        assert f"/unidades/decisoes/{made.number}/" in letter.text


def test_every_step_leaves_one_audit_row(governing):
    draft = governing.draft()
    actions.edit_decision(draft, governing.said(), by=governing.coordination)
    made = actions.approve_decision(draft, by=governing.coordination)
    rows = AuditEntry.objects.filter(subject_id=str(draft.uuid)).order_by("seq")
    assert [r.verb for r in rows] == ["draft_decision", "edit_decision", "approve_decision"]
    assert (rows[2].label, rows[2].to_state) == (made.number, "approved")
    assert list(audit.problems()) == []


# --- Reading ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def register(governing):
    """One of each kind: public, public with a version of its own for the public, internal, not approved yet."""
    return {
        "public": governing.decided(),
        "two versions": governing.decided(
            text_pt=INSIDE, text_en="", public_text_pt=OUTSIDE, public_text_en="Approved."
        ),
        "internal": governing.decided(is_public=False),
        "draft": governing.draft(),
    }


@pytest.mark.parametrize(
    ("who", "governs"),
    [
        (None, False),
        ("outsider", False),
        ("technician", False),
        ("holder", False),
        ("accredited", False),
        ("editor", False),
        ("representative", True),
        ("coordination", True),
    ],
)
def test_who_reads_which_decision_and_which_of_its_texts(governing, register, who, governs):
    member = getattr(governing.cast, who) if who else None
    seen = {name for name, one in register.items() if Decision.objects.visible_to(member).contains(one)}
    assert seen == (set(register) if governs else {"public", "two versions"})
    assert register["two versions"].text_for(member) == (INSIDE if governs else OUTSIDE)
    assert register["public"].text_for(member) == register["public"].text_pt
    with translation.override("en"):
        expected = INSIDE if governs else "Approved."
        assert register["two versions"].text_for(member) == expected


@pytest.mark.parametrize(("who", "governs"), [(None, False), ("technician", False), ("representative", True)])
def test_a_search_tells_no_more_than_the_page(governing, register, who, governs):
    member = getattr(governing.cast, who) if who else None

    def found(text):
        rows = Decision.objects.visible_to(member).matching(text, reader=member)
        return {name for name, one in register.items() if rows.contains(one)}

    assert found("parecer reservado") == ({"two versions"} if governs else set())
    assert "two versions" in found("aprovado")
    assert "public" in found("renovavel duas")
    assert "public" in found("RENOVÁVEL")
    assert found(register["public"].number.lower()) == {"public"}
    assert "public" in found("common period")
    assert found("prazo inexistente") == set()


def test_papers_are_read_with_what_they_belong_to(governing, register):
    def paper(name, is_public, **belongs):
        return Paper.objects.create(
            title=name, name="a.pdf", media_type="application/pdf", content=b"%PDF", size=4, is_public=is_public,
            **belongs,
        )  # fmt: skip

    meeting = governing.called(starts=in_days(3))
    draft = register["draft"]
    papers = {
        paper("a", True, meeting=meeting),
        paper("b", False, meeting=meeting),
        paper("c", True, decision=draft),
    }
    public = {one for one in papers if one.title == "a"}
    for who in (None, governing.cast.technician):
        assert set(Paper.objects.visible_to(who)) == public
    assert set(Paper.objects.visible_to(governing.cast.representative)) == papers
    actions.approve_decision(draft, by=governing.coordination)
    assert {one.title for one in Paper.objects.visible_to(None)} == {"a", "c"}


def test_since_a_day_are_those_of_that_day_and_later(governing):
    old, new = (
        governing.decided(on=TODAY - timedelta(days=8)),
        governing.decided(on=TODAY - timedelta(days=7)),
    )
    assert set(Decision.objects.since(TODAY - timedelta(days=7))) == {new}
    assert set(Decision.objects.since(None)) == {old, new}


def test_decided_on_is_the_day_of_the_wall_clock(governing):
    now = timezone.now().replace(hour=12)
    with at(now):
        assert governing.decided().decided_on == timezone.localdate(now)

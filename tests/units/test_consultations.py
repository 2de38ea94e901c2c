"""Consultations: an entity comments while it is open, every comment gets a reply, and only then there is a report."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from accounts import moment
from accounts.models import AuditEntry, AuditText, Letter, Membership, Notice
from accounts.refusals import Invalid, NotAllowed, PersonalData, Refusal, WrongState
from tests.units.consulting import TEXT, consulting
from tests.units.governing import GONDOMAR, MAIA, at, governing
from units import actions
from units.models import Comment, Consultation, Reply

pytestmark = pytest.mark.django_db
__all__ = ["consulting", "governing"]
MOMENT = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def portuguese():
    with translation.override("pt-pt"):
        yield


def verbs(consultation):
    return list(AuditEntry.objects.filter(subject_id=str(consultation.uuid)).values_list("verb", flat=True))


def told(kind):
    return set(Letter.objects.filter(kind=kind).values_list("to", flat=True))


# --- Preparing and opening --------------------------------------------------------------------------------------------


def test_opening_fixes_text_question_readers_and_time(consulting):
    consultation = consulting.prepare()
    other = {"text": "Por 60 dias.", "question_pt": "Chega?", "audience": "network"}
    consulting.prepare(consultation=consultation, **other)
    opened = actions.open_consultation(consultation, by=consulting.coordination)
    assert (opened.version.text, opened.question_pt, opened.audience) == tuple(other.values())
    with pytest.raises(WrongState) as refused:
        consulting.prepare(consultation=consultation, text="Por 30 dias.")
    assert refused.value.status == 409 and "aberta" in refused.value.sentence
    with pytest.raises(WrongState):
        actions.open_consultation(consultation, by=consulting.coordination)
    assert verbs(consultation) == ["prepare_consultation", "prepare_consultation", "open_consultation"]


def test_consultations_are_numbered_by_body_and_year(consulting):
    year = moment.now().year
    codes = [consulting.open().code, consulting.open().code]
    codes.append(consulting.open(body=consulting.governing.council).code)
    assert codes == [f"CP-UE1-{year}-01", f"CP-UE1-{year}-02", f"CP-CV-{year}-01"]


def test_the_same_text_is_the_same_version_and_another_text_the_next_one(consulting):
    round = consulting.governing.open(text=TEXT)
    draft = round.version.draft
    titles = {"title_pt": draft.title_pt, "title_en": draft.title_en}
    same = consulting.prepare(draft=draft, **titles)
    assert same.version == round.version
    # What the municipalities read already stays as they read it.
    changed = consulting.prepare(consultation=same, text="Por 60 dias.")
    round.version.refresh_from_db()
    assert (changed.version.number, changed.version.text, round.version.text) == (2, "Por 60 dias.", TEXT)


def test_a_round_on_a_text_under_consultation_does_not_change_it(consulting):
    consultation = consulting.open()
    round = consulting.governing.prepare(draft=consultation.version.draft, text="Por 60 dias.")
    assert (round.version.number, consultation.version.number) == (2, 1)
    with pytest.raises(IntegrityError, match="stays as it was read"), transaction.atomic():
        type(consultation.version).objects.filter(pk=consultation.version_id).update(text="Outro.")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "  "}, "text"),
        ({"title_pt": ""}, "title_pt"),
        ({"question_pt": ""}, "question_pt"),
        ({"question_pt": "x" * 301}, "question_pt"),
        ({"audience": "everybody"}, "audience"),
        ({"ahead": timedelta(hours=23)}, "deadline"),
        ({"ahead": timedelta(days=181)}, "deadline"),
    ],
)
def test_a_consultation_that_makes_no_sense_is_not_prepared(consulting, change, field):
    consulting.prepare(deadline=moment.now() + timedelta(hours=25))
    ahead = change.pop("ahead", None)
    if ahead:
        change["deadline"] = moment.now() + ahead
    with pytest.raises(Invalid) as refused:
        consulting.prepare(**change)
    assert (refused.value.field, refused.value.status) == (field, 422)
    assert Consultation.objects.count() == 1


def test_consultations_are_prepared_and_answered_by_who_runs_the_body(consulting):
    governing = consulting.governing
    leads, other = governing.speakers[GONDOMAR], governing.speakers[MAIA]
    consultation = consulting.closed()
    comment = consultation.comments.first()
    consulting.reply(comment, by=leads)
    for by in (other, consulting.technician, consulting.holder):
        with pytest.raises(NotAllowed):
            consulting.prepare(by=by)
        with pytest.raises(NotAllowed):
            consulting.reply(comment, by=by, text="Outra.")
        with pytest.raises(NotAllowed):
            actions.publish_report(consultation, by=by)
        with pytest.raises(NotAllowed):
            actions.withdraw_consultation(consultation, by=by, why="Porque sim.")


# --- Who is told, who may read ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", ["governing", "network", "public"])
def test_opening_tells_those_who_may_comment_in_their_language(consulting, audience):
    technician = consulting.technician
    technician.user.language = "en"
    technician.user.save()
    consulting.open(audience=audience)
    addresses = told("consultation_opened")
    assert "representative@example.org" in addresses and "coordination@example.org" in addresses
    assert ("technician@example.org" in addresses) == (audience != "governing")
    assert "outsider@example.org" not in addresses
    if audience != "governing":
        assert Letter.objects.get(kind="consultation_opened", to=technician.user.email).language == "en"
        notice = Notice.objects.get(user=technician.user, text_pt__startswith="Consulta aberta")
        assert "/unidades/consultas/" in notice.url


GOVERN = {"representative", "coordination"}
READS = {"governing": GOVERN, "network": {"technician", "holder", "editor", *GOVERN}}


@pytest.mark.parametrize("audience", ["governing", "network", "public"])
def test_a_consultation_is_read_by_its_readers_and_does_not_exist_for_others(
    consulting, client_for, audience
):
    consultation = consulting.closed({"by": consulting.governing.cast.representative}, audience=audience)
    draft = consulting.prepare(audience=audience)
    for who in (None, "outsider", "technician", "holder", "editor", "representative", "coordination"):
        client = client_for(who)
        reads = audience == "public" or who in READS[audience]
        page = client.get(f"/unidades/consultas/{consultation.uuid}/")
        file = client.get(f"/unidades/consultas/{consultation.uuid}/comentarios.csv")
        listed = client.get("/unidades/consultas/").content.decode()
        assert (page.status_code, file.status_code) == ((200, 200) if reads else (404, 404)), who
        assert (consultation.code in listed) == reads, who
        governs = who in GOVERN
        assert client.get(f"/unidades/consultas/{draft.uuid}/").status_code == (200 if governs else 404), who
        assert str(draft.uuid) not in listed


def test_the_entity_signs_and_the_person_is_read_inside_only(consulting, client_for):
    consultation = consulting.closed({"by": consulting.technician})
    name = consulting.technician.user.name
    for who, reads in {None: False, "holder": False, "technician": True, "coordination": True}.items():
        client = client_for(who)
        page = client.get(f"/unidades/consultas/{consultation.uuid}/").content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert "Obra Social de Rio Tinto" in main
        assert (name in main) == reads, who
        file = client.get(f"/unidades/consultas/{consultation.uuid}/comentarios.csv")
        said = b"".join(file.streaming_content).decode("utf-8-sig")
        assert "Trocar 90 por 60 dias." in said
        assert (name in said) == (who == "coordination"), who


# --- Commenting -------------------------------------------------------------------------------------------------------


def late(consulting, consultation):
    return {"when": consultation.deadline}


def closed(consulting, consultation):
    with at(consultation.deadline):
        actions.close_consultation(consultation, by=None)
    return {}


def withdrawn(consulting, consultation):
    actions.withdraw_consultation(consultation, by=consulting.coordination, why="O texto era outro.")
    return {}


def not_yet_open(consulting, consultation):
    return {"consultation": consulting.prepare(audience="network"), "by": consulting.coordination}


def twice(consulting, consultation):
    consulting.say(consultation)
    return {"kind": "question"}


def internal(consulting, consultation):
    return {"consultation": consulting.open(audience="governing")}


def left(consulting, consultation):
    by = Membership.objects.select_related("user", "organisation").get(pk=consulting.technician.pk)
    by.is_active = False
    return {"by": by}


def of_a_closed_entity(consulting, consultation):
    by = Membership.objects.select_related("user", "organisation").get(pk=consulting.technician.pk)
    by.organisation.is_active = False
    return {"by": by}


def said(**change):
    return lambda consulting, consultation: change


@pytest.mark.parametrize(
    ("situation", "status", "says"),
    [
        (late, 409, "A consulta fechou em"),
        (closed, 409, "A consulta fechou em"),
        (withdrawn, 409, "A consulta fechou em"),
        (not_yet_open, 409, "ainda não abriu"),
        (twice, 409, "já fez este comentário"),
        (internal, 403, "não está aberta à sua entidade"),
        (left, 403, "entidade ativa"),
        (of_a_closed_entity, 403, "entidade ativa"),
        (said(text=" "), 422, "Falta preencher"),
        (said(text="x" * 4001), 422, "demasiado longo"),
        (said(text="Fale com maria.silva@example.org."), 422, ""),
        (said(kind="rant"), 422, "Escolha o que é"),
        (said(evidence="sideways"), 422, "em que se apoia"),
        (said(paragraph=4), 422, "não existe no texto"),
        (said(paragraph=0), 422, "não existe no texto"),
    ],
)
def test_a_comment_that_may_not_be_is_refused_in_a_plain_sentence(consulting, situation, status, says):
    # Without the situation the very same call goes through.
    assert comment_on(consulting, consulting.open()).number == 1
    consultation = consulting.open()
    change = situation(consulting, consultation)
    before = Comment.objects.count()
    with pytest.raises(Refusal) as refused:
        comment_on(consulting, change.pop("consultation", consultation), **change)
    assert refused.value.status == status
    assert says in refused.value.sentence and refused.value.sentence.endswith(".")
    assert Comment.objects.count() == before


def comment_on(consulting, consultation, *, when=None, **more):
    with at(when or moment.now()):
        return consulting.say(consultation, **more)


def test_the_last_instant_before_the_deadline_still_counts(consulting):
    consultation = consulting.open()
    assert comment_on(consulting, consultation, when=consultation.deadline - MOMENT).number == 1


def test_what_could_identify_a_person_is_kept_nowhere(consulting):
    consultation = consulting.open()
    with pytest.raises(PersonalData):
        consulting.say(consultation, text="O caso de NIF 123456789.")
    assert not AuditText.objects.filter(text__contains="123456789").exists()


def test_one_may_take_back_an_own_comment_while_it_is_open(consulting):
    consultation = consulting.open()
    mine, other = consulting.say(consultation), consulting.say(consultation, by=consulting.holder)
    with pytest.raises(NotAllowed):
        actions.take_back_comment(other, by=consulting.technician)
    actions.take_back_comment(mine, by=consulting.technician)
    actions.take_back_comment(mine, by=consulting.technician)  # a second click takes nothing more
    assert list(consultation.comments.all()) == [other]
    with at(consultation.deadline), pytest.raises(WrongState):
        actions.take_back_comment(other, by=consulting.holder)
    assert verbs(consultation)[2:] == ["give_comment", "give_comment", "take_back_comment"]


def test_the_number_of_a_comment_taken_back_is_never_another_comments(consulting):
    consultation = consulting.open()
    first = consulting.say(consultation)
    last = consulting.say(consultation, by=consulting.holder)
    actions.take_back_comment(last, by=consulting.holder)
    again = consulting.say(consultation, by=consulting.holder)
    assert [first.number, last.number, again.number] == [1, 2, 3]


# --- Closing, answering, publishing -----------------------------------------------------------------------------------


def test_the_clock_closes_at_the_deadline_and_nobody_closes_before(consulting):
    consultation = consulting.open()
    consulting.say(consultation)
    with at(consultation.deadline - MOMENT):
        assert actions.close_due_consultations() == 0
        with pytest.raises(WrongState):
            actions.close_consultation(consultation, by=consulting.coordination)
    with at(consultation.deadline):
        assert actions.close_due_consultations() == 1
        assert actions.close_due_consultations() == 0
    consultation.refresh_from_db()
    assert consultation.state == "closed"
    assert {"coordination@example.org"} <= told("consultation_closed")
    assert "technician@example.org" not in told("consultation_closed")


def test_the_report_is_not_published_while_a_comment_has_no_reply(consulting):
    consultation = consulting.closed()
    first, second = consultation.comments.all()
    consulting.reply(first)
    with pytest.raises(WrongState) as refused:
        actions.publish_report(consultation, by=consulting.coordination)
    assert refused.value.status == 409 and "Falta responder a 1 comentário" in refused.value.sentence
    consultation.refresh_from_db()
    assert (consultation.state, consultation.published_at) == ("closed", None)
    consulting.reply(second, outcome="noted")
    published = actions.publish_report(consultation, by=consulting.coordination)
    assert published.state == "published"
    assert {"technician@example.org", "holder@example.org"} <= told("report_published")


def test_a_consultation_on_which_nobody_commented_has_a_report_too(consulting):
    consultation = consulting.open()
    with at(consultation.deadline):
        actions.close_consultation(consultation, by=None)
    assert actions.publish_report(consultation, by=consulting.coordination).state == "published"


def test_who_commented_is_told_of_the_reply_and_of_its_change(consulting):
    consultation = consulting.closed({"by": consulting.technician})
    comment = consultation.comments.get()
    consulting.reply(comment)
    consulting.reply(comment)  # the same again is no news
    consulting.reply(comment, outcome="in_part", text="Só para camas.")
    letters = Letter.objects.filter(kind="comment_answered").order_by("pk")
    assert [letter.to for letter in letters] == ["technician@example.org"] * 2
    assert "Mudou a resposta" in letters[1].subject and "Só para camas" not in letters[1].text
    notices = Notice.objects.filter(user=consulting.technician.user, text_pt__contains="ao seu comentário")
    assert notices.count() == 2
    assert Reply.objects.get().outcome == "in_part"


def test_replies_come_after_the_closing_and_stay_after_the_report(consulting):
    consultation = consulting.open()
    comment = consulting.say(consultation)
    with pytest.raises(WrongState) as refused:
        consulting.reply(comment)
    assert "ainda está aberta" in refused.value.sentence
    published = consulting.published()
    with pytest.raises(WrongState):
        consulting.reply(published.comments.first(), text="Outra coisa.")
    with pytest.raises(WrongState):
        actions.publish_report(published, by=consulting.coordination)
    with pytest.raises(WrongState):
        actions.withdraw_consultation(published, by=consulting.coordination, why="Tarde.")


@pytest.mark.parametrize(("change", "field"), [({"outcome": "perhaps"}, "outcome"), ({"text": " "}, "text")])
def test_a_reply_says_what_is_done_and_why(consulting, change, field):
    comment = consulting.closed().comments.first()
    with pytest.raises(Invalid) as refused:
        consulting.reply(comment, **change)
    assert refused.value.field == field and not Reply.objects.exists()


def test_who_owes_replies_is_reminded_until_the_last_is_written(consulting):
    consultation = consulting.closed()
    first, second = consultation.comments.all()
    closed_at = consultation.closed_at
    with at(closed_at + timedelta(days=2)):
        assert actions.remind_replies() == 0
    with at(closed_at + timedelta(days=3)):
        assert actions.remind_replies() > 0
        assert actions.remind_replies() == 0
    consulting.reply(first)
    with at(closed_at + timedelta(days=6)):
        assert actions.remind_replies() > 0
    assert "technician@example.org" not in told("replies_due") and "coordination@example.org" in told(
        "replies_due"
    )
    consulting.reply(second)
    with at(closed_at + timedelta(days=9)):
        assert actions.remind_replies() == 0


# --- The database says the same ---------------------------------------------------------------------------------------


def refused_by_the_database(statement, *values):
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return refused.value.__cause__.diag.constraint_name


def passes(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1
        transaction.set_rollback(True)


PUBLISH = "UPDATE units_consultation SET state = 'published', published_at = now() WHERE id = %s"
COPY = (
    "INSERT INTO units_comment (uuid, consultation_id, number, organisation_id, kind, evidence, text, by_id, at)"
    " SELECT gen_random_uuid(), consultation_id, 99, organisation_id, kind, evidence, text, by_id, %s"
    " FROM units_comment WHERE id = %s"
)


def test_raw_sql_publishes_no_report_while_a_comment_has_no_reply(consulting):
    consultation = consulting.closed()
    first, second = consultation.comments.all()
    consulting.reply(first)
    assert refused_by_the_database(PUBLISH, consultation.pk) == "every_comment_has_a_reply"
    consulting.reply(second)
    passes(PUBLISH, consultation.pk)


def test_raw_sql_changes_no_comment_and_adds_none_after_the_closing(consulting):
    consultation = consulting.open()
    comment = consulting.say(consultation)
    passes(COPY, moment.now(), comment.pk)
    passes("DELETE FROM units_comment WHERE id = %s", comment.pk)
    update = "UPDATE units_comment SET text = 'Outra coisa.' WHERE id = %s"
    assert refused_by_the_database(update, comment.pk) == "comments_do_not_change"
    late = refused_by_the_database(COPY, consultation.deadline, comment.pk)
    with at(consultation.deadline):
        actions.close_consultation(consultation, by=None)
    gone = refused_by_the_database("DELETE FROM units_comment WHERE id = %s", comment.pk)
    assert {late, gone, refused_by_the_database(COPY, moment.now(), comment.pk)} == {
        "comments_of_open_consultations"
    }


def test_raw_sql_changes_nothing_of_a_published_report(consulting):
    answered, published = consulting.answered(), consulting.published()
    change = "UPDATE units_reply SET text = 'Outra.' WHERE comment_id = %s"
    remove = "DELETE FROM units_reply WHERE comment_id = %s"
    for statement in (change, remove):
        passes(statement, answered.comments.first().pk)
        name = refused_by_the_database(statement, published.comments.first().pk)
        assert name == "replies_before_the_report"
    for statement in (
        "UPDATE units_consultation SET conclusion_pt = 'Outra.' WHERE id = %s",
        "UPDATE units_consultation SET state = 'closed' WHERE id = %s",
        "DELETE FROM units_consultation WHERE id = %s",
    ):
        assert refused_by_the_database(statement, published.pk) == "consultations_keep_their_word"
    draft, open = consulting.prepare(), consulting.open()
    question = "UPDATE units_consultation SET question_pt = 'Outra?' WHERE id = %s"
    passes(question, draft.pk)
    assert refused_by_the_database(question, open.pk) == "consultations_keep_their_word"
    skip = "UPDATE units_consultation SET state = 'closed', closed_at = now() WHERE id = %s"
    assert refused_by_the_database(skip, draft.pk) == "consultations_keep_their_word"

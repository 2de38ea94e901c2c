"""An issue is composed from what was published outside since the last one, seen, and sent once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from accounts.models import AuditEntry, Letter, Membership, Notice, NoticeSettings
from portal.communication.actions import approve_news
from portal.newsletter.composing import candidates, chosen, mark_of_issue
from portal.newsletter.models import Issue, Subscription

DESK, COMPOSE = "/trabalho/comunicacao/", "/trabalho/comunicacao/boletim/"


def readers(n, language="pt-pt"):
    Subscription.objects.bulk_create(
        Subscription(email=f"{language}{n}@exemplo.pt", language=language, confirmed_at=timezone.now())
        for n in range(n)
    )


def words(*pages, **more):
    """What the form of an issue sends: these items, in this order."""
    order = {f"ordem-{page.translation_key}": str(place) for place, page in enumerate(pages, start=1)}
    return {
        "subject_pt": "Novembro na AMP", "subject_en": "November", "intro_pt": "Olá.", "intro_en": "Hello.",
        "noticia": [str(page.translation_key) for page in pages], "seen": "",
    } | order | more  # fmt: skip


def composed(client, *pages, **more):
    answer = client.post(COMPOSE, words(*pages, **more))
    assert answer.status_code == 303, answer.content.decode()[:3000]
    return Issue.objects.get(state="draft")


def send(client, issue, seen=None):
    return client.post(
        f"{COMPOSE}{issue.uuid}/enviar/", {"seen": mark_of_issue(issue) if seen is None else seen}
    )


def in_english(page, newsroom, title):
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.description = title, f"About {title}."
    english.save_revision(user=newsroom.cast.users["editor"])
    english.get_workflow().start(english, newsroom.cast.users["editor"])
    approve_news(
        english,
        by=newsroom.cast.coordination,
        revision=type(page).objects.get(pk=english.pk).latest_revision_id,
    )
    return english


def test_composed_seen_tried_and_sent(client_for, newsroom, cast):
    first, second = newsroom.external("Primeira"), newsroom.external("Segunda")
    in_english(second, newsroom, "Second")
    newsroom.internal("Cá dentro")
    newsroom.submitted("À espera")
    readers(2)
    readers(1, "en")
    Subscription.objects.create(email="por-confirmar@exemplo.pt")
    coordination = client_for("coordination")
    assert "Compor o boletim" in coordination.get(DESK).content.decode()
    page = coordination.get(COMPOSE).content.decode()
    assert "Primeira" in page and "Segunda" in page and "Cá dentro" not in page and "À espera" not in page
    issue = composed(coordination, second, first)
    preview = coordination.get(f"{COMPOSE}{issue.uuid}/").content.decode()
    assert preview.index("Segunda") < preview.index("Primeira")
    assert "Second" in preview and "Only in Portuguese" in preview
    assert coordination.post(f"{COMPOSE}{issue.uuid}/ensaio/").status_code == 303
    tried = Letter.objects.filter(kind="newsletter_test")
    assert {(letter.to, letter.language) for letter in tried} == {
        ("coordination@example.org", "pt-pt"), ("coordination@example.org", "en"),
    }  # fmt: skip
    assert (
        "Enviar o boletim a 3 endereços?"
        in coordination.get(f"{COMPOSE}{issue.uuid}/enviar/").content.decode()
    )
    assert not Letter.objects.filter(kind="newsletter").exists(), "so far nobody was written to"
    assert send(coordination, issue).status_code == 303
    issue.refresh_from_db()
    assert (issue.number, issue.state, issue.letters, issue.sent_by) == (1, "sent", 3, cast.coordination)
    sent = {letter.to: letter for letter in Letter.objects.filter(kind="newsletter")}
    assert set(sent) == {"pt-pt0@exemplo.pt", "pt-pt1@exemplo.pt", "en0@exemplo.pt"}
    english = sent["en0@exemplo.pt"]
    assert english.subject == "November" and "Second" in english.text and "Primeira" in english.text
    assert "/en/noticias/boletim/sair/" in english.leave_url
    keys = {str(one.key): one.email for one in Subscription.objects.confirmed()}
    for letter in sent.values():
        own = re.search(r"/sair/([0-9a-f-]{36})/", letter.leave_url).group(1)
        assert keys[own] == letter.to and own in letter.text and own in letter.html
        assert "CONCERTA-WAY-OUT" not in letter.text + letter.html
    assert AuditEntry.objects.filter(subject_type="newsletter", verb="send_issue").count() == 1
    archive = client_for(None).get("/noticias/boletim/1/").content.decode()
    assert "Novembro na AMP" in archive and "Primeira" in archive
    assert "Second" in client_for(None).get("/en/noticias/boletim/1/").content.decode()
    assert "Novembro na AMP" in client_for(None).get("/noticias/boletim/").content.decode()


def test_sent_once_however_often_it_is_pressed(client_for, newsroom):
    readers(2)
    issue = composed(client_for("coordination"), newsroom.external())
    mark = mark_of_issue(issue)
    assert send(client_for("coordination"), issue, mark).status_code == 303
    twice = send(client_for("coordination"), issue, mark)
    assert twice.status_code == 409 and "não sai duas vezes" in twice.content.decode()
    assert Letter.objects.filter(kind="newsletter").count() == 2
    assert client_for("coordination").get(f"{COMPOSE}{issue.uuid}/enviar/").status_code == 409
    assert client_for("coordination").post(f"{COMPOSE}{issue.uuid}/apagar/").status_code == 409
    assert client_for("coordination").post(f"{COMPOSE}{issue.uuid}/ensaio/").status_code == 409


def test_what_changed_since_it_was_read_is_not_sent(client_for, newsroom):
    first, second = newsroom.external(), newsroom.external()
    coordination = client_for("coordination")
    issue = composed(coordination, first)
    seen = mark_of_issue(issue)
    composed(coordination, second, seen=seen)
    answer = send(coordination, issue, seen)
    assert answer.status_code == 409 and "mudou desde que abriu" in answer.content.decode()
    stale = coordination.post(COMPOSE, words(first, seen=seen, intro_pt="Escrito com cuidado."))
    assert stale.status_code == 409 and "Escrito com cuidado." in stale.content.decode()


def test_the_next_issue_starts_where_the_last_one_ended(client_for, newsroom):
    coordination = client_for("coordination")
    old, left_out = newsroom.external("Antiga"), newsroom.external("De fora")
    send(coordination, composed(coordination, old))
    assert candidates() == []
    assert "Nada de novo para enviar" in coordination.get(COMPOSE).content.decode()
    assert "Nada de novo para enviar" in coordination.get(DESK).content.decode()
    new = newsroom.external("Nova")
    assert [page.title for page in candidates()] == ["Nova"]
    assert coordination.post(COMPOSE, words(left_out)).status_code == 422
    send(coordination, composed(coordination, new))
    assert list(Issue.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "more",
    [
        {"subject_pt": ""},
        {"noticia": []},
        {"noticia": ["x"]},
        {"intro_pt": "Ligue 912345678 ou NIF 123456789."},
    ],
)
def test_what_is_missing_or_may_not_be_said_is_refused(client_for, newsroom, more):
    answer = client_for("coordination").post(COMPOSE, words(newsroom.external(), **more))
    assert answer.status_code == 422 and not Issue.objects.exists()
    assert "123456789" not in answer.content.decode()


def test_internal_news_never_enter_an_issue_nor_stay_in_one(client_for, newsroom):
    coordination = client_for("coordination")
    inside, outside = newsroom.internal("Cá dentro"), newsroom.external("Lá fora")
    assert coordination.post(COMPOSE, words(inside)).status_code == 422
    issue = composed(coordination, outside)
    outside.unpublish()
    assert chosen(issue, "pt-pt") == []
    answer = send(coordination, issue)
    assert answer.status_code == 409 and "não há nada para enviar" in answer.content.decode()


def test_the_archive_leaves_out_what_was_withdrawn(client_for, newsroom):
    coordination = client_for("coordination")
    kept, gone = newsroom.external("Fica"), newsroom.external("Sai")
    send(coordination, composed(coordination, kept, gone))
    gone.unpublish()
    said = client_for(None).get("/noticias/boletim/1/").content.decode()
    assert (
        "Fica" in said
        and "Resumo de Sai" not in said
        and "1 notícia deste número já não está publicada" in said
    )
    assert client_for(None).get("/noticias/boletim/2/").status_code == 404


def test_members_get_a_notice_and_a_letter_only_if_they_asked(client_for, newsroom, cast):
    NoticeSettings.objects.create(user=cast.users["technician"], choices={"newsletter": "at_once"})
    NoticeSettings.objects.create(user=cast.users["holder"], choices={"newsletter": "digest"})
    NoticeSettings.objects.create(user=cast.users["accredited"], choices={"newsletter": "at_once"})
    Subscription.objects.create(email="accredited@example.org", confirmed_at=timezone.now())
    coordination = client_for("coordination")
    send(coordination, composed(coordination, newsroom.external("Feira")))
    letters = Letter.objects.filter(kind="newsletter")
    assert sorted(letters.values_list("to", flat=True)) == [
        "accredited@example.org",
        "technician@example.org",
    ]
    member = letters.get(to="technician@example.org")
    assert member.leave_url == "" and "/conta/avisos/" in member.text
    notices = Notice.objects.filter(url="/noticias/boletim/1/")
    people = Membership.objects.active().values("user").distinct().count()
    assert notices.count() == people
    assert [one.user_id for one in notices.exclude(digest_text="")] == [cast.users["holder"].pk]
    assert not notices.filter(user=cast.users["outsider"]).exists()


def test_thousands_of_letters_are_few_statements_and_let_others_pass(client_for, newsroom):
    coordination = client_for("coordination")
    readers(3000)
    issue = composed(coordination, newsroom.external())
    with CaptureQueriesContext(connection) as seen:
        assert send(coordination, issue).status_code == 303
    assert Letter.objects.filter(kind="newsletter").count() == 3000
    assert len(seen) < 80
    now = timezone.now()
    assert Letter.objects.filter(kind="newsletter", run_after__lte=now).count() == 300


@pytest.mark.parametrize("who", ["editor", "representative", "technician", "holder"])
def test_only_the_coordination_makes_issues(client_for, newsroom, who):
    issue = composed(client_for("coordination"), newsroom.external())
    client = client_for(who)
    for path in (COMPOSE, f"{COMPOSE}{issue.uuid}/", f"{COMPOSE}{issue.uuid}/enviar/"):
        assert client.get(path).status_code == 404
    assert send(client, issue).status_code == 404
    assert not Letter.objects.filter(kind="newsletter").exists()

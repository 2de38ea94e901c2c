"""Offers that end: told about a week before, renewed in one step, deleted two years later."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import moment
from accounts.models import Letter, Notice, Schedule
from accounts.sweeping import SomeFailed
from community import actions
from community.listings import mail, renewing
from community.models import JobOffer
from community.models.listings import today
from portal import clock
from portal.clock import JOBS, purge_expired, tick, wind
from tests.community.listed import Listed, aged


@pytest.fixture
def listed(cast):
    return Listed(cast)


def test_a_letter_a_week_before_renews_in_one_step_and_is_sent_once(listed, cast):
    soon, later = listed.job(title="Em breve"), listed.job(title="Mais tarde", by=cast.technician)
    aged(soon, 24)
    assert "job_expiry" in JOBS
    assert actions.remind_expiring() == 1
    assert actions.remind_expiring() == 0
    letters = Letter.objects.filter(kind="job_expiry")
    assert {letter.to for letter in letters} >= {"holder@example.org"}
    assert all("Em breve" in one.text and "Mais tarde" not in one.text for one in letters)
    assert Notice.objects.filter(user=cast.holder.user, text_pt__contains="sai da lista").exists()
    letter = letters.get(to="holder@example.org")
    path = re.search(r"/trabalho/comunidade/renovar/\S+/", letter.text).group()
    visitor = Client()
    before = soon.expires_on
    page = visitor.get(path)
    assert page.status_code == 200 and page["Referrer-Policy"] == "no-referrer"
    soon.refresh_from_db()
    assert soon.expires_on == before
    assert visitor.post(path).status_code == 422
    assert visitor.post(path, {"oferta": str(later.uuid)}).status_code == 422
    assert visitor.post(path, {"oferta": str(soon.uuid)}).status_code == 200
    soon.refresh_from_db()
    assert soon.expires_on == today() + timedelta(days=30)
    assert visitor.post(path, {"oferta": str(soon.uuid)}).status_code == 410
    assert visitor.get(path[:-6] + "AAAAA/").status_code == 404
    # The next last day is told of again.
    aged(soon, 25)
    assert actions.remind_expiring() == 1


def test_an_organisation_that_cannot_be_told_stops_no_other_and_the_clock_remembers_it(
    listed, cast, monkeypatch
):
    for by in (cast.holder, cast.technician):
        aged(listed.job(by=by), 24)
    bad, tell = min(cast.holder.organisation_id, cast.technician.organisation_id), mail.tell_expiring

    def fails_for_one(organisation, jobs):
        if organisation.pk == bad:
            raise ValueError
        return tell(organisation, jobs)

    monkeypatch.setattr(mail, "tell_expiring", fails_for_one)
    wind()
    Schedule.objects.exclude(name="job_expiry").update(next_run=moment.now() + timedelta(days=1))
    assert tick() == "job_expiry"
    assert Letter.objects.filter(kind="job_expiry").exists()
    assert Schedule.objects.get(name="job_expiry").last_error == f"SomeFailed: organisation {bad}"
    monkeypatch.undo()
    assert actions.remind_expiring() == 1


def test_a_purge_that_fails_stops_none_after_it(listed, monkeypatch):
    job = listed.job()
    JobOffer.objects.filter(pk=job.pk).update(
        state="ended", ended_at=moment.now() - JobOffer.KEPT_FOR - timedelta(days=1)
    )

    def fails(*args):
        raise ValueError

    monkeypatch.setattr(clock.audit, "purge_texts", fails)
    with pytest.raises(SomeFailed, match="audit texts"):
        purge_expired()
    assert not JobOffer.objects.filter(pk=job.pk).exists()


def test_a_link_is_one_persons_and_dies_with_the_right(listed, cast):
    job = listed.job()
    aged(job, 25)
    path = f"/trabalho/comunidade/renovar/{renewing.token(cast.technician, [job])}/"
    assert Client().post(path, {"oferta": str(job.uuid)}).status_code == 410
    path = f"/trabalho/comunidade/renovar/{renewing.token(cast.editor, [job])}/"
    assert Client().get(path).status_code == 403
    forged = signing.dumps((cast.holder.pk, [(job.pk, job.expires_on.toordinal())]), salt="other")
    assert Client().get(f"/trabalho/comunidade/renovar/{forged}/").status_code == 404
    job.refresh_from_db()
    assert job.expires_on == today() + timedelta(days=5)


def test_one_may_renew_up_to_a_month_late_and_never_beyond_ninety_days(listed, cast, client_for):
    late, gone = listed.job(), listed.job()
    aged(late, 60)
    aged(gone, 61)
    url = "/trabalho/comunidade/empregos/{}/renovar/"
    assert client_for("holder").post(url.format(gone.uuid)).status_code == 409
    assert client_for("holder").post(url.format(late.uuid)).status_code == 303
    late.refresh_from_db()
    assert late.is_open and late.days_left == 30
    far = listed.job(expires_on=today() + timedelta(days=90))
    actions.renew_jobs([far], by=cast.holder)
    far.refresh_from_db()
    assert far.days_left == 90
    with pytest.raises(IntegrityError), transaction.atomic():
        JobOffer.objects.filter(pk=far.pk).update(expires_on=today() + timedelta(days=91))
    with pytest.raises(IntegrityError), transaction.atomic():
        JobOffer.objects.filter(pk=far.pk).update(expires_on=None)


def test_offers_over_for_two_years_are_deleted_and_no_other(listed, cast):
    ended, ran_out, open_, draft = (listed.job(), listed.job(), listed.job(), listed.job(published=False))
    just_ended = listed.job()
    with moment.replaying(moment.now() - timedelta(days=731)):
        actions.end(ended, by=cast.holder)
    actions.end(just_ended, by=cast.holder)
    aged(ran_out, 761)
    assert purge_expired()["job offers over"] == 2
    assert set(JobOffer.objects.values_list("pk", flat=True)) == {open_.pk, draft.pk, just_ended.pk}


def test_no_field_of_an_offer_could_hold_a_candidate():
    names = {field.name for field in JobOffer._meta.get_fields()}
    assert not {name for name in names if re.search("candid|applic|cv|email|phone|person", name)}
    assert "form" not in Path("templates/community/listings/job.html").read_text(
        encoding="utf-8"
    ).lower().replace("format", "")

"""The yearly campaign: prepared, opened, prolonged, closed; those who have not handed in are reminded."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import moment, outbox
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from practice import mail
from practice.models import Campaign, Questionnaire
from practice.models.campaigns import ALL
from units.actions import shared

SHORTEST, LONGEST = timedelta(days=2), timedelta(days=180)


def must_manage(by: Membership) -> None:
    if not by.has(Membership.Role.COORDINATION):
        raise NotAllowed(_("Só a coordenação prepara e conduz as campanhas."))


@transaction.atomic
def prepare_campaign(
    questionnaire: Questionnaire,
    *,
    by: Membership,
    year: int,
    opens: datetime,
    closes: datetime,
    scheduled: bool = True,
    campaign: Campaign | None = None,
) -> Campaign:
    """A new one of that year, or again (`campaign`, not yet open)."""
    must_manage(by)
    if not 2020 <= year <= 2100:
        raise Invalid("year", _("Escreva um ano entre 2020 e 2100."))
    if closes - opens < SHORTEST:
        raise Invalid("closes", _("Entre abrir e fechar têm de passar pelo menos dois dias."))
    if closes - opens > LONGEST:
        raise Invalid("closes", _("A campanha é demasiado longa: no máximo 180 dias."))
    if closes <= moment.now():
        raise Invalid("closes", _("Este dia já passou."))
    if campaign is not None:
        campaign = locked(campaign)
        must_be(campaign, Campaign.State.DRAFT)
    else:
        campaign = Campaign(made_by=by)
    if Campaign.objects.filter(year=year).exclude(pk=campaign.pk).exists():
        raise Invalid("year", _("Já há uma campanha desse ano."))
    campaign.questionnaire, campaign.year = questionnaire, year
    campaign.opens, campaign.closes, campaign.scheduled = opens, closes, scheduled
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError:
        raise Invalid("year", _("Já há uma campanha desse ano.")) from None
    record(campaign, "prepare_campaign", by=by)
    return campaign


@transaction.atomic
def drop_campaign(campaign: Campaign, *, by: Membership) -> None:
    """Only one that is still being prepared."""
    must_manage(by)
    campaign = locked(campaign)
    must_be(campaign, Campaign.State.DRAFT)
    record(campaign, "drop_campaign", by=by, after="dropped")
    campaign.delete()


@transaction.atomic
def open_campaign(campaign: Campaign, *, by: Membership | None) -> Campaign:
    """Put it to the 17: from now on the questions stay as they are. `by` None: the clock, on its day."""
    if by is not None:
        must_manage(by)
    campaign = locked(campaign)
    must_be(campaign, Campaign.State.DRAFT)
    now = moment.now()
    if campaign.closes - now < timedelta(days=1):
        raise Invalid("closes", _("Falta menos de um dia para fechar: mude primeiro as datas."))
    questionnaire = campaign.questionnaire
    try:
        asked = questionnaire.asked()
    except ValueError as error:
        raise WrongState(str(error)) from error
    if not asked:
        raise WrongState(_("O questionário ainda não tem perguntas: acrescente-as no CMS."))
    campaign.kept = [one.to_keep() for one in asked]
    campaign.title_pt, campaign.title_en = questionnaire.title_pt, questionnaire.title_en
    campaign.intro_pt, campaign.intro_en = questionnaire.intro_pt, questionnaire.intro_en
    campaign.state, campaign.opened_at = Campaign.State.OPEN, now
    campaign.opens = min(campaign.opens, now)
    campaign.save()
    record(campaign, "open_campaign", by=by, before=Campaign.State.DRAFT)
    mail.campaign_opened(campaign)
    return campaign


@transaction.atomic
def extend_campaign(campaign: Campaign, *, by: Membership, closes: datetime) -> Campaign:
    """More time while it is open; never less than was announced."""
    must_manage(by)
    campaign = locked(campaign)
    must_be(campaign, Campaign.State.OPEN)
    if closes <= campaign.closes or closes <= moment.now():
        raise Invalid("closes", _("O novo prazo tem de ser depois do que foi anunciado."))
    if closes - campaign.opens > LONGEST:
        raise Invalid("closes", _("A campanha é demasiado longa: no máximo 180 dias."))
    before = campaign.closes.isoformat()
    campaign.closes = closes
    # What comes closer again is told again; half time came once.
    campaign.reminded = [key for key in campaign.reminded if key == "half"]
    campaign.save(update_fields=["closes", "reminded"])
    record(campaign, "extend_campaign", by=by, before=before, after=closes.isoformat())
    mail.campaign_extended(campaign)
    return campaign


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: Membership | None) -> Campaign:
    """At its time by the clock (`by` None); by the coordination sooner only when all 17 have handed in."""
    if by is not None:
        must_manage(by)
    campaign = locked(campaign)
    must_be(campaign, Campaign.State.OPEN)
    if moment.now() < campaign.closes and campaign.responses.submitted().count() < ALL:
        raise WrongState(_("Fecha-se antes do prazo só quando os 17 municípios tiverem entregado."))
    campaign.state, campaign.closed_at = Campaign.State.CLOSED, moment.now()
    campaign.save(update_fields=["state", "closed_at"])
    record(campaign, "close_campaign", by=by, before=Campaign.State.OPEN)
    mail.campaign_closed(campaign)
    return campaign


def open_due_campaigns() -> int:
    """The clock's: those whose day has come. One that cannot open does not keep the others; the coordination is told
    why, once."""
    opened = 0
    for campaign in Campaign.objects.due_to_open(moment.now()):
        try:
            open_campaign(campaign, by=None)
        except (WrongState, Invalid) as refusal:
            _say_why_not(campaign, refusal.sentence)
            continue
        opened += 1
    return opened


@transaction.atomic
def _say_why_not(campaign: Campaign, why: str) -> None:
    campaign = locked(campaign)
    # Another worker may have opened it just now.
    if campaign.state == Campaign.State.DRAFT and outbox.once(f"campaign_not_opened:{campaign.uuid}"):
        mail.campaign_not_opened(campaign, why)


def close_due_campaigns() -> int:
    closed = 0
    for campaign in Campaign.objects.due_to_close(moment.now()):
        try:
            close_campaign(campaign, by=None)
        except WrongState:  # another worker was first
            continue
        closed += 1
    return closed


def remind_campaigns() -> int:
    """The clock's: at half time, a week and a day before the end, those who have not handed in, once each.

    Where several were missed, one letter says it.
    """
    told = 0
    for campaign in Campaign.objects.filter(state=Campaign.State.OPEN, closes__gt=moment.now()):
        with transaction.atomic():
            campaign = locked(campaign)
            due = [
                key
                for key, when in campaign.reminders()
                if when <= moment.now() and key not in campaign.reminded
            ]
            if not due or not campaign.takes_answers:
                continue
            campaign.reminded = [*campaign.reminded, *due]
            campaign.save(update_fields=["reminded"])
            told += mail.answers_due(campaign)
    return told


def locked(campaign: Campaign) -> Campaign:
    found = Campaign.objects.select_for_update(of=("self",)).select_related("questionnaire")
    return found.get(pk=campaign.pk)


def must_be(campaign: Campaign, *states: str) -> None:
    if campaign.state not in states:
        raise WrongState(
            _("Esta campanha já mudou: o estado é agora «%(state)s».")
            % {"state": campaign.get_state_display()},
            state=campaign.state,
        )


def record(
    campaign: Campaign,
    verb: str,
    *,
    by: Membership | None,
    before: str = "",
    after: str = "",
    said: str = "",
    label: str = "",
) -> None:
    shared.record(
        ("campaign", campaign.uuid),
        verb,
        by=by,
        label=label or str(campaign.year),
        before=before,
        after=after or campaign.state,
        said=said,
    )

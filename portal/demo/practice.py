"""Integrated care in the demonstration: last year's campaign with its results, this year's running, the register."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import moment
from accounts.models import Membership
from portal.demo import practice_texts as texts
from practice import actions
from practice.models import Campaign, Evidence, Obstacle, Questionnaire, Recommendation, Response
from practice.questions import asked_of
from units.models import Problem

RUNNING = 11


def load_practice(today: date | None = None) -> None:
    """Live it, if there was nothing."""
    if Campaign.objects.exists() or Obstacle.objects.exists():
        return
    with transaction.atomic():
        _Care(today or timezone.localdate()).live()


class _Care:
    def __init__(self, today: date) -> None:
        self.today = today
        found = Membership.objects.active().select_related("user", "organisation__municipality")
        self.by = found.get(user__email="coordination@example.org")
        self.voices: dict[str, Membership] = {}
        for member in found.order_by("-pk"):
            if member.may_ask:
                self.voices[member.organisation.name] = member
        self.speakers = {
            str(one.organisation.municipality_id): one for one in found.speaking_for_municipalities()
        }

    def at(self, days: int, hour: int = 10) -> datetime:
        zone = timezone.get_current_timezone()
        return datetime.combine(self.today + timedelta(days=days), time(hour), tzinfo=zone)

    def live(self) -> None:
        former = self.campaign(self.today.year - 1, opens=-400, closes=-365)
        self.hand_in(former, list(self.speakers), on=-370, shift=1)
        with moment.replaying(self.at(-365, 11)):
            actions.close_campaign(former, by=None)
        with moment.replaying(self.at(-350)):
            actions.publish_results(Campaign.objects.get(pk=former.pk), by=self.by)
        running = self.campaign(self.today.year, opens=-21, closes=14)
        # Porto is half way: somebody signed in as its manager finds it to be gone on with.
        begun = "1312"
        others = [place for place in self.speakers if place != begun]
        self.hand_in(running, others[:RUNNING], on=-6, shift=0)
        with moment.replaying(self.at(-2)):
            actions.give_answers(running, by=self.speakers[begun], step=1, said={"tem_ai": "yes"})
        self.register()
        self.evidence()
        guests = [one for name, one in self.voices.items() if name in ("Município do Porto",)]
        actions.invite_to_discussion(
            by=self.voices["Obra Social de Rio Tinto"],
            guests=guests,
            starts=self.at(5, 15),
            ends=self.at(5, 16),
            question=texts.QUESTION,
            place="Sala pequena, piso 1",
        )

    def campaign(self, year: int, *, opens: int, closes: int) -> Campaign:
        with moment.replaying(self.at(opens)):
            made = actions.prepare_campaign(
                Questionnaire.objects.earliest("pk"),
                by=self.by,
                year=year,
                opens=self.at(opens),
                closes=self.at(closes),
            )
            Campaign.objects.filter(pk=made.pk).update(is_demo=True)
            return actions.open_campaign(made, by=self.by)

    def hand_in(self, campaign: Campaign, places: list[str], *, on: int, shift: int) -> None:
        """Written down as handed in: seventeen times the verbs would take longer than anybody wants to wait."""
        rows = []
        for n, place in enumerate(places):
            answers = _answers(n, shift)
            asked = {one.code for one in asked_of(campaign.questions, answers)}
            rows.append(
                Response(
                    campaign=campaign,
                    municipality_id=place,
                    answers={code: value for code, value in answers.items() if code in asked},
                    state=Response.State.SUBMITTED,
                    saved_by=self.speakers[place],
                    saved_at=self.at(on, 9 + n % 8),
                    submitted_by=self.speakers[place],
                    submitted_at=self.at(on, 9 + n % 8),
                )
            )
        Response.objects.bulk_create(rows)

    def register(self) -> None:
        recommendations = {one.pk: one for one in Recommendation.objects.all()}
        for n, row in enumerate(texts.OBSTACLES):
            with moment.replaying(self.at(-90 + 12 * n)):
                made = actions.enter_obstacle(
                    by=self.voices[row["who"]],
                    title=f"{row['title']} {texts.EXAMPLE}",
                    context=row["context"],
                    tried=row["tried"],
                    result=row["result"],
                    problems=Problem.objects.filter(code__in=row["problems"]).select_related("axis"),
                    recommendations=[recommendations[number] for number in row["recommendations"]],
                )
                Obstacle.objects.filter(pk=made.pk).update(is_demo=True)
                for who in row["also"]:
                    actions.happens_here_too(made, by=self.voices[who])
                for who, text in row["did"]:
                    actions.say_what_was_done(made, by=self.voices[who], text=f"{text} {texts.EXAMPLE}")
                if row["state"] != "open":
                    actions.move_obstacle(made, by=self.voices[row["who"]], state=row["state"])
                if "practice" in row:
                    actions.promote(
                        made,
                        by=self.by,
                        summary=f"{row['practice']} {texts.EXAMPLE}",
                        review_on=self.today + timedelta(days=200 - 190 * (n % 2)),
                        is_public=row["public"],
                    )

    def evidence(self) -> None:
        for number, who, text, days in texts.EVIDENCE:
            by = self.by if who == self.by.organisation.name else self.voices[who]
            with moment.replaying(self.at(days)):
                given = actions.give_evidence(
                    Recommendation.objects.get(pk=number),
                    by=by,
                    text=f"{text} {texts.EXAMPLE}",
                    dated=self.today + timedelta(days=days),
                )
            Evidence.objects.filter(pk=given.pk).update(is_demo=True)


def _answers(n: int, shift: int) -> dict[str, str | list[str]]:
    """Plausible, different from one municipality to the next, the same at every load."""
    areas = ["acao_social", "especie", "equipamentos", "habitacao", "saude", "educacao", "emprego"]
    obstacles = ["compromisso", "informacao", "dados", "recursos", "cultura", "criterios"]
    results = ["espera", "processos", "comunicacao", "coerencia", "peregrinacao"]
    has = (n + shift) % 5 != 3
    return {
        "tem_ai": "yes" if has else "no",
        "desde": str(2008 + (3 * n) % 15),
        "forma": ("protocolo", "informal", "protocolo", "preparacao")[n % 4],
        "mudou": "no" if n % 3 == 1 else "yes",
        "gestor": "no" if (n + shift) % 4 == 3 else "yes",
        "gestores": str(3 + (5 * n) % 17),
        "areas": areas[: 3 + (n + shift) % 5],
        "discussao": "no" if n % 6 == 5 else "yes",
        "obstaculos": [one for k, one in enumerate(obstacles) if (n + k + shift) % 3],
        "resultados": [one for k, one in enumerate(results) if (n + k) % 4] if has else [],
        "instrumento": "Aplicação do município (exemplo)" if n % 2 else "",
    }

"""Three consultations in the demonstration, lived through the actions: one open, one with its report, one internal that
owes replies. Everything said is invented, and says so."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import moment
from accounts.models import Membership
from portal.demo import consulting_texts as texts
from portal.demo.governing_texts import EXAMPLE, EXAMPLE_EN, INVENTED, INVENTED_EN
from units import actions
from units.models import Body, Comment, Consultation


def load_consultations(today: date | None = None) -> None:
    """Live them, if there were none."""
    if Consultation.objects.exists():
        return
    with transaction.atomic():
        _Weeks(today or timezone.localdate()).live()


class _Weeks:
    """Who acts, and when: days are counted from today."""

    def __init__(self, today: date) -> None:
        self.today = today
        found = Membership.objects.active().select_related("user", "organisation__municipality")
        self.by = found.get(user__email="coordination@example.org")
        # One voice for each entity: of the cast where there is one, so that its own words are found there.
        self.voices: dict[str, Membership] = {}
        for member in found.order_by("-pk"):
            self.voices[member.organisation.name] = member
        self.voices |= {
            member.organisation.name: member for member in found.speaking_for_municipalities().order_by("-pk")
        }
        self.bodies = {body.prefix: body for body in Body.objects.select_related("axis")}

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        return datetime.combine(
            self.today + timedelta(days=days), time(hour, minute), tzinfo=timezone.get_current_timezone()
        )

    def live(self) -> None:
        reported = self.opened(self.bodies["UE4"], texts.REPORTED, "public", opened=-64, deadline=-44)
        self.said(reported, texts.REPORTED_SAID, since=-62)
        self.close(reported)
        for number, comment in enumerate(reported.comments.all()):
            self.answer(comment, *texts.REPORTED_REPLIES[number], on=-40 + number // 3)
        with moment.replaying(self.at(-33, 12)):
            actions.publish_report(
                reported,
                by=self.by,
                conclusion_pt=f"{INVENTED}\n\n{texts.CONCLUSION_PT}",
                conclusion_en=f"{INVENTED_EN}\n\n{texts.CONCLUSION_EN}",
            )
        internal = self.opened(self.bodies["CV"], texts.INTERNAL, "governing", opened=-24, deadline=-4)
        self.said(internal, texts.INTERNAL_SAID, since=-20)
        self.close(internal)
        for number, comment in enumerate(internal.comments.all()[: len(texts.INTERNAL_REPLIES)]):
            self.answer(comment, *texts.INTERNAL_REPLIES[number], on=-2)
        opened = self.opened(self.bodies["UE1"], texts.OPEN, "public", opened=-9, deadline=12)
        self.said(opened, texts.OPEN_SAID, since=-8)

    def opened(
        self, body: Body, text: texts.Text, audience: str, *, opened: int, deadline: int
    ) -> Consultation:
        with moment.replaying(self.at(opened)):
            made = actions.prepare_consultation(
                body,
                by=self.by,
                title_pt=f"{text.title_pt} {EXAMPLE}",
                title_en=f"{text.title_en} {EXAMPLE_EN}",
                text=f"{text.text}\n\n{INVENTED}",
                question_pt=text.question_pt,
                question_en=text.question_en,
                audience=audience,
                deadline=self.at(deadline, 18),
            )
            return actions.open_consultation(made, by=self.by)

    def said(self, consultation: Consultation, comments: list[texts.Said], *, since: int) -> None:
        """Two a day, from that day on."""
        for number, one in enumerate(comments):
            with moment.replaying(self.at(since + number // 2, 10 + number % 2 * 5, number * 4 % 60)):
                actions.give_comment(
                    consultation,
                    by=self.voices[one.entity],
                    kind=one.kind,
                    paragraph=one.paragraph or None,
                    evidence=one.evidence,
                    text=f"{one.text} {EXAMPLE}",
                )

    def close(self, consultation: Consultation) -> None:
        with moment.replaying(consultation.deadline):
            actions.close_consultation(consultation, by=None)

    def answer(self, comment: Comment, outcome: str, text: str, *, on: int) -> None:
        with moment.replaying(self.at(on, 11, comment.number)):
            actions.reply_to(comment, by=self.by, outcome=outcome, text=f"{text} {EXAMPLE}")

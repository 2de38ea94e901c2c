"""Three months of governing at 17 in the demonstration, lived through the actions: rounds, meetings, decisions, tasks.

Everything said here is invented, and says so: titles end in "(exemplo)", texts begin with `INVENTED`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import moment
from accounts.models import Letter, Membership
from geo.models import Municipality
from portal.demo import governing_texts as texts
from units import actions, mail
from units.actions.decisions import Change, Said
from units.actions.meetings import Call, Point
from units.models import Body, Decision, Draft, Meeting, Round, StructuringIdea, Task


def load_governing(today: date | None = None) -> None:
    """Live it, if nothing was ever put to the municipalities or met for. The bodies have their people already."""
    if Round.objects.exists() or Meeting.objects.exists() or Decision.objects.exists():
        return
    with transaction.atomic():
        _Months(today or timezone.localdate()).live()


class _Months:
    """Who acts, and when: days are counted from today."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.by = Membership.objects.select_related("user", "organisation").get(
            user__email="coordination@example.org"
        )
        speakers = Membership.objects.active().speaking_for_municipalities()
        self.speakers = {
            str(member.organisation.municipality_id): member
            for member in speakers.select_related("user", "organisation__municipality").order_by("-pk")
        }
        # In a fixed order, so that every loading tells the same story.
        self.places = list(Municipality.objects.order_by("pk").values_list("pk", flat=True))
        self.units = {body.prefix: body for body in Body.objects.select_related("axis")}
        self.ideas = list(StructuringIdea.objects.order_by("order"))

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        return datetime.combine(
            self.today + timedelta(days=days), time(hour, minute), tzinfo=timezone.get_current_timezone()
        )

    # --- In the order of the calendar -----------------------------------------------------------------------------

    def live(self) -> None:
        council, unit = self.units["CV"], self.units["UE1"]
        first = self.meeting(
            council,
            -84,
            quorum=9,
            title=("Instalação do Conselho", "First sitting of the council"),
            points=[
                ("Composição das unidades estratégicas", "Composition of the strategic units"),
                ("Calendário de trabalho", "Work schedule"),
            ],
            said=["Os 17 concordaram com a proposta.", "Reúne de dois em dois meses."],
            approved=-70,
        )
        self.decision(
            council,
            -84,
            meeting=first,
            title=("Composição das unidades: um lugar para cada município", "One seat for each municipality"),
            text="Os 17 lugares das quatro unidades repartem-se por 17 municípios, um para cada.",
            effects=[
                Change("composition", "Composição da unidade", "Composition of the unit", code)
                for code in ("UE1", "UE2", "UE3", "UE4")
            ],
        )
        self.task(first, "Publicar a composição das unidades", "1312", given=-84, due=-70, done=-72)
        period = self.closed_round(
            unit,
            ("Prazo comum de cedência de produtos de apoio", "Common loan period of technical aids"),
            texts.LOAN_PERIOD,
            opened=-80,
            deadline=-60,
            answers=dict.fromkeys(self.places, ("agrees", "")),
        )
        second = self.meeting(
            unit,
            -58,
            quorum=3,
            title=("Regras dos bancos de ajudas técnicas", "Rules of the banks of technical aids"),
            points=[
                ("Prazo comum de cedência", "Common loan period"),
                ("Higienização entre cedências", "Cleaning between loans"),
            ],
            said=["Fica como os 17 responderam na ronda.", "Ficam 24 horas, até haver números."],
            approved=-50,
        )
        self.decision(
            unit,
            -58,
            meeting=second,
            round=period,
            title=(
                "Prazo comum de cedência: 90 dias, renovável duas vezes",
                "Common loan period: 90 days, renewable twice",
            ),
            text=texts.LOAN_PERIOD,
            effects=[Change("plan", "Prazo do banco de ajudas técnicas", "Period of the bank", "1.1.1c")],
        )
        cleaning = self.decision(
            unit,
            -58,
            meeting=second,
            title=(
                "Higienização de produtos de apoio: intervalo de 24 horas",
                "Cleaning of technical aids: 24 hours between loans",
            ),
            text="Entre duas cedências do mesmo produto passam pelo menos 24 horas.",
            effects=[Change("other", "Intervalo entre cedências", "Time between loans", "1.1.1c")],
        )
        self.task(second, "Recolher os tempos reais de higienização", "1304", given=-58, due=-45, done=-47)
        self.task(second, "Enviar a tabela de custos do banco da Maia", texts.MAIA, given=-58, due=-8)
        hygiene = self.closed_round(
            unit,
            ("Higienização de produtos de apoio entre cedências", "Cleaning of technical aids between loans"),
            texts.HYGIENE,
            opened=-56,
            deadline=-42,
            answers=dict.fromkeys(self.places, ("agrees", ""))
            | {"1313": ("reservation", "Para camas articuladas pedimos 72 horas.")},
        )
        quota = self.closed_round(
            self.units["UE3"],
            ("Quota para residentes nas residências partilhadas", "Quota for residents in shared housing"),
            texts.QUOTA,
            rule=("at_least", 14),
            opened=-52,
            deadline=-32,
            answers=dict.fromkeys(self.places, ("agrees", ""))
            | dict.fromkeys(
                self.places[:5], ("change", "Baixar a quota para 20%, e revê-la ao fim de um ano.")
            ),
        )
        third = self.meeting(
            council,
            -38,
            quorum=9,
            title=("Segunda reunião do Conselho", "Second sitting of the council"),
            points=[
                ("Higienização entre cedências", "Cleaning between loans"),
                ("Transporte de ajudas técnicas", "Transport of technical aids"),
                ("Plano de inverno", "Winter plan"),
            ],
            said=[
                "A unidade corrige o que decidiu, com a reserva da Póvoa de Varzim registada.",
                "Aprovado; os valores por município ficam para uso interno.",
                "Aprovado, a rever no fim da época.",
            ],
            internal=[2],
        )
        self.decision(
            unit,
            -38,
            round=hygiene,
            corrects=cleaning,
            title=(
                "Higienização de produtos de apoio: intervalo de 48 horas",
                "Cleaning of technical aids: 48 hours between loans",
            ),
            text=texts.HYGIENE,
            effects=[Change("other", "Intervalo entre cedências", "Time between loans", "1.1.1c")],
        )
        self.decision(
            council,
            -38,
            meeting=third,
            public=False,
            title=("Encargo com o transporte de ajudas técnicas", "Cost of transporting technical aids"),
            text="O encargo reparte-se pelos municípios na proporção dos pedidos de cada um.",
            effects=[Change("protocol", "Repartição do encargo", "Sharing of the cost", "AMP-2025-01")],
        )
        self.decision(
            council,
            -38,
            meeting=third,
            title=("Plano de inverno: camas de reserva nos 17", "Winter plan: reserve beds in the 17"),
            text="Cada município guarda duas camas até março; Porto e Vila Nova de Gaia, seis.",
            public_text=(
                "Cada município guarda camas de reserva até março.",
                "Each keeps reserve beds until March.",
            ),
            effects=[Change("plan", "Camas de reserva", "Reserve beds")],
            review=150,
        )
        self.task(third, "Preparar o ponto de entrega a sul", "0109", given=-38, due=16)
        self.withdrawn_and_put_again(unit, quota.version.draft)
        fourth = self.meeting(
            unit,
            -12,
            quorum=3,
            title=("Acompanhamento do plano", "Following the plan"),
            points=[
                ("Banco de ajudas técnicas: ronda aberta", "Bank of technical aids: the open round"),
                ("Tempo até à primeira resposta", "Time to the first answer"),
            ],
            said=["Esperam-se as 17 posições.", "Está em 31 horas; a meta é 24."],
        )
        self.task(fourth, "Propor como baixar o tempo até à primeira resposta", "1304", given=-12, due=-2)
        self.task(fourth, "Ouvir os parceiros sobre o regulamento do banco", "1312", given=-12, due=9)
        self.task(fourth, "Indicar quem ocupa o lugar por preencher", texts.MAIA, given=-12, due=5)
        self.next_meeting(unit)
        self.clock()

    def withdrawn_and_put_again(self, unit: Body, quota: Draft) -> None:
        """The text that came back is being written again; the rules of the bank were withdrawn once, and are open."""
        title = ("Regulamento do banco de ajudas técnicas", "Rules of the bank of technical aids")
        first = self.open_round(unit, title, texts.BANK, rule=("at_least", 12), opened=-30, deadline=-9)
        self.answer(first, {"1312": ("agrees", ""), "1310": ("agrees", "")}, since=-29)
        with moment.replaying(self.at(-26, 15)):
            actions.withdraw_round(first, by=self.by, why="Faltavam os prazos de decisão. (exemplo)")
        opened = self.open_round(
            unit,
            title,
            texts.BANK_AGAIN,
            rule=("at_least", 12),
            opened=-14,
            deadline=6,
            draft=first.version.draft,
            note="Prazos de decisão, higienização e contas. (exemplo)",
        )
        self.answer(
            opened,
            {
                place: ("reservation", texts.RESERVING[place])
                if place in texts.RESERVING
                else ("change", texts.CHANGING[place])
                if place in texts.CHANGING
                else ("agrees", "")
                for place in self.places
                if place not in texts.SILENT
            },
            since=-13,
        )
        with moment.replaying(self.at(-5)):
            self.prepare(
                self.units["UE3"],
                (
                    "Quota para residentes nas residências partilhadas",
                    "Quota for residents in shared housing",
                ),
                texts.QUOTA_AGAIN,
                rule=("at_least", 14),
                deadline=30,
                draft=quota,
                note="Quota de 20% e revisão ao fim de um ano. (exemplo)",
            )

    def next_meeting(self, unit: Body) -> None:
        opened = Round.objects.open().get(body=unit)
        with moment.replaying(self.at(-3)):
            meeting = actions.plan_meeting(
                unit,
                Call(
                    starts=self.at(7),
                    ends=self.at(7, 12),
                    quorum=3,
                    place="Sala do Conselho, Maia (exemplo)",
                    title_pt=f"Fecho da ronda e lugar por preencher {texts.EXAMPLE}",
                    title_en=f"End of the round and the vacant seat {texts.EXAMPLE_EN}",
                    agenda=[
                        Point(
                            "Fecho da ronda sobre o banco de ajudas técnicas",
                            "End of the round on the bank of technical aids",
                            text=texts.INVENTED,
                            round=opened,
                        ),
                        Point(
                            "Meta 1.2, atrasada: o que falta e quem faz",
                            "Target 1.2, late: what is missing and who does it",
                        ),
                        Point("Lugar por preencher", "The vacant seat", is_public=False),
                    ],
                ),
                by=self.by,
            )
            actions.call_meeting(meeting, by=self.by)

    def clock(self) -> None:
        """What the clock told along the way; all of it was sent."""
        for days in range(-20, 0):
            with moment.replaying(self.at(days, 18)):
                actions.remind_rounds()
                actions.remind_tasks()
        Letter.objects.filter(kind__in=mail.TOPICS, sent_at=None).update(sent_at=F("created_at"))

    # --- Each thing -----------------------------------------------------------------------------------------------

    def prepare(
        self,
        body: Body,
        title: tuple[str, str],
        text: str,
        *,
        rule: tuple[str, int],
        deadline: int,
        draft: Draft | None = None,
        note: str = "",
    ) -> Round:
        return actions.prepare_round(
            body,
            by=self.by,
            title_pt=f"{title[0]} {texts.EXAMPLE}",
            title_en=f"{title[1]} {texts.EXAMPLE_EN}",
            text=f"{texts.INVENTED}\n\n{text}",
            rule=rule[0],
            threshold=rule[1],
            deadline=self.at(deadline, 18),
            is_public=True,
            draft=draft,
            note=note,
        )

    def open_round(
        self,
        body: Body,
        title: tuple[str, str],
        text: str,
        *,
        rule: tuple[str, int],
        opened: int,
        deadline: int,
        draft: Draft | None = None,
        note: str = "",
    ) -> Round:
        with moment.replaying(self.at(opened, 9, 30)):
            made = self.prepare(body, title, text, rule=rule, deadline=deadline, draft=draft, note=note)
            return actions.open_round(made, by=self.by)

    def answer(self, round: Round, answers: Mapping[str, tuple[str, str]], *, since: int) -> None:
        """Two a day, from that day on."""
        for number, (place, (answer, text)) in enumerate(answers.items()):
            with moment.replaying(self.at(since + number // 2, 11 + number % 2 * 4, number * 3)):
                said = f"{text} {texts.EXAMPLE}" if text else ""
                actions.give_position(round, by=self.speakers[place], answer=answer, text=said)

    def closed_round(
        self,
        body: Body,
        title: tuple[str, str],
        text: str,
        *,
        opened: int,
        deadline: int,
        answers: Mapping[str, tuple[str, str]],
        rule: tuple[str, int] = ("consensus", 12),
    ) -> Round:
        made = self.open_round(body, title, text, rule=rule, opened=opened, deadline=deadline)
        self.answer(made, answers, since=opened + 1)
        with moment.replaying(made.deadline):
            return actions.close_round(made, by=None)

    def meeting(
        self,
        body: Body,
        days: int,
        *,
        quorum: int,
        title: tuple[str, str],
        points: Iterable[tuple[str, str]],
        said: Iterable[str],
        approved: int | None = None,
        internal: Iterable[int] = (),
    ) -> Meeting:
        """Called ten days before, held, its minutes circulated, and approved if a day is given. `internal`: points."""
        hidden = set(internal)
        call = Call(
            starts=self.at(days),
            ends=self.at(days, 12, 30),
            quorum=quorum,
            place="Sala do Conselho, Maia (exemplo)",
            title_pt=f"{title[0]} {texts.EXAMPLE}",
            title_en=f"{title[1]} {texts.EXAMPLE_EN}",
            agenda=[
                Point(pt, en, is_public=number not in hidden)
                for number, (pt, en) in enumerate(points, start=1)
            ],
        )
        with moment.replaying(self.at(days - 10)):
            made = actions.call_meeting(actions.plan_meeting(body, call, by=self.by), by=self.by)
        with moment.replaying(self.at(days, 12, 30)):
            actions.mark_attendance(made, self.attendance(body, made.day), by=self.by)
            made = actions.hold_meeting(made, by=self.by)
        with moment.replaying(self.at(days + 3)):
            written = {
                item.pk: f"{texts.INVENTED} {text}" for item, text in zip(made.items.all(), said, strict=True)
            }
            actions.write_minutes(made, written, by=self.by, is_public=True)
            made = actions.circulate_minutes(made, by=self.by)
        if approved is not None:
            with moment.replaying(self.at(approved)):
                made = actions.approve_minutes(made, by=self.by)
        return made

    @staticmethod
    def attendance(body: Body, day: date) -> dict[Municipality, tuple[str, str]]:
        """Most came; in a large body some sent somebody, one excused itself, and one simply was not there."""
        marked: dict[Municipality, tuple[str, str]] = {}
        for number, seat in enumerate(body.seats_on(day).exclude(person="")):
            if seat.municipality is not None:
                marked[seat.municipality] = {
                    4: ("represented", "Técnica municipal (exemplo)"),
                    8: ("excused", ""),
                    11: ("absent", ""),
                    13: ("represented", "Chefe de divisão (exemplo)"),
                }.get(number, ("present", seat.person))
        return marked

    def task(
        self, meeting: Meeting, what: str, place: str, *, given: int, due: int, done: int | None = None
    ) -> Task:
        with moment.replaying(self.at(given, 12, 45)):
            made = actions.give_task(
                meeting,
                by=self.by,
                what=f"{what} {texts.EXAMPLE}",
                owner=self.speakers[place],
                due=self.today + timedelta(days=due),
                item=meeting.items.last(),
            )
        if done is not None:
            with moment.replaying(self.at(done, 16)):
                actions.finish_task(made, by=self.speakers[place], note=f"Feito e enviado. {texts.EXAMPLE}")
        return made

    def decision(
        self,
        body: Body,
        days: int,
        *,
        title: tuple[str, str],
        text: str,
        effects: list[Change],
        meeting: Meeting | None = None,
        round: Round | None = None,
        corrects: Decision | None = None,
        public: bool = True,
        public_text: tuple[str, str] = ("", ""),
        review: int | None = None,
    ) -> Decision:
        said = Said(
            title_pt=f"{title[0]} {texts.EXAMPLE}",
            title_en=f"{title[1]} {texts.EXAMPLE_EN}",
            text_pt=f"{texts.INVENTED}\n\n{text}",
            public_text_pt=f"{texts.INVENTED}\n\n{public_text[0]}" if public_text[0] else "",
            public_text_en=f"{texts.INVENTED_EN}\n\n{public_text[1]}" if public_text[1] else "",
            is_public=public,
            review_on=self.today + timedelta(days=review) if review else None,
            meeting=meeting,
            round=round,
            effects=effects,
            ideas=self.ideas[:2],
        )
        with moment.replaying(self.at(days, 17)):
            if corrects is not None:
                made = actions.correct_decision(corrects, said, by=self.by)
            else:
                made = actions.draft_decision(body, said, by=self.by)
            return actions.approve_decision(made, by=self.by)

"""Impact in the demonstration: one project with its sheet and its evaluation, all of it invented."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Membership
from community.models import Project
from impact import actions
from impact.actions import Aspect, Facts, Found, Frame
from impact.models import Evaluation, ImpactSheet


def load_impact(today: date) -> None:
    """A sheet with tangible and intangible dimensions, one of them without data, and a published evaluation with one
    answer and one owed. Of the first public project of the demonstration; without one, nothing."""
    project = Project.objects.filter(is_public=True, is_demo=True).order_by("pk").first()
    if project is None or ImpactSheet.objects.exists():
        return
    coordination = Membership.objects.get(user__email="coordination@example.org")
    _sheet(project, coordination, today)
    _evaluation(project, coordination, today)


def _sheet(project: Project, by: Membership, today: date) -> None:
    sheet = actions.make_sheet(
        project,
        Facts(
            title="O que mudou para quem espera por uma ajuda técnica",
            question="As pessoas recebem mais depressa o que precisam, e isso muda o dia a dia de quem cuida?",
            audience="Pessoas em casa com dependência e quem cuida delas",
            method="Registo de cedências das entidades, todos os trimestres, e conversas em duas freguesias.",
            since=today - timedelta(days=400),
        ),
        by=by,
    )
    waiting = actions.add_dimension(
        sheet,
        Aspect(
            name="Tempo de espera",
            is_tangible=True,
            sort="impact",
            instrument="reports",
            expected="Menos de dez dias entre o pedido e a entrega",
            index="Mediana de dias entre o pedido e a entrega",
            unit="dias",
            baseline=Decimal(21),
            baseline_source="Registo das entidades (exemplo fictício)",
        ),
        by=by,
    )
    carers = actions.add_dimension(
        sheet,
        Aspect(
            name="Descanso de quem cuida",
            is_tangible=False,
            sort="impact",
            instrument="testimony",
            expected="Quem cuida deita-se sem medo de uma queda durante a noite",
        ),
        by=by,
    )
    actions.add_dimension(
        sheet,
        Aspect(
            name="Equipamento que volta a servir",
            is_tangible=True,
            sort="efficiency",
            instrument="reports",
            index="Cedências por artigo e ano",
            unit="cedências",
        ),
        by=by,
    )
    for days, value in ((200, 16), (20, 11)):
        actions.record_finding(
            waiting,
            Found(today - timedelta(days=days), Decimal(value), "Registo das entidades (exemplo fictício)"),
            by=by,
        )
    actions.record_finding(
        carers,
        Found(
            today - timedelta(days=20),
            narrative="«Com a cama articulada já não preciso de chamar a vizinha para o virar à noite.»",
            evidence="Conversa em grupo com oito cuidadores (exemplo fictício)",
        ),
        by=by,
    )
    actions.publish_sheet(sheet, by=by)
    ImpactSheet.objects.filter(pk=sheet.pk).update(is_demo=True)


def _evaluation(project: Project, by: Membership, today: date) -> None:
    made = actions.make_evaluation(
        project,
        Frame(
            title="Avaliação intercalar da partilha de ajudas técnicas",
            scope="O primeiro ano da partilha: pedidos, cedências, devoluções e tempos.",
            since=today - timedelta(days=400),
            until=today - timedelta(days=35),
            evaluator="Centro de Estudos Exemplo",
            externality="Não cede nem pede equipamento, e não recebe do projeto.",
            proportionality="Doze dias de trabalho, perto de 1 % do custo do projeto nesse ano.",
        ),
        by=by,
    )
    actions.add_conclusion(
        made,
        by=by,
        text="A espera desceu mais nos municípios pequenos, que antes não tinham banco próprio.",
        evidence="Quadro 3 do relatório (exemplo fictício)",
    )
    actions.add_conclusion(
        made,
        by=by,
        text="A higienização é hoje o passo mais lento entre duas cedências.",
        evidence="Registos de inspeção de três bancos (exemplo fictício)",
    )
    first = actions.add_recommendation(made, by=by, text="Partilhar uma equipa de higienização entre bancos.")
    actions.add_recommendation(made, by=by, text="Recolher ao sábado, de quinze em quinze dias.")
    actions.publish_evaluation(made, by=by)
    actions.answer_recommendation(
        first,
        by=by,
        answer="partly",
        why="Começa com dois bancos vizinhos, durante seis meses.",
        until=today + timedelta(days=180),
    )
    Evaluation.objects.filter(pk=made.pk).update(is_demo=True)

"""How what was promised and done is said and shown: words with their number, shapes, sentences. Computes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from monitor import periods
from monitor.drawing import figure
from plans.models import Amendment, Measure, Plan
from plans.reading import Cell, MeasureRead, Summary
from plans.standing import Standing, Word


class Band(TextChoices):
    """What the words of targets come down to where only a few marks have room: the parts of a bar, a filter."""

    GOOD = "no-caminho", gettext_lazy("no caminho")
    BEHIND = "atrasadas", gettext_lazy("atrasadas")
    MISSED = "nao-cumpridas", gettext_lazy("não cumpridas")
    SILENT = "sem-relato", gettext_lazy("sem relato")
    UNSURE = "por-confirmar", gettext_lazy("por confirmar")
    OPEN = "em-curso", gettext_lazy("em curso ou por começar")
    NONE = "sem-meta", gettext_lazy("sem meta")


BAND: dict[Word, Band] = {
    Word.KEPT: Band.GOOD,
    Word.REACHED: Band.GOOD,
    Word.ON_TRACK: Band.GOOD,
    Word.BEHIND: Band.BEHIND,
    Word.NOT_KEPT: Band.MISSED,
    Word.MISSED: Band.MISSED,
    Word.NO_REPORT: Band.SILENT,
    Word.UNDECLARED: Band.UNSURE,
    Word.RUNNING: Band.OPEN,
    Word.NOT_YET: Band.OPEN,
    Word.NOTHING_DUE: Band.OPEN,
    Word.NO_TARGET: Band.NONE,
}

# One class for each band; static/css/plans.css gives it a colour and a shape.
MARK: dict[Band, str] = {
    Band.GOOD: "good",
    Band.BEHIND: "behind",
    Band.MISSED: "missed",
    Band.SILENT: "silent",
    Band.UNSURE: "unsure",
    Band.OPEN: "open",
    Band.NONE: "none",
}

_MANY: dict[Word, Callable[[int], str]] = {
    Word.NO_TARGET: lambda n: ngettext("%(n)d sem meta", "%(n)d sem meta", n),
    Word.NOT_YET: lambda n: ngettext("%(n)d ainda não começou", "%(n)d ainda não começaram", n),
    Word.RUNNING: lambda n: ngettext("%(n)d em curso", "%(n)d em curso", n),
    Word.NOTHING_DUE: lambda n: ngettext("%(n)d sem nada previsto", "%(n)d sem nada previsto", n),
    Word.NO_REPORT: lambda n: ngettext("%(n)d sem relato", "%(n)d sem relato", n),
    Word.KEPT: lambda n: ngettext("%(n)d cumprida", "%(n)d cumpridas", n),
    Word.NOT_KEPT: lambda n: ngettext("%(n)d não cumprida", "%(n)d não cumpridas", n),
    Word.REACHED: lambda n: ngettext("%(n)d atingida", "%(n)d atingidas", n),
    Word.ON_TRACK: lambda n: ngettext("%(n)d a bom ritmo", "%(n)d a bom ritmo", n),
    Word.BEHIND: lambda n: ngettext("%(n)d atrasada", "%(n)d atrasadas", n),
    Word.MISSED: lambda n: ngettext("%(n)d não atingida", "%(n)d não atingidas", n),
    Word.UNDECLARED: lambda n: ngettext("%(n)d por confirmar", "%(n)d por confirmar", n),
}


def said_of(word: Word, n: int) -> str:
    """3 atrasadas."""
    return _MANY[word](n) % {"n": n}


def mark_of(word: Word | None) -> str:
    """The class of a word; of what has no standing (drafts, reference documents) that of an open one."""
    return MARK[BAND[word]] if word is not None else MARK[Band.OPEN]


def amount(value: Decimal | None, measure: Measure) -> str:
    """12, 1 250, 0,5 or 25%: as the reader's language writes it, with as many decimals as it has; "" for none."""
    if value is None:
        return ""
    exact = value.normalize().as_tuple().exponent
    return figure(value, max(0, -int(exact)), "%" if measure.is_percent else "")


@dataclass(frozen=True)
class Part:
    """One part of a bar: how many targets of which words."""

    band: Band
    n: int

    @property
    def mark(self) -> str:
        return MARK[self.band]


def parts_of(summary: Summary) -> list[Part]:
    """The targets of a bar from what is on the way to what has not begun; years without a target are not in it."""
    counts: Counter[Band] = Counter()
    for word, n in summary.rows:
        counts[BAND[word]] += n
    return [Part(band, counts[band]) for band in Band if counts[band] and band != Band.NONE]


def of_rows(summary: Summary) -> list[tuple[str, str]]:
    """Each word that occurs, with its number, and its mark; years without a target are not counted."""
    rows = sorted(summary.rows, key=lambda row: list(Band).index(BAND[row[0]]))
    return [(said_of(word, n), mark_of(word)) for word, n in rows if word != Word.NO_TARGET]


def together(summaries: Iterable[Summary]) -> Summary:
    counts: Counter[Word] = Counter()
    for one in summaries:
        counts.update(one.counts)
    return Summary(counts)


def share(n: int, of: int) -> str:
    """31%, cut; "menos de 1%" where there is something."""
    if n and 100 * n < of:
        return _("menos de 1%")
    return f"{100 * n // of}%"


def standing_sentence(summary: Summary) -> str:
    """12 de 31 metas estão no caminho (38%), 7 não têm relato (22%)."""
    if not summary.targets:
        return _("Ainda não tem metas com valor.")
    if not summary.judged:
        return ngettext(
            "%(n)d meta; até hoje nenhuma teve de ser relatada.",
            "%(n)d metas; até hoje nenhuma teve de ser relatada.",
            summary.targets,
        ) % {"n": summary.targets}
    due = summary.judged
    good = ngettext(
        "%(n)d de %(of)d metas está no caminho (%(share)s)",
        "%(n)d de %(of)d metas estão no caminho (%(share)s)",
        summary.good,
    ) % {"n": summary.good, "of": due, "share": share(summary.good, due)}
    if not summary.no_report:
        return _("%(good)s; todas têm relato.") % {"good": good}
    silent = ngettext(
        "%(n)d não tem relato (%(share)s)", "%(n)d não têm relato (%(share)s)", summary.no_report
    ) % {"n": summary.no_report, "share": share(summary.no_report, due)}
    return _("%(good)s; %(silent)s.") % {"good": good, "silent": silent}


def cell_said(cell: Cell, measure: Measure) -> str:
    """What was done of what was promised, in one breath: 9 de 12; 9, sem meta; meta 12; sem meta."""
    target, done = amount(cell.value, measure), amount(cell.executed, measure)
    if measure.is_guarantee or not done:
        return _("meta %(target)s") % {"target": target} if target else _("sem meta")
    if not target:
        return _("%(done)s, sem meta") % {"done": done}
    if measure.aggregation == Measure.Aggregation.UNDECLARED:
        # How much of it that is, nobody has said.
        return _("relatado %(done)s, meta %(target)s") % {"done": done, "target": target}
    return _("%(done)s de %(target)s") % {"done": done, "target": target}


def adds_up(measure: Measure) -> str:
    """How its values add up, in words for somebody who has not read the plan."""
    kinds = Measure.Aggregation
    return {
        kinds.CONTINUOUS: _("Garantia: a mesma todos os anos. Cumpre-se ou não se cumpre; não se soma."),
        kinds.CUMULATIVE: _("Progressão: o valor de cada ano já contém os anos anteriores. Não se soma."),
        kinds.FLOW: _("Fluxo: faz-se de novo em cada ano, e o total do plano é a soma."),
        kinds.STOCK: _("Nível: quanto existe em cada momento. Não se soma."),
        kinds.UNDECLARED: _("Ainda não está dito como se soma: mostra-se o que foi relatado, sem contas."),
    }[kinds(measure.aggregation)]


def has_share(measure: Measure) -> bool:
    """Whether done of due says how far one is: not of what is kept or not, of what comes down to its target, nor of
    what nobody has said how to add up."""
    kinds = Measure.Aggregation
    return not measure.lower_is_better and measure.aggregation not in (kinds.CONTINUOUS, kinds.UNDECLARED)


def total_said(read: MeasureRead) -> str:
    """The total of the plan: of flows alone."""
    promised, done = amount(read.total, read.measure), amount(read.executed_total, read.measure)
    if promised and done:
        return _("%(done)s de %(target)s") % {"done": done, "target": promised}
    return promised


def forecast_said(standing: Standing | None, measure: Measure) -> str:
    """Where the year ends if it goes on so, and how that is known; "" where too little is known to say it."""
    if standing is None or standing.forecast is None:
        return ""
    words = {"value": amount(standing.forecast, measure), "year": standing.year}
    if measure.is_summed:
        return (
            _("A este ritmo, %(year)s acaba em %(value)s: a média dos trimestres relatados, vezes quatro.")
            % words
        )
    return (
        _(
            "A este ritmo, %(year)s acaba em %(value)s: a linha entre o primeiro e o último relato, prolongada até"
            " ao fim do ano."
        )
        % words
    )


def missing_said(standing: Standing | None) -> str:
    """Which periods should have been reported and were not."""
    if standing is None or not standing.missing:
        return ""
    return _("Falta o relato de %(periods)s.") % {
        "periods": ", ".join(periods.label(one.code) for one in standing.missing)
    }


def changed_said(one: Amendment) -> tuple[str, str]:
    """What stood before and what stands now, as the amendment says it; values in the unit of the measure."""
    if one.what == Amendment.What.VALUE and one.target is not None:
        measure = one.target.measure
        return amount(one.old_value, measure) or _("sem meta"), amount(one.new_value, measure) or _(
            "sem meta"
        )
    return one.old_text, one.new_text


def state_said(plan: Plan) -> str:
    """What the plan is worth today, in words."""
    if plan.is_reference:
        return _("documento de referência (%(where)s), fora de todos os números da AMP") % {
            "where": plan.origin or _("de fora")
        }
    return {
        Plan.State.DRAFT: _("em preparação"),
        Plan.State.APPROVED: _("em vigor"),
        Plan.State.CLOSED: _("encerrado"),
    }.get(Plan.State(plan.state), "")

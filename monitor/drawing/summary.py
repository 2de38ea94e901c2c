"""Drawings in words: what a screen reader gets, and the sentences under a drawing that say how to read it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitor.drawing.canvas import with_unit
from monitor.drawing.scale import Scale
from monitor.drawing.series import UNSETTLED, Line, Place, Target, absent

NAMED = 3  # of those without data, more are only counted


def listed(names: Sequence[str]) -> str:
    """Porto, Maia e Trofa."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s e %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def of_line(one: Line, unit: str, decimals: int) -> str:
    """From its first to its last value."""
    if not one.known:
        return _("%(name)s: sem dados.") % {"name": one.name}
    first, last = one.known[0], one.known[-1]
    words = {
        "name": one.name,
        "first": with_unit(first.value, decimals, unit),
        "from": first.label,
        "last": with_unit(last.value, decimals, unit),
        "to": last.label,
    }
    if first is last:
        return _("%(name)s: %(last)s em %(to)s.") % words
    return _("%(name)s: de %(first)s em %(from)s para %(last)s em %(to)s.") % words


def of_extremes(values: Sequence[tuple[str, object]], unit: str, decimals: int, period: str = "") -> str:
    """Who is highest and who lowest, all of those that share it."""
    known = [(name, value) for name, value in values if value is not None]
    if len(known) < 2:
        return ""
    figures = [value for _name, value in known]
    high, low = max(figures), min(figures)  # type: ignore[type-var]
    if high == low:
        return _("Todos com o mesmo valor: %(value)s.") % {"value": with_unit(high, decimals, unit)}  # type: ignore[arg-type]
    words = {
        "high": listed([name for name, value in known if value == high]),
        "most": with_unit(high, decimals, unit),  # type: ignore[arg-type]
        "low": listed([name for name, value in known if value == low]),
        "least": with_unit(low, decimals, unit),  # type: ignore[arg-type]
        "period": period,
    }
    if period:
        return _("Mais alto em %(period)s: %(high)s, %(most)s; mais baixo: %(low)s, %(least)s.") % words
    return _("Mais alto: %(high)s, %(most)s; mais baixo: %(low)s, %(least)s.") % words


def of_absent(names: Sequence[str], word: str, period: str = "") -> str:
    """How many have no value, and who, while they are few."""
    if not names:
        return ""
    words = {"n": len(names), "word": word[:1].upper() + word[1:], "period": period}
    head = _("%(word)s em %(period)s: %(n)s") if period else _("%(word)s: %(n)s")
    return head % words + (f" ({listed(names)})." if len(names) <= NAMED else ".")


def of_lines(lines: Sequence[Line], unit: str, decimals: int, targets: Sequence[Target] = ()) -> str:
    """Named lines from first to last, then who is highest and lowest at the end, who is missing, and the targets."""
    said = [of_line(one, one.unit or unit, decimals) for one in lines if one.kind != "other"]
    others = [one for one in lines if one.kind in {"other", "here"}]
    days = sorted({(point.day, point.label) for one in lines for point in one.known})
    if days and len(others) > 1:
        day, label = days[-1]
        at_end = [
            (one.name, next((point for point in one.points if point.day == day), None)) for one in others
        ]
        said.append(
            of_extremes([(name, p.value if p else None) for name, p in at_end], unit, decimals, label)
        )
        for word in dict.fromkeys(absent(p.status if p else "missing") for _name, p in at_end):
            gone = [
                n
                for n, p in at_end
                if (p is None or p.value is None) and absent(p.status if p else "missing") == word
            ]
            said.append(of_absent(gone, word, label))
    said += [
        _("%(name)s: %(value)s.") % {"name": one.name, "value": with_unit(one.value, decimals, unit)}
        for one in targets
    ]
    return " ".join(filter(None, said)) or _("Sem dados.")


def of_places(places: Sequence[Place], unit: str, decimals: int, period: str = "") -> str:
    """Range, highest and lowest of places with one value each, and how many have none."""
    known = [(one.called(False), one.value) for one in places if one.value is not None]
    count = ngettext("%(n)s lugar com valor.", "%(n)s lugares com valor.", len(known)) % {"n": len(known)}
    said = [count, of_extremes(known, unit, decimals, period)]
    for word in dict.fromkeys(absent(one.status) for one in places if one.value is None):
        gone = [one.name for one in places if one.value is None and absent(one.status) == word]
        said.append(of_absent(gone, word, period))
    return " ".join(filter(None, said))


def how_to_read(lines: Sequence[Line], scale: Scale | None, unit: str) -> list[str]:
    """What must be said under a chart of lines: an axis without zero, hollow points, breaks, missing periods."""
    said = []
    if scale and not scale.from_zero:
        low = with_unit(scale.low, scale.decimals, unit)
        said.append(_("O eixo não começa em zero, mas em %(low)s.") % {"low": low})
    statuses = {point.status for one in lines for point in one.known} & UNSETTLED
    if statuses:
        words = {"provisional": _("provisório"), "estimated": _("estimado")}
        word = words[statuses.pop()] if len(statuses) == 1 else _("provisório ou estimado")
        said.append(_("Ponto vazio e traço ponteado: valor %(word)s.") % {"word": word})
    if any(point.breaks for one in lines for point in one.points[1:]):
        said.append(_("Traço vertical: quebra de série; o antes e o depois não se comparam."))
    for one in lines:
        if one.kind in {"main", "here"} and one.known:
            for word in dict.fromkeys(absent(point.status) for point in one.points if point.value is None):
                gone = [p.label for p in one.points if p.value is None and absent(p.status) == word]
                said.append(
                    _("%(name)s: %(word)s em %(periods)s.")
                    % {"name": one.name, "word": word, "periods": listed(gone)}
                )
    return said

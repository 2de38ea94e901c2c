"""Tables of plans, as tests write them. But for the printed one, everything in them is invented."""

from __future__ import annotations

from pathlib import Path

from plans.reference import pmas


def rows() -> list[list[str]]:
    """The printed table, cell by cell, with its page headers, written again from what the portal knows of it."""
    title = ["# PLANO MUNICIPAL DE ASSISTÊNCIA SOCIAL 2022-2025"]
    found: dict[int, list[str]] = {
        3: title,
        5: ["EIXO 1: POLÍTICA MUNICIPAL DE ASSISTÊNCIA SOCIAL", *[""] * 7],
        6: ["DIRETRIZ", "AÇÃO", "ESTRATÉGIA", "META", *[""] * 4],
        7: ["", "", "", "Unidade de Medida", "2022", "2023", "2024", "2025"],
        18: title,
        34: title,
    }
    above = {one.line: [f"{one.code}: {one.title}"] for one in pmas.DIRECTIVES}
    actions = {one.line: f"{one.code}: {one.title}" for one in pmas.ACTIONS}
    for one in pmas.STRATEGIES:
        letter = one.code.rpartition(".")[2]
        found[one.line] = [
            *above.get(one.line, [""]),
            actions.get(one.line, ""),
            f"{letter}) {one.title}",
            one.unit,
            *one.printed.split(),
        ]
    return [found.get(number, [""]) for number in range(1, max(found) + 1)]


def text() -> str:
    return "\n".join("\t".join(row) for row in rows())


def printed(file: Path) -> Path:
    file.write_text(text(), encoding="utf-8")
    return file


def small(
    *,
    title: str = "# Plano de prova",
    names: str = "Ação\tEstratégia",
    unit: str = "Unidade",
    years: str = "2022\t2023",
    branch: str = "1: Fazer",
    leaf: str = "a) Isto",
    second: str = "b) Aquilo",
    values: tuple[str, str] = ("1", "2"),
) -> str:
    """A plan of two lines; the first begins on line 5."""
    return "\n".join(
        [
            title,
            "",
            f"{names}\tMeta",
            f"\t\tUnidade de Medida\t{years}",
            f"{branch}\t{leaf}\t{unit}\t{values[0]}\t{values[1]}",
            f"\t{second}\tUnidade\t0\t3",
        ]
    )

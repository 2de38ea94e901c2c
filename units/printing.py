"""Meetings on paper: the pack to be read before, and the minutes, as tagged PDF (PDF/UA-1).

Made for one reader: what that reader may not see on the page of the meeting is not in the file either.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import moment
from accounts.models import Membership
from units import mail, register
from units.models import AgendaItem, Decision, Meeting, Paper, Position, Round, Task
from units.showing import Standing

SHEET = Path(__file__).resolve().parent / "print" / "meeting.typ"
# Documents travel inside the pack up to this size together; the others are named, with the address they are kept at.
MOST_BYTES = 40 * 1024 * 1024


def pack(meeting: Meeting, member: Membership | None) -> bytes:
    """What is to be read before: agenda, texts put to the 17 and how they stand, documents (inside the file), and for
    those who govern what was promised before and is not done."""
    governs = member is not None and member.governs
    promised = Task.objects.open().filter(meeting__body=meeting.body, meeting__starts__lt=meeting.starts)
    said = _said(meeting, member, kind=_("Pasta da reunião"))
    said["agenda"]["points"] = [_point(*one, member) for one in _points(meeting, member)]
    said["tasks"] = _tasks(_("O que ficou por fazer"), promised if governs else promised.none())
    papers = list(Paper.objects.visible_to(member).filter(meeting=meeting).defer("content"))
    return _compiled(said, papers)


def minutes(meeting: Meeting, member: Membership | None) -> bytes:
    """Who was there, what was said of each point, what was decided and promised. Ask `minutes_for` first."""
    governs = member is not None and member.governs
    said = _said(meeting, member, kind=_("Ata"))
    if meeting.minutes != Meeting.Minutes.APPROVED:
        said["state"] = _("Ata por aprovar: pode ainda mudar.")
    said["facts"].append([_("Ata"), _minutes_word(meeting)])
    rows = list(meeting.attendances.select_related("municipality"))
    there = _("houve quórum") if meeting.has_quorum else _("não houve quórum")
    said["attendance"] = {
        "title": _("Quem esteve"),
        "lead": _("%(n)s de %(all)s presentes ou representados: %(quorum)s.")
        % {"n": meeting.present, "all": len(rows), "quorum": there},
        "head": [_("Município"), _("Presença"), *([_("Pessoa")] if governs else [])],
        "rows": [
            [one.municipality.name, one.get_presence_display(), *([one.person] if governs else [])]
            for one in rows
        ],
    }
    said["agenda"]["title"] = _("Ordem de trabalhos e ata")
    said["agenda"]["points"] = [
        _point(item, None, member) | {"minutes": _lines(item.minutes)}
        for item, _round in _points(meeting, member)
    ]
    decided = Decision.objects.approved().visible_to(member).filter(meeting=meeting)
    said["decisions"] = {
        "title": _("Decisões desta reunião"),
        "rows": [
            {
                "url": settings.BASE_URL + reverse("decision", args=[one.decision.number]),
                "number": one.decision.number,
                "title": one.decision.title,
                "text": _lines(one.text),
            }
            for one in register.entries(decided, member)
        ],
    }
    given = Task.objects.filter(meeting=meeting)
    said["tasks"] = _tasks(_("Tarefas"), given if governs else given.none())
    papers = list(Paper.objects.visible_to(member).filter(meeting=meeting).defer("content"))
    return _compiled(said, papers, inside=False)


def _said(meeting: Meeting, member: Membership | None, *, kind: str) -> dict[str, Any]:
    """What both have: head, facts, an agenda without points."""
    language = translation.get_language() or "pt-pt"
    numbered = _("Reunião n.º %(n)s/%(year)s") % {"n": meeting.number, "year": meeting.year}
    name = meeting.title or numbered
    end = timezone.localtime(meeting.ends)
    facts = [[_("Quando"), f"{mail.moment_said(meeting.starts)} {_('às')} {date_format(end, 'H:i')}"]]
    if meeting.place:
        facts.append([_("Onde"), meeting.place])
    if meeting.link and member is not None and member.governs:
        facts.append([_("À distância"), meeting.link])
    seats = meeting.body.seats_on(meeting.day).count()
    facts.append([_("Quórum"), _("%(n)s de %(all)s") % {"n": meeting.quorum, "all": seats}])
    facts.append([_("Página"), settings.BASE_URL + reverse("meeting", args=[meeting.uuid])])
    made = date_format(timezone.localtime(moment.now()), "SHORT_DATETIME_FORMAT")
    state = ""
    if meeting.state == Meeting.State.CANCELLED:
        state = _("Reunião cancelada: %(why)s") % {"why": meeting.cancelled_why}
    elif meeting.state == Meeting.State.DRAFT:
        state = _("Ainda por convocar: pode mudar.")
    elif meeting.body.is_demo:
        state = _("Exemplo fictício (demonstração).")
    return {
        "lang": language[:2],
        "region": "gb" if language.startswith("en") else "pt",
        "title": f"{kind}: {meeting.body.name}, {numbered}",
        "kicker": f"{kind} · {numbered} · {meeting.body.name}",
        "heading": name,
        "footer": _("Concerta, Área Metropolitana do Porto. Feito em %(at)s.") % {"at": made},
        "page": _("Página"),
        "state": state,
        "facts": facts,
        "attendance": {"rows": []},
        "agenda": {
            "title": _("Ordem de trabalhos"),
            "empty": _("A ordem de trabalhos não é pública."),
            "points": [],
        },
        "decisions": {"rows": []},
        "tasks": {"rows": []},
    }


def _points(meeting: Meeting, member: Membership | None) -> list[tuple[AgendaItem, Round | None]]:
    items = list(AgendaItem.objects.visible_to(member).filter(meeting=meeting))
    asked = {item.round_id for item in items if item.round_id}
    rounds = {one.pk: one for one in Round.objects.visible_to(member).filter(pk__in=asked).for_pages()}
    return [(item, rounds.get(item.round_id or 0)) for item in items]


def _point(item: AgendaItem, round: Round | None, member: Membership | None) -> dict[str, Any]:
    return {
        "number": item.order,
        "title": item.title,
        "mark": "" if item.is_public else _("interno"),
        "text": _lines(item.text),
        "minutes": [],
        "round": _round(round, member) if round else None,
    }


def _round(round: Round, member: Membership | None) -> dict[str, Any]:
    standing = Standing(round, member)
    tally = render_to_string("units/positions_said.html", {"count": standing.count}).strip()
    state = _("Ronda %(state)s") % {"state": round.get_state_display()}
    spoken: list[Position] = [*standing.reservations, *standing.changes]
    return {
        "url": settings.BASE_URL + reverse("round", args=[round.uuid]),
        "title": f"{round.code} {round.title}".strip(),
        "standing": f"{round.rule_sentence} {state}: {tally}.",
        "text": _lines(round.version.text),
        "positions": [[one.municipality.name, one.get_answer_display(), one.text] for one in spoken],
    }


def _tasks(title: str, tasks: QuerySet[Task]) -> dict[str, Any]:
    return {
        "title": title,
        "head": [_("O que fazer"), _("Responsável"), _("Até")],
        "rows": [
            [
                one.what,
                f"{one.owner.user}, {one.owner.organisation}",
                date_format(one.due, "SHORT_DATE_FORMAT") if one.is_open else _state_of(one),
            ]
            for one in tasks.select_related("owner__user", "owner__organisation")
        ],
    }


def _state_of(task: Task) -> str:
    return _("sem efeito") if task.dropped_why else _("feita")


def _minutes_word(meeting: Meeting) -> str:
    if meeting.minutes == Meeting.Minutes.APPROVED and meeting.minutes_at:
        at = timezone.localtime(meeting.minutes_at)
        return _("aprovada a %(day)s") % {"day": date_format(at, "SHORT_DATE_FORMAT")}
    return str(meeting.get_minutes_display())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _compiled(said: dict[str, Any], papers: list[Paper], *, inside: bool = True) -> bytes:
    import typst

    with TemporaryDirectory(prefix="concerta-") as folder:
        place, rows, room = Path(folder), [], MOST_BYTES
        for number, paper in enumerate(papers, start=1):
            goes = inside and paper.size <= room
            stem, _dot, ending = paper.name.rpartition(".")
            # Readers agree on names of attachments only in ASCII.
            name = f"{number}-{slugify(stem) or 'documento'}.{ending}"
            if goes:
                room -= paper.size
                (place / name).write_bytes(bytes(paper.content))
            rows.append(
                {
                    "title": paper.title,
                    "kind": f"({ending.upper()}, {filesizeformat(paper.size)})",
                    "url": settings.BASE_URL + reverse("paper", args=[paper.uuid]),
                    "file": name if goes else "",
                    "mime": paper.media_type,
                }
            )
        held = sum(bool(row["file"]) for row in rows)
        lead = ngettext(
            "%(n)s documento vai dentro deste ficheiro, como anexo.",
            "%(n)s documentos vão dentro deste ficheiro, como anexos.",
            held,
        ) % {"n": held}
        said["papers"] = {"title": _("Documentos"), "lead": lead if held else "", "rows": rows}
        (place / "meeting.json").write_text(json.dumps(said), encoding="utf-8")
        (place / "meeting.typ").write_bytes(SHEET.read_bytes())
        options: dict[str, Any] = {"format": "pdf", "root": folder, "ignore_system_fonts": True}
        try:
            made: bytes = typst.compile(str(place / "meeting.typ"), pdf_standards=["ua-1"], **options)
        except typst.TypstError:
            # A character that the fonts lack (a tick pasted from a telephone) is no reason to have no minutes: tagged
            # all the same, only without the promise of the standard.
            made = typst.compile(str(place / "meeting.typ"), **options)
    return made

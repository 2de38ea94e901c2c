"""Documents of meetings and decisions: added, and taken away while what they belong to may still change."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from units import paper_kinds
from units.actions import shared
from units.models import Decision, Meeting, Paper

MOST_NAME = 120
MOST_PAPERS = 40  # of one meeting or decision


def clean_name(name: str, ending: str) -> str:
    """The last part of it, without what a file system or a header could misread, and with the ending of its kind."""
    stem = re.split(r"[\\/]", name)[-1].rpartition(".")[0] or name
    stem = re.sub(r"[^\w .()-]+", "", stem).strip(" .")
    return f"{stem[:MOST_NAME] or 'documento'}.{ending}"


def _locked(owner: Meeting | Decision, by: Membership) -> tuple[Meeting | None, Decision | None]:
    """What the paper belongs to, under its lock and still open to change."""
    shared.must_run(owner.body, by)
    if isinstance(owner, Meeting):
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=owner.pk)
        if meeting.state == Meeting.State.CANCELLED or meeting.minutes == Meeting.Minutes.APPROVED:
            raise WrongState(_("Esta reunião está encerrada: os documentos ficam como estão."))
        return meeting, None
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    if decision.is_approved:
        raise WrongState(_("A decisão foi aprovada: os documentos ficam como estão."))
    return None, decision


@shared.database_speaks
@transaction.atomic
def add_paper(
    owner: Meeting | Decision, *, by: Membership, title: str, name: str, content: bytes, is_public: bool
) -> Paper:
    """A file of a kind everybody can open; what it is says its content, not its name."""
    title = shared.text("title", title, most=160)
    if not content:
        raise Invalid("file", _("O ficheiro está vazio."))
    if len(content) > Paper.MOST_BYTES:
        raise Invalid("file", _("O ficheiro tem mais de 10 MB."))
    kind = paper_kinds.kind_of(content)
    if kind is None:
        raise Invalid("file", _("Este tipo de ficheiro não entra: PDF, ODT, DOCX, XLSX, ODS, PNG ou JPEG."))
    if not kind.fits(name):
        raise Invalid(
            "file",
            _("O nome do ficheiro diz uma coisa e o conteúdo outra: parece ser %(kind)s.")
            % {"kind": kind.endings[0].upper()},
        )
    meeting, decision = _locked(owner, by)
    if (meeting or decision).papers.count() >= MOST_PAPERS:  # type: ignore[union-attr]
        raise Invalid("file", _("Já há %(n)s documentos, o máximo.") % {"n": MOST_PAPERS})
    paper = Paper.objects.create(
        meeting=meeting,
        decision=decision,
        title=title,
        name=clean_name(name, kind.endings[0]),
        media_type=kind.media_type,
        content=content,
        size=len(content),
        is_public=is_public,
        by=by,
        at=moment.now(),
    )
    _record(paper, owner, "add_paper", by)
    return paper


@shared.database_speaks
@transaction.atomic
def delete_paper(paper: Paper, *, by: Membership) -> None:
    owner = paper.meeting or paper.decision
    assert owner is not None
    _locked(owner, by)
    _record(paper, owner, "delete_paper", by)
    paper.delete()


def _record(paper: Paper, owner: Meeting | Decision, verb: str, by: Membership) -> None:
    subject = ("meeting" if isinstance(owner, Meeting) else "decision", owner.uuid)
    shared.record(subject, verb, by=by, label=str(owner.body), said=paper.title)

"""Documents put to a meeting or a decision, and taken away again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from units import actions
from units.forms import INTERNAL, PaperForm
from units.models import Decision, Meeting, Paper
from units.views.work.manners import acting, confirm, governing_only, reads_and_sends


def _owner(request: HttpRequest, of: str, uuid: UUID) -> Meeting | Decision:
    if of == "reuniao":
        meetings = Meeting.objects.managed_by(acting(request)).select_related("body__axis")
        return get_object_or_404(meetings, uuid=uuid)
    if of == "decisao":
        decisions = Decision.objects.managed_by(acting(request)).select_related("body__axis")
        return get_object_or_404(decisions, uuid=uuid)
    raise Http404


def _back(owner: Meeting | Decision) -> str:
    """To where its papers are listed while it can still change."""
    if isinstance(owner, Decision):
        return reverse("decision_edit", args=[owner.uuid])
    if owner.state == Meeting.State.DRAFT:
        return reverse("meeting_call", args=[owner.uuid])
    return reverse("meeting_run", args=[owner.uuid])


@governing_only
@reads_and_sends
def paper_new(request: HttpRequest, of: str, uuid: UUID) -> HttpResponse:
    owner = _owner(request, of, uuid)
    posted = request.method == "POST"
    form = PaperForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"openness": INTERNAL},
    )

    def do() -> str:
        given = form.cleaned_data
        file = given["file"]
        # One byte more than may be, so that no more of a file that is too large is read.
        actions.add_paper(
            owner,
            by=acting(request),
            title=given["title"],
            name=file.name,
            content=file.read(Paper.MOST_BYTES + 1),
            is_public=form.is_public,
        )
        messages.success(request, _("O documento foi acrescentado."))
        return _back(owner)

    page = {
        "title": _("Acrescentar um documento"),
        "lead": str(owner),
        "submit": _("Acrescentar"),
        "other_url": _back(owner),
        "other": _("Voltar sem acrescentar"),
        "files": True,
    }
    return confirm(request, do, page=page, form=form)


@governing_only
@reads_and_sends
def paper_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    mine = Paper.objects.defer("content").select_related("meeting__body__axis", "decision__body__axis")
    found = mine.filter(meeting__in=Meeting.objects.managed_by(member)) | mine.filter(
        decision__in=Decision.objects.managed_by(member)
    )
    paper = get_object_or_404(found, uuid=uuid)
    owner = paper.meeting or paper.decision
    assert owner is not None

    def do() -> str:
        actions.delete_paper(paper, by=member)
        messages.success(request, _("O documento foi retirado."))
        return _back(owner)

    page = {
        "title": _("Retirar o documento?"),
        "lead": paper.title,
        "facts": [
            {"label": _("Ficheiro"), "value": paper.name},
            {"label": _("De"), "value": str(owner)},
        ],
        "submit": _("Retirar"),
        "danger": True,
        "other_url": _back(owner),
        "other": _("Voltar sem retirar"),
    }
    return confirm(request, do, page=page)

"""Consultations at work: prepare, open and annul for who runs a body; comment for every entity; answer, publish."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.refusals import Refusal, WrongState
from units import actions, mail
from units.consulting import said_in
from units.forms import (
    CommentForm,
    ConsultationForm,
    ReplyForm,
    ReportForm,
    WhyForm,
    consultation_as_typed,
    mark_of,
)
from units.models import Body, Comment, Consultation, Reply, Version
from units.views.consultations import show_consultation
from units.views.work.manners import (
    SeeOther,
    acting,
    confirm,
    governing_only,
    members_only,
    put_on_form,
    reads_and_sends,
    refused,
    sent,
)
from units.views.work.scope import asked_for, text_asked_for


def _managed(request: HttpRequest, uuid: UUID) -> Consultation:
    found = Consultation.objects.managed_by(acting(request)).for_pages()
    return get_object_or_404(found, uuid=uuid)


def _page_of(consultation: Consultation) -> str:
    return reverse("consultation", args=[consultation.uuid])


# --- Preparing, opening, annulling ------------------------------------------------------------------------------------


@governing_only
@reads_and_sends
def consultation_new(request: HttpRequest) -> HttpResponse:
    """On a new text, or with `?texto=` on one there is."""
    member = acting(request)
    bodies = Body.objects.run_by(member)
    if not bodies.exists():
        raise Http404
    draft = text_asked_for(request.GET, member)
    former = draft.versions.order_by("-number").first() if draft else None
    initial: dict[str, Any] = {"body": asked_for(bodies, request.GET.get("orgao", "")), "key": uuid4()}
    if draft and former:
        initial |= {"title_pt": draft.title_pt, "title_en": draft.title_en, "text": former.text}
    form = ConsultationForm(
        bodies,
        request.POST or None,
        initial=initial,
        next_version=former is not None,
        fixed=draft is not None,
    )

    def save() -> HttpResponse:
        body = draft.body if draft else form.cleaned_data["body"]
        made = actions.prepare_consultation(
            body, by=member, draft=draft, key=form.cleaned_data["key"], **form.said
        )
        messages.success(request, _("A consulta ficou preparada. Ninguém foi avisado: falta abri-la."))
        return SeeOther(reverse("consultation_open", args=[made.uuid]))

    answer, status = sent(request, form, save, deadline="day")
    return answer or _form_page(request, form, title=_("Nova consulta"), former=former, status=status)


@governing_only
@reads_and_sends
def consultation_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    consultation = _managed(request, uuid)
    if consultation.state != Consultation.State.DRAFT and request.method != "POST":
        return refused(
            request,
            WrongState(_("A consulta já abriu: texto, pergunta, leitores e prazo ficam como estão.")),
            url=_page_of(consultation),
            action=_("Ver a consulta"),
        )
    version = consultation.version
    former = version.draft.versions.filter(number__lt=version.number).order_by("-number").first()
    typed = consultation_as_typed(consultation)
    mark = mark_of(typed)
    form = ConsultationForm(
        Body.objects.none(),
        request.POST or None,
        initial={**typed, "seen": mark},
        next_version=former is not None,
        fixed=True,
    )

    def save() -> HttpResponse:
        actions.prepare_consultation(
            consultation.body, by=acting(request), consultation=consultation, **form.said
        )
        messages.success(request, _("A consulta ficou gravada."))
        return SeeOther(reverse("consultation_open", args=[consultation.uuid]))

    answer, status = sent(request, form, save, mark=mark, deadline="day")
    return answer or _form_page(request, form, title=_("Preparar a consulta"), former=former, status=status)


def _form_page(
    request: HttpRequest, form: ConsultationForm, *, title: str, former: Version | None, status: int
) -> HttpResponse:
    context = {"form": form, "title": title, "former": former}
    return render(request, "units/work/consultation_form.html", context, status=status)


def _facts(consultation: Consultation) -> list[dict[str, str]]:
    return [
        {"label": _("Órgão"), "value": str(consultation.body)},
        {"label": _("Versão"), "value": str(consultation.version.number)},
        {"label": _("Pergunta"), "value": consultation.question},
        {"label": _("Quem lê e comenta"), "value": consultation.get_audience_display()},
        {"label": _("Prazo"), "value": mail.moment_said(consultation.deadline)},
    ]


@governing_only
@reads_and_sends
def consultation_open(request: HttpRequest, uuid: UUID) -> HttpResponse:
    consultation = _managed(request, uuid)

    def do() -> str:
        opened = actions.open_consultation(consultation, by=acting(request))
        messages.success(
            request,
            _("A consulta %(code)s está aberta. Quem pode comentar foi avisado.") % {"code": opened.code},
        )
        return _page_of(opened)

    page = {
        "title": _("Abrir a consulta?"),
        "lead": consultation.title,
        "facts": _facts(consultation),
        "text": consultation.version.text,
        "consequence": {
            "kind": "info",
            "title": _("Cada comentário terá de ter resposta"),
            "text": _(
                "Quem pode comentar é avisado. Texto, pergunta e prazo ficam fixos, e o relatório só se publica"
                " quando todos os comentários tiverem resposta."
            ),
        },
        "submit": _("Abrir a consulta"),
        "other_url": reverse("consultation_edit", args=[consultation.uuid]),
        "other": _("Alterar primeiro"),
    }
    return confirm(request, do, page=page)


@governing_only
@reads_and_sends
def consultation_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    consultation = _managed(request, uuid)

    def do() -> str:
        actions.drop_consultation(consultation, by=acting(request))
        messages.success(request, _("A consulta em preparação foi apagada."))
        return reverse("governing")

    page = {
        "title": _("Apagar a consulta em preparação?"),
        "lead": consultation.title,
        "submit": _("Apagar"),
        "danger": True,
        "other_url": reverse("consultation_edit", args=[consultation.uuid]),
        "other": _("Alterar em vez de apagar"),
    }
    return confirm(request, do, page=page)


@governing_only
@reads_and_sends
def consultation_withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    consultation = _managed(request, uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.withdraw_consultation(consultation, by=acting(request), why=form.cleaned_data["why"])
        messages.success(request, _("A consulta %(code)s foi anulada.") % {"code": consultation.code})
        return _page_of(consultation)

    page = {
        "title": _("Anular a consulta?"),
        "lead": str(consultation),
        "facts": _facts(consultation),
        "consequence": {
            "kind": "few",
            "title": _("A consulta fica sem relatório"),
            "text": _("Quem comentou é avisado do motivo. Os comentários feitos ficam à vista."),
        },
        "submit": _("Anular a consulta"),
        "danger": True,
    }
    return confirm(request, do, page=page, form=form)


# --- Commenting -------------------------------------------------------------------------------------------------------


@members_only
@reads_and_sends
def give_comment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    visible = Consultation.objects.visible_to(member).for_pages()
    consultation = get_object_or_404(visible, uuid=uuid)
    page = _page_of(consultation)
    if request.method != "POST":
        return SeeOther(f"{page}#comentar")
    form = CommentForm(consultation.version.paragraphs, request.POST)
    status = 422
    if form.is_valid():
        given = form.cleaned_data
        try:
            comment = actions.give_comment(consultation, by=member, **given)
        except Refusal as refusal:
            put_on_form(form, refusal)
            status = refusal.status
            consultation = get_object_or_404(visible, uuid=uuid)  # with what others have said in between
        else:
            messages.success(
                request,
                _("O comentário n.º %(n)s ficou registado em nome de %(who)s.")
                % {"n": comment.number, "who": member.organisation},
            )
            return SeeOther(f"{page}#c{comment.number}")
    form.masked()
    return show_consultation(request, consultation, comment_form=form, status=status)


@members_only
@reads_and_sends
def take_back_comment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    own = Comment.objects.own(member).filter(consultation__in=Consultation.objects.visible_to(member))
    comment = get_object_or_404(own.select_related("consultation__version__draft"), uuid=uuid)

    def do() -> str:
        actions.take_back_comment(comment, by=member)
        messages.success(request, _("O comentário foi retirado."))
        return _page_of(comment.consultation)

    page = {
        "title": _("Retirar o comentário?"),
        "lead": str(comment.consultation),
        "text": comment.text,
        "submit": _("Retirar"),
        "danger": True,
        "other_url": _page_of(comment.consultation),
        "other": _("Voltar sem retirar"),
        "no_desk": True,
    }
    return confirm(request, do, page=page)


# --- Answering, publishing --------------------------------------------------------------------------------------------


@governing_only
@require_safe
def replies(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All comments, those without a reply first."""
    consultation = _managed(request, uuid)
    said = said_in(consultation)
    context = {
        "consultation": consultation,
        "said": said,
        "owed": [one for one in said.comments if not hasattr(one, "reply")],
        "given": [one for one in said.comments if hasattr(one, "reply")],
    }
    return render(request, "units/work/replies.html", context)


@governing_only
@reads_and_sends
def reply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One comment with the paragraph it is on, and the form. After saving comes the next one without a reply."""
    member = acting(request)
    comments = Comment.objects.managed_by(member).for_pages()
    comment = get_object_or_404(
        comments.select_related("consultation__body__axis", "consultation__version__draft"), uuid=uuid
    )
    consultation = comment.consultation
    given: Reply | None = getattr(comment, "reply", None)
    typed = {"outcome": given.outcome, "text": given.text} if given else {}
    mark = mark_of(typed)
    form = ReplyForm(request.POST or None, initial={**typed, "seen": mark})

    def save() -> HttpResponse:
        outcome, text = form.cleaned_data["outcome"], form.cleaned_data["text"]
        actions.reply_to(comment, by=member, outcome=outcome, text=text)
        return _after_reply(request, comment)

    answer, status = sent(request, form, save, mark=mark)
    if answer:
        return answer
    paragraphs = consultation.version.paragraphs
    context = {
        "comment": comment,
        "consultation": consultation,
        "paragraph": paragraphs[comment.paragraph - 1]
        if comment.paragraph and comment.paragraph <= len(paragraphs)
        else "",
        "form": form,
        "owed": consultation.comments.unanswered().exclude(pk=comment.pk).count(),
    }
    return render(request, "units/work/reply.html", context, status=status)


def _after_reply(request: HttpRequest, comment: Comment) -> HttpResponse:
    owed = comment.consultation.comments.unanswered()
    left = owed.count()
    following = owed.filter(number__gt=comment.number).first() or owed.first()
    if following is None:
        messages.success(request, _("Todos os comentários têm resposta: já pode publicar o relatório."))
        return SeeOther(reverse("replies", args=[comment.consultation.uuid]))
    said = ngettext(
        "A resposta ficou registada. Falta %(n)s.", "A resposta ficou registada. Faltam %(n)s.", left
    )
    messages.success(request, said % {"n": left})
    return SeeOther(reverse("reply", args=[following.uuid]))


@governing_only
@reads_and_sends
def report_publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    consultation = _managed(request, uuid)
    form = ReportForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        published = actions.publish_report(
            consultation,
            by=acting(request),
            conclusion_pt=form.cleaned_data["conclusion_pt"],
            conclusion_en=form.cleaned_data["conclusion_en"],
        )
        messages.success(
            request, _("O relatório da consulta %(code)s está publicado.") % {"code": published.code}
        )
        return _page_of(published)

    page = {
        "title": _("Publicar o relatório?"),
        "lead": str(consultation),
        "facts": [
            *_facts(consultation),
            {"label": _("Comentários"), "value": str(consultation.said)},
            {"label": _("Com resposta"), "value": str(consultation.replied)},
        ],
        "consequence": {
            "kind": "few" if consultation.missing else "info",
            "title": _("Ainda há comentários sem resposta")
            if consultation.missing
            else _("Depois de publicado, nada disto muda"),
            "text": _("O relatório só se publica quando todos os comentários tiverem resposta.")
            if consultation.missing
            else _("Comentários, respostas e conclusão ficam como estão. Quem comentou é avisado."),
        },
        "submit": _("Publicar o relatório"),
        "other_url": reverse("replies", args=[consultation.uuid]),
        "other": _("Ver as respostas"),
    }
    return confirm(request, do, page=page, form=form)

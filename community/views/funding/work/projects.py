"""The register of projects, kept by the coordination."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from community.actions import projects as actions
from community.funding.forms import ProjectForm, ProjectPartnerForm, project_as_typed
from community.models import Application, Project, ProjectPartner
from community.views.funding.work.manners import coordinating, one_verb, show_form
from units.forms.base import mark_of
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends, sent
from units.views.work.scope import asked_for


def _page(project: Project) -> str:
    return reverse("project", args=[project.uuid])


def _from(application: Application | None) -> dict[str, Any]:
    """What an approved application already says."""
    if application is None:
        return {"state": Project.State.PLANNED}
    return {
        "title": application.title,
        "level": application.level,
        "description": application.summary,
        "axes": [one.pk for one in application.axes],
        "ideas": [one.pk for one in application.ideas.all()],
        "municipalities": sorted(
            {
                one.organisation.municipality_id
                for one in application.accepted
                if one.organisation.municipality_id
            }
        ),
        "funding": f"{application.call.funder}: {application.call.title}",
        "state": Project.State.PLANNED,
    }


@members_only
@reads_and_sends
def project_new(request: HttpRequest) -> HttpResponse:
    """Directly, or (`?candidatura=`) from an approved application."""
    member = coordinating(request)
    approved = Application.objects.filter(state=Application.State.APPROVED, project=None).for_pages()
    application = asked_for(approved, request.GET.get("candidatura", ""))
    form = ProjectForm(
        request.POST if request.method == "POST" else None,
        member=member,
        initial={"key": uuid4(), **_from(application)},
    )

    def save() -> HttpResponse:
        made = actions.keep_project(
            form.said, by=member, application=application, key=form.cleaned_data["key"]
        )
        messages.success(request, _("O projeto está no registo."))
        return SeeOther(_page(made))

    answer, status = sent(request, form, save)
    return answer or show_form(
        request,
        form,
        status=status,
        title=_("Registar um projeto"),
        lead=_("A partir da candidatura «%(title)s».") % {"title": application.title} if application else "",
        submit=_("Registar"),
        other_url=reverse("projects"),
    )


@members_only
@reads_and_sends
def project_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    project = get_object_or_404(Project.objects.editable_by(member).for_pages(), uuid=uuid)
    typed = project_as_typed(project)
    mark = mark_of(typed)
    form = ProjectForm(
        request.POST if request.method == "POST" else None, member=member, initial={**typed, "seen": mark}
    )

    def save() -> HttpResponse:
        actions.keep_project(form.said, by=member, project=project)
        messages.success(request, _("O projeto ficou gravado."))
        return SeeOther(_page(project))

    answer, status = sent(request, form, save, mark=mark)
    return answer or show_form(
        request,
        form,
        status=status,
        title=_("Mudar o projeto"),
        lead=project.title,
        submit=_("Gravar"),
        other_url=_page(project),
    )


@members_only
@reads_and_sends
def project_partner_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    project = get_object_or_404(Project.objects.editable_by(member), uuid=uuid)
    form = ProjectPartnerForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.add_project_partner(project, by=member, **form.cleaned_data)
        messages.success(request, _("A entidade está no projeto."))
        return _page(project)

    return one_verb(
        request,
        do,
        form=form,
        title=_("Acrescentar quem faz o projeto"),
        lead=project.title,
        submit=_("Acrescentar"),
        other_url=_page(project),
        other=_("Voltar sem acrescentar"),
    )


@members_only
@reads_and_sends
def project_partner_drop(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    member = acting(request)
    project = get_object_or_404(Project.objects.editable_by(member), uuid=uuid)
    partner = get_object_or_404(
        ProjectPartner.objects.select_related("organisation"), project=project, pk=number
    )

    def do() -> str:
        actions.drop_project_partner(partner, by=member)
        messages.success(request, _("A entidade saiu do projeto."))
        return _page(project)

    return one_verb(
        request,
        do,
        title=_("Tirar do projeto?"),
        lead=str(partner),
        submit=_("Tirar"),
        danger=True,
        other_url=_page(project),
        other=_("Voltar sem tirar"),
    )

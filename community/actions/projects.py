"""Projects: made from an approved application or directly, with who does them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership, Organisation
from accounts.refusals import Invalid, WrongState
from community.actions.standing import chosen, database_speaks, must_coordinate
from community.models import Application, Level, Project, ProjectPartner, level_problem
from geo.models import Municipality
from plans.models import PlanElement
from units.actions import shared
from units.models import Axis, OperativeResponse, StructuringIdea


@dataclass(frozen=True)
class SaidOfProject:
    title: str
    level: str
    starts_on: date
    description: str
    axes: Sequence[Axis]
    municipalities: Sequence[Municipality]
    ends_on: date | None = None
    responses: Sequence[OperativeResponse] = ()
    ideas: Sequence[StructuringIdea] = ()
    funding: str = ""
    elements: Sequence[PlanElement] = ()
    results: str = ""
    state: str = Project.State.PLANNED
    is_public: bool = False
    is_demo: bool = False


@database_speaks
@transaction.atomic
def keep_project(
    said: SaidOfProject,
    *,
    by: Membership,
    project: Project | None = None,
    application: Application | None = None,
    key: UUID | None = None,
) -> Project:
    """Register one (of `application`, once it is approved: with its consortium), or change `project`."""
    must_coordinate(by)
    title = shared.text("title", said.title, most=200)
    texts = {
        "description": shared.text("description", said.description, most=8000),
        "results": shared.text("results", said.results, most=8000, needed=False),
        "funding": shared.text("funding", said.funding, most=2000, needed=False),
    }
    chosen("level", said.level, Level.values)
    chosen("state", said.state, Project.State.values)
    if said.ends_on is not None and said.ends_on < said.starts_on:
        raise Invalid("ends_on", _("O fim tem de vir depois do início."))
    if not said.axes:
        raise Invalid("axes", _("Escolha pelo menos um eixo."))
    if not said.municipalities:
        raise Invalid("municipalities", _("Escolha pelo menos um município."))
    if problem := level_problem(said.level, len(said.municipalities)):
        raise Invalid("municipalities", problem)
    if project is None:
        sent = Project.objects.filter(uuid=key, made_by=by).first() if key else None
        if sent is not None:
            shared.sent_before(title=(sent.title, title))
            return sent
        if application is not None:
            application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
            if application.state != Application.State.APPROVED:
                raise WrongState(_("Só uma candidatura aprovada dá origem a um projeto."))
            if Project.objects.filter(application=application).exists():
                raise WrongState(_("Esta candidatura já deu origem a um projeto."))
        project = Project(uuid=key or uuid4(), application=application, made_by=by, made_at=moment.now())
        project.is_demo = said.is_demo or (application is not None and application.is_demo)
        before, verb = "", "register_project"
    else:
        project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        before, verb = project.state, "change_project"
    project.title, project.level, project.state = title, said.level, said.state
    project.starts_on, project.ends_on, project.is_public = said.starts_on, said.ends_on, said.is_public
    for name, value in texts.items():
        setattr(project, name, value)
    project.save()
    project.axes.set(said.axes)
    project.responses.set(said.responses)
    project.ideas.set(said.ideas)
    project.municipalities.set(said.municipalities)
    project.elements.set(said.elements)
    if verb == "register_project" and application is not None:
        ProjectPartner.objects.bulk_create(
            ProjectPartner(project=project, organisation=one.organisation, role=one.role, is_lead=one.is_lead)
            for one in application.accepted
        )
    shared.record(("project", project.uuid), verb, by=by, label=title, before=before, after=project.state)
    return project


@database_speaks
@transaction.atomic
def add_project_partner(
    project: Project,
    *,
    by: Membership,
    organisation: Organisation | None = None,
    name: str = "",
    role: str = "",
    is_lead: bool = False,
) -> ProjectPartner:
    """An organisation of the portal, or one by its name."""
    must_coordinate(by)
    role = shared.text("role", role, most=200, needed=False)
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if organisation is None:
        name = shared.text("name", name, most=200)
    elif project.partners.filter(organisation=organisation).exists():
        raise Invalid("organisation", _("Esta entidade já está no projeto."))
    made = ProjectPartner.objects.create(
        project=project,
        organisation=organisation,
        name="" if organisation else name,
        role=role,
        is_lead=is_lead,
    )
    shared.record(("project", project.uuid), "add_project_partner", by=by, label=str(made))
    return made


@transaction.atomic
def drop_project_partner(partner: ProjectPartner, *, by: Membership) -> None:
    must_coordinate(by)
    project = Project.objects.select_for_update(of=("self",)).get(pk=partner.project_id)
    shared.record(("project", project.uuid), "drop_project_partner", by=by, label=str(partner))
    partner.delete()

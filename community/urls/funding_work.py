"""Addresses of funding for those who work with it, under /trabalho/comunidade/."""

from django.urls import path

from community.views.funding.work import applications, calls, desk, initiatives, pledges, projects

urlpatterns = [
    path("financiamento/", desk.desk, name="funding_desk"),
    path("avisos/novo/", calls.call_new, name="call_new"),
    path("avisos/<uuid:uuid>/editar/", calls.call_edit, name="call_edit"),
    path("avisos/<uuid:uuid>/tirar/", calls.call_drop, name="call_drop"),
    path("avisos/<uuid:uuid>/seguir/", calls.call_follow, name="call_follow"),
    path("avisos/<uuid:uuid>/candidatura/", applications.application_new, name="application_new"),
    path("candidaturas/<uuid:uuid>/", applications.application_work, name="application_work"),
    path("candidaturas/<uuid:uuid>/editar/", applications.application_edit, name="application_edit"),
    path("candidaturas/<uuid:uuid>/convidar/", applications.consortium_invite, name="consortium_invite"),
    path(
        "candidaturas/<uuid:uuid>/criterios/", applications.application_criteria, name="application_criteria"
    ),
    path("candidaturas/<uuid:uuid>/submeter/", applications.application_submit, name="application_submit"),
    path("candidaturas/<uuid:uuid>/resultado/", applications.application_result, name="application_result"),
    path("candidaturas/<uuid:uuid>/retirar/", applications.application_withdraw, name="application_withdraw"),
    path("convites/<uuid:uuid>/", applications.consortium_answer, name="consortium_answer"),
    path("convites/<uuid:uuid>/retirar/", applications.invitation_take_back, name="invitation_take_back"),
    path("projetos/novo/", projects.project_new, name="project_new"),
    path("projetos/<uuid:uuid>/editar/", projects.project_edit, name="project_edit"),
    path("projetos/<uuid:uuid>/entidades/nova/", projects.project_partner_new, name="project_partner_new"),
    path(
        "projetos/<uuid:uuid>/entidades/<int:number>/tirar/",
        projects.project_partner_drop,
        name="project_partner_drop",
    ),
    path("compromissos/novo/", pledges.pledge_new, name="pledge_new"),
    path("compromissos/<uuid:uuid>/", pledges.pledge_work, name="pledge_work"),
    path("compromissos/<uuid:uuid>/decidir/", pledges.pledge_decide, name="pledge_decide"),
    path("compromissos/<uuid:uuid>/destino/", pledges.pledge_match, name="pledge_match"),
    path("compromissos/<uuid:uuid>/terminar/", pledges.pledge_end, name="pledge_end"),
    path("entregas/<uuid:uuid>/", pledges.match_delivered, name="match_delivered"),
    path("entregas/<uuid:uuid>/desfazer/", pledges.match_undo, name="match_undo"),
    path("iniciativas/<uuid:uuid>/", initiatives.initiative_work, name="initiative_work"),
    path("iniciativas/<uuid:uuid>/decidir/", initiatives.initiative_decide, name="initiative_decide"),
    path("iniciativas/<uuid:uuid>/apoiar/", initiatives.initiative_support, name="initiative_support"),
    path("iniciativas/<uuid:uuid>/fase/", initiatives.initiative_stage, name="initiative_stage"),
    path("iniciativas/<uuid:uuid>/terminar/", initiatives.initiative_end, name="initiative_end"),
]

"""Addresses under /trabalho/programas/. Every `uuid` is the one of what the address names."""

from django.urls import path

from programmes.views import intake
from programmes.views.work import classes, closing, desk, editions, people, sheets, ventures

urlpatterns = [
    path("", desk.desk, name="programmes_work"),
    path("inscricoes/", desk.my_registrations, name="my_registrations"),
    path("inscricoes/<uuid:uuid>/retirar/", desk.registration_withdraw, name="registration_withdraw"),
    path("passagens/<uuid:uuid>/recebida/", desk.handover_received, name="handover_received"),
    path("novo/", sheets.programme_new, name="programme_new"),
    path("fichas/<uuid:uuid>/", sheets.sheet, name="sheet_work"),
    path("fichas/<uuid:uuid>/publicar/", sheets.sheet_publish, name="programme_sheet_publish"),
    path("fichas/<uuid:uuid>/fases/<int:number>/", sheets.phase_edit, name="phase_edit"),
    path("fichas/<uuid:uuid>/leituras/<int:number>/", sheets.note_settle, name="note_settle"),
    path("<uuid:uuid>/versao/", sheets.version_new, name="version_new"),
    path("<uuid:uuid>/criterios/", sheets.criteria, name="programme_criteria"),
    path("<uuid:uuid>/criterios/publicar/", sheets.criteria_publish, name="criteria_publish"),
    path("<uuid:uuid>/edicoes/nova/", editions.edition_new, name="edition_new"),
    path("edicoes/<uuid:uuid>/", editions.edition_board, name="edition_board"),
    path("edicoes/<uuid:uuid>/alterar/", editions.edition_edit, name="edition_edit"),
    path("edicoes/<uuid:uuid>/passo/<slug:step>/", editions.edition_step, name="edition_step"),
    path("edicoes/<uuid:uuid>/reabrir-inscricoes/", editions.intake_reopen, name="intake_reopen"),
    path("edicoes/<uuid:uuid>/outro-modo/", editions.contingency, name="edition_contingency"),
    path("edicoes/<uuid:uuid>/aviso/", editions.alert_answer, name="alert_answer"),
    path("edicoes/<uuid:uuid>/encerrar/", editions.edition_close, name="edition_close"),
    path("edicoes/<uuid:uuid>/inscrever/", intake.register, name="edition_register"),
    path("edicoes/<uuid:uuid>/selecao/", people.selection, name="edition_selection"),
    path("edicoes/<uuid:uuid>/matriculas/", people.enrolments, name="edition_enrolments"),
    path("edicoes/<uuid:uuid>/participantes/", people.participants, name="edition_participants"),
    path("edicoes/<uuid:uuid>/turmas/", classes.turmas, name="edition_turmas"),
    path("edicoes/<uuid:uuid>/sessoes/", classes.sessions, name="edition_sessions"),
    path("edicoes/<uuid:uuid>/empreendimentos/", ventures.ventures, name="edition_ventures"),
    path("edicoes/<uuid:uuid>/encerramento/", closing.closing, name="edition_closing"),
    path("edicoes/<uuid:uuid>/certificados/", closing.certificates, name="edition_certificates"),
    path("participantes/<uuid:uuid>/", people.participant, name="participant"),
    path("participantes/<uuid:uuid>/lugar/", people.participant_override, name="participant_override"),
    path("participantes/<uuid:uuid>/desistencia/", people.participant_drop, name="participant_drop"),
    path("participantes/<uuid:uuid>/voltou/", people.participant_back, name="participant_back"),
    path("participantes/<uuid:uuid>/passagem/", people.participant_handover, name="participant_handover"),
    path("participantes/<uuid:uuid>/fim/", people.participant_outcome, name="participant_outcome"),
    path(
        "participantes/<uuid:uuid>/certificado-anterior/", people.participant_prior, name="participant_prior"
    ),
    path(
        "participantes/<uuid:uuid>/certificado-anterior/decidir/",
        people.participant_prior_decide,
        name="participant_prior_decide",
    ),
    path("turmas/<uuid:uuid>/", classes.turma, name="turma"),
    path("turmas/<uuid:uuid>/apagar/", classes.turma_drop, name="turma_drop"),
    path("sessoes/<uuid:uuid>/", classes.session, name="class_session"),
    path("sessoes/<uuid:uuid>/alterar/", classes.session_edit, name="session_edit"),
    path("sessoes/<uuid:uuid>/cancelar/", classes.session_cancel, name="session_cancel"),
    path("sessoes/<uuid:uuid>/nao-se-fez/", classes.session_unmark, name="session_unmark"),
    path("empreendimentos/<uuid:uuid>/", ventures.venture, name="venture"),
    path("empreendimentos/<uuid:uuid>/<slug:verb>/", ventures.venture_decide, name="venture_decide"),
    path("certificados/<uuid:uuid>.pdf", closing.certificate_pdf, name="certificate_pdf"),
    path("certificados/<uuid:uuid>/anular/", closing.certificate_revoke, name="certificate_revoke"),
]

"""Addresses under /trabalho/planos/. Every `uuid` is the one of what the address names."""

from django.urls import path

from plans.views import answering
from plans.views.work import desk, editing, elements, importing, measures, reports

urlpatterns = [
    path("", desk.desk, name="plan_desk"),
    path("relatar/", answering.answer, name="plan_answer"),
    path("novo/", editing.plan_new, name="plan_new"),
    path("importar/", importing.plan_import, name="plan_import"),
    path("importar/confirmar/", importing.plan_import_send, name="plan_import_send"),
    path("importar/modelo.xlsx", importing.plan_import_model, name="plan_import_model"),
    path("<uuid:uuid>/", editing.plan, name="plan_work"),
    path("<uuid:uuid>/dados/", editing.plan_edit, name="plan_edit"),
    path("<uuid:uuid>/copiar/", editing.plan_copy, name="plan_copy"),
    path("<uuid:uuid>/propor/", editing.plan_propose, name="plan_propose"),
    path("<uuid:uuid>/aprovar/", editing.plan_approve, name="plan_approve"),
    path("<uuid:uuid>/encerrar/", editing.plan_close, name="plan_close"),
    path("<uuid:uuid>/apagar/", editing.plan_delete, name="plan_delete"),
    path("<uuid:uuid>/alteracoes/", editing.plan_amendments, name="plan_amendments"),
    path("<uuid:uuid>/elementos/novo/", elements.element_new, name="plan_element_new"),
    path("elementos/<uuid:uuid>/", elements.element, name="plan_point"),
    path("elementos/<uuid:uuid>/texto/", elements.element_edit, name="plan_element_edit"),
    path("elementos/<uuid:uuid>/mover/", elements.element_move, name="plan_element_move"),
    path("elementos/<uuid:uuid>/retirar/", elements.element_delete, name="plan_element_delete"),
    path("elementos/<uuid:uuid>/repor/", elements.element_restore, name="plan_element_restore"),
    path("elementos/<uuid:uuid>/responsavel/", elements.element_owner, name="plan_element_owner"),
    path("elementos/<uuid:uuid>/medidas/nova/", measures.measure_new, name="plan_measure_new"),
    path("medidas/<uuid:uuid>/", measures.measure_edit, name="plan_measure_edit"),
    path("medidas/<uuid:uuid>/metas/", measures.measure_targets, name="plan_measure_targets"),
    path("medidas/<uuid:uuid>/indicador/", measures.measure_indicator, name="plan_measure_indicator"),
    path("medidas/<uuid:uuid>/apagar/", measures.measure_delete, name="plan_measure_delete"),
    path("medidas/<uuid:uuid>/relatos/", reports.reports, name="plan_reports"),
    path("medidas/<uuid:uuid>/relatar/", reports.report_new, name="plan_report_new"),
    path("relatos/<uuid:uuid>/corrigir/", reports.report_correct, name="plan_report_correct"),
    path("relatos/<uuid:uuid>/retirar/", reports.report_take_back, name="plan_report_take_back"),
]

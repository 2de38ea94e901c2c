"""Addresses under /trabalho/monitor/. Every `uuid` is the one of an import."""

from django.urls import path

from monitor.views import work

urlpatterns = [
    path("", work.imports, name="monitor_work"),
    path("enviar/", work.report_figures, name="report_figures"),
    path("enviar/ficheiro/", work.report_file, name="report_file"),
    path("enviar/modelo.csv", work.report_model, name="report_model"),
    path("enviar/confirmar/", work.report_send, name="report_send"),
    path("<uuid:uuid>/", work.import_page, name="monitor_import"),
    path("<uuid:uuid>/confirmar/", work.import_confirm, name="import_confirm"),
    path("<uuid:uuid>/desfazer/", work.import_undo, name="import_undo"),
]

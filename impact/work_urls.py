"""Addresses under /trabalho/impacto/. Every `uuid` is the one of what the address names."""

from django.urls import path

from impact.views import work_evaluations, work_sheets

urlpatterns = [
    path("", work_sheets.desk, name="impact_work"),
    path("fichas/nova/", work_sheets.sheet_new, name="sheet_new"),
    path("fichas/<uuid:uuid>/editar/", work_sheets.sheet_edit, name="sheet_edit"),
    path("fichas/<uuid:uuid>/publicar/", work_sheets.sheet_publish, name="sheet_publish"),
    path("fichas/<uuid:uuid>/retirar/", work_sheets.sheet_withdraw, name="sheet_withdraw"),
    path("fichas/<uuid:uuid>/apagar/", work_sheets.sheet_delete, name="sheet_delete"),
    path("fichas/<uuid:uuid>/dimensoes/nova/", work_sheets.dimension_new, name="dimension_new"),
    path("dimensoes/<uuid:uuid>/editar/", work_sheets.dimension_edit, name="dimension_edit"),
    path("dimensoes/<uuid:uuid>/mover/", work_sheets.dimension_move, name="dimension_move"),
    path("dimensoes/<uuid:uuid>/apagar/", work_sheets.dimension_drop, name="dimension_drop"),
    path("dimensoes/<uuid:uuid>/registar/", work_sheets.finding_new, name="finding_new"),
    path("constatacoes/<uuid:uuid>/corrigir/", work_sheets.finding_correct, name="finding_correct"),
    path("avaliacoes/nova/", work_evaluations.evaluation_new, name="evaluation_new"),
    path("avaliacoes/<uuid:uuid>/editar/", work_evaluations.evaluation_edit, name="evaluation_edit"),
    path("avaliacoes/<uuid:uuid>/publicar/", work_evaluations.evaluation_publish, name="evaluation_publish"),
    path("avaliacoes/<uuid:uuid>/apagar/", work_evaluations.evaluation_delete, name="evaluation_delete"),
    path("avaliacoes/<uuid:uuid>/conclusoes/nova/", work_evaluations.conclusion_new, name="conclusion_new"),
    path(
        "avaliacoes/<uuid:uuid>/recomendacoes/nova/",
        work_evaluations.recommendation_new,
        name="recommendation_new",
    ),
    path("conclusoes/<uuid:uuid>/apagar/", work_evaluations.conclusion_drop, name="conclusion_drop"),
    path(
        "recomendacoes/<uuid:uuid>/apagar/", work_evaluations.recommendation_drop, name="recommendation_drop"
    ),
    path(
        "recomendacoes/<uuid:uuid>/responder/",
        work_evaluations.recommendation_answer,
        name="recommendation_answer",
    ),
]

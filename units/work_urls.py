"""Addresses under /trabalho/governar/. Every `uuid` is the one of what the address names."""

from django.urls import path

from units.views.work import decisions, governing, meetings, papers, positions, rounds, running, tasks

urlpatterns = [
    path("", governing.governing, name="governing"),
    path("visto/", governing.governing_seen, name="governing_seen"),
    path("rondas/nova/", rounds.round_new, name="round_new"),
    path("rondas/<uuid:uuid>/editar/", rounds.round_edit, name="round_edit"),
    path("rondas/<uuid:uuid>/apagar/", rounds.round_drop, name="round_drop"),
    path("rondas/<uuid:uuid>/abrir/", rounds.round_open, name="round_open"),
    path("rondas/<uuid:uuid>/fechar/", rounds.round_close, name="round_close"),
    path("rondas/<uuid:uuid>/anular/", rounds.round_withdraw, name="round_withdraw"),
    path("rondas/<uuid:uuid>/posicao/", positions.give_position, name="give_position"),
    path("rondas/<uuid:uuid>/posicao/retirar/", positions.take_back_position, name="take_back_position"),
    path("reunioes/nova/", meetings.meeting_new, name="meeting_new"),
    path("reunioes/<uuid:uuid>/editar/", meetings.meeting_edit, name="meeting_edit"),
    path("reunioes/<uuid:uuid>/convocar/", meetings.meeting_call, name="meeting_call"),
    path("reunioes/<uuid:uuid>/cancelar/", meetings.meeting_cancel, name="meeting_cancel"),
    path("reunioes/<uuid:uuid>/conduzir/", running.meeting_run, name="meeting_run"),
    path("reunioes/<uuid:uuid>/ata/circular/", running.minutes_circulate, name="minutes_circulate"),
    path("reunioes/<uuid:uuid>/ata/aprovar/", running.minutes_approve, name="minutes_approve"),
    path("tarefas/<uuid:uuid>/feita/", tasks.task_finish, name="task_finish"),
    path("tarefas/<uuid:uuid>/reabrir/", tasks.task_reopen, name="task_reopen"),
    path("tarefas/<uuid:uuid>/sem-efeito/", tasks.task_drop, name="task_drop"),
    path("decisoes/nova/", decisions.decision_new, name="decision_new"),
    path("decisoes/<uuid:uuid>/editar/", decisions.decision_edit, name="decision_edit"),
    path("decisoes/<uuid:uuid>/aprovar/", decisions.decision_approve, name="decision_approve"),
    path("decisoes/<uuid:uuid>/apagar/", decisions.decision_drop, name="decision_drop"),
    path("decisoes/<uuid:uuid>/corrigir/", decisions.decision_correct, name="decision_correct"),
    # `of` says what the paper belongs to: "reuniao" or "decisao".
    path("documentos/<slug:of>/<uuid:uuid>/novo/", papers.paper_new, name="paper_new"),
    path("documentos/<uuid:uuid>/apagar/", papers.paper_delete, name="paper_delete"),
]

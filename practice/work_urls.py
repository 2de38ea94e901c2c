"""Addresses of practice for those who work with it, under /trabalho/atendimento-integrado/."""

from django.urls import path

from practice.views.work import campaigns, desk, discussions, evidence, registering, responding

urlpatterns = [
    path("", desk.practice_desk, name="practice_desk"),
    path("recomendacoes/<int:number>/evidencia/", evidence.evidence_new, name="evidence_new"),
    path("evidencia/<uuid:uuid>/retirar/", evidence.evidence_take_back, name="evidence_take_back"),
    path("recomendacoes/<int:number>/plano/", evidence.plan_item_link, name="plan_item_link"),
    path("ligacoes/<uuid:uuid>/retirar/", evidence.plan_item_unlink, name="plan_item_unlink"),
    path("questionario/<int:year>/", responding.response, name="response"),
    path("questionario/<int:year>/parte/<int:step>/", responding.response_step, name="response_step"),
    path("questionario/<int:year>/entregar/", responding.response_submit, name="response_submit"),
    path("campanhas/nova/", campaigns.campaign_new, name="campaign_new"),
    path("campanhas/<int:year>/", campaigns.campaign, name="campaign"),
    path("campanhas/<int:year>/editar/", campaigns.campaign_edit, name="campaign_edit"),
    path("campanhas/<int:year>/abrir/", campaigns.campaign_open, name="campaign_open"),
    path("campanhas/<int:year>/apagar/", campaigns.campaign_drop, name="campaign_drop"),
    path("campanhas/<int:year>/prazo/", campaigns.campaign_extend, name="campaign_extend"),
    path("campanhas/<int:year>/fechar/", campaigns.campaign_close, name="campaign_close"),
    path("campanhas/<int:year>/publicar/", campaigns.campaign_publish, name="campaign_publish"),
    path("campanhas/<int:year>/respostas.<slug:kind>", campaigns.campaign_answers, name="campaign_answers"),
    path("campanhas/<int:year>/<str:dico>/", campaigns.response_read, name="response_read"),
    path("campanhas/<int:year>/<str:dico>/reabrir/", campaigns.response_reopen, name="response_reopen"),
    path("registo/novo/", registering.obstacle_new, name="obstacle_new"),
    path("registo/<uuid:uuid>/editar/", registering.obstacle_edit, name="obstacle_edit"),
    path("registo/<uuid:uuid>/tambem/", registering.obstacle_also, name="obstacle_also"),
    path("registo/<uuid:uuid>/fizemos/", registering.obstacle_did, name="obstacle_did"),
    path("registo/<uuid:uuid>/estado/", registering.obstacle_move, name="obstacle_move"),
    path("registo/<uuid:uuid>/boa-pratica/", registering.obstacle_promote, name="obstacle_promote"),
    path("registo/<uuid:uuid>/boa-pratica/retirar/", registering.practice_end, name="practice_end"),
    path("respostas/<uuid:uuid>/retirar/", registering.reply_take_back, name="reply_take_back"),
    path("conversas/nova/", discussions.discussion_new, name="discussion_new"),
    path("conversas/<uuid:uuid>/", discussions.discussion, name="discussion"),
    path("conversas/<uuid:uuid>/responder/", discussions.discussion_answer, name="discussion_answer"),
    path("conversas/<uuid:uuid>/nota/", discussions.discussion_note, name="discussion_note"),
    path("conversas/<uuid:uuid>/desmarcar/", discussions.discussion_call_off, name="discussion_call_off"),
    path("conversas/<uuid:uuid>/agenda.ics", discussions.discussion_calendar, name="discussion_calendar"),
]

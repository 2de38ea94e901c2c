"""Addresses of the marketplace under /trabalho/."""

from django.urls import path

from resources.views import asked, bulk, calendar, confirming, deciding, keeping, own, searches

urlpatterns = [
    path("reservas/<uuid:uuid>/", deciding.decide, name="decide"),
    path("reservas/<uuid:uuid>/<slug:verb>/", deciding.booking_verb, name="booking_verb"),
    path("pedidos/", asked.my_requests, name="my_requests"),
    path("pedidos/<uuid:uuid>/", asked.my_request, name="my_request"),
    path("pedidos/<uuid:uuid>/<int:order>/retirar/", asked.withdraw_need, name="withdraw_need"),
    path("rede/", asked.open_needs, name="open_needs"),
    path("rede/<uuid:uuid>/<int:order>/", asked.offer, name="offer"),
    path("respostas/", bulk.answer_several, name="answer_several"),
    path("calendario/", calendar.calendar, name="calendar"),
    path("calendario/subscrever/", calendar.subscriptions, name="calendar_subscriptions"),
    path("calendario/subscrever/<uuid:uuid>/anular/", calendar.revoke_subscription, name="calendar_revoke"),
    path("calendario/<str:secret>.ics", calendar.feed, name="calendar_feed"),
    path("procuras/", searches.saved_searches, name="saved_searches"),
    path("procuras/<uuid:uuid>/", searches.change_search, name="saved_search"),
    path("procuras/<uuid:uuid>/apagar/", searches.remove_search, name="saved_search_remove"),
    path("confirmar/<str:token>/", confirming.confirm_capacity, name="confirm_capacity"),
    path("recursos/", own.own_resources, name="own_resources"),
    path("recursos/<uuid:uuid>/", own.own_resource, name="own_resource"),
    path("recursos/<uuid:uuid>/capacidade/", own.own_capacity, name="own_capacity"),
    path("recursos/<uuid:uuid>/bloqueios/", own.own_block, name="own_block"),
    path("recursos/<uuid:uuid>/bloqueios/<uuid:block>/levantar/", own.own_block_lift, name="own_block_lift"),
    path("recursos/<uuid:uuid>/editar/", keeping.keep_resource, name="keep_resource"),
    path("recursos/<uuid:uuid>/retirar/", keeping.retire_resource, name="retire_resource"),
    path("recursos/<uuid:uuid>/historico/", keeping.resource_history, name="resource_history"),
    path(
        "recursos/<uuid:uuid>/historico/<int:version>/repor/",
        keeping.restore_resource,
        name="restore_resource",
    ),
    path("equipamentos/", keeping.own_facilities, name="own_facilities"),
    path("equipamentos/novo/", keeping.add_facility, name="add_facility"),
    path("equipamentos/<uuid:uuid>/", keeping.keep_facility, name="keep_facility"),
    path("equipamentos/<uuid:uuid>/recursos/novo/", keeping.add_resource, name="add_resource"),
    path("equipamentos/<uuid:uuid>/historico/", keeping.facility_history, name="facility_history"),
    path(
        "equipamentos/<uuid:uuid>/historico/<int:version>/repor/",
        keeping.restore_facility,
        name="restore_facility",
    ),
]

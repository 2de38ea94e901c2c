"""Addresses of the marketplace under /trabalho/."""

from django.urls import path

from resources.views import asked, calendar, confirming, deciding, own

urlpatterns = [
    path("reservas/<uuid:uuid>/", deciding.decide, name="decide"),
    path("reservas/<uuid:uuid>/<slug:verb>/", deciding.booking_verb, name="booking_verb"),
    path("pedidos/", asked.my_requests, name="my_requests"),
    path("pedidos/<uuid:uuid>/", asked.my_request, name="my_request"),
    path("pedidos/<uuid:uuid>/<int:order>/retirar/", asked.withdraw_need, name="withdraw_need"),
    path("rede/", asked.open_needs, name="open_needs"),
    path("rede/<uuid:uuid>/<int:order>/", asked.offer, name="offer"),
    path("calendario/", calendar.calendar, name="calendar"),
    path("calendario/subscrever/", calendar.subscriptions, name="calendar_subscriptions"),
    path("calendario/subscrever/<uuid:uuid>/anular/", calendar.revoke_subscription, name="calendar_revoke"),
    path("calendario/<str:secret>.ics", calendar.feed, name="calendar_feed"),
    path("confirmar/<str:token>/", confirming.confirm_capacity, name="confirm_capacity"),
    path("recursos/", own.own_resources, name="own_resources"),
    path("recursos/<uuid:uuid>/", own.own_resource, name="own_resource"),
    path("recursos/<uuid:uuid>/capacidade/", own.own_capacity, name="own_capacity"),
    path("recursos/<uuid:uuid>/bloqueios/", own.own_block, name="own_block"),
    path("recursos/<uuid:uuid>/bloqueios/<uuid:block>/levantar/", own.own_block_lift, name="own_block_lift"),
]

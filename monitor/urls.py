"""Public addresses of the monitor, under /monitor/. Fixed words first: an indicator may not be called like one."""

from django.urls import path

from monitor.views import home, indicator, portrait

urlpatterns = [
    path("", home.home, name="monitor"),
    path("municipio/<str:dico>/", portrait.portrait, name="portrait"),
    path("<slug:code>/", indicator.indicator, name="indicator"),
]

"""Under /trabalho/comunicacao/."""

from django.urls import path

from portal.communication import views
from portal.newsletter import work_views

urlpatterns = [
    path("", views.communication, name="communication"),
    path("<int:pk>/", views.item, name="communication_item"),
    path("boletim/", work_views.compose, name="newsletter_compose"),
    path("boletim/<uuid:uuid>/", work_views.preview, name="newsletter_preview"),
    path("boletim/<uuid:uuid>/ensaio/", work_views.test, name="newsletter_test"),
    path("boletim/<uuid:uuid>/enviar/", work_views.send, name="newsletter_send"),
    path("boletim/<uuid:uuid>/apagar/", work_views.drop, name="newsletter_drop"),
]

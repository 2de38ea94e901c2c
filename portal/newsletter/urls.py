"""Under /noticias/, beside the pages of the CMS."""

from django.urls import path

from portal.newsletter import views

urlpatterns = [
    path("feed/", views.feed, name="news_feed"),
    path("boletim/", views.newsletter, name="newsletter"),
    path("boletim/pedido/", views.asked, name="newsletter_asked"),
    path("boletim/confirmar/<str:token>/", views.confirm, name="newsletter_confirm"),
    path("boletim/sair/<uuid:key>/", views.leave, name="newsletter_leave"),
    path("boletim/<int:number>/", views.issue, name="newsletter_issue"),
]

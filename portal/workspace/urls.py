"""Addresses under /trabalho/."""

from django.urls import include, path

from portal.workspace import editors, views

urlpatterns = [
    path("", views.workspace, name="workspace"),
    path("avisos/", views.notices, name="notices"),
    path("editores/", editors.editor_list, name="editors"),
    path("editores/retirar/", editors.editor_dismiss, name="editor_dismiss"),
    path("", include("resources.urls.work")),
]

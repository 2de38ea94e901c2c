"""Addresses under /unidades/ref-amp/: the framework itself, and one page for each of its codes."""

from django.urls import path

from portal import ref_amp, thread
from units.views.ref_amp import seat_simulator

urlpatterns = [
    path("", ref_amp.framework, name="ref_amp"),
    path("lugares/", seat_simulator, name="seat_simulator"),
    path("<str:code>/", thread.thread, name="ref_amp_thread"),
]

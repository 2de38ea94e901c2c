"""Addresses of listings for those who work with them, under /trabalho/comunidade/."""

from django.urls import path, register_converter

from community.views import index
from community.views.listings import jobs, work, work_files, work_parts
from community.views.listings.kinds import KINDS


class ListingSlug:
    """One of the kinds of listings, by its segment."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ListingSlug, "listing")

urlpatterns = [
    path("", index.community_work, name="community_work"),
    path("renovar/<str:token>/", jobs.renew_link, name="renew_jobs"),
    path("empregos/importar/", work_files.job_import, name="job_import"),
    path("empregos/importar/gravar/", work_files.job_import_write, name="job_import_write"),
    path("empregos/modelo.csv", work_files.job_model, name="job_model"),
    path("empregos/<uuid:uuid>/renovar/", work_parts.job_renew, name="job_renew"),
    path("colocacoes/<uuid:uuid>/lugares/", work_parts.placement_taken, name="placement_taken"),
    path("eventos/<uuid:uuid>/datas/", work_parts.event_dates, name="event_dates"),
    path("eventos/<uuid:uuid>/paragens/", work_parts.event_stops, name="event_stops"),
    path("eventos/<uuid:uuid>/cancelar/", work_parts.event_cancel, name="event_cancel"),
    path("circuitos/<uuid:uuid>/passos/", work_parts.pathway_steps, name="pathway_steps"),
    path("<listing:kind>/", work.listing_entries, name="listing_entries"),
    path("<listing:kind>/nova/", work.listing_new, name="listing_new"),
    path("<listing:kind>/<uuid:uuid>/", work.listing_entry, name="listing_entry"),
    path("<listing:kind>/<uuid:uuid>/publicar/", work.listing_publish, name="listing_publish"),
    path("<listing:kind>/<uuid:uuid>/terminar/", work.listing_end, name="listing_end"),
    path("<listing:kind>/<uuid:uuid>/apagar/", work.listing_discard, name="listing_discard"),
    path("<listing:kind>/<uuid:uuid>/verificado/", work.listing_check, name="listing_check"),
]

"""Every address of the portal. Portuguese without prefix, English under /en/; machines' addresses have no language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import design, open_data, sitemaps, views
from portal.api import api
from portal.pages.pictures import picture

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("api/v1/", api.urls),
    # Name, e-mail and password are kept in one place, which checks a new address before it counts.
    path("cms/account/", RedirectView.as_view(url="/conta/")),
    path("cms/", include(wagtailadmin_urls)),
    path("documentos/", include(wagtaildocs_urls)),
    path("media/images/<path:path>", picture, name="picture"),
    path("sitemap.xml", sitemaps.view, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("dados-abertos/catalogo.jsonld", open_data.open_data_catalogue, name="open_data_catalogue"),
    path("", include("monitor.data_urls")),
    *i18n_patterns(
        path("", include("portal.finding.missed_urls")),
        path("recursos/", include("resources.urls.catalogue")),
        path("unidades/ref-amp/", include("portal.ref_amp_urls")),
        path("unidades/", include("units.urls")),
        path("planos/", include("plans.urls")),
        path("programas/", include("programmes.urls")),
        path("comunidade/", include("community.urls.listings")),
        path("comunidade/", include("community.urls.funding")),
        path("impacto/", include("impact.urls")),
        path("atendimento-integrado/", include("practice.urls")),
        path("monitor/", include("monitor.urls")),
        path("pesquisa/", include("portal.finding.urls")),
        path("noticias/", include("portal.newsletter.urls")),
        path("trabalho/governar/", include("units.work_urls")),
        path("trabalho/comunicacao/", include("portal.communication.urls")),
        path("trabalho/planos/", include("plans.work_urls")),
        path("trabalho/programas/", include("programmes.work_urls")),
        path("trabalho/comunidade/", include("community.urls.listings_work")),
        path("trabalho/comunidade/", include("community.urls.funding_work")),
        path("trabalho/impacto/", include("impact.work_urls")),
        path("trabalho/atendimento-integrado/", include("practice.work_urls")),
        path("trabalho/monitor/", include("monitor.work_urls")),
        path("trabalho/", include("portal.workspace.urls")),
        path("conta/", include("accounts.urls")),
        path("conta/", include("allauth.urls")),
        path("design/", design.design, name="design"),
        path("accounts/login/", RedirectView.as_view(pattern_name="account_login")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.failed"

"""Every address against every member of the cast. An address missing from the table fails.

Columns: visitor, holder, representative, technician, accredited, coordination, editor, outsider. GET where the address
has a page, else an empty POST: 2xx and 4xx about the input mean "may", 404 means "does not exist for you".
The API is called with the member's own token (outsider and visitor have none).
"""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core import signing
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone, translation
from PIL import Image

from accounts.actions import create_calendar_key, create_token
from accounts.models import Contact
from monitor.models import SocialDiagnosis
from portal.models import Issue, IssueItem, Subscription
from portal.newsletter.actions import SALT
from resources import actions, confirming, days, versions
from resources.actions.searching import save_search
from resources.listing import Criteria
from tests.communication.newsroom import Newsroom
from tests.monitor.figures import figures
from tests.monitor.sending import Sending
from tests.units.consulting import Consulting
from tests.units.governing import Governing
from units import actions as govern
from units.models import LocalNetwork, Paper, Partner

WHO = [None, "holder", "representative", "technician", "accredited", "coordination", "editor", "outsider"]

# Left to the packages that bring them; what they protect is tested by them. One address of each stands in the table.
PACKAGES = ("cms/", "documentos/", "_util/")

TABLE: dict[str, tuple[str, str, str]] = {
    # route: (method, address, statuses)
    "healthz": ("GET", "/healthz", "200 200 200 200 200 200 200 200"),
    "readyz": ("GET", "/readyz", "503 503 503 503 503 503 503 503"),
    "media/images/<path:path>": ("GET", "/media/images/nenhuma.jpg", "404 404 404 404 404 404 404 404"),
    "sitemap.xml": ("GET", "/sitemap.xml", "200 200 200 200 200 200 200 200"),
    "robots.txt": ("GET", "/robots.txt", "200 200 200 200 200 200 200 200"),
    "dados-abertos/catalogo.jsonld": (
        "GET",
        "/dados-abertos/catalogo.jsonld",
        "200 200 200 200 200 200 200 200",
    ),
    "dados-abertos/indicadores.csv": (
        "GET",
        "/dados-abertos/indicadores.csv",
        "200 200 200 200 200 200 200 200",
    ),
    "dados-abertos/datapackage.json": (
        "GET",
        "/dados-abertos/datapackage.json",
        "200 200 200 200 200 200 200 200",
    ),
    "monitor/<slug:code>/datapackage.json": (
        "GET",
        "/monitor/pop_resident/datapackage.json",
        "200 200 200 200 200 200 200 200",
    ),
    "monitor/": ("GET", "/monitor/", "200 200 200 200 200 200 200 200"),
    "monitor/comparar/": ("GET", "/monitor/comparar/", "200 200 200 200 200 200 200 200"),
    "monitor/diagnosticos/": ("GET", "/monitor/diagnosticos/", "200 200 200 200 200 200 200 200"),
    # A draft.
    "monitor/diagnosticos/<uuid:uuid>/": (
        "GET",
        "/monitor/diagnosticos/{diagnosis}/",
        "404 404 404 404 404 404 404 404",
    ),
    "monitor/municipio/<str:dico>/": ("GET", "/monitor/municipio/1312/", "200 200 200 200 200 200 200 200"),
    "monitor/municipio/<str:dico>/retrato.pdf": (
        "GET",
        "/monitor/municipio/1312/retrato.pdf",
        "200 200 200 200 200 200 200 200",
    ),
    # Read inside the network only.
    "monitor/<slug:code>/": ("GET", "/monitor/rede_espera_mediana/", "404 200 200 200 200 200 200 404"),
    "monitor/<slug:code>/mapa/": (
        "GET",
        "/monitor/rede_espera_mediana/mapa/",
        "404 200 200 200 200 200 200 404",
    ),
    "monitor/<slug:code>/desenho/<slug:figure>.<slug:kind>": (
        "GET",
        "/monitor/rede_espera_mediana/desenho/ordem.svg",
        "404 200 200 200 200 200 200 404",
    ),
    "monitor/<slug:code>/incorporar/<slug:figure>/": (
        "GET",
        "/monitor/rede_espera_mediana/incorporar/ordem/",
        "404 200 200 200 200 200 200 404",
    ),
    "monitor/<slug:code>/incorporar/<slug:figure>/codigo/": (
        "GET",
        "/monitor/rede_espera_mediana/incorporar/ordem/codigo/",
        "404 200 200 200 200 200 200 404",
    ),
    "monitor/atualizacoes/": ("GET", "/monitor/atualizacoes/", "200 200 200 200 200 200 200 200"),
    "monitor/atualizacoes/atom.xml": (
        "GET",
        "/monitor/atualizacoes/atom.xml",
        "200 200 200 200 200 200 200 200",
    ),
    "api/v1/openapi.json": ("GET", "/api/v1/openapi.json", "200 200 200 200 200 200 200 200"),
    "api/v1/docs": ("GET", "/api/v1/docs", "200 200 200 200 200 200 200 200"),
    "api/v1/me": ("GET", "/api/v1/me", "401 200 200 200 200 200 200 401"),
    "api/v1/municipalities": ("GET", "/api/v1/municipalities", "200 200 200 200 200 200 200 200"),
    "api/v1/municipalities.geojson": (
        "GET",
        "/api/v1/municipalities.geojson",
        "200 200 200 200 200 200 200 200",
    ),
    "api/v1/categories": ("GET", "/api/v1/categories", "200 200 200 200 200 200 200 200"),
    "api/v1/bodies": ("GET", "/api/v1/bodies", "200 200 200 200 200 200 200 200"),
    "api/v1/bodies/<id>/decisions": (
        "GET",
        "/api/v1/bodies/{body}/decisions",
        "200 200 200 200 200 200 200 200",
    ),
    "api/v1/indicators": ("GET", "/api/v1/indicators", "200 200 200 200 200 200 200 200"),
    "api/v1/indicators/<code>": ("GET", "/api/v1/indicators/pop_resident", "200 200 200 200 200 200 200 200"),
    "api/v1/indicators/<code>/revisions": (
        "GET",
        "/api/v1/indicators/pop_resident/revisions",
        "200 200 200 200 200 200 200 200",
    ),
    "api/v1/indicators/<code>/observations": (
        "GET",
        "/api/v1/indicators/pop_resident/observations",
        "200 200 200 200 200 200 200 200",
    ),
    "api/v1/indicators/<code>/observations.json": (
        "GET",
        "/api/v1/indicators/pop_resident/observations.json",
        "200 200 200 200 200 200 200 200",
    ),
    "api/v1/indicators/<code>/observations.csv": (
        "GET",
        "/api/v1/indicators/pop_resident/observations.csv",
        "200 200 200 200 200 200 200 200",
    ),
    "api/v1/indicators/<code>/observations.xlsx": (
        "GET",
        "/api/v1/indicators/pop_resident/observations.xlsx",
        "200 200 200 200 200 200 200 200",
    ),
    "api/v1/indicators/<code>/observations.jsonstat": (
        "GET",
        "/api/v1/indicators/pop_resident/observations.jsonstat",
        "200 200 200 200 200 200 200 200",
    ),
    "api/v1/resources": ("GET", "/api/v1/resources", "200 200 200 200 200 200 200 200"),
    "api/v1/resources.geojson": ("GET", "/api/v1/resources.geojson", "200 200 200 200 200 200 200 200"),
    "api/v1/resources/<id>": ("GET", "/api/v1/resources/{resource}", "200 200 200 200 200 200 200 200"),
    "api/v1/resources/<id>/availability": (
        "GET",
        "/api/v1/resources/{resource}/availability?{days}",
        "401 200 200 200 200 200 200 401",
    ),
    "api/v1/resources/<id>/capacity": (
        "POST",
        "/api/v1/resources/{resource}/capacity",
        "401 200 403 403 403 403 403 401",
    ),
    "api/v1/requests": ("GET", "/api/v1/requests", "401 200 200 200 200 200 200 401"),
    "api/v1/requests/<id>": ("GET", "/api/v1/requests/{request}", "401 200 404 200 404 404 404 401"),
    "api/v1/bookings/<id>/accept": (
        "POST",
        "/api/v1/bookings/{booking}/accept",
        "401 200 404 403 404 404 404 401",
    ),
    "api/v1/bookings/<id>/confirm": (
        "POST",
        "/api/v1/bookings/{booking}/confirm",
        "401 403 404 409 404 404 404 401",
    ),
    "api/v1/bookings/<id>/waitlist": (
        "POST",
        "/api/v1/bookings/{booking}/waitlist",
        "401 200 404 409 404 404 404 401",
    ),
    "api/v1/bookings/<id>/decline": (
        "POST",
        "/api/v1/bookings/{booking}/decline",
        "401 422 422 422 422 422 422 401",
    ),
    "api/v1/requests/<id>/withdraw": (
        "POST",
        "/api/v1/requests/{request}/withdraw",
        "401 422 422 422 422 422 422 401",
    ),
    "api/v1/bookings/<id>/withdraw": (
        "POST",
        "/api/v1/bookings/{booking}/withdraw",
        "401 422 422 422 422 422 422 401",
    ),
    "api/v1/bookings/<id>/cancel": (
        "POST",
        "/api/v1/bookings/{booking}/cancel",
        "401 422 422 422 422 422 422 401",
    ),
    "api/v1/bookings/<id>/check-in": (
        "POST",
        "/api/v1/bookings/{booking}/check-in",
        "401 409 404 403 404 404 404 401",
    ),
    "api/v1/bookings/<id>/check-out": (
        "POST",
        "/api/v1/bookings/{booking}/check-out",
        "401 409 404 403 404 404 404 401",
    ),
    "api/v1/bookings/<id>/extend": (
        "POST",
        "/api/v1/bookings/{booking}/extend",
        "401 422 422 422 422 422 422 401",
    ),
    "api/v1/bookings/<id>/accept-extension": (
        "POST",
        "/api/v1/bookings/{booking}/accept-extension",
        "401 409 404 403 404 404 404 401",
    ),
    "api/v1/bookings/<id>/decline-extension": (
        "POST",
        "/api/v1/bookings/{booking}/decline-extension",
        "401 422 422 422 422 422 422 401",
    ),
    "api/v1/bookings/<id>/no-show": (
        "POST",
        "/api/v1/bookings/{booking}/no-show",
        "401 409 404 403 404 404 404 401",
    ),
    "api/v1/": ("GET", "/api/v1/", "302 302 302 302 302 302 302 302"),
    "cms/": ("GET", "/cms/", "302 302 302 302 302 302 200 302"),
    "^((?:[\\w\\-]+/)*)$": ("GET", "/", "200 200 200 200 200 200 200 200"),
    "recursos/": ("GET", "/recursos/", "200 200 200 200 200 200 200 200"),
    "recursos/exportar.<slug:kind>": ("GET", "/recursos/exportar.csv", "200 200 200 200 200 200 200 200"),
    "recursos/pedir/": ("GET", "/recursos/pedir/", "302 302 302 302 302 302 302 403"),
    "recursos/pedir/<slug:code>/": (
        "GET",
        "/recursos/pedir/casa-de-abrigo/",
        "200 200 200 200 200 200 200 200",
    ),
    "recursos/<uuid:uuid>-<slug:slug>/": (
        "GET",
        "/recursos/{resource}-{slug}/",
        "200 200 200 200 200 200 200 200",
    ),
    "recursos/<uuid:uuid>-<slug:slug>/pedir/": (
        "POST",
        "/recursos/{resource}-{slug}/pedir/",
        "302 422 422 422 422 422 403 403",
    ),
    "noticias/feed/": ("GET", "/noticias/feed/", "200 200 200 200 200 200 200 200"),
    "noticias/boletim/": ("GET", "/noticias/boletim/", "200 200 200 200 200 200 200 200"),
    "noticias/boletim/pedido/": ("GET", "/noticias/boletim/pedido/", "200 200 200 200 200 200 200 200"),
    # What stands in the letter opens these two, to whoever has it.
    "noticias/boletim/confirmar/<str:token>/": (
        "GET",
        "/noticias/boletim/confirmar/{newsletter_token}/",
        "200 200 200 200 200 200 200 200",
    ),
    "noticias/boletim/sair/<uuid:key>/": (
        "GET",
        "/noticias/boletim/sair/{newsletter_key}/",
        "200 200 200 200 200 200 200 200",
    ),
    "noticias/boletim/<int:number>/": ("GET", "/noticias/boletim/1/", "200 200 200 200 200 200 200 200"),
    "trabalho/comunicacao/": ("GET", "/trabalho/comunicacao/", "302 404 404 404 404 200 200 404"),
    "trabalho/comunicacao/<int:pk>/": (
        "GET",
        "/trabalho/comunicacao/{news}/",
        "302 404 404 404 404 200 200 404",
    ),
    "trabalho/comunicacao/boletim/": (
        "GET",
        "/trabalho/comunicacao/boletim/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunicacao/boletim/<uuid:uuid>/": (
        "GET",
        "/trabalho/comunicacao/boletim/{issue}/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunicacao/boletim/<uuid:uuid>/ensaio/": (
        "POST",
        "/trabalho/comunicacao/boletim/{issue}/ensaio/",
        "302 404 404 404 404 303 404 404",
    ),
    "trabalho/comunicacao/boletim/<uuid:uuid>/enviar/": (
        "GET",
        "/trabalho/comunicacao/boletim/{issue}/enviar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunicacao/boletim/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/comunicacao/boletim/{issue}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "unidades/decisoes/": ("GET", "/unidades/decisoes/", "200 200 200 200 200 200 200 200"),
    "unidades/decisoes/feed/": ("GET", "/unidades/decisoes/feed/", "200 200 200 200 200 200 200 200"),
    "unidades/decisoes/exportar.<slug:kind>": (
        "GET",
        "/unidades/decisoes/exportar.csv",
        "200 200 200 200 200 200 200 200",
    ),
    # Internal ones: what is public of governing has a matrix of its own.
    "unidades/decisoes/<str:number>/": (
        "GET",
        "/unidades/decisoes/{decision_number}/",
        "404 404 200 404 404 200 404 404",
    ),
    "unidades/rondas/": ("GET", "/unidades/rondas/", "200 200 200 200 200 200 200 200"),
    "unidades/reunioes/": ("GET", "/unidades/reunioes/", "200 200 200 200 200 200 200 200"),
    "unidades/rondas/<uuid:uuid>/": ("GET", "/unidades/rondas/{round}/", "404 404 200 404 404 200 404 404"),
    "unidades/reunioes/<uuid:uuid>/": (
        "GET",
        "/unidades/reunioes/{meeting}/",
        "404 404 200 404 404 200 404 404",
    ),
    "unidades/reunioes/<uuid:uuid>/reuniao.ics": (
        "GET",
        "/unidades/reunioes/{meeting}/reuniao.ics",
        "404 404 200 404 404 200 404 404",
    ),
    "unidades/reunioes/<uuid:uuid>/pasta.pdf": (
        "GET",
        "/unidades/reunioes/{meeting}/pasta.pdf",
        "404 404 200 404 404 200 404 404",
    ),
    "unidades/reunioes/<uuid:uuid>/ata.pdf": (
        "GET",
        "/unidades/reunioes/{meeting}/ata.pdf",
        "404 404 200 404 404 200 404 404",
    ),
    "unidades/documentos/<uuid:uuid>/": (
        "GET",
        "/unidades/documentos/{paper}/",
        "404 404 200 404 404 200 404 404",
    ),
    "unidades/consultas/": ("GET", "/unidades/consultas/", "200 200 200 200 200 200 200 200"),
    "unidades/consultas/<uuid:uuid>/": (
        "GET",
        "/unidades/consultas/{consultation}/",
        "404 404 200 404 404 200 404 404",
    ),
    "unidades/consultas/<uuid:uuid>/comentarios.<slug:kind>": (
        "GET",
        "/unidades/consultas/{consultation}/comentarios.csv",
        "404 404 200 404 404 200 404 404",
    ),
    "unidades/parceiros/": ("GET", "/unidades/parceiros/", "200 200 200 200 200 200 200 200"),
    "unidades/parceiros/<uuid:uuid>/": (
        "GET",
        "/unidades/parceiros/{partner}/",
        "200 200 200 200 200 200 200 200",
    ),
    "unidades/redes-sociais/": ("GET", "/unidades/redes-sociais/", "200 200 200 200 200 200 200 200"),
    "unidades/redes-sociais/<str:dico>/": (
        "GET",
        "/unidades/redes-sociais/1306/",
        "200 200 200 200 200 200 200 200",
    ),
    "trabalho/governar/consultas/nova/": (
        "GET",
        "/trabalho/governar/consultas/nova/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/consultas/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/governar/consultas/{consultation_draft}/editar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/consultas/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/governar/consultas/{consultation_draft}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/consultas/<uuid:uuid>/abrir/": (
        "GET",
        "/trabalho/governar/consultas/{consultation_draft}/abrir/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/consultas/<uuid:uuid>/anular/": (
        "GET",
        "/trabalho/governar/consultas/{consultation}/anular/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/consultas/<uuid:uuid>/respostas/": (
        "GET",
        "/trabalho/governar/consultas/{consultation}/respostas/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/consultas/<uuid:uuid>/publicar/": (
        "GET",
        "/trabalho/governar/consultas/{consultation}/publicar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/consultas/<uuid:uuid>/comentar/": (
        "POST",
        "/trabalho/governar/consultas/{consultation}/comentar/",
        "302 404 422 404 404 422 404 404",
    ),
    "trabalho/governar/comentarios/<uuid:uuid>/responder/": (
        "GET",
        "/trabalho/governar/comentarios/{comment}/responder/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/comentarios/<uuid:uuid>/retirar/": (
        "GET",
        "/trabalho/governar/comentarios/{comment}/retirar/",
        "302 404 200 404 404 404 404 404",
    ),
    "trabalho/governar/rede-social/": (
        "GET",
        "/trabalho/governar/rede-social/",
        "302 404 200 404 404 404 404 404",
    ),
    "trabalho/governar/rede-social/documentos/novo/": (
        "GET",
        "/trabalho/governar/rede-social/documentos/novo/",
        "302 404 200 404 404 404 404 404",
    ),
    "trabalho/governar/rede-social/documentos/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/governar/rede-social/documentos/{network_document}/apagar/",
        "302 404 200 404 404 404 404 404",
    ),
    "unidades/ref-amp/": ("GET", "/unidades/ref-amp/", "200 200 200 200 200 200 200 200"),
    "unidades/ref-amp/lugares/": ("GET", "/unidades/ref-amp/lugares/", "200 200 200 200 200 200 200 200"),
    "unidades/ref-amp/<str:code>/": ("GET", "/unidades/ref-amp/1.2.1b/", "200 200 200 200 200 200 200 200"),
    "trabalho/monitor/": ("GET", "/trabalho/monitor/", "302 200 200 404 404 200 404 404"),
    "trabalho/monitor/enviar/": ("GET", "/trabalho/monitor/enviar/", "302 200 200 404 404 404 404 404"),
    "trabalho/monitor/enviar/ficheiro/": (
        "GET",
        "/trabalho/monitor/enviar/ficheiro/",
        "302 200 200 404 404 404 404 404",
    ),
    "trabalho/monitor/enviar/modelo.csv": (
        "GET",
        "/trabalho/monitor/enviar/modelo.csv",
        "302 200 200 404 404 404 404 404",
    ),
    "trabalho/monitor/enviar/confirmar/": (
        "POST",
        "/trabalho/monitor/enviar/confirmar/",
        "302 409 409 404 404 404 404 404",
    ),
    "trabalho/monitor/<uuid:uuid>/": (
        "GET",
        "/trabalho/monitor/{import}/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/monitor/<uuid:uuid>/confirmar/": (
        "GET",
        "/trabalho/monitor/{import}/confirmar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/monitor/<uuid:uuid>/desfazer/": (
        "GET",
        "/trabalho/monitor/{import}/desfazer/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/governar/": ("GET", "/trabalho/governar/", "302 404 200 404 404 200 404 404"),
    "trabalho/governar/visto/": ("POST", "/trabalho/governar/visto/", "302 404 303 404 404 303 404 404"),
    "trabalho/governar/rondas/nova/": (
        "GET",
        "/trabalho/governar/rondas/nova/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/rondas/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/governar/rondas/{round_draft}/editar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/rondas/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/governar/rondas/{round_draft}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/rondas/<uuid:uuid>/abrir/": (
        "GET",
        "/trabalho/governar/rondas/{round_draft}/abrir/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/rondas/<uuid:uuid>/fechar/": (
        "GET",
        "/trabalho/governar/rondas/{round}/fechar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/rondas/<uuid:uuid>/anular/": (
        "GET",
        "/trabalho/governar/rondas/{round}/anular/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/rondas/<uuid:uuid>/posicao/": (
        "POST",
        "/trabalho/governar/rondas/{round}/posicao/",
        "302 404 422 404 404 422 404 404",
    ),
    "trabalho/governar/rondas/<uuid:uuid>/posicao/retirar/": (
        "POST",
        "/trabalho/governar/rondas/{round}/posicao/retirar/",
        "302 404 303 404 404 303 404 404",
    ),
    "trabalho/governar/reunioes/nova/": (
        "GET",
        "/trabalho/governar/reunioes/nova/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/reunioes/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/governar/reunioes/{meeting}/editar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/reunioes/<uuid:uuid>/convocar/": (
        "GET",
        "/trabalho/governar/reunioes/{meeting}/convocar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/reunioes/<uuid:uuid>/cancelar/": (
        "GET",
        "/trabalho/governar/reunioes/{meeting}/cancelar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/reunioes/<uuid:uuid>/conduzir/": (
        "GET",
        "/trabalho/governar/reunioes/{meeting}/conduzir/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/reunioes/<uuid:uuid>/ata/circular/": (
        "GET",
        "/trabalho/governar/reunioes/{meeting}/ata/circular/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/reunioes/<uuid:uuid>/ata/aprovar/": (
        "GET",
        "/trabalho/governar/reunioes/{meeting}/ata/aprovar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/tarefas/<uuid:uuid>/feita/": (
        "POST",
        "/trabalho/governar/tarefas/{task}/feita/",
        "302 404 303 404 404 409 404 404",
    ),
    "trabalho/governar/tarefas/<uuid:uuid>/reabrir/": (
        "POST",
        "/trabalho/governar/tarefas/{task}/reabrir/",
        "302 404 409 404 404 409 404 404",
    ),
    "trabalho/governar/tarefas/<uuid:uuid>/sem-efeito/": (
        "GET",
        "/trabalho/governar/tarefas/{task}/sem-efeito/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/decisoes/nova/": (
        "GET",
        "/trabalho/governar/decisoes/nova/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/decisoes/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/governar/decisoes/{decision_draft}/editar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/decisoes/<uuid:uuid>/aprovar/": (
        "GET",
        "/trabalho/governar/decisoes/{decision_draft}/aprovar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/decisoes/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/governar/decisoes/{decision_draft}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/decisoes/<uuid:uuid>/corrigir/": (
        "GET",
        "/trabalho/governar/decisoes/{decision}/corrigir/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/documentos/<slug:of>/<uuid:uuid>/novo/": (
        "GET",
        "/trabalho/governar/documentos/reuniao/{meeting}/novo/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/governar/documentos/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/governar/documentos/{paper}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/": ("GET", "/trabalho/", "302 200 200 200 200 200 200 403"),
    "trabalho/editores/": ("GET", "/trabalho/editores/", "302 404 404 404 404 200 404 404"),
    "trabalho/editores/retirar/": (
        "POST",
        "/trabalho/editores/retirar/",
        "302 404 404 404 404 422 404 404",
    ),
    "trabalho/avisos/": ("GET", "/trabalho/avisos/", "302 200 200 200 200 200 200 403"),
    "trabalho/reservas/<uuid:uuid>/": (
        "GET",
        "/trabalho/reservas/{booking}/",
        "302 200 404 200 404 404 404 403",
    ),
    "trabalho/reservas/<uuid:uuid>/<slug:verb>/": (
        "POST",
        "/trabalho/reservas/{booking}/decline/",
        "302 422 404 404 404 404 404 403",
    ),
    "trabalho/pedidos/": ("GET", "/trabalho/pedidos/", "302 200 200 200 200 200 200 403"),
    "trabalho/pedidos/<uuid:uuid>/": (
        "GET",
        "/trabalho/pedidos/{request}/",
        "302 404 404 200 404 404 404 403",
    ),
    "trabalho/pedidos/<uuid:uuid>/<int:order>/retirar/": (
        "POST",
        "/trabalho/pedidos/{request}/0/retirar/",
        "302 404 404 422 404 404 404 403",
    ),
    "trabalho/rede/": ("GET", "/trabalho/rede/", "302 200 200 200 200 200 200 403"),
    "trabalho/rede/<uuid:uuid>/<int:order>/": (
        "POST",
        "/trabalho/rede/{network}/0/",
        "302 422 404 404 404 404 404 403",
    ),
    "trabalho/respostas/": ("POST", "/trabalho/respostas/", "302 422 422 422 422 422 422 403"),
    "trabalho/calendario/": ("GET", "/trabalho/calendario/", "302 200 200 200 200 200 200 403"),
    "trabalho/calendario/subscrever/": (
        "GET",
        "/trabalho/calendario/subscrever/",
        "302 200 200 200 200 200 200 403",
    ),
    "trabalho/calendario/subscrever/<uuid:uuid>/anular/": (
        "POST",
        "/trabalho/calendario/subscrever/{calendar_key}/anular/",
        "302 303 404 404 404 404 404 403",
    ),
    # The secret itself is what opens these two, to whoever has it.
    "trabalho/calendario/<str:secret>.ics": (
        "GET",
        "/trabalho/calendario/{calendar_secret}.ics",
        "200 200 200 200 200 200 200 200",
    ),
    "trabalho/confirmar/<str:token>/": (
        "GET",
        "/trabalho/confirmar/{confirm}/",
        "200 200 200 200 200 200 200 200",
    ),
    "trabalho/procuras/": ("GET", "/trabalho/procuras/", "302 200 200 200 200 200 200 403"),
    "trabalho/procuras/<uuid:uuid>/": (
        "POST",
        "/trabalho/procuras/{search}/",
        "302 303 404 404 404 404 404 403",
    ),
    "trabalho/procuras/<uuid:uuid>/apagar/": (
        "POST",
        "/trabalho/procuras/{search}/apagar/",
        "302 303 404 404 404 404 404 403",
    ),
    "trabalho/recursos/": ("GET", "/trabalho/recursos/", "302 200 200 200 200 200 200 403"),
    "trabalho/recursos/<uuid:uuid>/": (
        "GET",
        "/trabalho/recursos/{resource}/",
        "302 200 404 404 404 404 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/capacidade/": (
        "POST",
        "/trabalho/recursos/{resource}/capacidade/",
        "302 422 404 404 404 404 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/bloqueios/": (
        "POST",
        "/trabalho/recursos/{resource}/bloqueios/",
        "302 422 404 404 404 404 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/bloqueios/<uuid:block>/levantar/": (
        "POST",
        "/trabalho/recursos/{resource}/bloqueios/{block}/levantar/",
        "302 303 404 404 404 404 404 403",
    ),
    "recursos/fotografias/<uuid:uuid>/": (
        "GET",
        "/recursos/fotografias/{facility}/",
        "200 200 200 200 200 200 200 200",
    ),
    "trabalho/equipamentos/": ("GET", "/trabalho/equipamentos/", "302 200 200 200 200 200 200 403"),
    "trabalho/equipamentos/novo/": ("GET", "/trabalho/equipamentos/novo/", "302 200 403 403 403 403 403 403"),
    "trabalho/equipamentos/<uuid:uuid>/": (
        "GET",
        "/trabalho/equipamentos/{facility}/",
        "302 200 404 404 404 200 404 403",
    ),
    "trabalho/equipamentos/<uuid:uuid>/recursos/novo/": (
        "GET",
        "/trabalho/equipamentos/{facility}/recursos/novo/",
        "302 200 404 404 404 200 404 403",
    ),
    "trabalho/equipamentos/<uuid:uuid>/historico/": (
        "GET",
        "/trabalho/equipamentos/{facility}/historico/",
        "302 200 404 404 404 200 404 403",
    ),
    "trabalho/equipamentos/<uuid:uuid>/historico/<int:version>/repor/": (
        "GET",
        "/trabalho/equipamentos/{facility}/historico/{facility_version}/repor/",
        "302 200 404 404 404 200 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/recursos/{resource}/editar/",
        "302 200 404 404 404 200 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/retirar/": (
        "GET",
        "/trabalho/recursos/{resource}/retirar/",
        "302 200 404 404 404 200 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/historico/": (
        "GET",
        "/trabalho/recursos/{resource}/historico/",
        "302 200 404 404 404 200 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/historico/<int:version>/repor/": (
        "GET",
        "/trabalho/recursos/{resource}/historico/{resource_version}/repor/",
        "302 200 404 404 404 200 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/artigos/": (
        "GET",
        "/trabalho/recursos/{bank}/artigos/",
        "302 200 404 404 404 404 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/artigos/novos/": (
        "GET",
        "/trabalho/recursos/{bank}/artigos/novos/",
        "302 200 404 404 404 404 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/artigos/estado/": (
        "POST",
        "/trabalho/recursos/{bank}/artigos/estado/",
        "302 422 404 404 404 404 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/artigos/etiquetas/": (
        "GET",
        "/trabalho/recursos/{bank}/artigos/etiquetas/",
        "302 200 404 404 404 404 404 403",
    ),
    "trabalho/recursos/<uuid:uuid>/artigos/etiquetas/folha.pdf": (
        "GET",
        "/trabalho/recursos/{bank}/artigos/etiquetas/folha.pdf?artigo={item}",
        "302 200 404 404 404 404 404 403",
    ),
    # That an item exists and whether it is ready, any member may read; the rest is its keepers'.
    "trabalho/artigos/<str:code>/": ("GET", "/trabalho/artigos/{item}/", "302 200 200 200 200 200 200 403"),
    "trabalho/artigos/<str:code>/editar/": (
        "GET",
        "/trabalho/artigos/{item}/editar/",
        "302 200 404 404 404 404 404 403",
    ),
    "trabalho/artigos/<str:code>/estado/": (
        "POST",
        "/trabalho/artigos/{item}/estado/",
        "302 422 404 404 404 404 404 403",
    ),
    "trabalho/artigos/<str:code>/entregar/": (
        "POST",
        "/trabalho/artigos/{item}/entregar/",
        "302 409 404 404 404 404 404 403",
    ),
    "trabalho/artigos/<str:code>/receber/": (
        "POST",
        "/trabalho/artigos/{item}/receber/",
        "302 409 404 404 404 404 404 403",
    ),
    "trabalho/cedencias/": ("GET", "/trabalho/cedencias/", "302 200 200 200 200 200 200 403"),
    "trabalho/cedencias/entregar/": (
        "POST",
        "/trabalho/cedencias/entregar/",
        "302 422 422 422 422 422 422 403",
    ),
    "trabalho/cedencias/receber/": (
        "POST",
        "/trabalho/cedencias/receber/",
        "302 422 422 422 422 422 422 403",
    ),
    "trabalho/cedencias/artigos/": (
        "POST",
        "/trabalho/cedencias/artigos/",
        "302 422 422 422 422 422 422 403",
    ),
    "conta/": ("GET", "/conta/", "302 200 200 200 200 200 200 200"),
    "conta/entidade/": ("GET", "/conta/entidade/", "302 200 200 200 200 200 200 200"),
    "conta/avisos/": ("GET", "/conta/avisos/", "302 200 200 200 200 200 200 404"),
    "conta/chaves/": ("GET", "/conta/chaves/", "302 200 200 200 200 200 200 404"),
    "conta/chaves/<uuid:uuid>/anular/": (
        "POST",
        "/conta/chaves/{token}/anular/",
        "302 302 404 404 404 404 404 404",
    ),
    "conta/contactos/": ("GET", "/conta/contactos/", "302 200 200 200 200 200 200 404"),
    "conta/contactos/<uuid:uuid>/": ("GET", "/conta/contactos/{contact}/", "302 200 404 404 404 404 404 404"),
    "conta/contactos/<uuid:uuid>/apagar/": (
        "POST",
        "/conta/contactos/{contact}/apagar/",
        "302 302 404 404 404 404 404 404",
    ),
    "conta/login/": ("GET", "/conta/login/", "200 302 302 302 302 302 302 302"),
    "conta/signup/": ("GET", "/conta/signup/", "200 302 302 302 302 302 302 302"),
    "conta/logout/": ("GET", "/conta/logout/", "302 200 200 200 200 200 200 200"),
    "conta/inactive/": ("GET", "/conta/inactive/", "200 200 200 200 200 200 200 200"),
    "conta/reauthenticate/": ("GET", "/conta/reauthenticate/", "302 200 200 200 200 200 200 200"),
    "conta/email/": ("GET", "/conta/email/", "302 200 200 200 200 200 200 200"),
    "conta/confirm-email/": ("GET", "/conta/confirm-email/", "200 200 200 200 200 200 200 200"),
    "conta/password/change/": ("GET", "/conta/password/change/", "302 200 200 200 200 200 200 200"),
    "conta/password/set/": ("GET", "/conta/password/set/", "302 302 302 302 302 302 302 302"),
    "conta/password/reset/": ("GET", "/conta/password/reset/", "200 200 200 200 200 200 200 200"),
    "conta/password/reset/done/": ("GET", "/conta/password/reset/done/", "200 200 200 200 200 200 200 200"),
    "conta/password/reset/key/done/": (
        "GET",
        "/conta/password/reset/key/done/",
        "200 200 200 200 200 200 200 200",
    ),
    "conta/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (
        "GET",
        "/conta/password/reset/key/1-wrong/",
        "400 400 400 400 400 400 400 400",
    ),
    "conta/^confirm-email/(?P<key>[-:\\w]+)/$": (
        "GET",
        "/conta/confirm-email/wrong/",
        "400 400 400 400 400 400 400 400",
    ),
    "conta/login/code/confirm/": ("GET", "/conta/login/code/confirm/", "302 302 302 302 302 302 302 302"),
    "conta/2fa/": ("GET", "/conta/2fa/", "302 200 200 200 200 200 200 200"),
    "conta/2fa/authenticate/": ("GET", "/conta/2fa/authenticate/", "302 302 302 302 302 302 302 302"),
    "conta/2fa/reauthenticate/": ("GET", "/conta/2fa/reauthenticate/", "302 302 302 302 302 302 302 302"),
    "conta/2fa/totp/activate/": ("GET", "/conta/2fa/totp/activate/", "302 302 302 302 302 302 302 302"),
    "conta/2fa/totp/deactivate/": ("GET", "/conta/2fa/totp/deactivate/", "302 404 404 404 404 404 404 404"),
    "conta/2fa/recovery-codes/": ("GET", "/conta/2fa/recovery-codes/", "302 404 404 404 404 404 404 404"),
    "conta/2fa/recovery-codes/generate/": (
        "GET",
        "/conta/2fa/recovery-codes/generate/",
        "302 302 302 302 302 302 302 302",
    ),
    "conta/2fa/recovery-codes/download/": (
        "GET",
        "/conta/2fa/recovery-codes/download/",
        "302 404 404 404 404 404 404 404",
    ),
    "design/": ("GET", "/design/", "404 404 404 404 404 200 404 404"),
    "accounts/login/": ("GET", "/accounts/login/", "302 302 302 302 302 302 302 302"),
}


def routes(patterns=None, prefix: str = "") -> list[str]:
    found = []
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += [] if route.startswith(PACKAGES) else routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and not route.startswith(PACKAGES):
            found.append(route)
    return sorted(set(found))


def test_every_address_stands_in_the_table():
    # Whatever language an earlier request left behind.
    with translation.override("pt-pt"):
        there = routes()
    missing = [route for route in there if route not in TABLE]
    gone = [route for route in TABLE if route not in there and not route.startswith(PACKAGES)]
    assert (missing, gone) == ([], [])


@pytest.fixture
def addresses(cast, make_resource, ask, protocol):
    resource = make_resource(4)
    booking = ask(resource, 1)
    network = actions.request_capacity(
        [actions.Need(1, days.today(), None, category=resource.category)], by=cast.technician
    )
    token, _secret = create_token(label="x", by=cast.holder)
    block = actions.block_resource(
        resource,
        by=cast.holder,
        start=days.today(),
        end=days.today() + timedelta(days=3),
        reason_code="works",
        quantity=1,
    )
    contact = Contact.objects.filter(organisation=cast.holder.organisation).first()
    drawn = BytesIO()
    Image.new("RGB", (9, 9)).save(drawn, "PNG")
    actions.keep_facility(
        resource.facility,
        by=cast.holder,
        said={"photo_alt_pt": "A casa."},
        photo=ContentFile(drawn.getvalue()),
    )
    actions.keep_resource(resource, by=cast.holder, said={"description_pt": "Uma casa."})
    start = days.today()
    calendar_key, calendar_secret = create_calendar_key(label="x", by=cast.holder)
    search = save_search(Criteria(), by=cast.holder, query="quantity=1", words_pt="x", words_en="x")
    bank = make_resource(None, category="cadeiras-de-rodas")
    [item] = actions.add_items(bank, by=cast.holder, name="Cadeira de rodas")
    governing = Governing(cast)
    meeting = governing.called(is_public=False)
    said = {meeting.items.first().pk: "Ouvido."}
    govern.write_minutes(meeting, said, by=cast.coordination, is_public=False)
    paper = Paper.objects.create(
        meeting=meeting, title="Ata", name="ata.pdf", media_type="application/pdf", content=b"%PDF", size=4
    )
    decision = governing.decided(is_public=False)
    task = govern.give_task(
        meeting, by=cast.coordination, what="Trazer os custos", owner=cast.representative, due=days.today()
    )
    # Internal, as the round and the meeting above: who reads the others has a matrix of its own.
    consulting = Consulting(governing)
    consultation = consulting.open(audience="governing")
    document = govern.add_network_document(
        LocalNetwork.objects.get(municipality="1306"),
        by=cast.representative,
        kind="diagnosis",
        title="Diagnóstico",
        link="https://exemplo.pt/d",
        dated=days.today(),
    )
    figures("rede_espera_mediana", "2026-Q1", audience="network")
    newsroom = Newsroom(cast)
    sent = Issue.objects.create(
        number=1, subject_pt="x", state="sent", sent_at=timezone.now(), made_by=cast.coordination
    )
    issue = Issue.objects.create(subject_pt="x", made_by=cast.coordination)
    IssueItem.objects.create(issue=issue, news=newsroom.external().translation_key, order=1)
    IssueItem.objects.create(issue=sent, news=newsroom.external().translation_key, order=1)
    subscription = Subscription.objects.create(email="leitora@example.org", confirmed_at=timezone.now())
    return {
        "import": Sending(cast).sent().uuid,
        "diagnosis": SocialDiagnosis.objects.create(
            title="x", place_id="1312", first_year=2024, last_year=2024, author_name="x", summary="x"
        ).uuid,
        "consultation": consultation.uuid,
        "consultation_draft": consulting.prepare().uuid,
        "comment": consulting.say(consultation, by=cast.representative).uuid,
        "partner": Partner.objects.first().uuid,
        "network_document": document.uuid,
        "news": newsroom.submitted().pk,
        "issue": issue.uuid,
        "newsletter_key": subscription.key,
        "newsletter_token": signing.dumps([str(subscription.key), "pt-pt"], salt=SALT),
        "body": governing.unit.uuid,
        "round": governing.open(is_public=False).uuid,
        "meeting": meeting.uuid,
        "round_draft": governing.prepare().uuid,
        "decision_number": decision.number,
        "decision": decision.uuid,
        "decision_draft": governing.draft().uuid,
        "task": task.uuid,
        "paper": paper.uuid,
        "bank": bank.uuid,
        "item": item.code,
        "calendar_key": calendar_key.uuid,
        "calendar_secret": calendar_secret,
        "confirm": confirming.token(cast.holder, [resource]),
        "search": search.uuid,
        "resource": resource.uuid,
        "facility": resource.facility.uuid,
        "facility_version": versions.all_of(resource.facility).last().history_id,
        "resource_version": versions.all_of(resource).last().history_id,
        "slug": resource.slug,
        "booking": booking.uuid,
        "request": booking.item.request.uuid,
        "network": network.uuid,
        "token": token.uuid,
        "block": block.uuid,
        "contact": contact.uuid,
        "days": f"start={start}&end={start + timedelta(days=3)}",
    }


@pytest.fixture
def statuses(cast, client_for):
    """What each of the cast gets for one address."""
    with_session = {who: client_for(who) for who in WHO}
    with_token = {}
    for who in WHO:
        member = cast.members.get(who) if who else None
        secret = create_token(label="t", by=member)[1] if member else None
        with_token[who] = Client(headers={"authorization": f"Bearer {secret}"} if secret else {})

    def ask_all(method: str, address: str) -> str:
        got = []
        for who in WHO:
            if address.startswith("/api/"):
                client, body = with_token[who], ("{}", "application/json")
            else:
                client, body = with_session[who], ()
            answer = client.get(address) if method == "GET" else client.post(address, *body)
            got.append(str(answer.status_code))
        return " ".join(got)

    return ask_all


def test_who_may_read_what(addresses, statuses):
    table = {route: row for route, row in TABLE.items() if row[0] == "GET"}
    got = {
        route: statuses("GET", address.format(**addresses))
        for route, (_get, address, _right) in table.items()
    }
    assert {route: answer for route, answer in got.items() if answer != table[route][2]} == {}


def test_who_may_change_what(addresses, statuses):
    wrong = {}
    for route, (method, address, right) in TABLE.items():
        if method == "POST":
            before = transaction.savepoint_create()
            got = statuses("POST", address.format(**addresses))
            transaction.savepoint_rollback(before)
            if got != right:
                wrong[route] = got
    assert wrong == {}

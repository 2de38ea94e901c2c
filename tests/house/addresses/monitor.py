"""Addresses of the monitor against every member of the cast: rows of the table in test_permissions."""

ROWS: dict[str, tuple[str, str, str]] = {
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
}

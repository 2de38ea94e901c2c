"""Addresses of plans against every member of the cast: rows of the table in test_permissions."""

ROWS: dict[str, tuple[str, str, str]] = {
    # Plans in public. A draft of the holder's: for who works on it and nobody else.
    "planos/": ("GET", "/planos/", "200 200 200 200 200 200 200 200"),
    "planos/atom.xml": ("GET", "/planos/atom.xml", "200 200 200 200 200 200 200 200"),
    "planos/<uuid:uuid>/": ("GET", "/planos/{plan_draft}/", "404 200 404 404 404 404 404 404"),
    "planos/<uuid:uuid>/<uuid:element_uuid>/": (
        "GET",
        "/planos/{plan_draft}/{plan_point}/",
        "404 200 404 404 404 404 404 404",
    ),
    # Of a draft of the holder's organisation: plans as files, by the API, and from a file.
    "api/v1/plans": ("GET", "/api/v1/plans", "200 200 200 200 200 200 200 200"),
    "api/v1/plans/<id>": ("GET", "/api/v1/plans/{own_plan}", "404 200 404 404 404 404 404 404"),
    "planos/<uuid:uuid>/plano.xlsx": (
        "GET",
        "/planos/{own_plan}/plano.xlsx",
        "404 200 404 404 404 404 404 404",
    ),
    "planos/<uuid:uuid>/plano.csv": (
        "GET",
        "/planos/{own_plan}/plano.csv",
        "404 200 404 404 404 404 404 404",
    ),
    "planos/<uuid:uuid>/plano.pdf": (
        "GET",
        "/planos/{own_plan}/plano.pdf",
        "404 200 404 404 404 404 404 404",
    ),
    "trabalho/planos/importar/": ("GET", "/trabalho/planos/importar/", "302 200 200 404 404 200 404 404"),
    "trabalho/planos/importar/confirmar/": (
        "POST",
        "/trabalho/planos/importar/confirmar/",
        "302 409 409 404 404 409 404 404",
    ),
    "trabalho/planos/importar/modelo.xlsx": (
        "GET",
        "/trabalho/planos/importar/modelo.xlsx",
        "302 200 200 404 404 200 404 404",
    ),
    # Preparing, amending and reporting on plans.
    "planos/relatar/<str:token>/": ("GET", "/planos/relatar/{work_link}/", "200 200 200 200 200 200 200 200"),
    "trabalho/planos/": ("GET", "/trabalho/planos/", "302 200 200 200 200 200 200 404"),
    "trabalho/planos/relatar/": ("GET", "/trabalho/planos/relatar/", "302 200 200 200 200 200 200 404"),
    "trabalho/planos/novo/": ("GET", "/trabalho/planos/novo/", "302 200 200 404 404 200 404 404"),
    "trabalho/planos/<uuid:uuid>/": (
        "GET",
        "/trabalho/planos/{work_plan}/",
        "302 200 200 200 200 200 200 404",
    ),
    "trabalho/planos/<uuid:uuid>/dados/": (
        "GET",
        "/trabalho/planos/{work_plan_draft}/dados/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/<uuid:uuid>/copiar/": (
        "GET",
        "/trabalho/planos/{work_plan}/copiar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/<uuid:uuid>/propor/": (
        "GET",
        "/trabalho/planos/{work_plan_draft}/propor/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/<uuid:uuid>/aprovar/": (
        "GET",
        "/trabalho/planos/{work_plan_draft}/aprovar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/<uuid:uuid>/encerrar/": (
        "GET",
        "/trabalho/planos/{work_plan}/encerrar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/planos/{work_plan_draft}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/<uuid:uuid>/alteracoes/": (
        "GET",
        "/trabalho/planos/{work_plan}/alteracoes/",
        "302 200 200 200 200 200 200 404",
    ),
    "trabalho/planos/<uuid:uuid>/elementos/novo/": (
        "GET",
        "/trabalho/planos/{work_plan_draft}/elementos/novo/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/elementos/<uuid:uuid>/": (
        "GET",
        "/trabalho/planos/elementos/{work_point}/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/planos/elementos/<uuid:uuid>/texto/": (
        "GET",
        "/trabalho/planos/elementos/{work_point}/texto/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/elementos/<uuid:uuid>/mover/": (
        "POST",
        "/trabalho/planos/elementos/{work_point_draft}/mover/",
        "302 404 404 404 404 303 404 404",
    ),
    "trabalho/planos/elementos/<uuid:uuid>/retirar/": (
        "GET",
        "/trabalho/planos/elementos/{work_point}/retirar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/elementos/<uuid:uuid>/repor/": (
        "GET",
        "/trabalho/planos/elementos/{work_point}/repor/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/elementos/<uuid:uuid>/responsavel/": (
        "GET",
        "/trabalho/planos/elementos/{work_point}/responsavel/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/elementos/<uuid:uuid>/medidas/nova/": (
        "GET",
        "/trabalho/planos/elementos/{work_point}/medidas/nova/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/medidas/<uuid:uuid>/": (
        "GET",
        "/trabalho/planos/medidas/{work_measure}/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/medidas/<uuid:uuid>/metas/": (
        "GET",
        "/trabalho/planos/medidas/{work_measure}/metas/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/medidas/<uuid:uuid>/indicador/": (
        "GET",
        "/trabalho/planos/medidas/{work_measure}/indicador/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/medidas/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/planos/medidas/{work_measure_draft}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/planos/medidas/<uuid:uuid>/relatos/": (
        "GET",
        "/trabalho/planos/medidas/{work_measure}/relatos/",
        "302 200 200 200 200 200 200 404",
    ),
    "trabalho/planos/medidas/<uuid:uuid>/relatar/": (
        "GET",
        "/trabalho/planos/medidas/{work_measure}/relatar/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/planos/relatos/<uuid:uuid>/corrigir/": (
        "GET",
        "/trabalho/planos/relatos/{work_report}/corrigir/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/planos/relatos/<uuid:uuid>/retirar/": (
        "GET",
        "/trabalho/planos/relatos/{work_report}/retirar/",
        "302 200 404 404 404 200 404 404",
    ),
}

"""Addresses of integrated care against every member of the cast: rows of the table in test_permissions."""

ROWS: dict[str, tuple[str, str, str]] = {
    "atendimento-integrado/": ("GET", "/atendimento-integrado/", "200 200 200 200 200 200 200 200"),
    "atendimento-integrado/recomendacoes/": (
        "GET",
        "/atendimento-integrado/recomendacoes/",
        "200 200 200 200 200 200 200 200",
    ),
    "atendimento-integrado/recomendacoes/<int:number>/": (
        "GET",
        "/atendimento-integrado/recomendacoes/1/",
        "200 200 200 200 200 200 200 200",
    ),
    "atendimento-integrado/questionario/": (
        "GET",
        "/atendimento-integrado/questionario/",
        "200 200 200 200 200 200 200 200",
    ),
    "atendimento-integrado/questionario/<int:year>/": (
        "GET",
        "/atendimento-integrado/questionario/2030/",
        "200 200 200 200 200 200 200 200",
    ),
    "atendimento-integrado/questionario/<int:year>/resultados.<slug:kind>": (
        "GET",
        "/atendimento-integrado/questionario/2030/resultados.csv",
        "200 200 200 200 200 200 200 200",
    ),
    "atendimento-integrado/boas-praticas/": (
        "GET",
        "/atendimento-integrado/boas-praticas/",
        "200 200 200 200 200 200 200 200",
    ),
    "atendimento-integrado/registo/": (
        "GET",
        "/atendimento-integrado/registo/",
        "302 200 200 200 200 200 200 404",
    ),
    # No good practice: inside only.
    "atendimento-integrado/registo/<uuid:uuid>/": (
        "GET",
        "/atendimento-integrado/registo/{obstacle}/",
        "404 200 200 200 200 200 200 404",
    ),
    "trabalho/atendimento-integrado/": (
        "GET",
        "/trabalho/atendimento-integrado/",
        "302 200 200 200 200 200 200 404",
    ),
    "trabalho/atendimento-integrado/recomendacoes/<int:number>/evidencia/": (
        "GET",
        "/trabalho/atendimento-integrado/recomendacoes/1/evidencia/",
        "302 200 200 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/evidencia/<uuid:uuid>/retirar/": (
        "GET",
        "/trabalho/atendimento-integrado/evidencia/{evidence}/retirar/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/recomendacoes/<int:number>/plano/": (
        "GET",
        "/trabalho/atendimento-integrado/recomendacoes/1/plano/",
        "302 404 200 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/ligacoes/<uuid:uuid>/retirar/": (
        "GET",
        "/trabalho/atendimento-integrado/ligacoes/{plan_link}/retirar/",
        "302 404 200 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/questionario/<int:year>/": (
        "GET",
        "/trabalho/atendimento-integrado/questionario/2031/",
        "302 200 200 404 404 404 404 404",
    ),
    "trabalho/atendimento-integrado/questionario/<int:year>/parte/<int:step>/": (
        "GET",
        "/trabalho/atendimento-integrado/questionario/2031/parte/1/",
        "302 200 200 404 404 404 404 404",
    ),
    # Porto has not answered what is obligatory; Maia has handed in.
    "trabalho/atendimento-integrado/questionario/<int:year>/entregar/": (
        "POST",
        "/trabalho/atendimento-integrado/questionario/2031/entregar/",
        "302 409 303 404 404 404 404 404",
    ),
    "trabalho/atendimento-integrado/campanhas/nova/": (
        "GET",
        "/trabalho/atendimento-integrado/campanhas/nova/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/campanhas/<int:year>/": (
        "GET",
        "/trabalho/atendimento-integrado/campanhas/2031/",
        "302 404 200 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/campanhas/<int:year>/editar/": (
        "GET",
        "/trabalho/atendimento-integrado/campanhas/2032/editar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/campanhas/<int:year>/abrir/": (
        "GET",
        "/trabalho/atendimento-integrado/campanhas/2032/abrir/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/campanhas/<int:year>/apagar/": (
        "GET",
        "/trabalho/atendimento-integrado/campanhas/2032/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/campanhas/<int:year>/prazo/": (
        "GET",
        "/trabalho/atendimento-integrado/campanhas/2031/prazo/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/campanhas/<int:year>/fechar/": (
        "GET",
        "/trabalho/atendimento-integrado/campanhas/2031/fechar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/campanhas/<int:year>/publicar/": (
        "GET",
        "/trabalho/atendimento-integrado/campanhas/2031/publicar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/campanhas/<int:year>/respostas.<slug:kind>": (
        "GET",
        "/trabalho/atendimento-integrado/campanhas/2031/respostas.csv",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/campanhas/<int:year>/<str:dico>/": (
        "GET",
        "/trabalho/atendimento-integrado/campanhas/2031/1306/",
        "302 404 200 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/campanhas/<int:year>/<str:dico>/reabrir/": (
        "GET",
        "/trabalho/atendimento-integrado/campanhas/2031/1306/reabrir/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/registo/novo/": (
        "GET",
        "/trabalho/atendimento-integrado/registo/novo/",
        "302 200 200 200 200 200 404 404",
    ),
    "trabalho/atendimento-integrado/registo/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/atendimento-integrado/registo/{obstacle}/editar/",
        "302 404 404 200 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/registo/<uuid:uuid>/tambem/": (
        "POST",
        "/trabalho/atendimento-integrado/registo/{obstacle}/tambem/",
        "302 303 303 409 303 303 403 404",
    ),
    "trabalho/atendimento-integrado/registo/<uuid:uuid>/fizemos/": (
        "POST",
        "/trabalho/atendimento-integrado/registo/{obstacle}/fizemos/",
        "302 422 422 422 422 422 422 404",
    ),
    "trabalho/atendimento-integrado/registo/<uuid:uuid>/estado/": (
        "GET",
        "/trabalho/atendimento-integrado/registo/{obstacle}/estado/",
        "302 404 404 200 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/registo/<uuid:uuid>/boa-pratica/": (
        "GET",
        "/trabalho/atendimento-integrado/registo/{obstacle}/boa-pratica/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/registo/<uuid:uuid>/boa-pratica/retirar/": (
        "GET",
        "/trabalho/atendimento-integrado/registo/{obstacle}/boa-pratica/retirar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/respostas/<uuid:uuid>/retirar/": (
        "GET",
        "/trabalho/atendimento-integrado/respostas/{reply}/retirar/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/atendimento-integrado/conversas/nova/": (
        "GET",
        "/trabalho/atendimento-integrado/conversas/nova/",
        "302 200 200 200 200 200 404 404",
    ),
    # Invited by the technician: the holder, and nobody else.
    "trabalho/atendimento-integrado/conversas/<uuid:uuid>/": (
        "GET",
        "/trabalho/atendimento-integrado/conversas/{discussion}/",
        "302 200 404 200 404 404 404 404",
    ),
    "trabalho/atendimento-integrado/conversas/<uuid:uuid>/responder/": (
        "POST",
        "/trabalho/atendimento-integrado/conversas/{discussion}/responder/",
        "302 422 404 422 404 404 404 404",
    ),
    "trabalho/atendimento-integrado/conversas/<uuid:uuid>/nota/": (
        "POST",
        "/trabalho/atendimento-integrado/conversas/{discussion}/nota/",
        "302 422 404 422 404 404 404 404",
    ),
    "trabalho/atendimento-integrado/conversas/<uuid:uuid>/desmarcar/": (
        "GET",
        "/trabalho/atendimento-integrado/conversas/{discussion}/desmarcar/",
        "302 404 404 200 404 404 404 404",
    ),
    "trabalho/atendimento-integrado/conversas/<uuid:uuid>/agenda.ics": (
        "GET",
        "/trabalho/atendimento-integrado/conversas/{discussion}/agenda.ics",
        "302 200 404 200 404 404 404 404",
    ),
}

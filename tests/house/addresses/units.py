"""Addresses of governing against every member of the cast: rows of the table in test_permissions."""

ROWS: dict[str, tuple[str, str, str]] = {
    "api/v1/bodies": ("GET", "/api/v1/bodies", "200 200 200 200 200 200 200 200"),
    "api/v1/bodies/<id>/decisions": (
        "GET",
        "/api/v1/bodies/{body}/decisions",
        "200 200 200 200 200 200 200 200",
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
}

"""Addresses of the community against every member of the cast: rows of the table in test_permissions."""

ROWS: dict[str, tuple[str, str, str]] = {
    # Listings of the community: public, kept by organisations; the coordination keeps all.
    "comunidade/": ("GET", "/comunidade/", "200 200 200 200 200 200 200 200"),
    "comunidade/empregos/": ("GET", "/comunidade/empregos/", "200 200 200 200 200 200 200 200"),
    "comunidade/empregos/atom.xml": (
        "GET",
        "/comunidade/empregos/atom.xml",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/empregos/ofertas.<slug:kind>": (
        "GET",
        "/comunidade/empregos/ofertas.csv",
        "200 200 200 200 200 200 200 200",
    ),
    # A draft.
    "comunidade/empregos/<uuid:uuid>/": (
        "GET",
        "/comunidade/empregos/{job_draft}/",
        "404 404 404 404 404 404 404 404",
    ),
    "comunidade/colocacoes/": ("GET", "/comunidade/colocacoes/", "200 200 200 200 200 200 200 200"),
    "comunidade/colocacoes/<uuid:uuid>/": (
        "GET",
        "/comunidade/colocacoes/{placement}/",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/eventos/": ("GET", "/comunidade/eventos/", "200 200 200 200 200 200 200 200"),
    "comunidade/eventos/eventos.ics": (
        "GET",
        "/comunidade/eventos/eventos.ics",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/eventos/<uuid:uuid>/": (
        "GET",
        "/comunidade/eventos/{event}/",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/eventos/<uuid:uuid>/evento.ics": (
        "GET",
        "/comunidade/eventos/{event}/evento.ics",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/circuitos/": ("GET", "/comunidade/circuitos/", "200 200 200 200 200 200 200 200"),
    "comunidade/circuitos/<uuid:uuid>/": (
        "GET",
        "/comunidade/circuitos/{pathway}/",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/arrendamento/": ("GET", "/comunidade/arrendamento/", "200 200 200 200 200 200 200 200"),
    "comunidade/arrendamento/medidas.<slug:kind>": (
        "GET",
        "/comunidade/arrendamento/medidas.csv",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/arrendamento/<uuid:uuid>/": (
        "GET",
        "/comunidade/arrendamento/{measure}/",
        "200 200 200 200 200 200 200 200",
    ),
    "trabalho/comunidade/": ("GET", "/trabalho/comunidade/", "302 200 200 200 200 200 200 404"),
    "trabalho/comunidade/renovar/<str:token>/": (
        "GET",
        "/trabalho/comunidade/renovar/{renew}/",
        "200 200 200 200 200 200 200 200",
    ),
    "trabalho/comunidade/empregos/importar/": (
        "GET",
        "/trabalho/comunidade/empregos/importar/",
        "302 200 200 200 200 200 404 404",
    ),
    "trabalho/comunidade/empregos/importar/gravar/": (
        "POST",
        "/trabalho/comunidade/empregos/importar/gravar/",
        "302 409 409 409 409 409 404 404",
    ),
    "trabalho/comunidade/empregos/modelo.csv": (
        "GET",
        "/trabalho/comunidade/empregos/modelo.csv",
        "302 200 200 200 200 200 404 404",
    ),
    "trabalho/comunidade/empregos/<uuid:uuid>/renovar/": (
        "GET",
        "/trabalho/comunidade/empregos/{job}/renovar/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/colocacoes/<uuid:uuid>/lugares/": (
        "GET",
        "/trabalho/comunidade/colocacoes/{placement}/lugares/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/eventos/<uuid:uuid>/datas/": (
        "GET",
        "/trabalho/comunidade/eventos/{event}/datas/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/eventos/<uuid:uuid>/paragens/": (
        "GET",
        "/trabalho/comunidade/eventos/{event}/paragens/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/eventos/<uuid:uuid>/cancelar/": (
        "POST",
        "/trabalho/comunidade/eventos/{event}/cancelar/",
        "302 422 404 404 404 422 404 404",
    ),
    "trabalho/comunidade/circuitos/<uuid:uuid>/passos/": (
        "GET",
        "/trabalho/comunidade/circuitos/{pathway}/passos/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/<listing:kind>/": (
        "GET",
        "/trabalho/comunidade/empregos/",
        "302 200 200 200 200 200 404 404",
    ),
    # A municipality's own representative or manager, and the coordination.
    "trabalho/comunidade/<listing:kind>/nova/": (
        "GET",
        "/trabalho/comunidade/arrendamento/nova/",
        "302 200 200 404 404 200 404 404",
    ),
    "trabalho/comunidade/<listing:kind>/<uuid:uuid>/": (
        "GET",
        "/trabalho/comunidade/arrendamento/{measure}/",
        "302 404 200 404 404 200 404 404",
    ),
    "trabalho/comunidade/<listing:kind>/<uuid:uuid>/publicar/": (
        "GET",
        "/trabalho/comunidade/empregos/{job_draft}/publicar/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/<listing:kind>/<uuid:uuid>/terminar/": (
        "GET",
        "/trabalho/comunidade/colocacoes/{placement}/terminar/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/<listing:kind>/<uuid:uuid>/apagar/": (
        "POST",
        "/trabalho/comunidade/empregos/{job}/apagar/",
        "302 409 404 404 404 409 404 404",
    ),
    "trabalho/comunidade/<listing:kind>/<uuid:uuid>/verificado/": (
        "POST",
        "/trabalho/comunidade/circuitos/{pathway}/verificado/",
        "302 303 404 404 404 303 404 404",
    ),
    # Funding and community.
    "comunidade/avisos/": ("GET", "/comunidade/avisos/", "200 200 200 200 200 200 200 200"),
    "comunidade/avisos/prazos.ics": (
        "GET",
        "/comunidade/avisos/prazos.ics",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/avisos/exportar.csv": (
        "GET",
        "/comunidade/avisos/exportar.csv",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/avisos/<uuid:uuid>/": (
        "GET",
        "/comunidade/avisos/{call}/",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/avisos/<uuid:uuid>/prazo.ics": (
        "GET",
        "/comunidade/avisos/{call}/prazo.ics",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/candidaturas/": ("GET", "/comunidade/candidaturas/", "200 200 200 200 200 200 200 200"),
    # Without a result yet.
    "comunidade/candidaturas/<uuid:uuid>/": (
        "GET",
        "/comunidade/candidaturas/{application}/",
        "404 404 404 404 404 404 404 404",
    ),
    "comunidade/projetos/": ("GET", "/comunidade/projetos/", "200 200 200 200 200 200 200 200"),
    # In preparation.
    "comunidade/projetos/<uuid:uuid>/": (
        "GET",
        "/comunidade/projetos/{project}/",
        "404 404 404 404 404 200 404 404",
    ),
    "comunidade/compromissos/": ("GET", "/comunidade/compromissos/", "200 200 200 200 200 200 200 200"),
    "comunidade/compromissos/novo/": (
        "GET",
        "/comunidade/compromissos/novo/",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/iniciativas/": ("GET", "/comunidade/iniciativas/", "200 200 200 200 200 200 200 200"),
    "comunidade/iniciativas/nova/": (
        "GET",
        "/comunidade/iniciativas/nova/",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/iniciativas/<uuid:uuid>/": (
        "GET",
        "/comunidade/iniciativas/{initiative}/",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/pedido/": ("GET", "/comunidade/pedido/", "200 200 200 200 200 200 200 200"),
    "comunidade/confirmar/<uuid:key>/": (
        "GET",
        "/comunidade/confirmar/{visitor_key}/",
        "200 200 200 200 200 200 200 200",
    ),
    "comunidade/retirar/<uuid:key>/": (
        "GET",
        "/comunidade/retirar/{visitor_key}/",
        "200 200 200 200 200 200 200 200",
    ),
    "trabalho/comunidade/financiamento/": (
        "GET",
        "/trabalho/comunidade/financiamento/",
        "302 200 200 200 200 200 200 404",
    ),
    "trabalho/comunidade/avisos/novo/": (
        "GET",
        "/trabalho/comunidade/avisos/novo/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/avisos/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/comunidade/avisos/{call}/editar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/avisos/<uuid:uuid>/tirar/": (
        "GET",
        "/trabalho/comunidade/avisos/{call}/tirar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/avisos/<uuid:uuid>/seguir/": (
        "POST",
        "/trabalho/comunidade/avisos/{call}/seguir/",
        "302 303 303 303 303 303 303 404",
    ),
    "trabalho/comunidade/avisos/<uuid:uuid>/candidatura/": (
        "GET",
        "/trabalho/comunidade/avisos/{call}/candidatura/",
        "302 200 200 200 200 200 404 404",
    ),
    # Led by the technician's organisation, the holder's is asked into it.
    "trabalho/comunidade/candidaturas/<uuid:uuid>/": (
        "GET",
        "/trabalho/comunidade/candidaturas/{application}/",
        "302 200 404 200 404 200 404 404",
    ),
    "trabalho/comunidade/candidaturas/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/comunidade/candidaturas/{application}/editar/",
        "302 404 404 200 404 404 404 404",
    ),
    "trabalho/comunidade/candidaturas/<uuid:uuid>/convidar/": (
        "GET",
        "/trabalho/comunidade/candidaturas/{application}/convidar/",
        "302 404 404 200 404 404 404 404",
    ),
    "trabalho/comunidade/candidaturas/<uuid:uuid>/criterios/": (
        "GET",
        "/trabalho/comunidade/candidaturas/{application}/criterios/",
        "302 404 404 200 404 404 404 404",
    ),
    "trabalho/comunidade/candidaturas/<uuid:uuid>/submeter/": (
        "GET",
        "/trabalho/comunidade/candidaturas/{application}/submeter/",
        "302 404 404 200 404 404 404 404",
    ),
    "trabalho/comunidade/candidaturas/<uuid:uuid>/retirar/": (
        "GET",
        "/trabalho/comunidade/candidaturas/{application}/retirar/",
        "302 404 404 200 404 404 404 404",
    ),
    "trabalho/comunidade/candidaturas/<uuid:uuid>/resultado/": (
        "GET",
        "/trabalho/comunidade/candidaturas/{application}/resultado/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/convites/<uuid:uuid>/": (
        "GET",
        "/trabalho/comunidade/convites/{invitation}/",
        "302 200 404 404 404 404 404 404",
    ),
    "trabalho/comunidade/convites/<uuid:uuid>/retirar/": (
        "GET",
        "/trabalho/comunidade/convites/{invitation}/retirar/",
        "302 404 404 200 404 404 404 404",
    ),
    "trabalho/comunidade/projetos/novo/": (
        "GET",
        "/trabalho/comunidade/projetos/novo/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/projetos/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/comunidade/projetos/{project}/editar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/projetos/<uuid:uuid>/entidades/nova/": (
        "GET",
        "/trabalho/comunidade/projetos/{project}/entidades/nova/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/projetos/<uuid:uuid>/entidades/<int:number>/tirar/": (
        "GET",
        "/trabalho/comunidade/projetos/{project}/entidades/{project_partner}/tirar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/compromissos/novo/": (
        "GET",
        "/trabalho/comunidade/compromissos/novo/",
        "302 200 200 200 200 200 404 404",
    ),
    # The holder's organisation promised it, the technician's receives part of it.
    "trabalho/comunidade/compromissos/<uuid:uuid>/": (
        "GET",
        "/trabalho/comunidade/compromissos/{pledge}/",
        "302 200 404 200 404 200 404 404",
    ),
    "trabalho/comunidade/compromissos/<uuid:uuid>/decidir/": (
        "GET",
        "/trabalho/comunidade/compromissos/{pledge}/decidir/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/compromissos/<uuid:uuid>/destino/": (
        "GET",
        "/trabalho/comunidade/compromissos/{pledge}/destino/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/compromissos/<uuid:uuid>/terminar/": (
        "GET",
        "/trabalho/comunidade/compromissos/{pledge}/terminar/",
        "302 200 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/entregas/<uuid:uuid>/": (
        "GET",
        "/trabalho/comunidade/entregas/{match}/",
        "302 404 404 200 404 404 404 404",
    ),
    "trabalho/comunidade/entregas/<uuid:uuid>/desfazer/": (
        "GET",
        "/trabalho/comunidade/entregas/{match}/desfazer/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/iniciativas/<uuid:uuid>/": (
        "GET",
        "/trabalho/comunidade/iniciativas/{initiative}/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/iniciativas/<uuid:uuid>/decidir/": (
        "GET",
        "/trabalho/comunidade/iniciativas/{initiative}/decidir/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/iniciativas/<uuid:uuid>/fase/": (
        "GET",
        "/trabalho/comunidade/iniciativas/{initiative}/fase/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/iniciativas/<uuid:uuid>/terminar/": (
        "GET",
        "/trabalho/comunidade/iniciativas/{initiative}/terminar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/comunidade/iniciativas/<uuid:uuid>/apoiar/": (
        "GET",
        "/trabalho/comunidade/iniciativas/{initiative}/apoiar/",
        "302 404 404 404 404 200 404 404",
    ),
}

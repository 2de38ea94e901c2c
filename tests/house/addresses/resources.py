"""Addresses of the marketplace against every member of the cast: rows of the table in test_permissions."""

ROWS: dict[str, tuple[str, str, str]] = {
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
    "recursos/": ("GET", "/recursos/", "200 200 200 200 200 200 200 200"),
    "recursos/exportar.<slug:kind>": ("GET", "/recursos/exportar.csv", "200 200 200 200 200 200 200 200"),
    "recursos/violencia-domestica/": (
        "GET",
        "/recursos/violencia-domestica/",
        "200 200 200 200 200 200 200 200",
    ),
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
    "trabalho/cursos/<uuid:uuid>/oferecer/": (
        "GET",
        "/trabalho/cursos/{programme_edition}/oferecer/",
        "302 200 404 404 404 404 404 403",
    ),
}

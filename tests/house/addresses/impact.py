"""Addresses of impact against every member of the cast: rows of the table in test_permissions."""

ROWS: dict[str, tuple[str, str, str]] = {
    "impacto/": (
        "GET",
        "/impacto/",
        "200 200 200 200 200 200 200 200",
    ),
    "impacto/constatacoes.csv": (
        "GET",
        "/impacto/constatacoes.csv",
        "200 200 200 200 200 200 200 200",
    ),
    # Drafts of the coordination.
    "impacto/fichas/<uuid:uuid>/": (
        "GET",
        "/impacto/fichas/{sheet}/",
        "404 404 404 404 404 200 404 404",
    ),
    "impacto/avaliacoes/<uuid:uuid>/": (
        "GET",
        "/impacto/avaliacoes/{evaluation}/",
        "404 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/": (
        "GET",
        "/trabalho/impacto/",
        "302 200 200 200 200 200 200 404",
    ),
    "trabalho/impacto/fichas/nova/": (
        "GET",
        "/trabalho/impacto/fichas/nova/",
        "302 200 200 200 200 200 200 404",
    ),
    "trabalho/impacto/avaliacoes/nova/": (
        "GET",
        "/trabalho/impacto/avaliacoes/nova/",
        "302 200 200 200 200 200 200 404",
    ),
    "trabalho/impacto/fichas/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/impacto/fichas/{sheet}/editar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/fichas/<uuid:uuid>/publicar/": (
        "GET",
        "/trabalho/impacto/fichas/{sheet}/publicar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/fichas/<uuid:uuid>/retirar/": (
        "GET",
        "/trabalho/impacto/fichas/{sheet}/retirar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/fichas/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/impacto/fichas/{sheet}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/fichas/<uuid:uuid>/dimensoes/nova/": (
        "GET",
        "/trabalho/impacto/fichas/{sheet}/dimensoes/nova/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/dimensoes/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/impacto/dimensoes/{dimension}/editar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/dimensoes/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/impacto/dimensoes/{dimension}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/dimensoes/<uuid:uuid>/registar/": (
        "GET",
        "/trabalho/impacto/dimensoes/{dimension}/registar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/dimensoes/<uuid:uuid>/mover/": (
        "POST",
        "/trabalho/impacto/dimensoes/{dimension}/mover/",
        "302 404 404 404 404 303 404 404",
    ),
    "trabalho/impacto/constatacoes/<uuid:uuid>/corrigir/": (
        "GET",
        "/trabalho/impacto/constatacoes/{finding}/corrigir/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/avaliacoes/<uuid:uuid>/editar/": (
        "GET",
        "/trabalho/impacto/avaliacoes/{evaluation}/editar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/avaliacoes/<uuid:uuid>/publicar/": (
        "GET",
        "/trabalho/impacto/avaliacoes/{evaluation}/publicar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/avaliacoes/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/impacto/avaliacoes/{evaluation}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/avaliacoes/<uuid:uuid>/conclusoes/nova/": (
        "GET",
        "/trabalho/impacto/avaliacoes/{evaluation}/conclusoes/nova/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/avaliacoes/<uuid:uuid>/recomendacoes/nova/": (
        "GET",
        "/trabalho/impacto/avaliacoes/{evaluation}/recomendacoes/nova/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/conclusoes/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/impacto/conclusoes/{conclusion}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/recomendacoes/<uuid:uuid>/apagar/": (
        "GET",
        "/trabalho/impacto/recomendacoes/{recommendation}/apagar/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/impacto/recomendacoes/<uuid:uuid>/responder/": (
        "GET",
        "/trabalho/impacto/recomendacoes/{recommendation}/responder/",
        "302 404 404 404 404 200 404 404",
    ),
}

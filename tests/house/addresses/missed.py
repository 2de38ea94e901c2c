"""Addresses of searches that found nothing, against every member of the cast: rows of the table in test_permissions."""

ROWS: dict[str, tuple[str, str, str]] = {
    # Opens with what a page of results signed, to whoever was shown it.
    "pesquisa/sem-resultado/": ("POST", "/pesquisa/sem-resultado/", "422 422 422 422 422 422 422 422"),
    "trabalho/pesquisas-sem-resultado/": (
        "GET",
        "/trabalho/pesquisas-sem-resultado/",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/pesquisas-sem-resultado/lista.csv": (
        "GET",
        "/trabalho/pesquisas-sem-resultado/lista.csv",
        "302 404 404 404 404 200 404 404",
    ),
    "trabalho/pesquisas-sem-resultado/tratada/": (
        "POST",
        "/trabalho/pesquisas-sem-resultado/tratada/",
        "302 404 404 404 404 409 404 404",
    ),
    "trabalho/pesquisas-sem-resultado/sinonimo/": (
        "POST",
        "/trabalho/pesquisas-sem-resultado/sinonimo/",
        "302 404 404 404 404 409 404 404",
    ),
}

"""Addresses of the search box against every member of the cast: rows of the table in test_permissions."""

ROWS: dict[str, tuple[str, str, str]] = {
    "pesquisa/": (
        "GET",
        "/pesquisa/?q=casa",
        "200 200 200 200 200 200 200 200",
    ),
    "pesquisa/sugestoes/": (
        "GET",
        "/pesquisa/sugestoes/?q=cas",
        "200 200 200 200 200 200 200 200",
    ),
}

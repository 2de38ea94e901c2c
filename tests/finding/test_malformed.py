"""Whatever is typed, the pages of the search answer: with results, with none, or with a sentence and a 4xx."""

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import SOAK

# In full numbers ten thousand; a few hundred with every run of the tests.
MANY = 10_000 if SOAK else 160
ADDRESSES = ("/pesquisa/", "/en/pesquisa/", "/pesquisa/sugestoes/", "/recursos/", "/api/v1/resources")
# What search languages, SQL, regular expressions, HTML and addresses are made of.
SIGNS = st.text(
    alphabet="\"'()[]{}<>*?+-~^:;|&!\\/%_.,#@=$\0\n\t ´`«»ºª0123456789aeiouçãéóNOTANDOR", max_size=60
)
ANY = st.text(max_size=140)
WORDS = st.lists(
    st.sampled_from(
        ("cama", "gaia", "NOT", "AND", "OR", "de 31 a 32 de fevereiro", "2 camas", "12 22 03", "EP1.1", "amanhã",
         "violência", "~", "*", "a" * 70, "nome:", '"', "(((", "99999999999999999999", "-1", "\u202e", "\ufb01", "ß",
         "👪", "\x00", "%00", "<b>", "O'Neil")
    ),
    max_size=8,
).map(" ".join)  # fmt: skip


@pytest.mark.soak
def test_nothing_that_is_typed_is_an_error_of_ours(client_for, make_resource):
    make_resource(4, name="Cama articulada de Gaia", dico="1317")
    call_command("rebuild_search", verbosity=0)
    client = client_for(None)
    seen = set()

    @settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(
        text=SIGNS | ANY | WORDS,
        address=st.sampled_from(ADDRESSES),
        kind=st.sampled_from(["", "", "recursos", "paginas"]) | SIGNS,
    )
    def ask(text, address, kind):
        answer = client.get(address, {"q": text, "tipo": kind} if kind else {"q": text})
        seen.add(answer.status_code)
        assert answer.status_code < 500, (address, text, kind)

    ask()
    assert {200, 400} <= seen

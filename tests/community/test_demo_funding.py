"""What the demonstration shows of funding: something in every list, every piece of it marked as invented."""

from community.models import Application, Call, Initiative, Pledge, PledgeMatch, Project
from portal.demo.funding import load_funding
from tests.community.funded import PUBLIC, WORK


def test_every_list_has_something_and_every_piece_says_that_it_is_invented(funded, client_for):
    load_funding()
    load_funding()
    assert (Call.objects.count(), Application.objects.count(), Project.objects.count()) == (4, 2, 2)
    assert {str(one.state) for one in Call.objects.all()} == {"closed", "closing", "open", "to_open"}
    assert (Pledge.objects.count(), Initiative.objects.count(), PledgeMatch.objects.count()) == (5, 3, 3)
    for model in (Call, Application, Project, Pledge, Initiative):
        assert not model.objects.filter(is_demo=False).exists(), model
    visitor = client_for(None)
    pages = [
        f"{PUBLIC}/{name}/" for name in ("avisos", "candidaturas", "projetos", "compromissos", "iniciativas")
    ]
    pages += [f"{PUBLIC}/avisos/{one.uuid}/" for one in Call.objects.all()]
    pages += [f"{PUBLIC}/projetos/{one.uuid}/" for one in Project.objects.all()]
    pages += [f"{PUBLIC}/iniciativas/{one.uuid}/" for one in Initiative.objects.public()]
    pages += [f"{PUBLIC}/candidaturas/{one.uuid}/" for one in Application.objects.public()]
    for address in [*pages, *(f"/en{one}" for one in pages)]:
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        said = answer.content.decode().lower()
        assert "exemplo" in said and "style=" not in said and "@example.org" not in said, address
    for who in ("holder", "representative", "technician", "coordination"):
        assert client_for(who).get(f"{WORK}/financiamento/").status_code == 200
    desk = client_for("coordination")
    addresses = [f"{WORK}/candidaturas/{one.uuid}/" for one in Application.objects.all()]
    addresses += [f"{WORK}/compromissos/{one.uuid}/" for one in Pledge.objects.all()]
    addresses += [f"{WORK}/iniciativas/{one.uuid}/" for one in Initiative.objects.all()]
    assert {desk.get(one).status_code for one in addresses} == {200}
    front = visitor.get(f"{PUBLIC}/").content.decode()
    assert "Avisos de financiamento" in front and "Iniciativas da comunidade" in front

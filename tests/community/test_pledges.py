"""Pledges: confirmed, accepted, shown with consent only, matched never beyond what was promised, thanked for."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit, moment
from accounts.models import Letter, Notice
from accounts.refusals import Invalid, NotAllowed, WrongState
from community.actions import pledges as actions
from community.actions import visitors
from community.models import Pledge, PledgeMatch, VisitorContact
from portal.clock import purge_expired
from tests.community.funded import PUBLIC, WORK, link
from tests.following import dead_ends

FORM = f"{PUBLIC}/compromissos/novo/"


def typed(**more):
    return {
        "giver": "company",
        "company": "Metalúrgica do Vale",
        "kind": "goods",
        "what": "Cadeiras de escritório",
        "quantity": "20",
        "unit": "pieces",
        "until": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "municipality": "1312",
        "conditions": "Levantar no armazém",
        "visibility": "named",
        "email": "Rita@Exemplo.pt",
    } | more


def test_a_company_without_account_promises_confirms_by_letter_and_is_shown_once_accepted(funded, client_for):
    visitor, desk = client_for(None), client_for("coordination")
    assert "Ainda não há compromissos" in visitor.get(f"{PUBLIC}/compromissos/").content.decode()
    form = visitor.get(FORM)
    assert "csrftoken" not in form.cookies and form.status_code == 200
    answer = visitor.post(FORM, typed())
    assert (answer.status_code, answer["Location"]) == (303, f"{PUBLIC}/pedido/")
    assert visitor.get(answer["Location"]).status_code == 200
    pledge = Pledge.objects.get()
    letter = Letter.objects.get(kind="community_confirm")
    assert (letter.to, pledge.state) == ("rita@exemplo.pt", "unconfirmed")
    board = f"{PUBLIC}/compromissos/"
    desk_page = f"{WORK}/financiamento/"
    assert "Cadeiras" not in desk.get(desk_page).content.decode(), "not before the address is confirmed"
    assert desk.get(f"{WORK}/compromissos/{pledge.uuid}/").status_code == 404
    # Whose address it is we do not know yet: not a word of the visitor's own goes there.
    assert "Cadeiras" not in letter.subject + letter.text + letter.html and "um compromisso" in letter.text
    place = link(letter)
    assert "Cadeiras" in visitor.get(place).content.decode()
    assert Pledge.objects.get().state == "unconfirmed", "reading confirms nothing"
    for _twice in range(2):
        assert visitor.post(place).status_code == 200
    assert Letter.objects.filter(kind="pledge_waiting").count() == 1
    assert "Metalúrgica" in desk.get(desk_page).content.decode()
    assert "Cadeiras" not in visitor.get(board).content.decode()
    decide = f"{WORK}/compromissos/{pledge.uuid}/decidir/"
    assert client_for("representative").get(decide).status_code == 404
    assert desk.post(decide, {"answer": "no"}).status_code == 422, "a no has its reason"
    assert desk.post(decide, {"answer": "yes"}).status_code == 303
    assert desk.post(decide, {"answer": "yes"}).status_code == 409
    page = visitor.get(board).content.decode()
    assert "Metalúrgica do Vale" in page and "por destinar: 20" in page
    for private in ("rita", "exemplo.pt"):
        assert private not in page.lower()
        assert private not in desk.get(f"{WORK}/compromissos/{pledge.uuid}/").content.decode().lower()
    assert Letter.objects.filter(kind="community_visitor", to="rita@exemplo.pt").count() == 1
    assert list(audit.problems()) == []


def test_only_what_its_giver_agreed_to_is_shown(funded, client_for):
    funded.pledge(what="Com nome")
    funded.pledge(what="Sem nome", visibility="anonymous", quantity=3)
    funded.pledge(what="Em segredo", visibility="private", quantity=987654)
    page = client_for(None).get(f"{PUBLIC}/compromissos/").content.decode()
    assert "Em segredo" not in page and "9876" not in page
    assert page.count("Município do Porto") == 1 and "prefere não ser identificado" in page
    [total] = Pledge.objects.public().totals()
    assert total["promised"] == 13, "nor does it stand in a total"
    hidden = Pledge.objects.get(what="Sem nome")
    work = client_for("holder").get(f"{WORK}/compromissos/{hidden.uuid}/").content.decode()
    assert "Município do Porto" in work, "its own people read it"
    other = client_for("accredited")
    assert other.get(f"{WORK}/compromissos/{hidden.uuid}/").status_code == 404


def test_totals_never_mix_euros_with_goods_or_hours(funded, client_for):
    funded.pledge(quantity=10)
    funded.pledge(quantity=5)
    funded.pledge(kind="time", unit="hours", quantity=40, what="Explicações")
    funded.pledge(kind="money", unit="euros", quantity=5000, what="Apoio a uma carrinha")
    funded.match(Pledge.objects.get(kind="time"), 15)
    rows = [
        (row["kind"], row["unit"], row["promised"], row["given"]) for row in Pledge.objects.public().totals()
    ]
    assert rows == [
        ("goods", "pieces", 15, 0),
        ("money", "euros", 5000, 0),
        ("time", "hours", 40, 15),
    ]
    assert "5000" in client_for(None).get(f"{PUBLIC}/compromissos/?tipo=money").content.decode()
    with pytest.raises(Invalid):
        funded.pledge(kind="money", unit="pieces")
    with pytest.raises(IntegrityError), transaction.atomic():
        Pledge.objects.filter(kind="money").update(unit="pieces")


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(funded, client_for):
    client = client_for(None)
    for wrong, field, sentence in (
        ({"company": ""}, "company", "Escreva o nome da empresa"),
        ({"giver": "person", "visibility": "named"}, "visibility", "De um particular não se guarda o nome"),
        ({"kind": "money", "unit": "kilos"}, "unit", "Este compromisso conta-se em"),
        ({"quantity": "0"}, "quantity", "a partir de 1"),
        ({"quantity": "dez"}, "quantity", "a partir de 1"),
        ({"until": "2020-01-01"}, "until", "já passou"),
        ({"conditions": "IBAN PT50000201231234567890154"}, "conditions", "IBAN"),
        ({"what": "Ligar 912345678"}, "what", "telefone"),
        ({"email": "rita"}, "email", "endereço completo"),
        ({"municipality": "9999"}, "municipality", "17 municípios"),
        ({}, "kind", "Escolha uma das opções"),
    ):
        said = typed(**wrong)
        if not wrong:
            del said["kind"]
        answer = client.post(FORM, said)
        assert answer.status_code == 422
        assert sentence in " ".join(answer.context["form"].errors[field])
        page = answer.content.decode()
        assert "PT5000" not in page and "912345678" not in page
        assert (Pledge.objects.count(), VisitorContact.objects.count(), Letter.objects.count()) == (0, 0, 0)


def test_forms_from_one_address_and_letters_to_one_address_are_few(funded, client_for):
    visitor = client_for(None)
    statuses = [visitor.post(FORM, typed()).status_code for _ in range(11)]
    assert statuses == [303] * 10 + [429]
    assert Letter.objects.filter(kind="community_confirm").count() == 3


def test_a_match_takes_part_of_it_the_rest_stays_open_and_what_arrives_is_thanked_for(funded, client_for):
    pledge, project = funded.pledge(quantity=10), funded.project()
    desk, receiver, giver = client_for("coordination"), client_for("technician"), client_for("holder")
    place = f"{WORK}/compromissos/{pledge.uuid}/destino/"
    said = {
        "quantity": "6",
        "target": f"project:{project.uuid}",
        "receiver": str(funded.lead.organisation.uuid),
    }
    assert receiver.get(place).status_code == 404, "neither coordination nor holder"
    assert desk.post(place, said).status_code == 303
    too_much = desk.post(place, said | {"quantity": "5"})
    assert (
        too_much.status_code == 422 and "Só restam 4 unidades deste compromisso." in too_much.content.decode()
    )
    assert desk.post(place, said | {"quantity": "1", "target": "bank", "category": "x"}).status_code == 422
    no_category = desk.post(place, said | {"quantity": "1", "target": "bank"})
    assert no_category.status_code == 422 and "Falta preencher" in no_category.content.decode()
    bank = said | {"quantity": "4", "target": "bank", "category": "education"}
    assert desk.post(place, bank).status_code == 303
    assert (
        "Banco de recursos: bens de apoio à educação"
        in desk.get(place.replace("destino/", "")).content.decode()
    )
    nothing = desk.post(place, bank | {"quantity": "1"})
    assert nothing.status_code == 422 and "não resta nada" in nothing.content.decode()
    first, second = PledgeMatch.objects.order_by("pk")
    page = client_for(None).get(f"{PUBLIC}/projetos/{project.uuid}/").content.decode()
    assert "6 unidades: Camas articuladas usadas" in page
    assert Letter.objects.filter(kind="pledge_matched", to="holder@example.org").count() == 2
    way = f"{WORK}/entregas/{first.uuid}/"
    assert way in Letter.objects.filter(kind="pledge_arriving", to="technician@example.org").first().text
    assert giver.post(way).status_code == 404, "only who receives says that it arrived"
    assert desk.post(way).status_code == 404
    assert receiver.get(way).status_code == 200
    for _twice in range(2):
        assert receiver.post(way).status_code == 303
    pledge.refresh_from_db()
    assert (pledge.matched, pledge.delivered, pledge.state) == (10, 6, "open")
    thanks = Letter.objects.get(kind="pledge_thanks", to="holder@example.org")
    assert "Obra Social de Rio Tinto confirmou que recebeu: 6 unidades" in thanks.text
    # Undone: the quantity is free again; delivered never.
    undo = f"{WORK}/entregas/{second.uuid}/desfazer/"
    assert giver.get(undo).status_code == 404
    assert desk.post(undo, {"why": "Não servem"}).status_code == 303
    assert desk.post(f"{WORK}/entregas/{first.uuid}/desfazer/", {"why": "x"}).status_code == 404
    pledge.refresh_from_db()
    assert (pledge.matched, pledge.left) == (6, 4)
    last = funded.match(pledge, 4)
    actions.confirm_delivery(last, by=funded.lead)
    pledge.refresh_from_db()
    assert (pledge.state, pledge.delivered) == ("closed", 10)
    assert Notice.objects.filter(user=funded.partner.user).count() >= 6
    assert list(audit.problems()) == []


def test_who_holds_resources_matches_for_the_own_organisation_only(funded):
    pledge, holder = funded.pledge(), funded.partner
    own = actions.match_pledge(pledge, by=holder, quantity=2, receiver=holder.organisation, category="other")
    assert own.quantity == 2
    with pytest.raises(NotAllowed):
        actions.match_pledge(
            pledge, by=holder, quantity=2, receiver=funded.lead.organisation, category="food"
        )
    with pytest.raises(NotAllowed):
        actions.match_pledge(
            pledge, by=funded.lead, quantity=2, receiver=funded.lead.organisation, category="food"
        )
    with pytest.raises(NotAllowed):
        actions.confirm_delivery(own, by=funded.coordination)
    project = funded.project(state="finished")
    with pytest.raises(Invalid):
        funded.match(pledge, 1, project=project)
    with pytest.raises(Invalid):
        funded.match(pledge, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pledge.objects.filter(pk=pledge.pk).update(matched=11)
    with pytest.raises(WrongState):
        actions.end_pledge(pledge, by=holder, why="Já não temos")
    actions.undo_match(own, by=holder, why="Engano")
    assert actions.end_pledge(pledge, by=holder, why="Já não temos").state == "withdrawn"
    with pytest.raises(WrongState):
        funded.match(pledge, 1)


def test_an_address_goes_when_never_confirmed_taken_back_or_long_over(funded, client_for):
    visitor = client_for(None)

    def promised(email):
        visitor.post(FORM, typed(email=email))
        return VisitorContact.objects.select_related("pledge").get(email=email)

    never, back, over = (promised(f"{name}@exemplo.pt") for name in ("nunca", "atras", "fim"))
    for one in (back, over):
        visitors.confirm_contact(one.key)
        actions.decide_pledge(Pledge.objects.get(pk=one.pledge.pk), by=funded.coordination, accepts=True)
    out = f"{PUBLIC}/retirar/{back.key}/"
    assert visitor.get(out).status_code == 200 and VisitorContact.objects.filter(pk=back.pk).exists()
    for _twice in range(2):
        assert visitor.post(out).status_code == 200
    assert Pledge.objects.get(pk=back.pledge.pk).state == "withdrawn"
    assert not Letter.objects.filter(to="atras@exemplo.pt").exists()
    now = timezone.now()
    actions.end_pledge(over.pledge, by=funded.coordination, why="Acabou")
    purge_expired(now + timedelta(days=2, hours=23))
    assert set(VisitorContact.objects.values_list("email", flat=True)) == {
        "nunca@exemplo.pt",
        "fim@exemplo.pt",
    }
    purge_expired(now + timedelta(days=3, minutes=1))
    assert not Pledge.objects.filter(pk=never.pledge.pk).exists(), "what was never confirmed goes whole"
    assert not Letter.objects.filter(to="nunca@exemplo.pt").exists()
    assert visitor.post(f"{PUBLIC}/confirmar/{never.key}/").status_code == 410
    assert VisitorContact.objects.filter(pk=over.pk).exists()
    purge_expired(now + timedelta(days=30, minutes=1))
    assert not VisitorContact.objects.exists()
    assert Pledge.objects.filter(pk=over.pledge.pk).exists(), "the promise stays, without the address"
    # Somebody counts on it: taking it back waits.
    counted = promised("conta@exemplo.pt")
    visitors.confirm_contact(counted.key)
    actions.decide_pledge(Pledge.objects.get(pk=counted.pledge.pk), by=funded.coordination, accepts=True)
    funded.match(counted.pledge, 3)
    assert visitor.post(f"{PUBLIC}/retirar/{counted.key}/").status_code == 409


def test_the_clock_closes_what_is_over_and_leaves_what_is_on_its_way(funded):
    free, counted = funded.pledge(), funded.pledge()
    on_its_way = funded.match(counted, 3)
    assert Pledge.objects.matchable_by(funded.coordination).count() == 2
    with moment.replaying(timezone.now() + timedelta(days=61)):
        assert not Pledge.objects.matchable_by(funded.coordination).exists()
        with pytest.raises(WrongState, match="último dia"):
            funded.match(counted, 1)
        assert (actions.close_overdue_pledges(), actions.close_overdue_pledges()) == (1, 0)
    free.refresh_from_db()
    counted.refresh_from_db()
    assert (free.state, counted.state) == ("closed", "open")
    # Once what was on its way has arrived, what is still free lapses.
    with moment.replaying(timezone.now() + timedelta(days=62)):
        actions.confirm_delivery(on_its_way, by=funded.lead)
        assert actions.close_overdue_pledges() == 1
    counted.refresh_from_db()
    assert (counted.state, counted.left) == ("closed", 7)
    assert list(audit.problems()) == []


def test_no_page_of_the_room_leads_a_member_nowhere(funded, client_for):
    funded.match(funded.pledge(), 3)
    funded.pledge(what="Da entidade que só promete")
    funded.project()
    funded.project(title="Em preparação", is_public=False)
    for who in ("coordination", "representative", "holder", "technician", "accredited"):
        assert (
            dead_ends(client_for(who), f"{WORK}/", f"{WORK}/financiamento/", f"{PUBLIC}/compromissos/") == []
        ), who

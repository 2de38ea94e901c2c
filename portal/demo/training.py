"""The training offer of the demonstration: invented courses in several municipalities, with an overlap and gaps."""

from __future__ import annotations

from datetime import date, timedelta

from accounts.models import Membership
from geo.models import Municipality
from portal.demo import people
from programmes.models import Edition, EditionFigure, Programme, Sheet
from resources import actions
from resources.models import Facility
from resources.models.tiers import Tier
from units.models import OperativeResponse

# Name, area, for whom, organisation, DICO ("" serves the whole area), first day from today, days, responses.
COURSES: list[tuple[str, str, str, str, str, int, int, list[str]]] = [
    (
        "Acolher quem sofreu violência",
        "violência doméstica",
        "professionals",
        people.PORTO,
        "1312",
        25,
        40,
        ["4.1.1"],
    ),
    (
        "Violência doméstica: primeira resposta",
        "violência doméstica",
        "professionals",
        people.MAIA,
        "1312",
        40,
        30,
        ["4.1.1"],
    ),
    (
        "Comunicar com pessoas com deficiência intelectual",
        "deficiência intelectual",
        "professionals",
        people.IPSS_GONDOMAR,
        "1304",
        14,
        20,
        ["4.1.2"],
    ),
    (
        "Primeiros socorros em saúde mental",
        "saúde mental",
        "professionals",
        people.HOSPITAL,
        "1310",
        30,
        15,
        ["4.1.3"],
    ),
    (
        "Dirigir uma organização social",
        "qualificação das organizações",
        "professionals",
        people.AMP,
        "",
        60,
        90,
        ["4.1.4"],
    ),
    (
        "Cuidar de quem cuida",
        "cuidadores informais",
        "carers",
        people.IPSS_GONDOMAR,
        "1304",
        7,
        60,
        ["1.2.3b"],
    ),
    (
        "Mobilizar e transferir em segurança",
        "cuidadores informais",
        "carers",
        people.PORTO,
        "1312",
        -20,
        45,
        ["1.2.3b"],
    ),
    (
        "Demências: o dia a dia em casa",
        "cuidadores informais",
        "carers",
        people.MAIA,
        "1306",
        -150,
        60,
        ["1.2.3b"],
    ),
]


def load_training(today: date) -> None:
    """Published courses with one edition each; one of them closed, with its figures. Once."""
    if Programme.objects.filter(kind=Programme.Kind.COURSE, is_demo=True).exists():
        return
    known = {one.code: one for one in OperativeResponse.objects.all()}
    places = {one.pk: one for one in Municipality.objects.all()}
    for name, area, audience, organisation, dico, starts, days, codes in COURSES:
        keeper = (
            Membership.objects.active()
            .with_role(Membership.Role.MANAGER)
            .filter(organisation__name=organisation)
            .select_related("organisation")
            .first()
            or Membership.objects.active().filter(organisation__name=organisation).first()
        )
        if keeper is None:
            continue
        programme = Programme.objects.create(
            organisation=keeper.organisation, kind="course", audience=audience, area=area, is_demo=True
        )
        responses = [known[code] for code in codes if code in known]
        programme.responses.set(responses)
        sheet = Sheet.objects.create(
            programme=programme,
            number=1,
            state=Sheet.State.PUBLISHED,
            name=name,
            objective="Exemplo fictício: quem participa sai com o que precisa para o dia seguinte.",
            users=str(programme.get_audience_display()),
            access="Pré-inscrição através da entidade de cada pessoa.",
            made_by=keeper,
        )
        programme.current = sheet
        programme.save()
        first = today + timedelta(days=starts)
        last = first + timedelta(days=days)
        state = "closed" if last < today else "running" if first <= today else "intake"
        edition = Edition.objects.create(
            sheet=sheet,
            organisation=keeper.organisation,
            responsible=keeper,
            name=f"{name} ({first.year})",
            target=20,
            municipality=places.get(dico),
            intake_from=first - timedelta(days=60),
            intake_until=first - timedelta(days=1),
            starts=first,
            ends=last,
            state=state,
            self_intake=False,
            is_demo=True,
        )
        edition.responses.set(responses)
        if state == "closed":
            EditionFigure.objects.create(
                edition=edition,
                code=EditionFigure.Code.COMPLETED,
                kind=EditionFigure.Kind.EFFICACY,
                counted=17,
                out_of=20,
                people=24,
                smallest=7,
            )


def offer_places() -> None:
    """The places of one course stand in the catalogue, to be asked for like any other resource."""
    edition = (
        Edition.objects.filter(is_demo=True, sheet__programme__kind="course", state="intake")
        .exclude(municipality=None)
        .order_by("pk")
        .first()
    )
    if edition is None:
        return
    facility = Facility.objects.filter(
        organisation=edition.organisation, tier=Tier.PUBLIC, is_demo=True, is_active=True
    ).first()
    by = Membership.objects.managing(edition.organisation).select_related("organisation").first()
    if facility is not None and by is not None:
        actions.offer_course(edition, facility, by=by, places=8)

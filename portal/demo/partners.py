"""Fictional partners and what three municipalities say of their networks in the demonstration. The real partnerships
come with the installation, and nothing is invented about them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import moment
from accounts.models import Membership, Organisation
from units import actions
from units.models import LocalNetwork, Partner, PartnerRole

SOURCE = "Demonstração: ficha inventada"
PLATFORM = "Plataforma Supraconcelhia do Douro e Vouga (exemplo)"


def load_partners(today: date | None = None) -> None:
    """Repeatable: what is there is left as it is."""
    if Partner.objects.filter(is_demo=True).exists():
        return
    with transaction.atomic():
        _partners(today or timezone.localdate())
        _networks(today or timezone.localdate())


def _partner(
    kind: str, name: str, name_en: str, *, roles: list[tuple[str, str | None, str, str]], **more: object
) -> None:
    partner = Partner.objects.create(
        kind=kind, name_pt=name, name_en=name_en, source=SOURCE, is_demo=True, **more
    )
    for axis, line, pt, en in roles:
        PartnerRole.objects.create(partner=partner, axis_id=axis, line_id=line, role_pt=pt, role_en=en)


def _partners(today: date) -> None:
    organisations = {one.name: one for one in Organisation.objects.all()}
    _partner(
        "platform",
        PLATFORM,
        "Supra-municipal Platform of Douro and Vouga (example)",
        roles=[
            (
                "EP4",
                None,
                "Leva a formação às redes locais do sul",
                "Takes training to the networks of the south",
            )
        ],
        area_pt="Sul da área metropolitana",
        area_en="South of the metropolitan area",
        about_pt="Reúne de três em três meses as redes sociais locais do sul e partilha os diagnósticos.",
        about_en="Brings the southern local networks together every three months and shares their diagnoses.",
        for_visibility=True,
        for_projects=True,
        since=today - timedelta(days=900),
    )
    _partner(
        "research",
        "Escola Superior de Serviço Social do Norte (exemplo)",
        "Northern School of Social Work (example)",
        roles=[
            (
                "EP4",
                None,
                "Certifica cursos das equipas técnicas",
                "Certifies courses of the technical teams",
            ),
            ("AE1", "AE1.1", "Apoia os diagnósticos sociais", "Supports the social diagnoses"),
            ("AE3", None, "Método de avaliação do impacto", "Method of impact evaluation"),
        ],
        municipality_id="1312",
        organisation=organisations.get("Escola Superior de Serviço Social do Norte"),
        about_pt="Estudos, certificação e avaliação externa, por protocolo anual.",
        about_en="Studies, certification and external evaluation, by a yearly agreement.",
        website="https://escola.example.org/",
        for_projects=True,
        for_monitoring=True,
        since=today - timedelta(days=420),
    )
    _partner(
        "territory",
        "Associação Empresas Próximas (exemplo)",
        "Neighbouring Businesses Association (example)",
        roles=[
            ("EP2", None, "Ofertas de emprego e estágios", "Job and traineeship offers"),
            ("AE5", None, "Responsabilidade social das empresas", "Corporate social responsibility"),
        ],
        area_pt="Maia, Matosinhos e Valongo",
        about_pt="Divulga as ofertas da rede junto de 200 empresas e doa equipamento usado.",
        about_en="Makes the network's offers known to 200 businesses and donates used equipment.",
        for_visibility=True,
        since=today - timedelta(days=200),
    )
    _partner(
        "project",
        "Consórcio Casa Partilhada (exemplo)",
        "Shared House Consortium (example)",
        roles=[("EP1", None, "Piloto de residências partilhadas", "Pilot of shared residences")],
        municipality_id="1304",
        about_pt="Projeto piloto de residências partilhadas para séniores, terminado.",
        about_en="Pilot project of shared residences for older people, ended.",
        for_projects=True,
        since=today - timedelta(days=1100),
        until=today - timedelta(days=120),
    )


def _networks(today: date) -> None:
    platform = Partner.objects.get(name_pt=PLATFORM)
    speakers = {
        member.organisation.municipality_id: member
        for member in Membership.objects.active()
        .speaking_for_municipalities()
        .select_related("user", "organisation__municipality")
        .order_by("-pk")
    }
    told = {"1306": ("Maia", 21), "0104": ("Arouca", 60), "1304": ("Gondomar", 34)}
    for dico, (name, ago) in told.items():
        by = speakers.get(dico)
        if by is None:
            continue
        day = today - timedelta(days=ago)
        slug = name.lower()
        with moment.replaying(timezone.now() - timedelta(days=ago)):
            network = actions.keep_network(
                LocalNetwork.objects.get(municipality=dico),
                by=by,
                seat=f"Divisão de Ação Social, {name} (exemplo)",
                contact_page=f"https://{slug}.example.org/rede-social/",
                kept_by="Núcleo executivo do CLAS (exemplo)",
                source="Município (informação inventada para a demonstração)",
                source_on=day,
                platform=platform if dico == "0104" else None,
            )
            for kind, title, link, before in [
                ("diagnosis", "Diagnóstico social (exemplo)", "diagnostico.pdf", 700),
                ("development", "Plano de desenvolvimento social (exemplo)", "pds.pdf", 420),
                ("action", "Plano de ação do ano (exemplo)", "plano-de-acao.pdf", 90),
            ][: 2 if dico == "1304" else 3]:
                actions.add_network_document(
                    network,
                    by=by,
                    kind=kind,
                    title=title,
                    link=f"https://{slug}.example.org/rede-social/{link}",
                    dated=day - timedelta(days=before),
                )
        LocalNetwork.objects.filter(pk=network.pk).update(is_demo=True)

"""What a municipality says of its own local social network."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from units.actions import shared
from units.models import LocalNetwork, NetworkDocument, Partner

MOST_DOCUMENTS = 40


def _locked(network: LocalNetwork, by: Membership) -> LocalNetwork:
    found = LocalNetwork.objects.kept_by(by).select_for_update(of=("self",))
    mine = found.select_related("municipality").filter(pk=network.pk).first()
    if mine is None:
        raise NotAllowed(_("Só quem representa o município altera a sua rede social."))
    return mine


def _address(field: str, said: str) -> str:
    """Empty, or an address that a browser opens."""
    said = said.strip()
    if not said:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(said)
    except ValidationError as error:
        raise Invalid(field, _("Escreva a ligação inteira, por exemplo https://exemplo.pt/rede.")) from error
    if len(said) > 200:
        raise Invalid(field, _("A ligação é demasiado longa: no máximo 200 caracteres."))
    return said


def _day(field: str, day: date | None) -> None:
    if day is not None and day > timezone.localdate(moment.now()):
        raise Invalid(field, _("Este dia ainda não chegou."))


def _source(said: str) -> str:
    """An address of a page may stand in a source; what identifies a person may not."""
    return shared.text("source", said, most=200)


@shared.database_speaks
@transaction.atomic
def keep_network(
    network: LocalNetwork,
    *,
    by: Membership,
    seat: str,
    contact_page: str,
    kept_by: str,
    source: str,
    source_on: date | None,
    platform: Partner | None = None,
) -> LocalNetwork:
    """Seat, contact page, platform, who keeps it; where this comes from and of which day it is."""
    seat = shared.text("seat", seat, most=200, needed=False)
    kept_by = shared.text("kept_by", kept_by, most=160, needed=False)
    source = _source(source)
    contact_page = _address("contact_page", contact_page)
    _day("source_on", source_on)
    if platform is not None and (platform.kind != Partner.Kind.PLATFORM or platform.is_group):
        raise Invalid("platform", _("Escolha uma plataforma da lista."))
    network = _locked(network, by)
    network.seat, network.contact_page, network.kept_by = seat, contact_page, kept_by
    network.source, network.source_on, network.platform = source, source_on, platform
    network.updated_at = moment.now()
    network.save()
    shared.record(
        ("local_network", network.municipality_id), "keep_network", by=by, label=str(network.municipality)
    )
    return network


@shared.database_speaks
@transaction.atomic
def add_network_document(
    network: LocalNetwork, *, by: Membership, kind: str, title: str, link: str, dated: date, source: str = ""
) -> NetworkDocument:
    """Only where it can be read: the file stays with who publishes it."""
    if kind not in NetworkDocument.Kind.values:
        raise Invalid("kind", _("Escolha o tipo de documento."))
    title = shared.text("title", title, most=160)
    source = shared.text("source", source, most=200, needed=False)
    link = _address("link", link)
    if not link:
        raise Invalid("link", _("Escreva onde se lê o documento."))
    _day("dated", dated)
    network = _locked(network, by)
    if network.documents.filter(link=link).exists():
        raise WrongState(_("Este documento já está na lista."), field="link")
    if network.documents.count() >= MOST_DOCUMENTS:
        raise WrongState(_("A lista tem no máximo %(n)s documentos.") % {"n": MOST_DOCUMENTS})
    now = moment.now()
    made = NetworkDocument.objects.create(
        network=network, kind=kind, title=title, link=link, dated=dated, source=source, by=by, at=now
    )
    LocalNetwork.objects.filter(pk=network.pk).update(updated_at=now)
    shared.record(
        ("local_network", network.municipality_id),
        "add_network_document",
        by=by,
        label=f"{network.municipality}: {title}",
        after=kind,
    )
    return made


@shared.database_speaks
@transaction.atomic
def drop_network_document(document: NetworkDocument, *, by: Membership) -> None:
    network = _locked(document.network, by)
    found = network.documents.filter(pk=document.pk).first()
    if found is None:
        raise WrongState(_("Este documento já não está na lista."))
    shared.record(
        ("local_network", network.municipality_id),
        "drop_network_document",
        by=by,
        label=f"{network.municipality}: {found.title}",
        before=found.kind,
    )
    found.delete()
    LocalNetwork.objects.filter(pk=network.pk).update(updated_at=moment.now())

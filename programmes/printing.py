"""A certificate on paper, as tagged PDF (PDF/UA-1). No name stands in it: there is a line for it."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from programmes.models import Certificate

PAPER = Path(__file__).resolve().parent / "print" / "certificate.typ"
# Where anybody verifies the code; a page of the catalogue's.
VERIFY = "/programas/certificados/"


def certificate(one: Certificate) -> bytes:
    edition = one.edition
    language = translation.get_language() or "pt-pt"
    issued = date_format(timezone.localtime(one.issued_at), "DATE_FORMAT")
    facts = [
        [_("Número"), one.number],
        [_("Código do participante"), one.holder],
        [_("Programa"), edition.sheet.name],
        [_("Fase"), f"{one.phase.number}. {one.phase.name}"],
        [_("Edição"), edition.name],
        [
            _("Horas frequentadas"),
            _("%(has)s de %(all)s") % {"has": _hours(one.hours), "all": _hours(one.of_hours)},
        ],
        [_("Entidade"), edition.organisation.name],
        [_("Emitido em"), issued],
        [_("Código de verificação"), one.code],
    ]
    state = ""
    if one.revoked_at is not None:
        state = _("Este certificado foi anulado.")
    elif edition.is_demo:
        state = _("Exemplo fictício (demonstração).")
    said = {
        "lang": language[:2],
        "region": "gb" if language.startswith("en") else "pt",
        "title": _("Certificado %(n)s") % {"n": one.number},
        "kicker": edition.organisation.name,
        "heading": _("Certificado"),
        "state": state,
        "certifies": _("Certifica-se que"),
        "name_line": _("Nome, escrito à mão por quem entrega: a Concerta não guarda nomes de participantes."),
        "text": _("frequentou a fase «%(phase)s» do programa «%(name)s» e cumpriu as suas regras.")
        % {"phase": one.phase.name, "name": edition.sheet.name},
        "facts": facts,
        "verify": _("Qualquer pessoa o pode verificar com o código, em"),
        "url": settings.BASE_URL + VERIFY,
        "signature": _("Pela entidade, assinatura e carimbo"),
        "delivered": _("Data da entrega"),
        "footer": _("Concerta, Área Metropolitana do Porto."),
    }
    return _compiled(said)


def _hours(hours: Any) -> str:
    return str(localize(hours.normalize() if hours % 1 else int(hours)))


def _compiled(said: dict[str, Any]) -> bytes:
    import typst

    with TemporaryDirectory(prefix="concerta-") as folder:
        place = Path(folder)
        (place / "certificate.json").write_text(json.dumps(said), encoding="utf-8")
        (place / "certificate.typ").write_bytes(PAPER.read_bytes())
        options: dict[str, Any] = {"format": "pdf", "root": folder, "ignore_system_fonts": True}
        try:
            made: bytes = typst.compile(str(place / "certificate.typ"), pdf_standards=["ua-1"], **options)
        except typst.TypstError:
            # A character that the fonts lack in a name of a programme: tagged all the same.
            made = typst.compile(str(place / "certificate.typ"), **options)
    return made

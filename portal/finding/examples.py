"""What can be found, by example: for who comes to the box without a question, and under the box on the home page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def first() -> list[str]:
    """A few under the box of the home page, one for each kind of reader."""
    return [
        _("cama articulada em Gondomar amanhã"),
        _("taxa de desemprego"),
        _("centro de dia"),
    ]


def by_kind() -> list[dict[str, Any]]:
    return [
        {
            "label": _("Vagas e recursos"),
            "text": _("O que está livre, onde e desde quando se sabe."),
            "asked": [
                _("cama articulada em Gondomar amanhã"),
                _("2 camas esta noite"),
                _("cadeira de rodas"),
            ],
        },
        {
            "label": _("Números"),
            "text": _("Indicadores por município, com fonte e data."),
            "asked": [_("taxa de desemprego"), _("envelhecimento"), _("população")],
        },
        {
            "label": _("Quem decide, e o que decidiu"),
            "text": _("Unidades, reuniões, decisões, consultas."),
            "asked": [_("Conselho de Vereadores"), _("saúde e bem-estar"), _("protocolo")],
        },
        {
            "label": _("Planos e programas"),
            "text": _("O que foi prometido, e o que já se fez."),
            "asked": [_("plano municipal"), _("formação"), _("cuidados integrados")],
        },
        {
            "label": _("REF-AMP"),
            "text": _("Eixos, problemas e respostas, também pelo código."),
            "asked": ["EP1.1", _("envelhecimento ativo"), _("habitação")],
        },
        {
            "label": _("Comunidade e notícias"),
            "text": _("Empregos, eventos, apoios à renda, avisos, histórias."),
            "asked": [_("emprego"), _("apoio à renda"), _("voluntariado")],
        },
    ]

"""/design/: every part of the visual language in every state, with the very includes the pages use. For staff."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib.messages.constants import ERROR, INFO, SUCCESS, WARNING
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo.outlines import OUTLINES
from portal.workspace.board import Count

# One municipality each, for the ramp of a map: invented levels, Póvoa de Varzim without data.
LEVELS = dict(zip(OUTLINES, [4, 5, 3, 4, 3, 5, 3, 1, 3, 1, 5, None, 5, 1, 2, 3, 2], strict=True))
ROUND = {"1318": "none", "1308": "alt", "1310": "res", "0104": "res", "0107": "none", "0119": "none"}
POSITIONS = {
    "yes": ("check", _("concorda")),
    "res": ("half", _("com reserva")),
    "alt": ("swap", _("propõe alteração")),
    "none": ("dash", _("sem resposta")),
}


class SampleForm(forms.Form):
    reference = forms.CharField(
        label=_("Referência do caso"),
        help_text=_("3 a 12 letras ou algarismos, num código só seu. O portal não sabe de quem é."),
    )
    end = forms.DateField(
        label=_("Saída"), required=False, widget=forms.DateInput(attrs={"inputmode": "numeric"})
    )
    quantity = forms.IntegerField(label=_("Camas"), min_value=1, max_value=20)
    place = forms.ChoiceField(label=_("Perto de"), choices=[("", _("Toda a AMP")), ("1304", "Gondomar")])
    urgency = forms.ChoiceField(
        label=_("Urgência"),
        widget=forms.RadioSelect,
        choices=[("normal", _("normal")), ("urgent", _("urgente")), ("emergency", _("emergência"))],
    )
    needs = forms.MultipleChoiceField(
        label=_("Condições"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("wheelchair", _("acessível em cadeira de rodas")), ("stairs", _("sem escadas"))],
    )
    note = forms.CharField(
        label=_("Nota para o centro"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    origin = forms.CharField(
        label=_("Município de origem"), disabled=True, initial="Gondomar", help_text=_("Vem da sua entidade.")
    )
    confirm = forms.BooleanField(label=_("Confirmar de imediato, se o centro aceitar"), required=False)


def sample_form(prefix: str, wrong: bool) -> SampleForm:
    good = {
        "reference": "7Q4-M",
        "end": "2026-11-24",
        "quantity": "2",
        "place": "1304",
        "urgency": "urgent",
        "confirm": "on",
    }
    data = {f"{prefix}-{name}": value for name, value in good.items()}
    if not wrong:
        return SampleForm(prefix=prefix, initial=good)
    form = SampleForm(data | {f"{prefix}-urgency": ""}, prefix=prefix)
    form.add_error("end", _("A saída tem de ser depois da entrada"))
    form.add_error("note", _("A nota tem um número de telefone. Retire-o e escolha um contacto do serviço."))
    form.add_error("needs", _("Escolha só uma condição"))
    form.add_error("confirm", _("Este centro não confirma de imediato"))
    form.add_error(None, _("Estas noites já não estão livres. Resta 1 de 24."))
    return form


def sample_weeks(today: date) -> list[list[dict[str, Any]]]:
    first = today - timedelta(days=today.weekday())
    days = [first + timedelta(days=n) for n in range(35)]
    stay = range((today - first).days, (today - first).days + 4)

    def cell(n: int, day: date) -> dict[str, Any]:
        free = (3, 3, 2, 0, 4, 6, 5)[n % 7]
        return {
            "date": day,
            "free": free,
            "capacity": 24,
            "percent": 100 * (24 - free) / 24,
            "few": free < 3,
            "past": day < today,
            "today": day == today,
            "selected": n in stay,
            "blocked": _("desinfestação") if n in (21, 22) else "",
            "word": "unconfirmed" if n == 27 else "",
        }

    cells = [cell(n, day) for n, day in enumerate(days)]
    return [cells[n : n + 7] for n in range(0, 35, 7)]


def sample_strip(now: datetime) -> list[Count]:
    """Nothing, a number, one with its deadline, one whose deadline presses, what is overdue, and a long number."""
    soon, later = now + timedelta(minutes=9, seconds=30), now + timedelta(hours=26)
    return [
        Count(str(_("por responder")), 3, "#strip", soon, late=True),
        Count(str(_("por confirmar")), 1, "#strip", later),
        Count(str(_("a entrar hoje")), 12, "#strip"),
        Count(str(_("a sair hoje")), 0, "#strip"),
        Count(str(_("passaram a saída")), 2, "#strip", late=True),
        Count(str(_("recursos da rede por confirmar")), 1240, "#strip"),
    ]


def design(request: HttpRequest) -> HttpResponse:
    if not request.user.is_staff:
        raise Http404
    now = timezone.now()
    paginator = Paginator(range(240), 12)
    return render(
        request,
        "design/index.html",
        {
            "good": sample_form("good", wrong=False),
            "wrong": sample_form("wrong", wrong=True),
            "weeks": sample_weeks(timezone.localdate()),
            "levels": LEVELS,
            "within": [dico for dico in OUTLINES if dico not in {"0104", "0113", "0116", "0119", "1313"}],
            "pins": [
                {"n": n, "dico": dico, "state": state}
                for n, dico, state in (
                    (1, "1312", "on"),
                    (2, "1304", "on"),
                    (3, "1308", "on"),
                    (4, "1315", ""),
                    (5, "1317", "ask"),
                    (6, "1306", "full"),
                )
            ],
            "dicos": list(OUTLINES),
            "tiles": [
                {"dico": dico, "name": outline.name, "state": (state := ROUND.get(dico, "yes"))}
                | dict(zip(("icon", "word"), POSITIONS[state], strict=True))
                for dico, outline in OUTLINES.items()
            ],
            "now": now,
            "workspace": {"strip": sample_strip(now)},
            "ago_25": now - timedelta(minutes=25),
            "yesterday": now - timedelta(hours=23),
            "in_30": now + timedelta(minutes=30, seconds=30),
            "in_70": now + timedelta(minutes=70, seconds=30),
            "in_days": now + timedelta(days=2, hours=1),
            "steps": [
                {"label": _("Pedido enviado"), "at": now - timedelta(hours=2), "state": "done"},
                {"label": _("Aceite pelo centro"), "at": now - timedelta(minutes=25), "state": "done"},
                {"label": _("À espera da sua confirmação"), "state": "now", "note": _("senão volta à rede")},
                {"label": _("Chegada"), "state": "todo"},
                {"label": _("Saída"), "state": "todo"},
            ],
            "stopped": [
                {"label": _("Pedido enviado"), "at": now - timedelta(hours=2), "state": "done"},
                {"label": _("Recusado"), "at": now, "state": "off", "note": _("sem vaga nessas noites")},
            ],
            "facts": [
                {"label": _("Entidade"), "value": "Município do Porto (exemplo)"},
                {"label": _("Responde em"), "value": _("22 minutos (mediana de 30 dias)")},
                {"label": _("Decisão que a rege"), "value": "CV-2026-011", "url": "#facts"},
            ],
            "chips": [
                {"label": _("acolhimento temporário"), "url": "#chips"},
                {"label": _("até 25 km de Gondomar"), "url": "#chips"},
            ],
            "crumbs": [
                {"label": _("Recursos"), "url": "#nav"},
                {"label": _("Acolhimento temporário"), "url": "#nav"},
            ],
            "reasons": [
                {"label": _("Sem o filtro «acessível» há 3 recursos"), "url": "#empty"},
                _("A partir de terça há 6 no Bonfim."),
            ],
            "actions": [
                {"label": _("Confirmar"), "url": "#rows", "primary": True},
                {"label": _("Retirar"), "url": "#rows"},
            ],
            "first_page": paginator.page(1),
            "middle_page": paginator.page(7),
            "sample_messages": [
                Message(level, str(text))
                for level, text in (
                    (SUCCESS, _("Pedido enviado. O centro costuma responder em 22 minutos.")),
                    (INFO, _("Passou a agir por Obra Social Rio Tinto.")),
                    (WARNING, _("O número passou as 12 horas sem confirmação.")),
                    (ERROR, _("Outra pessoa confirmou antes. Resta 1 de 24.")),
                )
            ],
        },
    )

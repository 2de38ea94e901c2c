"""The local social network of the member's own municipality: no address leads to another's."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from units import actions
from units.forms import NetworkDocumentForm, NetworkForm, mark_of, network_as_typed
from units.models import LocalNetwork, NetworkDocument
from units.views.work.manners import SeeOther, acting, confirm, governing_only, reads_and_sends, sent


def _own(request: HttpRequest) -> LocalNetwork:
    return get_object_or_404(LocalNetwork.objects.kept_by(acting(request)).for_pages())


@governing_only
@reads_and_sends
def network_edit(request: HttpRequest) -> HttpResponse:
    network = _own(request)
    typed = network_as_typed(network)
    mark = mark_of(typed)
    form = NetworkForm(request.POST or None, initial={**typed, "seen": mark})

    def save() -> HttpResponse:
        actions.keep_network(network, by=acting(request), **form.said)
        messages.success(request, _("A rede social ficou gravada."))
        return SeeOther(reverse("network", args=[network.municipality_id]))

    answer, status = sent(request, form, save, mark=mark)
    context = {"form": form, "network": network}
    return answer or render(request, "units/work/network_form.html", context, status=status)


@governing_only
@reads_and_sends
def network_document_new(request: HttpRequest) -> HttpResponse:
    network = _own(request)
    form = NetworkDocumentForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.add_network_document(network, by=acting(request), **form.cleaned_data)
        messages.success(request, _("O documento está na lista."))
        return reverse("network_edit")

    page = {
        "title": _("Acrescentar um documento"),
        "lead": network.name,
        "submit": _("Acrescentar"),
        "other_url": reverse("network_edit"),
        "other": _("Voltar sem acrescentar"),
    }
    return confirm(request, do, page=page, form=form)


@governing_only
@reads_and_sends
def network_document_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    mine = NetworkDocument.objects.filter(network__in=LocalNetwork.objects.kept_by(member))
    document = get_object_or_404(mine.select_related("network__municipality"), uuid=uuid)

    def do() -> str:
        actions.drop_network_document(document, by=member)
        messages.success(request, _("O documento saiu da lista."))
        return reverse("network_edit")

    page = {
        "title": _("Tirar o documento da lista?"),
        "lead": document.title,
        "facts": [{"label": _("Ligação"), "value": document.link}],
        "submit": _("Tirar"),
        "danger": True,
        "other_url": reverse("network_edit"),
        "other": _("Voltar sem tirar"),
    }
    return confirm(request, do, page=page, form=None)

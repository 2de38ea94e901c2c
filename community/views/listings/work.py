"""The desk of listings: what the organisation keeps, a new one, one entry, and the verbs that move it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community import actions
from community.models import Event, JobOffer, Listing, Pathway
from community.models.listings import Checked, today
from community.views.listings.kinds import KINDS, Kind
from units.lists import page_of
from units.views.work.manners import SeeOther, View, acting, confirm, members_only, reads_and_sends, sent

PER_PAGE = 30
DRAFTS, PUBLISHED, ENDED, EXPIRING = "rascunho", "publicada", "terminada", "a-expirar"


def keepers_only(view: View) -> View:
    """Visitors sign in; for who only reads, and acts for no organisation, these pages do not exist."""

    @wraps(view)
    @members_only
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not acting(request).may_ask:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def entry_of(request: HttpRequest, kind: str, uuid: UUID) -> tuple[Kind, Any]:
    """The kind, and the entry among those the member keeps; 404 for all else."""
    manager: Any = KINDS[kind].model._default_manager
    return KINDS[kind], get_object_or_404(manager.kept_by(acting(request)).for_pages(), uuid=uuid)


def crumbs(kind: Kind, listing: Listing | None = None) -> list[dict[str, Any]]:
    found = [
        {"url": reverse("workspace"), "label": _("Trabalho")},
        {"url": reverse("community_work"), "label": _("Comunidade")},
        {"url": reverse("listing_entries", args=[kind.slug]), "label": kind.plural},
    ]
    if listing is not None:
        found.append({"url": listing.work_url, "label": listing.title})
    return found


# --- The list ---------------------------------------------------------------------------------------------------------


@keepers_only
@require_safe
def listing_entries(request: HttpRequest, kind: str) -> HttpResponse:
    one, member = KINDS[kind], acting(request)
    manager: Any = one.model._default_manager
    mine = manager.kept_by(member).for_pages()
    state = request.GET.get("estado", "")
    states = [
        ("", _("Todas")),
        (DRAFTS, _("Rascunhos")),
        (PUBLISHED, _("Publicadas")),
        (ENDED, _("Terminadas")),
    ]
    if one.model is JobOffer:
        states.insert(3, (EXPIRING, _("A expirar ou expiradas")))
    found, errors = mine, []
    if state in dict(states):
        found = _in_state(mine, state)
    else:
        errors = [_("Este estado não existe: escolha um da lista.")]
    page, page_errors = page_of(request, found.order_by(F("updated_at").desc(), "-pk"), PER_PAGE)
    context = {
        "kind": one,
        "page": page,
        "page_errors": errors + page_errors,
        "total": page.paginator.count,
        "states": states,
        "state": state,
        "may_add": one.may_add(member),
        "imports": one.model is JobOffer,
        "crumbs": crumbs(one)[:-1],
    }
    status = 400 if context["page_errors"] else 200
    return render(request, "community/listings/work/entries.html", context, status=status)


def _in_state(mine: Any, state: str) -> Any:
    if state == EXPIRING:
        until = today() + JobOffer.TOLD_BEFORE
        return mine.filter(state=Listing.State.PUBLISHED, expires_on__lte=until)
    wanted = {DRAFTS: "draft", PUBLISHED: "published", ENDED: "ended"}.get(state)
    return mine.filter(state=wanted) if wanted else mine


# --- One entry --------------------------------------------------------------------------------------------------------


@keepers_only
@reads_and_sends
def listing_new(request: HttpRequest, kind: str) -> HttpResponse:
    one, member = KINDS[kind], acting(request)
    if not one.may_add(member):
        raise Http404
    form = one.form(
        request.POST if request.method == "POST" else None,
        member=member,
        listing=None,
        initial={"key": uuid4(), **one.begins()},
    )

    def save() -> HttpResponse:
        made = one.keep(None, form.said, by=member, key=form.cleaned_data["key"])
        messages.success(request, _("O rascunho ficou gravado. Só é público depois de o publicar."))
        return SeeOther(made.work_url)

    answer, status = sent(request, form, save)
    context = {"kind": one, "form": form, "listing": None, "crumbs": crumbs(one), "here": one.new}
    return answer or render(request, "community/listings/work/entry.html", context, status=status)


@keepers_only
@reads_and_sends
def listing_entry(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    one, listing = entry_of(request, kind, uuid)
    member = acting(request)
    form = one.form(request.POST if request.method == "POST" else None, member=member, listing=listing)

    def save() -> HttpResponse:
        kept = one.keep(listing, form.said, by=member)
        messages.success(request, _("As alterações ficaram gravadas."))
        return SeeOther(kept.work_url)

    answer, status = sent(request, form, save, mark=form.mark)
    context = {
        "kind": one,
        "form": form,
        "listing": listing,
        "crumbs": crumbs(one),
        "here": listing.title,
        "obstacles": listing.obstacles if listing.is_draft else [],
        "frozen": listing.has_ended or (isinstance(listing, Event) and listing.is_cancelled),
        **_parts(listing),
    }
    return answer or render(request, "community/listings/work/entry.html", context, status=status)


def _parts(listing: Listing) -> dict[str, Any]:
    """What else the page of one kind shows and leads to."""
    if isinstance(listing, Event):
        stops = listing.stops.select_related("municipality") if listing.is_route else []
        return {"dates": list(listing.dates.all()), "stops": list(stops), "is_event": True}
    if isinstance(listing, Pathway):
        return {"steps": list(listing.steps.all()), "is_pathway": True, "is_checked": True}
    return {"is_job": listing.SUBJECT == "job", "is_placement": listing.SUBJECT == "placement"} | {
        "is_checked": isinstance(listing, Checked)
    }


# --- Verbs ------------------------------------------------------------------------------------------------------------


def _decided(
    request: HttpRequest,
    kind: str,
    uuid: UUID,
    do: Callable[[Any], str],
    page: dict[str, Any],
) -> HttpResponse:
    """A verb on a page of its own: GET says what it does, POST does it."""
    one, listing = entry_of(request, kind, uuid)
    said = {
        "lead": listing.title,
        "crumbs": crumbs(one, listing),
        "other_url": listing.work_url,
        "other": _("Voltar sem mudar nada"),
        **page,
    }
    template = "community/listings/work/confirm.html"
    return confirm(request, lambda: do(listing), page=said, template=template)


@keepers_only
@reads_and_sends
def listing_publish(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    def do(listing: Listing) -> str:
        actions.publish(listing, by=acting(request))
        messages.success(request, _("Está publicada: toda a gente a lê."))
        return listing.work_url

    page = {
        "title": _("Publicar?"),
        "consequence": {
            "kind": "info",
            "title": _("Fica pública"),
            "text": _(
                "Entra na lista e nas ligações para outros programas. Pode mudá-la e terminá-la depois."
            ),
        },
        "submit": _("Publicar"),
    }
    return _decided(request, kind, uuid, do, page)


@keepers_only
@reads_and_sends
def listing_end(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    def do(listing: Listing) -> str:
        actions.end(listing, by=acting(request))
        messages.success(request, _("Terminou: já não está na lista."))
        return listing.work_url

    page = {
        "title": _("Terminar?"),
        "consequence": {
            "kind": "few",
            "title": _("Sai da lista"),
            "text": _("Quem seguir uma ligação antiga lê que já não está publicada. Não volta a abrir-se."),
        },
        "submit": _("Terminar"),
        "danger": True,
    }
    return _decided(request, kind, uuid, do, page)


@keepers_only
@reads_and_sends
def listing_discard(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    def do(listing: Listing) -> str:
        actions.discard(listing, by=acting(request))
        messages.success(request, _("O rascunho foi apagado."))
        return reverse("listing_entries", args=[kind])

    page = {"title": _("Apagar o rascunho?"), "submit": _("Apagar"), "danger": True}
    return _decided(request, kind, uuid, do, page)


@keepers_only
@reads_and_sends
def listing_check(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    if not issubclass(KINDS[kind].model, Checked):
        raise Http404

    def do(listing: Any) -> str:
        actions.check_again(listing, by=acting(request))
        messages.success(request, _("Ficou verificada com o dia de hoje."))
        url: str = listing.work_url
        return url

    page = {
        "title": _("Comparou com a fonte e continua certo?"),
        "consequence": {
            "kind": "info",
            "title": _("Fica com o dia de hoje"),
            "text": _("Deixa de se ler «por confirmar» durante 180 dias."),
        },
        "submit": _("Sim, está certo"),
    }
    return _decided(request, kind, uuid, do, page)

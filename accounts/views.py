"""The account pages: who I am, for whom I act, keys of other systems, the service's contacts; and sign-in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import actions, identity
from accounts.forms import ContactForm, NoticesForm, ProfileForm, TokenForm
from accounts.middleware import SESSION_KEY
from accounts.models import ApiToken, Contact, Membership, NoticeSettings, User

View = Callable[..., HttpResponse]


def _members_only(view: View) -> View:
    """Visitors are asked to sign in; to who belongs to no organisation the page does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.member is None:  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    # A row of its own: the frame of the page must not greet with a name that was refused.
    form = ProfileForm(request.POST or None, instance=get_object_or_404(User, pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Guardámos o nome e a língua."))
        return redirect("account_home")
    memberships = Membership.objects.active().filter(user=request.user.pk)
    context = {
        "form": form,
        "memberships": memberships.select_related("organisation__municipality").order_by(
            "organisation__sort_key"
        ),
        "second_factor": is_mfa_enabled(request.user),
    }
    return _page(request, "accounts/home.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """Choose for whom to act. Only one's own: anybody else's organisation does not exist here."""
    own = (
        Membership.objects.active().filter(user=request.user.pk).select_related("organisation__municipality")
    )
    after = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "POST":
        chosen = get_object_or_404(own, organisation__uuid=_uuid(request.POST.get("organisation")))
        request.session[SESSION_KEY] = chosen.organisation_id
        messages.success(
            request, _("Está agora a agir por %(organisation)s.") % {"organisation": chosen.organisation.name}
        )
        inside = url_has_allowed_host_and_scheme(
            after, {request.get_host()}, require_https=request.is_secure()
        )
        return redirect(after if inside else "account_home")
    context = {"memberships": own.order_by("organisation__sort_key"), "next": after}
    return render(request, "accounts/switch.html", context)


@_members_only
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """How this person wants to be told of what, whatever the organisation acted for."""
    user = get_object_or_404(User, pk=request.user.pk)
    settings = NoticeSettings.objects.filter(user=user).first() or NoticeSettings(user=user)
    form = NoticesForm(request.POST or None, instance=settings)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Guardámos como quer ser avisado."))
        return redirect("notice_choices")
    return _page(request, "accounts/notices.html", {"form": form})


@never_cache
@_members_only
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List and create. The answer to the POST is the only place that ever shows a secret, so it does not redirect."""
    member: Membership = request.member  # type: ignore[attr-defined]
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = actions.create_token(label=form.cleaned_data["label"], by=member)
            form = TokenForm()
        except ValidationError as error:
            form.add_error(None, error)
    listed = ApiToken.objects.managed_by(member).select_related("membership__user").order_by("-created_at")
    return _page(request, "accounts/tokens.html", {"form": form, "secret": secret, "tokens": listed})


@_members_only
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_token(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member: Membership = request.member  # type: ignore[attr-defined]
    token = get_object_or_404(ApiToken.objects.managed_by(member), uuid=uuid)
    if request.method == "POST":
        actions.revoke_token(token, by=member)
        messages.success(request, _("A chave «%(label)s» foi anulada.") % {"label": token.label})
        return redirect("account_tokens")
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": _("Anular a chave «%(label)s»?") % {"label": token.label},
            "lead": _("O sistema que a usa deixa de ter acesso nesse instante. Não se pode voltar atrás."),
            "submit": _("Anular a chave"),
            "danger": True,
            "cancel_url": reverse("account_tokens"),
            "crumbs": _crumbs(("account_tokens", _("Chaves da API"))),
            "here": token.label,
        },
    )


@_members_only
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest) -> HttpResponse:
    member: Membership = request.member  # type: ignore[attr-defined]
    if request.method == "POST" and not member.may_decide:
        raise Http404
    form = ContactForm(request.POST or None)
    if request.method == "POST" and _saved(form, member):
        messages.success(request, _("O contacto foi acrescentado."))
        return redirect("account_contacts")
    return _page(request, "accounts/contacts.html", {"form": form, "contacts": Contact.objects.of(member)})


@_members_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_contact(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member: Membership = request.member  # type: ignore[attr-defined]
    contact = get_object_or_404(Contact.objects.editable_by(member), uuid=uuid)
    # An instance of its own: what was refused must not show in the heading.
    form = ContactForm(request.POST or None, instance=Contact.objects.get(pk=contact.pk))
    if request.method == "POST" and _saved(form, member, contact):
        messages.success(request, _("O contacto foi mudado."))
        return redirect("account_contacts")
    context = {
        "form": form,
        "title": _("Mudar o contacto «%(label)s»") % {"label": contact.label},
        "submit": _("Guardar"),
        "cancel_url": reverse("account_contacts"),
        "crumbs": _crumbs(("account_contacts", _("Contactos do serviço"))),
        "here": contact.label,
    }
    return _page(request, "components/confirm_page.html", context)


@_members_only
@require_http_methods(["GET", "HEAD", "POST"])
def remove_contact(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member: Membership = request.member  # type: ignore[attr-defined]
    contact = get_object_or_404(Contact.objects.editable_by(member), uuid=uuid)
    if request.method == "POST":
        try:
            actions.remove_contact(contact, by=member)
            messages.success(request, _("O contacto foi apagado."))
        except ValidationError as error:
            messages.error(request, error.message)
        return redirect("account_contacts")
    context = {
        "title": _("Apagar o contacto «%(label)s»?") % {"label": contact.label},
        "lead": _("Deixa de poder ser escolhido em pedidos novos."),
        "submit": _("Apagar"),
        "danger": True,
        "cancel_url": reverse("account_contacts"),
        "crumbs": _crumbs(("account_contacts", _("Contactos do serviço"))),
        "here": contact.label,
    }
    return render(request, "components/confirm_page.html", context)


def _saved(form: ContactForm, member: Membership, contact: Contact | None = None) -> bool:
    if form.is_valid():
        try:
            actions.save_contact(by=member, contact=contact, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
    return form.is_valid()


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a form; one that comes back with something to correct is a 400, without what was refused."""
    form = context["form"]
    if form.errors and "label" in form.data:
        form.data = form.data.copy()
        form.data["label"] = identity.masked(form.data["label"])
    return render(request, template, context, status=400 if form.errors else 200)


def _crumbs(*above: tuple[str, str]) -> list[dict[str, str]]:
    pages = [("account_home", _("A sua conta")), *above]
    return [{"url": reverse(name), "label": label} for name, label in pages]


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None


# --- Sign-in: the package's views; a form that comes back with something to correct is a 400, as everywhere -------


class _Corrects:
    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 400
        return response


class Login(_Corrects, account.LoginView):
    pass


class Signup(_Corrects, account.SignupView):
    pass


class Reauthenticate(_Corrects, account.ReauthenticateView):
    pass


class ChangeEmail(_Corrects, account.EmailView):
    pass


class ChangePassword(_Corrects, account.PasswordChangeView):
    pass


class SetPassword(_Corrects, account.PasswordSetView):
    pass


class ResetPassword(_Corrects, account.PasswordResetView):
    pass


class ResetPasswordFromKey(_Corrects, account.PasswordResetFromKeyView):
    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=400 if context.get("token_fail") else 200, **kwargs)


class ConfirmEmail(account.ConfirmEmailView):
    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=200 if context["can_confirm"] else 400, **kwargs)


class SecondFactor(_Corrects, mfa.AuthenticateView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Without a code the package takes the answer for one of a security key, which the portal does not offer.
        if request.method == "POST" and "code" not in request.POST:
            return redirect("mfa_authenticate")
        return super().dispatch(request, *args, **kwargs)


class SecondFactorAgain(_Corrects, mfa.ReauthenticateView):
    pass


class ActivateSecondFactor(_Corrects, totp.ActivateTOTPView):
    pass

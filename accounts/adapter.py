"""Points where the sign-in package asks the portal: where to go next, and in which words to refuse."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Esta conta está desativada."),
        "duplicate_email": _("Este já é o seu endereço de e-mail."),
        "email_password_mismatch": _("O e-mail ou a palavra-passe não estão certos."),
        "email_taken": _("Já existe uma conta com este endereço de e-mail."),
        "enter_current_password": _("Esta não é a sua palavra-passe atual."),
        "incorrect_code": _("O código não está certo."),
        "incorrect_password": _("A palavra-passe não está certa."),
        "invalid_password_reset": _("Esta ligação já foi usada ou passou do prazo. Peça outra."),
        "max_email_addresses": _("Não pode ter mais de %d endereços de e-mail."),
        "too_many_login_attempts": _("Demasiadas tentativas. Espere alguns minutos e tente de novo."),
        "rate_limited": _("Demasiados pedidos seguidos. Espere um pouco e tente de novo."),
        "same_as_current": _("É igual ao que já tem."),
        "unverified_primary_email": _("Confirme primeiro o seu endereço de e-mail."),
    }

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.language = get_language() or "pt-pt"
        return super().save_user(request, user, form, commit)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Members to their work; who belongs to no organisation yet to their account, which says what is missing."""
        if Membership.objects.active().filter(user=request.user.pk).exists():
            return "/en/trabalho/" if get_language() == "en" else "/trabalho/"
        return reverse("account_home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/en/" if get_language() == "en" else "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Usar a palavra-passe"),
            "mfa_reauthenticate": _("Usar um código da aplicação de autenticação"),
        }
        methods = super().get_reauthentication_methods(user)
        return [
            method | {"description": words.get(method["id"], method["description"])} for method in methods
        ]


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "O código não está certo. Veja se a hora do telemóvel está certa e tente o seguinte."
        ),
        "unverified_email": _("Confirme primeiro o seu endereço de e-mail."),
        "cannot_delete_authenticator": _("O segundo fator não pode ser desativado."),
        "cannot_generate_recovery_codes": _("Ative primeiro a aplicação de autenticação."),
        "add_email_blocked": _("Com o segundo fator ativo não pode mudar de endereço. Desative-o primeiro."),
    }

"""Forms of the account pages. Those of the sign-in package keep its checks and get our own words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, Contact, How, NoticeSettings, Topic, User

_NEW_PASSWORD = _("Pelo menos 10 caracteres. Uma frase curta, que só a si diga alguma coisa, serve bem.")
_CODE = _("Os 6 algarismos que a aplicação de autenticação mostra agora, ou um dos códigos de recuperação.")


class _OwnWords:
    """Labels and hints in our words; no placeholder stands in for a label."""

    labels: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(_OwnWords, account.LoginForm):
    labels = {
        "login": _("Endereço de e-mail"),
        "password": _("Palavra-passe"),
        "remember": _("Manter a sessão iniciada depois de fechar o navegador"),
    }
    hints = {"remember": _("Até 12 horas. Só num aparelho que mais ninguém usa.")}


class SignupForm(_OwnWords, account.SignupForm):
    labels = {
        "email": _("Endereço de e-mail"),
        "password1": _("Palavra-passe"),
        "password2": _("Palavra-passe, outra vez"),
    }
    hints = {"email": _("De preferência o do serviço."), "password1": _NEW_PASSWORD}


class ChangeEmailForm(_OwnWords, account.AddEmailForm):
    labels = {"email": _("Novo endereço de e-mail")}
    hints = {"email": _("Enviamos para lá uma ligação de confirmação; até a abrir, vale o endereço atual.")}


class ChangePasswordForm(_OwnWords, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Palavra-passe atual"),
        "password1": _("Nova palavra-passe"),
        "password2": _("Nova palavra-passe, outra vez"),
    }
    hints = {"password1": _NEW_PASSWORD}


class SetPasswordForm(_OwnWords, account.SetPasswordForm):
    labels = {"password1": _("Nova palavra-passe"), "password2": _("Nova palavra-passe, outra vez")}
    hints = {"password1": _NEW_PASSWORD}


class ResetPasswordForm(_OwnWords, account.ResetPasswordForm):
    labels = {"email": _("Endereço de e-mail")}


class ResetPasswordKeyForm(_OwnWords, account.ResetPasswordKeyForm):
    labels = SetPasswordForm.labels
    hints = SetPasswordForm.hints


class ReauthenticateForm(_OwnWords, account.ReauthenticateForm):
    labels = {"password": _("Palavra-passe")}


class _Code(_OwnWords):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"  # type: ignore[attr-defined]


class SecondFactorForm(_Code, mfa.AuthenticateForm):
    labels = {"code": _("Código")}
    hints = {"code": _CODE}


class SecondFactorAgainForm(_Code, mfa.ReauthenticateForm):
    labels = {"code": _("Código")}
    hints = {"code": _CODE}


class ActivateSecondFactorForm(_Code, totp.ActivateTOTPForm):
    labels = {"code": _("Código que a aplicação mostra")}
    hints = {"code": _("6 algarismos; mudam a cada 30 segundos.")}


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "language")
        labels = {"name": _("Nome"), "language": _("Língua")}
        help_texts = {
            "name": _("O nome com que aparece a quem trabalha na rede."),
            "language": _(
                "Em que lhe enviamos mensagens e avisos. A das páginas escolhe-se no topo de cada uma."
            ),
        }


class TokenForm(forms.ModelForm):
    class Meta:
        model = ApiToken
        fields = ("label",)
        labels = {"label": _("Nome da chave")}
        help_texts = {"label": _("O sistema que a vai usar, por exemplo «Gestão de vagas do hospital».")}


class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ("label", "phone", "email")
        labels = {"label": _("Serviço"), "phone": _("Telefone"), "email": _("E-mail do serviço")}
        help_texts = {"label": _("Um posto ou uma escala, não uma pessoa: «Serviço social, piso 2».")}


class NoticesForm(forms.ModelForm):
    """One question a topic; and when the digest comes."""

    digest_at = forms.TimeField(
        label=_("Hora do resumo"),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": _("Escreva uma hora, por exemplo 08:30."),
            "invalid": _("Escreva uma hora que exista, por exemplo 08:30."),
        },
    )

    class Meta:
        model = NoticeSettings
        fields = ("digest_at", "weekdays_only")
        labels = {"weekdays_only": _("Só de segunda a sexta")}
        help_texts = {"weekdays_only": _("Senão, todos os dias.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in Topic:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                choices=How.choices,
                initial=self.instance.how(topic),
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Escolha como quer ser avisado."),
                    "invalid_choice": _("Escolha uma das três maneiras."),
                },
            )

    @property
    def topics(self) -> list[forms.BoundField]:
        return [self[topic.value] for topic in Topic]

    def save(self, commit: bool = True) -> NoticeSettings:
        self.instance.choices = {topic.value: self.cleaned_data[topic.value] for topic in Topic}
        saved: NoticeSettings = super().save(commit)
        return saved

"""Under `conta/`: our pages, and the sign-in views that differ from the package's, under the package's names."""

from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("entidade/", views.switch, name="account_switch"),
    path("avisos/", views.notices, name="notice_choices"),
    path("chaves/", views.tokens, name="account_tokens"),
    path("chaves/<uuid:uuid>/anular/", views.revoke_token, name="account_token_revoke"),
    path("contactos/", views.contacts, name="account_contacts"),
    path("contactos/<uuid:uuid>/", views.edit_contact, name="account_contact"),
    path("contactos/<uuid:uuid>/apagar/", views.remove_contact, name="account_contact_remove"),
    path("login/", views.Login.as_view(), name="account_login"),
    path("signup/", views.Signup.as_view(), name="account_signup"),
    path("reauthenticate/", views.Reauthenticate.as_view(), name="account_reauthenticate"),
    path("email/", views.ChangeEmail.as_view(), name="account_email"),
    path("password/change/", views.ChangePassword.as_view(), name="account_change_password"),
    path("password/set/", views.SetPassword.as_view(), name="account_set_password"),
    path("password/reset/", views.ResetPassword.as_view(), name="account_reset_password"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.ResetPasswordFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", views.ConfirmEmail.as_view(), name="account_confirm_email"),
    path("2fa/authenticate/", views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("2fa/reauthenticate/", views.SecondFactorAgain.as_view(), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", views.ActivateSecondFactor.as_view(), name="mfa_activate_totp"),
]

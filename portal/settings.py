"""Settings of Concerta. Everything that differs between machines comes from the environment (portal/environment.py)."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlparse

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from portal import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("CONCERTA_VAR", BASE_DIR / "var"))

DEBUG = environment.flag("DEBUG")
PORT = environment.port()
BASE_URL = environment.base_url(PORT)
EMBEDDED = environment.flag("CONCERTA_EMBEDDED")
DEMO = environment.flag("DEMO", default=EMBEDDED)
DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD", "")

if not os.environ.get("DATABASE_URL"):
    environment.stop("DATABASE_URL", "is missing (`make run` starts its own PostgreSQL and sets it)")
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if len(SECRET_KEY) < 20:
    environment.stop("SECRET_KEY", "is obligatory with DATABASE_URL (at least 20 characters)")

_owner = os.environ.get("DATABASE_OWNER_URL", "")
_as_owner = os.environ.get("CONCERTA_ROLE") == "owner" and bool(_owner)
_database = (
    environment.database("DATABASE_OWNER_URL", _owner)
    if _as_owner
    else environment.database("DATABASE_URL", os.environ["DATABASE_URL"])
)
# The role the portal serves with. Migrations take rights away from it (append-only audit).
APP_ROLE = environment.database("DATABASE_URL", os.environ["DATABASE_URL"]).get("USER", "")
OWNER_ROLE = environment.database("DATABASE_OWNER_URL", _owner).get("USER", "") if _owner else APP_ROLE
# Our joins follow foreign keys one after the other: trying every order of them costs more than any order could save.
_database["OPTIONS"] = _database.get("OPTIONS", {}) | {
    "options": "-c join_collapse_limit=4 -c from_collapse_limit=4",
    # Statements met twice are planned once a connection: planning them anew was most of what the database did.
    "server_side_binding": True,
    "prepare_threshold": 2,
}
if not _as_owner and environment.flag("CONCERTA_POOL"):
    # One pool a web process: a new connection per request costs six times the throughput.
    _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 12, "timeout": 20}
else:
    _database["CONN_MAX_AGE"] = 60
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_host = urlparse(BASE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = [h for h in os.environ.get("ALLOWED_HOSTS", "").split(",") if h] or [
    _host,
    "127.0.0.1",
    "localhost",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "portal",
    "resources",
    "impact",
    "community",
    "programmes",
    "practice",
    "plans",
    "units",
    "monitor",
    "accounts",
    "geo",
    "search",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "search.indexed.IndexConfig",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ninja",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.middleware.cms_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.bad_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.acting_member",
    "portal.middleware.rightful_editors",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.redirects",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal",
            ],
        },
    },
]

# --- Language and time: Portuguese first, English complete; stored in UTC, shown in Lisbon -------------------
LANGUAGE_CODE = "pt-pt"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("pt-pt", "Português"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Europe/Lisbon"
FORMAT_MODULE_PATH = "portal.formats"

# --- Files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", VAR / "vendor")]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
CACHES = {"default": environment.cache(), "pages": environment.cache("pages", most=400)}

# --- People ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/trabalho/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlparse(BASE_URL).scheme
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0") or 0)
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "add_email": "accounts.forms.ChangeEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.ActivateSecondFactorForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Concerta"

# --- Letters: Django's mail is the outbox; only the worker uses the transport ---------------------------------
MAILERS = {
    "default": {"BACKEND": "accounts.outbox.OutboxBackend"},
    "transport": environment.mail_transport(VAR / "mail"),
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("MAIL_FROM", "Concerta <nao-responder@concerta.example>")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Security -------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
_https = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if environment.flag("TRUST_FORWARDED_PROTO"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Wagtail --------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Concerta"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "portal.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.pages.pictures.PictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "portal.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.pages.pictures.DocumentForm"
# Nobody writes to the index but the worker (search/writing.py).
WAGTAILSEARCH_BACKENDS = {"default": environment.search_backend() | {"AUTO_UPDATE": False}}
SEARCH_INDEX = Path(os.environ.get("CONCERTA_SEARCH_INDEX", VAR / "search"))
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 10
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# What was approved is published as it was read, whoever approves it (portal/communication).
WAGTAIL_FINISH_WORKFLOW_ACTION = "portal.communication.finishing.publish_approved"
WAGTAILIMAGES_EXTENSIONS = ["jpeg", "jpg", "png", "webp"]

# --- The portal's own -----------------------------------------------------------------------------------------
REGION_NAME = _("Área Metropolitana do Porto")
# Letters owed are leased to one worker for so long; a killed worker's letters go out again after it.
OUTBOX_LEASE = timedelta(seconds=60)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portal.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"concerta": {"level": "INFO"}},
}

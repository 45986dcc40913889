"""All settings, read from the environment. A missing required variable stops the start with one clear sentence."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

import clock
from spark_portal import logs

BASE_DIR = Path(__file__).resolve().parent.parent

_read = environ.Env()


def env(name: str) -> str:
    """The required variable ``name``; raises ImproperlyConfigured with the way out."""
    value: str = _read.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Every variable stands with an example in .env.example.")
    return value


# ── Where we run ────────────────────────────────────────────────────────────────────────────────────────────────────
SITE_URL = env("SITE_URL").rstrip("/")
ALLOWED_HOSTS = [host.strip() for host in env("ALLOWED_HOSTS").split(",")]
DEMO = _read.bool("SPARK_DEMO", default=False)

_LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}
if (DEMO or _read.str("SPARK_CLOCK", default="")) and not set(ALLOWED_HOSTS) <= _LOCAL_HOSTS:
    raise ImproperlyConfigured(
        "SPARK_DEMO and SPARK_CLOCK are for a machine of one's own: every allowed host must be local."
    )
# Where the demo keeps the mails it has taken, and the file by which its clock is moved.
DEMO_MAILBOX = Path(_read.str("SPARK_MAILBOX", default=str(BASE_DIR / ".spark" / "demo" / "mailbox")))
DEMO_CLOCK = Path(_read.str("SPARK_CLOCK", default="").removeprefix("@") or BASE_DIR / ".spark" / "demo" / "clock")
clock.now()  # a malformed SPARK_CLOCK stops the start, not the first request

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
ROOT_URLCONF = "spark_portal.urls"
WSGI_APPLICATION = "spark_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── What it is made of ──────────────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    *(["demo"] if DEMO else []),
    "steering",
    "consultants",
    "applications",
    "themes",
    "accounts",
    "notifications",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_structlog",
    "pgtrigger",
    "phonenumber_field",
    "spark_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "spark_portal.apps.PortalStaticFilesConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.nothing_is_kept",
    "accounts.middleware.sessions_end_in_time",
    "accounts.middleware.what_was_typed_is_kept",
    "accounts.middleware.rooms_are_shut",
    "accounts.middleware.wrong_methods_have_a_page",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["look.compact.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "look.house",
            ],
            "builtins": ["look", "crispy_forms.templatetags.crispy_forms_tags", "django.templatetags.static"],
        },
    }
]

# ── Danish, and Danish time ─────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "da"
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
PHONENUMBER_DEFAULT_REGION = "DK"
PHONENUMBER_DEFAULT_FORMAT = "INTERNATIONAL"

# ── The truth: PostgreSQL ───────────────────────────────────────────────────────────────────────────────────────────
DATABASES: dict[str, Any] = {"default": _read.db_url_config(env("DATABASE_URL"))}
# libpq writes the folder of a unix socket percent-encoded in the place of the host.
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])
DATABASES["default"]["CONN_MAX_AGE"] = 60
# The tables lie in memory or on a disk without a head: a row by its number costs hardly more than the next one. With
# the planner's own figure, four times as much, it reads ten thousand rows to find the five hundred an index knows.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c random_page_cost=1.1"
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Lists of choices are read by iterator(); a cursor in the server costs them three more trips for a hundred rows.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgres://…): the rules live in it.")
SESSION_ENGINE = "accounts.signed_in"

# ── The doorbell: Valkey or Redis ───────────────────────────────────────────────────────────────────────────────────
REDIS_URL = env("REDIS_URL")
REDIS_PREFIX = _read.str("REDIS_PREFIX", default="")

# ── Kept for a minute ───────────────────────────────────────────────────────────────────────────────────────────────
# By each process for itself: names of places, themes and colleagues to choose from, and when the team has room. They
# change by the day at most, and every page asks. Nothing of a case is ever kept.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 60}}

# ── People ──────────────────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/log-ind/"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["accounts.signed_in.People"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        # Letters are counted without their order: at Django's 0.7 many a passphrase resembles many a Danish name.
        "OPTIONS": {"user_attributes": ("email", "name"), "max_similarity": 0.85},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Of allauth we use the stages of a sign-in (a second factor is one). Limits and letters are our own: allauth's limits
# live in the cache, and its mails leave inside the request.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
# How many proxies of ours stand in front and write X-Forwarded-For; 0 believes nobody's.
PROXY_HOPS = _read.int("PROXY_HOPS", default=0)

# ── Letters ─────────────────────────────────────────────────────────────────────────────────────────────────────────
_mail = _read.email_url_config(env("EMAIL_URL"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("MAIL_FROM")
CONTACT_MAIL = env("CONTACT_MAIL")
CONTACT_PHONE = env("CONTACT_PHONE")

# ── Log lines: ids and codes, no people ─────────────────────────────────────────────────────────────────────────────
LOGGING = logs.LOGGING
logs.configure()
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = ""  # who did what is in the events; asking here would also load a session for /livez
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG

# ── Files that browsers fetch ───────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = Path(_read.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static", ("dkfds", BASE_DIR / "node_modules" / "dkfds" / "dist")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "spark_portal.storage.PortalStaticFilesStorage"},
}
FORM_RENDERER = "look.widgets.Renderer"
CRISPY_TEMPLATE_PACK = "dkfds"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["dkfds"]

# ── Trust ───────────────────────────────────────────────────────────────────────────────────────────────────────────
HTTPS = urlsplit(SITE_URL).scheme == "https"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "applications.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

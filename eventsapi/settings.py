"""All settings; those of the API are in api_settings.py. What differs between installations is in the environment:

EVENTSAPI_LOCAL=1     on one's own machine, without TLS: no rate limit, cookies without Secure, this machine's hosts
EVENTSAPI_LOCAL_PASSWORD  there, the password of the account that prepare_local makes; without it there is none
SECRET_KEY            signs cursors and sessions; the same for all workers, kept secret
ALLOWED_HOSTS         host names that this site answers to, comma-separated
DATABASE_URL          postgres://user:password@host:port/name; a socket's folder is written with %2F for /
DATABASE_REPLICA_URLS  streaming replicas of it, comma-separated: what the public reads comes from them (none)
DATABASE_POOL         connections of one worker at most, to each of these servers (16)
ANSWER_CACHE_MB       memory in which a worker keeps answers that it gave; 0 for none (20; in tests 0)
VERSION_TRUST_MS      milliseconds for which a kept answer is sent without asking what the newest version is (0)
RATE_LIMIT            requests a minute and address; 0 for none (6000; 0 in local mode)
LOGIN_LIMIT           log-ins tried a minute and address; 0 for none (30; 0 in local mode and in tests)
TRUSTED_PROXIES       how many proxies of our own a request comes through (0)
REVIEWERS_MAY_APPROVE_OWN=1  lets reviewers publish what they have edited themselves, and retract and merge without
                      another reviewer; superusers always may (0)
REQUIRE_TOTP          roles that log in with codes besides their password: viewer, curator, reviewer, superuser (none)
STATIC_ROOT           where collectstatic puts files; served from the packages where it is not set
LOG_FORMAT            json or text (json; text in local mode and for commands)
LOG_LEVEL             debug, info, warning, error or critical; each request is told at info (info; warning likewise)
METRICS_BIND          HOST:PORT on which Prometheus finds /metrics, for nobody else to reach (none)
EVENTSAPI_TEST=1      lets the database lose data: for tests on a server that runs without fsync

A process that serves (eventsapi.wsgi) refuses to start on a value that is missing, unsafe or not understood.
Tools (migrate, makemigrations, a type checker) run without any of these.
"""

import secrets
from datetime import timedelta
from pathlib import Path

import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from eventsapi import api_settings
from eventsapi.databases import databases
from eventsapi.environment import address, chosen, flag, number, text, word, words
from eventsapi.rest import logs

BASE_DIR = Path(__file__).resolve().parent.parent


# Who is running this

SERVING = flag("EVENTSAPI_SERVING")
LOCAL = flag("EVENTSAPI_LOCAL")
LOCAL_PASSWORD = text("EVENTSAPI_LOCAL_PASSWORD")
PRODUCTION = SERVING and not LOCAL
DEBUG = False
SECRET_KEY = text("SECRET_KEY") or secrets.token_urlsafe(50)
ALLOWED_HOSTS = words("ALLOWED_HOSTS") or (["localhost", "127.0.0.1", "[::1]"] if LOCAL else [])
TRUSTED_PROXIES = number("TRUSTED_PROXIES", 0)


def refusals() -> list[str]:
    """Why this process may not serve; one sentence each, with the fix."""
    wrong = {
        "SECRET_KEY is not set, and every worker would invent its own: set it to 50 random characters.": not text(
            "SECRET_KEY"
        ),
        "SECRET_KEY is too short to be secret: use 50 random characters.": 0 < len(text("SECRET_KEY")) < 32,
        "DATABASE_URL is not set: postgres://user:password@host:port/name.": not text("DATABASE_URL"),
        "DEBUG is set: it would show the inside of the server to everybody; unset it.": text("DEBUG")
        not in ("", "0", "false", "False"),
        "ALLOWED_HOSTS is not set: name the hosts of this site, e.g. events.example.org.": not ALLOWED_HOSTS,
        "ALLOWED_HOSTS holds '*', so that a forged Host is believed: name the hosts of this site.": "*"
        in ALLOWED_HOSTS,
    }
    return [sentence for sentence, is_wrong in wrong.items() if is_wrong]


if SERVING and refusals():
    raise ImproperlyConfigured(" ".join(refusals()))


# Applications and the way of a request through them

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    # After those, whose tables it offers otherwise, and before the admin, whose templates it extends.
    "eventsapi.desk.apps.AccountsConfig",
    "eventsapi.desk.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "axes",
    "import_export",
    # Has no tables, but the names of countries in other languages.
    "django_countries",
    "eventsapi.rest",
    "incidents",
    "incidents.publication",
]
MIDDLEWARE = [
    "eventsapi.rest.request_id.RequestIdMiddleware",
    "eventsapi.rest.watching.WatchingMiddleware",
    "eventsapi.rest.head.HeadMiddleware",
    "eventsapi.rest.throttling.RateLimitMiddleware",
    # It may ask again what follows.
    "eventsapi.rest.replicas.ReplicaMiddleware",
    # What was answered before goes no further.
    "eventsapi.rest.answers.AnswerMiddleware",
    "eventsapi.rest.compression.CompressionMiddleware",
    # What differs from what was answered before in a cursor or an id only goes no further either.
    "eventsapi.rest.recurring.RecurringMiddleware",
    # Around all that answers, so that files and redirects to TLS have the headers for browsers too.
    "eventsapi.rest.policy.StablePolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "eventsapi.rest.scope.AnonymousMiddleware",
    "django.middleware.common.CommonMiddleware",
    "eventsapi.rest.parameters.StrictUrlMiddleware",
    "eventsapi.rest.refusing.RefusalMiddleware",
    # What follows is for pages.
    "eventsapi.desk.uploading.UploadLimitMiddleware",
    "eventsapi.rest.throttling.GuardMiddleware",
    "eventsapi.rest.database.PageLimitsMiddleware",
    "eventsapi.desk.middleware.PageSessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "eventsapi.desk.middleware.PageAuthenticationMiddleware",
    "eventsapi.desk.middleware.PageOTPMiddleware",
    "eventsapi.desk.middleware.PageMessageMiddleware",
    "eventsapi.desk.language.PageLanguageMiddleware",
    "eventsapi.desk.middleware.PageHistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "eventsapi.urls"
WSGI_APPLICATION = "eventsapi.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
# Pages for editors come in both; all else is English (eventsapi/desk/language.py).
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Database

DATABASES = databases(
    primary=text("DATABASE_URL"),
    replicas=text("DATABASE_REPLICA_URLS"),
    serving=SERVING,
    pool_size=number("DATABASE_POOL", 16, minimum=1),
)
DATABASE_ROUTERS = ["eventsapi.rest.routing.ReplicaRouter"] if len(DATABASES) > 1 else []
# Fixtures: what loaddata and dumpdata mean by YAML

SERIALIZATION_MODULES = {"yaml": "incidents.dataset.fixture_format"}


# History: every change of every tracked row, by trigger, never changed afterwards

PGHISTORY_APPEND_ONLY = True
# The default would be called "events", which is what claims, actors and places call something else.
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history")
# Reading has no history; asking who reads would also start a session.
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)


# Review

REVIEWERS_MAY_APPROVE_OWN = flag("REVIEWERS_MAY_APPROVE_OWN")


# The API

REST_DATASET_VERSION = "incidents.publication.version.current"
REST_NEWEST_VERSION = "incidents.publication.version.NEWEST"
REST_PAGE_PREFIXES = ["/admin/"]
REST_ERROR_PAGE = "eventsapi.desk.refusing.error_page"
REST_REPLICA_PREFIXES = ["/api/"]
REST_RATE_LIMIT = number("RATE_LIMIT", 0 if LOCAL else 6000)
REST_RATE_LIMIT_PREFIXES = ["/api/"]
REST_GUARDED_LIMIT = number("LOGIN_LIMIT", 0 if LOCAL or flag("EVENTSAPI_TEST") else 30)
REST_GUARDED_PATHS = ["/admin/login/"]
REST_TRUSTED_PROXIES = TRUSTED_PROXIES
REST_ALLOW_DATA_LOSS = flag("EVENTSAPI_TEST")
# Tests publish, roll back, and publish something else under the same number.
REST_ANSWER_CACHE_BYTES = number("ANSWER_CACHE_MB", 0 if flag("EVENTSAPI_TEST") else 20) * 1024 * 1024
# Longer, and a reader might be told of the past for more than the second that is promised.
REST_VERSION_TRUST = number("VERSION_TRUST_MS", 0, maximum=1000) / 1000
REST_KEPT_FORMS = 0 if flag("EVENTSAPI_TEST") else 250
REST_KEPT_COUNTS = 0 if flag("EVENTSAPI_TEST") else 10_000
REST_METRICS = bool(address("METRICS_BIND"))
REST_RELEASE = api_settings.REST_RELEASE
REST_FRAMEWORK = api_settings.REST_FRAMEWORK
SPECTACULAR_SETTINGS = api_settings.SPECTACULAR_SETTINGS
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(api/v1/|problems/|llms\.txt$|livez$|readyz$)"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match", "if-modified-since", "dataset-version", "x-request-id"]
CORS_EXPOSE_HEADERS = api_settings.CORS_EXPOSE_HEADERS


# Browsers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Swagger UI draws its arrows from data: images in its style sheet.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
# Probes come from the machine itself, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
LANGUAGE_COOKIE_PATH = "/admin/"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS] if PRODUCTION else []
STATIC_URL = "/static/"
STATIC_ROOT = text("STATIC_ROOT") or None
WHITENOISE_USE_FINDERS = not STATIC_ROOT
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Where files are collected, pages name them by their content alone.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Every test client would look for all files first, which takes longer than most tests.
WHITENOISE_AUTOREFRESH = flag("EVENTSAPI_TEST")
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}


# Logging in: five wrong passwords close an account to that address for a quarter of an hour, to others never

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "eventsapi.rest.throttling.network_address"
AXES_LOCKOUT_CALLABLE = "eventsapi.desk.site.locked_out"
CSRF_FAILURE_VIEW = "eventsapi.desk.site.csrf_failure"
REQUIRE_TOTP = chosen("REQUIRE_TOTP", among=("viewer", "curator", "reviewer", "superuser"))
OTP_TOTP_ISSUER = "Contested events"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True


# Forms: an import is done whole or not at all, and the history says more than the admin's log

IMPORT_EXPORT_USE_TRANSACTIONS = IMPORT_EXPORT_SKIP_ADMIN_LOG = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a page that asks about every row of two versions has many


# Logging

LOG_FORMAT = word("LOG_FORMAT", "json" if PRODUCTION else "text", among=logs.FORMATS)
LOG_LEVEL = word("LOG_LEVEL", "info" if PRODUCTION else "warning", among=logs.LEVELS)
LOGGING = logs.configuration(form=LOG_FORMAT, level=LOG_LEVEL)

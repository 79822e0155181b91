"""All settings, in one file. What differs between installations comes from the environment:

EVENTSAPI_LOCAL=1     on one's own machine, without TLS: no rate limit, cookies without Secure, this machine's hosts
EVENTSAPI_LOCAL_PASSWORD  there, the password of the account that prepare_local makes; without it there is none
SECRET_KEY            signs cursors and sessions; the same for all workers, kept secret
ALLOWED_HOSTS         host names that this site answers to, comma-separated
DATABASE_URL          postgres://user:password@host:port/name; a socket's folder is written with %2F for /
DATABASE_POOL         connections of one worker at most (16)
RATE_LIMIT            requests a minute and address; 0 for none (6000; 0 in local mode)
RATE_LIMIT_CACHE      cache server that several machines count in, as a URL; without it each machine counts for itself
COUNTERS_FILE         where this machine counts, shared by its workers (.local/counters)
TRUSTED_PROXIES       how many proxies of our own a request comes through (0)
STATIC_ROOT           where collectstatic puts files; served from the packages where it is not set
EVENTSAPI_TEST=1      lets the database lose data: for tests on a server that runs without fsync

A process that serves (eventsapi.wsgi) refuses to start on a value that is missing, unsafe or not understood.
Tools (migrate, makemigrations, a type checker) run without any of these.
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

# libpq's words, and Django's.
DATABASE_WORDS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
BASE_DIR = Path(__file__).resolve().parent.parent


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str) -> bool:
    """0 and 1 only: with `bool("false")` a typing error would switch something on."""
    value = text(name, "0")
    if value not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name}={value!r} is neither 0 nor 1; write one of them, or leave it out.")
    return value == "1"


def number(name: str, default: int, *, minimum: int = 0) -> int:
    value = text(name) or str(default)
    if not value.isascii() or not value.isdigit() or int(value) < minimum:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number of at least {minimum}.")
    return int(value)


def database(name: str) -> dict[str, Any]:
    """A PostgreSQL URL as libpq reads it: what Django has no word for goes to OPTIONS."""
    try:
        given = conninfo_to_dict(text(name) or "postgresql:///eventsapi")
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            f"{name} is not understood ({str(error).strip()}); write postgres://user:password@host:port/name."
        ) from None
    known = {word: given.pop(key, "") for key, word in DATABASE_WORDS.items()}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": given, "CONN_MAX_AGE": 0, **known}


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


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
    "django.contrib.admin",
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
    "eventsapi.rest",
    "incidents",
    "incidents.publication",
]
MIDDLEWARE = [
    "eventsapi.rest.request_id.RequestIdMiddleware",
    "eventsapi.rest.head.HeadMiddleware",
    "eventsapi.rest.compression.CompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "eventsapi.rest.policy.StablePolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "eventsapi.rest.scope.AnonymousMiddleware",
    "django.middleware.common.CommonMiddleware",
    "eventsapi.rest.parameters.StrictUrlMiddleware",
    "eventsapi.rest.throttling.RateLimitMiddleware",
    "eventsapi.rest.database.PageLimitsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "pghistory.middleware.HistoryMiddleware",
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
LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Database

DATABASES = {"default": database("DATABASE_URL")}
DATABASES["default"]["OPTIONS"]["connect_timeout"] = 2
if SERVING:
    # Commands and migrations may take their time; pages for editors are given more (eventsapi/rest/database.py).
    DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=3000 -c lock_timeout=500"
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": number("DATABASE_POOL", 16, minimum=1),
        # A request that finds the database away is answered within a second.
        "timeout": 0.5,
        # A failed attempt to connect is given up soon, because waiting ones double their pauses.
        "reconnect_timeout": 2,
    }
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "rate_limit": environ.Env.cache_url_config(text("RATE_LIMIT_CACHE"))
    if text("RATE_LIMIT_CACHE")
    else {
        "BACKEND": "eventsapi.rest.counters.CounterCache",
        "LOCATION": text("COUNTERS_FILE", str(BASE_DIR / ".local" / "counters")),
    },
}

# Fixtures: what loaddata and dumpdata mean by YAML

SERIALIZATION_MODULES = {"yaml": "incidents.dataset.fixture_format"}


# History: every change of every tracked row, by trigger, never changed afterwards

PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
# The default would be called "events", which is what claims, actors and places call something else.
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history")
# Reading has no history; asking who reads would also start a session.
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)


# The API

REST_DATASET_VERSION = "incidents.publication.version.current"
REST_RELEASE = "1.0.0"
REST_PAGE_PREFIXES = ["/admin/"]
REST_RATE_LIMIT = number("RATE_LIMIT", 0 if LOCAL else 6000)
REST_RATE_LIMIT_PREFIXES = ["/api/"]
REST_RATE_LIMIT_CACHE = "rate_limit"
REST_TRUSTED_PROXIES = TRUSTED_PROXIES
REST_ALLOW_DATA_LOSS = flag("EVENTSAPI_TEST")
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["eventsapi.rest.renderers.OrjsonRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "eventsapi.rest.negotiation.StrictNegotiation",
    "DEFAULT_SCHEMA_CLASS": "eventsapi.rest.openapi.RestAutoSchema",
    "EXCEPTION_HANDLER": "eventsapi.rest.errors.exception_response",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
# Named by hand, where a field has another name than its vocabulary, or several vocabularies share a field's name.
VOCABULARIES = ["Aspect", "ChangeOp", "ClaimRelation", "EventRelation", "EvidenceStatus", "Sector", "ValueType"]
VOCABULARIES += ["ActorKind", "NameKind", "ParticipantRole", "PlaceRole", "SourceKind", "ValueQualifier"]
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Contested events",
    "DESCRIPTION": "Who says what about which event, in whose words, and where they disagree.",
    "VERSION": REST_RELEASE,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATION_PARAMETERS": False,
    "GET_LIB_DOC_EXCLUDES": "eventsapi.rest.documentation.undocumented_classes",
    "ENUM_NAME_OVERRIDES": {f"{name}Enum": f"incidents.vocabularies.{name}" for name in VOCABULARIES},
    # The vocabularies have definitions of their own, so enumerations need not repeat their labels.
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "eventsapi.rest.openapi.remove_nullable",
        "eventsapi.rest.openapi.add_manners",
        "incidents.api.document.complete",
        "incidents.api.links.add_links",
    ],
}
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(api/|problems/|llms\.txt$|livez$|readyz$)"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match", "if-modified-since", "x-request-id"]
CORS_EXPOSE_HEADERS = [
    "Content-Disposition",
    "ETag",
    "Dataset-Version",
    "Link",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Request-ID",
]


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
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS] if PRODUCTION else []
STATIC_URL = "/static/"
STATIC_ROOT = text("STATIC_ROOT") or None
WHITENOISE_USE_FINDERS = not STATIC_ROOT
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
AXES_CLIENT_IP_CALLABLE = "eventsapi.rest.throttling.client_address"


# Logging: to standard error, with the id of the request

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "eventsapi.rest.request_id.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # What clients do wrong is told to them; here it would bury what we do wrong.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

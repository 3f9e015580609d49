"""All settings, in one file. What differs between machines comes from the environment, by the loud helpers below."""

import ipaddress
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from casetracker.sheets import hashes
from casetracker.telemetry import logs

BASE_DIR = Path(__file__).resolve().parent.parent


def env_bool(name: str, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r}: write 1 or 0.")


def env_list(name: str, default: list[str]) -> list[str]:
    raw = os.environ.get(name)
    return default if raw is None else [part.strip() for part in raw.split(",") if part.strip()]


def env_count(name: str, default: int) -> int:
    raw = os.environ.get(name, str(default))
    if not (raw.isascii() and raw.isdigit()):
        raise ImproperlyConfigured(f"{name}={raw!r}: write a whole number.")
    return int(raw)


def env_choice(name: str, choices: list[str]) -> str:
    """One of these; the first unless set."""
    raw = os.environ.get(name, choices[0])
    if raw not in choices:
        raise ImproperlyConfigured(f"{name}={raw!r}: write {' or '.join(choices)}.")
    return raw


def env_zone(name: str, default: str) -> str:
    raw = os.environ.get(name, default)
    if raw not in available_timezones():
        raise ImproperlyConfigured(f"{name}={raw!r}: write a time zone like Europe/Berlin.")
    return raw


def env_networks(name: str) -> list[str]:
    networks = env_list(name, [])
    for network in networks:
        try:
            ipaddress.ip_network(network)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {network!r} is no network. Write one like 10.2.0.0/16.") from error
    return networks


# How each scheme of CASETRACKER_EMAIL_URL speaks: its usual port, TLS from the start, TLS after STARTTLS.
MAIL_SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, False, True), "smtps": (465, True, False)}


def env_mail(name: str) -> dict[str, str | int | bool]:
    """A mail server as an address: smtps://user:password@host:port, with what is no letter written as %XX; or, to try
    it out, a folder: file:///var/tmp/mails."""
    raw = os.environ.get(name, "")
    if not raw:
        return {}
    if raw.startswith("file:///"):
        return {"folder": unquote(raw.removeprefix("file://"))}
    try:
        url = urlsplit(raw)
        usual, ssl, starttls = MAIL_SCHEMES[url.scheme]
        host, port = url.hostname, url.port or usual
    except (KeyError, ValueError):
        host, port = None, 0
    if not host:  # the value may hold a password: it is not repeated
        raise ImproperlyConfigured(f"{name}: write one like smtps://user:password@mail.example.org:465.")
    user, password = unquote(url.username or ""), unquote(url.password or "")
    return {"host": host, "port": port, "user": user, "password": password, "ssl": ssl, "starttls": starttls}


DEBUG = env_bool("CASETRACKER_DEBUG", False)


def secret_key() -> str:
    """The signing key: from the environment, else one made once and kept in the state folder (mode 0600)."""
    from casetracker.state import state_dir, write_once

    if key := os.environ.get("CASETRACKER_SECRET_KEY"):
        return key
    from django.core.management.utils import get_random_secret_key

    return write_once(state_dir() / "secret_key", get_random_secret_key)


SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env_list("CASETRACKER_SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env_list("CASETRACKER_ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CASETRACKER_CSRF_TRUSTED_ORIGINS", [])
SITE_URL = os.environ.get("CASETRACKER_SITE_URL", "http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # loaded with the addresses, not with every command
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "corsheaders",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "pghistory",
    "pgtrigger",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "casetracker",
    "casetracker.accounts",
    "casetracker.jobs",
    "articles",
    "timeline",
]

MIDDLEWARE = [
    "casetracker.telemetry.middleware.TelemetryMiddleware",
    "casetracker.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "casetracker.pagecache.middleware.PageCacheMiddleware",  # what stands above it runs for kept pages, too
    "casetracker.shedding.SheddingMiddleware",
    "casetracker.headers.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "casetracker.pagecache.middleware.VisitorMiddleware",
    "casetracker.accounts.middleware.AccountMiddleware",
    "casetracker.limits.RateLimitMiddleware",
    "casetracker.pagecache.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "casetracker.replicas.middleware.ReplicaMiddleware",  # the last: what it runs, it may run again
]

# Room for public pages in the memory of each web process; 0 keeps none (docs/decisions/0018).
PAGE_CACHE_MB = env_count("CASETRACKER_PAGE_CACHE_MB", 64)

# How many pages each web process draws at a time (casetracker/serving.py has thrice as many threads).
DRAWN_AT_ONCE = env_count("CASETRACKER_DRAWN_AT_ONCE", 4)
if not DRAWN_AT_ONCE:
    raise ImproperlyConfigured("CASETRACKER_DRAWN_AT_ONCE: write 1 or more.")

ROOT_URLCONF = "casetracker.urls"
WSGI_APPLICATION = "casetracker.wsgi.application"

# Two engines, told apart by folder: Jinja2 draws the public pages, Django's own the admin (docs/decisions/0003).
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "OPTIONS": {
            "environment": "casetracker.jinja.environment",
            "context_processors": ["django.template.context_processors.request"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "staff"],
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


# A server that is gone is missed soon, where another can be asked: seconds and milliseconds.
QUICKLY = {"connect_timeout": 2, "tcp_user_timeout": 3000}
ENGINE = "casetracker.postgres"


def databases() -> dict[str, dict[str, object]]:
    """DATABASE_URL where it is set; else the embedded server, which the first connection starts."""
    if url := os.environ.get("DATABASE_URL"):
        told: dict[str, object] = {**dj_database_url.parse(url, ENGINE, conn_max_age=60, conn_health_checks=True)}
        return {"default": quick(told) if os.environ.get("DATABASE_REPLICA_URL") else told}
    embedded = {"ENGINE": "casetracker.localpg", "NAME": "casetracker", "USER": "casetracker"}
    return {"default": {**embedded, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}


def replicas() -> dict[str, dict[str, object]]:
    """Streaming replicas of the database, by DATABASE_REPLICA_URL: each must name one server, not a group of them."""
    urls = enumerate(env_list("DATABASE_REPLICA_URL", []), start=1)
    told = {f"replica-{number}": quick({**dj_database_url.parse(url, ENGINE, 60)}) for number, url in urls}
    return {name: {**settings, "TEST": {"MIRROR": "default"}} for name, settings in told.items()}


def quick(settings: dict[str, object]) -> dict[str, object]:
    options: dict[str, object] = {**settings.get("OPTIONS", {})}  # type: ignore[dict-item]
    return {**settings, "OPTIONS": {**QUICKLY, **options}}


DATABASES = {**databases(), **replicas()}
for each in DATABASES.values():  # each connection keeps the statements that ask for it (replicas.router.rows_of)
    each["OPTIONS"] = {"prepare_threshold": 5, **each.get("OPTIONS", {})}  # type: ignore[dict-item]
REPLICAS = [alias for alias in DATABASES if alias != "default"]
DATABASE_ROUTERS = ["casetracker.replicas.router.ReplicaRouter"] if REPLICAS else []
# Seconds: a replica that is further behind is left alone; whoever wrote reads from the primary for so long.
DATABASE_REPLICA_LAG = env_count("DATABASE_REPLICA_LAG", 10)
DATABASE_REPLICA_STICKY = env_count("DATABASE_REPLICA_STICKY", 10)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_ENGINE = "casetracker.accounts.sessions"
SECOND_FACTOR = env_choice("CASETRACKER_SECOND_FACTOR", ["optional", "required-for-publishers", "required"])
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0  # theirs may last years; casetracker.accounts.guessing counts
OTP_TOTP_ISSUER = urlsplit(SITE_URL).hostname
AUDIT_DAYS = env_count("CASETRACKER_AUDIT_DAYS", 365)
if AUDIT_DAYS < 90:
    raise ImproperlyConfigured("CASETRACKER_AUDIT_DAYS: at least 90, which the database insists on.")

BACKUP_DAYS = env_count("CASETRACKER_BACKUP_DAYS", 2)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env_zone("CASETRACKER_TIMEZONE", "UTC")  # the newsroom's; a case has a zone of its own
FORMAT_MODULE_PATH = "casetracker.formats"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Nothing is loaded from elsewhere, only our own sheets are inline, and only our own embeds may be framed.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, *hashes()],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
# Pages of other sites may read what is for programs, without cookies.
CORS_URLS_REGEX = r"^/(api/|cases/[^/]+/[^/]+\.\w+$|events/[^/]+\.(json|ics)$)"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match"]
CORS_EXPOSE_HEADERS = ["etag"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Behind HTTPS (CASETRACKER_HTTPS=1) the cookies are marked secure and plain requests are sent on.
HTTPS = env_bool("CASETRACKER_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env_bool("CASETRACKER_HSTS_SUBDOMAINS", True)
# Preloading cannot be taken back for months, and concerns the whole domain: its owner asks for it, not one site of it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if HTTPS:  # a browser takes a cookie of such a name from this host alone, over HTTPS alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from beside us, past the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# Mails to readers: without a server to hand them to, none are offered.
MAIL = env_mail("CASETRACKER_EMAIL_URL")
SENDS_MAIL = bool(MAIL)
DEFAULT_FROM_EMAIL = os.environ.get("CASETRACKER_EMAIL_FROM", "")
if SENDS_MAIL and "@" not in DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("CASETRACKER_EMAIL_FROM: write the address that mails come from, beside _EMAIL_URL.")
if folder := MAIL.get("folder"):
    EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", folder
EMAIL_HOST, EMAIL_PORT = MAIL.get("host", ""), MAIL.get("port", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.get("user", ""), MAIL.get("password", "")
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.get("ssl", False), MAIL.get("starttls", False)
EMAIL_TIMEOUT = 30  # seconds without a word from the server

# How many proxies of ours stand in front of the site; each adds whom it heard to X-Forwarded-For.
PROXIES = env_count("CASETRACKER_PROXIES", 1 if HTTPS else 0)

# How many requests of a kind one visitor may make in a minute, of each web process; 0: any number.
LIMITS = {
    "search": env_count("CASETRACKER_LIMIT_SEARCH", 60),
    "api": env_count("CASETRACKER_LIMIT_API", 300),
    "files": env_count("CASETRACKER_LIMIT_FILES", 60),
}

# Networks of our own that editors may name pages of, like 10.2.0.0/16; the rest that is not public is never asked.
FETCH_NETWORKS = env_networks("CASETRACKER_FETCH_NETWORKS")
# Whether the worker looks now and then if the addresses of articles still answer.
LINK_CHECKS = env_bool("CASETRACKER_LINK_CHECKS", True)
# Whether pages that articles are taken from are kept as they came, as evidence.
SNAPSHOTS = env_bool("CASETRACKER_SNAPSHOTS", False)
FILE_UPLOAD_HANDLERS = [
    "articles.uploads.LargestUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # an article of 10 MB, plus the rest of its form

# Lines of the log for people, or as JSON for a program that collects them.
LOGGING = logs.configuration(
    env_choice("CASETRACKER_LOG_FORMAT", ["plain", "json"]), os.environ.get("CASETRACKER_LOG_LEVEL", "INFO")
)

# Figures are told to programs on this machine, and to whoever knows this word.
METRICS_TOKEN = os.environ.get("CASETRACKER_METRICS_TOKEN", "")
# A Sentry server that is told of errors: what it gets stands in casetracker/telemetry/errors.py.
SENTRY_DSN = os.environ.get("SENTRY_DSN", "")

"""The settings of an installation: read from the environment or from files (``X`` or ``X_FILE``), safe without any.

=====================  ====================================================  =========================
``QUANZE_DATA``        data folder: database, files, key                     ``./var``
``DATABASE_URL``       another database                                      SQLite in the data folder
``QUANZE_SECRET_KEY``  key that signs sessions                               ``secret_key`` in the folder
``QUANZE_HOSTS``       names under which the site is reached, by comma       this machine's own
``QUANZE_HTTPS``       1 where the public reaches the site by https          0
``QUANZE_PROXIES``     how many trusted proxies stand in front               0; 1 with https
``QUANZE_ADDRESS``     where the public reaches the site, for QR codes      made of host and https
``QUANZE_CERTIFICATE_PASSPHRASE``  of the certificates in the folder     a file beside each
``QUANZE_UPLOAD_MB``   largest file that is taken                            50
``QUANZE_DEPOSIT_MB``  largest file that people hand in with a case          200
``QUANZE_UNBOUND_MB``  what one person may have handed in and not yet used   2000
``QUANZE_DEPOSIT_DAYS``  after so many days what was not used is removed     7
``QUANZE_CLAMD``       virus scanner: ``host:port`` or a socket's path       none
``QUANZE_IDLE_MINUTES``  after so long without a request a log-in ends       30
``QUANZE_RECORD_MONTHS``  who did what from where is kept for so many months  6, the least
``QUANZE_ANCHOR_MAIL``  who gets the daily anchor of the record, by comma    nobody
``QUANZE_SMTP_HOST``   mail server; without one no mail is sent             none
``QUANZE_SMTP_SECURITY``  ``tls``, ``starttls`` or ``none``                  tls
``QUANZE_SMTP_PORT``   its port                                             465, 587 or 25
``QUANZE_SMTP_USER``   whom the server knows us as                          nobody
``QUANZE_SMTP_PASSWORD``  and how we prove it                               none
``QUANZE_MAIL_FROM``   the address that our mail comes from                 the user
``QUANZE_LOG_LEVEL``   of what is written to standard error                  INFO
``QUANZE_DEBUG``       1 shows tracebacks in the browser: for development    0
=====================  ====================================================  =========================
"""

from __future__ import annotations

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from quanze.site.environment import address, chosen, clamd, database, flag, setting, whole, words

DATA = Path(setting("QUANZE_DATA", "var")).absolute()
FILES = DATA / "files"
HURRY = DATA / "hurry"  # touched where something is due now (cli.ticking)
SECRET_KEY_FILE = DATA / "secret_key"
ANCHORS = DATA / "anchors"  # signed heads of the record (docs/record.md)
ANCHOR_KEY = DATA / "anchor_key"
NOTES = DATA / "notes"  # what was read, until it is recorded


def _secret_key() -> str:
    given = setting("QUANZE_SECRET_KEY")
    if given:
        return given
    if SECRET_KEY_FILE.exists():
        return SECRET_KEY_FILE.read_text(encoding="ascii").strip()
    # No installation yet: what is signed with this key means nothing to any other process, which is safe.
    return secrets.token_urlsafe(48)


SECRET_KEY = _secret_key()
DEBUG = flag("QUANZE_DEBUG")
HTTPS = flag("QUANZE_HTTPS")
ALLOWED_HOSTS = words("QUANZE_HOSTS", "localhost,127.0.0.1,[::1]")
TRUSTED_PROXIES = whole(
    "QUANZE_PROXIES", int(HTTPS)
)  # the site itself speaks http: whoever speaks https is in front

ADDRESS = setting("QUANZE_ADDRESS").rstrip("/") or address(ALLOWED_HOSTS, HTTPS)
CERTIFICATES = DATA / "certificates"
CERTIFICATE_PASSPHRASE = setting("QUANZE_CERTIFICATE_PASSPHRASE")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "quanze.audit",
    "quanze.people",
    "quanze.files",
    "quanze.letters",
    "quanze.registry",
    "quanze.rulebook",
    "quanze.library",
    "quanze.adjustments",
    "quanze.rounds",
    "quanze.bars",
    "quanze.cases",
    "quanze.selection",
    "quanze.aftercare",
    "quanze.complaints",
    "quanze.ratings",
    "quanze.oversight",
    "quanze.escalation",
    "quanze.dashboard",
    "quanze.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "quanze.site.protection.ContentSecurityPolicy",
    "quanze.site.protection.BodyLimit",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "quanze.site.protection.IdleTimeout",
    "quanze.site.resuming.RememberWhose",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "quanze.site.urls"
WSGI_APPLICATION = "quanze.site.wsgi.application"

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
    }
]

# Each service opens its own transaction; a request has none, so that no page holds SQLite's only write lock.
DATABASES = {"default": {**database(setting("DATABASE_URL"), DATA), "ATOMIC_REQUESTS": False}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts ------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "quanze.people.backends.NameOrAddress",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "my"
LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
            {"user_attributes": ("username", "name", "email")},
        ),
        ("quanze.people.passwords.LongEnough", {"min_length": 10}),
        ("django.contrib.auth.password_validation.CommonPasswordValidator", {}),
        ("django.contrib.auth.password_validation.NumericPasswordValidator", {}),
    )
]
PASSWORD_RESET_TIMEOUT = 60 * 60
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "quanze.people.requests.client_address"
AXES_LOCKOUT_TEMPLATE = "site/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # log-ins are in our own record

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_SECONDS = whole("QUANZE_IDLE_MINUTES", 30) * 60

# Mail ----------------------------------------------------------------------------------------------------------------
EMAIL_HOST = setting("QUANZE_SMTP_HOST")
_security = chosen("QUANZE_SMTP_SECURITY", "tls", "starttls", "none")
EMAIL_USE_SSL, EMAIL_USE_TLS = _security == "tls", _security == "starttls"
EMAIL_PORT = whole("QUANZE_SMTP_PORT", {"tls": 465, "starttls": 587, "none": 25}[_security])
EMAIL_HOST_USER = setting("QUANZE_SMTP_USER")
EMAIL_HOST_PASSWORD = setting("QUANZE_SMTP_PASSWORD")
DEFAULT_FROM_EMAIL = setting("QUANZE_MAIL_FROM", EMAIL_HOST_USER)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
if EMAIL_HOST and "@" not in DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("QUANZE_MAIL_FROM is the address that mail comes from")

ANCHOR_MAIL = words("QUANZE_ANCHOR_MAIL")

# The record ----------------------------------------------------------------------------------------------------------
LEAST_MONTHS = 6  # 网络安全法 (2025年修正) 第二十三条第三项: 网络日志留存不少于六个月
RECORD_MONTHS = whole("QUANZE_RECORD_MONTHS", LEAST_MONTHS)
if RECORD_MONTHS < LEAST_MONTHS:
    raise ImproperlyConfigured(f"QUANZE_RECORD_MONTHS is {LEAST_MONTHS} or more (网络安全法第二十三条)")

# Browsers ------------------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# A bureau's site stands beside others under one domain: what they speak is not ours to promise (HSTS for subdomains).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "quanze.site.views.errors.stale_form"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

# Files ---------------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
    },  # files go through quanze.files alone
    "staticfiles": {"BACKEND": "quanze.site.protection.HashedStatic"},
}
WHITENOISE_USE_FINDERS = True
UPLOAD_BYTES = whole("QUANZE_UPLOAD_MB", 50) * 1024 * 1024
DEPOSIT_BYTES = whole("QUANZE_DEPOSIT_MB", 200) * 1024 * 1024
UNBOUND_BYTES = whole("QUANZE_UNBOUND_MB", 2000) * 1024 * 1024
DEPOSIT_DAYS = whole("QUANZE_DEPOSIT_DAYS", 7)
CLAMD = clamd("QUANZE_CLAMD")
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600

# Language and time ---------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": setting("QUANZE_LOG_LEVEL", "INFO").upper()},
    "loggers": {"axes": {"level": "WARNING"}},
}

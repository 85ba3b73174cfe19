"""Settings of Solidaire. The environment is read here and nowhere else (see `.env.example` for every name)."""

import re
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.database import embedded_database_url
from config.replicas.configured import databases

BASE_DIR = Path(__file__).resolve().parent.parent
DEVELOPMENT_SECRET = "developpement-seulement-ne-pas-utiliser-en-production"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

PRODUCTION = env.str("SOLIDAIRE_ENV", default="development") == "production"
# Off in the demonstration too: a newcomer sees the site's own error pages, and traces go to the terminal.
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default=DEVELOPMENT_SECRET)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # of before: the list of erasures is read with it
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
# The one address of the site in canonical links, feeds, PDFs, sitemap and data; elsewhere than in production, it may be
# left to the request.
_own_hosts = [f"https://{host}" for host in ALLOWED_HOSTS if PRODUCTION and host[0] not in ".*"]
SITE_URL = (env.str("SITE_URL", default="") or next(iter(_own_hosts), "")).rstrip("/")
if SITE_URL and not re.fullmatch(r"https?://[a-z0-9][a-z0-9.-]*(?::\d{1,5})?", SITE_URL):
    raise ImproperlyConfigured("SITE_URL doit être l’adresse du site, sans chemin : https://solidaire.exemple.fr.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG=true est refusé en production (SOLIDAIRE_ENV=production).")
    if SECRET_KEY == DEVELOPMENT_SECRET or len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY doit être défini en production : au moins 50 caractères tirés au hasard, par exemple avec "
            "`python -c 'import secrets; print(secrets.token_urlsafe(50))'`."
        )
    if not env.str("DATABASE_URL", default=""):
        raise ImproperlyConfigured("DATABASE_URL doit être défini en production : la base intégrée est pour l’essai.")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS doit nommer les domaines du site en production.")

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "config.apps.SolidaireAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # the same static files in development and production
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",  # its widgets, for the renderer below
    "django_filters",
    "simple_history",
    "django_tasks_db",  # the queue of the worker
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "french",
    "backoffice",
    "communes",
    "organisations",
    "initiatives",
    "bulletins",
    "documents",
    "workshop",
    "directory",
    "ledger",
]

MIDDLEWARE = [
    # Those that only add headers come first: what the others refuse carries them too.
    "config.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # A page of twenty cards weighs 75 kB without it, 12 kB with it; around the static files too, which only an
    # installation in production has compressed beforehand.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.RevalidateMiddleware",  # within the compression, whose bytes differ each time
    "config.limits.sizes.SizesMiddleware",
    "config.limits.visits.VisitsMiddleware",
    "config.limits.visits.TurnsMiddleware",
    "config.middleware.RefuseUnreadableMiddleware",
    "config.replicas.middleware.ReadingMiddleware",  # before anything reads
    "config.limits.middleware.StatementsMiddleware",
    "config.keeping.middleware.KeptPagesMiddleware",  # before all that reads a session: what it keeps is for everybody
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "backoffice.journal.whence.WhenceMiddleware",
    "backoffice.access.factors.gate.FactorMiddleware",  # before anything else asks who it is
    "backoffice.access.sessions.SeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "communes.context_processors.territory",
            ],
        },
    },
]

# Widgets are looked up among our templates too: those of the admin speak better French there.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Standbys that public pages are read from; every machine of the site may name them in another order.
DATABASES = databases(
    env.str("DATABASE_URL", default="") or embedded_database_url(),
    env.list("DATABASE_REPLICA_URLS", default=[]),
    ATOMIC_REQUESTS=False,
    CONN_MAX_AGE=60 if PRODUCTION else 0,
    CONN_HEALTH_CHECKS=True,
)
# Told where the tables are migrated: the account that serves, which `manage.py droits` makes.
SERVING_DATABASE_URL = env.str("SERVING_DATABASE_URL", default="")
DATABASE_ROUTERS = ["config.replicas.routing.ReplicaRouter"]
REPLICA_MOST_LATE = env.float("REPLICA_MOST_LATE", default=5.0)  # seconds; a standby further behind is not read
# The directory in memory (`directory/index/`): off, on, or auto, from that many public initiatives on (decision 17).
DIRECTORY_INDEX = env.str("DIRECTORY_INDEX", default="auto")
DIRECTORY_INDEX_FROM = env.int("DIRECTORY_INDEX_FROM", default=50)
DIRECTORY_INDEX_FILE = env.str("DIRECTORY_INDEX_FILE", default="") or str(BASE_DIR / ".index" / "directory")
# Seconds that one statement may take, by the kind of request (`config/limits/kinds.py`); 0 is no limit.
STATEMENT_SECONDS = {
    "page publique": env.float("PUBLIC_STATEMENT_SECONDS", default=2),
    "fichier": env.float("FILE_STATEMENT_SECONDS", default=60),
    "espace rédaction": env.float("OFFICE_STATEMENT_SECONDS", default=20),
}
# Pages a minute and network, and files made at once, in each process (`config/limits/visits.py`); 0 is no limit.
VISITS_PER_MINUTE = env.int("VISITS_PER_MINUTE", default=1200 if PRODUCTION else 0)
FILES_AT_ONCE = env.int("FILES_AT_ONCE", default=2 if PRODUCTION else 0)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Whoever tries passwords is held back for a quarter of an hour, from its own network only: nobody can lock another out.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "backoffice.access.factors.accounts.AccountBackend"]
AUTHENTICATION_BACKENDS += ["backoffice.access.provider.backend.ProviderBackend"]  # reads its sessions, logs nobody in
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "backoffice.access.network.client_network"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# Its page would take the place of the login form, and of the text that is carried through it: the form says it itself.
SILENCED_SYSTEM_CHECKS = [
    "axes.W002",
    # HSTS for the subdomains and the lists of browsers: who holds the whole domain decides it, not one site.
    "security.W005",
    "security.W021",
]
# Logging in through the organisation (OpenID Connect): off until the first three are told.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env.str("OIDC_NAME", default="votre organisation")
OIDC_SCOPES = env.str("OIDC_SCOPES", default="openid profile email")
OIDC_ACR_VALUES = env.str("OIDC_ACR_VALUES", default="")
OIDC_CLAIMS = env.str("OIDC_CLAIMS", default="")
OIDC_ROLES_CLAIM = env.str("OIDC_ROLES_CLAIM", default="")
OIDC_ROLES = env.json("OIDC_ROLES", default={})
OIDC_EMAIL_CLAIM = env.str("OIDC_EMAIL_CLAIM", default="email")
OIDC_EMAIL_IS_VERIFIED = env.bool("OIDC_EMAIL_IS_VERIFIED", default=False)
OIDC_LINK_BY_EMAIL = env.bool("OIDC_LINK_BY_EMAIL", default=False)
OIDC_CREATE_ACCOUNTS = env.bool("OIDC_CREATE_ACCOUNTS", default=False)
OIDC_SECOND_FACTORS = env.list("OIDC_SECOND_FACTORS", default=[])
OIDC_SESSION_HOURS = env.float("OIDC_SESSION_HOURS", default=4)
OIDC_TIMEOUT = env.float("OIDC_TIMEOUT", default=5)  # seconds
LOCAL_ACCOUNTS = env.str("LOCAL_ACCOUNTS", default="on")  # on, administrators, off: whom a password lets in
# Servers placed before the site that add the address of who asks to X-Forwarded-For.
PROXY_COUNT = env.int("PROXY_COUNT", default=1 if PRODUCTION else 0)

# Who must have a second factor, by roles; everybody may. Grave acts want a password or a code of that many minutes ago.
SECOND_FACTOR_REQUIRED_FOR = env.list("SECOND_FACTOR_REQUIRED_FOR", default=[])
if unknown := set(SECOND_FACTOR_REQUIRED_FOR) - {"rédaction", "édition", "administration"}:
    raise ImproperlyConfigured(f"SECOND_FACTOR_REQUIRED_FOR nomme des rôles inconnus : {', '.join(sorted(unknown))}.")
FRESH_LOGIN_MINUTES = env.int("FRESH_LOGIN_MINUTES", default=30)
OTP_TOTP_ISSUER = " ".join(["Solidaire", *SITE_URL.split("://")[1:]])  # what the telephone shows beside the code

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # accounts made before: renewed at their next login
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),  # as CNIL and ANSSI advise where attempts are limited
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # the template filters of ours write numbers with non-breaking spaces

# Public pages as they were made since the last commit, in each process; 0 makes every page for each request.
KEPT_PAGES_BYTES = 0 if DEBUG else env.int("KEPT_PAGES_BYTES", default=16_000_000)

# The same kept, packed, for the hour in which the database is away; 0 keeps none.
LAST_PAGES_BYTES = env.int("LAST_PAGES_BYTES", default=8_000_000)

# How long searches in vain wait to be counted together: each commit ends the pages kept since the last one.
VAIN_SEARCHES_SECONDS = env.int("VAIN_SEARCHES_SECONDS", default=60 if PRODUCTION else 0)

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
if not PRODUCTION:
    STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns of a missing folder, and nothing is collected in development
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION  # files straight from `static/`, as last edited
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.serving.static_files.RememberedAddresses"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Originals of imported documents and PDFs of bulletins: private, only views hand them out.
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))

# Where the worker saves the database and the files each night; without it, it does not. The key is a public one, of age
# (age1…) or of GnuPG.
BACKUP_FOLDER = env.str("BACKUP_FOLDER", default="")
BACKUP_KEY = env.str("BACKUP_KEY", default="")
BACKUP_KEPT_DAYS = env.int("BACKUP_KEPT_DAYS", default=30)

# How many days each kind is kept (`ledger/retention/kinds/`), after the manner of the CNIL: as long as it serves, and
# no longer. 0 keeps it for ever. RETENTION_REVIEWS_DAYS and so on in the environment.
RETENTION_DAYS = {
    kind: env.int(f"RETENTION_{kind.upper()}_DAYS", default=days)
    for kind, days in {
        "reviews": 180,
        "undone_imports": 90,
        "accepted_imports": 730,
        "originals": 30,
        "corrections": 365,
        "accepted_corrections": 1095,
        "exchanges": 730,
        "tasks_done": 365,
        "proofs": 365,
        "schedules": 365,
        "invitations": 90,
        "unused_accounts": 365,
        "journal": 365,  # the database lets no line of less than half a year go
        "admin_log": 365,  # the same
        "sessions": 1,
        "attempts": 7,
        "results": 14,
        "searches": 180,
        "indexes": 7,
        "unfinished": 1,
        "replaced": 30,
        "reports": 1095,
    }.items()
}
if any(days < 0 for days in RETENTION_DAYS.values()):
    raise ImproperlyConfigured("Une durée de conservation (RETENTION_…_DAYS) est un nombre de jours, ou 0 pour garder.")
if 0 < RETENTION_DAYS["journal"] < 180:
    raise ImproperlyConfigured("Le journal se garde six mois au moins (RETENTION_JOURNAL_DAYS : 180, ou 0).")
if 0 < RETENTION_DAYS["admin_log"] < 180:
    raise ImproperlyConfigured("Les traces se gardent six mois au moins (RETENTION_ADMIN_LOG_DAYS : 180, ou 0).")

SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
# What no page of ours asks a browser for, no page that sneaks in may ask for either.
PERMISSIONS_POLICY = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # a working day of an office
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a bulletin of sixty entries is one form
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGIN_URL = "admin:login"

# Without EMAIL_URL mails are written to the terminal, and pages say that mail is not set up.
MAIL_IS_SET = bool(env.str("EMAIL_URL", default=""))
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10  # seconds: a mail server that is away must not hold a page
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", default="solidaire@localhost")

# Half a year: help given by volunteers changes with the season, and nobody is to be sent to a closed door on the word
# of an old bulletin. Past it, what nobody has confirmed is said to be “à vérifier”.
INITIATIVE_TO_CHECK_AFTER_DAYS = 183

GEO_API_URL = env.str("GEO_API_URL", default="https://geo.api.gouv.fr")

# Works that nobody waits for, in the database: they are queued by the transaction that wants them, or not at all.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SIMPLE_HISTORY_REVERT_DISABLED = True  # a revert would go around the version check and the services

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}

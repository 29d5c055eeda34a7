"""Django's settings. What an installation may choose comes from the environment (see env.py)."""

from ledger.db import engine  # first: it puts a safe SQLite in place before Django loads one
from wastebank import env

assert engine.JOURNAL_MODE

BASE_DIR = env.ROOT
CARRIED_DIR = env.CARRIED  # templates and documents, which a wheel carries elsewhere
HOME = env.home()
DEBUG = env.switch("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", "secret_key", HOME)
WASTEBANK_PEPPER = env.secret("WASTEBANK_PEPPER", "pepper", HOME)
LEDGER_DIGEST_KEY = WASTEBANK_PEPPER
# Whoever holds one of the keys to these reads the backups; see ledger/db/backup/.
LEDGER_BACKUP_RECIPIENTS = env.recipients("WASTEBANK_BACKUP_RECIPIENT")
# Where the program puts the backup of the day, and from which hour on, where the bank is.
LEDGER_BACKUP_FOLDER = env.text("WASTEBANK_BACKUP_FOLDER") or HOME / "backups"
LEDGER_BACKUP_HOUR = env.number("WASTEBANK_BACKUP_HOUR", 18, range(24))
# What an encrypted backup brings along, by the names of the files in the data folder.
LEDGER_SEALED_FILES = {
    "pepper": WASTEBANK_PEPPER,
    "secret_key": SECRET_KEY,
    env.KEPT_SETTINGS: env.settings_of_the_bank(),
}
LEDGER_VERSION = env.version()  # of the program; names the copy that is made before an upgrade
# The day of the last entry, by whoever looked at the clock: see ledger/management/startup.py.
LEDGER_LAST_ENTRY_SEEN = env.day("WASTEBANK_LAST_ENTRY_SEEN")
DATABASES = {"default": env.database(env.text("DATABASE_URL"), HOME)}

ALLOWED_HOSTS = env.text("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env.text("TRUSTED_ORIGINS").split(",") if origin]
# Behind a proxy that ends TLS: cookies are then only sent over HTTPS, and browsers are told so.
HTTPS = env.switch("WASTEBANK_HTTPS")
# Whose word about a client's address is believed; see web/common/addresses.py.
WASTEBANK_TRUSTED_PROXIES = env.proxies("WASTEBANK_TRUSTED_PROXIES", needed=HTTPS)

INSTALLED_APPS = [
    "wastebank.web.admin_app.RecordsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "ledger",
    "wastebank",
    "wastebank.web",
    "clinic",
]
MIDDLEWARE = [
    "wastebank.web.common.middleware.HeadIsGet",
    "wastebank.web.common.middleware.ContentPolicy",  # also on what the next ones refuse
    "wastebank.web.common.addresses.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "wastebank.web.common.gzip.GzipPages",
    "wastebank.web.common.middleware.KeyEcho",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wastebank.web.common.middleware.OwnBank",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "wastebank.web.public.whose.OwnForms",  # an old token of another person is theirs, too
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # before any view reads a body, and where a page knows its reader
    "wastebank.web.common.middleware.SizeLimit",
    "wastebank.web.common.middleware.ReadableAddress",
    "wastebank.web.common.middleware.RefusalPages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CARRIED_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["wastebank.web.templatetags.own_forms"],  # {% csrf_token %} of ours
        },
    }
]
ROOT_URLCONF = "wastebank.urls"
WSGI_APPLICATION = "wastebank.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A command opens the one transaction it needs; a page that reads must not queue behind writers.
ATOMIC_REQUESTS = False
# A page or an API call larger than this is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES = 2_000_000

AUTH_USER_MODEL = "wastebank.User"
AUTHENTICATION_BACKENDS = [
    # Lets a closed account prove itself, so that it hears why it may not enter: see
    # staff/sign_in.py.
    "django.contrib.auth.backends.AllowAllUsersModelBackend",
]
PASSWORD_HASHERS = ["wastebank.codes.passwords.ModestArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
CSRF_FAILURE_VIEW = "wastebank.web.public.faults.form_expired"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
# Asked on the machine itself, past the proxy that ends TLS; they tell nothing about anybody.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Only what strangers cost is counted here; guesses are counted in the database: rate_limit.py.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "wastebank" / "locale"]
USE_I18N = True
USE_TZ = True
# Until the bank has said its own: see bank/zone.py.
TIME_ZONE = env.text("WASTEBANK_TIME_ZONE", "Asia/Jakarta")
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# What the manual shows and hands out; it is read in the program and beside the code alike.
STATICFILES_DIRS = [(name, CARRIED_DIR / "docs" / name) for name in ("shots", "install")]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "wastebank.web.styles.JoinedStyles",
]
JOINED_STYLES = HOME / "joined"  # where style sheets are joined; see web/styles.py
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

WASTEBANK_DEMO_PASSWORD = env.text("WASTEBANK_DEMO_PASSWORD")
WASTEBANK_HOLD_HOURS = env.number("WASTEBANK_HOLD_HOURS", 12, range(1, 24 * 7 + 1))
# How long what a clerk has begun at the clinic desk is kept: services tell of health.
WASTEBANK_DRAFT_MINUTES = env.number("WASTEBANK_DRAFT_MINUTES", 60, range(5, 12 * 60 + 1))
# Nobody carries more to a village counter at once; a lorry's load comes as several deposits.
WASTEBANK_MAX_DEPOSIT_IDR = env.number(
    "WASTEBANK_MAX_DEPOSIT_IDR", 50_000_000, range(1, 10**12 + 1)
)
# What a new card, or one whose PIN staff have just set, pays in all on its first day.
WASTEBANK_NEW_CARD_LIMIT_IDR = env.number("WASTEBANK_NEW_CARD_LIMIT_IDR", 100_000, range(10**8 + 1))
# What may be paid where the price is asked and nobody wrote down what buyers pay.
WASTEBANK_ASK_LIMIT_IDR = env.number("WASTEBANK_ASK_LIMIT_IDR", 25_000, range(10**7 + 1))

# What each later deposit brings back of credit that was spent before a deposit was put right: per
# cent of it, and at least so many rupiah.
WASTEBANK_REPAY_OUR_ERROR = env.share("WASTEBANK_REPAY_OUR_ERROR", 10, 1_000)
WASTEBANK_REPAY_HONEST_ERROR = env.share("WASTEBANK_REPAY_HONEST_ERROR", 20, 2_000)
WASTEBANK_REPAY_FRAUD = env.share("WASTEBANK_REPAY_FRAUD", 50, 5_000)

# How old members and prices on a device may grow before deposits stop there.
WASTEBANK_OFFLINE_DAYS = env.number("WASTEBANK_OFFLINE_DAYS", 7, range(1, 32))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "ours": {"()": "wastebank.web.serving.log_filter.WithoutOurQuestions"},
        "links": {"()": "wastebank.web.serving.log_filter.WithoutLinks"},
        "short": {"()": "wastebank.web.serving.log_filter.ShortOfStrangers"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["ours", "links", "short"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # That the database is away is said once by whoever needs it, with the reason.
    "loggers": {"psycopg.pool": {"level": "ERROR"}},
}

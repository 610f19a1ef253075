"""The console: web, worker and beat."""

from typing import Any

from tuningconsole.settings import env
from tuningconsole.settings.base import *  # noqa: F403
from tuningconsole.settings.base import BASE_DIR, database

DATABASES = {"default": database(env.text("DATABASE_URL"))}
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "tuningconsole.ui.apps.ServedFiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "crispy_bootstrap5",
    "crispy_forms",
    "csp",
    "django_htmx",
    "tuningconsole.audit",
    "tuningconsole.teams",
    "tuningconsole.ui",
    "tuningconsole.aws",
    "tuningconsole.catalog",
    "tuningconsole.jobs",
    "tuningconsole.wizard",
    "tuningconsole.api",
    "tuningconsole.notices",
    "tuningconsole.operations",
]
MIDDLEWARE = [
    "tuningconsole.operations.requests.Traced",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tuningconsole.teams.sessions.Sliding",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tuningconsole.teams.lost_session.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tuningconsole.ui.refusals.NotAllowedPage",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "tuningconsole.urls"
WSGI_APPLICATION = "tuningconsole.wsgi.application"
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
                "tuningconsole.ui.navigation.context",
            ],
            "builtins": ["django.templatetags.i18n", "tuningconsole.ui.templatetags.ui"],
        },
    },
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2", BASE_DIR / "templates"],
        "OPTIONS": {"environment": "tuningconsole.ui.jinja2.environment"},
    },
]
# A page of the wizard has some four hundred inputs: these templates draw them in half the time.
FORM_RENDERER = "django.forms.renderers.Jinja2"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "teams:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "teams:sign-in"
AXES_VERBOSE = False  # No word of its own at the start of each process.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]

# Keys before SECRET_KEY: what they have signed and encrypted stays good.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
# Second factors, for who switches one on; and single sign-on, where a provider is named.
ACCOUNT_ADAPTER = "tuningconsole.teams.entering.Account"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"reauthenticate": "tuningconsole.teams.second_factor.PasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email"]
MFA_ADAPTER = "tuningconsole.teams.entering.SecondFactor"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "activate_totp": "tuningconsole.teams.second_factor.ActivationForm",
    "authenticate": "tuningconsole.teams.second_factor.CodeForm",
    "reauthenticate": "tuningconsole.teams.second_factor.CodeAgainForm",
}
MFA_TOTP_ISSUER = "Tuning Console"
MFA_TOTP_TOLERANCE = 1  # One step of 30 s: telephones' clocks are not exact.
SOCIALACCOUNT_ADAPTER = "tuningconsole.teams.entering.SingleSignOn"
SOCIALACCOUNT_FORMS = {"signup": "tuningconsole.teams.second_factor.FirstSignInForm"}
# A link, not a form: the policy that no form goes elsewhere holds for where it is redirected too.
SOCIALACCOUNT_LOGIN_ON_GET = True
OIDC_SERVER_URL = env.text("OIDC_SERVER_URL", "")
OIDC_NAME = env.text("OIDC_NAME", "single sign-on")
OIDC_CREATES_ACCOUNTS = env.flag("OIDC_CREATES_ACCOUNTS", default=True)
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.text("OIDC_CLIENT_SECRET"),
                "settings": {
                    "server_url": OIDC_SERVER_URL,
                    "verified_email": env.flag("OIDC_TRUSTS_MAIL", default=False),
                },
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "staticfiles": {"BACKEND": "tuningconsole.ui.storage.StaticStorage"},
}

# TLS is the proxy's business; whoever serves plain HTTP does so on loopback and says so.
HTTPS = env.flag("HTTPS", default=True)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Who does nothing for so long is signed out; `teams.sessions` says what counts as something.
SESSION_COOKIE_AGE = env.integer("SESSION_IDLE_HOURS", 8, at_least=1) * 3600
SESSION_ENGINE = "tuningconsole.teams.sessions"
# One page may be 100 hyperparameters with 30 ticked values and three inputs each, 100 added ones
# with eight, 40 metrics and 48 variables with two: 4,276.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Names and values have 256 characters at most, and a character of the first plane takes 9 bytes of
# a form: a ticked value is 45 (the path) + 2 * 256 * 9 = 4,653 bytes, and 3,000 of them 14.0 MB.
# Three inputs of 100 names are 0.7 MB, 100 values of 2,500 characters 2.3 MB, the same 100 added
# with two more bounds 2.8 MB at most, 40 metrics (255 + 500) and 48 variables (512 + 512) 0.8 MB:
# 20.6 MB. tests/wizard/test_largest_page.py sends such a page.
DATA_UPLOAD_MAX_MEMORY_SIZE = 22_000_000
# Only an import has a file, and only one, of which as much is kept as can be a request.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["tuningconsole.ui.uploads.Cut"]
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# The mail server; without one nothing is mailed, and no page offers it.
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.integer("EMAIL_PORT", 587, at_least=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "tuningconsole@localhost")

# The embedded stack, where there is one: what a connection of kind "embedded" talks to.
EMBEDDED: dict[str, Any] = {
    "region": env.text("EMBEDDED_REGION", "us-east-2"),
    "account": env.text("EMBEDDED_ACCOUNT", "123456789012"),
    "access_key_id": env.text("EMBEDDED_ACCESS_KEY_ID", ""),
    "secret_access_key": env.text("EMBEDDED_SECRET_ACCESS_KEY", ""),
    "endpoints": {
        "sagemaker": env.text("EMBEDDED_SAGEMAKER_URL", ""),
        "logs": env.text("EMBEDDED_SAGEMAKER_URL", ""),
        "s3": env.text("EMBEDDED_S3_URL", ""),
        # IAM, EC2, KMS, STS
        "": env.text("EMBEDDED_AWS_URL", ""),
    },
}
# How often a token of the API may call.
API_CALLS_A_MINUTE = env.integer("API_CALLS_A_MINUTE", 300, at_least=1)
# Whether team administrators may use the machine's own AWS credentials (default chain, profiles)
# for connections; if not, only assumed roles, each with an external id of its connection's own.
SHARED_CREDENTIALS = env.flag("SHARED_CREDENTIALS", default=True)
# Who sends it as a bearer token sees the details of /health/ready and /metrics (docs/runbook.md).
OPERATIONS_TOKEN = env.text("OPERATIONS_TOKEN", "")
METRICS_OPEN = env.flag("METRICS_OPEN")
# Probes ask without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SENTRY_DSN = env.text("SENTRY_DSN", "")
OPENTELEMETRY = bool(env.text("OTEL_EXPORTER_OTLP_ENDPOINT", ""))
# Where people reach the console, for links in notices; without it they have none.
CONSOLE_URL = env.text("CONSOLE_URL", "")
# Whether notices may go to services at private addresses.
NOTICES_ALLOW_PRIVATE = env.flag("NOTICES_ALLOW_PRIVATE")
# AWS's adjustable quotas, where support has raised them; names as in spec.limits.Limits.
SERVICE_LIMITS: dict[str, Any] = {
    "max_training_jobs": env.integer("LIMIT_MAX_TRAINING_JOBS", 750, at_least=1),
    "max_parallel_training_jobs": env.integer("LIMIT_MAX_PARALLEL_TRAINING_JOBS", 10, at_least=1),
}

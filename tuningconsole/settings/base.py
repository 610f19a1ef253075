"""What the console and the engine have in common."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tuningconsole.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.text("TUNINGCONSOLE_VAR", str(BASE_DIR / "var")))

SECRET_KEY = env.text("SECRET_KEY")
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "tuningconsole" / "locale"]
# Numbers are SageMaker's: with a point, since people copy them into requests.
FORMAT_MODULE_PATH = ["tuningconsole.locale"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def database(url: str) -> dict[str, Any]:
    """Return Django's description of the PostgreSQL database that the URL names.

    libpq's form with a Unix socket is understood too: ``postgresql://user:@/name?host=/folder``.
    """
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Sent beside the statement, a long draft need not be quoted by us and parsed as SQL there.
        "OPTIONS": {"server_side_binding": True},
    }


LOG_FORMAT = env.choice("LOG_FORMAT", ("text", "json"))
# People who read along do not want a line for every request and every call to AWS.
_EACH = {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {
            "()": "tuningconsole.tracing.logs.Lines",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "tuningconsole.tracing.logs.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        # Never botocore's own debug lines: they hold signatures and session tokens.
        "botocore": {"level": "WARNING"},
        "boto3": {"level": "WARNING"},
        # What a service has answered may hold what it was sent.
        "apprise": {"level": "CRITICAL"},
        "tuningconsole.requests": _EACH,
        "tuningconsole.calls": _EACH,
    },
}

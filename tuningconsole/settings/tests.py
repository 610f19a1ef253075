"""The console under test: real PostgreSQL and Redis, which tests/services.py has started."""

from tuningconsole.settings.console import *  # noqa: F403
from tuningconsole.settings.console import INSTALLED_APPS as SERVED

HTTPS = SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
# No collectstatic: files are served and named as they lie.
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# pytest-django serves static files from where they lie only where it finds this name.
INSTALLED_APPS = [
    "django.contrib.staticfiles" if app == "tuningconsole.ui.apps.ServedFiles" else app
    for app in SERVED
]

"""The engine's API under gunicorn: ``gunicorn tuningconsole.engine.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.engine")
application = get_wsgi_application()

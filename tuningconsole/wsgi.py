"""The console as a WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from tuningconsole.spec import shapes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuningconsole.settings.console")
application = get_wsgi_application()
# What every process keeps for ever, the service model above all, needs no collector: looking
# through it took some request 90 ms again and again.
shapes.service_model()
gc.collect()
gc.freeze()

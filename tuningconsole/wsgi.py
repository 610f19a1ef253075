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
# A page of a large draft makes a hundred thousand objects, most of which go when they are not named
# any more. By Python's own threshold the collector looked for cycles among them every 700: 5 ms.
gc.set_threshold(20_000, 20, 20)

"""One address: everything is POST / with X-Amz-Target; GET / and GET /health are for probes."""

from django.urls import re_path

from tuningconsole.engine.views import endpoint

urlpatterns = [re_path(r"", endpoint)]

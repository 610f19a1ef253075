"""What mypy reads: the console's settings and the engine's as one, and no server behind them."""

import os

for name in ("SECRET_KEY", "EMBEDDED_ACCESS_KEY_ID", "EMBEDDED_SECRET_ACCESS_KEY"):
    os.environ.setdefault(name, "only-for-types")
for name in ("DATABASE_URL", "ENGINE_DATABASE_URL", "REDIS_URL", "ENGINE_REDIS_URL"):
    os.environ.setdefault(name, "none://127.0.0.1/none")
for name in ("EMBEDDED_S3_URL", "EMBEDDED_AWS_URL"):
    os.environ.setdefault(name, "http://127.0.0.1")

from tuningconsole.settings import console, engine  # noqa: E402
from tuningconsole.settings.console import *  # noqa: E402, F403
from tuningconsole.settings.engine import *  # noqa: E402, F403

INSTALLED_APPS = [*console.INSTALLED_APPS, *engine.INSTALLED_APPS]
MIDDLEWARE = console.MIDDLEWARE

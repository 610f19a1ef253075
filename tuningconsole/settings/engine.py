"""The engine: its API, its search loop and its trainers."""

import os
import sys
from pathlib import Path
from typing import Any

from tuningconsole.settings import env
from tuningconsole.settings.base import *  # noqa: F403
from tuningconsole.settings.base import BASE_DIR, VAR_DIR, database

MEMORY_MB = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20

DATABASES = {"default": database(env.text("ENGINE_DATABASE_URL"))}
REDIS_URL = env.text("ENGINE_REDIS_URL")
INSTALLED_APPS = ["tuningconsole.engine"]
MIDDLEWARE: list[str] = []
# What these ask for protects browsers, and a request of a browser is refused (engine.views).
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002", "security.W003"]
ROOT_URLCONF = "tuningconsole.engine.urls"
WSGI_APPLICATION = "tuningconsole.engine.wsgi.application"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

ENGINE_REGION = env.text("EMBEDDED_REGION", "us-east-2")
ENGINE_ACCOUNT = env.text("EMBEDDED_ACCOUNT", "123456789012")
# The SDK's name for an account's default bucket; the sample data is in it.
ENGINE_BUCKET = f"sagemaker-{ENGINE_REGION}-{ENGINE_ACCOUNT}"
# The one key pair that requests must be signed with, and that the runner signs with itself.
ENGINE_ACCESS_KEY_ID = env.text("EMBEDDED_ACCESS_KEY_ID")
ENGINE_SECRET_ACCESS_KEY = env.text("EMBEDDED_SECRET_ACCESS_KEY")
ENGINE_S3_URL = env.text("EMBEDDED_S3_URL")
ENGINE_AWS_URL = env.text("EMBEDDED_AWS_URL")
# One folder a training job: its /opt/ml, its log and its shim's record.
ENGINE_WORK_DIR = Path(env.text("ENGINE_WORK_DIR", str(VAR_DIR / "training")))
# Folders with a program named train each; the folder's name is the image's.
ENGINE_IMAGE_DIRS = [BASE_DIR / "tuningconsole" / "engine" / "images", VAR_DIR / "images"]
# Where a program finds its interpreter and tools: the environment that runs the engine, first.
ENGINE_PROGRAM_PATH = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
ENGINE_STOP_GRACE_S = env.integer("ENGINE_STOP_GRACE_S", 120)
# 0: the machine that started a training job goes on with it, however long that is away. Else, with
# several machines, another one begins it anew after so many seconds, when the first has ended it.
ENGINE_TAKE_OVER_AFTER_S = env.integer("ENGINE_TAKE_OVER_AFTER_S", 0)
# What one host of a training job may use; an MB is 2**20 bytes.
# docs/howto/add-a-training-image.md says more.
ENGINE_MEMORY_MB = env.integer("ENGINE_MEMORY_MB", MEMORY_MB * 4 // 5, at_least=1)
ENGINE_PROCESSES = env.integer("ENGINE_PROCESSES", 2048, at_least=1)
# 0: the VolumeSizeInGB of the request alone.
ENGINE_VOLUME_MB = env.integer("ENGINE_VOLUME_MB", 0)
# Trainings end when the disk has no more left than this.
ENGINE_DISK_RESERVE_MB = env.integer("ENGINE_DISK_RESERVE_MB", 1024)
ENGINE_LOG_MB = env.integer("ENGINE_LOG_MB", 32, at_least=1)
# Whether programs run under bubblewrap where it works.
ENGINE_SANDBOX = env.flag("ENGINE_SANDBOX", default=True)
# Further arguments of `podman run` or `docker run`.
ENGINE_CONTAINER_ARGUMENTS = env.text("ENGINE_CONTAINER_ARGUMENTS", "")
SERVICE_LIMITS: dict[str, Any] = {
    "max_training_jobs": env.integer("LIMIT_MAX_TRAINING_JOBS", 750, at_least=1),
    "max_parallel_training_jobs": env.integer("LIMIT_MAX_PARALLEL_TRAINING_JOBS", 10, at_least=1),
}

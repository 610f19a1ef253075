"""The engine's one door to boto3: clients of S3 and of the rest of the embedded AWS."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from django.conf import settings

_CONFIG = Config(
    connect_timeout=5,
    read_timeout=60,
    retries={"mode": "standard", "total_max_attempts": 3},
    s3={"addressing_style": "path"},
    max_pool_connections=32,
)


@cache
def client(service: str) -> Any:
    """Return this process's client of the service; boto3's clients are safe among threads."""
    endpoint = settings.ENGINE_S3_URL if service == "s3" else settings.ENGINE_AWS_URL
    session: Any = boto3.session.Session()  # Its stubs want the service's name as a literal.
    return session.client(
        service,
        endpoint_url=endpoint,
        region_name=settings.ENGINE_REGION,
        aws_access_key_id=settings.ENGINE_ACCESS_KEY_ID,
        aws_secret_access_key=settings.ENGINE_SECRET_ACCESS_KEY,
        config=_CONFIG,
    )

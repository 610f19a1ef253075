"""The console's only boto3 clients: one a connection, service and retry policy, made once.

No credentials are stored: a connection to AWS uses boto3's own chain, in the worker and the web
process alike, and an assumed role is renewed by botocore.
"""

import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials
from botocore.loaders import create_loader
from django.conf import settings

from tuningconsole.aws import calls, watching
from tuningconsole.aws.errors import Unreachable, translated
from tuningconsole.aws.models import Connection

CONNECT_TIMEOUT_S = 5
READ_TIMEOUT_S = 30
ASK_TIMEOUT_S = 10
"""What only reads is asked again rather than waited for: whoever hangs must not keep a worker."""
ATTEMPTS = 3
_ROLE_DURATION_S = 3600
_LOADER = create_loader()
"""One for all: each session would keep the 20 MB of SageMaker's service model for itself."""
_MAKING = threading.Lock()
"""Clients are safe among threads; the session that makes one is not."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Everything of a connection that a client depends on."""

    kind: str
    region: str
    profile: str
    role_arn: str
    external_id: str


def client_for(connection: Connection, service: str, *, retries: bool = True) -> Any:
    """Return the boto3 client of a service (boto3's name of it); clients are safe among threads.

    Args:
        connection: the account and Region.
        service: `sagemaker`, `s3`, `iam` and so on.
        retries: whether botocore may send a request again. Never for what creates: its own retry
            would turn an answer that was lost into a name that is taken, by our own job.

    Raises:
        Unreachable: the connection is to the embedded stack, and none is configured.
        Denied: the profile is not known.
    """
    way = _Way(
        connection.kind,
        connection.region,
        connection.profile,
        connection.role_arn,
        connection.external_id,
    )
    with _MAKING, translated():
        return _client(way, service, _endpoint(way, service), retries)


def _endpoint(way: _Way, service: str) -> str | None:
    """Return the embedded stack's address of the service, None for Amazon's own."""
    if way.kind != Connection.Kind.EMBEDDED:
        return None
    endpoints = settings.EMBEDDED["endpoints"]
    address: str = endpoints.get(service, endpoints[""])
    if not address:
        # Without an address boto3 would go to Amazon.
        raise Unreachable(f"The embedded stack's address for {service} is not configured.")
    return address


@lru_cache(maxsize=256)
def _client(way: _Way, service: str, endpoint: str | None, retries: bool) -> Any:
    config = Config(  # type: ignore[call-arg]  # The stubs lack the last one.
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=ASK_TIMEOUT_S if retries else READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS if retries else 1},
        s3={"addressing_style": "path"} if endpoint else None,
        max_pool_connections=16,
        user_agent_appid="tuningconsole",
    )
    # Any: the stubs want the service's name as a literal.
    session: Any = boto3.session.Session(botocore_session=_base()) if endpoint else _session(way)
    keys: dict[str, Any] = {}
    if endpoint:
        keys = {
            "region_name": way.region,
            "endpoint_url": endpoint,
            "aws_access_key_id": settings.EMBEDDED["access_key_id"],
            "aws_secret_access_key": settings.EMBEDDED["secret_access_key"],
        }
    client = session.client(service, config=config, **keys)
    calls.watch(client)
    return watching.watch(client)


def _base(profile: str = "") -> botocore.session.Session:
    made = botocore.session.Session(profile=profile or None)
    made.register_component("data_loader", _LOADER)
    return made


@lru_cache(maxsize=64)
def _session(way: _Way) -> boto3.session.Session:
    base = _base(way.profile)
    base.set_config_variable("region", way.region)
    if not way.role_arn:
        return boto3.session.Session(botocore_session=base)
    arguments: dict[str, Any] = {
        "RoleSessionName": "tuningconsole",
        "DurationSeconds": _ROLE_DURATION_S,
    }
    if way.external_id:
        arguments["ExternalId"] = way.external_id
    fetcher = AssumeRoleCredentialFetcher(
        base.create_client, base.get_credentials(), way.role_arn, extra_args=arguments
    )
    assumed = _base()
    assumed.set_config_variable("region", way.region)
    # botocore has no public way to say this; boto3's documentation of assumed roles does so too.
    assumed._credentials = DeferredRefreshableCredentials(  # type: ignore[attr-defined]  # noqa: SLF001
        fetcher.fetch_credentials, "assume-role"
    )
    return boto3.session.Session(botocore_session=assumed)

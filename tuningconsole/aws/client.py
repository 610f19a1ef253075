"""The console's only boto3 clients: one a connection, service and retry policy, made once.

No credentials are stored: a connection to AWS uses boto3's own chain, in the worker and the web
process alike, and an assumed role is renewed by botocore.
"""

from functools import lru_cache
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials
from django.conf import settings

from tuningconsole.aws.models import Connection

CONNECT_TIMEOUT_S = 5
READ_TIMEOUT_S = 30
ATTEMPTS = 3
_ROLE_DURATION_S = 3600


def client_for(connection: Connection, service: str, *, retries: bool = True) -> Any:
    """Return the boto3 client of a service (boto3's name of it); clients are safe among threads.

    Args:
        connection: the account and Region.
        service: `sagemaker`, `s3`, `iam` and so on.
        retries: whether botocore may send a request again. Never for what creates: its own retry
            would turn an answer that was lost into a name that is taken, by our own job.
    """
    return _client(
        (
            connection.kind,
            connection.region,
            connection.profile,
            connection.role_arn,
            connection.external_id,
        ),
        service,
        retries,
    )


@lru_cache(maxsize=256)
def _client(key: tuple[str, str, str, str, str], service: str, retries: bool) -> Any:  # noqa: FBT001
    kind, region, profile, role_arn, external_id = key
    config = Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS if retries else 1},
        s3={"addressing_style": "path"} if kind == Connection.Kind.EMBEDDED else None,
        max_pool_connections=16,
        user_agent_appid="tuningconsole",
    )
    if kind == Connection.Kind.EMBEDDED:
        endpoints = settings.EMBEDDED["endpoints"]
        return boto3.session.Session().client(
            service,
            region_name=region,
            endpoint_url=endpoints.get(service, endpoints[""]),
            aws_access_key_id=settings.EMBEDDED["access_key_id"],
            aws_secret_access_key=settings.EMBEDDED["secret_access_key"],
            config=config,
        )
    return _session(region, profile, role_arn, external_id).client(service, config=config)


@lru_cache(maxsize=64)
def _session(region: str, profile: str, role_arn: str, external_id: str) -> boto3.session.Session:
    base = botocore.session.Session(profile=profile or None)
    base.set_config_variable("region", region)
    if not role_arn:
        return boto3.session.Session(botocore_session=base)
    arguments: dict[str, Any] = {
        "RoleSessionName": "tuningconsole",
        "DurationSeconds": _ROLE_DURATION_S,
    }
    if external_id:
        arguments["ExternalId"] = external_id
    fetcher = AssumeRoleCredentialFetcher(
        base.create_client, base.get_credentials(), role_arn, extra_args=arguments
    )
    assumed = botocore.session.Session()
    assumed.set_config_variable("region", region)
    # botocore has no public way to say this; boto3's documentation of assumed roles does so too.
    assumed._credentials = DeferredRefreshableCredentials(  # noqa: SLF001
        fetcher.fetch_credentials, "assume-role"
    )
    return boto3.session.Session(botocore_session=assumed)

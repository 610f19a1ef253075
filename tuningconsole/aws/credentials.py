"""Whether boto3's own chain finds credentials for Amazon on this machine."""

import os
from dataclasses import dataclass

import botocore.session
from botocore.exceptions import BotoCoreError

NETWORK_PROVIDERS = ("container-role", "iam-role")
"""They ask an address that is there on Amazon's machines only; elsewhere that takes seconds."""
DEFAULT_REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class Found:
    """Credentials are there.

    Attributes:
        region: the one that goes with them.
        profile: the profile that they are of, "" for the default chain.
    """

    region: str
    profile: str


def find() -> Found | None:
    """Return what environment variables and AWS's files name; nothing is asked over the network."""
    session = botocore.session.Session()
    try:
        chain = session.get_component("credential_provider")
        for name in NETWORK_PROVIDERS:
            chain.remove(name)
        if session.get_credentials() is None:
            return None
        region = session.get_config_variable("region") or DEFAULT_REGION
    except BotoCoreError:
        return None  # A profile that is not there, a file that cannot be read.
    return Found(region, os.environ.get("AWS_PROFILE", ""))

"""The variables that point AWS's clients at the embedded stack, and the files that hold them."""

import json
import shlex
from collections.abc import Mapping

from tuningconsole.embedded.state import State

DROPPED = ("AWS_PROFILE", "AWS_SESSION_TOKEN")
"""They would go with other credentials than those here."""


_SOURCES = {
    "AWS_ACCESS_KEY_ID": "EMBEDDED_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY": "EMBEDDED_SECRET_ACCESS_KEY",
    "AWS_REGION": "EMBEDDED_REGION",
    "AWS_DEFAULT_REGION": "EMBEDDED_REGION",
    "AWS_ENDPOINT_URL": "EMBEDDED_AWS_URL",
    "AWS_ENDPOINT_URL_S3": "EMBEDDED_S3_URL",
    "AWS_ENDPOINT_URL_SAGEMAKER": "EMBEDDED_SAGEMAKER_URL",
    "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": "EMBEDDED_SAGEMAKER_URL",
}
"""AWS's variable -> the stack's own that has its value."""
NAMES = frozenset({*_SOURCES, "SAGEMAKER_USER_CONFIG_OVERRIDE"})
CONFIGURATION = "sagemaker.yaml"


def variables(state: State, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables by name, for the stack whose processes have this environment."""
    values = {name: environment[source] for name, source in _SOURCES.items()}
    return values | {"SAGEMAKER_USER_CONFIG_OVERRIDE": str(state.folder / CONFIGURATION)}


def without_own(state: State, given: Mapping[str, str]) -> dict[str, str]:
    """Return the caller's environment without what ``eval "$(bin/env)"`` put into it.

    The console would take it for the user's own way to Amazon.
    """
    if given.get("SAGEMAKER_USER_CONFIG_OVERRIDE") != str(state.folder / CONFIGURATION):
        return dict(given)
    return {name: value for name, value in given.items() if name not in NAMES}


def write(state: State, environment: Mapping[str, str]) -> None:
    """Write what ``bin/env`` prints, and the SageMaker SDK's configuration that it names.

    The SDK's STS client knows no endpoint variable; with a default bucket it never asks STS. And
    unless it is told otherwise it reports each call to Amazon, with the account's number.
    """
    bucket = f"sagemaker-{environment['EMBEDDED_REGION']}-{environment['EMBEDDED_ACCOUNT']}"
    modules = {"Session": {"DefaultS3Bucket": bucket}, "TelemetryOptOut": True}
    configuration = {"SchemaVersion": "1.0", "SageMaker": {"PythonSDK": {"Modules": modules}}}
    # JSON is YAML.
    (state.folder / CONFIGURATION).write_text(json.dumps(configuration, indent=2) + "\n")
    lines = [f"unset {' '.join(DROPPED)}"]
    for name, value in variables(state, environment).items():
        lines.append(f"export {name}={shlex.quote(value)}")
    state.write_secret("clients.sh", "\n".join(lines) + "\n")

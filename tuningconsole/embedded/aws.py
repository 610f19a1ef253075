"""IAM, EC2, KMS and STS of the embedded stack: moto's server, made to remember.

Moto keeps everything in memory and can record requests and play them again. At each start its
random numbers are seeded and the same first resources made, so they have the same ids for ever;
then the requests of earlier sessions that changed something are played. Ids of roles are their
names; other things that clients made by hand may come back under other ids.

``python -m tuningconsole.embedded.aws HOST PORT`` runs the server and does all of that, where no
supervisor of ours does: in a container.
"""

import base64
import binascii
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3

ROLE = "SageMakerRole"
POLICY = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
_READS = re.compile(
    r"(Describe|List|Get|Assume|Simulate|Decode|PutEvents|PutMetricData|ReceiveMessage)"
)
_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "sagemaker.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def keep_changes_only(recording: Path) -> None:
    """Drop from moto's recording every request that changed nothing."""
    if not recording.exists():
        return
    lines = recording.read_text().splitlines(keepends=True)
    recording.write_text("".join(line for line in lines if _is_change(line)))


def _is_change(line: str) -> bool:
    try:
        request = json.loads(line)
    except json.JSONDecodeError:
        return False  # Cut off by a kill while it was written.
    if request["method"] == "GET" or "/moto-api/" in request["url"]:
        return False
    action = re.search(r"\bAction=(\w+)", _body(request))
    target = request["headers"].get("X-Amz-Target", "").rpartition(".")[2]
    # CloudWatch's clients name the operation in the path.
    target = target or request["url"].rpartition("/operation/")[2]
    return not _READS.match(action[1] if action else target)


def _body(request: Mapping[str, Any]) -> str:
    body = str(request["body"])
    if not request.get("body_encoded"):
        return body
    try:
        return base64.b64decode(body).decode(errors="replace")
    except binascii.Error:
        return body


def fill(endpoint: str, environment: Mapping[str, str]) -> None:
    """Make the first resources, then play what was recorded, then record from here on."""
    _post(f"{endpoint}/moto-api/recorder/stop-recording")
    _post(f"{endpoint}/moto-api/seed?a=1")
    _first_resources(endpoint, environment)
    _post(f"{endpoint}/moto-api/recorder/replay-recording")
    _post(f"{endpoint}/moto-api/recorder/start-recording")


def _first_resources(endpoint: str, environment: Mapping[str, str]) -> None:
    session = boto3.session.Session(
        aws_access_key_id=environment["EMBEDDED_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["EMBEDDED_SECRET_ACCESS_KEY"],
        region_name=environment["EMBEDDED_REGION"],
    )
    ec2 = session.client("ec2", endpoint_url=endpoint)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    for number, zone in enumerate("ab"):
        ec2.create_subnet(
            VpcId=vpc,
            CidrBlock=f"10.0.{number}.0/24",
            AvailabilityZone=f"{environment['EMBEDDED_REGION']}{zone}",
        )
    ec2.create_security_group(VpcId=vpc, GroupName="training", Description="Training jobs")
    session.client("kms", endpoint_url=endpoint).create_key(Description="Sample key")
    iam = session.client("iam", endpoint_url=endpoint)
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(_TRUST))
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=POLICY)


def _post(url: str) -> None:
    request = urllib.request.Request(url, method="POST")  # noqa: S310  Our own loopback address.
    with urllib.request.urlopen(request, timeout=60):  # noqa: S310
        pass


def main(host: str, port: str) -> int:
    """Run the server with what was recorded before, until it ends; return its exit code."""
    keep_changes_only(Path(os.environ["MOTO_RECORDER_FILEPATH"]))
    server = subprocess.Popen(["/usr/bin/env", "moto_server", "-H", host, "-p", port])
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    endpoint = f"http://127.0.0.1:{port}"
    while server.poll() is None:
        try:
            _get(f"{endpoint}/moto-api/")
        except OSError:
            time.sleep(0.1)
        else:
            fill(endpoint, os.environ)
            return server.wait()
    return server.returncode


def _get(url: str) -> None:
    with urllib.request.urlopen(url, timeout=5):  # noqa: S310  Our own loopback address.
        pass


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

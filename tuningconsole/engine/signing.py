"""Signature Version 4, checked: every request must be signed with the engine's one key pair.

Source: "Signature Version 4 signing process" in the AWS General Reference. The arithmetic is
botocore's own, run again over exactly the headers that the client says it signed.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from tuningconsole.engine.errors import AccessError

TOLERANCE = timedelta(minutes=5)
MUST_BE_SIGNED = frozenset({"host", "x-amz-date", "x-amz-target"})

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256\s+Credential=(?P<key>[^/,\s]+)/(?P<date>\d{8})/(?P<region>[^/,\s]+)"
    r"/(?P<service>[^/,\s]+)/aws4_request,\s*SignedHeaders=(?P<headers>[a-z0-9;\-]+)"
    r",\s*Signature=(?P<signature>[0-9a-f]{64})",
    re.ASCII,
)
_TIME_FORMAT = "%Y%m%dT%H%M%SZ"

INCOMPLETE = "IncompleteSignatureException"
INVALID = "InvalidSignatureException"
_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS"
    " Secret Access Key and signing method. Consult the service documentation for details."
)


@dataclass(frozen=True, slots=True)
class Signed:
    """The parts of a request that its signature covers; header names are lower case."""

    headers: Mapping[str, str]
    body: bytes
    query: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """Whose signature is right, and for which Region."""

    access_key_id: str
    secret_access_key: str
    region: str


class _Verifier(SigV4Auth):
    """botocore's signer, but the headers to sign are those of the request, no more, no fewer."""

    def headers_to_sign(self, request: AWSRequest) -> HTTPHeaders:
        return request.headers


def verify(request: Signed, key: Key, *, service: str, now: datetime) -> None:
    """Return if the request was signed with the key, for the service, within five minutes of now.

    Raises:
        AccessError: it was not; the code tells why.
    """
    header = request.headers.get("authorization", "")
    if not header:
        raise AccessError(
            "Missing Authentication Token", code="MissingAuthenticationTokenException"
        )
    claim = _AUTHORIZATION.fullmatch(header.strip())
    if claim is None:
        raise AccessError(
            "Authorization header must be AWS4-HMAC-SHA256 with Credential, SignedHeaders and"
            " Signature.",
            code=INCOMPLETE,
        )
    if not hmac.compare_digest(claim["key"].encode(), key.access_key_id.encode()):
        raise AccessError(
            "The security token included in the request is invalid.",
            code="UnrecognizedClientException",
        )
    _check_scope(claim, key, service)
    stamp = _timestamp(request, claim["date"], now)
    if not hmac.compare_digest(_signature(request, claim, key, stamp), claim["signature"]):
        raise AccessError(_MISMATCH, code=INVALID)


def _check_scope(claim: re.Match[str], key: Key, service: str) -> None:
    if claim["region"] != key.region:
        raise AccessError(
            f"Credential should be scoped to a valid region, not '{claim['region']}':"
            f" this engine is in {key.region}.",
            code=INVALID,
        )
    if claim["service"] != service:
        raise AccessError(
            f"Credential should be scoped to correct service: '{service}'.", code=INVALID
        )


def _timestamp(request: Signed, scope_date: str, now: datetime) -> str:
    stamp = request.headers.get("x-amz-date", "")
    try:
        at = datetime.strptime(stamp, _TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError as error:
        raise AccessError(
            "Authorization header requires existence of a valid 'X-Amz-Date' header.",
            code=INCOMPLETE,
        ) from error
    if at < now - TOLERANCE:
        earliest = (now - TOLERANCE).strftime(_TIME_FORMAT)
        raise AccessError(
            f"Signature expired: {stamp} is now earlier than {earliest}"
            f" ({now.strftime(_TIME_FORMAT)} - 5 min.)",
            code=INVALID,
        )
    if at > now + TOLERANCE:
        latest = (now + TOLERANCE).strftime(_TIME_FORMAT)
        raise AccessError(
            f"Signature not yet current: {stamp} is still later than {latest}"
            f" ({now.strftime(_TIME_FORMAT)} + 5 min.)",
            code=INVALID,
        )
    if stamp[:8] != scope_date:
        raise AccessError("Date in Credential scope does not match X-Amz-Date.", code=INVALID)
    return stamp


def _signature(request: Signed, claim: re.Match[str], key: Key, stamp: str) -> str:
    names = claim["headers"].split(";")
    if missing := MUST_BE_SIGNED - set(names):
        raise AccessError(f"These headers must be signed: {sorted(missing)}.", code=INVALID)
    digest = sha256(request.body).hexdigest()
    # botocore believes this header instead of hashing the body.
    if request.headers.get("x-amz-content-sha256", digest) != digest:
        raise AccessError(_MISMATCH, code=INVALID)
    signed = AWSRequest(
        method="POST",
        url=f"http://engine/?{request.query}",
        headers={name: request.headers.get(name, "") for name in names},
        data=request.body,
    )
    signed.context["timestamp"] = stamp
    credentials = Credentials(key.access_key_id, key.secret_access_key)
    signer = _Verifier(credentials, claim["service"], key.region)
    text = signer.string_to_sign(signed, signer.canonical_request(signed))
    return str(signer.signature(text, signed))

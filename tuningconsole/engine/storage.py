"""S3 as the engine sees it: is something there, fetch it, put it.

StorageError            S3 said no: the bucket or the key is missing, or it may not be read
└── UnreachableError    S3 did not answer
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from boto3.exceptions import S3UploadFailedError
from botocore.exceptions import BotoCoreError, ClientError

from tuningconsole.engine import clients


class StorageError(Exception):
    """S3 refused."""


class UnreachableError(StorageError):
    """S3 did not answer, or answered that it is broken; the same call may work later."""


@dataclass(frozen=True, slots=True)
class Location:
    """A bucket and a key or a prefix in it; `key` may be empty."""

    bucket: str
    key: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


def locate(uri: str) -> Location:
    """Return what an ``s3://bucket/key`` names.

    Raises:
        StorageError: it is no such URI.
    """
    scheme, _, rest = uri.partition("://")
    bucket, _, key = rest.partition("/")
    if scheme != "s3" or not bucket:
        raise StorageError(f"{uri} is not an s3:// URI.")
    return Location(bucket, key)


def client() -> Any:
    """Return the S3 client."""
    return clients.client("s3")


def has_objects(uri: str) -> bool:
    """Tell whether a key starts with the URI's; False too when there is no such bucket.

    Raises:
        UnreachableError: S3 does not answer.
        StorageError: the URI is none of S3.
    """
    at = locate(uri)
    with _translated():
        try:
            found = client().list_objects_v2(Bucket=at.bucket, Prefix=at.key, MaxKeys=1)
        except ClientError as error:
            if _status(error) in (403, 404):
                return False
            raise
    return bool(found.get("KeyCount"))


def keys(uri: str) -> Iterator[Location]:
    """Yield every object whose key starts with the URI's, folder markers left out."""
    at = locate(uri)
    with _translated():
        pages = client().get_paginator("list_objects_v2").paginate(Bucket=at.bucket, Prefix=at.key)
        for page in pages:
            for item in page.get("Contents", ()):
                if not item["Key"].endswith("/"):
                    yield Location(at.bucket, item["Key"])


def fetch(at: Location, path: Path) -> None:
    """Download one object to a file; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _translated():
        client().download_file(at.bucket, at.key, str(path))


def read(uri: str) -> bytes:
    """Return a small object, the one that the URI names."""
    at = locate(uri)
    with _translated():
        body: bytes = client().get_object(Bucket=at.bucket, Key=at.key)["Body"].read()
    return body


def upload(path: Path, uri: str) -> None:
    """Upload a file as the object that the URI names."""
    at = locate(uri)
    with _translated():
        client().upload_file(str(path), at.bucket, at.key)


def upload_open(file: BinaryIO, uri: str) -> None:
    """Upload an open file as the object that the URI names."""
    at = locate(uri)
    with _translated():
        client().upload_fileobj(file, at.bucket, at.key)


def write(content: bytes, uri: str) -> None:
    """Write a small object, the one that the URI names."""
    at = locate(uri)
    with _translated():
        client().put_object(Bucket=at.bucket, Key=at.key, Body=content)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        kind = UnreachableError if _status(error) >= 500 else StorageError
        raise kind(str(error)) from error
    except (BotoCoreError, S3UploadFailedError) as error:
        raise UnreachableError(str(error)) from error


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500))

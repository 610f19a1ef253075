"""Are the artifacts of models there? Asked once for a model, and for a package until S3 answers."""

import logging
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from tuningconsole.engine import storage
from tuningconsole.engine.artifacts import COMPLETED, FAILED, IN_PROGRESS, ModelPackage
from tuningconsole.engine.errors import DependencyError, ValidationError

log = logging.getLogger(__name__)


def artifacts_of(container: Mapping[str, Any]) -> list[str]:
    """Return the S3 URIs of a container's model data, or of a source algorithm's."""
    source = container.get("ModelDataSource", {}).get("S3DataSource", {})
    return [uri for uri in (container.get("ModelDataUrl"), source.get("S3Uri")) if uri]


def is_there(uri: str) -> bool:
    """Tell whether the object is on S3; of a URI that ends in a slash, anything under it.

    Raises:
        ValidationError: the URI is none of S3.
        DependencyError: S3 does not answer.
    """
    try:
        return _is_there(uri)
    except storage.UnreachableError as error:
        raise DependencyError("S3 could not be reached to look for the model data.") from error
    except storage.StorageError as error:
        raise ValidationError(f"This engine reads s3:// locations only: {uri}") from error


def look() -> None:
    """Look for the artifacts of every package in progress; S3 away leaves them as they are."""
    for package in ModelPackage.objects.filter(status=IN_PROGRESS).order_by("id"):
        try:
            reason = _missing(package)
        except storage.UnreachableError:
            log.warning("%s: S3 does not answer; looked for again", package.name)
            return
        except storage.StorageError as error:
            reason = str(error)
        ModelPackage.objects.filter(pk=package.pk, status=IN_PROGRESS).update(
            status=FAILED if reason else COMPLETED,
            failure_reason=reason[:1024],
            modified_at=timezone.now(),
        )


def _missing(package: ModelPackage) -> str:
    """Return why the package cannot be used, "" when all its artifacts are there."""
    sources = package.request.get("SourceAlgorithmSpecification", {}).get("SourceAlgorithms", [])
    for container in [*sources, *(package.inference or {}).get("Containers", ())]:
        for uri in artifacts_of(container):
            if not _is_there(uri):
                return f"ClientError: Could not find model data at {uri}."
    return ""


def _is_there(uri: str) -> bool:
    if uri.endswith("/"):
        return storage.has_objects(uri)
    try:
        return any(str(found) == uri for found in storage.keys(uri))
    except storage.UnreachableError:
        raise
    except storage.StorageError:
        storage.locate(uri)  # Raises for what is no URI of S3; a bucket that is not there is empty.
        return False

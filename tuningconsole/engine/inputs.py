"""Input data: the check that Create operations make before they accept a location."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from tuningconsole.engine import storage
from tuningconsole.engine.errors import DependencyError, ValidationError


def check(definition: Mapping[str, Any]) -> None:
    """Return if there is at least one object under every S3 location of the channels.

    Text: domain-rules.md 1.7, C11.

    Raises:
        ValidationError: there is none, or the location is not on S3.
        DependencyError: S3 does not answer.
    """
    for channel in definition.get("InputDataConfig", ()):
        uri = channel["DataSource"]["S3DataSource"]["S3Uri"]
        if not _has_objects(uri):
            bucket = uri.partition("://")[2].partition("/")[0]
            raise ValidationError(
                f'No S3 objects found under S3 URL "{uri}" given in input data source. Please'
                " ensure that the bucket exists in the selected region"
                f" ({settings.ENGINE_REGION}), that objects exist under that S3 prefix, and that"
                f' the role "{definition["RoleArn"]}" has "s3:ListBucket" permissions on bucket'
                f' "{bucket}".'
            )


def _has_objects(uri: str) -> bool:
    try:
        return storage.has_objects(uri)
    except storage.UnreachableError as error:
        raise DependencyError("S3 could not be reached to look for the input data.") from error
    except storage.StorageError as error:
        raise ValidationError(f"This engine reads s3:// locations only: {uri}") from error

"""What comes out of training, as SageMaker's Model and ModelPackage; nothing of it is served."""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

IN_PROGRESS, COMPLETED, FAILED = "InProgress", "Completed", "Failed"
PACKAGE_STATUSES = (IN_PROGRESS, COMPLETED, FAILED)
"""Those of botocore's `ModelPackageStatus` that a package of this engine can have."""


class Model(models.Model):
    """A model: `request` is CreateModel's, without its tags."""

    name = models.CharField(max_length=63)
    arn = models.CharField(max_length=2048, unique=True)
    request = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="model_name_is_unique")]
        indexes = [models.Index(fields=["created_at", "id"], name="model_created")]

    def __str__(self) -> str:
        return self.name


class ModelPackage(models.Model):
    """A model package without a group.

    Attributes:
        request: CreateModelPackage's, without its tags.
        inference: its algorithm's InferenceSpecification with the artifact in it, as it was then.
        status: InProgress until its artifact was looked for.
        failure_reason: why the artifact could not be had.
    """

    name = models.CharField(max_length=63)
    arn = models.CharField(max_length=2048, unique=True)
    request = models.JSONField()
    inference = models.JSONField(null=True)
    status = models.CharField(max_length=20, default=IN_PROGRESS)
    failure_reason = models.CharField(max_length=1024, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="model_package_name_is_unique"),
            models.CheckConstraint(
                condition=models.Q(status__in=PACKAGE_STATUSES), name="model_package_status"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="model_package_unseen",
                condition=models.Q(status=IN_PROGRESS),
            )
        ]

    def __str__(self) -> str:
        return self.name

"""What the engine keeps beside its jobs: algorithms, metrics, log lines, tags.

They are imported from `engine.models`, where Django looks for them.
"""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from tuningconsole.spec.states import AlgorithmStatus


class Algorithm(models.Model):
    """An algorithm resource. `request` is CreateAlgorithm's; `account` tells whose it is."""

    name = models.CharField(max_length=63)
    arn = models.CharField(max_length=2048, unique=True)
    account = models.CharField(max_length=12)
    request = models.JSONField()
    status = models.CharField(max_length=20, default=AlgorithmStatus.COMPLETED)
    product_id = models.CharField(max_length=256, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="algorithm_name_is_unique")
        ]

    def __str__(self) -> str:
        return self.arn


class Metric(models.Model):
    """One value that a training job's log gave for a metric; `id` is the order."""

    training_job = models.ForeignKey("engine.TrainingJob", models.CASCADE, related_name="metrics")
    name = models.CharField(max_length=255)
    value = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["training_job", "name", "id"], name="metric_of_job")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class LogEvent(models.Model):
    """One line of a log stream; the group is always /aws/sagemaker/TrainingJobs."""

    stream = models.CharField(max_length=512)
    at = models.DateTimeField()
    message = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["stream", "id"], name="log_event_of_stream")]

    def __str__(self) -> str:
        return self.message


class Tag(models.Model):
    """A tag of any resource, by the resource's ARN."""

    resource_arn = models.CharField(max_length=2048)
    key = models.CharField(max_length=128)
    value = models.CharField(max_length=256, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource_arn", "key"], name="tag_key_is_unique")
        ]
        indexes = [models.Index(fields=["key", "value"], name="tag_searched")]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"

    @classmethod
    def inherit(cls, arn: str, parent_arn: str) -> None:
        """Give a new resource the tags that its parent has now (domain-rules.md G4)."""
        tags = Tag.objects.filter(resource_arn=parent_arn).order_by("id")
        Tag.objects.bulk_create(Tag(resource_arn=arn, key=tag.key, value=tag.value) for tag in tags)

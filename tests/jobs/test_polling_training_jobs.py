"""The rows follow AWS: what runs, what is new, what changed, and nothing twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.jobs.rows import COUNTERS, NOW, aws, created, training
from tuningconsole.jobs import polling
from tuningconsole.jobs.models import TrainingJob

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=10)
RUNNING = {**COUNTERS, "InProgress": 2}


def test_a_job_is_described_by_one_worker() -> None:
    job = created(refresh_due_at=NOW)
    with aws(job.connection) as script:
        script.describes()
        script.lists_training_jobs()
        script.has_tags()
        assert polling.refresh(job.pk, NOW) is not None
        assert polling.refresh(job.pk, NOW) is None


def test_a_training_job_is_described_on_demand() -> None:
    parent = created(refresh_due_at=NOW, tags={})
    with aws(parent.connection) as script:
        script.describes()
        script.lists_training_jobs(training(1, "InProgress"))
        polling.refresh(parent.pk, NOW)
        line = training(1)
        script.describes_training_job(
            TrainingJobName=line["TrainingJobName"],
            TrainingJobArn=line["TrainingJobArn"],
            ModelArtifacts={"S3ModelArtifacts": "s3://samples/model.tar.gz"},
            TrainingJobStatus="Completed",
            SecondaryStatus="Completed",
            StoppingCondition={"MaxRuntimeInSeconds": 60},
            CreationTime=NOW,
            TrainingEndTime=LATER,
        )
        job = polling.describe_training_job(TrainingJob.objects.get().pk, timezone.now())
    assert job is not None
    assert (job.status, job.ended_at) == ("Completed", LATER)
    assert job.description["ModelArtifacts"]["S3ModelArtifacts"] == "s3://samples/model.tar.gz"

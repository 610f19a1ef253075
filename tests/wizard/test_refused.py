"""A job that AWS refused: its draft is opened again, with AWS's words at the inputs."""

from django.urls import reverse

from tests.wizard.pages import Pages
from tuningconsole.jobs.models import Reason, State, TuningJob

OUTPUT = "TrainingJobDefinitions.0.OutputDataConfig.S3OutputPath"
WORDS = "Bucket b is in another Region."


def refused(pages: Pages, job: TuningJob) -> str:
    """Have AWS refuse the draft's job for its output path; return the address that reopens it."""
    TuningJob.objects.filter(pk=job.pk).update(
        state=State.HELD,
        reason=Reason.INVALID,
        problems=[
            {"path": "TrainingJobDefinition.OutputDataConfig.S3OutputPath", "message": WORDS}
        ],
    )
    pages.draft.mark_submitted(job.uuid)
    return reverse("wizard:reopen", args=[job.uuid])


def test_it_opens_at_the_page_that_aws_complained_about(pages: Pages, job: TuningJob) -> None:
    pages.shown = pages.client.post(refused(pages, job), follow=True)
    pages.draft.refresh_from_db()
    assert pages.draft.job is None
    assert pages.shown.request["PATH_INFO"].endswith("/data/")
    assert f"SageMaker answered: {WORDS}" in pages.text
    [error] = pages.shown.context["form"].errors[OUTPUT]
    assert WORDS in error


def test_a_link_opens_no_draft(pages: Pages, job: TuningJob) -> None:
    assert pages.client.get(refused(pages, job)).status_code == 405
    pages.draft.refresh_from_db()
    assert pages.draft.job == job.uuid


def test_once_open_it_stays_open(pages: Pages, job: TuningJob) -> None:
    address = refused(pages, job)
    first, second = (pages.client.post(address) for _ in range(2))
    assert first["Location"] == second["Location"]

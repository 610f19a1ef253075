"""What to change after a failure: by AWS's words, as they are seen in public."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.jobs.conftest import CONFIG, DEFINITION, Make, trained
from tuningconsole.jobs import remedies
from tuningconsole.jobs.models import Reason, State, TuningJob
from tuningconsole.jobs.remedies import (
    INSTANCE_TYPE,
    LOG,
    PARALLEL,
    ROLE,
    ROWS,
    RUNTIME,
    VOLUME,
    Row,
)
from tuningconsole.spec import shapes
from tuningconsole.wizard.models import Draft

MEMORY = (
    "ClientError: Please use an instance type with more memory, or reduce the size of job data"
    " processed on an instance."
)
LARGER = "Choose a larger instance type than ml.m5.large, such as ml.m5.xlarge."
VOLUME_ADVICE = (
    "Enter a larger volume than 30 GB, or choose an instance type with disks of its own."
)
ROLE_ADVICE = "Choose a role that may do it, or add the permission to this role."
CASES: dict[str, tuple[str, str, str, str]] = {
    "memory": (MEMORY, INSTANCE_TYPE, "resources", LARGER),
    "memory at upload": (
        (
            "ClientError: Artifact upload failed:ClientError: Out of Memory. Please use a larger"
            " instance"
        ),
        INSTANCE_TYPE,
        "resources",
        LARGER,
    ),
    "memory of a GPU": (
        "AlgorithmError: RuntimeError: CUDA out of memory. Tried to allocate 2 GiB, exit code: 1",
        INSTANCE_TYPE,
        "resources",
        LARGER,
    ),
    "killed": ("AlgorithmError: , exit code: 137", INSTANCE_TYPE, "resources", LARGER),
    "memory of the engine": (
        "ClientError: The training ended: a host used more memory than a training may: 1 bytes.",
        INSTANCE_TYPE,
        "resources",
        LARGER,
    ),
    "disk at download": (
        "ClientError: Data download failed:Insufficient disk space",
        VOLUME,
        "resources",
        VOLUME_ADVICE,
    ),
    "disk of the program": (
        "AlgorithmError: OSError: [Errno 28] No space left on device, exit code: 1",
        VOLUME,
        "resources",
        VOLUME_ADVICE,
    ),
    "runtime": (
        "MaxRuntimeExceeded: the training job ran for 3600 seconds",
        RUNTIME,
        "resources",
        "Enter a longer maximum duration than 1 h 00 min.",
    ),
    "quota": (
        (
            "ResourceLimitExceeded: The account-level service limit 'ml.m4.xlarge for training job"
            " usage' is 0 Instances, with current utilization of 0 Instances and a request delta of"
            " 2 Instances."
        ),
        PARALLEL,
        "limits",
        "Enter fewer parallel training jobs, or have AWS raise the quota in Service Quotas.",
    ),
    "capacity": (
        (
            "CapacityError: Unable to provision requested ML compute capacity. Please retry using a"
            " different ML instance type."
        ),
        INSTANCE_TYPE,
        "resources",
        "Choose another instance type than ml.m5.large, or try again later.",
    ),
    "permission": (
        (
            "ClientError: User: arn:aws:sts::111122223333:assumed-role/Role/SageMaker is not"
            ' authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::data" because no'
            " identity-based policy allows the s3:ListBucket action"
        ),
        ROLE,
        "job",
        ROLE_ADVICE,
    ),
    "access denied": ("ClientError: Data download failed:Access denied", ROLE, "job", ROLE_ADVICE),
}
UNKNOWN = ("", "InternalServerError: We encountered an internal error. Please try again.")


@pytest.fixture
def failed(make_job: Make) -> TuningJob:
    return make_job(status="Failed", failure_reason="No training job succeeded after 5 attempts.")


def fails(job: TuningJob, reason: str, **values: Any) -> None:
    trained(job, 1, status="Failed", failure_reason=reason, **values)


def fix(client: Client, job: TuningJob) -> Any:
    return client.post(reverse("wizard:clone", args=[job.uuid]), {"fix": "1"})


def test_every_row_has_a_case_and_every_path_is_a_member_of_the_request() -> None:
    found = [remedies.row_of(reason) for reason, *_ in CASES.values()]
    assert [row for row in ROWS if row not in found] == [ROWS[-1]]
    for row in ROWS:
        assert row.source
        assert row.path == LOG or shapes.resolve(row.path.replace(".0.", ".*."))


@pytest.mark.parametrize(("reason", "path", "page", "advice"), CASES.values(), ids=CASES)
def test_the_draft_opens_at_the_field_and_says_what_failed_and_what_to_change(
    signed_in: Client, failed: TuningJob, reason: str, path: str, page: str, advice: str
) -> None:
    fails(failed, reason)
    answer = fix(signed_in, failed)
    draft = Draft.objects.get()
    assert answer["Location"] == f"/create/{draft.uuid}/{page}/#id_{path}"
    html = signed_in.get(answer["Location"]).content.decode()
    assert f'id="id_{path}"' in html
    row = remedies.row_of(reason)
    assert row
    cause = row.cause.format(name="trees-001-0123abcd")
    assert f"{cause} {advice} Nothing of it is changed yet." in html


def test_nothing_is_changed_silently(signed_in: Client, failed: TuningJob) -> None:
    fails(failed, MEMORY)
    signed_in.post(reverse("wizard:clone", args=[failed.uuid]))
    fix(signed_in, failed)
    plain, fixed = (draft.answers for draft in Draft.objects.order_by("pk"))
    name = "HyperParameterTuningJobName"
    assert plain.pop(name) != fixed.pop(name)
    assert plain == fixed


@pytest.mark.parametrize("reason", [*UNKNOWN, "AlgorithmError: , exit code: 1"])
def test_where_no_field_is_known_the_clone_opens_at_its_review(
    signed_in: Client, failed: TuningJob, reason: str
) -> None:
    fails(failed, reason)
    assert fix(signed_in, failed)["Location"].endswith("/review/")


def test_the_page_of_the_job_says_it_too(
    signed_in: Client, client: Client, vera: User, failed: TuningJob
) -> None:
    TuningJob.objects.filter(pk=failed.pk).update(counters={"NonRetryableError": 1})
    fails(failed, MEMORY)
    address = reverse("jobs:detail", args=[failed.uuid])
    html = signed_in.get(address).content.decode()
    assert "It ran out of memory. Choose a larger instance type." in html
    assert ">Clone and fix</button>" in html
    client.force_login(vera)
    assert ">Clone and fix</button>" not in client.get(address).content.decode()


@pytest.mark.parametrize("reason", UNKNOWN)
def test_what_is_not_known_has_no_row(reason: str) -> None:
    assert remedies.row_of(reason) is None


def test_an_error_of_the_program_leads_to_its_log() -> None:
    row = remedies.row_of("AlgorithmError: ValueError, exit code: 1")
    assert row == ROWS[-1]
    assert (row.path, row.what_to_do.split(".")[1].strip()[:12]) == (LOG, "Open its log")
    # Words of a program that only quotes the service's are not one.
    assert remedies.row_of("ClientError: no AlgorithmError") is None


@pytest.mark.parametrize(
    ("kind", "larger"),
    [
        ("ml.m5.4xlarge", "ml.m5.12xlarge"),
        ("ml.t3.medium", "ml.t3.large"),
        ("ml.m5.24xlarge", ""),
        ("ml.odd.large", ""),
        ("", ""),
    ],
)
def test_a_larger_instance_is_the_next_one_of_the_family(kind: str, larger: str) -> None:
    assert remedies._larger(kind) == larger


@pytest.mark.parametrize(("row", "page"), [(MEMORY, "resources-2"), ("Access denied", "access-2")])
def test_the_page_is_that_of_the_definition_that_failed(
    signed_in: Client, make_job: Make, row: str, page: str
) -> None:
    objective = CONFIG["HyperParameterTuningJobObjective"]
    ranges = CONFIG["ParameterRanges"]
    each = {**DEFINITION, "TuningObjective": objective, "HyperParameterRanges": ranges}
    large = {**DEFINITION["ResourceConfig"], "InstanceType": "ml.m5.12xlarge"}
    config = {
        name: value
        for name, value in CONFIG.items()
        if name not in {"HyperParameterTuningJobObjective", "ParameterRanges"}
    }
    described = {
        "HyperParameterTuningJobConfig": config,
        "TrainingJobDefinitions": [
            {**each, "DefinitionName": "small"},
            {**each, "DefinitionName": "large", "ResourceConfig": large},
        ],
    }
    job = make_job(status="Failed", description=described)
    fails(job, row, definition_name="large")
    answer = fix(signed_in, job)
    assert f"/{page}/#id_TrainingJobDefinitions.0." in answer["Location"]
    html = signed_in.get(answer["Location"]).content.decode()
    assert row != MEMORY or "than ml.m5.12xlarge, such as ml.m5.24xlarge." in html


def test_a_submission_held_for_a_quota_can_be_fixed(signed_in: Client, make_job: Make) -> None:
    message = "The account-level service limit 'ml.m5.large for training job usage' is 1 Instances."
    request = {
        "HyperParameterTuningJobName": "trees",
        "HyperParameterTuningJobConfig": CONFIG,
        "TrainingJobDefinition": DEFINITION,
    }
    held = {"state": State.HELD, "status": "", "reason": Reason.QUOTA, "message": message}
    job = make_job(**held, description=None, request=request, tags=None)
    assert "Clone and fix" in signed_in.get("/").content.decode()
    answer = fix(signed_in, job)
    assert f"/limits/#id_{PARALLEL}" in answer["Location"]
    TuningJob.objects.filter(pk=job.pk).update(reason=Reason.DENIED, message="Access denied")
    assert "Clone and fix" not in signed_in.get("/").content.decode()


def test_a_viewer_is_told_and_offered_nothing(
    client: Client, vera: User, failed: TuningJob
) -> None:
    fails(failed, MEMORY)
    client.force_login(vera)
    html = client.get("/").content.decode()
    assert "It ran out of memory. Choose a larger instance type." in html
    assert "Clone and fix" not in html
    assert fix(client, failed).status_code == 403


def test_a_row_is_found_in_any_case() -> None:
    row: Row | None = remedies.row_of("clienterror: NO SPACE LEFT ON DEVICE")
    assert row
    assert row.path == VOLUME

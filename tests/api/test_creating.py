"""Tuning jobs created and stopped by programs."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connections

from tests.api.conftest import Program, program_of, request_of
from tests.jobs.conftest import Make
from tuningconsole.api.models import Scope
from tuningconsole.audit.models import Entry
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm
from tuningconsole.jobs.models import State, TuningJob

pytestmark = pytest.mark.usefixtures("algorithm")


def test_a_request_becomes_a_submission(program: Program, alice: User) -> None:
    answer = program.create(request_of())
    assert answer.status_code == 201
    assert answer.json()["status"] == "Queued"
    job = TuningJob.objects.get(uuid=answer.json()["uuid"])
    assert (job.name, job.creator, job.state) == ("brought", alice, State.READY)
    verbs = Entry.objects.filter(target_type="TuningJob").values_list("verb", "actor_name")
    assert set(verbs) == {("submitted", "alice"), ("submitted by API", "alice")}


def test_the_same_key_and_request_make_one_job(program: Program) -> None:
    first, second = (program.create(request_of(), key="a") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["uuid"] == second.json()["uuid"]
    assert TuningJob.objects.count() == 1


def test_the_same_request_is_the_same_in_another_order_of_members(program: Program) -> None:
    program.create(request_of(), key="a")
    turned = dict(reversed(request_of().items()))
    assert program.create(turned, key="a").status_code == 200


@pytest.mark.parametrize("name", ["another", "Brought"])
def test_the_same_key_with_another_request_is_a_conflict(program: Program, name: str) -> None:
    program.create(request_of(), key="a")
    answer = program.create(request_of(HyperParameterTuningJobName=name), key="a")
    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")
    assert TuningJob.objects.count() == 1


def test_another_key_with_a_name_that_is_taken_is_a_conflict(program: Program) -> None:
    program.create(request_of())
    answer = program.create(request_of())
    assert (answer.status_code, answer.json()["code"]) == (409, "name_taken")
    assert answer.json()["problems"][0]["path"] == "HyperParameterTuningJobName"


def test_a_request_without_a_key_is_refused(program: Program) -> None:
    answer = program.post("tuning-jobs", request_of())
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["path"] == "Idempotency-Key"


def test_everything_wrong_is_told_with_its_path(program: Program) -> None:
    request = request_of(HyperParameterTuningJobName="-")
    limits = request["HyperParameterTuningJobConfig"]["ResourceLimits"]
    limits["MaxParallelTrainingJobs"] = 9
    request["TrainingJobDefinition"]["Bogus"] = 1
    del request["TrainingJobDefinition"]["RoleArn"]
    answer = program.create(request)
    assert answer.status_code == 422
    paths = {problem["path"] for problem in answer.json()["problems"]}
    assert {
        "HyperParameterTuningJobName",
        "HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs",
        "TrainingJobDefinition.Bogus",
        "TrainingJobDefinition.RoleArn",
    } <= paths
    assert not TuningJob.objects.exists()


def test_an_algorithm_that_nobody_knows_is_refused(program: Program) -> None:
    request = request_of()
    request["TrainingJobDefinition"]["AlgorithmSpecification"]["AlgorithmName"] = "bogus"
    [problem] = program.create(request).json()["problems"]
    assert problem["path"] == "TrainingJobDefinition.AlgorithmSpecification.AlgorithmName"


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{", b"\xff\xfe\x00", b'{"a":' * 5000, b"{}"], ids=repr
)
def test_what_is_no_request_is_refused(program: Program, body: bytes) -> None:
    answer = program.post("tuning-jobs", body, **{"Idempotency-Key": "a"})
    assert answer.status_code == 422
    assert answer.json()["problems"]


def test_a_check_tells_the_same_and_creates_nothing(program: Program) -> None:
    assert program.post("tuning-jobs/check", request_of()).json()["problems"] == []
    wrong = program.post("tuning-jobs/check", request_of(HyperParameterTuningJobName="-"))
    assert [one["path"] for one in wrong.json()["problems"]] == ["HyperParameterTuningJobName"]
    assert not TuningJob.objects.exists()


def test_a_running_job_is_stopped_once(program: Program, make_job: Make) -> None:
    job = make_job()
    answers = [program.post(f"tuning-jobs/{job.uuid}/stop") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json()["status"] == "Stopping"
    assert Entry.objects.filter(verb="asked to stop").count() == 1


def test_an_ended_job_cannot_be_stopped(program: Program, make_job: Make) -> None:
    job = make_job(status="Completed")
    answer = program.post(f"tuning-jobs/{job.uuid}/stop")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_running")


def test_who_may_only_look_changes_nothing(
    alice: User, vera: User, make_job: Make, connection: Connection
) -> None:
    job = make_job()
    for program in (program_of(alice, Scope.READ), program_of(vera, Scope.WRITE)):
        assert program.get("tuning-jobs").status_code == 200
        assert program.post("tuning-jobs/check", request_of()).status_code == 200
        assert program.create(request_of()).status_code == 403
        assert program.post(f"tuning-jobs/{job.uuid}/stop").status_code == 403
    assert TuningJob.objects.get().stop_requested_at is None


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_with_one_key_make_one_job(alice: User, algorithm: Algorithm) -> None:
    secret = program_of(alice).secret

    def send(_number: int) -> tuple[int, str]:
        try:
            answer = Program(secret).create(request_of(), key="at once")
            return answer.status_code, answer.json()["uuid"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(20)))
    assert {status for status, _ in answers} <= {200, 201}
    assert len({uuid for _, uuid in answers}) == 1
    assert TuningJob.objects.count() == 1


def test_a_key_is_a_persons_own(program: Program, bob: User) -> None:
    program.create(request_of(), key="a")
    other = request_of(HyperParameterTuningJobName=f"of-bob-{uuid4().hex[:8]}")
    assert program_of(bob).create(other, key="a").status_code == 201

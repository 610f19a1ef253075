"""What programs read, and what of other teams they do not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.api.conftest import Program, program_of
from tests.jobs.conftest import Make, trained
from tuningconsole import export
from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models import Reason, State


def test_a_job_says_how_it_stands(program: Program, make_job: Make, alice: User) -> None:
    job = make_job(creator=alice, best_name="trees-001", best_value=0.5)
    told = program.get(f"tuning-jobs/{job.uuid}").json()
    assert (told["name"], told["status"], told["is_final"]) == ("trees", "InProgress", False)
    assert (told["creator"], told["best_objective_value"]) == ("alice", 0.5)
    assert told["training_job_counters"] == {"Completed": 0, "InProgress": 0}


def test_a_held_job_says_why(program: Program, make_job: Make) -> None:
    problems = [{"path": "HyperParameterTuningJobName", "message": "Because."}]
    job = make_job(state=State.HELD, reason=Reason.INVALID, message="No.", problems=problems)
    told = program.get(f"tuning-jobs/{job.uuid}").json()
    assert told["status"] == "Held"
    assert told["hold"] == {"reason": "INVALID", "message": "No.", "problems": problems}


def test_the_list_has_pages_and_filters(program: Program, make_job: Make) -> None:
    start = timezone.now() - timedelta(days=1)
    for number in range(5):
        made = start + timedelta(minutes=number)
        make_job(f"job-{number}", created_at=made, status="Completed" if number % 2 else "Failed")
    first = program.get("tuning-jobs", limit=2).json()
    assert [job["name"] for job in first["jobs"]] == ["job-4", "job-3"]
    second = program.get("tuning-jobs", limit=2, page=first["older"]).json()
    assert [job["name"] for job in second["jobs"]] == ["job-2", "job-1"]
    assert second["newer"]
    failed = program.get("tuning-jobs", status="Failed").json()["jobs"]
    assert [job["name"] for job in failed] == ["job-4", "job-2", "job-0"]
    assert [job["name"] for job in program.get("tuning-jobs", q="b-3").json()["jobs"]] == ["job-3"]


def test_the_list_takes_four_queries(
    program: Program, make_job: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    program.get("me")
    for number in range(3):
        make_job(f"job-{number}")
        with django_assert_num_queries(4):
            assert len(program.get("tuning-jobs").json()["jobs"]) == number + 1


def test_training_jobs_have_pages(program: Program, make_job: Make) -> None:
    job = make_job()
    for number in range(3):
        trained(job, number, number / 10)
    told = program.get(f"tuning-jobs/{job.uuid}/training-jobs", limit=2).json()
    assert [one["objective_value"] for one in told["training_jobs"]] == [0.2, 0.1]
    assert told["older"]
    assert not told["newer"]


def test_a_job_is_exported(program: Program, make_job: Make) -> None:
    job = make_job()
    request = program.get(f"tuning-jobs/{job.uuid}/request").json()
    assert request["HyperParameterTuningJobName"] == "trees"
    formats = [one["name"] for one in program.get("export-formats").json()]
    assert formats == [one.name for one in export.formats()]
    for name in formats:
        told = program.get(f"tuning-jobs/{job.uuid}/exports/{name}").json()
        assert told["text"]
        assert told["file_name"].startswith("trees")
    assert program.get(f"tuning-jobs/{job.uuid}/exports/bogus").status_code == 404


def test_another_teams_job_is_not_there(make_job: Make, stranger: User) -> None:
    job, foreign = make_job(), program_of(stranger)
    paths = ["", "/training-jobs", "/request", "/exports/boto3_code", "/stop"]
    answers = [foreign.get(f"tuning-jobs/{job.uuid}{path}") for path in paths[:-1]]
    answers.append(foreign.post(f"tuning-jobs/{job.uuid}/stop"))
    assert [answer.status_code for answer in answers] == [404] * 5
    assert foreign.get("tuning-jobs").json()["jobs"] == []
    answer = foreign.get("tuning-jobs", connection=job.connection_id)
    assert (answer.status_code, answer.json()["problems"][0]["path"]) == (422, "connection")


def test_of_several_connections_one_is_named(program: Program, connection: Connection) -> None:
    second = Connection.objects.create(
        team=connection.team, name="other", kind="aws", region="us-east-1"
    )
    assert program.get("tuning-jobs").status_code == 422
    assert program.get("tuning-jobs", connection=second.pk).status_code == 200
    assert len(program.get("connections").json()) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "x"},
        {"connection": "x"},
        {"connection": 2**63},
        {"connection": -1},
        {"page": "x" * 201},
    ],
    ids=str,
)
def test_a_wrong_parameter_is_named(program: Program, query: dict[str, Any]) -> None:
    answer = program.get("tuning-jobs", **query)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["path"] == next(iter(query))


@pytest.mark.parametrize(
    "query", [{"q": "\0"}, {"status": "\0"}, {"page": "older.\0"}, {"page": "older.1.x"}], ids=str
)
def test_junk_finds_nothing_and_breaks_nothing(program: Program, query: dict[str, Any]) -> None:
    assert program.get("tuning-jobs", **query).status_code == 200


def test_a_database_that_is_away_is_told(program: Program) -> None:
    def ask() -> Any:
        # A thread has a connection of its own.
        own = connections["default"]
        own.settings_dict = {**own.settings_dict, "HOST": "127.0.0.1", "PORT": "1"}
        return Program(program.secret).get("me")

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask).result()
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer["Retry-After"]


def test_what_is_not_there_is_json(program: Program) -> None:
    for path in ("bogus", f"tuning-jobs/{uuid4()}", "tuning-jobs/bogus", "", "me/"):
        answer = program.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    answer = program.client.delete("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (405, "not_allowed")
    assert answer["Allow"] == "GET"


def test_a_program_is_answered_in_english_whatever_it_accepts(
    program: Program, make_job: Make
) -> None:
    make_job()
    program.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    for limit, status in ((1, 200), (0, 422)):
        answer = program.get("tuning-jobs", limit=limit)
        assert (answer.status_code, answer["Content-Language"]) == (status, "en")

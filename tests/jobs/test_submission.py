"""A submission is written once, under a name of its own."""

import threading
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connections

from tests.jobs.rows import NAME, REQUEST, created, place, submitted, written
from tuningconsole.audit.models import Entry
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import submission
from tuningconsole.jobs.models import Reason, State, TuningJob
from tuningconsole.jobs.submission import TAG, NameTaken

KEY = UUID(int=1)


def submit(user: User, connection: Connection, key: UUID, name: str = NAME) -> TuningJob:
    request = {**REQUEST, "HyperParameterTuningJobName": name}
    return submission.submit(
        user=user, team=connection.team, connection=connection, request=request, key=key
    )


@pytest.mark.django_db
def test_a_submission_waits_to_be_sent() -> None:
    user, connection = place()
    job = submit(user, connection, KEY)
    assert (job.state, job.name, job.creator) == (State.READY, NAME, user)
    assert (job.strategy, job.training_jobs_wanted) == ("Random", 4)
    assert job.due_at is not None
    assert list(TuningJob.objects.to_send(job.due_at)) == [job]
    assert Entry.objects.get(verb="submitted").actor == user


@pytest.mark.django_db
def test_the_same_key_is_the_same_submission() -> None:
    user, connection = place()
    first = submit(user, connection, KEY)
    assert submit(user, connection, KEY, name="another") == first
    assert TuningJob.objects.count() == 1


@pytest.mark.django_db
def test_a_key_is_one_persons() -> None:
    user, connection = place()
    other = User.objects.create_user("other")
    assert submit(user, connection, KEY) != submit(other, connection, KEY, name="another")


@pytest.mark.parametrize("name", [NAME, NAME.upper()])
@pytest.mark.django_db
def test_a_name_is_taken_whatever_its_case(name: str) -> None:
    user, connection = place()
    submit(user, connection, KEY)
    with pytest.raises(NameTaken):
        submit(user, connection, uuid4(), name=name)


@pytest.mark.django_db
def test_a_name_is_free_in_another_region() -> None:
    user, connection = place()
    submit(user, connection, KEY)
    elsewhere = Connection.objects.create(
        team=connection.team,
        name="elsewhere",
        kind=Connection.Kind.EMBEDDED,
        region="eu-west-1",
        account_id=connection.account_id,
    )
    assert submit(user, elsewhere, uuid4()).state == State.READY


@pytest.mark.parametrize(
    ("values", "is_free"),
    [
        ({"state": State.CANCELLED, "due_at": None}, True),
        ({"state": State.HELD, "reason": Reason.INVALID, "due_at": None}, True),
        ({"state": State.HELD, "reason": Reason.NAME_TAKEN, "due_at": None}, True),
        ({"state": State.HELD, "reason": Reason.QUOTA, "due_at": None}, False),
        ({"state": State.HELD, "reason": Reason.POISON, "due_at": None}, False),
        ({"state": State.GONE, "due_at": None}, False),
        ({"state": State.GONE, "due_at": None, "key": None}, True),
    ],
)
@pytest.mark.django_db
def test_only_what_made_no_job_gives_its_name_back(values: dict[str, Any], is_free: bool) -> None:
    earlier = submitted(**values)
    user = User.objects.create_user("other")
    if is_free:
        assert submit(user, earlier.connection, uuid4()).name == NAME
    else:
        with pytest.raises(NameTaken):
            submit(user, earlier.connection, uuid4())


@pytest.mark.django_db
def test_a_name_seen_at_aws_is_taken() -> None:
    found = created(key=None)
    with pytest.raises(NameTaken):
        submit(User.objects.create_user("other"), found.connection, uuid4())


@pytest.mark.django_db
def test_a_corrected_submission_replaces_the_refused_one() -> None:
    user, connection = place()
    refused = submit(user, connection, KEY)
    written(refused, state=State.HELD, reason=Reason.INVALID, due_at=None)
    again = submit(user, connection, uuid4())
    refused.refresh_from_db()
    assert (refused.state, again.state) == (State.CANCELLED, State.READY)


@pytest.mark.django_db
def test_the_request_that_was_given_is_not_changed() -> None:
    job = submitted()
    assert "Tags" not in REQUEST
    assert job.request["Tags"] == [{"Key": TAG, "Value": str(job.uuid)}]


def test_fifty_tags_are_kept_as_they_are() -> None:
    given = {"Tags": [{"Key": str(number), "Value": ""} for number in range(50)]}
    assert submission.tagged(given, KEY) == given


@pytest.mark.django_db(transaction=True)
def test_twenty_submissions_at_once_with_one_key_are_one_job() -> None:
    user, connection = place()
    together = threading.Barrier(20)
    found: list[int] = []

    def work() -> None:
        together.wait()
        found.append(submit(user, connection, KEY).pk)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == TuningJob.objects.count() == 1

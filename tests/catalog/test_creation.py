"""CreateAlgorithm: sent once, whatever AWS answers or does not answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError
from botocore.stub import Stubber
from django.urls import reverse
from django.utils import timezone

from tests.catalog.authoring import ARN, CHANNELS, Author, complete, described
from tests.catalog.conftest import As
from tuningconsole.audit.models import Entry
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection
from tuningconsole.catalog import refresh
from tuningconsole.catalog.authoring.creating import CLAIM
from tuningconsole.catalog.models import Algorithm, AlgorithmDraft
from tuningconsole.spec.described import SUBMISSION_TAG

pytestmark = pytest.mark.django_db

Script = Callable[..., Stubber]
TAKEN = f"Algorithm already exists: {ARN}"


@pytest.fixture
def author(browse_as: As, connection: Connection) -> Author:
    found = Author(browse_as("editor"))
    found.begin(complete())
    return found


@pytest.fixture
def sagemaker(script: Script) -> Stubber:
    """What is sent once."""
    return script("sagemaker", retries=False)


def looks(script: Script, key: str) -> None:
    """Let the console look at the algorithm, and at the tag that says whose it is."""
    script("sagemaker").add_response("describe_algorithm", described(), {"AlgorithmName": "forest"})
    script("sagemaker").add_response(
        "list_tags", {"Tags": [{"Key": SUBMISSION_TAG, "Value": key}]}, {"ResourceArn": ARN}
    )


def test_the_request_is_what_was_entered_and_the_algorithm_is_listed_at_once(
    author: Author, script: Script, sagemaker: Stubber
) -> None:
    expected = complete()
    expected["Tags"].append({"Key": SUBMISSION_TAG, "Value": str(author.draft.key)})
    sagemaker.add_response("create_algorithm", {"AlgorithmArn": ARN}, expected)
    script("sagemaker").add_response("describe_algorithm", described(), {"AlgorithmName": ARN})
    author.create()
    assert "Algorithm forest created." in author.html
    assert "Algorithm summary" in author.html
    assert "forest" in author.client.get(reverse("catalog:algorithms")).content.decode()
    entry = Entry.objects.get(verb="created")
    assert (entry.actor_name, entry.target_name, entry.team_name) == (
        "editor",
        "forest",
        "Foresters",
    )
    assert not AlgorithmDraft.objects.open().exists()


def test_a_second_click_leads_to_what_the_first_made(
    author: Author, script: Script, sagemaker: Stubber
) -> None:
    sagemaker.add_response("create_algorithm", {"AlgorithmArn": ARN})
    script("sagemaker").add_response("describe_algorithm", described())
    author.create()
    key = str(AlgorithmDraft.objects.get().key)
    author.create(key=key)  # The scripts have no second answer: a call would raise.
    assert "Algorithm summary" in author.html
    for page in ("training", "review"):
        author.open(page)
        assert "Algorithm summary" in author.html


def test_what_was_created_is_shown_in_its_own_connection(
    author: Author, connection: Connection, script: Script, sagemaker: Stubber
) -> None:
    connection.pk, connection.name = None, "another"
    connection.save()
    author.client.post(reverse("catalog:connection", args=[connection.pk]))
    sagemaker.add_response("create_algorithm", {"AlgorithmArn": ARN})
    script("sagemaker").add_response("describe_algorithm", described())
    author.create()
    assert "Algorithm summary" in author.html


def test_a_click_while_the_first_is_on_its_way_sends_nothing(author: Author) -> None:
    AlgorithmDraft.objects.update(claimed_until=timezone.now() + CLAIM)
    author.create()
    assert "The algorithm is being created already." in author.html
    assert not Algorithm.objects.exists()


def test_a_claim_of_a_process_that_died_ends(
    author: Author, script: Script, sagemaker: Stubber
) -> None:
    AlgorithmDraft.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    sagemaker.add_client_error("create_algorithm", "ValidationException", TAKEN)
    looks(script, str(author.draft.key))
    author.create()
    assert "Algorithm forest created." in author.html


def test_another_key_than_the_drafts_sends_nothing(author: Author) -> None:
    author.create(key="bogus")
    assert "<h1>Review and create</h1>" in author.html


def test_a_draft_with_errors_is_not_sent(author: Author) -> None:
    draft = author.draft
    draft.answers[f"{CHANNELS}.0.Name"] = ""
    draft.save()
    answer = author.create()
    assert answer.status_code == 422
    target = reverse("catalog:author", args=[draft.uuid, "training"])
    assert f'href="{target}#id_{CHANNELS}.0.Name">Channel 1, Channel name: Enter' in author.html


def test_a_name_that_is_taken_is_said_at_its_input_until_it_is_changed(
    author: Author, script: Script, sagemaker: Stubber
) -> None:
    sagemaker.add_client_error("create_algorithm", "ValidationException", TAKEN)
    looks(script, "somebody-elses")
    author.create()
    assert author.errors == {
        "AlgorithmName": ["Enter another name: the account has an algorithm of this name."]
    }
    author.press("_next", typed={"AlgorithmName": "forest-2"})
    author.open("training")
    assert author.errors == {}
    assert not Algorithm.objects.exists()


def test_what_aws_says_of_a_member_is_said_at_its_input(author: Author, sagemaker: Stubber) -> None:
    sagemaker.add_client_error(
        "create_algorithm",
        "ValidationException",
        "2 validation errors detected: Value 'x' at 'trainingSpecification.trainingChannels.1"
        ".member.name' failed to satisfy constraint: Member must be nice; Value 'y' at"
        " 'validationSpecification.validationProfiles.1.member.trainingJobDefinition"
        ".resourceConfig.instanceType' failed to satisfy constraint: Member must be small",
    )
    author.create()
    assert author.errors == {f"{CHANNELS}.0.Name": ["Member must be nice"]}
    author.open("validation")
    key = "ValidationSpecification.ValidationProfiles.0.TrainingJobDefinition"
    assert author.errors == {key: ["ResourceConfig.InstanceType: Member must be small"]}


def test_what_aws_says_of_no_member_is_said_on_the_review(
    author: Author, sagemaker: Stubber
) -> None:
    sagemaker.add_client_error("create_algorithm", "ValidationException", "It is not to be.")
    author.create()
    assert "<h1>Review and create</h1>" in author.html
    assert "It is not to be." in author.html


@pytest.mark.parametrize(
    ("code", "status"), [("ThrottlingException", 400), ("AccessDeniedException", 403)]
)
def test_what_aws_does_not_take_can_be_sent_again(
    author: Author, script: Script, sagemaker: Stubber, code: str, status: int
) -> None:
    sagemaker.add_client_error("create_algorithm", code, "Because.", http_status_code=status)
    author.create()
    assert "AWS did not take the request: Because. Nothing was created." in author.html
    sagemaker.add_response("create_algorithm", {"AlgorithmArn": ARN})
    script("sagemaker").add_response("describe_algorithm", described())
    author.create()
    assert "Algorithm forest created." in author.html


def break_connection(connection: Connection) -> Callable[[], None]:
    """Let the connection break once the next request was sent; return what mends it."""
    events = client_for(connection, "sagemaker", retries=False).meta.events

    def broken(**_: Any) -> None:
        raise ConnectionClosedError(endpoint_url="http://aws")

    events.register_first("before-call.sagemaker.CreateAlgorithm", broken)
    return lambda: events.unregister("before-call.sagemaker.CreateAlgorithm", broken)


def test_a_lost_answer_is_found_out_and_nothing_is_sent_again(
    author: Author, connection: Connection, script: Script
) -> None:
    mend = break_connection(connection)
    looks(script, str(author.draft.key))
    author.create()
    mend()
    assert "Algorithm forest created." in author.html
    assert Algorithm.objects.count() == 1


def test_a_lost_request_that_made_nothing_can_be_sent_again(
    author: Author, connection: Connection, script: Script, sagemaker: Stubber
) -> None:
    mend = break_connection(connection)
    script("sagemaker").add_client_error(
        "describe_algorithm", "ValidationException", "Algorithm forest does not exist."
    )
    author.create()
    mend()
    assert "AWS did not answer whether the algorithm was created." in author.html
    # Meanwhile the first request arrived: the name is taken, by our own algorithm.
    sagemaker.add_client_error("create_algorithm", "ValidationException", TAKEN)
    looks(script, str(author.draft.key))
    author.create()
    assert "Algorithm forest created." in author.html
    assert Algorithm.objects.count() == 1


def test_an_algorithm_that_cannot_be_described_yet_is_listed_as_pending(
    author: Author, script: Script, sagemaker: Stubber
) -> None:
    sagemaker.add_response("create_algorithm", {"AlgorithmArn": ARN})
    script("sagemaker").add_client_error(
        "describe_algorithm", "AccessDenied", "No.", http_status_code=403
    )
    author.create()
    kept = Algorithm.objects.get()
    assert (kept.name, kept.status) == ("forest", "Pending")
    assert kept.description["TrainingSpecification"] == complete()["TrainingSpecification"]


def test_fifty_tags_leave_no_room_for_the_consoles_own(
    author: Author, script: Script, sagemaker: Stubber
) -> None:
    document = complete() | {"Tags": [{"Key": f"k{n}", "Value": ""} for n in range(50)]}
    author.begin(document)
    sagemaker.add_response("create_algorithm", {"AlgorithmArn": ARN}, document)
    script("sagemaker").add_response("describe_algorithm", described())
    author.create()
    assert "Algorithm forest created." in author.html


def test_a_refresh_keeps_what_was_created_while_it_read_the_list(
    algorithm: Algorithm, connection: Connection, script: Script
) -> None:
    Algorithm.objects.update(seen_at=timezone.now() + timedelta(seconds=5))
    script("sagemaker").add_response("list_algorithms", {"AlgorithmSummaryList": []})
    refresh.algorithms(connection)
    assert Algorithm.objects.exists()
    Algorithm.objects.update(seen_at=timezone.now() - timedelta(seconds=5))
    script("sagemaker").add_response("list_algorithms", {"AlgorithmSummaryList": []})
    refresh.algorithms(connection)
    assert not Algorithm.objects.exists()

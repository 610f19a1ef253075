"""DeleteAlgorithm: who may, after what was typed, and what AWS's words become."""

from collections.abc import Callable

import pytest
from botocore.stub import Stubber
from django.urls import reverse

from tests.catalog.authoring import described
from tests.catalog.conftest import As
from tuningconsole.audit.models import Entry
from tuningconsole.catalog.models import Algorithm

pytestmark = pytest.mark.django_db

Script = Callable[..., Stubber]


@pytest.fixture
def sagemaker(script: Script) -> Stubber:
    """What is sent once."""
    return script("sagemaker", retries=False)


@pytest.fixture
def address(algorithm: Algorithm) -> str:
    return reverse("catalog:delete", args=[algorithm.pk])


@pytest.mark.parametrize("typed", ["", "decision-tree", "Decision-Trees"])
def test_only_the_name_as_it_is_deletes(browse_as: As, address: str, typed: str) -> None:
    client = browse_as("editor")
    assert "Jobs that used it stay" in client.get(address).content.decode()
    answer = client.post(address, {"name": typed})
    assert answer.status_code == 422
    assert Algorithm.objects.exists()


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_who_may_edit_deletes_and_it_is_written_down(
    browse_as: As, address: str, sagemaker: Stubber, role: str
) -> None:
    sagemaker.add_response("delete_algorithm", {}, {"AlgorithmName": "decision-trees"})
    answer = browse_as(role).post(address, {"name": " decision-trees "}, follow=True)
    assert "Algorithm decision-trees deleted." in answer.content.decode()
    assert not Algorithm.objects.exists()
    entry = Entry.objects.get(verb="deleted")
    assert (entry.actor_name, entry.target_name) == (role, "decision-trees")


def test_one_that_is_gone_already_goes_off_the_list(
    browse_as: As, address: str, sagemaker: Stubber
) -> None:
    sagemaker.add_client_error(
        "delete_algorithm", "ValidationException", "Algorithm decision-trees does not exist."
    )
    browse_as("editor").post(address, {"name": "decision-trees"})
    assert not Algorithm.objects.exists()


@pytest.mark.parametrize(
    ("code", "status", "message", "words"),
    [
        (
            "ValidationException",
            400,
            "Cannot delete Algorithm in InProgress status",
            "Wait until it has been created. AWS says: Cannot delete Algorithm in InProgress",
        ),
        ("ConflictException", 400, "In use.", "Nothing was deleted. AWS says: In use."),
        ("ThrottlingException", 400, "Rate exceeded", "Try again in a moment: nothing was deleted"),
        ("AccessDeniedException", 403, "No.", "Allow sagemaker:DeleteAlgorithm first"),
    ],
)
def test_what_cannot_be_deleted_stays_and_says_why(
    browse_as: As,
    address: str,
    sagemaker: Stubber,
    code: str,
    status: int,
    message: str,
    words: str,
) -> None:
    sagemaker.add_client_error("delete_algorithm", code, message, http_status_code=status)
    answer = browse_as("editor").post(address, {"name": "decision-trees"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Algorithm.objects.exists()


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_lost_answer_to_delete_is_found_out(
    browse_as: As, address: str, script: Script, sagemaker: Stubber, is_gone: bool
) -> None:
    sagemaker.add_client_error(
        "delete_algorithm", "InternalFailure", "Broken.", http_status_code=500
    )
    if is_gone:
        script("sagemaker").add_client_error(
            "describe_algorithm", "ValidationException", "It does not exist."
        )
    else:
        script("sagemaker").add_response("describe_algorithm", described())
    answer = browse_as("editor").post(address, {"name": "decision-trees"})
    assert answer.status_code == (302 if is_gone else 422)
    assert Algorithm.objects.exists() != is_gone


def test_a_subscription_is_removed_not_deleted(browse_as: As, address: str) -> None:
    Algorithm.objects.update(source=Algorithm.Source.SUBSCRIPTION)
    assert browse_as("editor").get(address).status_code == 404

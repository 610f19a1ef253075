"""The Algorithms pages: what they show, who may change what, and what AWS's words become."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.stub import Stubber
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.catalog.conftest import As
from tests.wizard.conftest import ROLE, description
from tuningconsole.audit.models import Entry
from tuningconsole.aws.models import Connection
from tuningconsole.catalog import refresh
from tuningconsole.catalog.algorithms import UNAVAILABLE
from tuningconsole.catalog.models import Algorithm, Lookup

pytestmark = pytest.mark.django_db

Script = Callable[..., Stubber]
SUBSCRIBED = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/forest"
CREATED = datetime(2026, 1, 2, tzinfo=UTC)


def described(arn: str = SUBSCRIBED, **members: Any) -> dict[str, Any]:
    answer = description() | {"AlgorithmArn": arn, "CreationTime": CREATED}
    return answer | {"AlgorithmName": "forest", "AlgorithmStatusDetails": {}} | members


def test_the_list_shows_names_status_and_actions(browse_as: As, algorithm: Algorithm) -> None:
    html = browse_as("editor").get(reverse("catalog:algorithms")).content.decode()
    assert reverse("catalog:algorithm", args=[algorithm.pk]) in html
    assert "Completed" in html
    assert "Create tuning job" in html
    assert "Create tuning job" not in (
        browse_as("viewer").get(reverse("catalog:algorithms")).content.decode()
    )


def test_the_number_of_queries_does_not_grow_with_the_algorithms(
    browse_as: As,
    algorithm: Algorithm,
    connection: Connection,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browse_as("viewer")
    for number in range(40):
        with django_assert_max_num_queries(8):
            client.get(reverse("catalog:algorithms"))
        algorithm.pk, algorithm.arn = None, f"arn:{number}"
        algorithm.save()


def test_the_summary_shows_everything_that_is_declared(browse_as: As, algorithm: Algorithm) -> None:
    address = reverse("catalog:algorithm", args=[algorithm.pk])
    html = browse_as("viewer").get(address).content.decode()
    for shown in (
        *("Channel specification", "training", "validation", "text/csv", "max_leaf_nodes"),
        *("2 to 1000", "gini, log", "validation:accuracy", "Maximize", "ml.m5.xlarge", "trees:1"),
    ):
        assert shown in html, shown


def test_the_metrics_lead_to_their_tester_and_back(browse_as: As, algorithm: Algorithm) -> None:
    client = browse_as("viewer")
    here = reverse("catalog:algorithm", args=[algorithm.pk])
    address = f"{reverse('jobs:metric-tester')}?algorithm={algorithm.pk}&next={here}"
    assert address.replace("&", "&amp;") in client.get(here).content.decode()
    tester = client.get(address).content.decode()
    assert "validation:accuracy" in tester
    assert f'href="{here}"' in tester
    algorithm.description["TrainingSpecification"]["MetricDefinitions"] = []
    algorithm.save()
    assert reverse("jobs:metric-tester") not in client.get(here).content.decode()


def test_what_an_algorithm_says_of_itself_is_only_text(browse_as: As, algorithm: Algorithm) -> None:
    hostile = "<script>alert(1)</script>"
    algorithm.description["AlgorithmDescription"] = hostile
    algorithm.save()
    address = reverse("catalog:algorithm", args=[algorithm.pk])
    html = browse_as("viewer").get(address).content.decode()
    assert hostile not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(
    ("name", "method"),
    [("algorithm", "get"), ("remove", "get"), ("remove", "post")],
)
def test_another_teams_algorithm_is_not_there(
    browse_as: As, algorithm: Algorithm, name: str, method: str
) -> None:
    Algorithm.objects.update(source=Algorithm.Source.SUBSCRIPTION)
    address = reverse(f"catalog:{name}", args=[algorithm.pk])
    assert getattr(browse_as("stranger"), method)(address).status_code == 404
    assert Algorithm.objects.count() == 1


def test_a_subscription_is_checked_and_kept(browse_as: As, script: Script) -> None:
    script("sagemaker").add_response(
        "describe_algorithm", described(), {"AlgorithmName": SUBSCRIBED}
    )
    answer = browse_as("editor").post(
        reverse("catalog:subscriptions"), {"arn": f" {SUBSCRIBED} "}, follow=True
    )
    assert "Subscription forest added." in answer.content.decode()
    kept = Algorithm.objects.get(arn=SUBSCRIBED)
    assert (kept.source, kept.status) == ("subscription", "Completed")
    assert Entry.objects.get(verb="added").target_name == "forest"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the ARN of the algorithm."),
        ("forest", "Enter an ARN such as"),
        (SUBSCRIBED.replace("us-east-2", "eu-west-1"), "Enter the ARN for us-east-2"),
    ],
)
def test_an_arn_that_cannot_be_one_is_refused_at_its_field(
    browse_as: As, connection: Connection, typed: str, message: str
) -> None:
    answer = browse_as("editor").post(reverse("catalog:subscriptions"), {"arn": typed})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert message in html
    assert f'value="{typed}"' in html or not typed


def test_an_arn_that_aws_refuses_keeps_what_was_typed_and_says_why(
    browse_as: As, script: Script
) -> None:
    words = "Algorithm forest does not exist."
    script("sagemaker").add_client_error("describe_algorithm", "ValidationException", words)
    answer = browse_as("editor").post(reverse("catalog:subscriptions"), {"arn": SUBSCRIBED})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{SUBSCRIBED}"' in html
    assert words in html
    assert not Algorithm.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("editor", 302)])
def test_editors_remove_subscriptions(
    browse_as: As, algorithm: Algorithm, role: str, status: int
) -> None:
    Algorithm.objects.update(source=Algorithm.Source.SUBSCRIPTION)
    address = reverse("catalog:remove", args=[algorithm.pk])
    client = browse_as(role)
    assert client.get(address).status_code == (200 if status == 302 else 403)
    assert client.post(address).status_code == status
    assert Algorithm.objects.exists() == (status == 403)


def test_a_new_role_is_created_with_its_policy_and_brought_back(
    browse_as: As, script: Script
) -> None:
    iam = script("iam", retries=False)
    arn = ROLE.replace("SageMakerRole", "my-role")
    role = {"Path": "/", "RoleName": "my-role", "RoleId": "A" * 16, "Arn": arn}
    iam.add_response("create_role", {"Role": role | {"CreateDate": CREATED}})
    iam.add_response(
        "attach_role_policy",
        {},
        {
            "RoleName": "my-role",
            "PolicyArn": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
        },
    )
    script("iam").add_response("list_roles", {"Roles": [], "IsTruncated": False})
    address = reverse("catalog:create-role")
    client = browse_as("admin")
    page = client.get(address, {"next": "/create/"}).content.decode()
    assert "AmazonSageMakerFullAccess" in page
    answer = client.post(address, {"name": "my-role", "next": "/create/"})
    assert answer["Location"] == "/create/?role=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fmy-role"
    assert Entry.objects.get(verb="created role").details == {"role": arn}


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_only_administrators_create_roles(browse_as: As, connection: Connection, role: str) -> None:
    address = reverse("catalog:create-role")
    assert browse_as(role).post(address, {"name": "my-role"}).status_code == 403


def test_a_role_that_aws_refuses_says_so_and_leads_nowhere_else(
    browse_as: As, script: Script
) -> None:
    script("iam", retries=False).add_client_error(
        "create_role", "EntityAlreadyExists", "Role with name my-role already exists."
    )
    answer = browse_as("admin").post(
        reverse("catalog:create-role"), {"name": "my-role", "next": "https://example.com/"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Role with name my-role already exists." in html
    assert "example.com" not in html


def test_s3_is_browsed_by_buckets_folders_and_objects(browse_as: As, script: Script) -> None:
    client = browse_as("viewer")
    s3 = script("s3")
    s3.add_response("list_buckets", {"Buckets": [{"Name": "samples", "CreationDate": CREATED}]})
    address = reverse("catalog:s3")
    assert "s3%3A%2F%2Fsamples%2F" in client.get(address).content.decode()
    s3.add_response(
        "list_objects_v2",
        {
            "CommonPrefixes": [{"Prefix": "a/<b>/"}],
            "Contents": [{"Key": "a/x.csv", "Size": 2048, "LastModified": CREATED}],
            "NextContinuationToken": "more&",
        },
        {"Bucket": "samples", "Prefix": "a/", "Delimiter": "/", "MaxKeys": 200},
    )
    html = client.get(address, {"uri": "s3://samples/a/"}).content.decode()
    assert "&lt;b&gt;/" in html
    assert "x.csv" in html
    assert "token=more%26" in html


@pytest.mark.parametrize("code", ["NoSuchBucket", "AccessDenied", "SlowDown", "InternalError"])
def test_what_s3_refuses_is_shown_on_the_page(browse_as: As, script: Script, code: str) -> None:
    script("s3").add_client_error("list_objects_v2", code, "Because.", http_status_code=403)
    answer = browse_as("viewer").get(reverse("catalog:s3"), {"uri": "s3://samples/"})
    assert answer.status_code == 200
    assert "Because." in answer.content.decode()


def test_reading_again_mirrors_what_is_there_and_marks_what_is_gone(
    algorithm: Algorithm, connection: Connection, script: Script
) -> None:
    own = SUBSCRIBED.replace("764419575721", "111122223333")
    Algorithm.objects.create(
        connection=connection,
        source=Algorithm.Source.SUBSCRIPTION,
        name="forest",
        arn=SUBSCRIBED,
        status="Completed",
        created_at=CREATED,
        description={},
    )
    line = {"AlgorithmName": "forest", "AlgorithmArn": own, "AlgorithmStatus": "Completed"}
    sagemaker = script("sagemaker")
    sagemaker.add_response(
        "list_algorithms", {"AlgorithmSummaryList": [line | {"CreationTime": CREATED}]}
    )
    sagemaker.add_response("describe_algorithm", described(own), {"AlgorithmName": own})
    sagemaker.add_client_error("describe_algorithm", "ValidationException", "does not exist")
    refresh.algorithms(connection)
    assert dict(Algorithm.objects.values_list("arn", "status")) == {
        own: "Completed",
        SUBSCRIBED: UNAVAILABLE,
    }


def test_a_list_that_cannot_be_read_keeps_what_it_had(
    connection: Connection, script: Script
) -> None:
    script("iam").add_client_error("list_roles", "AccessDenied", "Not allowed.")
    refresh.lookups(connection, [Lookup.Kind.ROLES])
    kept = Lookup.objects.get(connection=connection, kind=Lookup.Kind.ROLES)
    assert (kept.items[0]["value"], kept.error) == (ROLE, "Not allowed.")


def test_no_page_asks_aws_to_render(browse_as: As, algorithm: Algorithm, script: Script) -> None:
    """Whatever is asked, the scripts have no answer: a call would raise."""
    client = browse_as("admin")
    for name, arguments in (
        *(("catalog:algorithms", []), ("catalog:subscriptions", []), ("catalog:create-role", [])),
        *(("catalog:algorithm", [algorithm.pk]), ("jobs:list", []), ("wizard:start", [])),
    ):
        assert client.get(reverse(name, args=arguments)).status_code == 200, name
    started = client.post(reverse("wizard:start"), {"algorithm": algorithm.pk})
    assert client.get(started["Location"]).status_code == 200

"""Final and best values of training jobs: CloudWatch is asked once, after the page is there."""

from typing import Any

import pytest
from botocore.stub import ANY, Stubber
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.jobs.conftest import CONFIG, DEFINITION, Make, trained
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models import TuningJob


def address(job: TuningJob) -> str:
    query = "".join(f"t={row.name}&" for row in job.training_jobs.order_by("-pk"))
    return f"{reverse('jobs:bests', args=[job.uuid])}?{query}"


def knows(stub: Stubber, **values: list[float]) -> None:
    results = [{"Id": key, "Values": found} for key, found in values.items()]
    asked = {"MetricDataQueries": ANY, "StartTime": ANY, "EndTime": ANY}
    stub.add_response("get_metric_data", {"MetricDataResults": results}, asked)


def rows(html: str) -> list[list[str]]:
    found = []
    for line in html.split("<tr>")[2:]:
        cells = line.replace("</span>", "").split("<td")[1:]
        found.append([cell.partition("</td>")[0].rpartition(">")[2].strip() for cell in cells])
    return found


@pytest.mark.parametrize(
    ("kind", "best", "remarks"),
    [
        ("Maximize", "0.9", ["Was better before its end", ""]),
        ("Minimize", "0.1", ["Was better before its end", ""]),
    ],
)
def test_where_an_earlier_value_was_better_the_page_says_so(
    signed_in: Client,
    make_job: Make,
    connection: Connection,
    kind: str,
    best: str,
    remarks: list[str],
) -> None:
    objective = {"Type": kind, "MetricName": "validation:accuracy"}
    config = {**CONFIG, "HyperParameterTuningJobObjective": objective}
    asked: dict[str, Any] = {"HyperParameterTuningJobConfig": config}
    job = make_job(description={**asked, "TrainingJobDefinition": DEFINITION})
    trained(job, 1, 0.5)
    trained(job, 2, 0.6)
    with Stubber(client_for(connection, "cloudwatch")) as stub:
        knows(stub, min0=[0.1, 0.2], max0=[0.9], min1=[], max1=[])
        html = signed_in.get(address(job)).content.decode()
        stub.assert_no_pending_responses()
    assert rows(html) == [["0.5", best, remarks[0]], ["0.6", "\N{EN DASH}", remarks[1]]]
    assert "for 1 of them" in html


def test_a_final_value_that_is_the_best_has_no_remark(
    signed_in: Client, make_job: Make, connection: Connection
) -> None:
    job = make_job()
    trained(job, 1, 0.5)
    with Stubber(client_for(connection, "cloudwatch")) as stub:
        knows(stub, min0=[0.1], max0=[0.5])
        html = signed_in.get(address(job)).content.decode()
    assert rows(html) == [["0.5", "0.5", ""]]


def test_when_cloudwatch_does_not_answer_the_page_says_so(
    signed_in: Client, make_job: Make, connection: Connection
) -> None:
    job = make_job()
    trained(job, 1, 0.5)
    with Stubber(client_for(connection, "cloudwatch")) as stub:
        stub.add_client_error("get_metric_data", "AccessDenied", "Not <you>.", 403)
        html = signed_in.get(address(job)).content.decode()
    assert "The best values could not be read." in html
    assert "Not &lt;you&gt;." in html


def test_the_values_are_asked_for_after_the_page(
    signed_in: Client, client: Client, stranger: User, make_job: Make
) -> None:
    job = make_job()
    trained(job, 1, 0.5)
    html = signed_in.get(reverse("jobs:training-jobs", args=[job.uuid])).content.decode()
    assert f'hx-get="{reverse("jobs:bests", args=[job.uuid])}?t=trees-001' in html
    assert "<tbody>" in signed_in.get(reverse("jobs:bests", args=[job.uuid])).content.decode()
    client.force_login(stranger)
    assert client.get(address(job)).status_code == 404

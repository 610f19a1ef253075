"""Training jobs and tuning jobs side by side."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import CONFIG, DEFINITION, Make, trained
from tests.jobs.test_training_job_page import DESCRIBED
from tuningconsole.jobs.comparing import side_by_side
from tuningconsole.jobs.models import TrainingJob, TuningJob
from tuningconsole.ui.wording import NOTHING


def of_training_jobs(job: TuningJob, *rows: TrainingJob, more: str = "") -> str:
    query = "&".join(f"t={row.name}" for row in rows)
    return f"{reverse('jobs:compare', args=[job.uuid])}?{query}{more}"


def of_jobs(*jobs: TuningJob, more: str = "") -> str:
    return f"{reverse('jobs:compare-jobs')}?{'&'.join(f'job={job.pk}' for job in jobs)}{more}"


def row(html: str, label: str) -> tuple[bool, list[str]]:
    """Return whether the row of the label is marked, and its cells."""
    name = rf"{re.escape(label)}(?: <span[^/]*</span>)?"
    pattern = rf"<tr([^>]*)>\s*<th scope=\"row\">{name}</th>(.*?)</tr>"
    found = re.search(pattern, html, re.S)
    assert found, label
    return "differs" in found[1], re.findall(r"<td>([^<]*)</td>", found[2])


def test_what_differs_is_marked() -> None:
    told = [{("A", "x"): "1", ("A", "y"): "2"}, {("A", "x"): "1", ("B", "z"): "3"}]
    [first, second] = side_by_side(told)
    assert [(item.label, item.cells, item.differs) for item in first.rows] == [
        ("x", ["1", "1"], False),
        ("y", ["2", NOTHING], True),
    ]
    assert [item.label for item in second.rows] == ["z"]
    assert [
        item.label for part in side_by_side(told, only_differences=True) for item in part.rows
    ] == [
        "y",
        "z",
    ]


def test_training_jobs_stand_side_by_side_in_the_order_of_the_address(
    signed_in: Client, make_job: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job = make_job(best_name="trees-001-0123abcd")
    first = trained(job, 1, 0.9, description=DESCRIBED)
    second = trained(job, 2, 0.5)
    with django_assert_num_queries(6):
        html = signed_in.get(of_training_jobs(job, second, first)).content.decode()
    assert row(html, "Objective value (final)") == (True, ["0.5", "0.9"])
    assert row(html, "max_leaf_nodes") == (True, ["2", "1"])
    assert row(html, "criterion") == (False, ["gini", "gini"])
    assert row(html, "validation:accuracy") == (True, [NOTHING, "0.123457"])
    assert "badge-best" in html
    assert f'hx-get="{reverse("jobs:curves", args=[job.uuid])}?t={second.name}&amp;t=' in html
    # Of one the details are not known yet, and the page says so.
    assert "not yet of" in html
    only = signed_in.get(of_training_jobs(job, second, first, more="&only=1")).content.decode()
    assert "criterion" not in only


@pytest.mark.parametrize("count", [0, 1, 6])
def test_too_few_and_too_many_are_sent_back(signed_in: Client, make_job: Make, count: int) -> None:
    job = make_job()
    rows = [trained(job, number, 0.5) for number in range(1, 7)][:count]
    answer = signed_in.get(of_training_jobs(job, *rows), follow=True)
    assert answer.redirect_chain[0][0] == reverse("jobs:training-jobs", args=[job.uuid])
    assert "Select 2 to 5 training jobs to compare." in answer.content.decode()
    jobs = [make_job(f"job-{number}") for number in range(6)][:count]
    answer = signed_in.get(of_jobs(*jobs), follow=True)
    assert "Select 2 to 5 hyperparameter tuning jobs to compare." in answer.content.decode()


def test_training_jobs_are_selected_in_their_table(signed_in: Client, make_job: Make) -> None:
    job = make_job()
    trained(job, 1, 0.5)
    address = reverse("jobs:training-jobs", args=[job.uuid])
    assert 'id="compare"' not in signed_in.get(address).content.decode()
    second = trained(job, 2, 0.5)
    html = signed_in.get(address).content.decode()
    assert f'action="{reverse("jobs:compare", args=[job.uuid])}"' in html
    assert re.search(rf'name="t"\s+value="{second.name}"\s+form="compare"', html)


def test_a_viewer_selects_tuning_jobs_in_the_list_and_is_offered_nothing_else(
    client: Client, vera: User, make_job: Make
) -> None:
    first, second = make_job("first"), make_job("second")
    client.force_login(vera)
    html = client.get("/jobs/").content.decode()
    assert f'action="{reverse("jobs:compare-jobs")}"' in html
    for job in (first, second):
        assert re.search(rf'name="job"\s+value="{job.pk}"\s+form="several"', html)
    for word in ("Stop selected", "Tag selected", "Select all jobs"):
        assert word not in html
    html = client.get(of_jobs(first, second)).content.decode()
    assert "Compare hyperparameter tuning jobs" in html
    assert row(html, "Strategy") == (False, ["Bayesian", "Bayesian"])


def test_the_first_button_of_the_list_changes_nothing(signed_in: Client, make_job: Make) -> None:
    # A browser presses it for Enter in a checkbox.
    make_job()
    html = signed_in.get("/jobs/").content.decode().partition('id="several"')[2]
    assert re.findall(r">([^<>]+) selected<", html) == ["Compare", "Tag", "Stop"]


def test_tuning_jobs_stand_side_by_side(
    signed_in: Client, make_job: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def described(strategy: str, instance: str) -> dict[str, Any]:
        resources = {**DEFINITION["ResourceConfig"], "InstanceType": instance}
        return {
            "HyperParameterTuningJobConfig": {**CONFIG, "Strategy": strategy},
            "TrainingJobDefinition": {**DEFINITION, "ResourceConfig": resources},
        }

    first = make_job("first", best_value=0.5, description=described("Bayesian", "ml.m5.large"))
    second = make_job("second", description=described("Random", "ml.m5.large"))
    with django_assert_num_queries(5):
        html = signed_in.get(of_jobs(second, first)).content.decode()
    assert row(html, "Strategy") == (True, ["Random", "Bayesian"])
    assert row(html, "Best objective value") == (True, [NOTHING, "0.5"])
    assert row(html, "Instance type") == (False, ["ml.m5.large", "ml.m5.large"])
    assert row(html, "max_leaf_nodes")[0] is False
    assert (
        "Instance type"
        not in signed_in.get(of_jobs(first, second, more="&only=1")).content.decode()
    )


def test_nobody_compares_what_is_another_teams(
    client: Client, stranger: User, make_job: Make
) -> None:
    job, other = make_job(), make_job("other")
    rows = [trained(job, 1, 0.5), trained(job, 2, 0.5)]
    client.force_login(stranger)
    assert client.get(of_training_jobs(job, *rows)).status_code == 404
    assert client.get(of_jobs(job, other)).status_code == 302
    for junk in ("?job=x&job=-1", f"?job={'9' * 99}&job=٣", "?job=%00"):
        assert client.get(reverse("jobs:compare-jobs") + junk).status_code == 302

"""Warm start: the family of a tuning job with links both ways, and the best one of all of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import CONFIG, DEFINITION, Make
from tuningconsole.jobs.models import TuningJob

START = timezone.now() - timedelta(hours=9)
KIND = "IdenticalDataAndAlgorithm"


def after(*parents: str, **members: Any) -> dict[str, Any]:
    warm = {
        "WarmStartType": KIND,
        "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": it} for it in parents],
    }
    asked = {"HyperParameterTuningJobConfig": CONFIG, "TrainingJobDefinition": DEFINITION}
    return {**asked, **({"WarmStartConfig": warm} if parents else {}), **members}


@pytest.fixture
def jobs(make_job: Make) -> dict[str, TuningJob]:
    """First <- second <- third; second <- other; first has a parent that nobody knows."""
    made = {}
    for number, (name, parents) in enumerate(
        [
            ("first", ["forgotten"]),
            ("second", ["first"]),
            ("third", ["second", "first"]),
            ("other", ["second"]),
            ("alone", []),
        ]
    ):
        made[name] = make_job(
            name,
            status="Completed",
            created_at=START + timedelta(hours=number),
            description=after(*parents),
        )
    return made


def family(client: Client, job: TuningJob) -> str:
    where = reverse("jobs:family", args=[job.uuid])
    return client.get(where, headers={"HX-Request": "true"}).content.decode()


def told(html: str) -> list[str]:
    lines = [line.strip() for line in html.split("<tr")[2:]]
    return [line.partition('table__fixed">')[2].partition("<")[0] for line in lines]


def test_the_family_is_told_generation_by_generation_with_links(
    signed_in: Client, jobs: dict[str, TuningJob]
) -> None:
    html = family(signed_in, jobs["second"])
    assert told(html) == [
        "2 generations before",
        "Parent",
        "This tuning job",
        "Started from this one",
        "Started from this one",
    ]
    assert "Not known here" in html
    assert KIND in html
    for name in ("first", "third", "other"):
        assert f'href="{reverse("jobs:configuration", args=[jobs[name].uuid])}"' in html
    children = ["Started from this one", "Started from this one", "2 generations after"]
    assert told(family(signed_in, jobs["first"]))[-3:] == children


def test_who_has_no_family_is_told_so(
    signed_in: Client, jobs: dict[str, TuningJob], make_job: Make
) -> None:
    assert "It started from no other tuning job" in family(signed_in, jobs["alone"])
    assert "before it has ended" in family(signed_in, make_job("runs"))


def test_a_circle_of_names_ends(signed_in: Client, make_job: Make) -> None:
    for name, parent in (("a", "b"), ("b", "a")):
        job = make_job(name, status="Completed", description=after(parent))
        html = family(signed_in, job)
    assert html.count("<tr") == 3


def test_the_family_takes_a_query_a_generation(
    signed_in: Client,
    jobs: dict[str, TuningJob],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(9):
        family(signed_in, jobs["second"])


def test_the_family_is_loaded_after_the_configuration(
    signed_in: Client, client: Client, stranger: User, jobs: dict[str, TuningJob]
) -> None:
    page = reverse("jobs:configuration", args=[jobs["second"].uuid])
    address = reverse("jobs:family", args=[jobs["second"].uuid])
    assert f'hx-get="{address}"' in signed_in.get(page).content.decode()
    client.force_login(stranger)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("parent", "links"), [("first", 2), ("unknown", 0), ("second", 2)])
def test_the_overall_best_is_shown_with_whose_it_is(
    signed_in: Client, jobs: dict[str, TuningJob], parent: str, links: int
) -> None:
    best = {
        "TrainingJobName": "first-001-0123abcd",
        "TuningJobName": parent,
        "FinalHyperParameterTuningJobObjectiveMetric": {"MetricName": "m", "Value": 0.987654321},
    }
    TuningJob.objects.filter(pk=jobs["second"].pk).update(
        description=after("first", OverallBestTrainingJob=best)
    )
    html = signed_in.get(reverse("jobs:detail", args=[jobs["second"].uuid])).content.decode()
    part = html.partition("Overall best training job")[2].partition("</section>")[0]
    assert "0.987654" in part
    assert part.count("<a ") == links
    own = signed_in.get(reverse("jobs:detail", args=[jobs["alone"].uuid])).content.decode()
    assert "Overall best" not in own

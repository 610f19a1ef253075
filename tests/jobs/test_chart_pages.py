"""The charts of a tuning job: the tab, a page of each, figures as JSON, numbers as CSV."""

import csv
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import CONFIG, DEFINITION, Make, trained
from tuningconsole.charts import study
from tuningconsole.charts.every import CHARTS
from tuningconsole.jobs import points
from tuningconsole.jobs.models import TrainingJob, TuningJob


def address(job: TuningJob, name: str, *arguments: str) -> str:
    return reverse(f"jobs:{name}", args=[job.uuid, *arguments])


def described(**members: Any) -> dict[str, Any]:
    config = {**CONFIG, **members}
    return {"HyperParameterTuningJobConfig": config, "TrainingJobDefinition": DEFINITION}


@pytest.fixture
def job(make_job: Make) -> TuningJob:
    made = make_job(best_name="trees-002-0123abcd", best_value=0.9)
    for number, value in ((1, 0.5), (2, 0.9), (3, None)):
        trained(made, number, value)
    return made


@pytest.mark.parametrize("key", CHARTS)
def test_every_chart_has_a_figure_a_table_and_a_file(
    signed_in: Client, job: TuningJob, key: str
) -> None:
    figure = signed_in.get(address(job, "chart-figure", key)).json()
    assert bool(figure["pictures"]) != bool(figure["missing"])
    page = signed_in.get(address(job, "chart", key)).content.decode()
    assert CHARTS[key].title in page
    assert (figure["missing"] or "<table") in page
    asked = {"data": {"part": "table"}, "headers": {"HX-Request": "true"}}
    part = signed_in.get(address(job, "chart", key), **asked).content.decode()
    assert "<html" not in part
    answer = signed_in.get(address(job, "chart-numbers", key))
    assert answer["Content-Type"] == "text/csv"
    assert f"trees-{key}.csv" in answer["Content-Disposition"]


def test_the_tab_frames_every_chart_in_the_same_queries_for_any_number_of_training_jobs(
    signed_in: Client, job: TuningJob, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (3, 40):
        for number in range(4, count + 1):
            trained(job, number, 0.1)
        with django_assert_num_queries(10):
            html = signed_in.get(address(job, "charts")).content.decode()
    for key, kind in CHARTS.items():
        assert f'data-title="{kind.title}"' in html
        assert f'data-figure="{address(job, "chart-figure", key)}"' in html
        # Without scripts a link leads to the numbers.
        assert f'href="{address(job, "chart", key)}"' in html


def test_a_figure_takes_the_same_queries_for_any_number_of_training_jobs(
    signed_in: Client, job: TuningJob, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4, 30):
        trained(job, number, 0.1)
    with django_assert_num_queries(6):
        signed_in.get(address(job, "chart-figure", "history"))


def test_a_figure_is_built_again_only_when_something_changed(
    signed_in: Client, job: TuningJob, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    where = address(job, "chart-figure", "history")
    etag = signed_in.get(where)["ETag"]
    with django_assert_num_queries(5):
        same = signed_in.get(where, headers={"if-none-match": etag})
    assert same.status_code == 304
    assert same["Cache-Control"] == "private, no-cache"
    trained(job, 4, 0.95)
    changed = signed_in.get(where, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag
    other = signed_in.get(f"{where}?x=max_leaf_nodes", headers={"if-none-match": etag})
    assert other.status_code == 200


def test_numbers_are_whole_and_text_is_no_formula(signed_in: Client, make_job: Make) -> None:
    job = make_job()
    trained(job, 1, -0.123456789012, hyperparameters={"max_leaf_nodes": "=1+1", "=cmd": "-x"})
    answer = signed_in.get(address(job, "chart-numbers", "slices"))
    head, row = csv.reader(answer.content.decode().splitlines())
    assert head[2:] == ["Objective value", "max_leaf_nodes", "'=cmd"]
    assert row[2:] == ["-0.123456789012", "'=1+1", "'-x"]


def test_the_contour_is_of_the_hyperparameters_in_the_address(
    signed_in: Client, make_job: Make
) -> None:
    ranges = {
        "IntegerParameterRanges": [
            {"Name": name, "MinValue": "1", "MaxValue": "9", "ScalingType": "Linear"}
            for name in ("first", "second", "third")
        ]
    }
    job = make_job(description=described(ParameterRanges=ranges))
    for number in (1, 2, 3):
        tuned = {name: str(number) for name in ("first", "second", "third")}
        trained(job, number, number / 4, hyperparameters=tuned)
    query = {"x": "third", "y": "first"}
    html = signed_in.get(address(job, "charts"), query).content.decode()
    assert "figure.json?x=third&amp;y=first" in html
    assert "<option selected>third</option>" in html
    figure = signed_in.get(address(job, "chart-figure", "contour"), query).json()
    layout = figure["pictures"][0]["figure"]["layout"]
    assert layout["xaxis"]["title"]["text"] == "third"
    assert layout["yaxis"]["title"]["text"] == "first"
    junk = signed_in.get(address(job, "chart-figure", "contour"), {"x": "\x00<b>", "y": "no"})
    assert junk.status_code == 200


def test_without_training_jobs_there_is_nothing_to_draw(signed_in: Client, make_job: Make) -> None:
    job = make_job()
    assert "No training jobs" in signed_in.get(address(job, "charts")).content.decode()
    for key in CHARTS:
        assert signed_in.get(address(job, "chart-figure", key)).json()["missing"]
        assert signed_in.get(address(job, "chart", key)).status_code == 200


def test_no_such_chart(signed_in: Client, job: TuningJob) -> None:
    for name in ("chart", "chart-figure", "chart-numbers"):
        assert signed_in.get(address(job, name, "pie")).status_code == 404


def test_a_stranger_sees_no_chart(client: Client, stranger: User, job: TuningJob) -> None:
    client.force_login(stranger)
    assert client.get(address(job, "charts")).status_code == 404
    for name in ("chart", "chart-figure", "chart-numbers"):
        assert client.get(address(job, name, "history")).status_code == 404


def test_stopped_is_stopped_early_only_where_the_tuning_job_stops_early(make_job: Make) -> None:
    for number, (config, outcome) in enumerate(
        [
            ({}, study.STOPPED),
            ({"TrainingJobEarlyStoppingType": "Auto"}, study.EARLY),
            ({"Strategy": "Hyperband"}, study.EARLY),
        ]
    ):
        job = make_job(f"job-{number}", description=described(**config))
        trained(job, 1, 0.5, status="Stopped")
        [point] = points.study_of(job).points
        assert point.outcome == outcome


def test_ranges_are_as_declared_and_as_wide_as_what_was_tried(make_job: Make) -> None:
    ranges = {
        "IntegerParameterRanges": [
            {"Name": "depth", "MinValue": "1", "MaxValue": "9", "ScalingType": "Linear"}
        ],
        "ContinuousParameterRanges": [
            {"Name": "rate", "MinValue": "1e-5", "MaxValue": "1", "ScalingType": "Auto"},
            {"Name": "decay", "MinValue": "0", "MaxValue": "1", "ScalingType": "Logarithmic"},
        ],
        "CategoricalParameterRanges": [{"Name": "kind", "Values": ["b", "a"]}],
    }
    job = make_job(description=described(ParameterRanges=ranges))
    tuned = {"depth": "12", "rate": "0.1", "kind": "c", "left_to_autotune": "7", "word": "x"}
    trained(job, 1, 0.5, hyperparameters=tuned)
    found = {item.name: item for item in points.study_of(job).dimensions}
    assert (found["depth"].low, found["depth"].high) == (1, 12)
    assert [name for name, item in found.items() if item.is_log] == ["rate"]
    assert found["kind"].categories == ("b", "a", "c")
    assert found["left_to_autotune"].low == found["left_to_autotune"].high == 7
    assert found["word"].categories == ("x",)


def test_no_value_of_a_row_breaks_a_figure(signed_in: Client, make_job: Make) -> None:
    job = make_job(description={})
    trained(job, 1, None, started_at=None, ended_at=None, status="InProgress", hyperparameters={})
    trained(job, 2, float("inf"), hyperparameters={"a": "nan"})
    TrainingJob.objects.filter(tuning_job=job).update(objective_status="Failed")
    for key in CHARTS:
        answer = signed_in.get(address(job, "chart-figure", key))
        json.loads(answer.content, parse_constant=pytest.fail)

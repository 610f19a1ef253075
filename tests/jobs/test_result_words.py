"""Every word of the pages of tuning jobs and training jobs, and of charts, can be translated.

The language here is no real one: each message is set in brackets, so that what stands outside of
them was not marked.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.brackets import EDGES, OF_AWS, WORD, Page, outside, speaking
from tests.charts.studies import STUDIES, searched
from tests.jobs.conftest import CONFIG, DEFINITION, Make, trained
from tests.jobs.test_training_job_page import has_lines, logs
from tuningconsole.charts import curves
from tuningconsole.charts.curves import Run
from tuningconsole.charts.drawing import Chart
from tuningconsole.charts.every import CHARTS
from tuningconsole.charts.words import translated
from tuningconsole.jobs.models import TrainingJob, TuningJob
from tuningconsole.ui import words

Unmarked = Callable[..., set[str]]
NAMES = (
    "trees",
    "accuracy",
    "embedded",
    "alice",
    "forest",
    "max_leaf_nodes",
    "criterion",
    "project",
)
LENGTH = re.compile(r"(\d+ (d|h|min|s) ?(\(\d+ s)?)+")
SAGEMAKERS = {
    *("ARN", "Bayesian", "Completed", "File", "FullyReplicated", "Linear", "Logarithmic"),
    *("Maximize", "Off", "S3Prefix", "Starting", "Transfer learning", "TransferLearning"),
    *("Content type", "gini", "text/csv", "training"),
}
"""Values, and the names of members that have no place of their own."""


@pytest.fixture
def unmarked(in_brackets: Path, settings: Settings, signed_in: Client) -> Iterator[Unmarked]:
    """Return how to ask for what a page says that is in no message."""
    signed_in.cookies[configured.LANGUAGE_COOKIE_NAME] = "de"

    def ask(address: str, **posted: Any) -> set[str]:
        answer = signed_in.post(address, posted) if posted else signed_in.get(address)
        html = answer.content.decode()
        assert answer.status_code in {200, 422}
        assert "⟦" in html
        texts = {text.strip(EDGES) for text in Page(outside(html)).texts}
        left = {text for text in texts - SAGEMAKERS if WORD.search(text)}
        left = {text for text in left if not (OF_AWS.fullmatch(text) or LENGTH.fullmatch(text))}
        return {text for text in left if not any(name in text for name in NAMES)}

    with speaking(in_brackets):
        yield ask


@pytest.fixture
def job(make_job: Make) -> TuningJob:
    warm = {
        "WarmStartType": "TransferLearning",
        "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": "older-trees"}],
    }
    asked = {"HyperParameterTuningJobConfig": CONFIG, "TrainingJobDefinition": DEFINITION}
    made = make_job(
        "trees",
        status="Completed",
        best_name="trees-001-0123abcd",
        counters={"Completed": 2},
        description={**asked, "WarmStartConfig": warm},
    )
    for number, value in enumerate((0.5, None, 0.75), 1):
        trained(made, number, value)
    return made


@pytest.fixture
def training_job(job: TuningJob) -> TrainingJob:
    at = job.created_at.isoformat()
    phase = {"Status": "Starting", "StartTime": at, "EndTime": at, "StatusMessage": "trees grow"}
    row = job.training_jobs.order_by("name")[0]
    row.description = {
        "TrainingJobStatus": "Completed",
        "SecondaryStatus": "Completed",
        "ResourceConfig": DEFINITION["ResourceConfig"],
        "RoleArn": DEFINITION["RoleArn"],
        "FinalMetricDataList": [{"MetricName": "trees", "Value": 0.5, "Timestamp": at}],
        "SecondaryStatusTransitions": [phase],
    }
    row.described_at = job.created_at
    row.save()
    return row


@pytest.mark.django_db
def test_a_tuning_job_s_pages_are_marked(
    unmarked: Unmarked, job: TuningJob, make_job: Make
) -> None:
    empty = make_job("empty-trees")
    names = ("detail", "training-jobs", "charts", "definition", "configuration", "family", "bests")
    for name in names:
        for row in (job, empty):
            address = reverse(f"jobs:{name}", args=[row.uuid])
            assert unmarked(address) == set(), address
    for key in CHARTS:
        address = reverse("jobs:chart", args=[job.uuid, key])
        assert unmarked(address) == set(), address


@pytest.mark.django_db
def test_a_training_job_s_pages_are_marked(
    unmarked: Unmarked, job: TuningJob, training_job: TrainingJob
) -> None:
    where = [job.uuid, training_job.name]
    assert unmarked(reverse("jobs:training-job", args=where)) == set()
    with logs(job.connection) as stub:
        has_lines(stub, "trees 0.5")
        assert unmarked(reverse("jobs:log", args=where)) == set()
    assert unmarked(reverse("jobs:create-model", args=[job.uuid])) == set()
    assert unmarked(reverse("jobs:create-model", args=[job.uuid]), name="") == set()
    typed = {"name": ["trees", ""], "regex": ["(.*)", "("], "log": "0.5\nx"}
    assert unmarked(reverse("jobs:metric-tester"), **typed) == set()


@pytest.mark.django_db
def test_figures_are_in_the_reader_s_language_and_files_are_not(
    unmarked: Unmarked, signed_in: Client, job: TuningJob
) -> None:
    assert unmarked(reverse("jobs:charts", args=[job.uuid])) == set()
    where = reverse("jobs:chart-figure", args=[job.uuid, "history"])
    german = signed_in.get(where)
    assert german.json()["about"].startswith("validation:accuracy: ⟦higher is better⟧.")
    del signed_in.cookies[configured.LANGUAGE_COOKIE_NAME]
    kept = {"If-None-Match": german["ETag"]}
    english = signed_in.get(where, headers=kept)
    assert english.json()["about"].startswith("validation:accuracy: higher is better.")
    signed_in.cookies[configured.LANGUAGE_COOKIE_NAME] = "de"
    file = signed_in.get(reverse("jobs:chart-numbers", args=[job.uuid, "history"]))
    assert file.content.decode().startswith("No.,Training job,Outcome,")


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("key", CHARTS)
def test_why_there_is_no_chart_is_a_message(key: str, name: str) -> None:
    missing = in_messages(CHARTS[key].build(STUDIES[name], ()).missing)
    assert outside(missing) == ""


@pytest.mark.parametrize("key", CHARTS)
@pytest.mark.parametrize("kind", ["Maximize", "Minimize", ""])
def test_charts_say_everything_by_messages(key: str, kind: str) -> None:
    study = searched(40, kind)
    said = list(said_by(CHARTS[key].build(study, ())))
    assert said
    known = ("trees-", "accuracy", "depth", "rate", "criterion", "gini", "entropy", "log_loss")
    left = {outside(text) for text in said}
    assert {
        text for text in left if WORD.search(text) and not any(n in text for n in known)
    } == set()


@pytest.mark.parametrize("kind", ["Maximize", "Minimize", ""])
def test_learning_curves_say_everything_by_messages(kind: str) -> None:
    runs = [Run("trees-1", {"accuracy": [0.5, 0.25]}), Run("trees-2", {"accuracy": [0.5]})]
    said = {outside(text) for text in said_by(curves.build(runs, "accuracy", kind))}
    assert {text for text in said if "trees" not in text} <= {"", "accuracy", "1", "2"}


def said_by(chart: Chart) -> Iterator[str]:
    """Yield what a chart says, each message in brackets."""
    yield from in_messages([*chart.sentences, *chart.table.head])
    yield from (
        cell for row in in_messages(chart.table.rows) for cell in row if isinstance(cell, str)
    )
    for picture in chart.pictures:
        figure = in_messages(picture.figure)
        for trace in figure["data"]:
            yield trace.get("name", "")
            yield from (text for text in trace.get("hovertext", ()) if text)
        layout = figure["layout"]
        yield from (layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis"))
        yield from (note["text"] for note in layout.get("annotations", ()))


def in_messages(value: Any) -> Any:
    return translated(value, lambda text: f"⟦{text}⟧" if text in MESSAGES else text)


MESSAGES = {message.id for message in words.catalog()}

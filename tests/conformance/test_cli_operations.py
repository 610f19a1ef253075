"""Every operation of the engine by the AWS CLI, with its skeletons, pages and waiter."""

import ast
from collections.abc import Mapping
from typing import Any

import pytest
from botocore import xform_name

from tests.architecture.sources import files
from tests.conformance import tour
from tests.conformance.clients import Clients
from tests.conformance.tour import GROUP, TRAINING, TUNING, Tour, of
from tuningconsole.spec import shapes

pytestmark = [pytest.mark.stack, pytest.mark.slow]

LIST_CHILDREN = ("sagemaker", "list-training-jobs-for-hyper-parameter-tuning-job")
CHILDREN = (*LIST_CHILDREN, "--hyper-parameter-tuning-job-name", TUNING)


@pytest.fixture(scope="module")
def toured(clients: Clients, account: dict[str, str]) -> Tour:
    made = Tour(clients, account)
    made.go()
    return made


@pytest.fixture(scope="module")
def answers(toured: Tour) -> Mapping[tuple[str, str], Any]:
    return toured.answers


def offered() -> set[tuple[str, str]]:
    """Return each (service, operation) of the engine, as its sources have them.

    The engine's own table needs the engine's settings, which the tests of the console do not have.
    """
    found = set()
    for path in files("*.py", "tuningconsole/engine/operations"):
        for node in ast.parse(path.read_text()).body:
            for mark in getattr(node, "decorator_list", ()):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "operation":
                    service = ast.literal_eval(mark.args[0]) if mark.args else "sagemaker"
                    names = shapes.service_model(service).operation_names
                    found |= {(service, name) for name in names if xform_name(name) == node.name}
    return found


def test_a_skeleton_filled_in_becomes_a_job_that_completes(answers: Any) -> None:
    job = of(answers, "DescribeHyperParameterTuningJob")
    assert job["HyperParameterTuningJobStatus"] == "Completed"
    assert job["TrainingJobStatusCounters"]["Completed"] == 2
    listed = of(answers, "ListHyperParameterTuningJobs")["HyperParameterTuningJobSummaries"]
    assert [row["HyperParameterTuningJobName"] for row in listed] == [TUNING]
    children = of(answers, "ListTrainingJobsForHyperParameterTuningJob")["TrainingJobSummaries"]
    best = job["BestTrainingJob"]["TrainingJobName"]
    assert best in [child["TrainingJobName"] for child in children]
    assert len(children) == 2


def test_the_log_has_the_value_that_the_training_job_ended_with(
    answers: Any, clients: Clients
) -> None:
    option = ("--training-job-name", TRAINING)
    training = clients.aws("sagemaker", "describe-training-job", *option)
    [value] = [
        metric["Value"]
        for metric in training["FinalMetricDataList"]
        if metric["MetricName"] == "validation:accuracy"
    ]
    lines = [event["message"] for event in of(answers, "GetLogEvents", "logs")["events"]]
    said = [line for line in lines if line.startswith("validation:accuracy=")]
    assert float(said[-1].partition("=")[2]) == pytest.approx(value, abs=1e-6)
    found = of(answers, "FilterLogEvents", "logs")["events"]
    assert [event["message"] for event in found] == lines
    [stream] = of(answers, "DescribeLogStreams", "logs")["logStreams"]
    assert {event["logStreamName"] for event in found} == {stream["logStreamName"]}


def test_what_is_stopped_ends_stopped(answers: Any, clients: Clients) -> None:
    training = ("--training-job-name", tour.STOPPED)
    found = clients.aws("sagemaker", "describe-training-job", *training)
    assert (found["TrainingJobStatus"], found["SecondaryStatus"]) == ("Stopped", "Stopped")
    assert clients.ended(tour.STOPPED)["HyperParameterTuningJobStatus"] == "Stopped"
    listed = of(answers, "ListTrainingJobs")["TrainingJobSummaries"]
    assert TRAINING in [job["TrainingJobName"] for job in listed]


def test_a_training_job_becomes_a_model(answers: Any) -> None:
    package = of(answers, "DescribeModelPackage")
    assert package["ModelPackageStatus"] == "Completed"
    artifact = package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]
    assert artifact.endswith(f"/{TRAINING}/output/model.tar.gz")
    model = of(answers, "DescribeModel")
    assert model["PrimaryContainer"]["ModelPackageName"] == package["ModelPackageArn"]
    assert [row["ModelName"] for row in of(answers, "ListModels")["Models"]] == [tour.MODEL]


def test_tags_are_kept_and_searched(answers: Any) -> None:
    assert of(answers, "ListTags")["Tags"] == [{"Key": "tour", "Value": "cli"}]
    [found] = of(answers, "Search")["Results"]
    assert found["TrainingJob"]["TrainingJobName"] == TRAINING
    assert found["TrainingJob"]["HyperParameters"]["max_leaf_nodes"] == "7"


def test_the_waiter_returns_once_a_training_job_has_completed(
    answers: Any, clients: Clients
) -> None:
    waiter = ("sagemaker", "wait", "training-job-completed-or-stopped", "--training-job-name")
    assert clients.aws(*waiter, TRAINING) is None
    assert clients.aws(*waiter, tour.STOPPED) is None
    ended = "Waiter TrainingJobCompletedOrStopped failed: Waiter encountered a terminal failure"
    assert ended in clients.refusal(*waiter, tour.FAILED)
    missing = "Matched expected service error code: ValidationException"
    assert missing in clients.refusal(*waiter, "never-made")


def test_the_clis_own_pages_go_through_the_services(answers: Any, clients: Clients) -> None:
    whole = of(answers, "ListTrainingJobsForHyperParameterTuningJob")["TrainingJobSummaries"]
    by_one = clients.aws(*CHILDREN, "--page-size", "1")["TrainingJobSummaries"]
    assert by_one == whole
    first = clients.aws(*CHILDREN, "--page-size", "1", "--max-items", "1")
    rest = clients.aws(*CHILDREN, "--page-size", "1", "--starting-token", first["NextToken"])
    assert first["TrainingJobSummaries"] + rest["TrainingJobSummaries"] == whole
    assert "NextToken" not in rest
    bare = clients.aws(*CHILDREN, "--no-paginate", "--max-results", "1")
    assert (len(bare["TrainingJobSummaries"]), "NextToken" in bare) == (1, True)


def test_the_logs_pages_are_put_together(answers: Any, clients: Clients) -> None:
    prefix = ("--log-group-name", GROUP, "--log-stream-name-prefix", f"{TRAINING}/")
    found = clients.aws("logs", "filter-log-events", *prefix, "--page-size", "2")
    assert found["events"] == of(answers, "FilterLogEvents", "logs")["events"]
    one = clients.aws("logs", "filter-log-events", *prefix, "--filter-pattern", "accuracy")
    assert 0 < len(one["events"]) < len(found["events"])


def test_sorting_and_filters_are_the_services(answers: Any, clients: Clients) -> None:
    by_value = ("--sort-by", "FinalObjectiveMetricValue", "--sort-order", "Descending")
    names = ("--query", "TrainingJobSummaries[].TrainingJobName")
    value = "FinalHyperParameterTuningJobObjectiveMetric.Value"
    best = of(answers, "DescribeHyperParameterTuningJob")["BestTrainingJob"]
    values = clients.aws(*CHILDREN, *by_value, "--query", f"TrainingJobSummaries[].{value}")
    assert values[0] == best["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] >= values[1]
    assert clients.aws(*CHILDREN, "--status-equals", "Failed", *names) == []
    failed = ("--status-equals", "Failed", "--name-contains", "on-the-tour")
    assert clients.aws("sagemaker", "list-training-jobs", *failed, *names) == [tour.FAILED]


def test_every_operation_of_the_engine_was_asked_and_what_was_deleted_is_gone(
    toured: Tour, clients: Clients
) -> None:
    toured.clean_up()
    assert set(toured.answers) == offered()
    said = clients.refusal("sagemaker", "describe-training-job", "--training-job-name", TRAINING)
    assert "(ValidationException)" in said
    assert "Requested resource not found." in said
    by_name = ("--hyper-parameter-tuning-job-name", TUNING)
    said = clients.refusal("sagemaker", "describe-hyper-parameter-tuning-job", *by_name)
    assert "(ResourceNotFound) when calling the DescribeHyperParameterTuningJob" in said

"""What the tests of Search look for, and how they ask."""

from typing import Any

from tests.engine.calls import Calls, channel
from tests.engine.operations.store import store, training_job, tuning_job

ARN = "arn:aws:sagemaker:us-east-2:123456789012"
TRAINING, TUNING = "TrainingJob", "HyperParameterTuningJob"
MINE = {"Name": "Tags.suite", "Value": "search"}
CONFIG = "HyperParameterTuningJobConfig"


def tagged(kind: str, name: str, **tags: str) -> list[dict[str, Any]]:
    arn = f"{ARN}:{kind}/{name}"
    given = {"suite": "search"} | tags
    return [{"resource_arn": arn, "key": key, "value": value} for key, value in given.items()]


def of_two_definitions(name: str) -> dict[str, Any]:
    """Return a tuning job whose second definition has another objective."""
    row = tuning_job(name, modified_at=0)
    single = row["request"].pop("TrainingJobDefinition")
    config = row["request"][CONFIG]
    ranges = config.pop("ParameterRanges")
    config.pop("HyperParameterTuningJobObjective")
    row["request"]["TrainingJobDefinitions"] = [
        single
        | {
            "DefinitionName": metric,
            "TuningObjective": {"Type": kind, "MetricName": metric},
            "HyperParameterRanges": ranges,
        }
        for metric, kind in (("loss", "Minimize"), ("score", "Maximize"))
    ]
    return row


def fill(calls: Calls) -> None:
    """Write four training jobs, three of a tuning job's, and three tuning jobs."""
    channels = [channel("s3://one/cat", "train"), channel("s3://two/dog", "test")]
    other = [channel("s3://two/cat", "train"), channel("s3://one/dog", "test")]
    definition = "ResourceConfig.InstanceType"
    store(
        calls.stack,
        TuningJob=[
            tuning_job("st-a", modified_at=1),
            tuning_job("st-b", modified_at=3, status="Failed", failure_reason="No luck"),
            tuning_job(
                "st-c", modified_at=2, changes={f"{CONFIG}.ResourceLimits.MaxRuntimeInSeconds": 900}
            ),
            of_two_definitions("two"),
        ],
        TrainingJob=[
            training_job(
                "s-a",
                parent="st-a",
                number=1,
                tuned={"lr": "0.1", "x.y": "dotted"},
                metrics={"acc": 0.9},
                objective_value=0.9,
                objective_status="Succeeded",
                modified_at=4,
                changes={"InputDataConfig": channels, "StaticHyperParameters.kind": "a"},
            ),
            training_job(
                "s-b",
                parent="st-a",
                number=2,
                tuned={"lr": "0.45"},
                metrics={"acc": 0.5},
                objective_value=0.5,
                objective_status="Succeeded",
                status="Failed",
                secondary_status="Failed",
                failure_reason='AlgorithmError: 100% _done\\ "so"',
                modified_at=3,
                changes={"InputDataConfig": other},
            ),
            training_job(
                "s-c",
                parent="st-b",
                number=1,
                tuned={"lr": "3.7"},
                status="Stopped",
                secondary_status="MaxRuntimeExceeded",
                modified_at=2,
                changes={
                    "EnableManagedSpotTraining": True,
                    "StoppingCondition.MaxWaitTimeInSeconds": 90,
                    definition: "ml.c5.xlarge",
                    "ResourceConfig.InstanceCount": 3,
                },
            ),
            training_job(
                "s-d", tuned={"lr": "auto"}, modified_at=1, changes={"Environment": {"A": "1"}}
            ),
            *(
                training_job(
                    f"two-{number}",
                    parent="two",
                    number=number,
                    definition_number=definition,
                    objective_value=value,
                    objective_status="Succeeded",
                )
                for number, definition, value in ((1, 1, 9.0), (2, 0, 0.3), (3, 0, 0.2))
            ),
        ],
        Tag=[
            *tagged("hyper-parameter-tuning-job", "two", suite="two"),
            *tagged("training-job", "s-a", team="red"),
            *tagged("training-job", "s-b", team="blue"),
            *tagged("training-job", "s-c"),
            *tagged("training-job", "s-d", team="red", owner="me"),
            *(tag for x in "abc" for tag in tagged("hyper-parameter-tuning-job", f"st-{x}")),
        ],
    )


def names(calls: Calls, kind: str, *filters: dict[str, str], **request: Any) -> str:
    """Return the last letters of the records that match, joined, in the order of the answer."""
    expression = {"Filters": [MINE, *filters]} | request.pop("expression", {})
    answer = calls.sagemaker.search(Resource=kind, SearchExpression=expression, **request)
    return "".join(item[kind][f"{kind}Name"][-1] for item in answer["Results"])


def by(name: str, operator: str = "", value: str = "") -> dict[str, str]:
    given = {"Name": name, "Operator": operator, "Value": value}
    return {key: text for key, text in given.items() if text}

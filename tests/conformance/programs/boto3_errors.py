"""Provoke SageMaker's errors with boto3 and print what each is, as JSON.

Arguments: a tuning job's name that is taken, the role's ARN, the bucket.
"""

import copy
import json
import sys

import boto3
from botocore.exceptions import ClientError, ParamValidationError, WaiterError

taken, role, bucket = sys.argv[1:]
sagemaker = boto3.client("sagemaker")
logs = boto3.client("logs")
ABSENT = "never-made"


def again(**changes):
    """Return the request of the job whose name is taken, its configuration changed."""
    job = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=taken)
    definition = copy.deepcopy(job["TrainingJobDefinition"])
    metrics = definition["AlgorithmSpecification"].pop("MetricDefinitions", None)
    assert metrics
    definition["AlgorithmSpecification"].pop("TrainingImage", None)
    definition["StaticHyperParameters"].pop("_tuning_objective_metric")
    definition.pop("HyperParameterTuningResourceConfig", None)
    return {
        "HyperParameterTuningJobName": taken,
        "HyperParameterTuningJobConfig": job["HyperParameterTuningJobConfig"] | changes,
        "TrainingJobDefinition": definition,
    }


def error(call, **members):
    """Return how a call is refused: classes, code, message and HTTP status."""
    try:
        call(**members)
    except (ClientError, ParamValidationError, WaiterError) as problem:
        answer = getattr(problem, "response", {})
        last = getattr(problem, "last_response", answer)
        return {
            "classes": [kind.__name__ for kind in type(problem).__mro__],
            "code": last.get("Error", {}).get("Code"),
            "message": last.get("Error", {}).get("Message", str(problem)),
            "http": last.get("ResponseMetadata", {}).get("HTTPStatusCode"),
        }
    return {"classes": []}


create = sagemaker.create_hyper_parameter_tuning_job
limits = {"MaxNumberOfTrainingJobs": 2, "MaxParallelTrainingJobs": 1000}
nameless = again() | {"HyperParameterTuningJobName": "x" * 33}
wrong = again(Strategy="Guess") | {"HyperParameterTuningJobName": "wrong"}
waiter = sagemaker.get_waiter("training_job_completed_or_stopped")
try:
    create(**again())
except sagemaker.exceptions.ResourceInUse as problem:
    caught = problem.response["Error"]["Message"]
stranger = boto3.client("sagemaker", aws_access_key_id="AKIA", aws_secret_access_key="wrong")
result = {
    "caught": caught,
    "taken": error(create, **again()),
    "case": error(create, **(again() | {"HyperParameterTuningJobName": taken.upper()})),
    "quota": error(
        create, **(again(ResourceLimits=limits) | {"HyperParameterTuningJobName": "many"})
    ),
    "long": error(create, **nameless),
    "enum": error(create, **wrong),
    "client": error(create, HyperParameterTuningJobName=""),
    "tuning": error(
        sagemaker.describe_hyper_parameter_tuning_job, HyperParameterTuningJobName=ABSENT
    ),
    "stop": error(sagemaker.stop_hyper_parameter_tuning_job, HyperParameterTuningJobName=taken),
    "training": error(sagemaker.describe_training_job, TrainingJobName=ABSENT),
    "algorithm": error(sagemaker.describe_algorithm, AlgorithmName=ABSENT),
    "model": error(sagemaker.describe_model, ModelName=ABSENT),
    "stream": error(
        logs.get_log_events, logGroupName="/aws/sagemaker/TrainingJobs", logStreamName=ABSENT
    ),
    "waiter": error(waiter.wait, TrainingJobName=ABSENT),
    "absent": error(sagemaker.list_endpoints),
    "key": error(stranger.list_algorithms),
}
sys.stdout.write(f"\n{json.dumps(result)}\n")

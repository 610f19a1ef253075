"""Run Airflow's SageMaker operators and hook, as a worker does a task, and print as JSON.

Arguments: the S3 URI of the training data, the bucket. Neither a scheduler nor Airflow's database
is there: an operator without a connection takes its credentials from the environment.
"""

import json
import sys

from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.providers.amazon.aws.hooks.sagemaker import LogState, Position, SageMakerHook
from airflow.providers.amazon.aws.operators.sagemaker import (
    SageMakerModelOperator,
    SageMakerTrainingOperator,
    SageMakerTuningOperator,
)
from airflow.providers.amazon.aws.sensors.sagemaker import (
    SageMakerTrainingSensor,
    SageMakerTuningSensor,
)
from airflow.providers.common.compat.sdk import AirflowException

TREES = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/scikit-decision-trees-1542410022"
data, bucket = sys.argv[1:]
own = {"aws_conn_id": None}


def definition(algorithm, instance_type, **more):
    """Return what a training job and a tuning job's definition share; numbers may be texts."""
    source = {"S3DataType": "S3Prefix", "S3Uri": data}
    return {
        "AlgorithmSpecification": {"AlgorithmName": algorithm, "TrainingInputMode": "File"},
        # A role's name: the operators ask IAM for its ARN.
        "RoleArn": "SageMakerRole",
        "InputDataConfig": [{"ChannelName": "training", "DataSource": {"S3DataSource": source}}],
        "OutputDataConfig": {"S3OutputPath": f"s3://{bucket}/"},
        "ResourceConfig": {
            "InstanceType": instance_type,
            "InstanceCount": "1",
            "VolumeSizeInGB": "30",
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": "3600"},
        **more,
    }


def tuning(name, jobs="2"):
    """Return a tuning job's configuration, with numbers that are texts as templates give them."""
    bounds = {"Name": "max_leaf_nodes", "MinValue": "2", "MaxValue": "50"}
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": {
            "Strategy": "Random",
            "HyperParameterTuningJobObjective": {
                "Type": "Maximize",
                "MetricName": "validation:accuracy",
            },
            "ResourceLimits": {"MaxNumberOfTrainingJobs": jobs, "MaxParallelTrainingJobs": jobs},
            "ParameterRanges": {"IntegerParameterRanges": [bounds]},
        },
        "TrainingJobDefinition": definition(TREES, "ml.c4.xlarge", EnableNetworkIsolation=True),
    }


hook = SageMakerHook(aws_conn_id=None)

config = tuning("airflow-tuning")
tuned = SageMakerTuningOperator(
    task_id="tune", config=config, wait_for_completion=True, check_interval=1, **own
).execute({})["Tuning"]
best = tuned["BestTrainingJob"]["TrainingJobName"]

config = {
    "TrainingJobName": "airflow-training",
    "HyperParameters": {"epochs": "2"},
    **definition("hist-gradient-boosting", "ml.m5.large"),
}
# print_log would look at the job's status every 30 seconds only.
trained = SageMakerTrainingOperator(
    task_id="train", config=config, print_log=False, check_interval=1, **own
).execute({})["Training"]
artifact = trained["ModelArtifacts"]["S3ModelArtifacts"]
container = {"Image": "example:1", "ModelDataUrl": artifact}
model = SageMakerModelOperator(
    task_id="model",
    config={
        "ModelName": "airflow-model",
        "ExecutionRoleArn": "SageMakerRole",
        "PrimaryContainer": container,
    },
    **own,
).execute({})["Model"]

sensors = {
    "tuning": SageMakerTuningSensor(task_id="tuned", job_name="airflow-tuning", **own),
    "training": SageMakerTrainingSensor(
        task_id="trained", job_name="airflow-training", print_log=False, **own
    ),
}
try:
    SageMakerTuningOperator(task_id="again", config=tuning("airflow-tuning"), **own).execute({})
    again = ""
except Exception as problem:  # noqa: BLE001 - whatever a task would fail with
    again = str(problem)

operator = SageMakerTuningOperator(task_id="unused", config=tuning("airflow-hook", "1"), **own)
operator.preprocess_config()
answer = hook.create_tuning_job(operator.config, check_interval=1, max_ingestion_time=120)

S3Hook(aws_conn_id=None).load_string("no label\n", "airflow-broken/broken.csv", bucket)
broken = tuning("airflow-broken", "1")
source = broken["TrainingJobDefinition"]["InputDataConfig"][0]["DataSource"]["S3DataSource"]
source["S3Uri"] = f"s3://{bucket}/airflow-broken"
try:
    SageMakerTuningOperator(task_id="broken", config=broken, check_interval=1, **own).execute({})
    failed = ""
except AirflowException as problem:
    failed = str(problem)

described = hook.describe_training_job(best)
positions = {}
state, _, _ = hook.describe_training_job_with_log(
    best, positions, [], 1, LogState.JOB_COMPLETE, described, 0
)
[stream] = positions
events = hook.multi_stream_iter(
    "/aws/sagemaker/TrainingJobs", [stream], {stream: Position(timestamp=0, skip=0)}
)
said = [event["message"] for _, event in events]
result = {
    "tuned": {
        "status": tuned["HyperParameterTuningJobStatus"],
        "completed": tuned["TrainingJobStatusCounters"]["Completed"],
        "role": tuned["TrainingJobDefinition"]["RoleArn"],
        "limits": tuned["HyperParameterTuningJobConfig"]["ResourceLimits"],
        "best": tuned["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"],
    },
    "said": [line.partition("=")[2] for line in said if line.startswith("validation:accuracy=")],
    "read": [state == LogState.COMPLETE, positions[stream].skip > 0],
    "trained": trained["TrainingJobStatus"],
    "model": [model["ModelName"], model["PrimaryContainer"]["ModelDataUrl"] == artifact],
    "sensors": {name: bool(sensor.poke({})) for name, sensor in sensors.items()},
    "hook": [answer["ResponseMetadata"]["HTTPStatusCode"], answer["HyperParameterTuningJobArn"]],
    "hooked": hook.describe_tuning_job("airflow-hook")["HyperParameterTuningJobStatus"],
    "listed": [job["TrainingJobName"] for job in hook.list_training_jobs("airflow-training")],
    "again": again,
    "failed": failed,
}
sys.stdout.write(f"\n{json.dumps(result)}\n")

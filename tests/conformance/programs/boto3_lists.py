"""Page through every list with boto3's paginators, wait with its waiter, print what came as JSON.

Arguments: the S3 URI of the training data, the role's ARN, the bucket.
"""

import itertools
import json
import sys
import time

import boto3

ALGORITHM = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/scikit-decision-trees-1542410022"
GROUP = "/aws/sagemaker/TrainingJobs"
LISTS = {
    "list_algorithms": ("AlgorithmSummaryList", {}),
    "list_hyper_parameter_tuning_jobs": (
        "HyperParameterTuningJobSummaries",
        {"NameContains": "paged-"},
    ),
    "list_training_jobs": ("TrainingJobSummaries", {"NameContains": "paged-"}),
    "list_training_jobs_for_hyper_parameter_tuning_job": (
        "TrainingJobSummaries",
        {"HyperParameterTuningJobName": "paged-1"},
    ),
    "list_models": ("Models", {"NameContains": "paged-"}),
    "search": (
        "Results",
        {
            "Resource": "TrainingJob",
            "SearchExpression": {
                "Filters": [{"Name": "Tags.paged", "Operator": "Equals", "Value": "yes"}]
            },
            "SortBy": "CreationTime",
        },
    ),
}
"""Paginator -> where its rows are, and what it is asked. Tags and logs have pages of their own."""

data, role, bucket = sys.argv[1:]
sagemaker = boto3.client("sagemaker")
logs = boto3.client("logs")


def request(name, jobs):
    """Return a tuning job's request with as many training jobs."""
    source = {"S3DataType": "S3Prefix", "S3Uri": data}
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": {
            "Strategy": "Random",
            "HyperParameterTuningJobObjective": {
                "Type": "Maximize",
                "MetricName": "validation:accuracy",
            },
            "ResourceLimits": {"MaxNumberOfTrainingJobs": jobs, "MaxParallelTrainingJobs": 2},
            "ParameterRanges": {
                "IntegerParameterRanges": [
                    {"Name": "max_leaf_nodes", "MinValue": "2", "MaxValue": "50"}
                ]
            },
        },
        "TrainingJobDefinition": {
            "EnableNetworkIsolation": True,
            "AlgorithmSpecification": {"AlgorithmName": ALGORITHM, "TrainingInputMode": "File"},
            "RoleArn": role,
            "InputDataConfig": [
                {"ChannelName": "training", "DataSource": {"S3DataSource": source}}
            ],
            "OutputDataConfig": {"S3OutputPath": f"s3://{bucket}/"},
            "ResourceConfig": {
                "InstanceType": "ml.c4.xlarge",
                "InstanceCount": 1,
                "VolumeSizeInGB": 30,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        },
        "Tags": [{"Key": "paged", "Value": "yes"}],
    }


def ended(name):
    """Wait for a tuning job, for which botocore has no waiter, and return its description."""
    for _ in range(600):
        job = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        if job["HyperParameterTuningJobStatus"] not in ("InProgress", "Stopping"):
            return job
        time.sleep(0.2)
    raise TimeoutError(name)


def paged(client, operation, rows, asked):
    """Return the sizes of pages of one, and whether they have the rows of large ones."""
    paginator = client.get_paginator(operation)
    one_by_one = [
        page.get(rows, []) for page in paginator.paginate(**asked, PaginationConfig={"PageSize": 1})
    ]
    whole = list(itertools.chain(*(page.get(rows, []) for page in paginator.paginate(**asked))))
    resumed = paginator.paginate(**asked, PaginationConfig={"PageSize": 1, "MaxItems": 1})
    token = resumed.build_full_result().get("NextToken")
    rest = paginator.paginate(**asked, PaginationConfig={"PageSize": 1, "StartingToken": token})
    return {
        "sizes": [len(page) for page in one_by_one if page],
        "same": list(itertools.chain(*one_by_one)) == whole,
        "rest": len(rest.build_full_result()[rows]),
    }


created = {}
for name in ("paged-1", "paged-2"):
    answer = sagemaker.create_hyper_parameter_tuning_job(**request(name, 3))
    created[name] = answer["HyperParameterTuningJobArn"]
jobs = {name: ended(name) for name in created}
best = jobs["paged-1"]["BestTrainingJob"]["TrainingJobName"]

# 120 seconds lie between the waiter's questions: it is asked about what has ended.
sagemaker.get_waiter("training_job_completed_or_stopped").wait(TrainingJobName=best)
training = sagemaker.describe_training_job(TrainingJobName=best)
for name in ("paged-1", "paged-2", "paged-3"):
    container = {
        "Image": "example:1",
        "ModelDataUrl": training["ModelArtifacts"]["S3ModelArtifacts"],
    }
    sagemaker.create_model(ModelName=name, ExecutionRoleArn=role, PrimaryContainer=container)

pages = {name: paged(sagemaker, name, *given) for name, given in LISTS.items()}
arn = created["paged-2"]
more = [{"Key": f"key-{number:02}", "Value": "v"} for number in range(49)]
sagemaker.add_tags(ResourceArn=arn, Tags=more)
# 50 is the least that ListTags takes as a page.
tags = sagemaker.get_paginator("list_tags").paginate(
    ResourceArn=arn, PaginationConfig={"PageSize": 50}
)
asked = {"logGroupName": GROUP, "logStreamNamePrefix": f"{best}/"}
pages["describe_log_streams"] = paged(
    logs, "describe_log_streams", "logStreams", asked | {"logStreamNamePrefix": "paged-1-"}
)
pages["filter_log_events"] = paged(logs, "filter_log_events", "events", asked)
said = [
    event["message"]
    for page in logs.get_paginator("filter_log_events").paginate(**asked)
    for event in page["events"]
]
result = {
    "statuses": {name: job["HyperParameterTuningJobStatus"] for name, job in jobs.items()},
    "completed": {
        name: job["TrainingJobStatusCounters"]["Completed"] for name, job in jobs.items()
    },
    "best": jobs["paged-1"]["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"][
        "Value"
    ],
    "said": [
        float(line.partition("=")[2]) for line in said if line.startswith("validation:accuracy=")
    ],
    "status": training["TrainingJobStatus"],
    "pages": pages,
    "tags": [len(page["Tags"]) for page in tags],
}
sys.stdout.write(f"\n{json.dumps(result)}\n")

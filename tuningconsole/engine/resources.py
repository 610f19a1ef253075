"""The engine's resource names: ARNs and log streams, built in one place."""

from datetime import datetime

from django.conf import settings

LOG_GROUP = "/aws/sagemaker/TrainingJobs"


def algorithm_arn(name: str, account: str = "") -> str:
    """Return the ARN of an algorithm; `account` is the engine's own unless given."""
    return _sagemaker_arn("algorithm", name, account)


def tuning_job_arn(name: str) -> str:
    """Return the ARN of a hyperparameter tuning job; SageMaker writes names in lower case."""
    return _sagemaker_arn("hyper-parameter-tuning-job", name)


def training_job_arn(name: str) -> str:
    """Return the ARN of a training job."""
    return _sagemaker_arn("training-job", name)


def model_arn(name: str) -> str:
    """Return the ARN of a model."""
    return _sagemaker_arn("model", name)


def model_package_arn(name: str) -> str:
    """Return the ARN of a model package without a group."""
    return _sagemaker_arn("model-package", name)


def log_stream(training_job_name: str, host: str, started_at: datetime) -> str:
    """Return the name of the log stream of one of a training job's hosts."""
    return f"{training_job_name}/{host}-{int(started_at.timestamp())}"


def log_stream_arn(stream: str) -> str:
    """Return the ARN of a log stream in the group of all training jobs."""
    return f"{log_group_arn()}:log-stream:{stream}"


def log_group_arn() -> str:
    """Return the ARN of the group of all training jobs' log streams."""
    return f"arn:aws:logs:{settings.ENGINE_REGION}:{settings.ENGINE_ACCOUNT}:log-group:{LOG_GROUP}"


def _sagemaker_arn(kind: str, name: str, account: str = "") -> str:
    owner = account or settings.ENGINE_ACCOUNT
    return f"arn:aws:sagemaker:{settings.ENGINE_REGION}:{owner}:{kind}/{name.lower()}"

"""Tune and train with sagemaker-core's resources and print what came of it as JSON.

Arguments: the S3 URI of the training data, the role's ARN, the bucket.
"""

import json
import sys

from sagemaker.core import shapes
from sagemaker.core.resources import Algorithm, HyperParameterTuningJob, TrainingJob

TREES = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/scikit-decision-trees-1542410022"
BOOSTING = "hist-gradient-boosting"
data, role, bucket = sys.argv[1:]

source = shapes.S3DataSource(s3_data_type="S3Prefix", s3_uri=data)
shared = {
    "role_arn": role,
    "input_data_config": [
        shapes.Channel(
            channel_name="training", data_source=shapes.DataSource(s3_data_source=source)
        )
    ],
    "output_data_config": shapes.OutputDataConfig(s3_output_path=f"s3://{bucket}/"),
    "stopping_condition": shapes.StoppingCondition(max_runtime_in_seconds=3600),
}


def resources(instance_type):
    """Return one instance of the type."""
    return shapes.ResourceConfig(
        instance_type=instance_type, instance_count=1, volume_size_in_gb=30
    )


def tune(name, jobs, parallel):
    """Create a tuning job of the subscribed algorithm."""
    bounds = shapes.IntegerParameterRange(name="max_leaf_nodes", min_value="2", max_value="50")
    return HyperParameterTuningJob.create(
        hyper_parameter_tuning_job_name=name,
        hyper_parameter_tuning_job_config=shapes.HyperParameterTuningJobConfig(
            strategy="Random",
            hyper_parameter_tuning_job_objective=shapes.HyperParameterTuningJobObjective(
                type="Maximize", metric_name="validation:accuracy"
            ),
            resource_limits=shapes.ResourceLimits(
                max_number_of_training_jobs=jobs, max_parallel_training_jobs=parallel
            ),
            parameter_ranges=shapes.ParameterRanges(integer_parameter_ranges=[bounds]),
        ),
        training_job_definition=shapes.HyperParameterTrainingJobDefinition(
            algorithm_specification=shapes.HyperParameterAlgorithmSpecification(
                algorithm_name=TREES, training_input_mode="File"
            ),
            enable_network_isolation=True,
            resource_config=resources("ml.c4.xlarge"),
            **shared,
        ),
    )


def train(name, epochs):
    """Create a training job of one of the account's own algorithms."""
    return TrainingJob.create(
        training_job_name=name,
        algorithm_specification=shapes.AlgorithmSpecification(
            algorithm_name=BOOSTING, training_input_mode="File"
        ),
        hyper_parameters={"epochs": str(epochs)},
        resource_config=resources("ml.m5.large"),
        **shared,
    )


tuning, long = tune("core-tuning", 3, 2), tune("core-stopped", 40, 1)
long.stop()
stopping = HyperParameterTuningJob.get("core-stopped").hyper_parameter_tuning_job_status
training, endless = train("core-training", 2), train("core-endless", 1000)
endless.stop()
tuning.wait(poll=1, timeout=120)
long.wait(poll=1, timeout=120)
training.wait(poll=1, timeout=120)
endless.wait(poll=1, timeout=120)
for job in (tuning, long, training, endless):
    job.refresh()

best = tuning.best_training_job
children = list(tuning.get_all_training_jobs(sort_by="Name"))
found = {
    "children": [child.training_job_name for child in children],
    "values": [child.final_hyper_parameter_tuning_job_objective_metric.value for child in children],
    "tuning": [
        job.hyper_parameter_tuning_job_name
        for job in HyperParameterTuningJob.get_all(name_contains="core-")
    ],
    "training": sorted(job.training_job_name for job in TrainingJob.get_all(name_contains="core-")),
    "algorithms": sorted(algorithm.algorithm_name for algorithm in Algorithm.get_all()),
}
finals = {metric.metric_name: metric.value for metric in training.final_metric_data_list}

long.delete()
long.wait_for_delete(poll=1, timeout=60)
endless.delete()
endless.wait_for_delete(poll=1, timeout=60)
left = [job.hyper_parameter_tuning_job_name for job in HyperParameterTuningJob.get_all()]
result = {
    "statuses": {
        "tuning": tuning.hyper_parameter_tuning_job_status,
        "stopping": stopping,
        "stopped": long.hyper_parameter_tuning_job_status,
        "training": training.training_job_status,
        "endless": endless.training_job_status,
    },
    "completed": tuning.training_job_status_counters.completed,
    "best": best.training_job_name,
    "best_value": best.final_hyper_parameter_tuning_job_objective_metric.value,
    "artifact": TrainingJob.get(best.training_job_name).model_artifacts.s3_model_artifacts,
    "hyper_parameters": training.hyper_parameters,
    "finals": finals,
    "algorithm": Algorithm.get(TREES).algorithm_status,
    "channels": [
        channel.name for channel in Algorithm.get(BOOSTING).training_specification.training_channels
    ],
    "left": left,
    **found,
}
sys.stdout.write(f"\n{json.dumps(result)}\n")

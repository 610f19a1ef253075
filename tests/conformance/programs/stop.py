"""Start a long tuning job, stop it, wait for its end, and print how it ended as JSON.

Argument: the S3 URI of the training data.
"""

import json
import sys

from sagemaker import AlgorithmEstimator
from sagemaker.parameter import IntegerParameter
from sagemaker.tuner import HyperparameterTuner

ALGORITHM = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/scikit-decision-trees-1542410022"

estimator = AlgorithmEstimator(
    algorithm_arn=ALGORITHM,
    role="SageMakerRole",
    instance_count=1,
    instance_type="ml.c4.xlarge",
    base_job_name="to-be-stopped",
)
tuner = HyperparameterTuner(
    estimator=estimator,
    base_tuning_job_name="to-be-stopped",
    objective_metric_name="validation:accuracy",
    hyperparameter_ranges={"max_leaf_nodes": IntegerParameter(2, 10_000)},
    max_jobs=500,
    max_parallel_jobs=1,
)
tuner.fit({"training": sys.argv[1]}, include_cls_metadata=False, wait=False)
tuner.stop_tuning_job()
tuner.wait()
described = tuner.describe()
result = {
    "status": described["HyperParameterTuningJobStatus"],
    "counters": described["TrainingJobStatusCounters"],
}
sys.stdout.write(f"\n{json.dumps(result)}\n")

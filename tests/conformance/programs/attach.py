"""Attach to a finished tuning job, given by name, and print its best estimator as JSON."""

import json
import sys

from sagemaker.tuner import HyperparameterTuner

tuner = HyperparameterTuner.attach(
    sys.argv[1], estimator_cls="sagemaker.algorithm.AlgorithmEstimator"
)
estimator = tuner.best_estimator()
# SageMaker refuses to stop what has ended; the SDK says so and goes on.
tuner.stop_tuning_job()
ranges = tuner.hyperparameter_ranges()
result = {
    "ranges": {kind: given for kind, given in ranges.items() if given},
    "objective": tuner.objective_metric_name,
    "max_jobs": tuner.max_jobs,
    "estimator": type(estimator).__name__,
    "training_job": estimator.latest_training_job.name,
    "model": estimator.model_data,
    "hyperparameters": estimator.hyperparameters(),
}
sys.stdout.write(f"\n{json.dumps(result)}\n")

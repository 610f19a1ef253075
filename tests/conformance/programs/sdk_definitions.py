"""Tune two algorithms in one job with HyperparameterTuner.create and print what came as JSON.

Argument: the S3 URI of the training data.
"""

import json
import sys

from sagemaker import AlgorithmEstimator
from sagemaker.parameter import ContinuousParameter, IntegerParameter
from sagemaker.tuner import HyperparameterTuner

TREES = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/scikit-decision-trees-1542410022"
CLS = "sagemaker.algorithm.AlgorithmEstimator"


def estimator(algorithm, instance_type):
    """Return the estimator of an algorithm given by its name or its ARN."""
    return AlgorithmEstimator(
        algorithm_arn=algorithm, role="SageMakerRole", instance_count=1, instance_type=instance_type
    )


boosting = estimator("hist-gradient-boosting", "ml.m5.large")
boosting.set_hyperparameters(epochs=3)
tuner = HyperparameterTuner.create(
    base_tuning_job_name="two",
    estimator_dict={"trees": estimator(TREES, "ml.c4.xlarge"), "boosting": boosting},
    objective_metric_name_dict={"trees": "validation:accuracy", "boosting": "validation:accuracy"},
    hyperparameter_ranges_dict={
        "trees": {"max_leaf_nodes": IntegerParameter(2, 50)},
        "boosting": {"learning_rate": ContinuousParameter(0.01, 0.5, "Logarithmic")},
    },
    strategy="Bayesian",
    max_jobs=4,
    max_parallel_jobs=2,
)
inputs = {name: {"training": sys.argv[1]} for name in ("trees", "boosting")}
tuner.fit(inputs, include_cls_metadata={})
name = tuner.latest_tuning_job.name
rows = json.loads(tuner.analytics().dataframe().to_json(orient="records", date_format="iso"))
best = tuner.describe()["BestTrainingJob"]
attached = HyperparameterTuner.attach(name, estimator_cls={"trees": CLS, "boosting": CLS})
result = {
    "rows": rows,
    "best": {"name": tuner.best_training_job(), "definition": best["TrainingJobDefinitionName"]},
    "algorithm": tuner.best_estimator().algorithm_arn,
    "attached": {
        "best": attached.best_training_job(),
        "estimators": sorted(attached.estimator_dict),
        "ranges": {key: list(value) for key, value in attached._hyperparameter_ranges_dict.items()},
    },
}
sys.stdout.write(f"\n{json.dumps(result)}\n")

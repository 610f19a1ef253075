"""Tune by Hyperband, by Grid, and until a target is reached; print what came of each as JSON.

Argument: the S3 URI of the training data.
"""

import json
import sys

from sagemaker import AlgorithmEstimator
from sagemaker.parameter import CategoricalParameter, ContinuousParameter, IntegerParameter
from sagemaker.tuner import (
    HyperbandStrategyConfig,
    HyperparameterTuner,
    StrategyConfig,
    TuningJobCompletionCriteriaConfig,
)

CLS = "sagemaker.algorithm.AlgorithmEstimator"


def start(name, ranges, **given):
    """Start a tuning job of linear-sgd and return its tuner."""
    estimator = AlgorithmEstimator(
        algorithm_arn="linear-sgd",
        role="SageMakerRole",
        instance_count=1,
        instance_type="ml.m5.large",
    )
    if "epochs" not in ranges:
        estimator.set_hyperparameters(epochs=2)
    tuner = HyperparameterTuner(
        estimator=estimator,
        base_tuning_job_name=name,
        objective_metric_name="validation:log_loss",
        objective_type="Minimize",
        hyperparameter_ranges=ranges,
        max_parallel_jobs=2,
        **given,
    )
    tuner.fit({"training": sys.argv[1]}, include_cls_metadata=False, wait=False)
    return tuner


def came_of(tuner):
    """Wait for the tuner's job; return how it ended, its rows and what attach() makes of it."""
    tuner.wait()
    job = tuner.describe()
    # The SDK's attach() leaves the strategy's own configuration behind; the description has it.
    again = HyperparameterTuner.attach(tuner.latest_tuning_job.name, estimator_cls=CLS)
    return {
        "status": job["HyperParameterTuningJobStatus"],
        "counters": job["TrainingJobStatusCounters"],
        "best": job["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"],
        "rows": json.loads(
            tuner.analytics().dataframe().to_json(orient="records", date_format="iso")
        ),
        "strategy": again.strategy,
        "bounds": job["HyperParameterTuningJobConfig"].get("StrategyConfig"),
        "max_jobs": again.max_jobs,
        "criteria": again.completion_criteria_config
        and again.completion_criteria_config.to_input_req(),
    }


alpha = ContinuousParameter(0.00001, 0.1, "Logarithmic")
started = {
    "hyperband": start(
        "hyperband",
        {"alpha": alpha, "epochs": IntegerParameter(1, 9)},
        strategy="Hyperband",
        strategy_config=StrategyConfig(HyperbandStrategyConfig(max_resource=9, min_resource=1)),
        max_jobs=5,
    ),
    "grid": start(
        "grid",
        {"loss": CategoricalParameter(["log_loss", "modified_huber"])},
        strategy="Grid",
        # Without it, as the SDK documents Grid, it sends None, which botocore refuses.
        max_jobs=2,
    ),
    "target": start(
        "target",
        {"alpha": alpha},
        strategy="Random",
        random_seed=7,
        max_jobs=20,
        completion_criteria_config=TuningJobCompletionCriteriaConfig(
            target_objective_metric_value=1.0e9
        ),
    ),
}
result = {name: came_of(tuner) for name, tuner in started.items()}
sys.stdout.write(f"\n{json.dumps(result)}\n")

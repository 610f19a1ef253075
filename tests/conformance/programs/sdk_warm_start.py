"""Start from a finished tuning job in both ways, with the SDK's helpers, and print as JSON.

Argument: the parent's name.
"""

import json
import sys

from sagemaker.parameter import CategoricalParameter, IntegerParameter
from sagemaker.tuner import HyperparameterTuner

attached = HyperparameterTuner.attach(
    sys.argv[1], estimator_cls="sagemaker.algorithm.AlgorithmEstimator"
)
[channel] = attached.describe()["TrainingJobDefinition"]["InputDataConfig"]
data = channel["DataSource"]["S3DataSource"]["S3Uri"]


def run(tuner, name):
    """Run the tuner under a name, without which an algorithm's has none; say what came of it."""
    tuner.fit({"training": data}, job_name=name, include_cls_metadata=False)
    job = tuner.describe()
    overall = job.get("OverallBestTrainingJob")
    given = HyperparameterTuner.attach(
        name, estimator_cls="sagemaker.algorithm.AlgorithmEstimator"
    ).warm_start_config
    objectives = tuner.analytics().dataframe()["FinalObjectiveValue"]
    parents_best = attached.analytics().dataframe()["FinalObjectiveValue"].max()
    return {
        "status": job["HyperParameterTuningJobStatus"],
        "jobs": len(objectives),
        "best": tuner.best_training_job(),
        "best_value": objectives.max(),
        "parents_best_value": parents_best,
        "overall": overall and overall["TuningJobName"],
        "overall_value": overall
        and overall["FinalHyperParameterTuningJobObjectiveMetric"]["Value"],
        "type": given.type.value,
        "parents": sorted(given.parents),
        "ranges": sorted(tuner.hyperparameter_ranges_dict() or tuner._hyperparameter_ranges),
    }


identical = run(attached.identical_dataset_and_algorithm_tuner(), "warm-identical")
transfer = attached.transfer_learning_tuner(additional_parents={"warm-identical"})
transfer._hyperparameter_ranges = {
    "max_leaf_nodes": IntegerParameter(5, 20),
    "criterion": CategoricalParameter(["gini", "entropy"]),
}
result = {"identical": identical, "transfer": run(transfer, "warm-transfer")}
sys.stdout.write(f"\n{json.dumps(result)}\n")

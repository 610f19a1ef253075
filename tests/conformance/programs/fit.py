"""Train with an AlgorithmEstimator on the data given by its URI, attach, and make a model.

Prints what came of it as JSON, with the values of the log that fit() shows as it comes. Making a
model is what deploy() does before it asks for an endpoint, which the embedded stack does not have.
"""

import contextlib
import io
import json
import re
import sys

import sagemaker
from sagemaker.algorithm import AlgorithmEstimator
from sagemaker.analytics import TrainingJobAnalytics
from sagemaker.config.config_schema import TELEMETRY_OPT_OUT_PATH
from sagemaker.utils import resolve_value_from_config

ALGORITHM = "arn:aws:sagemaker:us-east-2:764419575721:algorithm/scikit-decision-trees-1542410022"
session = sagemaker.Session()
estimator = AlgorithmEstimator(
    algorithm_arn=ALGORITHM,
    role="SageMakerRole",
    instance_count=1,
    instance_type="ml.c4.xlarge",
    sagemaker_session=session,
)
estimator.set_hyperparameters(max_leaf_nodes=10)
with contextlib.redirect_stdout(io.StringIO()) as shown:
    estimator.fit({"training": sys.argv[1]}, logs="All")
name = estimator.latest_training_job.name
attached = AlgorithmEstimator.attach(name, sagemaker_session=session)
model = attached.create_model()
model._create_sagemaker_model(instance_type="ml.c4.xlarge")
client = session.sagemaker_client
[container] = client.describe_model(ModelName=model.name)["Containers"]
package = client.describe_model_package(ModelPackageName=container["ModelPackageName"])
training = client.describe_training_job(TrainingJobName=name)
metrics = TrainingJobAnalytics(name, sagemaker_session=session).dataframe()
result = {
    "status": training["TrainingJobStatus"],
    "final": {item["MetricName"]: item["Value"] for item in training["FinalMetricDataList"]},
    "shown": re.findall(r"validation:accuracy=([0-9.]+)", shown.getvalue()),
    "metrics": json.loads(metrics.to_json(orient="records")),
    "is_silent": resolve_value_from_config(
        config_path=TELEMETRY_OPT_OUT_PATH, sagemaker_session=session
    ),
    "artifact": attached.model_data,
    "hyperparameters": attached.hyperparameters(),
    "package": package["ModelPackageStatus"],
    "packaged": package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"],
}
sys.stdout.write(f"\n{json.dumps(result)}\n")

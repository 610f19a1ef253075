"""What a validation profile's JSON may look like, made of what the draft says already."""

from typing import Any

from tuningconsole.catalog.authoring import values
from tuningconsole.catalog.authoring.keys import TRAINING_JOB, TRANSFORM_JOB
from tuningconsole.catalog.authoring.values import Answers
from tuningconsole.catalog.authoring.writing import build
from tuningconsole.spec.reading import structure, structures, text, texts

_BUCKET = "s3://amzn-s3-demo-bucket"
"""The bucket of AWS's own examples; it is nobody's."""
_SOURCE = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"{_BUCKET}/input"}}


def example(answers: Answers, key: str) -> str:
    """Return the JSON for the input of this key, "" for one that has no example."""
    request = build(answers).request
    match key:
        case _ if key == TRAINING_JOB:
            return values.written(_training_job(structure(request, "TrainingSpecification")))
        case _ if key == TRANSFORM_JOB:
            return values.written(_transform_job(structure(request, "InferenceSpecification")))
        case _:
            return ""


def _training_job(training: Any) -> dict[str, Any]:
    channels = [item for _, item in structures(training, "TrainingChannels")]
    required = [item for item in channels if item.get("IsRequired") is True]
    modes = [texts(item, "SupportedInputModes") for item in required or channels]
    kinds = texts(training, "SupportedTrainingInstanceTypes")
    return {
        "TrainingInputMode": "File" if all("File" in found for found in modes) else "Pipe",
        "HyperParameters": {
            text(item, "Name"): text(item, "DefaultValue")
            for _, item in structures(training, "SupportedHyperParameters")
            if text(item, "DefaultValue")
        },
        "InputDataConfig": [
            {
                "ChannelName": text(item, "Name"),
                "ContentType": next(iter(texts(item, "SupportedContentTypes")), "text/csv"),
                "DataSource": _SOURCE,
            }
            for item in required or channels
        ],
        "OutputDataConfig": {"S3OutputPath": f"{_BUCKET}/output"},
        "ResourceConfig": {
            "InstanceType": next(iter(kinds), "ml.m5.large"),
            "InstanceCount": 1,
            "VolumeSizeInGB": 10,
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    }


def _transform_job(inference: Any) -> dict[str, Any]:
    kinds = texts(inference, "SupportedTransformInstanceTypes")
    content_types = texts(inference, "SupportedContentTypes")
    return {
        "TransformInput": {
            "DataSource": _SOURCE,
            "ContentType": next(iter(content_types), "text/csv"),
        },
        "TransformOutput": {"S3OutputPath": f"{_BUCKET}/output"},
        "TransformResources": {
            "InstanceType": next(iter(kinds), "ml.m5.large"),
            "InstanceCount": 1,
        },
    }

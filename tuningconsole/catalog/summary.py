"""An algorithm as its page tells it: DescribeAlgorithm's answer, put in the words of a reader."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from tuningconsole.spec import reading
from tuningconsole.spec.reading import member, structures, text, texts

_BOUNDS = ("IntegerParameterRangeSpecification", "ContinuousParameterRangeSpecification")
_VALUES = "CategoricalParameterRangeSpecification"


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """A line of the hyperparameter specification."""

    name: str
    description: str
    type: str
    range: str
    default: str
    is_tunable: bool
    is_required: bool


@dataclass(frozen=True, slots=True)
class Channel:
    """A line of the channel specification."""

    name: str
    description: str
    is_required: bool
    content_types: list[str]
    compression_types: list[str]
    input_modes: list[str]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric, and how it may be the objective: "Maximize", "Minimize", both or ""."""

    name: str
    regex: str
    objective: str


@dataclass(frozen=True, slots=True)
class Check:
    """A step of the algorithm's validation or of its image's scan."""

    name: str
    status: str
    reason: str


class Summary:
    """What the page shows of an answer; every list is empty where the answer has none."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.answer = answer
        self._read = reading.Algorithm(answer)

    @property
    def description(self) -> str:
        """What the algorithm's author says of it."""
        return text(self.answer, "AlgorithmDescription")

    @property
    def product_id(self) -> str:
        """The product in AWS Marketplace, "" for one's own."""
        return text(self.answer, "ProductId")

    @property
    def is_certified(self) -> bool:
        """Whether it may be listed in AWS Marketplace."""
        return bool(member(self.answer, "CertifyForMarketplace"))

    @property
    def image(self) -> str:
        """The training image."""
        return text(self._read.training, "TrainingImage")

    @property
    def image_digest(self) -> str:
        """The digest of the training image."""
        return text(self._read.training, "TrainingImageDigest")

    @property
    def is_distributed(self) -> bool:
        """Whether a training job may use several instances."""
        return bool(member(self._read.training, "SupportsDistributedTraining"))

    @property
    def instance_types(self) -> list[str]:
        """The instance types that train."""
        return texts(self._read.training, "SupportedTrainingInstanceTypes")

    @cached_property
    def channels(self) -> list[Channel]:
        """The channel specification."""
        return [
            Channel(
                name=name,
                description=text(channel, "Description"),
                is_required=bool(member(channel, "IsRequired")),
                content_types=texts(channel, "SupportedContentTypes"),
                compression_types=texts(channel, "SupportedCompressionTypes"),
                input_modes=texts(channel, "SupportedInputModes"),
            )
            for name, channel in self._read.channels.items()
        ]

    @cached_property
    def hyperparameters(self) -> list[Hyperparameter]:
        """The hyperparameter specification."""
        return [
            Hyperparameter(
                name=name,
                description=text(item, "Description"),
                type=text(item, "Type"),
                range=_range(item),
                default=text(item, "DefaultValue"),
                is_tunable=bool(member(item, "IsTunable")),
                is_required=bool(member(item, "IsRequired")),
            )
            for name, item in self._read.hyperparameters.items()
        ]

    @cached_property
    def metrics(self) -> list[Metric]:
        """The metrics, those that can only be objectives included."""
        objectives: dict[str, list[str]] = {}
        for name, kind in self._read.objectives:
            objectives.setdefault(name, []).append(kind)
        found = {
            text(item, "Name"): text(item, "Regex")
            for _place, item in structures(self._read.training, "MetricDefinitions")
        }
        return [
            Metric(name, found.get(name, ""), _(" or ").join(objectives.get(name, ())))
            for name in dict.fromkeys([*found, *objectives])
        ]

    @cached_property
    def checks(self) -> list[Check]:
        """The steps of validation and of image scans."""
        return [
            Check(text(item, "Name"), text(item, "Status"), text(item, "FailureReason"))
            for kind in ("ValidationStatuses", "ImageScanStatuses")
            for _place, item in structures(self.answer, "AlgorithmStatusDetails", kind)
        ]

    @cached_property
    def inference(self) -> list[tuple[str, list[str]]]:
        """What the algorithm says on inference: label, values; those that it says."""
        said = reading.structure(self.answer, "InferenceSpecification")
        images = [text(item, "Image") for _place, item in structures(said, "Containers")]
        lines = [
            (_("Inference images"), images),
            (_("Real-time instance types"), texts(said, "SupportedRealtimeInferenceInstanceTypes")),
            (_("Batch transform instance types"), texts(said, "SupportedTransformInstanceTypes")),
            (_("Content types"), texts(said, "SupportedContentTypes")),
            (_("Response MIME types"), texts(said, "SupportedResponseMIMETypes")),
        ]
        return [(label, values) for label, values in lines if values]

    @cached_property
    def validation(self) -> list[str]:
        """The names of the validation profiles."""
        profiles = structures(self.answer, "ValidationSpecification", "ValidationProfiles")
        return [text(item, "ProfileName") for _place, item in profiles]

    @property
    def json(self) -> str:
        """The whole answer."""
        return json.dumps(self.answer, indent=2, ensure_ascii=False)


def _range(item: Mapping[str, Any]) -> str:
    """Return the declared range in words, "" for none."""
    for name in _BOUNDS:
        if bounds := reading.structure(item, "Range", name):
            low, high = text(bounds, "MinValue"), text(bounds, "MaxValue")
            return _("{low} to {high}").format(low=low, high=high)
    return ", ".join(texts(item, "Range", _VALUES, "Values"))

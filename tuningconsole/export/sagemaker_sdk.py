"""The request as a program with version 2 of the SageMaker Python SDK (``sagemaker<3``).

Version 3 has no tuning by algorithm. What the program sends was read in the SDK's own source
(tuner.py, session.py, algorithm.py of 2.257) and is tested against it. It always sends the
instances as `HyperParameterTuningResourceConfig`, which Describe shows in both forms; it sorts
definitions by name and keeps parents as a set. Hyperparameters are set as they are, past
`set_hyperparameters`, which would write 10 as 10.0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tuningconsole.export import Format, LeftOut, Request
from tuningconsole.export.sdk.channels import inputs
from tuningconsole.export.sdk.estimator import RESOURCES, Statement, estimator, instance_configs
from tuningconsole.export.sdk.ranges import hyperparameter_ranges
from tuningconsole.export.sdk.tuner import MAX_JOBS, configuration
from tuningconsole.export.writing.python import WIDTH, Call, Name, calls, source
from tuningconsole.export.writing.rest import Rest
from tuningconsole.spec import canonical
from tuningconsole.spec.ranges import grid_size

_MODULES = {
    "AlgorithmEstimator": "sagemaker.algorithm",
    "CategoricalParameter": "sagemaker.parameter",
    "ContinuousParameter": "sagemaker.parameter",
    "Estimator": "sagemaker.estimator",
    "FileSystemInput": "sagemaker.inputs",
    "HyperbandStrategyConfig": "sagemaker.tuner",
    "HyperparameterTuner": "sagemaker.tuner",
    "InstanceConfig": "sagemaker.tuner",
    "IntegerParameter": "sagemaker.parameter",
    "ShuffleConfig": "sagemaker.inputs",
    "StrategyConfig": "sagemaker.tuner",
    "TrainingInput": "sagemaker.inputs",
    "TuningJobCompletionCriteriaConfig": "sagemaker.tuner",
    "WarmStartConfig": "sagemaker.tuner",
    "WarmStartTypes": "sagemaker.tuner",
}
_REASONS = {
    "EnableNetworkIsolation": "AlgorithmEstimator isolates AWS Marketplace's algorithms only.",
    "TuningObjective.Type": "The tuner has one objective type for all definitions.",
    "MaxResource": "HyperbandStrategyConfig takes both resources or none.",
    "MinResource": "HyperbandStrategyConfig takes both resources or none.",
}
_NO_ARGUMENT = "Version 2 of the SDK has no argument for it."


@dataclass(frozen=True, slots=True)
class _Definition:
    """A definition as arguments of the tuner, and the statements that make its estimator."""

    name: str
    statements: list[Statement]
    variable: Name
    arguments: dict[str, Any]
    inputs: dict[str, Call]
    configs: list[Call]


def write(request: Request) -> tuple[str, list[LeftOut]]:
    """Return the program, and what the SDK cannot say or says though nobody did."""
    is_single = "TrainingJobDefinitions" not in request
    body = canonical.expand(request)
    added = list(_added(body))
    rest = Rest(body)
    job = {"job_name": rest.take("HyperParameterTuningJobName")}
    config = configuration(rest)
    if config.get("strategy") == "Grid" and "max_jobs" not in config:
        # The SDK cannot leave the number out.
        config["max_jobs"] = grid_size(body)
    bodies = rest.each("TrainingJobDefinitions") or [Rest({})]
    kind = bodies[0].peek("TuningObjective.Type")
    found = [
        _definition(item, "estimator" if is_single else f"estimator_{number}", config, kind)
        for number, item in enumerate(bodies, start=1)
    ]
    if kind is not None:
        config["objective_type"] = kind
    statements = [line for one in found for line in one.statements]
    statements += (_single if is_single else _several)(found, config, job)
    missed = added + [LeftOut(path, _reason(path)) for path in rest.left()]
    if is_single:
        missed = [LeftOut(canonical.to_singular(one.path), one.reason) for one in missed]
    return _program(statements), missed


def _definition(rest: Rest, variable: str, config: dict[str, Any], kind: Any) -> _Definition:
    tuned, values = hyperparameter_ranges(rest)
    static = rest.take("StaticHyperParameters") or {}
    hints = {}
    arguments: dict[str, Any] = {
        "objective_metric_name": rest.take("TuningObjective.MetricName"),
        "hyperparameter_ranges": tuned,
    }
    if rest.peek("TuningObjective.Type") == kind:
        rest.take("TuningObjective.Type")
    if "autotune" in config:
        automatic = rest.each("HyperParameterRanges.AutoParameters")
        hints = {item.take("Name"): item.take("ValueHint") for item in automatic}
        arguments["hyperparameters_to_keep_static"] = list(static)
    if metrics := rest.take("AlgorithmSpecification.MetricDefinitions"):
        arguments["metric_definitions"] = metrics
    statements = estimator(variable, rest, static | hints, values)
    name = variable if variable == "estimator" else rest.take("DefinitionName") or variable
    return _Definition(
        name, statements, Name(variable), arguments, inputs(rest), instance_configs(rest)
    )


def _single(
    found: list[_Definition], config: dict[str, Any], job: dict[str, Any]
) -> Iterator[Statement]:
    [one] = found
    named = {"estimator": one.variable} | one.arguments | config
    yield "tuner = ", Call("HyperparameterTuner", named=named)
    if one.configs:
        yield "", Call("tuner.override_resource_config", (one.configs,))
    yield "", Call("tuner.fit", (one.inputs,) if one.inputs else (), job | {"wait": False})


def _several(
    found: list[_Definition], config: dict[str, Any], job: dict[str, Any]
) -> Iterator[Statement]:
    named: dict[str, Any] = {"estimator_dict": {one.name: one.variable for one in found}}
    for argument in dict.fromkeys(name for one in found for name in one.arguments):
        named[f"{argument}_dict"] = {
            one.name: one.arguments[argument] for one in found if argument in one.arguments
        }
    yield "tuner = ", Call("HyperparameterTuner.create", named=named | config)
    if configs := {one.name: one.configs for one in found if one.configs}:
        yield "", Call("tuner.override_resource_config", (configs,))
    channels = {one.name: one.inputs for one in found if one.inputs}
    # The SDK's own default for the flag is refused with several estimators.
    named = job | {"include_cls_metadata": {}, "wait": False}
    yield "", Call("tuner.fit", (channels,) if channels else (), named)


def _program(statements: list[Statement]) -> str:
    used = {name for _, value in statements for name in calls(value)}
    used |= {"HyperparameterTuner"}
    modules: dict[str, list[str]] = {}
    for name in sorted(used & _MODULES.keys()):
        modules.setdefault(_MODULES[name], []).append(name)
    imports = [_import(module, names) for module, names in sorted(modules.items())]
    lines = [f"{source(value, before=start)}\n" for start, value in statements]
    return '"""For version 2 of the SDK: pip install "sagemaker<3"."""\n\n' + "".join(
        [*imports, "\n", *lines]
    )


def _import(module: str, names: list[str]) -> str:
    line = f"from {module} import {', '.join(names)}\n"
    if len(line) <= WIDTH + 1:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")\n"


def _added(body: Request) -> Iterator[LeftOut]:
    """Yield what the SDK sends though the request does not say it."""
    config = body.get("HyperParameterTuningJobConfig", {})
    wanted = config.get("ResourceLimits", {}).get("MaxNumberOfTrainingJobs")
    if wanted is None and config.get("Strategy") != "Grid":
        yield LeftOut(MAX_JOBS, "The SDK cannot leave it out: it sends 1.")
    has_autotune = body.get("Autotune", {}).get("Mode") == "Enabled"
    for number, definition in enumerate(body.get("TrainingJobDefinitions", ())):
        path = f"TrainingJobDefinitions.{number}"
        for member in RESOURCES:
            resources = definition.get(member, {})
            for place in resources.get("InstanceConfigs", [resources]):
                if place and "VolumeSizeInGB" not in place:
                    reason = "The SDK cannot leave it out: it sends 30 GB."
                    yield LeftOut(f"{path}.{member}.VolumeSizeInGB", reason)
        if has_autotune and definition.get("AlgorithmSpecification", {}).get("AlgorithmName"):
            reason = "The SDK lets Autotune change the algorithm's other defaults, too."
            yield LeftOut(f"{path}.HyperParameterRanges.AutoParameters", reason)


def _reason(path: str) -> str:
    found = (reason for end, reason in _REASONS.items() if path.endswith(f".{end}"))
    return next(found, _NO_ARGUMENT)


FORMAT = Format("sagemaker_sdk", "Python: SageMaker SDK 2", "-sdk.py", "text/x-python", write)

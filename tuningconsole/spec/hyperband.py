"""What Hyperband takes from a training job definition when the request does not say it.

Source: HyperbandStrategyConfig in botocore's model.
"""

from tuningconsole.spec.ranges import is_number
from tuningconsole.spec.reading import Structure, structure, text

MAX_RESOURCE_NAMES = ("epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs")
"""The static hyperparameters that say how long a training job goes on, in the model's order."""


def max_resource_name(definition: Structure) -> str:
    """Return the static hyperparameter that `inferred_max_resource` reads, "" for none."""
    static = structure(definition, "StaticHyperParameters")
    return next((name for name in MAX_RESOURCE_NAMES if _resource(text(static, name))), "")


def inferred_max_resource(definition: Structure) -> int | None:
    """Return the MaxResource that SageMaker infers, None where it cannot.

    Args:
        definition: a training job definition as the request has it. The SDK's framework
            estimators send a value as JSON; its quotation marks do not count.
    """
    name = max_resource_name(definition)
    return _resource(text(definition, "StaticHyperParameters", name)) if name else None


def _resource(value: str) -> int | None:
    given = value.strip('"')
    return int(given) if is_number("Integer", given) and int(given) > 0 else None

"""Which operations there are: `@operation` puts a function into the table of its service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from botocore import xform_name
from botocore.model import OperationModel

from tuningconsole.engine import operations
from tuningconsole.engine.errors import ServiceError
from tuningconsole.spec import shapes

SERVICES = {"SageMaker": "sagemaker", "Logs_20140328": "logs"}
"""The service model's `targetPrefix`, what X-Amz-Target starts with -> the service's name."""


@dataclass(frozen=True, slots=True)
class RequestContext:
    """What a request is made in: the engine's Region and account, and the time it came."""

    region: str
    account: str
    now: datetime


Handler = Callable[[dict[str, Any], RequestContext], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Operation:
    """A function and the model of the operation that it serves."""

    service: str
    model: OperationModel
    handler: Handler


_registered: dict[tuple[str, str], Handler] = {}


def operation(service: str = "sagemaker") -> Callable[[Handler], Handler]:
    """Return a decorator that makes a function the operation of its name in snake case.

    Raises:
        LookupError: at import, the service has no such operation.
    """

    def register(handler: Handler) -> Handler:
        _registered[service, _names(service)[handler.__name__]] = handler
        return handler

    return register


@cache
def _names(service: str) -> dict[str, str]:
    return {xform_name(name): name for name in shapes.service_model(service).operation_names}


@cache
def _table() -> dict[tuple[str, str], Handler]:
    for module in iter_modules(operations.__path__):
        import_module(f"{operations.__name__}.{module.name}")
    return _registered


def service_of(target: str) -> str:
    """Return the service that an X-Amz-Target header is for, "" when it is none of ours."""
    return SERVICES.get(target.partition(".")[0], "")


def find(target: str) -> Operation:
    """Return the operation that X-Amz-Target names.

    Raises:
        ServiceError: AWS has no such operation, or the engine does not offer it.
    """
    service, name = service_of(target), target.partition(".")[2]
    model = shapes.service_model(service) if service else None
    if model is None or name not in model.operation_names:
        raise ServiceError("The requested operation is unknown.", code="UnknownOperationException")
    handler = _table().get((service, name))
    if handler is None:
        raise ServiceError(
            f"This engine does not offer {name}; it trains and tunes only.",
            code="UnsupportedOperationException",
        )
    return Operation(service, model.operation_model(name), handler)


def offered() -> frozenset[tuple[str, str]]:
    """Return every (service, operation) that the engine serves."""
    return frozenset(_table())

"""What is wrong with a request, in the words of the console and in those of AWS."""

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a request.

    Attributes:
        path: the member as the request spells it, list items by number from 0
            (``TrainingJobDefinition.InputDataConfig.0.ChannelName``); "" for the whole request.
        message: for a person at a form: what to do.
        aws: for an API client: AWS's words. Of a shape constraint the constraint alone
            ("Member must have length …"); of a rule the whole sentence.
        code: the API error that carries it.
        constraint: the constraint's or the rule's name: required, type, min, max, pattern, enum,
            or the name of the rule's module.
        value: what was given, where there is something.
        severity: a warning is told to a person and refuses nothing.
        is_key: the name of a map's entry is wrong, not what it has.
    """

    path: str
    message: str
    aws: str
    code: str = "ValidationException"
    constraint: str = ""
    value: Any = None
    severity: Literal["error", "warning"] = "error"
    is_key: bool = False

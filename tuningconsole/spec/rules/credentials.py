"""No hyperparameter and no environment variable holds a credential.

Rule H10 of domain-rules.md. Everyone who may describe the job reads them. Source:
StaticHyperParameters in botocore's model ("Do not include any security-sensitive information");
an older API page says that the request is rejected. Evidence: [D] documented; how a credential is
told, and the texts, are ours [E].
"""

import re
from collections.abc import Iterable, Iterator

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import Definition, definitions, structure
from tuningconsole.spec.rules import Context, Request

_ACCESS_KEY = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")
_NAME = re.compile(
    r"(?!.*_(?:name|arn|id|path|file|uri|url|length|size)$)(?:.*_)?"
    r"(?:(?:passwords?|passwd|pwd|secrets?|credentials?|(?:api|access|private|secret)_?key)(?:_.*)?"
    r"|(?:(?:access|api|auth|bearer|face|github|gitlab|hf|hub|login|refresh|security|session|wandb)_"
    r"|(?<![a-z_]))token)"
)
"""Most other tokens are those of a tokenizer; a name, an id or a place is none itself."""
_NOT_SECRET = re.compile(r"arn:.*|[-+.0-9eE]*|true|false|none|null", re.I)
"""What says where a secret is kept, or is too plain to be one."""
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")


def check_definitions(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a warning, without the value, for everything that looks like one."""
    for definition in definitions(request):
        yield from _check(definition, "StaticHyperParameters", "hyperparameter")
        yield from _check(definition, "Environment", "environment variable")


def _check(definition: Definition, member_name: str, noun: str) -> Iterator[Problem]:
    for name, value in structure(definition.body, member_name).items():
        if isinstance(value, str) and _is_credential(str(name), value):
            yield Problem(
                f"{definition.path}.{member_name}.{name}",
                f"Keep credentials out of {name}: everyone who may see the job can read it. Let"
                " the training program get them by its role, such as from AWS Secrets Manager.",
                f"The value of {noun} {name} looks like a credential.",
                severity="warning",
            )


def _is_credential(name: str, value: str) -> bool:
    if _ACCESS_KEY.search(value):
        return True
    spelt = _WORD.sub("_", name).lower()
    return bool(_NAME.fullmatch(spelt)) and not _NOT_SECRET.fullmatch(value.strip('"'))

"""Tag keys are unique and none begins with `aws:`, nor with what the console keeps for itself.

Rules G2, G3 of domain-rules.md. Source: Tag in botocore's model (unique); AWS's general rules for
tags (reserved prefix, in upper or lower case). Evidence: [D] documented; the texts are ours [E]
(domain-rules.md 1.13).
"""

from collections.abc import Iterable

from tuningconsole.spec.problems import Problem
from tuningconsole.spec.reading import repeated, structures, text
from tuningconsole.spec.rules import Context, Request


def check(request: Request, context: Context) -> Iterable[Problem]:
    """Yield a problem for every repeated and every reserved key."""
    keys = [(f"Tags.{number}.Key", text(tag, "Key")) for number, tag in structures(request, "Tags")]
    for path, key in repeated(keys):
        yield Problem(
            path,
            f"Choose another key: {key} is used above.",
            f"Duplicate tag key: {key}.",
            value=key,
        )
    for path, key in keys:
        for prefix in context.reserved_tag_prefixes:
            if key.lower().startswith(prefix):
                owner = "AWS" if prefix == "aws:" else "this console"
                yield Problem(
                    path,
                    f"Choose a key that does not begin with {prefix}, which {owner} keeps for"
                    " itself.",
                    f"Tag keys starting with {prefix} are reserved.",
                    value=key,
                )

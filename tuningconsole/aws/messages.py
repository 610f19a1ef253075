"""AWS's words about a request -> problems at its members.

Shape errors name their member by a path (domain-rules.md 1.1)::

    2 validation errors detected: Value '0' at 'a.b' failed to satisfy constraint: …; Value '' at …

Rule errors are sentences that may name a member, as ``MaxParallelTrainingJobs``.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from tuningconsole.spec import paths, shapes
from tuningconsole.spec.problems import Problem

_HEAD = re.compile(r"\d+ validation errors? detected: ")
_PART = re.compile(
    r"Value (?:'(?P<value>.*?)'|null|\S*)? ?at '(?P<path>[\w.]+)' failed to satisfy constraint: "
    r"(?P<constraint>.*?)(?=; Value .*? ?at '[\w.]+' failed to satisfy constraint: |$)",
    re.DOTALL,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{5,}")


def problems(message: str, code: str, root: str = shapes.CREATE_TUNING_JOB) -> list[Problem]:
    """Return what the message complains about, at paths of the request whose shape is `root`.

    There is always at least one; what names no member, or no one member, is at "".
    """
    if head := _HEAD.match(message):
        found = list(_shape_errors(message[head.end() :], code, root))
        if found:
            return found
    return [Problem(_named(message, root), message, message, code)]


def _shape_errors(text: str, code: str, root: str) -> Iterator[Problem]:
    for match in _PART.finditer(text):
        words = match["constraint"].rstrip("; ")
        try:
            path = paths.from_aws(match["path"], root)
        except shapes.UnknownMemberError:
            path, words = "", match[0].rstrip("; ")
        yield Problem(path, words, words, code, value=match["value"])


def _named(message: str, root: str) -> str:
    """Return the path of the one member that the sentence names, "" for none or several."""
    known = _members(root)
    named = {known[word.lower()] for word in _WORD.findall(message) if word.lower() in known}
    return named.pop() if len(named) == 1 else ""


@cache
def _members(root: str) -> Mapping[str, str]:
    """Return name -> path of the members that the request has in one place only, lists aside."""
    found: dict[str, set[str]] = {}
    for leaf in shapes.leaves(root):
        names = leaf.split(".")
        if names[0] == "TrainingJobDefinitions":
            continue
        for number, name in enumerate(names, start=1):
            found.setdefault(name.lower(), set()).add(".".join(names[:number]))
    return {
        name: path
        for name, (path, *others) in ((name, sorted(paths)) for name, paths in found.items())
        if not others and "*" not in path
    }

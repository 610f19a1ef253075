"""What is wrong with a draft, and at which input."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tuningconsole.catalog.authoring import rows, rules, values
from tuningconsole.catalog.authoring.declarations import (
    ROOT,
    Control,
    Field,
    Rows,
    Section,
    Specification,
    Step,
)
from tuningconsole.catalog.authoring.keys import MORE
from tuningconsole.catalog.authoring.pages import STEPS
from tuningconsole.catalog.authoring.values import Answers
from tuningconsole.catalog.authoring.writing import (
    Built,
    active_fields,
    build,
    other_members,
    parts,
)
from tuningconsole.spec import shapes
from tuningconsole.spec.constraints import violations
from tuningconsole.spec.problems import Problem
from tuningconsole.spec.shapes import resolve

_ENTER = {
    Control.MANY: gettext_noop("Choose at least one."),
    Control.RADIO: gettext_noop("Choose one."),
    Control.SELECT: gettext_noop("Choose one."),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's request and its problems: key of an input or of a list -> messages."""

    built: Built
    problems: Mapping[str, list[str]] = field(default_factory=dict)

    def of_step(self, step: Step) -> dict[str, list[str]]:
        """Return the problems on the step's page."""
        return {key: found for key, found in self.problems.items() if is_on(step, key)}


def check(answers: Answers) -> Checked:
    """Return everything that is wrong with the answers, each message once at its input."""
    built = build(answers)
    active = [found for part in parts(answers) for found in active_fields(part, answers)]
    found = {**dict(_missing(active, answers)), **dict(_empty_lists(answers))}
    found |= values.problems_of_json(iter(active), answers)
    found |= _of_other_members(active, answers)
    settled = frozenset(found)
    fields = {key: field for field, key in active}
    request = built.request
    for problem in (*violations(shapes.shape(ROOT), request), *rules.check(request)):
        key, message = at_input(built, problem, fields)
        messages = found.setdefault(key, [])
        if key not in settled and message not in messages:
            messages.append(message)
    return Checked(built, {key: messages for key, messages in found.items() if messages})


def at_input(built: Built, problem: Problem, fields: Mapping[str, Field]) -> tuple[str, str]:
    """Return the key of the problem's input and what to say there."""
    key, rest = built.origin_of(problem.path)
    known = fields.get(key)
    # Those of the service model are in English, but for a few that are ours too.
    message = _(problem.message)
    if known and known.hint and problem.constraint == "pattern":
        message = _(known.hint)
    if rest and (known is None or known.control is Control.JSON):
        message = f"{json_path(rest)}: {message}"
    return key, message


def json_path(path: str) -> str:
    """Return a dotted path as readers of JSON write it: ``0.Type`` is ``[0].Type``."""
    written = "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in path.split("."))
    return written.removeprefix(".")


def is_on(step: Step, key: str) -> bool:
    """Tell whether the input, or the list, is on the step's page."""
    return any(key == path or key.startswith((f"{path}.", f"{path}:")) for path in _paths(step))


def step_with(key: str) -> Step | None:
    """Return the page that the input or the list is on."""
    return next((step for step in STEPS if is_on(step, key)), None)


def _paths(step: Step) -> Iterator[str]:
    for part in step.parts:
        match part:
            case Rows(path=path) | Specification(rows=Rows(path=path)):
                yield path
            case Section(fields=fields):
                yield from (item.path for item in fields)


def _missing(active: list[tuple[Field, str]], answers: Answers) -> Iterator[tuple[str, list[str]]]:
    for item, key in active:
        if item.is_required and values.value(item, answers, key) is None:
            yield key, [_(_ENTER[item.control]) if item.control in _ENTER else _("Enter a value.")]


def _empty_lists(answers: Answers) -> Iterator[tuple[str, list[str]]]:
    """Yield the lists without a row of which AWS wants at least one."""
    lists = [part for part in parts(answers) if isinstance(part, Rows)]
    for part in lists:
        if resolve(part.path, ROOT).is_required and not rows.filled(part, answers):
            yield part.path, [_("Add a {noun}.").format(noun=rows.called(part))]


def _of_other_members(active: list[tuple[Field, str]], answers: Answers) -> dict[str, list[str]]:
    """Return what is wrong with the JSON of members that stand beside other inputs."""
    found: dict[str, list[str]] = {}
    for item, key in active:
        document = values.value(item, answers, key) if item.path == MORE else None
        if isinstance(document, dict):
            if strange := [name for name in document if name not in other_members()]:
                message = _("Remove {members}: a container has no such other member.")
                found[key] = [message.format(members=", ".join(strange))]
        elif document is not None and not isinstance(document, str):
            found[key] = [_("Enter an object with named members.")]
    return found

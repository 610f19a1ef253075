"""A step -> a Django form with all of its inputs, and its layout."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tuningconsole.wizard import hyperparameters
from tuningconsole.wizard.binding import fields, layout, pairs, rows
from tuningconsole.wizard.binding.declarations import (
    Hyperparameters,
    Input,
    Pairs,
    Part,
    Rows,
    Section,
    Step,
    Switch,
)
from tuningconsole.wizard.binding.hyperparameters import bound_row
from tuningconsole.wizard.binding.values import Answers, text
from tuningconsole.wizard.offers import Offers


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the error summary: the element to go to, and what is wrong there."""

    target: str
    label: str
    message: str


class StepForm(forms.Form):
    """The page of a step, bound to the answers as they are.

    It accepts anything: `show` puts the problems that `checking` has found at its inputs.
    """

    def __init__(self, step: Step, answers: Answers, offers: Offers) -> None:
        super().__init__(data=dict(answers))
        self.step = step
        self.answers = answers
        self.offers = offers
        self.language = get_language() or ""
        self.names: dict[str, str] = {}
        self.governors = set(_governors(step))
        self.part_problems: dict[str, list[str]] = {}
        self.warnings: list[Entry] = []
        self.warned: set[str] = set()
        self.notes: Mapping[str, str] = {}
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = False
        self.helper.include_media = False
        self.helper.layout = Layout(*[self._bound(part) for part in step.parts])

    def show(self, problems: Mapping[str, Sequence[str]]) -> None:
        """Put each message at its input, or on top of its part."""
        for key, messages in problems.items():
            name = self._input(key)
            for message in messages:
                if name:
                    self.add_error(name, message)
                else:
                    self.part_problems.setdefault(key, []).append(message)

    def warn(self, warnings: Mapping[str, Sequence[str]]) -> None:
        """Note each message with the input that it is about."""
        for key, messages in warnings.items():
            name = self._input(key)
            target = f"#{self[name].auto_id}" if name else f"#id_{key}"
            label = self.names.get(name, "")
            self.warnings += [Entry(target, label, message) for message in messages]
            self.warned.add(name or key)

    @property
    def summary(self) -> list[Entry]:
        """Every message shown, with the input or the part that it belongs to."""
        of_parts = [
            Entry(f"#id_{key}", "", message)
            for key, messages in self.part_problems.items()
            for message in messages
        ]
        of_inputs = [
            Entry(f"#{self[name].auto_id}", self.names[name], str(message))
            for name in self.fields
            for message in self.errors.get(name, ())
        ]
        return [*of_parts, *of_inputs]

    def _input(self, key: str) -> str:
        """Return the input that the key names, or the first one of the row that it names."""
        if key in self.fields:
            return key
        is_part = any(getattr(part, "path", None) == key for part in self.step.parts)
        inside = (name for name in self.fields if name.startswith((f"{key}.", f"{key}:")))
        return "" if is_part else next(inside, "")

    def _bound(self, part: Part) -> Any:
        match part:
            case Section():
                return layout.Block(part, [self._add(item, item.path) for item in part.fields])
            case Pairs():
                return self._bound_pairs(part)
            case Switch():
                return self._bound_switch(part)
            case Rows():
                return self._bound_rows(part)
            case Hyperparameters():
                return self._bound_hyperparameters(part)

    def _add(
        self, item: Input, key: str, row: Mapping[str, str] | None = None, number: int = 0
    ) -> layout.Control:
        inputs = dict(fields.bound(item, key, self.answers, self.offers, row or {}, self.language))
        for name, field in inputs.items():
            self._name(name, field, field.label)
        return layout.Control(item, list(inputs), number)

    def _name(self, name: str, field: forms.Field, label: Any) -> None:
        self.fields[name] = field
        self.names[name] = str(label)

    def _bound_switch(self, part: Switch) -> Any:
        toggle = fields.toggle(part, text(self.answers, part.path), self.offers)
        self._name(part.path, toggle, toggle.label)
        return layout.SwitchBlock(part, [self._add(item, item.path) for item in part.fields])

    def _bound_rows(self, part: Rows) -> Any:
        number_of_rows = rows.count(part, self.answers)
        blocks = [self._bound_row(part, number) for number in range(number_of_rows)]
        left = rows.most(part) - number_of_rows
        return layout.RowsBlock(part, blocks, left, compact=part.compact)

    def _bound_row(self, part: Rows, number: int) -> list[layout.Control]:
        row = {
            rows.member(part, item): str(self.answers.get(rows.key(item, number), ""))
            for item in part.fields
        }
        controls = [self._add(item, rows.key(item, number), row, number) for item in part.fields]
        called = rows.called(part, number)
        for control in controls:
            for name in control.fields:
                self.names[name] = f"{called}, {self.names[name]}"
        return controls

    def _bound_pairs(self, part: Pairs) -> Any:
        number_of_rows = pairs.count(part, self.answers)
        blocks = []
        for number in range(number_of_rows):
            at, called = pairs.key(part, number), rows.called(part, number)
            for end, label in ((pairs.NAME, _("Name")), (pairs.VALUE, _("Value"))):
                field = fields.plain(label, may_have_lines=end == pairs.VALUE)
                self._name(at + end, field, f"{called}, {label}")
            blocks.append(
                [layout.PairControl(at + pairs.NAME), layout.PairControl(at + pairs.VALUE)]
            )
        left = pairs.most(part) - number_of_rows
        return layout.RowsBlock(part, blocks, left, compact=True)

    def _bound_hyperparameters(self, part: Hyperparameters) -> Any:
        items = hyperparameters.every(self.answers, self.offers.algorithm)
        for item in items:
            called = item.name or _("New hyperparameter")
            for name, field in bound_row(item, self.answers, self.language):
                self._name(name, field, f"{called}, {field.label}")
        may_add = not hyperparameters.declared(self.offers.algorithm)
        return layout.HyperparameterTable(part, items, may_add=may_add)


def _governors(step: Step) -> Iterator[str]:
    """Yield the paths of the inputs that decide whether others are there."""
    for part in step.parts:
        conditions = list(part.when) if isinstance(part, Rows) else []
        for item in getattr(part, "fields", ()):
            conditions += item.when
        yield from (condition.path for condition in conditions)

"""How the parts of a page are drawn: crispy layout objects, each with a template of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import render_field
from django import forms
from django.template.loader import render_to_string

from tuningconsole.wizard.binding.declarations import (
    Control as Kind,
)
from tuningconsole.wizard.binding.declarations import (
    Field,
    Hyperparameters,
    Rows,
    Section,
    Switch,
)
from tuningconsole.wizard.binding.fields import constraint_of
from tuningconsole.wizard.hyperparameters import STATIC, Declared


class Control(LayoutObject):  # type: ignore[misc]  # crispy has no types
    """One declared field: label, description, input, constraint, errors."""

    def __init__(self, item: Field, names: Sequence[str]) -> None:
        self.item = item
        self.fields = list(names)

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        """Return its HTML."""
        first, *others = self.fields
        extra = {
            "aside": form[others[0]] if others else None,
            "constraint": constraint_of(self.item),
            "control": self.item.control.value,
            "is_listed": bool(others) and self.item.control is Kind.PICK,
            "is_optional": not self.item.is_required,
            "is_role": self.item.options == "roles",
        }
        return str(
            render_field(first, form, context, template="wizard/_control.html", extra_context=extra)
        )


class Block(LayoutObject):  # type: ignore[misc]  # crispy has no types
    """A section: a container with its controls."""

    template = "wizard/_section.html"

    def __init__(self, part: Section | Switch, controls: Sequence[Control]) -> None:
        self.part = part
        self.fields = list(controls)

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        """Return its HTML."""
        controls = [control.render(form, context) for control in self.fields]
        return _drawn(self.template, self.part, form, context, {"controls": controls})


class SwitchBlock(Block):
    """A section behind a switch."""

    template = "wizard/_switch.html"

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        """Return its HTML."""
        controls = [control.render(form, context) for control in self.fields]
        extra = {"controls": controls, "toggle": form[self.part.path]}  # type: ignore[union-attr]
        return _drawn(self.template, self.part, form, context, extra)


class RowsBlock(LayoutObject):  # type: ignore[misc]  # crispy has no types
    """A list: a block a row, and the button that adds one."""

    def __init__(self, part: Rows, blocks: Sequence[Sequence[Control]], left: int) -> None:
        self.part = part
        self.blocks = blocks
        self.left = left
        self.fields: list[Any] = []

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        """Return its HTML."""
        blocks = [[control.render(form, context) for control in block] for block in self.blocks]
        return _drawn(
            "wizard/_rows.html", self.part, form, context, {"blocks": blocks, "left": self.left}
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A hyperparameter and its inputs by part; `is_tuned` is what it is switched to now."""

    item: Declared
    inputs: Mapping[str, forms.BoundField]
    is_tuned: bool

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The messages of its inputs with the id that `aria-describedby` of the input names."""
        return [
            (f"{bound.auto_id}_error", str(message))
            for bound in self.inputs.values()
            for message in bound.errors
        ]


class HyperparameterTable(LayoutObject):  # type: ignore[misc]  # crispy has no types
    """The rows of the declared hyperparameters."""

    def __init__(self, part: Hyperparameters, declared: Sequence[Declared]) -> None:
        self.part = part
        self.declared = declared
        self.fields: list[Any] = []

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        """Return its HTML."""
        extra = {"rows": list(self._rows(form))}
        return _drawn("wizard/_hyperparameters.html", self.part, form, context, extra)

    def _rows(self, form: Any) -> Iterator[Row]:
        for item in self.declared:
            names = {part: item.key(part) for part in ("kind", "value", "min", "max", "scaling")}
            names["listed"] = item.key("values")
            inputs = {part: form[key] for part, key in names.items() if key in form.fields}
            yield Row(item, inputs, item.kind(form.answers) != STATIC)


def _drawn(template: str, part: Any, form: Any, context: Any, extra: Mapping[str, Any]) -> str:
    problems = form.part_problems.get(getattr(part, "path", ""), ())
    values = {**context.flatten(), **extra, "part": part, "problems": problems}
    return str(render_to_string(template, values))

"""How the parts of a page are drawn: crispy layout objects, each with a template of its own.

A page may have a thousand inputs. So a part is one template of Jinja2, whose macros draw its
controls; a template of Django's for each took four times as long (docs/measurements.md).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tuningconsole.ui import jinja2
from tuningconsole.wizard import hyperparameters
from tuningconsole.wizard.binding import rows
from tuningconsole.wizard.binding.conditions import holds
from tuningconsole.wizard.binding.declarations import (
    Choice,
    Hyperparameters,
    Input,
    Is,
    Pairs,
    Rows,
    Section,
    Switch,
)
from tuningconsole.wizard.binding.declarations import Control as Kind
from tuningconsole.wizard.binding.fields import constraint_of
from tuningconsole.wizard.binding.values import Answers, text
from tuningconsole.wizard.hyperparameters import STATIC, Hyperparameter


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn of a control: the bound field, its second input, and what its look hangs on."""

    field: forms.BoundField
    kind: str = Kind.TEXT.value
    aside: forms.BoundField | None = None
    constraint: str = ""
    errors: Sequence[Any] = ()
    is_away: bool = False
    is_governor: bool = False
    is_listed: bool = False
    is_optional: bool = False
    may_create_role: bool = False
    note: str | None = None
    redraws: bool = False
    when: str = ""


@dataclass(frozen=True, slots=True)
class Folded:
    """Controls: those in sight, and those that are folded away together."""

    controls: list[Drawn]
    advanced: list[Drawn]
    is_open: bool


class Control:
    """One declared field: label, description, input, constraint, errors."""

    def __init__(self, item: Input, names: Sequence[str], number: int = 0) -> None:
        self.item = item
        self.fields = list(names)
        self.number = number

    @property
    def is_advanced(self) -> bool:
        """Whether it is folded away."""
        return self.item.advanced

    def drawn(self, form: Any, context: Any) -> Drawn:
        """Return what its template draws."""
        first, *others = self.fields
        is_choice = isinstance(self.item, Choice)
        kind = Kind.SELECT if isinstance(self.item, Choice) else self.item.control
        return Drawn(
            form[first],
            kind.value,
            aside=form[others[0]] if others else None,
            constraint=constraint_of(self.item, form.language),
            errors=form.errors.get(first, ()),
            is_away=not holds(self.item.when, form.answers, self.number),
            is_governor=self.item.path in form.governors,
            is_listed=bool(others) and kind is Kind.PICK,
            is_optional=not (is_choice or self.item.is_required),  # type: ignore[union-attr]
            may_create_role=getattr(self.item, "options", "") == "roles" and _administers(context),
            note=form.notes.get(first),
            redraws=self.item.redraws,
            when=conditions(self.item.when, self.number),
        )

    def is_open(self, form: Any) -> bool:
        """Tell whether there is something to see: a message, or another answer than a draft's."""
        initial = getattr(self.item, "initial", "")
        blank = {"", initial}
        is_told = any(name in form.errors or name in form.warned for name in self.fields)
        return is_told or any(
            isinstance(given := form.answers.get(name, ""), list) or given not in blank
            for name in self.fields[:1]
            if form.answers.get(name)
        )


class PairControl:
    """The name or the value of an entry of a map."""

    is_advanced = False

    def __init__(self, name: str) -> None:
        self.fields = [name]

    def drawn(self, form: Any, context: Any) -> Drawn:
        """Return what its template draws."""
        [name] = self.fields
        return Drawn(form[name], errors=form.errors.get(name, ()))

    def is_open(self, form: Any) -> bool:
        """Tell whether it is worth unfolding; it is never folded."""
        return False


def _administers(context: Any) -> bool:
    frame = context.get("frame")
    return bool(frame and frame.membership and frame.membership.may_administer)


@lru_cache(maxsize=4096)
def conditions(when: tuple[Is, ...], number: int = 0) -> str:
    """Return the conditions as the script `when` reads them: [[input name, [values]]]."""
    found = [[rows.numbered(item.path, number), list(item.values)] for item in when]
    return json.dumps(found) if found else ""


def _folded(form: Any, context: Any, controls: Sequence[Control | PairControl]) -> Folded:
    advanced = [control for control in controls if control.is_advanced]
    return Folded(
        [control.drawn(form, context) for control in controls if not control.is_advanced],
        [control.drawn(form, context) for control in advanced],
        any(control.is_open(form) for control in advanced),
    )


class Block(LayoutObject):  # type: ignore[misc]  # crispy has no types
    """A section: a container with its controls."""

    template = "wizard/section.html"

    def __init__(self, part: Section | Switch, controls: Sequence[Control]) -> None:
        self.part = part
        self.fields = list(controls)

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        """Return its HTML."""
        is_open = any(control.is_open(form) for control in self.fields)
        extra = {"folded": _folded(form, context, self.fields)}
        return _drawn(self.template, self.part, form, extra, is_open=is_open)


class SwitchBlock(Block):
    """A section behind a switch."""

    template = "wizard/switch.html"

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        """Return its HTML."""
        path = self.part.path  # type: ignore[union-attr]
        extra = {"folded": _folded(form, context, self.fields), "toggle": form[path]}
        is_open = bool(text(form.answers, path))
        return _drawn(self.template, self.part, form, extra, is_open=is_open)


class RowsBlock(LayoutObject):  # type: ignore[misc]  # crispy has no types
    """A list: a block a row, and the button that adds one."""

    def __init__(
        self,
        part: Rows | Pairs,
        blocks: Sequence[Sequence[Control | PairControl]],
        left: int,
        compact: bool,
    ) -> None:
        self.part = part
        self.blocks = blocks
        self.left = left
        self.compact = compact
        self.fields: list[Any] = []

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        """Return its HTML."""
        blocks = [_folded(form, context, block) for block in self.blocks]
        extra = {"blocks": blocks, "left": self.left, "compact": self.compact}
        is_open = bool(self.blocks)
        return _drawn("wizard/rows.html", self.part, form, extra, is_open=is_open)


@dataclass(frozen=True, slots=True)
class Row:
    """A hyperparameter and its inputs by part; `kind` is what it is switched to now."""

    item: Hyperparameter
    inputs: Mapping[str, forms.BoundField]
    kind: str

    @property
    def is_tuned(self) -> bool:
        """Whether it is searched."""
        return self.kind != STATIC

    @property
    def is_point(self) -> bool:
        """Whether it is searched between two ends that are the same."""
        ends = [str(self.inputs[part].value() or "").strip() for part in ("min", "max")]
        return self.kind in {"Integer", "Continuous"} and ends[0] == ends[1] != ""

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The messages of its inputs with the id that `aria-describedby` of the input names."""
        return [
            (f"{bound.auto_id}_error", str(message))
            for bound in self.inputs.values()
            for message in bound.errors
        ]

    @property
    def number(self) -> int:
        """The number of an added row, from 0."""
        return int(self.item.slot.rpartition(".")[2])


class HyperparameterTable(LayoutObject):  # type: ignore[misc]  # crispy has no types
    """The rows of the hyperparameters, declared and added."""

    def __init__(
        self, part: Hyperparameters, items: Sequence[Hyperparameter], *, may_add: bool
    ) -> None:
        self.part = part
        self.items = items
        self.may_add = may_add
        self.fields: list[Any] = []

    def render(self, form: Any, context: Any, **kwargs: Any) -> str:
        """Return its HTML."""
        left = hyperparameters.most() - hyperparameters.count(form.answers)
        extra = {"rows": list(self._rows(form)), "may_add": self.may_add, "left": left}
        return _drawn("wizard/hyperparameters.html", self.part, form, extra)

    def _rows(self, form: Any) -> Iterator[Row]:
        for item in self.items:
            parts = ("name", "kind", "value", "min", "max", "scaling", "hint")
            names = {part: item.key(part) for part in parts} | {"listed": item.key("values")}
            inputs = {part: form[key] for part, key in names.items() if key in form.fields}
            yield Row(item, inputs, item.kind(form.answers))


def _is_needed(part: Any, answers: Answers) -> bool:
    return isinstance(part, Rows) and bool(part.needed) and holds(part.needed, answers)


def _drawn(
    template: str,
    part: Any,
    form: Any,
    extra: Mapping[str, Any],
    *,
    is_open: bool = True,
) -> str:
    """Return the part's HTML; an advanced one can be folded away."""
    inner = {**extra, "part": part}
    path = getattr(part, "path", "")
    problems = form.part_problems.get(path, ())
    is_warned = path in form.warned and path not in form.fields
    around = {
        "anchor": f"id_{path}" if is_warned and not problems else "",
        "content": jinja2.render(template, inner),
        "description": _(part.description),
        "heading": _(part.heading),
        "is_away": isinstance(part, Rows) and not holds(part.when, form.answers),
        "is_folded": part.advanced and not _is_needed(part, form.answers),
        "is_open": is_open or bool(problems) or is_warned,
        "part": part,
        "problems": problems,
        "when": conditions(part.when) if isinstance(part, Rows) else "",
    }
    return str(render_to_string("wizard/_part.html", around))

"""The inputs of one hyperparameter's row."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tuningconsole.wizard.binding.fields import Lines, Ticks, select
from tuningconsole.wizard.binding.values import Answers, lines, text
from tuningconsole.wizard.hyperparameters import AUTO, STATIC, Hyperparameter
from tuningconsole.wizard.offers import Option

KINDS = {
    STATIC: gettext_noop("Static"),
    AUTO: gettext_noop("Chosen by SageMaker"),
    "Integer": gettext_noop("Integer"),
    "Continuous": gettext_noop("Continuous"),
    "Categorical": gettext_noop("Categorical"),
    "FreeText": gettext_noop("FreeText"),
}
"""What a hyperparameter can be, in words."""
SCALINGS = {
    "Auto": gettext_noop("Auto"),
    "Linear": gettext_noop("Linear"),
    "Logarithmic": gettext_noop("Logarithmic"),
    "ReverseLogarithmic": gettext_noop("Reverse logarithmic"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """What the inputs of a row hang on."""

    name: str
    kinds: tuple[str, ...]
    values: tuple[str, ...]
    scalings: tuple[str, ...]
    mode: str
    given: str
    ticked: tuple[str, ...]
    is_own: bool
    is_required: bool
    has_scaling: bool


def bound_row(
    item: Hyperparameter, answers: Answers, language: str
) -> Iterator[tuple[str, forms.Field]]:
    """Yield the row's inputs by name: its kind when it can be tuned, its value, its range.

    They are shared by all forms that have the same ones, so nobody changes them. `language` is the
    one in force, which their words are in.
    """
    kinds, values = tuple(item.kinds(answers)), tuple(item.values)
    row = _Row(
        name=item.name,
        kinds=kinds,
        values=values,
        scalings=tuple(item.scalings),
        mode=_mode(item),
        given=text(answers, item.key("value")) if values else "",
        ticked=tuple(lines(answers, item.key("values"))) if "Categorical" in kinds else (),
        is_own=item.is_own,
        is_required=item.is_required,
        has_scaling=answers.get(item.key("scaling")) != "",
    )
    for part, field in _inputs(row, language):
        yield item.key(part), field


@lru_cache(maxsize=1024)
def _inputs(row: _Row, _language: str) -> tuple[tuple[str, forms.Field], ...]:
    return tuple(_made(row))


def _made(row: _Row) -> Iterator[tuple[str, forms.Field]]:
    if row.is_own:
        yield "name", _field(_("name"), _text("text"), row)
    if len(row.kinds) > 1:
        widget = select([(kind, _(KINDS[kind])) for kind in row.kinds])
        yield "kind", _field(_("type"), widget, row)
    yield "value", _field(_("value"), _value(row), row)
    if "Categorical" in row.kinds:
        yield "values", _values(row)
    if {"Integer", "Continuous"} & set(row.kinds):
        yield "min", _field(_("minimum"), _text(row.mode), row)
        yield "max", _field(_("maximum"), _text(row.mode), row)
        scalings = [(scaling, _(SCALINGS.get(scaling, scaling))) for scaling in row.scalings]
        if not row.has_scaling:
            scalings.insert(0, ("", _("Not set")))
        yield "scaling", _field(_("scaling type"), select(scalings), row)
    if AUTO in row.kinds:
        yield "hint", _field(_("value hint"), _text("text"), row)


def _values(row: _Row) -> forms.Field:
    if row.values:
        values = dict.fromkeys([*row.values, *row.ticked])
        widget: forms.Widget = Ticks([Option(value, value) for value in values])
        return forms.Field(required=False, label=_("values"), widget=widget)
    return _field(_("values"), Lines(), row)


def _value(row: _Row) -> forms.Widget:
    """Return a list where the values are declared; what is not among them any more stays."""
    if not row.values:
        return _text(row.mode)
    blank = _("Choose") if row.is_required else _("Not set")
    others = [row.given] if row.given and row.given not in row.values else []
    return select([("", blank), *((value, value) for value in (*row.values, *others))])


def _mode(item: Hyperparameter) -> str:
    """Return the keyboard of a phone: that of digits alone may have no minus sign."""
    is_count = item.type == "Integer" and item.bounds[0].isdecimal()
    return "numeric" if is_count else "text"


def _text(mode: str) -> forms.Widget:
    attrs = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
    return forms.TextInput(attrs={**attrs, "inputmode": mode})


def _field(label: str, widget: forms.Widget, row: _Row) -> forms.Field:
    name = row.name or _("New hyperparameter")
    widget.attrs["aria-label"] = f"{name}, {label}"
    return forms.CharField(required=False, strip=False, label=label, widget=widget)

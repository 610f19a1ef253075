"""The inputs of one hyperparameter's row."""

from collections.abc import Iterator

from django import forms

from tuningconsole.wizard.binding.fields import Ticks
from tuningconsole.wizard.binding.values import Answers, text
from tuningconsole.wizard.hyperparameters import STATIC, Declared
from tuningconsole.wizard.offers import Option


def bound_row(item: Declared, answers: Answers) -> Iterator[tuple[str, forms.Field]]:
    """Yield the row's inputs by name: its kind when it can be tuned, its value, its range."""
    if item.is_tunable:
        kinds = [(STATIC, STATIC), (item.type, item.type)]
        yield item.key("kind"), _field("type", _select(kinds), item)
    yield item.key("value"), _field("value", _value(item, text(answers, item.key("value"))), item)
    if item.is_tunable and item.type == "Categorical":
        yield item.key("values"), _values(item)
    elif item.is_tunable:
        yield item.key("min"), _field("minimum", _text(item), item)
        yield item.key("max"), _field("maximum", _text(item), item)
        scalings = [(scaling, _spaced(scaling)) for scaling in item.scalings]
        yield item.key("scaling"), _field("scaling type", _select(scalings), item)


def _values(item: Declared) -> forms.Field:
    if item.values:
        widget: forms.Widget = Ticks([Option(value, value) for value in item.values])
        return forms.Field(required=False, label="values", widget=widget)
    attrs = {"class": "form-control", "rows": 3, "placeholder": "One value a line"}
    return _field("values", forms.Textarea(attrs=attrs), item)


def _value(item: Declared, given: str) -> forms.Widget:
    """Return a list where the values are declared; what is not among them any more stays."""
    if not item.values:
        return _text(item)
    blank = "Choose" if item.is_required else "Not set"
    values = [*item.values, *([given] if given and given not in item.values else [])]
    return _select([("", blank), *((value, value) for value in values)])


def _text(item: Declared) -> forms.Widget:
    attrs = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
    if item.type in {"Integer", "Continuous"}:
        attrs["inputmode"] = "text" if item.type == "Continuous" else "numeric"
    return forms.TextInput(attrs=attrs)


def _select(choices: list[tuple[str, str]]) -> forms.Widget:
    return forms.Select(attrs={"class": "form-select"}, choices=choices)


def _field(label: str, widget: forms.Widget, item: Declared) -> forms.Field:
    widget.attrs["aria-label"] = f"{item.name}, {label}"
    return forms.CharField(required=False, strip=False, label=label, widget=widget)


def _spaced(scaling: str) -> str:
    return "Reverse logarithmic" if scaling == "ReverseLogarithmic" else scaling

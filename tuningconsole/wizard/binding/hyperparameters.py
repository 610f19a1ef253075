"""The inputs of one hyperparameter's row."""

from collections.abc import Iterator

from django import forms

from tuningconsole.wizard.binding.fields import Lines, Ticks, select
from tuningconsole.wizard.binding.values import Answers, lines, text
from tuningconsole.wizard.hyperparameters import AUTO, STATIC, Hyperparameter
from tuningconsole.wizard.offers import Option

_KINDS = {STATIC: "Static", AUTO: "Chosen by SageMaker"}


def bound_row(item: Hyperparameter, answers: Answers) -> Iterator[tuple[str, forms.Field]]:
    """Yield the row's inputs by name: its kind when it can be tuned, its value, its range."""
    if item.is_own:
        yield item.key("name"), _field("name", _text("text"), item)
    kinds = item.kinds(answers)
    if len(kinds) > 1:
        widget = select([(kind, _KINDS.get(kind, kind)) for kind in kinds])
        yield item.key("kind"), _field("type", widget, item)
    yield item.key("value"), _field("value", _value(item, text(answers, item.key("value"))), item)
    if "Categorical" in kinds:
        yield item.key("values"), _values(item, lines(answers, item.key("values")))
    if {"Integer", "Continuous"} & set(kinds):
        yield item.key("min"), _field("minimum", _text(_mode(item)), item)
        yield item.key("max"), _field("maximum", _text(_mode(item)), item)
        scalings = [(scaling, _spaced(scaling)) for scaling in item.scalings]
        if answers.get(item.key("scaling")) == "":
            scalings.insert(0, ("", "Not set"))
        yield item.key("scaling"), _field("scaling type", select(scalings), item)
    if AUTO in kinds:
        yield item.key("hint"), _field("value hint", _text("text"), item)


def _values(item: Hyperparameter, ticked: list[str]) -> forms.Field:
    if item.values:
        values = dict.fromkeys([*item.values, *ticked])
        widget: forms.Widget = Ticks([Option(value, value) for value in values])
        return forms.Field(required=False, label="values", widget=widget)
    return _field("values", Lines(), item)


def _value(item: Hyperparameter, given: str) -> forms.Widget:
    """Return a list where the values are declared; what is not among them any more stays."""
    if not item.values:
        return _text(_mode(item))
    blank = "Choose" if item.is_required else "Not set"
    values = [*item.values, *([given] if given and given not in item.values else [])]
    return select([("", blank), *((value, value) for value in values)])


def _mode(item: Hyperparameter) -> str:
    """Return the keyboard of a phone: that of digits alone may have no minus sign."""
    is_count = item.type == "Integer" and item.bounds[0].isdecimal()
    return "numeric" if is_count else "text"


def _text(mode: str) -> forms.Widget:
    attrs = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
    return forms.TextInput(attrs={**attrs, "inputmode": mode})


def _field(label: str, widget: forms.Widget, item: Hyperparameter) -> forms.Field:
    widget.attrs["aria-label"] = f"{item.name or 'New hyperparameter'}, {label}"
    return forms.CharField(required=False, strip=False, label=label, widget=widget)


def _spaced(scaling: str) -> str:
    return "Reverse logarithmic" if scaling == "ReverseLogarithmic" else scaling

"""The inputs of one hyperparameter's row."""

from collections.abc import Iterator

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


def bound_row(item: Hyperparameter, answers: Answers) -> Iterator[tuple[str, forms.Field]]:
    """Yield the row's inputs by name: its kind when it can be tuned, its value, its range."""
    if item.is_own:
        yield item.key("name"), _field(_("name"), _text("text"), item)
    kinds = item.kinds(answers)
    if len(kinds) > 1:
        widget = select([(kind, _(KINDS[kind])) for kind in kinds])
        yield item.key("kind"), _field(_("type"), widget, item)
    yield (
        item.key("value"),
        _field(_("value"), _value(item, text(answers, item.key("value"))), item),
    )
    if "Categorical" in kinds:
        yield item.key("values"), _values(item, lines(answers, item.key("values")))
    if {"Integer", "Continuous"} & set(kinds):
        yield item.key("min"), _field(_("minimum"), _text(_mode(item)), item)
        yield item.key("max"), _field(_("maximum"), _text(_mode(item)), item)
        scalings = [(scaling, _(SCALINGS.get(scaling, scaling))) for scaling in item.scalings]
        if answers.get(item.key("scaling")) == "":
            scalings.insert(0, ("", _("Not set")))
        yield item.key("scaling"), _field(_("scaling type"), select(scalings), item)
    if AUTO in kinds:
        yield item.key("hint"), _field(_("value hint"), _text("text"), item)


def _values(item: Hyperparameter, ticked: list[str]) -> forms.Field:
    if item.values:
        values = dict.fromkeys([*item.values, *ticked])
        widget: forms.Widget = Ticks([Option(value, value) for value in values])
        return forms.Field(required=False, label=_("values"), widget=widget)
    return _field(_("values"), Lines(), item)


def _value(item: Hyperparameter, given: str) -> forms.Widget:
    """Return a list where the values are declared; what is not among them any more stays."""
    if not item.values:
        return _text(_mode(item))
    blank = _("Choose") if item.is_required else _("Not set")
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
    name = item.name or _("New hyperparameter")
    widget.attrs["aria-label"] = f"{name}, {label}"
    return forms.CharField(required=False, strip=False, label=label, widget=widget)

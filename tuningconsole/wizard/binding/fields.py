"""A declared field -> form fields: its input, and the second one that some controls have.

None of them validates: what is typed is kept, and `checking` says what is wrong with the request.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Self

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext as _

from tuningconsole.spec import wording
from tuningconsole.wizard.binding.declarations import Choice, Control, Field, Input, Switch
from tuningconsole.wizard.binding.values import OTHER, UNIT, UNITS, Answers
from tuningconsole.wizard.offers import Offers, Option

LONGEST_HINT = 256
"""A limit beyond this many characters is no help to anybody who types."""
NUMBERS = {"integer", "long", "float", "double"}


class Choices(BaseChoiceIterator):
    """Values and labels as they are: Django looks into any other list, again for each copy."""

    def __init__(self, choices: Iterable[tuple[str, str]]) -> None:
        self._choices = list(choices)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._choices)

    def __copy__(self) -> Self:
        return self


class Ticks(forms.CheckboxSelectMultiple):
    """Checkboxes that know which group their choice belongs to, and which are grey."""

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__(
            attrs={"class": "form-check-input"},
            choices=Choices((option.value, _labelled(option)) for option in options),
        )
        self.groups = {option.value: option.group for option in options}
        self.unfit = {option.value for option in options if option.is_unfit}

    def create_option(self, name, value, *args, **kwargs):  # type: ignore[no-untyped-def]
        """Return Django's option with its group beside; what is ticked can be unticked."""
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.unfit and not option["selected"]:
            option["attrs"]["disabled"] = True
        option["group"] = self.groups.get(str(value), "")
        return option


class Lines(forms.Textarea):
    """A text area whose value is a list, a line each."""

    def __init__(self) -> None:
        attrs = {"class": "form-control", "rows": 3, "autocomplete": "off", "spellcheck": "false"}
        super().__init__(attrs={**attrs, "placeholder": _("One value a line")})

    def format_value(self, value: Any) -> str:
        """Return the text of the list, or what was typed."""
        return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")


def bound(
    item: Input,
    key: str,
    answers: Answers,
    offers: Offers,
    row: Mapping[str, str],
    language: str,
) -> Iterator[tuple[str, forms.Field]]:
    """Yield the field's inputs by name; the first carries label, help and errors.

    They are shared by all forms that have the same ones, so nobody changes them. `language` is the
    one in force, which their words are in; a form asks for it once.
    """
    options: tuple[Option, ...] = ()
    given: Any = ""
    if isinstance(item, Field) and item.control in _LISTED:
        options = tuple(offers.options(item.options, row)) if item.options else ()
        answer = answers.get(key, "")
        given = tuple(answer) if isinstance(answer, list) else answer
    for end, field in _inputs(item, options, given, language):
        yield key + end, field


_LISTED = {Control.PICK, Control.MANY, Control.RADIO, Control.SELECT}
"""The controls that hang on what there is to choose from, and on what is chosen."""


@lru_cache(maxsize=2048)
def _inputs(
    item: Input, options: tuple[Option, ...], given: Any, language: str
) -> list[tuple[str, forms.Field]]:
    """Return the inputs by the ends of their names; a large page has 400, most of them alike."""
    if isinstance(item, Choice):
        return [("", _ways(item))]
    return list(_made(item, options, given))


def plain(label: str, *, may_have_lines: bool) -> forms.Field:
    """Return an input for a text of which nothing is known."""
    attrs = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
    widget = forms.Textarea({**attrs, "rows": 1}) if may_have_lines else forms.TextInput(attrs)
    return forms.CharField(required=False, strip=False, label=label, widget=widget)


def _ways(item: Choice) -> forms.Field:
    widget = select([(way.value, _(way.label)) for way in item.ways])
    label, help_text = _(item.label), _(item.help)
    return forms.CharField(
        required=False, label=label, widget=widget, help_text=help_text, initial=item.initial
    )


def _made(
    item: Field, options: tuple[Option, ...], given: Any
) -> Iterator[tuple[str, forms.Field]]:
    chosen = given if isinstance(given, str) else ""
    if item.control is Control.PICK and (options or chosen == OTHER):
        yield "", _field(item, select(_picks(item, options, chosen)))
        yield OTHER, _aside(item, _input(item), _("{label}, other").format(label=_(item.label)))
    elif item.control is Control.MANY:
        yield "", _field(item, Ticks(_with_ticked(options, given)))
        yield OTHER, _aside(item, _input(item), _("{label}, others").format(label=_(item.label)))
    elif item.control is Control.LINES:
        yield "", _field(item, Lines())
    elif item.control is Control.DURATION:
        yield "", _field(item, _input(item))
        yield UNIT, _aside(item, select([(unit, _(unit)) for unit in UNITS]), _("Unit"))
    elif item.control is Control.RADIO:
        widget = forms.RadioSelect(
            attrs={"class": "form-check-input"}, choices=Choices(_radios(item, options))
        )
        yield "", _field(item, widget)
    elif item.control is Control.SELECT and (options or _enum(item)):
        yield "", _field(item, select(_choices(item, options, chosen)))
    else:
        yield "", _field(item, _input(item))


def toggle(part: Switch, given: str, offers: Offers) -> forms.Field:
    """Return the switch's own input: a checkbox, or a list whose first choice is "none"."""
    if not part.options:
        widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
        return forms.BooleanField(
            required=False, label=_(part.label), widget=widget, help_text=_(part.help)
        )
    choices = [(option.value, _labelled(option)) for option in offers.options(part.options)]
    if given not in dict(choices):
        choices.append((given, given))
    return forms.CharField(
        required=False, label=_(part.label), widget=select(choices), help_text=_(part.help)
    )


def help_of(item: Field) -> str:
    """Return what the field is for: our words, or else the documentation's first sentence.

    The documentation's is in English.
    """
    return item.member.first_sentence if item.help is None else _(item.help)


@cache
def constraint_of(item: Input, language: str) -> str:
    """Return the field's limits in words, from the service model: "1 to 32 characters. Use …".

    `language` is the one in force.
    """
    if isinstance(item, Choice):
        return ""
    if item.limits is not None:
        return _(item.limits)
    shape = item.member.shape
    if item.control not in {Control.TEXT, Control.DURATION} or shape.type_name == "list":
        return ""
    known = shape.metadata
    sentences = []
    if shape.type_name in NUMBERS and item.control is Control.TEXT and "min" in known:
        sentences.append(_whole(known["min"], known.get("max")))
    if known.get("max", LONGEST_HINT + 1) <= LONGEST_HINT and shape.type_name == "string":
        sentences.append(_length(known.get("min", 0), known["max"]))
    sentences.append(_(form_of(item)))
    return " ".join(filter(None, sentences))


def form_of(item: Field) -> str:
    """Return the form that a text has, in English; "" where any will do or none has words."""
    shape = item.member.shape
    pattern = shape.metadata.get("pattern", ".*")
    is_said = pattern not in {".*", ".+"} and pattern not in wording.of(shape, "pattern")
    return wording.of(shape, "pattern") if is_said else ""


def _length(least: int, most: int) -> str:
    if least:
        return _("{least} to {most} characters.").format(least=least, most=most)
    return _("Up to {most} characters.").format(most=most)


def _whole(least: int, most: int | None) -> str:
    if most is None:
        return _("A whole number, {least} or more.").format(least=least)
    return _("A whole number, {least} to {most}.").format(least=least, most=most)


def _field(item: Field, widget: forms.Widget) -> forms.Field:
    label, help_text = _(item.label), help_of(item)
    if isinstance(widget, Ticks):
        return forms.Field(required=False, label=label, widget=widget, help_text=help_text)
    return forms.CharField(
        required=False, strip=False, label=label, widget=widget, help_text=help_text
    )


def _aside(item: Field, widget: forms.Widget, label: str) -> forms.Field:
    widget.attrs["aria-label"] = label
    if item.control in {Control.PICK, Control.MANY}:
        widget.attrs["placeholder"] = (
            _("Separated by commas") if item.control is Control.MANY else ""
        )
    return forms.CharField(required=False, strip=False, label=label, widget=widget)


def _input(item: Field) -> forms.Widget:
    attrs = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
    if mode := _mode(item):
        attrs["inputmode"] = mode
    return forms.TextInput(attrs=attrs)


def _mode(item: Field) -> str:
    """Return the keyboard of a phone; "" for all keys, where a number may have a minus sign.

    That of `numeric` and `decimal` may have none: https://html.spec.whatwg.org/#attr-inputmode
    """
    shape = item.member.shape
    if item.control is Control.DURATION:
        return "decimal"
    is_count = shape.type_name in NUMBERS and shape.metadata.get("min", -1) >= 0
    return "numeric" if is_count else ""


def select(choices: Iterable[tuple[str, str]]) -> forms.Widget:
    """Return a list to choose from."""
    return forms.Select(attrs={"class": "form-select"}, choices=Choices(choices))


def _picks(item: Field, options: Sequence[Option], given: str) -> list[tuple[str, str]]:
    label = _(item.label)
    if label == item.label and not label.startswith(("IAM", "S3")):
        label = f"{label[0].lower()}{label[1:]}"
    other = _("Enter another {label}").format(label=label)
    return [*_choices(item, options, given), (OTHER, other)]


def _choices(item: Field, options: Sequence[Option], given: str) -> list[tuple[str, str]]:
    """Return the choices with what is chosen among them, even if it is no longer offered."""
    found = [(option.value, _labelled(option)) for option in options] or _enum(item)
    if given and given != OTHER and given not in dict(found):
        found.append((given, given))
    if item.is_required:
        blank = [] if given else [("", _("Choose"))]
    else:
        is_filled = item.initial and "{" not in item.initial and not item.options
        # A request that was brought may lack what a new draft has: it is not added unasked.
        blank = [] if is_filled and given else [("", _("Not set"))]
    return [*blank, *found]


def _radios(item: Field, options: Sequence[Option]) -> list[tuple[str, str]]:
    offered = [option.value for option in options]
    return [(value, label) for value, label in _enum(item) if not offered or value in offered]


def _enum(item: Field) -> list[tuple[str, str]]:
    shape = item.member.shape
    is_boolean = shape.type_name == "boolean"
    values = ("true", "false") if is_boolean else shape.metadata.get("enum", ())
    return [(value, _(item.labels[value]) if value in item.labels else value) for value in values]


def _with_ticked(options: Sequence[Option], ticked: object) -> list[Option]:
    known = {option.value for option in options}
    values = ticked if isinstance(ticked, tuple) else ()
    return [*options, *(Option(value, value) for value in values if value not in known)]


def _labelled(option: Option) -> str:
    aside = ", ".join(filter(None, (option.detail, option.group)))
    return f"{option.label} ({aside})" if aside else option.label

"""What a person says of a new token."""

from typing import Any

from django import forms

from tuningconsole.api.models import Scope

DAYS = {7: "7 days", 30: "30 days", 90: "90 days", 365: "1 year"}
USUAL_DAYS = 90


class TokenForm(forms.Form):
    """Name, what it may do, how long it lasts."""

    name = forms.CharField(
        label="Name",
        max_length=64,
        help_text="What it is for, such as the program that uses it.",
        error_messages={
            "required": "Enter a name.",
            "max_length": "Shorten the name to 64 characters.",
        },
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label="What it may do",
        choices=Scope.choices,
        initial=Scope.READ,
        help_text="Your role in the team is the most that it may, whatever you choose here.",
        error_messages={"invalid_choice": "Choose one of the list."},
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    days = forms.TypedChoiceField(
        label="Expires after",
        choices=list(DAYS.items()),
        coerce=int,
        initial=USUAL_DAYS,
        error_messages={"invalid_choice": "Choose one of the list."},
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.errors:
            self.fields[name].widget.attrs["aria-invalid"] = "true"

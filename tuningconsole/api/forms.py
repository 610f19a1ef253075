"""What a person says of a new token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuningconsole.api.models import Scope

DAYS = {7: _("7 days"), 30: _("30 days"), 90: _("90 days"), 365: _("1 year")}
USUAL_DAYS = 90


class TokenForm(forms.Form):
    """Name, what it may do, how long it lasts."""

    name = forms.CharField(
        label=_("Name"),
        max_length=64,
        help_text=_("What it is for, such as the program that uses it."),
        error_messages={
            "required": _("Enter a name."),
            "max_length": _("Shorten the name to 64 characters."),
        },
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        initial=Scope.READ,
        help_text=_("Your role in the team is the most that it may, whatever you choose here."),
        error_messages={"invalid_choice": _("Choose one of the list.")},
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    days = forms.TypedChoiceField(
        label=_("Expires after"),
        choices=list(DAYS.items()),
        coerce=int,
        initial=USUAL_DAYS,
        error_messages={"invalid_choice": _("Choose one of the list.")},
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.errors:
            self.fields[name].widget.attrs["aria-invalid"] = "true"

"""What a person wants to be told of, and where."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuningconsole.notices import addresses
from tuningconsole.notices.addresses import Address
from tuningconsole.notices.models import Kind, usual


class WantedForm(forms.Form):
    """The kinds of events, and whose jobs."""

    kinds = forms.MultipleChoiceField(
        label=_("Tell of"),
        choices=Kind.choices,
        required=False,
        initial=usual,
        error_messages={"invalid_choice": _("Choose some of the list.")},
        widget=forms.CheckboxSelectMultiple,
    )
    is_own_only = forms.BooleanField(
        label=_("Of jobs, only those that I have created"), required=False
    )


class ReceiverForm(WantedForm):
    """A receiver. Its address is asked for once, and never shown again."""

    name = forms.CharField(
        label=_("Name"),
        max_length=64,
        help_text=_("What the list shows, such as “Our channel”."),
        error_messages={
            "required": _("Enter a name."),
            "max_length": _("Shorten the name to 64 characters."),
        },
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=addresses.LONGEST,
        help_text=_(
            "A mail address, or a service's URL as Apprise takes it: slack://…, msteams://…,"
            " tgram://… It is kept encrypted and not shown again."
        ),
        error_messages={
            "required": _("Enter a mail address or a service's URL."),
            "max_length": _("Shorten the address to 2,000 characters."),
        },
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    field_order = ["name", "address", "kinds", "is_own_only"]

    def __init__(self, *args: Any, is_new: bool, is_team: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["address"]
        if is_team:
            del self.fields["is_own_only"]
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"

    def clean_address(self) -> Address:
        """Return the address, read."""
        try:
            return addresses.read(self.cleaned_data["address"])
        except addresses.Refused as refused:
            raise forms.ValidationError(str(refused)) from refused

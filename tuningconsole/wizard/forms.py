"""What people enter about a draft."""

from collections.abc import Mapping
from typing import Any

from django import forms

from tuningconsole.wizard.models import LONGEST_TITLE, Draft


class RenameForm(forms.Form):
    """A draft's own name; `was` is the one that it had when the page was drawn."""

    title = forms.CharField(
        label="Draft name",
        max_length=LONGEST_TITLE,
        required=False,
        help_text="For you and your team only; AWS does not see it. Left empty, the name of the"
        " tuning job stands for it.",
        error_messages={"max_length": f"Enter {LONGEST_TITLE} characters at most."},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, draft: Draft, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"title": draft.title})
        self.draft = draft

    def clean(self) -> None:
        """Refuse to take back a name that was given in another window meanwhile."""
        if self.data.get("was") != self.draft.title:
            self.add_error(
                "title",
                f"In another window the draft was renamed to “{self.draft.title}”."
                " Rename it again if yours is still right.",
            )

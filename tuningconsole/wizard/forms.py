"""What people enter about a draft."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuningconsole.wizard.models import LONGEST_TITLE, Draft


class RenameForm(forms.Form):
    """A draft's own name; `was` is the one that it had when the page was drawn."""

    title = forms.CharField(
        label=gettext_lazy("Draft name"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=gettext_lazy(
            "For you and your team only; AWS does not see it. Left empty, the name of the"
            " tuning job stands for it."
        ),
        error_messages={
            "max_length": format_lazy(
                gettext_lazy("Enter {most} characters at most."), most=LONGEST_TITLE
            )
        },
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
                _(
                    "In another window the draft was renamed to “{title}”."
                    " Rename it again if yours is still right."
                ).format(title=self.draft.title),
            )

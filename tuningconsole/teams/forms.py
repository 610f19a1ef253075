"""The sign-in form."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest


class SignInForm(AuthenticationForm):
    """Django's, in the console's words."""

    error_messages = {
        "invalid_login": "The user name or the password is wrong. Capitals matter in both.",
        "inactive": "This account is switched off. Ask an administrator.",
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "User name"
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

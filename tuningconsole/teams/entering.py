"""What happens as somebody is let in, by password, second factor, invitation or single sign-on."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from tuningconsole.teams import lost_session
from tuningconsole.teams.models import Browser
from tuningconsole.teams.sealing import cipher

AGENT_LENGTH = 200
_SECOND_FACTORS = "tuningconsole.teams.second-factors"


class Account(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types.
    """Lets people in; nobody makes an account but by an invitation or single sign-on."""

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session, note its browser, and go on with what was under way."""
        super().login(request, user)
        note_browser(request, user)
        lost_session.go_on(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell whether a form may make an account: none may."""
        return False


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whom the provider knows."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Tell whether who signs in for the first time gets an account; still without a team."""
        return bool(settings.OIDC_CREATES_ACCOUNTS)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Return the new account, with the mail address if the provider has verified it.

        Invitations are bound to addresses: one that somebody only claims would open them.
        """
        verified = [address for address in sociallogin.email_addresses if address.verified]
        sociallogin.email_addresses = verified
        email = verified[0].email if verified else ""
        user: User = super().populate_user(request, sociallogin, {**data, "email": email})
        return user


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors encrypted by the settings' key, or one before it."""

    def encrypt(self, text: str) -> str:
        """Return the text for the database."""
        return cipher(_SECOND_FACTORS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was encrypted."""
        return cipher(_SECOND_FACTORS).decrypt(encrypted_text.encode()).decode()


def note_browser(request: HttpRequest, user: User) -> None:
    """Remember where the person is signed in, for the list on their account's page."""
    if request.session.session_key is None:
        request.session.save()
    Browser.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "signed_in_at": timezone.now(),
            "address": request.META.get("REMOTE_ADDR") or None,
            "agent": request.headers.get("User-Agent", "").replace("\x00", "")[:AGENT_LENGTH],
        },
    )

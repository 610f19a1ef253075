"""Typed readers of environment variables; every one is loud on bad input.

A variable NAME may also be given as NAME_FILE, the path of a file that holds the value:
that is how secrets are passed, so that they are not seen in a process list.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str | None = None) -> str:
    """Return the variable's value, or that of the file which NAME_FILE names.

    Raises:
        ImproperlyConfigured: neither is set and there is no default, or the file is not readable.
    """
    if (value := os.environ.get(name)) is not None:
        return value
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={path}: {error.strerror}") from error
    if default is None:
        raise ImproperlyConfigured(
            f"Set {name} (or {name}_FILE); .env.example lists every variable."
        )
    return default


def flag(name: str, *, default: bool = False) -> bool:
    """Return the variable as a boolean: 1, true, yes, on; 0, false, no, off or empty.

    Raises:
        ImproperlyConfigured: the value is none of these.
    """
    value = text(name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value}: write 1 or 0.")


def integer(name: str, default: int, *, at_least: int = 0) -> int:
    """Return the variable as a whole number, at_least included.

    Raises:
        ImproperlyConfigured: it is no whole number or too small.
    """
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        number = at_least - 1
    if number < at_least:
        raise ImproperlyConfigured(f"{name}={value}: write a whole number of at least {at_least}.")
    return number


def choice(name: str, choices: tuple[str, ...]) -> str:
    """Return the variable, one of the choices; the first one where it is not set.

    Raises:
        ImproperlyConfigured: it is another.
    """
    value = text(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value}: write one of {', '.join(choices)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return the variable's comma-separated words, without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]

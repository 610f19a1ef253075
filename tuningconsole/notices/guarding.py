"""While a service's library sends, it reaches public addresses only, and starts no program.

What counts is the address that a socket connects to, not the name in a URL: a name that answers
otherwise the second time gains nothing. The hook sees every way to the network that Python has
(PEP 578). It is for a worker's process, which does one thing at a time.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from typing import Any

_REACHES = {"socket.connect", "socket.sendto"}
_STARTS = {"subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.fork"}


class Forbidden(OSError):  # noqa: N818  Libraries take it for a connection that failed.
    """The library wanted what a receiver must not make it do."""


class _Guard:
    is_installed = False
    is_on = False


@contextmanager
def public_only() -> Iterator[None]:
    """Refuse in the block, in this process, what leads to private addresses or to programs."""
    if not _Guard.is_installed:
        sys.addaudithook(_look)
        _Guard.is_installed = True
    _Guard.is_on = True
    try:
        yield
    finally:
        _Guard.is_on = False


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if not _Guard.is_on:
        return
    if event in _REACHES and not _is_public_socket(arguments[1]):
        raise Forbidden(f"{_host(arguments[1])} is no public address (NOTICES_ALLOW_PRIVATE).")
    if event in _STARTS:
        raise Forbidden("A receiver starts no program.")


def _host(address: Any) -> str:
    return str(address[0]) if isinstance(address, tuple) else "A local socket"


def _is_public_socket(address: Any) -> bool:
    return isinstance(address, tuple) and is_public(str(address[0]))


def is_public(host: str) -> bool:
    """Tell whether an address in digits is one of the public internet; a name is none."""
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.is_global and not found.is_multicast


def is_plainly_private(host: str) -> bool:
    """Tell whether a host as it is written is private, without asking anybody for its address."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return not is_public(name)

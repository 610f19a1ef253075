"""HCL, Terraform's language, laid out as ``terraform fmt`` does."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tuningconsole.export.writing.escapes import without_invisible

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]|[$%](?=\{)')


@dataclass(slots=True)
class Block:
    """A block: its attributes by name, which come first, and the blocks inside."""

    header: str
    attributes: dict[str, Any] = field(default_factory=dict)
    blocks: list["Block"] = field(default_factory=list)


def source(block: Block, depth: int = 0) -> str:
    """Return the block; a map or a list of maps stands over several lines, a list on one."""
    indent = "  " * depth
    parts = [*_attributes(block.attributes, depth + 1)]
    parts += [source(inside, depth + 1) for inside in block.blocks]
    if not parts:
        return f"{indent}{block.header} {{}}\n"
    return f"{indent}{block.header} {{\n" + "\n".join(parts) + f"{indent}}}\n"


def quoted(text: str) -> str:
    """Return the literal of a string. A sign that opens a template becomes its number.

    `$${` would do as well, but not after another `$`.
    """
    escaped = _ESCAPED.sub(lambda match: _ESCAPES.get(match[0]) or _numbered(match[0]), text)
    return f'"{without_invisible(escaped, _numbered)}"'


def is_kept(text: str) -> bool:
    """Tell whether Terraform keeps the string as it is: it composes characters (Unicode's NFC)."""
    return unicodedata.is_normalized("NFC", text)


def _numbered(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number < 1 << 16 else f"\\U{number:08x}"


def _attributes(attributes: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Yield the attributes: those of one line together and aligned, each other by itself."""
    short = {name: value for name, value in attributes.items() if not _is_long(value)}
    if short:
        yield _aligned({name: _value(value) for name, value in short.items()}, depth)
    for name, value in attributes.items():
        if name not in short:
            yield f"{'  ' * depth}{name} = {_long(value, depth)}\n"


def _aligned(pairs: Mapping[str, str], depth: int) -> str:
    width = max(len(name) for name in pairs)
    indent = "  " * depth
    return "".join(f"{indent}{name:{width}} = {value}\n" for name, value in pairs.items())


def _is_long(value: Any) -> bool:
    is_list_of_maps = isinstance(value, list) and any(isinstance(item, Mapping) for item in value)
    return is_list_of_maps or (isinstance(value, Mapping) and bool(value))


def _long(value: Any, depth: int) -> str:
    indent = "  " * depth
    if isinstance(value, Mapping):
        pairs = {quoted(name): _value(item) for name, item in value.items()}
        return "{\n" + _aligned(pairs, depth + 1) + indent + "}"
    pairs_of_each = ({name: _value(item) for name, item in one.items()} for one in value)
    inside = (f"{{\n{_aligned(pairs, depth + 1)}{indent}}}" for pairs in pairs_of_each)
    return f"[{', '.join(inside)}]"


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case list():
            return f"[{', '.join(_value(item) for item in value)}]"
        case Mapping():
            return "{}"
        case _:
            return repr(value)

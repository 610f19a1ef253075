"""RecordIO, as MXNet reads it: each record is magic number, length, bytes, padding to four.

Source: dmlc-core's recordio.h. The length word holds in its upper three bits which part of a
record follows: 0 a whole one, 1 the first, 2 one between, 3 the last. A record is parted where its
own bytes hold the magic number at a multiple of four, which a reader puts back.
"""

import struct
from typing import BinaryIO

MAGIC = struct.pack("<I", 0xCED7230A)
MAX_LENGTH = 2**29 - 1
_WHOLE, _FIRST, _BETWEEN, _LAST = range(4)


class TooLargeError(Exception):
    """A record has no room for so many bytes."""


def write(content: bytes, file: BinaryIO) -> None:
    """Add one record.

    Raises:
        TooLargeError: the content is half a gigabyte or more.
    """
    if len(content) > MAX_LENGTH:
        raise TooLargeError(f"{len(content)} bytes are too many for a RecordIO record.")
    parts = _parts(content)
    for number, part in enumerate(parts):
        kind = _WHOLE if len(parts) == 1 else _BETWEEN
        if len(parts) > 1 and number == 0:
            kind = _FIRST
        elif len(parts) > 1 and number == len(parts) - 1:
            kind = _LAST
        file.write(MAGIC + struct.pack("<I", kind << 29 | len(part)) + part)
        file.write(b"\0" * (-len(part) % 4))


def _parts(content: bytes) -> list[bytes]:
    """Return the content between the magic numbers that stand in it at multiples of four."""
    parts = []
    begin = at = 0
    while (at := content.find(MAGIC, at)) >= 0:
        if at % 4:
            at += 1
            continue
        parts.append(content[begin:at])
        begin = at = at + len(MAGIC)
    return [*parts, content[begin:]]

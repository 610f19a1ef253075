"""How the answers of a draft are kept in its column: JSON, written and read by orjson.

The largest draft has half a megabyte, which every page reads and every change writes.
"""

import json
from typing import Any

import orjson


class Encoder(json.JSONEncoder):
    """Writes a value as Django's JSONField asks for it."""

    def encode(self, o: Any) -> str:
        """Return the value as JSON; raises orjson.JSONEncodeError, a TypeError, for none."""
        return orjson.dumps(o).decode()


class Decoder(json.JSONDecoder):
    """Reads what is in the column."""

    def decode(self, s: str, *_: Any) -> Any:
        """Return the value of the JSON; raises orjson.JSONDecodeError, a ValueError, for none."""
        return orjson.loads(s)

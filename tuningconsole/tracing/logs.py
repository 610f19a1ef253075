"""How lines of the log are written: for people, or as JSON. No line looks like two."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from tuningconsole.tracing import context

DATA = "data"
"""`log.info(…, extra={DATA: {…}})`: members of the JSON; people do not see them."""
_LINK = re.compile(r"(/join/)[\w-]+")
"""Who has the link of an invitation is let in: nobody gets it from a log."""
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")


class Lines(logging.Formatter):
    """A line for people. A message stays one line, whatever names were sent."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's name
        """Return the line, without its traceback."""
        record.message = _CONTROL.sub(_escaped, record.message)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with its traceback."""
        return _LINK.sub(r"\1***", super().format(record))


class JsonLines(logging.Formatter):
    """An object a line: time, level, logger, message, the ids at hand, what else was given."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **context.current(),
            **getattr(record, DATA, {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _LINK.sub(r"\1***", json.dumps(line, default=str))


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()

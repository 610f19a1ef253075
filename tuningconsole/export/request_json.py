"""The request as JSON: the body of CreateHyperParameterTuningJob, and the wizard's import."""

import json

from tuningconsole.export import Format, LeftOut, Request
from tuningconsole.export.writing.escapes import utf16, without_invisible


def write(request: Request) -> tuple[str, tuple[LeftOut, ...]]:
    """Return the request, indented; every member is in it."""
    text = json.dumps(request, indent=2, ensure_ascii=False)
    return without_invisible(text, utf16) + "\n", ()


FORMAT = Format("request_json", "JSON", ".json", "application/json", write)

"""How many queries an operation makes, asked of its function in a process of the engine's own."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.engine.stack import EngineStack
from tuningconsole.embedded import parts


def queries(stack: EngineStack, asked: list[tuple[str, dict[str, Any]]]) -> list[int]:
    """Return the number of queries of each (operation, request)."""
    path = stack.folder / "asked.json"
    path.write_text(json.dumps(asked))
    environment = stack.environment | {"DJANGO_SETTINGS_MODULE": parts.ENGINE}
    command = [sys.executable, "-m", "tests.engine.operations.counting", str(path)]
    done = subprocess.run(
        command, env=environment, cwd=parts.BASE_DIR, check=True, capture_output=True, text=True
    )
    return list(json.loads(done.stdout))


def main(path: str) -> None:
    import django

    django.setup()
    from django.db import connection

    from tuningconsole.engine.operations import registry

    context = registry.RequestContext(parts.REGION, parts.ACCOUNT, datetime.now(UTC))
    counts = []
    for operation, request in json.loads(Path(path).read_text()):
        handler = registry.find(f"SageMaker.{operation}").handler
        seen: list[str] = []

        def note(execute: Any, sql: str, *rest: Any, seen: list[str] = seen) -> Any:
            seen.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            handler(request, context)
        counts.append(len(seen))
    print(json.dumps(counts))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])

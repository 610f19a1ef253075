"""Run the programs of a JSON object on standard input; print the errors of those that failed."""

import json
import sys
import traceback

errors = {}
for name, program in json.load(sys.stdin).items():
    try:
        exec(compile(program, name, "exec"), {})  # noqa: S102
    except Exception:  # noqa: BLE001  Whatever it is, the test shows it.
        errors[name] = traceback.format_exc()
sys.stdout.write(f"\n{json.dumps(errors)}\n")

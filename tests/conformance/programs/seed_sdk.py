"""Run the README's Python, which holds the AWS guide's lines, and print what came of it as JSON.

The code comes on standard input; the working folder is where it puts its data.
"""

import json
import sys
from typing import Any

names: dict[str, Any] = {}
exec(compile(sys.stdin.read(), "README.md", "exec"), names)  # noqa: S102
tuner = names["tuner"]
result = {
    "name": tuner.latest_tuning_job.name,
    "best": tuner.best_training_job(),
    "rows": json.loads(tuner.analytics().dataframe().to_json(orient="records", date_format="iso")),
}
sys.stdout.write(f"\n{json.dumps(result)}\n")

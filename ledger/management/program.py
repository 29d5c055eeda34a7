"""What the program is called where it was started: `manage.py`, or `wastebank` once installed."""

import sys
from pathlib import Path


def program() -> str:
    """The word that a person types before `serve`."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"python -m {called.parent.name}"
    return called.stem if called.suffix == ".exe" else called.name

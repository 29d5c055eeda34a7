"""What Python and the pages' scripts both work out: one table of cases for both of them.

Each JSON file says in `about` what it holds. Here it is read by Python's tests; by those of the
scripts in tests/scripts/parity.test.js.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def cases(name: str, part: str) -> list[dict[str, Any]]:
    """One list of `name`.json, never an empty one."""
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))[part]
    assert found, f"{name}.json has no {part}"
    return found

"""What the waste bank keeps for a while only, taken away when its time is over."""

from wastebank.files.importing.kept import forget_imports
from wastebank.rate_limit import forget_past


def tidy() -> int:
    """Counts of tries, and files that nobody wrote; how many went."""
    return forget_past() + forget_imports()

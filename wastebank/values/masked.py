"""What tells two values apart and not what they are: for a log that names no people."""

HIDDEN = "•••"


def masked_name(name: str) -> str:
    """`S••• R•••` of Siti Rahayu."""
    return " ".join(f"{word[0]}{HIDDEN}" for word in name.split())


def masked_digits(digits: str) -> str:
    """`•••405` of a telephone number."""
    return f"{HIDDEN}{digits[-3:]}" if digits else ""


def masked_text(text: str) -> str:
    """`J•••4` of an address: how it begins and ends."""
    return f"{text[0]}{HIDDEN}{text[-1]}" if text else ""

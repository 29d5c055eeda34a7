"""The keys of the demo's steps, made from their names."""

from uuid import UUID, uuid5

SEED = 20_260
NAMESPACE = UUID("6f1f6a52-6a0b-4d0e-9c11-0d6f1b5a7e3c")


def key(*names: object) -> UUID:
    """The key of a named step of the demo."""
    return uuid5(NAMESPACE, f"{SEED}/" + "/".join(map(str, names)))

"""The tree of a seal, in the shape of RFC 9162 (section 2.1.1).

Leaves and nodes are hashed with different prefixes, so that no node can pass for a leaf.
"""

import hashlib
from collections.abc import Iterable


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes; the left side is the largest power of two below the length.

    Leaves come one after the other, and no more than one node for each level is kept.
    """
    whole: list[tuple[int, bytes]] = []  # roots of full trees with how many leaves, falling
    for leaf in leaves:
        size, node = 1, leaf
        while whole and whole[-1][0] == size:
            node = node_hash(whole.pop()[1], node)
            size *= 2
        whole.append((size, node))
    if not whole:
        return hashlib.sha256(b"").digest()
    root = whole.pop()[1]
    while whole:
        root = node_hash(whole.pop()[1], root)
    return root

"""Seals: a Merkle root over entries and documents, chained from one to the next.

Sealing happens outside the posting transaction. Whoever has a root on paper can ask whether the
book of today is still the one that was sealed (`verifying`).
"""

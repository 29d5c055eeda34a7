"""THE BOOK: accounts, journal entries, postings, holds, seals, keyed results.

Knows no waste, no clinic and no HTTP; it could be lifted out and used elsewhere.
"""

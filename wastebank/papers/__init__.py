"""What is printed: cards, receipts, statements. Dataclasses in, bytes out.

No module here knows the database or a request, and the same input gives the
same bytes, so that a paper printed again years later can be compared.
"""

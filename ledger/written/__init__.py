"""What documents say: which columns of which tables, as bytes; and each state of what changes.

A **document** is a table whose rows say something beside the book: a deposit, its lines, a price,
a card. Rooms declare theirs. Rows that are written once are sealed as they are; of rows that may
change, the program writes a version down whenever it changes one.
"""

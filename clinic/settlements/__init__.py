"""The clinic is paid: a statement a month, what of it is cut and disputed, and what is paid.

`drawing/` makes statements; `adjust`, `replies`, `answers` and `reviews` are what bank, clinic and
reviewer say to a line; `approving` is the second person; `paying` and `results` move money, and
`posted/` is what all of that writes into the book. `sums` reads how far a statement is, `shown`
what a page or a program may see of it, `promptness` how soon clinics are paid.
"""

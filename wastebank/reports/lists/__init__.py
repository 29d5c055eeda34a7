"""The lists of the waste bank: what each says of its rows, what it can be asked, who may see it."""

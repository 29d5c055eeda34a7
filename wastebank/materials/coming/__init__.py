"""Price lists as banks keep them: their columns, their units, and what has to be asked of them."""

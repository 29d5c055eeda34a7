"""What office and clinic both show of a statement: its sums, its lines, and how far it is."""

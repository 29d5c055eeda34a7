"""What is left to come back after corrections: one of them, and giving it up."""

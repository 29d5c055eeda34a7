"""A month is drawn up: for one clinic, for all of them, and which visits are looked at."""

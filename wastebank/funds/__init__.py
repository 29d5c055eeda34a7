"""Money that is really somewhere, and what it is for."""

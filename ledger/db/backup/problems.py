"""What keeps a backup from being made or used."""


class CopyProblem(Exception):
    """The copy could not be made or must not be used; its text is one sentence for a person."""

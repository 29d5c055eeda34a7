"""What keeps a backup from being made or used."""


class CopyProblem(Exception):
    """The copy could not be made or must not be used; its text is one sentence for a person."""


def one_line(said: object) -> str:
    """What an engine or another program says, as a part of a sentence."""
    return " ".join(str(said).splitlines())[:400]

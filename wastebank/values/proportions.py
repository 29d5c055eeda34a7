"""Fractions as whole numbers: the one way in which a per cent, or a part of ten, is rounded.

To the nearest whole number, and a half goes away from nothing, up and down alike: 2.5 becomes 3
and −2.5 becomes −3, so a fall is told as a rise of the same size would be.
"""


def rounded(numerator: int, denominator: int) -> int:
    """The whole number nearest to a fraction. There is none over nothing: ValueError."""
    if not denominator:
        raise ValueError("nothing has no parts")
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    upper, lower = abs(numerator), abs(denominator)
    return sign * ((2 * upper + lower) // (2 * lower))


def percent_change(before: int, now: int) -> int | None:
    """How many per cent more `now` is than `before`; None where there was nothing to compare."""
    return rounded((now - before) * 100, before) if before > 0 else None

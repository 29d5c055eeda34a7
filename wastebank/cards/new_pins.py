"""Which PINs may be chosen: six digits, and none of those that strangers try first.

PINs that were chosen before this rule have four to six digits and go on until they are changed.
"""

from datetime import date
from itertools import pairwise

from wastebank.cards.refusals import PinDiffers, PinGuessable, PinNotSix
from wastebank.codes.secrets import hash_pin
from wastebank.models import Member

NEW_DIGITS = 6
FEW_DIGITS = 2  # of ten; so few different ones are quickly tried
MOST_OF_OWN = 4  # so many digits in a row of what is the member's own give a PIN away
WOMEN = 40  # added to the day in an Indonesian identity number
# Walks over the keys, words, and songs that no rule below finds.
_COMMON = """
    007007 110110 123654 131419 131420 135246 135790 142536 142857 145236 147147 147258 147369
    147852 147896 159159 159357 159753 159951 161803 168168 192837 246135 246810 258025 258147
    258369 258456 258963 271828 314159 321654 357159 357951 369147 369258 420420 456123 456852
    520131 520520 521521 654123 696969 741852 741963 753159 753951 789123 789456 789632 852456
    852741 852963 951357 951753 963258 963741 963852 987123 998877 999666
"""
COMMON = frozenset(_COMMON.split())


def new_pin_hash(pin: str | None, *, again: str | None = None, member: Member | None = None) -> str:
    """The hash of a PIN that may be chosen; empty where none is. Slow on purpose: it is made before
    a transaction begins. `again`: the PIN as it was typed the second time."""
    if not pin and not again:
        return ""
    return hash_pin(checked_new_pin(pin or "", again=again, member=member))


def checked_new_pin(pin: str, *, again: str | None = None, member: Member | None = None) -> str:
    """A PIN that may be chosen, or PinNotSix, PinDiffers, PinGuessable."""
    if not (pin.isascii() and pin.isdigit() and len(pin) == NEW_DIGITS):
        raise PinNotSix
    if again is not None and again != pin:
        raise PinDiffers
    if is_guessable(pin) or is_own(pin, member):
        raise PinGuessable
    return pin


def is_guessable(pin: str) -> bool:
    """Whether strangers would try this soon, whosesoever PIN it is."""
    return pin in COMMON or is_pattern(pin) or is_date(pin)


def is_pattern(pin: str) -> bool:
    """A row, also of tens, a repetition, a mirror, pairs, or two digits only."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    tens = [int(pin[at : at + 2]) for at in range(0, len(pin), 2)]
    rows_of_tens = len({after - before for before, after in pairwise(tens)}) == 1
    pairs = all(pin[at] == pin[at + 1] for at in range(0, len(pin), 2))
    repeats = any(pin == pin[:length] * (len(pin) // length) for length in (1, 2, 3))
    few = len(set(pin)) <= FEW_DIGITS
    return len(steps) == 1 or rows_of_tens or repeats or pairs or few or pin == pin[::-1]


def is_date(pin: str) -> bool:
    """A year of people's lives at either end, or a day as it is written anywhere, also as it
    stands in a woman's identity number."""
    if pin[:2] in ("19", "20") or pin[2:4] in ("19", "20"):
        return True
    first, middle, last = pin[:2], pin[2:4], pin[4:]
    orders = ((last, middle, first), (last, first, middle), (first, middle, last))
    of_woman = is_day(last, middle, int(first) - WOMEN)
    return of_woman or any(is_day(year, month, int(day)) for year, month, day in orders)


def is_day(year: str, month: str, day: int) -> bool:
    try:
        return bool(date(int(f"20{year}"), int(month), day))
    except ValueError:
        return False


def is_own(pin: str, member: Member | None) -> bool:
    """Whether it is taken from what stands on the member's card or is known of the member."""
    if member is None:
        return False
    known = (member.number, member.phone, member.national_id_last4, f"{member.rt}{member.rw}")
    return any(shares_digits(pin, "".join(filter(str.isdigit, text))) for text in known)


def shares_digits(pin: str, known: str) -> bool:
    """Whether four digits of a PIN stand in a row in something known."""
    return any(pin[at : at + MOST_OF_OWN] in known for at in range(len(pin) - MOST_OF_OWN + 1))

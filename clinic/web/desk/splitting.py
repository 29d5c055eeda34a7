"""Who pays what, as the desk shows it before anybody agrees.

Credit first. What it does not reach is *missing* until one press says that it is paid in cash.
At the end of an open visit the patient has agreed to a sum: what comes on top is paid in cash by
one press, or from the credit with the PIN. `clinic.js` works the same split out at the desk.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Split:
    """A cost in rupiah and who pays it. `cash_idr` is agreed, `missing_idr` not yet."""

    total_idr: int
    credit_idr: int
    cash_idr: int
    missing_idr: int
    offer_idr: int  # what one press would pay in cash
    more_idr: int  # credit beyond what was set aside
    asks_pin: bool

    @property
    def shares(self) -> list[tuple[str, int]]:
        """The payers in the order of the ribbon. A page shows those who pay something."""
        return [
            ("saldo", self.credit_idr),
            ("kurang", self.missing_idr),
            ("tunai", self.cash_idr),
        ]


def new_split(*, total_idr: int, available_idr: int, agreed_idr: int) -> Split:
    """The split of a visit that is paid or set aside now."""
    short_idr = max(0, total_idr - available_idr)
    is_agreed = agreed_idr >= short_idr
    return Split(
        total_idr=total_idr,
        credit_idr=total_idr - short_idr,
        cash_idr=short_idr if is_agreed else 0,
        missing_idr=0 if is_agreed else short_idr,
        offer_idr=short_idr,
        more_idr=0,
        asks_pin=True,
    )


def final_split(*, total_idr: int, held_idr: int, free_idr: int, agreed_idr: int) -> Split:
    """The split at the end of a visit for which `held_idr` was set aside."""
    extra_idr = max(0, total_idr - held_idr)
    if agreed_idr >= extra_idr:
        credit_idr, cash_idr, missing_idr = total_idr - extra_idr, extra_idr, 0
    else:
        missing_idr = max(0, extra_idr - free_idr)
        credit_idr, cash_idr = total_idr - missing_idr, 0
    return Split(
        total_idr=total_idr,
        credit_idr=credit_idr,
        cash_idr=cash_idr,
        missing_idr=missing_idr,
        offer_idr=extra_idr,
        more_idr=max(0, credit_idr - held_idr),
        asks_pin=credit_idr > held_idr,
    )

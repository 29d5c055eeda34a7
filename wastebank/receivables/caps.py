"""How fast a receivable comes back: by its cause, a part of each later deposit."""

from dataclasses import dataclass

from django.conf import settings

from wastebank.models import CorrectionCause

SETTING_OF = {
    CorrectionCause.OUR_ERROR: "WASTEBANK_REPAY_OUR_ERROR",
    CorrectionCause.HONEST_ERROR: "WASTEBANK_REPAY_HONEST_ERROR",
    CorrectionCause.FRAUD: "WASTEBANK_REPAY_FRAUD",
}


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that one deposit brings back: per cent of it, and at least so many rupiah."""

    percent: int
    floor_idr: int

    def part_of(self, total_idr: int) -> int:
        """In rupiah, rounded down; never more than the deposit is worth."""
        return min(max(total_idr * self.percent // 100, self.floor_idr), total_idr)

    def deposits_until_gone(self, owed_idr: int, usual_idr: int) -> int | None:
        """About how many usual deposits it takes, the first one not counted; None: never."""
        part_idr = self.part_of(usual_idr)
        return -(-owed_idr // part_idr) if part_idr else None


def cap_of(cause: str) -> Cap:
    """What the programme says now; a receivable keeps what was said when it began."""
    percent, floor_idr = getattr(settings, SETTING_OF[CorrectionCause(cause)])
    return Cap(percent, floor_idr)

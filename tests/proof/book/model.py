"""What the book should say, kept in plain dictionaries: the state machine compares with this.

It shares no code with the program. Its rounding and its arithmetic are written anew from
the promises in the documents, as are its prices beside it; it knows no database.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor

from tests.proof.book.answers import Answer, Refused, local_day
from tests.proof.book.price_model import PriceModel

MAX_AMOUNT = {"g": 1_000_000, "ml": 1_000_000, "pcs": 10_000}
CLINIC_ACCOUNT = "clinic:SHT"
# Where holds of the book by themselves go: no visit stands for them, so no clinic is owed them.
CAPTURED_ACCOUNT = "captured:SHT"
MAX_TRIES = 5
MAX_DEPOSIT_IDR = 50_000_000
MOST_ALONE_IDR = 25_000  # of a correction
MAX_ASKED_IDR = 25_000  # where nobody said what buyers pay


@dataclass
class Delivery:
    """A deposit the model remembers."""

    number: str
    member: str
    place: str
    lines: Sequence[tuple[str, int, int]]  # material, amount, rupiah
    book_day: date
    voided_in: date | None = None  # the day its void counts in
    corrected_in: date | None = None  # or the day of the correction that it became
    repaid_idr: int = 0
    waits: bool = False  # for a second person

    @property
    def total_idr(self) -> int:
        return sum(rupiah for _, _, rupiah in self.lines)


@dataclass
class Owed:
    """What of a void was spent before: 10 % of each later deposit, at least Rp1,000."""

    left_idr: int
    since: int  # how many deposits there were when it began


@dataclass
class Visit:
    number: str
    member: str
    credit_idr: int
    at: datetime
    cancelled: bool = False


@dataclass
class Reserved:
    pk: int
    member: str
    amount: int
    expires_at: datetime
    ended: bool = False


def sum_of(holds: Sequence[Reserved]) -> int:
    return sum(hold.amount for hold in holds)


def worth(amount: int, unit: str, price_idr: int) -> int:
    """Half a rupiah is rounded up; a price is per 1,000 g, per 1,000 ml, or per piece."""
    if unit == "pcs":
        return amount * price_idr
    return floor(Fraction(amount * price_idr, 1000) + Fraction(1, 2))


def transfers_in(
    member: str, place: str, lines: Sequence[tuple[str, int, int]]
) -> list[tuple[str, str, int]]:
    """Debit, credit, amount: matter into the store, and its worth, if any, into the wallet."""
    transfers = []
    for material, amount, rupiah in lines:
        transfers.append((f"stock:{place}:{material}", f"received:{place}:{material}", amount))
        if rupiah:
            transfers.append((f"inventory:{place}:{material}", f"member:{member}", rupiah))
    return transfers


@dataclass
class DictBook:
    """Totals per account, prices from their instants on, and what happened."""

    units: Mapping[str, str]  # material: unit
    debits: Counter[str] = field(default_factory=Counter)
    credits: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    touched: dict[str, datetime] = field(default_factory=dict)
    receipts: Counter[str] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)
    prices: PriceModel = field(default_factory=PriceModel)
    deliveries: list[Delivery] = field(default_factory=list)
    owed: dict[str, list[Owed]] = field(default_factory=dict)  # by member, the oldest first
    visits: list[Visit] = field(default_factory=list)
    holds: list[Reserved] = field(default_factory=list)
    closed: dict[str, date] = field(default_factory=dict)  # place: every day up to this one

    # --- the accounts

    def post(self, transfers: Sequence[tuple[str, str, int]], now: datetime) -> datetime:
        """Move debit, credit, amount; answers when that was, for no account goes back in time."""
        touched = {account for debit, credit, _ in transfers for account in (debit, credit)}
        at = max([now, *(self.touched[account] for account in touched & self.touched.keys())])
        for debit, credit, amount in transfers:
            self.debits[debit] += amount
            self.credits[credit] += amount
            self.steps[debit] += 1
            self.steps[credit] += 1
        self.touched |= dict.fromkeys(touched, at)
        return at

    def balance(self, member: str) -> int:
        wallet = f"member:{member}"
        return self.credits[wallet] - self.debits[wallet]

    def available(self, member: str) -> int:
        return self.balance(member) - self.held[f"member:{member}"]

    def accounts(self) -> dict[str, tuple[int, int, int, int]]:
        """Debits, credits, held and steps of every account that ever moved."""
        return {
            code: (self.debits[code], self.credits[code], self.held[code], self.steps[code])
            for code in self.steps
            if self.steps[code]
        }

    # --- deposits

    def deposit(
        self,
        member: str,
        place: str,
        asked: Sequence[tuple[str, int, int | None]],
        weighed_at: datetime | None,
        now: datetime,
    ) -> Answer:
        when = weighed_at or now
        lines: list[tuple[str, int, int]] = []
        for material, amount, asked_idr in asked:
            offer = self.prices.offer(place, material, when)
            if amount > MAX_AMOUNT[self.units[material]]:
                return Refused("amount_too_large", {"amount": amount}, kept=False)
            if offer is None:
                return Refused("price_missing")
            if offer[0] == "ask" and (asked_idr or 0) > MAX_ASKED_IDR:
                return Refused("ask_price_out_of_range", kept=False)
            price_idr = asked_idr if offer[0] == "ask" else offer[1]
            if price_idr is None:
                return Refused("price_needed")
            if asked_idr not in (None, price_idr):
                return Refused("price_differs")
            lines.append((material, amount, worth(amount, self.units[material], price_idr)))
        total = sum(rupiah for _, _, rupiah in lines)
        if total > MAX_DEPOSIT_IDR:
            facts = {"total_idr": total, "max_idr": MAX_DEPOSIT_IDR}
            return Refused("deposit_too_large", facts, kept=False)
        back_idr = self.brought_back(member, total)
        back = [(f"member:{member}", f"receivable:{member}", back_idr)] if back_idr else []
        at = self.post([*transfers_in(member, place, lines), *back], now)
        self.prices.weighings += [(material, place, when) for material, _, _ in lines]
        number = self.next_receipt(place)
        day = self.open_day(place, at)
        self.deliveries.append(Delivery(number, member, place, lines, day, repaid_idr=back_idr))
        return {"number": number, "total": total, "balance": self.balance(member)}

    def next_receipt(self, place: str) -> str:
        self.receipts[place] += 1
        return f"{place}-{self.receipts[place]:06d}"

    def brought_back(self, member: str, total_idr: int) -> int:
        """The oldest first, within one cap; nothing of what has seen no deposit yet."""
        cap_idr = min(max(total_idr * 10 // 100, 1_000), total_idr)
        taken_idr = 0
        for owed in self.owed.get(member, []):
            later = [d for d in self.deliveries[owed.since :] if d.member == member]
            if any(d.total_idr and not d.voided_in for d in later):
                part_idr = min(owed.left_idr, cap_idr - taken_idr)
                owed.left_idr -= part_idr
                taken_idr += part_idr
        return taken_idr

    def void(self, delivery: Delivery, now: datetime, *, any_day: bool) -> Answer:
        if not any_day and delivery.book_day != self.open_day(delivery.place, now):
            return Refused("void_too_late", {})
        if delivery.voided_in or delivery.corrected_in:
            return Refused("already_reversed")
        member, overdue = delivery.member, self.overdue(delivery.member, now)
        missing = max(delivery.total_idr - self.available(member) - sum_of(overdue), 0)
        is_plain = not missing and not delivery.repaid_idr
        if not is_plain and delivery.total_idr > MOST_ALONE_IDR:
            if delivery.waits:
                return Refused("approval_waits", kept=False)
            self.lapse(overdue)
            delivery.waits = True
            return {"proposed": True}
        self.lapse(overdue)
        laid_out = [(f"receivable:{member}", f"member:{member}", missing)] if missing else []
        transfers = transfers_in(member, delivery.place, delivery.lines)
        back = [(credit, debit, amount) for debit, credit, amount in transfers]
        at = self.post([*laid_out, *back], now)
        day = self.open_day(delivery.place, at)
        if is_plain:
            delivery.voided_in = day
        else:
            delivery.corrected_in = day
        if missing:
            self.owed.setdefault(member, []).append(Owed(missing, len(self.deliveries)))
        return {"voided": delivery.number, "balance": self.balance(delivery.member)}

    # --- days

    def open_day(self, place: str, moment: datetime) -> date:
        """The day of the moment, or the first one after those that are closed."""
        day, closed = local_day(moment), self.closed.get(place)
        return day if closed is None or closed < day else closed + timedelta(days=1)

    def close(self, place: str, day: date, now: datetime) -> Answer:
        if day > local_day(now):
            return Refused("day_not_over", {"day": day.isoformat()}, kept=False)
        closed = self.closed.get(place, date.min)
        if day <= closed:
            return Refused("day_closed", {"day": day.isoformat()})
        here = [delivery for delivery in self.deliveries if delivery.place == place]
        ended = {day for d in here for day in (d.voided_in, d.corrected_in) if day}
        days = {d.book_day for d in here} | ended
        open_days = [one for one in days if closed < one < day]
        if open_days:
            return Refused("earlier_day_open", {"day": min(open_days).isoformat()})
        self.closed[place] = day
        brought = [delivery.total_idr for delivery in here if delivery.book_day == day]
        undone = [delivery.total_idr for delivery in here if delivery.voided_in == day]
        return {
            "closed": day.isoformat(),
            "brought": (len(brought), sum(brought)),
            "undone": (len(undone), sum(undone)),
        }

    # --- holds whose time is over

    def overdue(self, member: str, now: datetime) -> list[Reserved]:
        own = (hold for hold in self.holds if hold.member == member and not hold.ended)
        return [hold for hold in own if hold.expires_at <= now]

    def lapse(self, overdue: Sequence[Reserved]) -> None:
        """Whoever spends from a wallet first ends what was held too long ago."""
        for hold in overdue:
            hold.ended = True
            self.held[f"member:{hold.member}"] -= hold.amount

    # --- visits

    def try_pin(self, member: str, *, right: bool) -> Refused | None:
        if self.tries[member] >= MAX_TRIES:
            return Refused("pin_locked", {}, kept=False)
        self.tries[member] += 1
        if right:
            self.tries[member] = 0
            return None
        left = MAX_TRIES - self.tries[member]
        if left:
            return Refused("pin_wrong", {"tries_left": left}, kept=False)
        return Refused("pin_locked", {}, kept=False)

    def redeem(self, member: str, total_idr: int, cash_idr: int, now: datetime) -> Answer:
        if cash_idr > total_idr:
            return Refused("cash_out_of_range", {}, kept=False)
        credit_idr = total_idr - cash_idr
        overdue = self.overdue(member, now)
        available = self.available(member) + sum_of(overdue)
        if credit_idr > available:
            facts = {
                "missing_idr": credit_idr - available,
                "available_idr": available,
                "total_idr": total_idr,
            }
            return Refused("credit_too_small", facts)
        self.lapse(overdue)
        at = now
        if credit_idr:
            at = self.post([(f"member:{member}", CLINIC_ACCOUNT, credit_idr)], now)
        number = self.next_receipt("SHT")
        self.visits.append(Visit(number, member, credit_idr, at))
        return {
            "number": number,
            "total": total_idr,
            "credit": credit_idr,
            "cash": cash_idr,
            "available": self.available(member),
        }

    def cancel(self, visit: Visit, now: datetime, *, any_time: bool) -> Answer:
        if not any_time and now > visit.at + timedelta(hours=24):
            return Refused("cancel_too_late", {"hours": 24})
        if visit.cancelled:
            return Refused("already_reversed")
        if visit.credit_idr:
            self.post([(CLINIC_ACCOUNT, f"member:{visit.member}", visit.credit_idr)], now)
        visit.cancelled = True
        return {"cancelled": visit.number, "available": self.available(visit.member)}

    # --- holds

    def hold(self, member: str, amount: int) -> Refused | None:
        missing = amount - self.available(member)
        if missing > 0:
            return self.not_enough(member, missing)
        self.held[f"member:{member}"] += amount
        return None

    def add_hold(self, pk: int, member: str, amount: int, expires_at: datetime) -> None:
        self.holds.append(Reserved(pk, member, amount, expires_at))

    def not_enough(self, member: str, missing: int) -> Refused:
        available = self.available(member)
        facts = {"account": f"member:{member}", "available": available, "missing": missing}
        return Refused("not_enough", facts)

    def capture(self, hold: Reserved, amount: int, now: datetime) -> Answer:
        if hold.ended or hold.expires_at <= now:
            return Refused("hold_ended", {"hold": hold.pk})
        self.end(hold)
        missing = amount - self.available(hold.member)
        if missing > 0:
            refused = self.not_enough(hold.member, missing)
            hold.ended = False
            self.held[f"member:{hold.member}"] += hold.amount
            return refused
        self.post([(f"member:{hold.member}", CAPTURED_ACCOUNT, amount)], now)
        return {"captured": hold.pk, "balance": self.balance(hold.member)}

    def release(self, hold: Reserved) -> Answer:
        if hold.ended:
            return Refused("hold_ended", {"hold": hold.pk})
        self.end(hold)
        return {"released": hold.pk}

    def expire(self, hold: Reserved, now: datetime) -> Answer:
        overdue = self.overdue(hold.member, now)
        self.lapse(overdue)
        return {"expired": len(overdue)}

    def end(self, hold: Reserved) -> None:
        hold.ended = True
        self.held[f"member:{hold.member}"] -= hold.amount

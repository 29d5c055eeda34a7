"""T1: a state machine that does to the book whatever a programme may do, in any order.

Each rule calls a real command on a real database, and asks a model of plain dictionaries what must
come of it. After every step all accounts are compared with the model, and the audit checks its
invariants as often as `AUDIT_EVERY` says, and at the end.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from clinic.charges.prepare import ServiceAsked
from ledger import clock
from ledger.seals.making import make_seal
from tests.cast import CARE, GOODS, SITI_PIN, WATI_PIN
from tests.proof import commands
from tests.proof.book.answers import Answer, Refused, local_day
from tests.proof.watched import Mismatch, WatchedMachine
from wastebank.models import Member

TARIFFS = {code: price_idr for code, *_, price_idr in CARE}
WRONG_PIN = "0000"
Thing = TypeVar("Thing")
Step = TypeVar("Step", bound=Callable[..., None])
PLACES = ("BSI", "MLT", "KNG")


# Every kind of step as often as its weight says: (name, its arguments).
STEPS: list[st.SearchStrategy[tuple[str, dict[str, Any]]]] = []


def step(*, weight: int = 1, **drawn: st.SearchStrategy[Any]) -> Callable[[Step], Step]:
    """Makes a step of a method.

    One rule of Hypothesis takes all of them: with a rule for each it would leave most of them out
    of most runs, which finds short failures faster, but seldom a price that changed before a late
    delivery was voided and replayed.
    """

    def keep(method: Step) -> Step:
        named = st.tuples(st.just(method.__name__), st.fixed_dictionaries(drawn))
        STEPS.extend([named] * weight)
        return method

    return keep


material = st.sampled_from([code for code, *_ in GOODS])
line = st.tuples(
    material,
    st.one_of(st.integers(1, 5_000), st.sampled_from([1, 10_000, 10_001, 1_000_000, 1_000_001])),
)
who = st.integers(0, 2)
which = st.integers(0, 30)  # from the newest back
percent = st.integers(0, 110)


def newest(things: Sequence[Thing], back: int) -> Thing:
    return things[-1 - back % len(things)]


class Steps(WatchedMachine):
    """The rules: what staff and members do, in any order."""

    # --- the counter

    @initialize(amount=st.integers(1, 50_000))
    def everybody_brings_something(self, amount: int) -> None:
        """So that there is a deposit to void and credit to spend, whatever comes first."""
        for who in range(3):
            self.bring(who, [("pet", amount)])

    @step(
        weight=4,
        who=who,
        lines=st.lists(line, min_size=1, max_size=3),
        days=st.sampled_from([0, 1, 0, 2, 3]),
        saying=st.sampled_from(["what the screen says", "nothing", "something else"]),
        idr=st.integers(0, 999),
    )
    def deposit(
        self, who: int, lines: list[tuple[str, int]], days: int, saying: str, idr: int
    ) -> None:
        self.bring(who, lines, days_ago=days, saying=saying, idr=idr)

    def said_price(self, place: str, code: str, when: datetime, saying: str, idr: int) -> Any:
        """The price the counter sends along: the listed one, none, or another."""
        offer = self.model.prices.offer(place, code, when)
        if offer is None or saying == "nothing":
            return None
        return idr if offer[0] == "ask" or saying == "something else" else offer[1]

    def bring(
        self,
        who: int,
        goods: Sequence[tuple[str, int]],
        *,
        days_ago: int = 0,
        minutes_ago: int = 0,
        saying: str = "what the screen says",
        idr: int = 7,
    ) -> Answer:
        member = self.member(who)
        by = self.operator_of(member)
        assert by.place
        when = self.now - timedelta(days=days_ago, minutes=minutes_ago)
        weighed_at = when if days_ago or minutes_ago else None
        lines = [
            (code, amount, self.said_price(by.place.code, code, when, saying, idr))
            for code, amount in goods
        ]
        named: dict[str, str] = {"member": member.number}
        if who < 2 and days_ago != 1:
            cards = (self.cast.siti_card, self.cast.wati_card)
            named = {"card": cards[who].code.lower()}
        expected = self.model.deposit(member.number, by.place.code, lines, weighed_at, self.now)
        return self.keyed(
            commands.deposit,
            {"by": by, "who": named, "lines": lines, "weighed_at": weighed_at},
            expected,
            {
                "lines": ("lines", [*lines, ("pet", 1, None)]),
                "weighed_at": ("weighed_at", self.now - timedelta(days=5)),
                "by": ("by", self.cast.maya),
            },
        )

    @step(weight=2, which=which, late=st.booleans())
    def void(self, which: int, late: bool) -> None:
        self.take_back(which, late=late)

    def take_back(self, which: int, *, late: bool) -> Answer:
        """By the treasurer, whenever; or by the operator, on the same day only."""
        delivery = newest(self.model.deliveries, which)
        by = self.cast.bambang
        if not late:
            by = self.cast.sari if delivery.place == "MLT" else self.cast.rudi
        return self.keyed(
            commands.void,
            {"by": by, "deposit": delivery.number, "reason": "salah timbang"},
            self.model.void(delivery, self.now, any_day=late),
            {"reason": ("reason", "lain"), "by": ("by", self.cast.maya)},
        )

    @step(which=which, amount=st.integers(1, 5_000))
    def correct(self, which: int, amount: int) -> None:
        """A wrong deposit is voided and written anew."""
        answer = self.take_back(which, late=True)
        if not isinstance(answer, Refused):
            delivery = newest(self.model.deliveries, which)
            numbers = [self.member(who).number for who in range(3)]
            goods = [(material, amount) for material, _, _ in delivery.lines]
            self.bring(numbers.index(delivery.member), goods)

    @step(
        weight=2,
        place=st.sampled_from(PLACES),
        material=material,
        days=st.sampled_from([0, -1, 0, -2, 0, 1]),
        kind=st.sampled_from(["fixed", "fixed", "fixed", "fixed", "ask", "list", "none"]),
        idr=st.integers(0, 9_999),
    )
    def change_price(self, place: str, material: str, days: int, kind: str, idr: int) -> None:
        first_day = local_day(self.now) + timedelta(days=days)
        price_idr = idr if kind == "fixed" else None
        self.keyed(
            commands.price,
            {
                "by": self.cast.maya,
                "material": material,
                "place": place,
                "valid_from": first_day,
                "kind": kind,
                "idr": price_idr,
            },
            self.model.prices.set(place, material, first_day, kind, price_idr, self.now),
            {"valid_from": ("valid_from", date(2030, 1, 1)), "by": ("by", self.cast.bambang)},
        )

    @step(weight=2, which=which)
    def withdraw_price(self, which: int) -> None:
        """One that is to come, if it still is; one that holds already is refused."""
        one = newest(self.model.prices.rows, which)
        self.keyed(
            commands.withdraw_price,
            {"by": self.cast.maya, "price": one.pk, "reason": "salah ketik"},
            self.model.prices.withdraw(one, self.now),
            {"reason": ("reason", "lain"), "by": ("by", self.cast.bambang)},
        )

    @step(
        who=who, material=st.sampled_from([code for code, *_ in GOODS]), idr=st.integers(1, 9_999)
    )
    def deliver_before_and_after_a_new_price(self, who: int, material: str, idr: int) -> None:
        """What was weighed an hour ago is paid at the price of then, however late it comes."""
        place = "KNG" if who == 1 else "MLT"
        self.time_passes(3_600)
        self.change_price(place, material, days=0, kind="fixed", idr=idr)
        self.bring(who, [(material, 1_000)], minutes_ago=30)
        self.bring(who, [(material, 1_000)])

    @step(
        who=who, material=st.sampled_from([code for code, *_ in GOODS]), idr=st.integers(1, 9_999)
    )
    def deliver_late_after_a_new_price(self, who: int, material: str, idr: int) -> None:
        """What was weighed yesterday is paid at yesterday's price."""
        place = "KNG" if who == 1 else "MLT"
        self.change_price(place, material, days=0, kind="fixed", idr=idr)
        self.bring(who, [(material, 1_000)], days_ago=1)

    @step(place=st.sampled_from(PLACES), days=st.sampled_from([0, 1, 1, 2, -1]))
    def close_day(self, place: str, days: int) -> None:
        """Today, a day before, or one that has not come; what comes later counts in the next."""
        day = local_day(self.now) - timedelta(days=days)
        self.keyed(
            commands.close,
            {"by": self.cast.maya, "place": place, "day": day},
            self.model.close(place, day, self.now),
            {"day": ("day", day - timedelta(days=1)), "by": ("by", self.cast.bambang)},
        )

    # --- the clinic

    @step(
        weight=4,
        who=st.integers(0, 1),
        care=st.sampled_from(["konsultasi", "tambal-gigi", "tensi", "all", "one too many"]),
        count=st.integers(1, 3),
        cash=st.sampled_from([0, 0, 0, 30, 100, 101]),
        pin_is_right=st.sampled_from([True] * 5 + [False]),
    )
    def visit(self, who: int, care: str, count: int, cash: int, pin_is_right: bool) -> None:
        member = self.member(who)
        asked, total_idr = self.care(member, care, count)
        cash_idr = total_idr * cash // 100 if cash <= 100 else total_idr + 1
        card, pin = (self.cast.siti_card, SITI_PIN) if who == 0 else (self.cast.wati_card, WATI_PIN)
        expected: Answer | None = self.model.try_pin(member.number, right=pin_is_right)
        if expected is None:
            expected = self.model.redeem(member.number, total_idr, cash_idr, self.now)
        other = ServiceAsked("konsultasi", 9)
        self.keyed(
            commands.visit,
            {
                "by": self.cast.dewi,
                "card": card.code,
                "pin": pin if pin_is_right else WRONG_PIN,
                "lines": [asked],
                "cash_idr": cash_idr,
            },
            expected,
            {"lines": ("lines", [other]), "cash": ("cash_idr", cash_idr + 1)},
        )

    def care(self, member: Member, care: str, count: int) -> tuple[ServiceAsked, int]:
        """What is asked for and what it costs: a service, all there is, or one rupiah more."""
        if care in TARIFFS:
            return ServiceAsked(care, count), count * (TARIFFS[care] or 0)
        price_idr = self.model.available(member.number) + (care == "one too many")
        return ServiceAsked("obat", price_idr=price_idr), price_idr

    @step(weight=2, which=which, lead=st.booleans())
    def cancel(self, which: int, lead: bool) -> None:
        if not self.model.visits:
            self.visit(0, "all", count=1, cash=0, pin_is_right=True)
            return
        visit = newest(self.model.visits, which)
        by = self.cast.lestari if lead else self.cast.dewi
        self.keyed(
            commands.cancel,
            {"by": by, "redemption": visit.number, "reason": "salah orang"},
            self.model.cancel(visit, self.now, any_time=lead),
            {"reason": ("reason", "lain")},
        )

    @step(who=st.integers(0, 1), wrong=st.integers(1, 6))
    def guess_before_paying(self, who: int, wrong: int) -> None:
        for _ in range(wrong):
            self.visit(who, "tensi", count=1, cash=0, pin_is_right=False)
        self.visit(who, "tensi", count=1, cash=0, pin_is_right=True)

    # --- holds

    @step(weight=2, who=who, percent=percent, minutes=st.integers(1, 90))
    def hold(self, who: int, percent: int, minutes: int) -> None:
        member = self.member(who).number
        amount = max(self.model.available(member) * percent // 100, 1)
        expires_at = self.now + timedelta(minutes=minutes)
        refused = self.model.hold(member, amount)
        # The model numbers its holds as the database does: one after another.
        pk = len(self.model.holds) + 1
        if not refused:
            self.model.add_hold(pk, member, amount, expires_at)
        self.keyed(
            commands.hold,
            {"by": self.cast.dewi, "member": member, "amount": amount, "expires_at": expires_at},
            refused or {"held": pk},
            {"amount": ("amount", amount + 1)},
        )

    @step(weight=2, which=which, percent=st.sampled_from([1, 50, 100, 120, 200]))
    def capture(self, which: int, percent: int) -> None:
        if not self.model.holds:
            self.hold(0, percent, minutes=60)
            return
        hold = newest(self.model.holds, which)
        amount = max(hold.amount * percent // 100, 1)
        self.keyed(
            commands.capture,
            {"by": self.cast.dewi, "hold": hold.pk, "amount": amount, "at": self.now},
            self.model.capture(hold, amount, self.now),
            {"amount": ("amount", amount + 1)},
        )

    @step(which=which, expire=st.booleans())
    def end_hold(self, which: int, expire: bool) -> None:
        if not self.model.holds:
            self.hold(0, percent=50, minutes=60)
            return
        hold = newest(self.model.holds, which)
        command, expected = commands.release, partial(self.model.release, hold)
        if expire:
            command, expected = commands.expire, partial(self.model.expire, hold, self.now)
        request = {"by": self.cast.dewi, "hold": hold.pk}
        self.keyed(command, request, expected(), {"by": ("by", self.cast.lestari)})

    @step(who=who, percent=percent, seconds=st.sampled_from([59, 60, 3_600]))
    def come_late_for_a_hold(self, who: int, percent: int, seconds: int) -> None:
        """It lapses after a minute, and ends once only."""
        held = len(self.model.holds)
        self.hold(who, percent, minutes=1)
        if len(self.model.holds) > held:
            self.time_passes(seconds)
            self.capture(0, percent=100)
            self.end_hold(0, expire=True)
            self.end_hold(0, expire=False)

    # --- once means once

    @step(weight=2, which=which)
    def replay(self, which: int) -> None:
        """The same key and content: the same answer, and nothing happens."""
        self.repeat(newest(self.history, which))

    @step(weight=2, which=which, other=which)
    def tampered_replay(self, which: int, other: int) -> None:
        """The same key with one field changed is refused by the field's name."""
        done = newest(self.history, which)
        names = sorted(done.others)
        name = names[other % len(names)]
        self.unlock_all()
        answer, _ = self.ask(done.others[name])
        if answer != Refused("key_reused", {"differing": [name]}, kept=False):
            raise Mismatch(f"{done.again} with another {name}: {answer}")
        self.check()

    @step()
    def unlock(self) -> None:
        self.unlock_all()
        self.check()

    # --- time and seals

    @step(weight=2, seconds=st.sampled_from([1, 60, 1_800, 7_200, 43_200, 86_400, 172_800]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.check()

    @step(minutes=st.integers(1, 10))
    def clock_slips_back(self, minutes: int) -> None:
        """The server's clock is set right: the order of what is recorded must not suffer."""
        self.now -= timedelta(minutes=minutes)
        self.check()

    @step()
    def seal(self) -> None:
        with clock.at(self.now):
            make_seal()
        self.check()


class BookMachine(Steps):
    """The machine Hypothesis runs."""

    @rule(step=st.one_of(STEPS))
    def take(self, step: tuple[str, dict[str, Any]]) -> None:
        name, arguments = step
        getattr(self, name)(**arguments)

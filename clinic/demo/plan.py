"""What happens in the demo's six months: a plan made from a fixed seed, before anything is done.

The plan knows prices and tariffs and keeps every wallet in its head, so the same seed and the same
first day of the week tell the same story on every machine. Carrying it out again only replays it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from clinic.demo.cast import CLINICS, UNITS, Joining
from wastebank.values.quantities import line_rupiah

DAYS = 182
JOINING_PART = 40  # per cent of the days in which people join
MINUTES_A_DAY = 24 * 60
# Two mornings a week at each counter, Monday being 0.
OPEN_DAYS = {"MLT": (2, 5), "KNG": (1, 5), "FLB": (3, 6)}
CLINIC_CODES = tuple(clinic[0] for clinic in CLINICS)
# How often a thing is brought, and how much of it at a time (g or ml); all else now and then.
USUAL: Mapping[str, tuple[int, int, int]] = {
    "kardus-kg": (30, 800, 7_000),
    "botol-pet-kg": (30, 300, 3_500),
    "pet-tanpa-tutup-label-kg": (10, 300, 2_500),
    "gelas-aqua-kg": (10, 200, 1_800),
    "plastik-kemasan-kg": (12, 300, 2_400),
    "tutup-botol-kg": (8, 100, 900),
    "kaleng-kg": (14, 200, 2_500),
    "besi-kg": (7, 500, 6_000),
    "panci-alumunium-kg": (3, 300, 2_000),
    "tembaga-bersih-kg": (1, 50, 400),
    "tembaga-kg": (1, 50, 400),
    "kuningan-kg": (1, 50, 500),
    "kertas-hvs-kg": (9, 500, 6_000),
    "koran-kotor-kg": (8, 500, 5_000),
    "majalah-kg": (4, 400, 3_000),
    "karton-kg": (8, 500, 5_000),
    "botol-beling-kg": (7, 800, 6_000),
    "buku-kg": (4, 500, 5_000),
    "aki-kg": (1, 2_000, 9_000),
    "minyak-jelantah-liter": (16, 500, 4_000),
}
SELDOM = (1, 200, 2_500)
# How much more than a household a member brings at a time.
BULK = {"group": 4, "institution": 5}
DEAR_CARE_IDR = 60_000


@dataclass(frozen=True, slots=True)
class Goods:
    """A material at a counter: what it pays, or what is paid when it has to be asked for."""

    code: str
    unit: str
    price_idr: int
    ask: bool


@dataclass(frozen=True, slots=True)
class Care:
    code: str
    price_idr: int


@dataclass(frozen=True, slots=True)
class Enrol:
    minute: int
    joining: Joining


@dataclass(frozen=True, slots=True)
class Bring:
    """A deposit; one that is `mistyped` is voided a few minutes later."""

    minute: int
    joining: Joining
    lines: tuple[tuple[Goods, int], ...]
    mistyped: bool


@dataclass(frozen=True, slots=True)
class Treat:
    """Care with credit first; a visit that is `regretted` is cancelled the same hour."""

    minute: int
    joining: Joining
    clinic: str
    services: tuple[Care, ...]
    cash_idr: int
    regretted: bool


Event = Enrol | Bring | Treat


@dataclass(slots=True)
class Plan:
    """The events of the past days in order, and those of this morning."""

    past: list[Event] = field(default_factory=list)
    today: list[Event] = field(default_factory=list)
    wallets: dict[int, int] = field(default_factory=dict)


class Planner:
    """Makes the plan day by day. `boards` are the goods of each unit, `care` of each clinic."""

    def __init__(
        self,
        rng: Random,
        joinings: Sequence[Joining],
        boards: Mapping[str, Sequence[Goods]],
        care: Mapping[str, Sequence[Care]],
        first_weekday: int,
        days: int = DAYS,
    ) -> None:
        self.rng = rng
        self.boards = boards
        self.care = care
        self.first_weekday = first_weekday
        self.days = days
        # A few deposits are voided and a few visits cancelled, counted so that none lacks them.
        self.brought = self.treated = 0
        self.plan = Plan()
        # Who has joined, with the number of open mornings between two visits.
        self.rhythm: dict[int, int] = {}
        self.members = {joining.index: joining for joining in joinings}
        self.waiting = {unit[0]: [j for j in joinings if j.unit == unit[0]] for unit in UNITS}

    def make(self) -> Plan:
        for day in range(self.days):
            self.live_a_day(day, self.plan.past)
        self.plan.past.sort(key=lambda event: event.minute)
        self.live_this_morning()
        return self.plan

    def live_a_day(self, day: int, events: list[Event]) -> None:
        weekday = (self.first_weekday + day) % 7
        for unit, *_rest in UNITS:
            if weekday in OPEN_DAYS[unit]:
                self.open_counter(day, unit, events)
        if weekday < 6:
            self.open_clinics(day, events)

    def open_counter(self, day: int, unit: str, events: list[Event]) -> None:
        minute = day * MINUTES_A_DAY + 8 * 60
        # Most join in the first weeks.
        left = max(1, (self.days * JOINING_PART // 100 - day) * 2 // 7)
        for _ in range(-(-len(self.waiting[unit]) // left)):
            joining = self.waiting[unit].pop(0)
            minute += self.rng.randint(1, 4)
            events.append(Enrol(minute, joining))
            # The member whose card is shown first comes nearly every week.
            rhythm = self.rng.choice((3, 5, 7, 9, 12, 16))
            self.rhythm[joining.index] = rhythm if joining.index else 2
            self.plan.wallets[joining.index] = 0
        for index, rhythm in self.rhythm.items():
            if self.members[index].unit == unit and self.rng.randrange(rhythm) == 0:
                minute += self.rng.randint(1, 5)
                events.append(self.bring(minute, self.members[index]))

    def bring(self, minute: int, joining: Joining) -> Bring:
        board = self.boards[joining.unit]
        weights = [USUAL.get(goods.code, SELDOM)[0] for goods in board]
        count = self.rng.choice((1, 2, 2, 3, 3, 4, 5))
        chosen = {g.code: g for g in self.rng.choices(board, weights, k=count)}.values()
        lines = tuple((goods, self.amount(goods, joining)) for goods in chosen)
        self.brought += 1
        mistyped = self.brought % 120 == 40
        if not mistyped:
            self.plan.wallets[joining.index] += sum(
                line_rupiah(amount, goods.unit, goods.price_idr) for goods, amount in lines
            )
        return Bring(minute, joining, lines, mistyped)

    def amount(self, goods: Goods, joining: Joining) -> int:
        """Often little, seldom much, as a kitchen scale shows it: in steps of 10."""
        _, least, most = USUAL.get(goods.code, SELDOM)
        usual = min(self.rng.randint(least, most), self.rng.randint(least, most))
        return usual * BULK.get(joining.kind, 1) // 10 * 10

    def open_clinics(self, day: int, events: list[Event]) -> None:
        minute = day * MINUTES_A_DAY + 12 * 60 + 30
        rich = [index for index, idr in self.plan.wallets.items() if idr >= 5_000]
        if not rich:
            return
        for _ in range(self.rng.choice((0, 1, 1, 2, 2, 3))):
            minute += self.rng.randint(8, 40)
            joining = self.members[self.rng.choice(rich)]
            events.append(self.treat(minute, joining))

    def treat(self, minute: int, joining: Joining) -> Treat:
        clinic = self.rng.choice(CLINIC_CODES)
        usual = [care for care in self.care[clinic] if care.price_idr <= DEAR_CARE_IDR]
        first = self.rng.choice(usual[:3])  # nearly everybody is seen by somebody first
        services = {first.code: first}
        for other in self.rng.choices(usual, k=self.rng.choice((0, 1, 1, 2))):
            services.setdefault(other.code, other)
        total_idr = sum(care.price_idr for care in services.values())
        credit_idr = min(total_idr, self.plan.wallets[joining.index])
        self.treated += 1
        regretted = self.treated % 45 == 8
        if not regretted:
            self.plan.wallets[joining.index] -= credit_idr
        return Treat(
            minute,
            joining,
            clinic,
            tuple(services.values()),
            total_idr - credit_idr,
            regretted,
        )

    def live_this_morning(self) -> None:
        """A few at every counter and clinic, so that the day lists are not empty."""
        coming: list[int] = []
        for unit, *_rest in UNITS:
            here = [index for index in self.rhythm if self.members[index].unit == unit]
            coming += self.rng.sample(here, 7 if unit == "MLT" else 4)
        self.rng.shuffle(coming)
        self.plan.today += [self.bring(0, self.members[index]) for index in coming]
        # Care comes after the counters: nobody spends what is only brought later.
        rich = [index for index, idr in self.plan.wallets.items() if idr >= 5_000]
        for index in self.rng.sample(rich, 5):
            self.plan.today.append(self.treat(0, self.members[index]))

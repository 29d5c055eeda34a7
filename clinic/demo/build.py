"""Carrying the demo out, step by step, through the commands that the counters use.

Every step has a key made from its name, so an interrupted build is finished by the next run: what
was done before is answered again and nothing is done twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

from django.conf import settings

from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from clinic.charges.redeem import redeem
from clinic.demo.cast import (
    CLERKS,
    CLINICS,
    MAIN,
    OPERATORS,
    PHONE,
    STAFF,
    UNITS,
    Joining,
    joinings,
)
from clinic.demo.keys import SEED, key
from clinic.demo.money import compare_bank, count_money, lay_money, miss_some
from clinic.demo.plan import DAYS, Bring, Care, Enrol, Event, Goods, Plan, Planner, Treat
from clinic.models import Clinic, Service
from clinic.register.clinics import open_clinic
from clinic.register.coming.tariff_import import import_tariffs
from clinic.register.coming.tariff_list import TariffList
from clinic.register.tariffs import tariffs_at
from ledger import clock
from ledger.models import KeyedResult
from wastebank.bank.facts import set_bank
from wastebank.bank.known import bank_facts
from wastebank.cards.lifecycle import issue_card, print_blank_cards
from wastebank.days.closing import close_day
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.deposits.void import void_deposit
from wastebank.files.importing.questions import Answers
from wastebank.files.importing.reading import read_alone
from wastebank.materials.coming.price_import import import_prices
from wastebank.materials.coming.prices import PriceList
from wastebank.materials.price_list import price_board
from wastebank.materials.prices import set_price
from wastebank.members.enrol import enrol_member, join_group
from wastebank.models import Card, Deposit, Member, Place, Role, User
from wastebank.staff.accounts import add_staff
from wastebank.staff.places import open_place
from wastebank.values.calendar import day_bounds, local_day, next_month

PRICE_LISTS = (
    "bandung_2015.csv",
    "jakarta_barat_2018.csv",
    "maluku_tengah_2021.csv",
    "surabaya_2023.csv",
    "usk_2024.csv",
)
# What the programme agreed on where the published lists differ: paid to members, got from buyers.
AGREED = (
    ("besi-kg", 1_500, 2_600),
    ("kardus-kg", 1_300, 1_800),
    ("tutup-galon-kg", 1_500, 6_000),
    ("tutup-botol-kg", 4_000, 3_800),
)
ASKED_SHARE = (6, 10)  # what a counter pays of the buyers' price where the list says ask
BLANK_CARDS = 20
GROUP_SIZE = 8

Tell = Callable[[int, int], None]


FIRST_STEP = key("place", MAIN[0])
LAST_STEP = key("done")


def is_begun() -> bool:
    return KeyedResult.objects.filter(key=str(FIRST_STEP)).exists()


def is_complete() -> bool:
    return KeyedResult.objects.filter(key=str(LAST_STEP)).exists()


def is_empty() -> bool:
    """Whether nobody has put anything into this database."""
    return not (Place.objects.exists() or User.objects.exists() or Member.objects.exists())


def shell() -> User:
    return User(username="demo", role=Role.ADMIN)


@dataclass(frozen=True, slots=True)
class DemoPeriod:
    """When the demo plays: from local midnight half a year ago up to this minute."""

    start: datetime
    now: datetime
    days: int = DAYS

    @classmethod
    def up_to_now(cls, days: int = DAYS) -> "DemoPeriod":
        # A build that was cut short goes on from the day on which it began to play.
        begun = Clinic.objects.filter(place__code=CLINICS[0][0]).first()
        first = begun.valid_from if begun else local_day(clock.now()) - timedelta(days=days)
        start = day_bounds(first)[0]
        return cls(start.astimezone(UTC), clock.now(), days)

    @property
    def first_day(self) -> date:
        return local_day(self.start)

    def moment(self, minute: int) -> datetime:
        return self.start + timedelta(minutes=minute)


def found_programme(period: DemoPeriod) -> None:
    """Places, staff, prices and tariffs, the day before the first counter opens."""
    with clock.at(period.start):
        found_places(period)
        hire_staff()
        lay_money(period.first_day)
        take_prices(period)
        take_tariffs(period)


def name_bank() -> None:
    """What the demo's bank is called; of one that was made earlier, too."""
    if not bank_facts().is_printable:
        _code, name, address = MAIN
        set_bank(key=uuid4(), by=shell(), name=name, phone=PHONE, address=address)


def found_places(period: DemoPeriod) -> None:
    code, name, address = MAIN
    by = shell()
    open_place(key=key("place", code), by=by, code=code, name=name, kind="main", address=address)
    name_bank()
    for unit, name, address in UNITS:
        open_place(
            key=key("place", unit),
            by=by,
            code=unit,
            name=name,
            kind="unit",
            parent=code,
            address=address,
        )
    for clinic, name, address, _tariffs in CLINICS:
        open_clinic(
            key=key("clinic", clinic),
            by=by,
            code=clinic,
            name=name,
            parent=code,
            valid_from=period.first_day,
            address=address,
        )


def hire_staff() -> None:
    for username, first_name, last_name, role, place in STAFF:
        add_staff(
            key=key("staff", username),
            by=shell(),
            username=username,
            first_name=first_name,
            last_name=last_name,
            role=role,
            place=place,
        )


def take_prices(period: DemoPeriod) -> None:
    """The published lists, each from its own day on; rows that cannot be used are left out."""
    folder = Path(settings.BASE_DIR) / "wastebank" / "fixtures" / "prices"
    manager = User.objects.get(username="manager")
    for name in PRICE_LISTS:
        coming = PriceList(None, Answers(), ask="jakarta" in name)
        rows = read_alone(coming, (folder / name).read_bytes()).rows
        import_prices(key=key("prices", name), by=manager, place=MAIN[0], rows=rows)
    for material, price_idr, collector_price_idr in AGREED:
        set_price(
            key=key("price", material),
            by=manager,
            material=material,
            place=MAIN[0],
            valid_from=period.first_day,
            price_idr=price_idr,
            collector_price_idr=collector_price_idr,
        )


def take_tariffs(period: DemoPeriod) -> None:
    folder = Path(settings.BASE_DIR) / "clinic" / "fixtures" / "tariffs"
    manager = User.objects.get(username="manager")
    for clinic, _name, _address, tariffs in CLINICS:
        rows = read_alone(TariffList(None, Answers()), (folder / tariffs).read_bytes()).rows
        import_tariffs(
            key=key("tariffs", clinic),
            by=manager,
            clinic=clinic,
            valid_from=period.first_day,
            rows=rows,
        )


def make_plan(period: DemoPeriod) -> Plan:
    rng = Random(SEED)  # noqa: S311 - a story that is always the same, not a secret
    boards = {unit[0]: goods_of(unit[0], period.start) for unit in UNITS}
    care = {clinic[0]: care_of(clinic[0], period.start) for clinic in CLINICS}
    weekday = period.first_day.weekday()
    return Planner(rng, joinings(rng), boards, care, weekday, period.days).make()


def goods_of(unit: str, moment: datetime) -> list[Goods]:
    board = price_board(Place.objects.get(code=unit), moment)
    share, whole = ASKED_SHARE
    return [
        Goods(
            line.material.code,
            line.material.unit,
            line.offer.price_idr
            if line.offer.price_idr is not None
            else (line.offer.collector_price_idr or 0) * share // whole,
            ask=line.offer.price_idr is None,
        )
        for line in board
    ]


def care_of(clinic: str, moment: datetime) -> list[Care]:
    services = {s.pk: s.code for s in Service.objects.filter(clinic__place__code=clinic)}
    tariffs = tariffs_at(Service.objects.filter(pk__in=services), moment)
    return [Care(services[pk], price_idr) for pk, price_idr in sorted(tariffs.items())]


class Story:
    """Plays the plan's events, each at its own moment."""

    def __init__(self, period: DemoPeriod) -> None:
        self.period = period
        self.staff = {user.username: user for user in User.objects.select_related("place")}
        self.members: dict[int, Member] = {}
        self.cards: dict[int, Card] = {}

    def play(self, plan: Plan, tell: Tell) -> None:
        moments = [self.period.moment(event.minute) for event in plan.past]
        # This morning's come last, a few minutes apart up to now.
        moments += [
            self.period.now - timedelta(minutes=6 * left) for left in range(len(plan.today), 0, -1)
        ]
        events = [*plan.past, *plan.today]
        evening = moments[0]
        for number, (moment, event) in enumerate(zip(moments, events, strict=True)):
            if local_day(moment) != local_day(evening):
                self.close_days(evening + timedelta(minutes=5))
            evening = moment
            self.happen(number, moment, event)
            tell(number + 1, len(events))
        miss_some(local_day(self.period.now))
        self.gather_groups()
        print_blank_cards(key=key("blanks"), by=self.staff["operator"], count=BLANK_CARDS)
        set_price(
            key=LAST_STEP,
            by=self.staff["manager"],
            material="besi-kg",
            place=MAIN[0],
            valid_from=next_month(local_day(self.period.now)),
            price_idr=2_000,
            collector_price_idr=2_600,
        )

    def happen(self, number: int, moment: datetime, event: Event) -> None:
        with clock.at(moment):
            match event:
                case Enrol():
                    self.enrol(event.joining)
                case Bring():
                    self.bring(number, moment, event)
                case Treat():
                    self.treat(number, moment, event)

    def gather_groups(self) -> None:
        """Each unit's groups are weighed together with some of their neighbours."""
        for username in OPERATORS.values():
            by = self.staff[username]
            here = [member for member in self.members.values() if member.place == by.place]
            groups = [member for member in here if member.kind == Member.Kind.GROUP]
            others = [member for member in here if member.kind == Member.Kind.HOUSEHOLD]
            for index, member in enumerate(others[: GROUP_SIZE * len(groups)]):
                group = groups[index % len(groups)]
                join_group(
                    key=key("group", member.number), by=by, member=member.number, group=group.number
                )

    def close_days(self, evening: datetime) -> None:
        """Each counter that weighed something closes its day before it goes home."""
        day = local_day(evening)
        with clock.at(evening):
            for unit, username in OPERATORS.items():
                by = self.staff[username]
                if Deposit.objects.filter(place=by.place, book_day=day).exists():
                    close_day(key=key("closing", unit, day), by=by, day=day)
                    count_money(unit, day)
            compare_bank(day)

    def operator(self, joining: Joining) -> User:
        return self.staff[OPERATORS[joining.unit]]

    def enrol(self, joining: Joining) -> None:
        by = self.operator(joining)
        self.members[joining.index] = enrol_member(
            key=key("member", joining.index),
            by=by,
            name=joining.name,
            kind=joining.kind,
            phone=joining.phone,
            address=joining.address,
            rt=joining.rt,
            rw=joining.rw,
        )
        self.cards[joining.index] = hand_card(by, joining, self.members[joining.index])
        for other in joining.others:
            # A second card of the family, printed and not yet fetched.
            issue_card(
                key=key("card", joining.index, other),
                by=by,
                member=self.members[joining.index].number,
                holder_name=other,
            )

    def bring(self, number: int, moment: datetime, event: Bring) -> None:
        by = self.operator(event.joining)
        deposit = record_deposit(
            key=key("deposit", number),
            by=by,
            card=self.cards[event.joining.index].code,
            lines=[
                LineAsked(goods.code, amount, goods.price_idr if goods.ask else None)
                for goods, amount in event.lines
            ],
        )
        if event.mistyped:
            with clock.at(moment + timedelta(seconds=50)):
                void_deposit(
                    key=key("void", number),
                    by=by,
                    deposit=deposit.number,
                    reason="Salah timbang, dicatat ulang.",
                )

    def treat(self, number: int, moment: datetime, event: Treat) -> None:
        by = self.staff[CLERKS[event.clinic]]
        redemption = redeem(
            key=key("redemption", number),
            by=by,
            card=self.cards[event.joining.index].code,
            pin=event.joining.pin,
            lines=[ServiceAsked(care.code) for care in event.services],
            cash_idr=event.cash_idr,
        )
        if event.regretted:
            with clock.at(moment + timedelta(seconds=50)):
                cancel_redemption(
                    key=key("cancel", number),
                    by=by,
                    redemption=redemption.number,
                    reason="Pasien tidak jadi diperiksa.",
                )


def hand_card(by: User, joining: Joining, member: Member) -> Card:
    """The member's own card; asking again with the same key answers the same code."""
    return issue_card(
        key=key("card", joining.index),
        by=by,
        member=member.number,
        activate=True,
        pin=joining.pin,
    )

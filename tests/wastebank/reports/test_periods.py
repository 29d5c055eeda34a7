"""The figures of a period that is over never change: what is taken back counts where it is
posted, on every page, in every file and at the API; and all periods add up to the book."""

import json
import random
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone, translation

from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from clinic.charges.redemption_list import day_sums
from clinic.models import Redemption
from ledger import clock
from ledger.models import Account
from ledger.queries import balance_at
from ledger.refusals import Refusal
from tests.cast import Cast
from tests.wastebank.web.office.office import at, post
from wastebank.book.accounts import wallet
from wastebank.days.closing import close_day, day_sheet
from wastebank.deposits.void import void_deposit
from wastebank.models import Deposit
from wastebank.passbook.months import month_of as passbook_month
from wastebank.reports.figures import active_members, month_of, months_of, standing
from wastebank.reports.lists.figures import FIGURES
from wastebank.values.calendar import last_months

pytestmark = pytest.mark.page

OCTOBER = date(2026, 10, 1)
DAYS = [date(2026, 10, 10), date(2026, 10, 11), date(2026, 10, 31)]


def on(day: date, hour: int = 10) -> datetime:
    zone = timezone.get_default_timezone()
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)


TODAY = on(date(2026, 11, 27))


@pytest.fixture
def october(cast: Cast) -> tuple[list[Deposit], list[Redemption]]:
    """Deposits and visits of October; the tenth is closed, and one was taken back in its month."""
    with clock.at(on(DAYS[0])):
        deposits = [cast.deposit(("pet", 40_000), ("jelantah", 2_000), ("botol-kecap", 3))]
        deposits += [cast.deposit(("kardus", 4_000), member=cast.wati, by=cast.rudi)]
        gone = cast.deposit(("pet", 900))
        void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=gone.number, reason="salah timbang")
        close_day(key=uuid.uuid4(), by=cast.sari, day=DAYS[0])
    with clock.at(on(DAYS[1])):
        visits = [cast.redeem(), cast.redeem(ServiceAsked("konsultasi"), cash_idr=5_000)]
    with clock.at(on(DAYS[2], 23)):
        deposits += [cast.deposit(("pet", 1_500))]
    return deposits, visits


def take_everything_back(
    cast: Cast, deposits: list[Deposit], visits: list[Redemption]
) -> tuple[int, int]:
    """Today; answers what credit and what care of October that was."""
    made_idr = sum(deposit.total_idr for deposit in deposits)
    used_idr = sum(visit.credit_idr for visit in visits)
    for visit in visits:
        cancel_redemption(
            key=uuid.uuid4(), by=cast.lestari, redemption=visit.number, reason="salah"
        )
    for deposit in deposits:
        void_deposit(
            key=uuid.uuid4(), by=cast.bambang, deposit=deposit.number, reason="salah timbang"
        )
    return made_idr, used_idr


# --- every figure of October that the program tells


def plain(page: str) -> str:
    """A page without what is new each time it is drawn."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    page = re.sub(r'nonce="[^"]*"', "", page)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "KEY", page)


def part(page: str, begin: str, end: str) -> str:
    return plain(page[page.index(begin) : page.index(end, page.index(begin))])


def dashboards(cast: Cast, language: str) -> Iterator[tuple[str, str]]:
    """The first page of the office for October, pictures and tables; not what is now."""
    for who in (cast.maya, cast.bambang, cast.yusuf):
        for place in ("", "MLT", "KNG"):
            asked = {"month": "2026-10", "span": "6", "place": place, "print": "1"}
            page = at(who, language).get(reverse("office:home"), asked).content.decode()
            yield f"home {who} {place}", part(page, '<div class="pane">', '<div class="side">')


def figure_files(cast: Cast, language: str) -> Iterator[tuple[str, str]]:
    for name in sorted(set(FIGURES) - {"standing"}):  # that is what stands now
        for place in ("", "MLT"):
            address = reverse("office:figure_file", args=[name])
            fields = {"form": "csv", "month": "2026-10", "span": "6", "place": place}
            answer = at(cast.maya, language).post(address, {"key": str(uuid.uuid4()), **fields})
            yield f"file {name} {place}", answer.getvalue().decode()


def days_of_the_bank(cast: Cast, language: str) -> Iterator[tuple[str, str]]:
    for day in DAYS:
        asked = {"day": day.isoformat(), "place": "MLT"}
        for name, who in (("office:day", cast.maya), ("counter_day", cast.sari)):
            page = at(who, language).get(reverse(name), asked).content.decode()
            yield f"{name} {day}", part(page, '<div class="side">', "</main>")
        sheet = at(cast.sari, language).get(reverse("counter_sheet"), asked)
        yield f"sheet {day}", sheet.content.hex()
        api = at(cast.sari).get(
            f"/api/v1/days/{day}", headers={"authorization": f"Bearer {cast.token(cast.sari)}"}
        )
        yield f"api {day}", json.dumps(api.json(), sort_keys=True)
    closings = post(at(cast.maya, language), "office:closings_file", form="csv", until="2026-10-31")
    yield "closings", closings.getvalue().decode()


def days_of_the_clinic(cast: Cast, language: str) -> Iterator[tuple[str, str]]:
    page = at(cast.dewi, language).get(reverse("clinic:visits"), {"day": DAYS[1].isoformat()})
    yield "clinic day", part(page.content.decode(), '<section class="slip side', "</section>")
    table = at(cast.maya, language).get(reverse("office:clinics")).content.decode()
    cells = re.findall(r'<t[hd][^>]*class="[^"]*wide[^"]*"[^>]*>.*?</t[hd]>', table, re.DOTALL)
    yield "clinics by month", "".join(cells)  # all but this month and what is owed now


def wallets(cast: Cast, language: str) -> Iterator[tuple[str, str]]:
    for member in (cast.siti, cast.wati):
        month = passbook_month(member, OCTOBER)
        sums = (month.opening_idr, month.in_idr, month.out_idr, month.closing_idr)
        yield f"passbook {member}", repr((sums, [line.change_idr for line in month.lines]))
        account = Account.objects.get(code=wallet(member).code)
        yield f"balance {member}", repr([balance_at(account, on(day, 23)) for day in DAYS])


TOLD: list[Callable[[Cast, str], Iterator[tuple[str, str]]]] = [
    dashboards,
    figure_files,
    days_of_the_bank,
    days_of_the_clinic,
    wallets,
]


def told(cast: Cast, teller: Callable[[Cast, str], Iterator[tuple[str, str]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("id", "en"):
        found |= {f"{language} {name}": text for name, text in teller(cast, language)}
        translation.deactivate()
    return found


@pytest.mark.parametrize("teller", TOLD, ids=lambda teller: teller.__name__)
def test_what_is_taken_back_today_leaves_october_to_the_byte(
    cast: Cast, october: tuple[list[Deposit], list[Redemption]], teller: Any
) -> None:
    with clock.at(TODAY):
        before = told(cast, teller)
        take_everything_back(cast, *october)
        after = told(cast, teller)
    assert len(before) > 3
    assert [name for name in before if before[name] != after[name]] == []


def test_and_this_month_and_this_day_carry_it(
    cast: Cast, october: tuple[list[Deposit], list[Redemption]]
) -> None:
    with clock.at(TODAY):
        made_idr, used_idr = take_everything_back(cast, *october)
        month = month_of(by=cast.maya, first_day=date(2026, 11, 1))
        assert (month.made_idr, month.used_idr) == (-made_idr, -used_idr)
        assert (month.earlier_made_idr, month.earlier_used_idr) == (made_idr, used_idr)
        assert month.grams == -(40_000 + 4_000 + 1_500)
        sheets = [
            day_sheet(by=by, day=TODAY.date(), place=place)
            for by, place in ((cast.sari, cast.melati), (cast.rudi, cast.kenanga))
        ]
        assert sum(sheet.net_idr for sheet in sheets) == -made_idr
        sums = day_sums(by=cast.dewi, day=TODAY.date())
        assert (sums.count, [idr for _payer, idr in sums.paid]) == (0, [-used_idr, -5_000])
        assert [visit.number for visit in sums.earlier] == [v.number for v in october[1]]
        [nobody] = active_members(by=cast.maya, months=[date(2026, 11, 1)])
        assert (nobody.brought, nobody.cared, nobody.either) == (0, 0, 0)
        own = passbook_month(cast.siti, date(2026, 11, 1))
        assert own.in_idr == -sum(d.total_idr for d in october[0] if d.member == cast.siti)
        assert own.out_idr == -used_idr


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_say_what_was_taken_back_of_earlier_periods(
    cast: Cast, october: tuple[list[Deposit], list[Redemption]], language: str
) -> None:
    with clock.at(TODAY):
        made_idr, _used_idr = take_everything_back(cast, *october)
        home = at(cast.maya, language).get(reverse("office:home")).content.decode()
        shown = f"{made_idr:,}".replace(",", "." if language == "id" else ",")
        assert f"Rp{shown}" in home
        assert "NaN" not in home
        day = at(cast.maya, language).get(reverse("office:day")).content.decode()
        assert all(deposit.number in day for deposit in october[0])
        visits = at(cast.dewi, language).get(reverse("clinic:visits")).content.decode()
        assert all(visit.number in visits for visit in october[1])
        counter = at(cast.sari, language).get("/counter/").content.decode()
        assert "−" in counter  # the sum of the day is below nothing, and is told


def test_a_visit_cancelled_in_its_month_paid_for_nothing(cast: Cast) -> None:
    """Also where the same member paid for another one."""
    cast.deposit(("pet", 20_000))
    visit = cast.redeem()
    [one] = active_members(by=cast.maya, months=[month_begin_now()])
    assert (one.brought, one.cared) == (1, 1)
    cancel_redemption(key=uuid.uuid4(), by=cast.dewi, redemption=visit.number, reason="tidak jadi")
    [none] = active_members(by=cast.maya, months=[month_begin_now()])
    assert (none.brought, none.cared, none.either) == (1, 0, 1)
    cast.redeem()
    [again] = active_members(by=cast.maya, months=[month_begin_now()])
    assert again.cared == 1


def month_begin_now() -> date:
    return timezone.localtime(clock.now()).date().replace(day=1)


# --- all periods together are the book


def lived(cast: Cast, seed: int) -> list[datetime]:
    """Some months of deposits, visits, closings and what is taken back, drawn by a seed."""
    chance = random.Random(seed)
    moment, moments = on(date(2026, 3, 25), 9), []
    deposits: list[Deposit] = []
    visits: list[Redemption] = []
    for _step in range(45):
        moment += timedelta(hours=chance.choice([1, 9, 30, 75]))
        moments.append(moment)
        with clock.at(moment):
            try:
                something_happens(cast, chance, deposits, visits)
            except Refusal:
                continue
    return moments


def something_happens(
    cast: Cast, chance: random.Random, deposits: list[Deposit], visits: list[Redemption]
) -> None:
    match chance.choice(["bring", "bring", "bring", "care", "care", "void", "cancel", "close"]):
        case "bring":
            goods = chance.sample(["pet", "kardus", "jelantah", "botol-kecap"], 2)
            who, by = chance.choice([(cast.siti, cast.sari), (cast.wati, cast.rudi)])
            lines = [(code, chance.randint(1, 20_000)) for code in goods]
            deposits.append(cast.deposit(*lines, member=who, by=by))
        case "care":
            visits.append(cast.redeem(cash_idr=chance.choice([0, 5_000])))
        case "void" if deposits:
            gone = deposits.pop(chance.randrange(len(deposits)))
            void_deposit(key=uuid.uuid4(), by=cast.maya, deposit=gone.number, reason="salah")
        case "cancel" if visits:
            back = visits.pop(chance.randrange(len(visits)))
            cancel_redemption(
                key=uuid.uuid4(), by=cast.lestari, redemption=back.number, reason="salah"
            )
        case "close":
            by = chance.choice([cast.sari, cast.rudi])
            today = timezone.localtime(clock.now()).date()
            close_day(key=uuid.uuid4(), by=by, day=today, with_earlier=True)


def balance_of_all(prefix: str, unit: str = "IDR") -> int:
    accounts = Account.objects.filter(code__startswith=prefix, unit=unit)
    sums = accounts.aggregate(debits=Sum("debits"), credits=Sum("credits"))
    return (sums["credits"] or 0) - (sums["debits"] or 0)


@pytest.mark.parametrize("seed", range(4))
def test_all_periods_add_up_to_the_book(cast: Cast, seed: int) -> None:
    moments = lived(cast, seed)
    last = moments[-1]
    acted = {timezone.localtime(moment).date() for moment in moments}
    days = sorted(acted | {day + timedelta(days=1) for day in acted})  # the next, if one was closed
    firsts = last_months(12, days[-1])
    with clock.at(last):
        months = months_of(by=cast.maya, days=firsts)
        made_idr = sum(month.made_idr for month in months)
        used_idr = sum(month.used_idr for month in months)
        assert (
            made_idr - used_idr == balance_of_all("member:") == standing(by=cast.maya).members_idr
        )
        assert made_idr == -balance_of_all("inventory:")
        assert used_idr == balance_of_all("clinic:")
        for unit in ("g", "ml", "pcs"):
            came = sum(f.amounts[unit] for month in months for f in month.families)
            assert came == balance_of_all("received:", unit)
        units = [("MLT", cast.sari, cast.melati), ("KNG", cast.rudi, cast.kenanga)]
        for code, by, place in units:
            by_day = sum(day_sheet(by=by, day=day, place=place).net_idr for day in days)
            by_month = [
                month.made_idr for month in months_of(by=cast.maya, days=firsts, place=code)
            ]
            assert by_day == sum(by_month) == -balance_of_all(f"inventory:{code}:")
        paid = [pair for day in days for pair in day_sums(by=cast.dewi, day=day).paid]
        assert sum(idr for payer, idr in paid if payer.code == "credit") == used_idr
        for member in (cast.siti, cast.wati):
            books = [passbook_month(member, first) for first in firsts]
            assert sum(m.in_idr - m.out_idr for m in books) == balance_of_all(wallet(member).code)


@pytest.mark.parametrize("seed", range(2))
def test_months_over_stay_as_they_were_whatever_comes(cast: Cast, seed: int) -> None:
    """Each month is told once it is over, and again at the end."""
    chance = random.Random(seed + 100)
    deposits: list[Deposit] = []
    visits: list[Redemption] = []
    told_of: dict[date, object] = {}
    moment = on(date(2026, 3, 25), 9)
    for _step in range(40):
        before, moment = moment, moment + timedelta(hours=chance.choice([9, 30, 75]))
        first = timezone.localtime(before).date().replace(day=1)
        with clock.at(moment):
            if timezone.localtime(moment).date().replace(day=1) != first:
                told_of[first] = figures(cast, first)
            try:
                something_happens(cast, chance, deposits, visits)
            except Refusal:
                continue
    assert len(told_of) >= 2
    with clock.at(moment):
        for first, said in told_of.items():
            assert figures(cast, first) == said


def figures(cast: Cast, first: date) -> object:
    # A deposit may count in a day that is still to come, where today was closed already; the
    # last day of a month was closed in none of these lives before its midnight.
    [active] = active_members(by=cast.maya, months=[first])
    month = month_of(by=cast.maya, first_day=first)
    return (
        active,
        [(f.family, dict(f.amounts), f.rupiah_idr) for f in month.families],
        [clinic.credit_idr for clinic in month.clinics],
    )

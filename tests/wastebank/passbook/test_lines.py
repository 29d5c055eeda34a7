"""The book by months: what stood there, what came and went, what stands there now."""

import re
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from ledger import clock
from tests.cast import Cast
from tests.wastebank.passbook.open_book import nobody_tried_before, page_of, siti
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.deposits.void import void_deposit
from wastebank.members.wallets import balance_of
from wastebank.passbook.lines import passbook
from wastebank.passbook.months import month_of, newest_month
from wastebank.passbook.statement import statement_row
from wastebank.web.api.members import statement_row as api_row
from wastebank.web.member.rows import book_rows

__all__ = ["nobody_tried_before", "siti"]


def on(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def half_a_year(cast: Cast) -> None:
    """Deposits in March, May and June of 2026; nothing in April."""
    for moment in (on(2026, 3, 30), on(2026, 3, 31, 23), on(2026, 5, 1, 0), on(2026, 6, 15)):
        with clock.at(moment):
            cast.deposit(("pet", 1_000), ("kardus", 500))


def test_a_month_begins_with_what_stood_there_and_adds_up(cast: Cast, half_a_year: None) -> None:
    may = month_of(cast.siti, date(2026, 5, 20))
    assert (may.opening_idr, may.in_idr, may.out_idr, may.closing_idr) == (6_200, 3_100, 0, 9_300)
    assert [line.change_idr for line in may.lines] == [3_100]


def test_a_month_ends_at_the_midnight_of_the_place(cast: Cast, half_a_year: None) -> None:
    """An hour before midnight is still March, the first minute after it is May's."""
    assert len(month_of(cast.siti, date(2026, 3, 1)).lines) == 2
    assert len(month_of(cast.siti, date(2026, 4, 1)).lines) == 0
    assert len(month_of(cast.siti, date(2026, 5, 1)).lines) == 1


def test_leafing_goes_over_months_in_which_nothing_moved(cast: Cast, half_a_year: None) -> None:
    march, may, june = date(2026, 3, 1), date(2026, 5, 1), date(2026, 6, 1)
    assert newest_month(cast.siti) == june
    turns = {day: month_of(cast.siti, day) for day in (march, may, june)}
    assert [(turns[day].older, turns[day].newer) for day in (march, may, june)] == [
        (None, may),
        (march, june),
        (may, None),
    ]


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2026, 4, 9), date(2040, 1, 1)])
def test_a_month_without_a_line_tells_what_stood_there(
    cast: Cast, half_a_year: None, day: date
) -> None:
    month = month_of(cast.siti, day)
    assert month.lines == []
    assert month.opening_idr == month.closing_idr
    assert month.opening_idr == {2020: 0, 2026: 6_200, 2040: 12_400}[day.year]


def test_the_months_together_are_the_whole_book(cast: Cast, half_a_year: None) -> None:
    seen: list[int] = []
    day: date | None = newest_month(cast.siti)
    closing = balance_of(cast.siti).balance_idr
    while day:
        month = month_of(cast.siti, day)
        assert month.closing_idr == closing
        seen += [line.version for line in reversed(month.lines)]
        closing, day = month.opening_idr, month.older
    assert closing == 0
    assert seen == [line.version for line in passbook(cast.siti)]


def test_every_deposit_stands_once_on_the_pages_of_the_book(cast: Cast, siti: Client) -> None:
    start = timezone.now() - timedelta(days=120)
    for day in range(0, 120, 3):
        with clock.at(start + timedelta(days=day)):
            cast.deposit(("pet", 1_000 * (day + 1)), ("kardus", 500))
    seen: list[str] = []
    address: str | None = "/member/passbook/"
    while address and len(seen) <= 40:  # a link to itself must fail, not hang
        page = page_of(siti.get(address))
        seen += re.findall(r"/member/deposits/(MLT-\d+)/", page)[::-1]
        found = re.search(r'rel="prev" href="(\?month=[\d-]+)"', page)
        address = f"/member/passbook/{found[1]}" if found else None
    assert seen == [f"MLT-{number:06d}" for number in range(40, 0, -1)]


def test_the_page_has_the_columns_of_a_paper_book(cast: Cast, siti: Client) -> None:
    cast.deposit(("pet", 10_000))
    cast.redeem()
    page = page_of(siti.get("/member/passbook/"))
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page)
    assert heads == ["Hari", "Apa", "Masuk", "Keluar", "Saldo"]
    rows = re.findall(r"<tr.*?</tr>", page, re.S)
    cells = [re.findall(r"<td[^>]*>\s*([\d.]*)\s*</td>", row) for row in rows]
    assert cells[1][-1] == "0"
    assert cells[2][-3:] == ["25.000", "", "25.000"]
    assert cells[3][-3:] == ["", "15.000", "10.000"]
    assert cells[4][-3:] == ["25.000", "15.000", "10.000"]


def test_a_deposit_that_was_weighed_on_another_day_says_so(cast: Cast, siti: Client) -> None:
    with clock.at(on(2026, 6, 20)):
        cast.deposit()
    page = page_of(siti.get("/member/passbook/?month=2026-06"))
    assert "ditimbang" not in page
    with clock.at(on(2026, 6, 21)):
        record_deposit(
            key=uuid.uuid4(),
            by=cast.sari,
            member=cast.siti.number,
            lines=[LineAsked("pet", 1_000)],
            weighed_at=on(2026, 6, 18),
        )
    page = page_of(siti.get("/member/passbook/?month=2026-06"))
    assert "1,000 kg · ditimbang 18 Jun" in page


@pytest.mark.parametrize("month", ["0", "2026", "2026-13", "-1-1", "x-y", "1-1", "9" * 30, "٢-١"])
def test_a_month_that_is_none_is_refused(cast: Cast, siti: Client, month: str) -> None:
    """The newest one would look like the answer."""
    cast.deposit()
    assert "25.000" in page_of(siti.get("/member/passbook/", {"month": ""}))
    answer = siti.get("/member/passbook/", {"month": month})
    assert answer.status_code == 422
    assert "25.000" not in page_of(answer)
    assert 'href="/member/passbook/"' in page_of(answer)  # the way on


def test_an_empty_book_has_its_month(cast: Cast, siti: Client) -> None:
    page = page_of(siti.get("/member/passbook/"))
    assert 'class="empty"' in page
    assert 'rel="prev"' not in page


def test_what_was_taken_back_is_below_zero_wherever_its_line_is_shown(cast: Cast) -> None:
    """The page, the paper and the API, as the list of the office: in money and in matter."""
    wrong = cast.deposit(("pet", 1_390), ("jelantah", 500))
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=wrong.number, reason="salah timbang")
    void, deposit = passbook(cast.siti)
    assert list(deposit.brought) == [("g", 1_390), ("ml", 500)]
    assert list(void.brought) == [("g", -1_390), ("ml", -500)]
    assert [w.amount for w in api_row(void).weights] == [-1_390, -500]
    with translation.override("en"):
        shown = [row.terms for row in book_rows([void, deposit], shown=())]
        paper = [statement_row(line, "en").about for line in (void, deposit)]
    for said in (shown, paper):
        assert "\N{MINUS SIGN}1.390 kg + \N{MINUS SIGN}0.500" in said[0]
        assert "\N{MINUS SIGN}" not in said[1]

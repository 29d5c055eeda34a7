"""What leaves the office as a file: each column has a head of its own, the file says what it is of,
and the paper of the accounts can be read by whoever signs it."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from pypdfium2 import PdfDocument

from clinic.charges.office_list import VISITS
from clinic.register.lists import CLINICS, TARIFF_SHEET
from clinic.reports.lines import BANKS_COPY, CLINICS_COPY
from clinic.reports.statements import STATEMENTS
from ledger import clock
from ledger.models import Account
from tests.cast import Cast
from tests.wastebank.web.files import csv_of, file_name, records, workbook
from tests.wastebank.web.office.office import at, post
from wastebank.permissions import may
from wastebank.reports.listing import Listing, export_of, paper_of
from wastebank.reports.lists.book import ACCOUNTS, LEDGER, TRIAL_BALANCE
from wastebank.reports.lists.figures import FIGURES
from wastebank.reports.lists.goods import PRICE_SHEET, PRICES
from wastebank.reports.lists.members import PASSBOOK
from wastebank.values.calendar import last_months, local_day
from wastebank.web.office.all_lists import LIST_PAGES

pytestmark = pytest.mark.page


def every_list(cast: Cast) -> Iterator[tuple[Listing[Any], dict[str, str]]]:
    """Every list that can leave, and what it is asked for."""
    for listing in (*(page.listing for page in LIST_PAGES), *FIGURES.values()):
        yield listing, {}
    for listing in (PRICES, PRICE_SHEET, VISITS, TRIAL_BALANCE, CLINICS, TARIFF_SHEET):
        yield listing, {}
    yield LEDGER, {"code": f"member:{cast.siti.number}"}
    yield PASSBOOK, {"number": cast.siti.number}


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_column_of_every_file_has_a_head_of_its_own(busy: Cast, language: str) -> None:
    with translation.override(language):
        for listing, asked in every_list(busy):
            by = busy.tono if may(busy.tono, listing.permission) else busy.maya
            export = export_of(listing, by, listing.asked(by, asked))
            assert len(set(export.heads)) == len(export.heads), (listing.name, export.heads)
            assert all(head.strip() for head in export.heads), listing.name
            for row in export.rows:
                assert len(row) == len(export.heads), listing.name
            paper = paper_of(listing, by, listing.asked(by, asked), "Bank")
            heads = [head.text for head in paper.heads]
            assert len(set(heads)) == len(heads), (listing.name, heads)


def test_the_lists_that_this_looks_at_are_all_there_are() -> None:
    import gc

    known = {id(listing) for listing in gc.get_objects() if isinstance(listing, Listing)}
    told = {id(page.listing) for page in LIST_PAGES} | {id(figure) for figure in FIGURES.values()}
    told |= {id(each) for each in (PRICES, PRICE_SHEET, VISITS, TRIAL_BALANCE, LEDGER, PASSBOOK)}
    told |= {id(each) for each in (CLINICS, TARIFF_SHEET)}
    told |= {id(each) for each in (STATEMENTS, BANKS_COPY, CLINICS_COPY)}  # tests/clinic/web
    told |= {id(each.paper) for each in (ACCOUNTS, TRIAL_BALANCE)}
    assert known == told


# --- a file says what it is of


def today() -> str:
    return local_day(clock.now()).isoformat()


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_the_file_of_an_account_names_it(busy: Cast, form: str) -> None:
    code = f"member:{busy.siti.number}"
    address = reverse("office:account_file", args=[code])
    answer = at(busy.yusuf).post(address, {"key": str(uuid.uuid4()), "form": form})
    own = code.replace(":", "-").lower()
    assert file_name(answer) == f"general-ledger-bsi-{own}-{today()}.{form}"
    if form == "xlsx":
        told = {row[0]: row[1] for row in workbook(answer).get_sheet_by_index(1).to_python()}
        assert told["List"] == "General ledger: Siti Rahayu"
        assert told["Account"] == code
    if form == "pdf":
        text = PdfDocument(answer.content)[0].get_textpage().get_text_range()
        assert "General ledger: Siti Rahayu" in text
        assert code in text


def test_the_file_of_a_list_names_what_was_chosen(busy: Cast) -> None:
    client = at(busy.maya)
    stocks = post(client, "office:accounts_file", form="csv", group="stock", unit="g")
    assert file_name(stocks) == f"accounts-bsi-stock-g-{today()}.csv"
    asked = {"from": "2026-11-01", "until": "2026-11-30", "place": "MLT", "state": "voided"}
    voids = post(client, "office:deposits_file", form="csv", **asked)
    assert file_name(voids) == "deposits-mlt-voided-2026-11-01-2026-11-30.csv"
    since = post(client, "office:deposits_file", form="csv", **{"from": "2020-01-01"})
    assert file_name(since) == f"deposits-bsi-2020-01-01-{today()}.csv"
    named = post(client, "office:members_file", form="csv", text="siti")
    assert file_name(named) == f"members-bsi-{today()}.csv"  # a name stays out of it
    month = at(busy.maya).post(
        reverse("office:figure_file", args=["weights"]),
        {"key": str(uuid.uuid4()), "form": "csv", "month": today()[:7], "span": "12"},
    )
    assert today()[:7] in file_name(month)


@pytest.mark.parametrize("name", sorted(FIGURES))
@pytest.mark.parametrize("span", ["6", "12"])
def test_the_file_of_a_picture_is_called_by_the_months_that_stand_in_it(
    busy: Cast, name: str, span: str
) -> None:
    asked = {"key": str(uuid.uuid4()), "form": "csv", "month": today()[:7], "span": span}
    answer = at(busy.maya).post(reverse("office:figure_file", args=[name]), asked)
    first = last_months(int(span))[0]
    by_month = {"weights", "credits", "active"}
    months = [f"{first:%Y-%m}", today()[:7]] if name in by_month else [today()[:7]]
    assert re.findall(r"\d{4}-\d{2}(?!\d)", file_name(answer)) == months


def test_the_unit_stands_once_in_a_row(busy: Cast) -> None:
    [pet] = [
        row
        for row in records(post(at(busy.maya), "office:accounts_file", form="csv", group="stock"))
        if row["Account"] == "stock:MLT:pet"
    ]
    assert (pet["Name"], pet["Unit"]) == ("Clear PET bottles · Unit Melati", "g")
    assert (pet["Balance, whole"], pet["Balance"]) == ("2500", "2.500 kg")
    assert csv_of(post(at(busy.maya), "office:accounts_file", form="csv"))[0].count("Unit") == 1


# --- the paper of the accounts


def lines_of(cast: Cast, listing: Listing[Any], **asked: str) -> list[Any]:
    assert listing.paper is not None
    return list(listing.paper.find(cast.maya, listing.asked(cast.maya, asked)))


@pytest.mark.parametrize("group", ["", "member", "stock"])
def test_the_lines_of_the_paper_add_up_to_their_sums_and_to_the_book(
    busy: Cast, group: str
) -> None:
    busy.deposit(("pet", 7_000), member=busy.wati, by=busy.rudi)
    lines = lines_of(busy, ACCOUNTS, group=group)
    plain = part = 0
    for line in lines:
        match line.tone:
            case "head":
                assert plain == part == 0
            case "sum":
                assert line.balance == part
                part = 0
            case "total":
                assert line.balance == plain
                plain = part = 0
            case _:
                plain, part = plain + line.balance, part + line.balance
    accounts = Account.objects.filter(code__startswith=f"{group}:" if group else "")
    for unit in ("IDR", "g"):
        told = sum(line.balance for line in lines if line.unit == unit and not line.tone)
        assert told == sum(account.balance for account in accounts.filter(unit=unit))


def test_names_stand_before_codes_and_wallets_in_one_line(busy: Cast) -> None:
    with translation.override("en"):
        lines = {line.name: line for line in lines_of(busy, ACCOUNTS)}
        members = Account.objects.filter(code__startswith="member:").count()
        assert lines["Members' wallets"].code == f"{members} accounts"
        assert lines["Klinik Sehati"].code == "clinic:SHT"
        assert lines["Materials in store, at cost · Unit Melati"].code == "3 accounts"
        assert "Siti Rahayu" not in lines
        whole = {line.name: line for line in lines_of(busy, ACCOUNTS, group="member")}
        assert whole["Siti Rahayu"].code == f"member:{busy.siti.number}"
        assert list(whole)[1 : members + 1] == sorted(list(whole)[1 : members + 1])


def test_both_sides_of_each_unit_of_the_trial_balance_are_equal(busy: Cast) -> None:
    sides = [line for line in lines_of(busy, TRIAL_BALANCE) if line.name.startswith("Kedua sisi")]
    assert len(sides) == 4  # rupiah, grams, millilitres, pieces
    assert all(line.debit == line.credit > 0 for line in sides)


def test_many_members_do_not_make_many_pages(busy: Cast) -> None:
    Account.objects.bulk_create(
        Account(code=f"member:{n}-X", unit="IDR", kind="liability", guarded=True, shared=False)
        for n in range(5_500)
    )
    for view in ("office:accounts_file", "office:book_file"):
        answer = post(at(busy.maya), view, form="pdf")
        assert answer.status_code == 200
        assert len(PdfDocument(answer.content)) <= 2, view

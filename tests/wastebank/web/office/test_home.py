"""The first page of the office: its pictures, what it can be asked, and what leaves with it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from ledger import clock
from ledger.models import RedFlag
from tests.cast import Cast
from tests.wastebank.web.files import csv_of, file_name, records, workbook
from tests.wastebank.web.office.office import at, main_of
from wastebank.web.templatetags.wastebank_parts import bank_name

pytestmark = pytest.mark.page


@pytest.mark.parametrize("name", ["flow", "weights", "credits", "active", "standing"])
def test_every_picture_has_its_table_to_take_along(busy: Cast, name: str) -> None:
    address = reverse("office:figure_file", args=[name])
    client = at(busy.bambang)
    rows = csv_of(client.post(address, {"key": str(uuid.uuid4()), "form": "csv"}))
    assert len(rows) > 1
    book = workbook(client.post(address, {"key": str(uuid.uuid4()), "form": "xlsx"}))
    assert len(book.get_sheet_by_index(0).to_python()) == len(rows)
    page = main_of(client.get(reverse("office:home")))
    assert f'action="{address}"' in page


def test_the_first_page_can_be_asked_for_a_place_and_a_month(busy: Cast) -> None:
    client = at(busy.maya)
    kenanga = " ".join(main_of(client.get(reverse("office:home"), {"place": "KNG"})).split())
    assert "<b>4.000 kg</b> of waste became <b>Rp4,800</b> of credit" in kenanga
    assert "<b>Rp0</b> became care" in kenanga
    year = main_of(client.get(reverse("office:home"), {"span": "12"}))
    assert "Rp22,100" in year
    long_ago = client.get(reverse("office:home"), {"month": "2001-01", "span": "12"})
    assert long_ago.status_code == 422  # a month without anything is not on offer
    address = reverse("office:figure_file", args=["weights"])
    body = {"key": str(uuid.uuid4()), "form": "csv", "place": "KNG"}
    answer = client.post(address, body)
    assert file_name(answer).startswith("what-came-in-by-month-and-family-kng-")
    assert {row["Family"] for row in records(answer)} == {"Paper"}


def test_more_months_and_rows_ask_no_more_questions(
    busy: Cast, django_assert_max_num_queries: Any
) -> None:
    client = at(busy.maya)
    client.get(reverse("office:home"))
    for span in ("6", "12"):
        with django_assert_max_num_queries(52):
            client.get(reverse("office:home"), {"span": span})
    # the log asks once for each kind of thing that its lines are about
    lists = {"office:deposits": 18, "office:members": 18, "office:devices": 18, "office:log": 24}
    for view, most in lists.items():
        with django_assert_max_num_queries(most):
            client.get(reverse(view))


def test_a_unknown_picture_is_not_found(cast: Cast) -> None:
    address = reverse("office:figure_file", args=["nothing"])
    body = {"key": str(uuid.uuid4()), "form": "csv"}
    assert at(cast.maya).post(address, body).status_code == 404


def test_an_empty_month_has_a_first_page(cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=400)):
        cast.deposit()
    page = main_of(at(cast.maya).get(reverse("office:home")))
    assert "Nothing was brought in these months." in page


def test_the_first_page_says_whether_the_book_is_sound(cast: Cast) -> None:
    """Also before anybody asked for a check: the program checked when it was started."""
    cast.deposit()
    page = main_of(at(cast.maya).get(reverse("office:home")))
    book = page[page.index("Check of the book") :].partition("</a>")[0]
    assert "Sound" in book
    assert "At every start of the program" in book
    RedFlag.objects.create(raised_at=clock.now(), findings=[])
    page = main_of(at(cast.maya).get(reverse("office:home")))
    assert "Faults found" in page[page.index("Check of the book") :].partition("</a>")[0]


def test_what_is_to_be_done_stands_before_the_pictures(busy: Cast) -> None:
    """In the order of the page, which is the order of a phone and of a voice that reads."""
    for person in (busy.maya, busy.bambang):
        page = main_of(at(person).get(reverse("office:home"), {"span": "12"}))
        assert page.index("<h1") < page.index('aria-label="To do"') < page.index('class="plot"')


def test_what_is_of_today_says_so_beside_another_month(cast: Cast) -> None:
    """On the screen and on paper, which also says whose it is, of which month, and from when."""
    with clock.at(datetime(2026, 10, 10, 10, tzinfo=get_default_timezone())):
        cast.deposit(("pet", 2_500))
    with clock.at(datetime(2026, 11, 28, 15, 30, tzinfo=get_default_timezone())):
        client = at(cast.maya)
        page, now = (
            " ".join(main_of(client.get(reverse("office:home"), {"month": month})).split())
            for month in ("2026-10", "2026-11")
        )
    for page_of, month in ((page, "October 2026"), (now, "November 2026")):
        head = page_of[page_of.index('class="on-paper"') :].partition("</p>")[0]
        assert f"<b>{bank_name()}</b>" in head
        assert f"· {month} ·" in head
        assert "printed 28 Nov 2026, 15:30" in head
    sections = [
        page[page.index(f'aria-label="{word}"') :].partition("</section>")[0]
        for word in ("To do", "At a glance", "What is promised")
    ]
    assert ["As of 28 Nov 2026" in section for section in sections] == [True] * 3
    assert page.count("screen-only") == 2  # what waits today is no part of a month that is over
    assert "As of" not in now
    assert "screen-only" not in now

"""What a deposit's receipt says beyond the ordinary: what was taken off, both dates, the number its
provisional paper had."""

import uuid
from datetime import timedelta

import pytest

from ledger import clock
from tests.cast import Cast
from wastebank.days.closing import close_day
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.receipts import deposit_receipt
from wastebank.deposits.record import record_deposit
from wastebank.models import Deposit
from wastebank.papers.drawing.wording import show_day
from wastebank.papers.receipt.strip import columns
from wastebank.values.calendar import local_day


def said(deposit: Deposit, language: str = "id") -> str:
    deposit = Deposit.objects.get(pk=deposit.pk)
    receipt = deposit_receipt(deposit, language=language, check_url="https://x.example/check/")
    return "\n".join(columns(receipt, 48))


def test_what_was_taken_off_can_be_added_up(cast: Cast) -> None:
    line = LineAsked(
        "pet",
        1_390,
        gross_amount=2_000,
        tare_amount=500,
        rejected_amount=110,
        reject_reason="wet",
    )
    deposit = record_deposit(key=uuid.uuid4(), by=cast.sari, member=cast.siti.number, lines=[line])
    text = " ".join(said(deposit).split())
    assert "1,390 kg × Rp2.500 · bruto 2,000 kg wadah −0,500 kg basah −0,110 kg" in text
    text = " ".join(said(deposit, "en").split())
    assert "gross 2.000 kg container −0.500 kg wet −0.110 kg" in text


def test_an_ordinary_line_says_nothing_of_it(cast: Cast) -> None:
    assert "bruto" not in said(cast.deposit())


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_deposit_that_counts_on_another_day_has_both_dates(cast: Cast, language: str) -> None:
    today = local_day(clock.now())
    assert "Dihitung" not in said(cast.deposit())
    close_day(key=uuid.uuid4(), by=cast.sari, day=today)
    text = said(cast.deposit(), language)
    assert show_day(today, language) in text
    tomorrow = show_day(today + timedelta(days=1), language)
    assert f"{'Counted on' if language == 'en' else 'Dihitung pada'} {tomorrow}" in text


def test_the_number_of_the_provisional_paper_is_named(cast: Cast) -> None:
    deposit = cast.deposit()
    deposit.provisional_number = "MLT-B-17"
    receipt = deposit_receipt(deposit, language="id", check_url="https://x.example/check/")
    assert "Pengganti struk sementara MLT-B-17" in columns(receipt, 48)
    assert receipt.number == deposit.number

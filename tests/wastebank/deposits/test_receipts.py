"""What a deposit's receipt says beyond the ordinary: what was taken off, both dates, the number its
provisional paper had."""

import uuid
from datetime import timedelta

import pytest

from clinic.charges.cancel import cancel_redemption
from clinic.charges.receipts import redemption_receipt
from clinic.models import Redemption
from ledger import clock
from tests.cast import Cast
from wastebank.days.closing import close_day
from wastebank.deposits import record
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.receipts import deposit_receipt
from wastebank.deposits.record import record_deposit
from wastebank.deposits.void import void_deposit
from wastebank.materials.prices import set_price
from wastebank.models import Deposit
from wastebank.papers.drawing.wording import show_day
from wastebank.papers.receipt.escpos import escpos
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


# --- what is free


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_taken_for_nothing_says_so_on_paper(cast: Cast, language: str) -> None:
    set_free(cast)
    text = " ".join(said(cast.deposit(("televisi", 2)), language).split())
    assert {"id": "2 buah diambil, tidak dibayar", "en": "2 pieces taken, unpaid"}[language] in text
    assert "Total –" in text
    assert "× Rp0" not in text
    both = " ".join(said(cast.deposit(("televisi", 1), ("pet", 1_000)), language).split())
    assert {"id": "Total Rp2.500", "en": "Total Rp2,500"}[language] in both


# What the program printed before it had a word for it, at 48 columns.
OF_BEFORE = """
Televisi bekas                                 0
2 buah × Rp0
------------------------------------------------
Total                                        Rp0
"""


@pytest.mark.parametrize("width_mm", [58, 80])
def test_a_receipt_of_before_prints_as_it_did(
    cast: Cast, width_mm: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B3: its line was kept with the rule that rounds, and not as taken for nothing."""
    set_free(cast)
    monkeypatch.setattr(record, "TAKEN_UNPAID", "exact")  # as every line of pieces was kept
    before = cast.deposit(("televisi", 2))
    monkeypatch.undo()
    text = said(before)
    for line in OF_BEFORE.strip().splitlines():
        assert " ".join(line.split()) in " ".join(text.split()), text
    assert "tidak dibayar" not in text
    receipt = deposit_receipt(before, language="id", check_url="https://x.example/check/")
    assert b"x Rp0" in escpos(receipt, width_mm)


def set_free(cast: Cast) -> None:
    set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="televisi",
        place="BSI",
        valid_from=local_day(clock.now()),
        price_idr=0,
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_receipt_that_was_taken_back_tells_no_balance(cast: Cast, language: str) -> None:
    """What was left then is not what is left now that the credit went back, either way."""
    deposit, visit = cast.deposit(("pet", 40_000)), cast.redeem()
    words = {"id": ("Saldo", "Sisa saldo"), "en": ("Balance", "Credit left")}[language]

    def labels() -> set[str]:
        fresh = Deposit.objects.get(pk=deposit.pk), Redemption.objects.get(pk=visit.pk)
        papers = (
            deposit_receipt(fresh[0], language=language, check_url="x"),
            redemption_receipt(fresh[1], language=language, check_url="x"),
        )
        return {total.label for paper in papers for total in paper.texts.totals}

    assert set(words) <= labels()
    cancel_redemption(
        key=uuid.uuid4(), by=cast.lestari, redemption=visit.number, reason="salah orang"
    )
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="salah timbang")
    assert not set(words) & labels()
    assert "Total" in labels()

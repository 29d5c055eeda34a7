"""T4: exact arithmetic. 200,000 random lines against fractions, and the database's CHECK."""

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import floor

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.proof.book.mutating import rewrite
from wastebank.materials.prices import MAX_PRICE_IDR
from wastebank.models import Deposit, DepositLine
from wastebank.values import quantities
from wastebank.values.quantities import line_rupiah
from wastebank.values.units import UNITS

LINES = 200_000
Line = tuple[str, int, int]  # unit, amount, price


def random_lines(count: int, seed: int) -> Iterator[Line]:
    """Lines of every size, with many that end on a half rupiah or stand at a limit."""
    rng = random.Random(seed)
    for _ in range(count):
        unit = rng.choice(("g", "ml", "pcs"))
        cap = UNITS[unit].max_amount
        amount = rng.choice((rng.randint(1, cap), rng.randint(1, 3_000), rng.choice((1, cap))))
        price_idr = rng.choice((rng.randint(0, MAX_PRICE_IDR), rng.randint(0, 9_999), 4_000))
        if rng.random() < 0.2:
            amount, price_idr = rng.randint(1, 999) * 2 + 1, rng.randint(0, 99) * 500
        yield unit, min(amount, cap), price_idr


def exact(line: Line) -> Fraction:
    unit, amount, price_idr = line
    return Fraction(amount * price_idr, 1 if unit == "pcs" else 1_000)


def half_up(worth: Fraction) -> int:
    return floor(worth + Fraction(1, 2))


def wrong_lines() -> list[Line]:
    return [
        line
        for line in random_lines(LINES, seed=4)
        if line_rupiah(line[1], line[0], line[2]) != half_up(exact(line))
    ]


@pytest.mark.once
def test_two_hundred_thousand_lines_are_exact(figure: Callable[[str, int], None]) -> None:
    assert wrong_lines() == []
    figure("T4: random lines, all exact", LINES)


@pytest.mark.once
def test_a_wrong_rounding_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: half to even differs in a twentieth of a percent, and is seen."""
    rewrite(
        monkeypatch,
        quantities.line_rupiah,
        (
            "return (amount * price_idr + per_large // 2) // per_large",
            "return round(amount * price_idr / per_large)",
        ),
    )
    assert len(wrong_lines()) > 50


@pytest.mark.once
def test_sums_are_whole_and_never_far_from_exact() -> None:
    """Each line is rounded once, so a receipt is off by half a rupiah for each line at most."""
    lines = list(random_lines(LINES, seed=5))
    for start in range(0, LINES, 40):  # as many as fit on one receipt
        receipt = lines[start : start + 40]
        total = sum(line_rupiah(amount, unit, price) for unit, amount, price in receipt)
        assert type(total) is int
        off = total - sum(map(exact, receipt), Fraction())
        assert abs(off) <= Fraction(len(receipt), 2)


# --- the database's own arithmetic


@pytest.fixture
def deposit(cast: Cast) -> Deposit:
    made = cast.deposit()
    return Deposit.objects.prefetch_related("lines__material").get(pk=made.pk)


def row(deposit: Deposit, number: int, line: Line, *, off_by: int = 0) -> DepositLine:
    unit, amount, price_idr = line
    return DepositLine(
        deposit=deposit,
        line=number,
        material=deposit.lines.all()[0].material,
        name_id="x",
        name_en="x",
        family="plastik",
        unit=unit,
        amount=amount,
        gross_amount=amount,
        price_idr=price_idr,
        rupiah_idr=line_rupiah(amount, unit, price_idr) + off_by,
        rounding="x",
    )


def test_the_check_accepts_what_we_compute(deposit: Deposit) -> None:
    lines = list(random_lines(3_000, seed=6))
    DepositLine.objects.bulk_create(
        row(deposit, number, line) for number, line in enumerate(lines, start=2)
    )
    kept = DepositLine.objects.filter(deposit=deposit, line__gt=1).values_list("rupiah_idr")
    assert sum(rupiah for (rupiah,) in kept) == sum(half_up(exact(line)) for line in lines)


def test_the_check_refuses_one_rupiah_more_or_less(deposit: Deposit) -> None:
    for line in random_lines(150, seed=7):
        for off_by in (1, -1):
            with pytest.raises(IntegrityError), transaction.atomic():
                row(deposit, 2, line, off_by=off_by).save()


def test_forty_lines_come_out_in_the_book_as_on_paper(cast: Cast) -> None:
    rng = random.Random(8)
    units = {"pet": ("g", 2_500), "kardus": ("g", 1_200), "jelantah": ("ml", 5_000)}
    lines = [(rng.choice(list(units)), rng.randint(1, 9_999)) for _ in range(40)]
    expected = sum(half_up(exact((units[c][0], amount, units[c][1]))) for c, amount in lines)
    deposit = cast.deposit(*lines)
    assert deposit.total_idr == deposit.balance_after_idr == expected

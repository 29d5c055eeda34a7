"""The medical reviewer: the visits that were drawn, what was given there, and nobody's name."""

import uuid
from dataclasses import astuple, fields
from datetime import date
from typing import Any

import pytest

from clinic.charges.prepare import ServiceAsked
from clinic.models import Adjustment, VisitReview
from clinic.settlements.refusals import (
    NotDrawn,
    ReviewedBefore,
    StatementApproved,
    StatementLineUnknown,
)
from clinic.settlements.reviews import DrawnVisit, drawn_visits, review_visit
from clinic.settlements.sums import figures_of
from ledger.audit import check_book
from tests.cast import Cast, hire
from tests.clinic.settlements import months
from wastebank.models import User
from wastebank.refusals import FieldMissing, MayNot
from wastebank.values.calendar import month_back


@pytest.fixture
def laras(cast: Cast) -> User:
    return hire("laras", "reviewer", cast.induk)


def test_a_reviewer_sees_services_and_no_names(cast: Cast, laras: User) -> None:
    months.credit(cast)
    visit = cast.redeem(ServiceAsked("konsultasi"), ServiceAsked("obat", 1, 5_000))
    with months.on_day(1):
        statement = months.draw(cast, months_before())
        [seen] = drawn_visits(by=laras, statement=statement.number)
        assert [line.name_id for line in seen.services] == ["Konsultasi dokter umum", "Obat"]
        assert {one.name for one in fields(DrawnVisit)}.isdisjoint(
            {"member", "card", "receipt", "visit", "name"}
        )
        for secret in (visit.number, cast.siti.number, cast.siti.name):
            assert secret not in repr(astuple(seen)[:4])
        for other in (cast.bambang, cast.lestari, cast.dewi, cast.yusuf):
            with pytest.raises(MayNot):
                drawn_visits(by=other)


def review(**said: Any) -> VisitReview:
    return review_visit(key=uuid.uuid4(), **said)


def months_before() -> date:
    """The month of the visits, where the clock stands in the next one."""
    return month_back(months.this_month(), 1)


def test_what_does_not_fit_is_cut_for_that_visit_alone(cast: Cast, laras: User) -> None:
    months.credit(cast, 300)
    for _ in range(3):
        cast.redeem(ServiceAsked("obat", 1, 8_000), ServiceAsked("obat", 1, 5_000))
    with months.on_day(1):
        statement = months.draw(cast, months_before())
        [drawn] = drawn_visits(by=laras, waiting=True)
        said = {"by": laras, "statement": statement.number, "line": drawn.line}
        with pytest.raises(FieldMissing):
            review_visit(key=uuid.uuid4(), fits=False, **said)  # type: ignore[arg-type]
        with pytest.raises(StatementLineUnknown):
            review_visit(
                key=uuid.uuid4(),
                fits=False,
                note="x1",
                care_line=9,
                **said,  # type: ignore[arg-type]
            )
        assert VisitReview.objects.count() == 0
        review_visit(
            key=uuid.uuid4(),
            fits=False,
            note="tidak tercatat",
            care_line=2,
            **said,  # type: ignore[arg-type]
        )
        with pytest.raises(ReviewedBefore):
            review_visit(key=uuid.uuid4(), fits=True, **said)  # type: ignore[arg-type]
        assert (drawn_visits(by=laras, waiting=True), Adjustment.objects.count()) == ([], 1)
        figures = figures_of(statement)
        assert (figures.cut_idr, figures.approved_idr) == (5_000, 34_000)
        other = next(one.line.position for one in figures.lines if not one.line.sampled)
        with pytest.raises(NotDrawn):
            review_visit(
                key=uuid.uuid4(), by=laras, statement=statement.number, line=other, fits=True
            )
    assert check_book() == []


def test_after_the_approval_a_review_cuts_nothing(cast: Cast, laras: User) -> None:
    months.credit(cast)
    months.visit(cast)
    with months.on_day(1):
        statement = months.draw(cast, months_before())
        months.approve(cast, statement)
        said = {"by": laras, "statement": statement.number, "line": 1, "note": "terlambat"}
        with pytest.raises(StatementApproved):
            review(fits=False, care_line=1, **said)
        review(fits=False, **said)
        assert figures_of(statement).cut_idr == 0

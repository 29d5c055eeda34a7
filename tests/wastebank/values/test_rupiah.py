"""Rupiah as people type them: read one way, or refused with both ways they may be read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.wastebank.web.office.office import at, main_of, post
from wastebank.refusals import FieldMalformed, PriceAmbiguous
from wastebank.values.quantities import RupiahProblem, parse_rupiah, show_number
from wastebank.web.common.weights import read_price

READ = {
    "0": 0,
    "5": 5,
    "1500": 1_500,
    "1.500": 1_500,
    "1,500": 1_500,
    "12.000": 12_000,
    "1.234.567": 1_234_567,
    "0500": 500,
    "123456789": 123_456_789,
}
TWO_WAYS = {
    "12.00": [1_200, 12_000],
    "12,00": [1_200, 12_000],
    "1.5": [15, 1_500],
    "1.25": [125, 1_250],
    "999.9": [9_999, 999_900],
    "1500.00": [1_500, 150_000],
    "25000,5": [25_000, 250_005],
}
UNREAD = ["", " ", "abc", "-5", "1.50.0", "1.5000", "0.5", ".5", "5.", "1 500", "1.500,00", "1e3"]


@pytest.mark.once
def test_every_spelling_is_read_one_way_or_refused() -> None:
    assert {text: parse_rupiah(text) for text in READ} == READ
    for text, readings in TWO_WAYS.items():
        with pytest.raises(RupiahProblem) as problem:
            parse_rupiah(text)
        assert problem.value.readings == readings, text
    for text in UNREAD:
        with pytest.raises(RupiahProblem) as problem:
            parse_rupiah(text)
        assert not problem.value.readings, text


@pytest.mark.once
@given(st.from_regex(r"[0-9]{1,6}[.,][0-9]{1,4}", fullmatch=True))
def test_what_a_refusal_proposes_is_two_sums_and_each_can_be_typed(text: str) -> None:
    try:
        parse_rupiah(text)
    except RupiahProblem as problem:
        assert len(set(problem.readings)) in (0, 2)
        for reading in problem.readings:
            for tongue in ("id", "en"):
                assert parse_rupiah(show_number(reading, tongue)) == reading


@pytest.mark.once
def test_a_price_says_which() -> None:
    with pytest.raises(PriceAmbiguous) as refused:
        read_price("12.00")
    assert refused.value.facts == {"text": "12.00", "first_idr": 1_200, "second_idr": 12_000}
    with pytest.raises(FieldMalformed):
        read_price("twelve")


@pytest.mark.page
def test_every_page_that_takes_a_price_says_both_ways(cast: Cast) -> None:
    price = {"place": "BSI", "kind": "fixed", "valid_from": "2099-01-01"}
    tariff = {"clinic": "SHT", "service": "konsultasi", "valid_from": "2099-01-01"}
    sent: list[Any] = [
        post(at(cast.maya, "id"), "office:material", "pet", **price, price="12.00"),
        post(
            at(cast.maya, "id"),
            "office:material",
            "pet",
            **price,
            price="1",
            collector_price="12.00",
        ),
        post(at(cast.lestari, "id"), "clinic:tariffs", **tariff, price="12.00"),
        post(at(cast.maya, "id"), "office:starter", **{"price-s-besi-kg": "12.00"}),
        post(at(cast.lestari, "id"), "clinic:services", **{"price-s-suntikan": "12.00"}),
    ]
    for answer in sent:
        said = main_of(answer)
        assert answer.status_code == 422, said
        assert "12.00 bisa dibaca dua cara. Tulis 1.200 atau 12.000." in said

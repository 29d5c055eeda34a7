"""The server's side of the tables: figures, codes, numbers, outliers, ribbons, moments, bytes."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ledger.refusals import Refusal
from tests.parity import cases
from wastebank.codes import card_code
from wastebank.codes.member_number import MisspeltNumber, parse_number
from wastebank.deposits import outliers
from wastebank.deposits.lines import DepositQuote, LineAsked, QuotedLine
from wastebank.models import Material, Place
from wastebank.papers.drawing.wording import show_moment
from wastebank.papers.receipt.escpos import escpos
from wastebank.papers.receipt.slip import ReceiptTexts, TextLine, TextTotal
from wastebank.values import names, quantities
from wastebank.values.calendar import local_day
from wastebank.values.contacts import home_in, looks_like_phone
from wastebank.web.common.weaving import cut_ribbon
from wastebank.web.common.weights import read_price

pytestmark = pytest.mark.once
Case = dict[str, Any]


def each(name: str, part: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases(name, part))


@each("amounts", "typed")
def test_a_typed_amount_is_read_or_refused(case: Case) -> None:
    text, unit = case["text"], case["unit"]
    if "amount" in case:
        assert quantities.parse_amount(text, unit=unit) == case["amount"]
        return
    with pytest.raises(quantities.AmountProblem) as caught:
        quantities.parse_amount(text, unit=unit)
    problem = caught.value
    assert (problem.reason, problem.hint, problem.text) == (case["reason"], case["hint"], text)


@each("amounts", "typed_rupiah")
def test_typed_rupiah_are_read_or_refused(case: Case) -> None:
    if case["rupiah"] is None:
        with pytest.raises(Refusal):
            read_price(case["text"])
    else:
        assert read_price(case["text"]) == case["rupiah"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_amounts_and_rupiah_as_shown(language: str) -> None:
    for case in cases("amounts", "shown"):
        shown = quantities.show_amount(case["amount"], case["unit"], language)
        assert shown == case[language]
    for case in cases("amounts", "words"):
        assert quantities.words_amount(case["amount"], case["unit"], language) == case[language]
    for case in cases("amounts", "rupiah"):
        assert quantities.show_rupiah(case["rupiah"], language) == case[language]
    for case in cases("amounts", "prices"):
        assert quantities.show_price(case["price"], case["unit"], language) == case[language]


@each("amounts", "rounding")
def test_the_rounding_rule(case: Case) -> None:
    worth = quantities.line_rupiah(case["amount"], case["unit"], case["price"])
    assert worth == case["rupiah"]


@each("card_codes", "codes")
def test_a_cards_code(case: Case) -> None:
    if case["code"] is None:
        with pytest.raises(card_code.MisspeltCode):
            card_code.parse_code(case["text"])
    else:
        assert card_code.parse_code(case["text"]) == case["code"]
        assert card_code.hash_code(case["code"]) == case["hash"]


@each("member_numbers", "numbers")
def test_a_members_number(case: Case) -> None:
    if case["number"] is None:
        with pytest.raises(MisspeltNumber):
            parse_number(case["text"])
    else:
        assert parse_number(case["text"]) == case["number"]


@each("card_codes", "looks")
def test_what_looks_like_a_code(case: Case) -> None:
    assert card_code.looks_like_code(case["text"]) is case["looks"]


@each("member_numbers", "phones")
def test_what_looks_like_a_telephone(case: Case) -> None:
    assert looks_like_phone(case["text"]) is case["phone"]


@each("outliers", "lines")
def test_a_weight_far_from_usual(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = {} if case["usual"] is None else {1: case["usual"]}
    monkeypatch.setattr(outliers, "usual_amounts", lambda place: usual)
    line = QuotedLine(LineAsked("pet", case["amount"]), Material(pk=1), 2_500, 0)
    assert bool(outliers.far_lines(DepositQuote([line], 0), Place())) == case["odd"]
    assert case["far"] == (outliers.FAR * case["usual"] if usual else None)


@each("ribbons", "ribbons")
def test_a_ribbon(case: Case) -> None:
    strips = cut_ribbon([(family, value) for family, value in case["shares"]])
    told = [{"family": strip.family, "x": strip.x, "width": strip.width} for strip in strips]
    assert told == case["strips"]


@each("moments", "moments")
def test_a_moment(case: Case, settings: Any) -> None:
    settings.TIME_ZONE = case["zone"]
    moment = datetime.fromisoformat(case["at"]).astimezone(ZoneInfo(case["zone"]))
    assert [show_moment(moment, "", tongue) for tongue in ("id", "en")] == [case["id"], case["en"]]
    assert moment.isoformat() == case["sent"]
    assert local_day(moment).isoformat() == case["day"]


@each("receipts", "receipts")
@pytest.mark.parametrize("width_mm", [58, 80])
def test_the_bytes_of_a_receipt(case: Case, width_mm: int) -> None:
    receipt: Any = SimpleNamespace(texts=texts_of(case), can_be_checked=False)
    assert escpos(receipt, width_mm).hex() == case[str(width_mm)]


def texts_of(case: Case) -> ReceiptTexts:
    return ReceiptTexts(
        place_name=case["place"],
        place_address="",
        stamps=tuple(case["stamps"]),
        void_note="",
        title=case["title"],
        number=case["number"],
        moment=case["moment"],
        person=case["person"],
        member=case["member"],
        lines=tuple(TextLine(*line) for line in case["lines"]),
        totals=(TextTotal("Total", case["total"], emphasis=True),),
        notes=(case["note"],),
        check_lead="",
        check_place="",
        check_code="",
        staff=case["staff"],
    )


@each("names", "forms")
def test_a_name_is_found_in_one_form(case: Case) -> None:
    assert names.search_form(case["text"]) == case["form"]


@each("names", "homes")
def test_a_neighbourhood_is_heard_in_a_question(case: Case) -> None:
    home, rest = home_in(case["text"])
    assert (home, names.search_form(rest)) == (case["home"], case["rest"])

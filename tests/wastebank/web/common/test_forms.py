"""Posted forms read what came and refuse nothing: they miss nothing, and they invent nothing."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from wastebank.deposits.lines import MAX_LINES
from wastebank.refusals import KeyMissing
from wastebank.web.common.forms import DayField, FindForm, GroupForm, form_key, sent_key
from wastebank.web.common.weights import TypedLine
from wastebank.web.counter.forms import (
    CloseDayForm,
    GroupRowForm,
    GroupTableForm,
    HandOverForm,
    TypedRow,
    WeighForm,
)
from wastebank.web.member.forms import PassbookSignInForm
from wastebank.web.office.forms import ActiveForm, ListForm, PrinterForm

pytestmark = pytest.mark.once


def sent(body: str) -> HttpRequest:
    return RequestFactory().post("/", body, content_type="application/x-www-form-urlencoded")


def test_what_is_missing_is_empty_and_nothing_is_refused() -> None:
    form = HandOverForm.of(sent(""))
    assert (form.text("code"), form.text("pin"), form.text("holder_name")) == ("", "", "")
    assert form.is_valid()
    assert GroupForm.of(RequestFactory().get("/?group=x")).text("group") == ""


def test_of_a_field_that_came_twice_the_last_counts_and_odd_signs_are_kept() -> None:
    assert GroupForm.of(sent("group=a&group=%20b%00%0A")).text("group") == " b\0\n"


def test_a_text_is_cut_where_its_field_ends() -> None:
    assert HandOverForm.of(sent("code=" + "x" * 200)).text("code") == "x" * 100
    assert FindForm.of(sent("code=%20%00" + "y" * 200)).text("code") == "y" * 100


def test_a_box_is_ticked_if_it_was_sent_at_all() -> None:
    assert [CloseDayForm.of(sent(b)).has("earlier") for b in ("", "earlier=")] == [False, True]
    assert [ActiveForm.of(sent(f"active={a}")).is_active for a in ("1", "0", "yes")] == [
        True,
        False,
        False,
    ]


def test_a_number_is_plain_digits_or_none() -> None:
    ports = ["9100", "91005678", "", "-1", "９", "80 "]
    found = [PrinterForm.of(sent(f"port={p}")) for p in ports]
    assert [form.number("port", 6) for form in found] == [9100, 910056, 0, 0, 0, 0]


def test_a_key_is_read_as_it_is_and_refused_where_it_is_used() -> None:
    key = uuid4()
    assert form_key(sent(f"key={key}")) == key
    assert sent_key(sent("key=abc")) == "abc"
    for body in ("", "key=abc"):
        with pytest.raises(KeyMissing):
            form_key(sent(body))


# --- lines


def test_lines_stand_beside_each_other_by_their_order() -> None:
    body = "material=pet&material=besi&material=tanpa&amount=1&amount=+2+&price=&price=500&tare=3"
    assert WeighForm.of(sent(body)).lines() == [
        TypedLine("pet", "1", "", "3", "", "", ""),
        TypedLine("besi", "2", "500", "", "", "", ""),
    ]


def test_empty_lines_are_left_out_and_one_too_many_is_kept_to_be_refused() -> None:
    assert WeighForm.of(sent("material=&amount=&material=pet&amount=")).lines() == [
        TypedLine("pet", "", "", "", "", "", "")
    ]
    many = "&".join(["material=pet&amount=1"] * (MAX_LINES + 5))
    assert len(WeighForm.of(sent(many)).lines()) == MAX_LINES + 1


def test_a_key_that_only_changes_the_form_changes_its_lines() -> None:
    body = "material=pet&amount=1&material=besi&amount=2"
    codes = {
        "&pick=kaca": ["pet", "besi", "kaca"],
        "&drop=0": ["besi"],
        "&drop=7": ["pet", "besi"],
        "&more=": ["pet", "besi"],
    }
    for key, left in codes.items():
        lines = WeighForm.of(sent(body + key)).changed_lines()
        assert lines is not None
        assert [line.material for line in lines] == left
    assert WeighForm.of(sent(f"{body}&drop=x")).changed_lines() is None


def test_what_was_confirmed_may_come_in_parts() -> None:
    assert WeighForm.of(sent("sure=a:1&sure=b:2")).confirmed == "a:1 b:2"
    assert GroupRowForm.of(sent("sure=a:1&sure=b:2")).text("sure") == "b:2"


def test_a_row_of_a_table_has_the_number_of_its_member() -> None:
    form = GroupTableForm.of(sent("common=pet&amount-1001-J=+2%00&key-1001-J=k&sure-1001-J=pet:2"))
    assert form.row("1001-J") == TypedRow("", "2", "k", "pet:2")
    assert form.row("1002-K") == TypedRow("", "", "", "")


# --- other desks


def test_a_card_counts_before_a_number() -> None:
    assert PassbookSignInForm.of(sent("card=W1ABC&who=1001-J")).holder == "W1ABC"
    assert PassbookSignInForm.of(sent("card=&who=+1001-J+")).holder == "1001-J"


def test_a_list_hears_only_what_it_asks() -> None:
    form = ListForm.of(sent("state=open&other=x&page=2&form=csv"), asked=["state", "place"])
    assert form.asked() == {"state": "open", "place": ""}
    assert (form.text("page"), form.text("form")) == ("2", "csv")


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_day_is_read_in_one_way_whatever_the_language(language: str) -> None:
    field = DayField()
    with translation.override(language):
        assert field.clean("2026-12-01") == field.clean(" 2026-12-01 ") == date(2026, 12, 1)
        for text in (
            "01/12/2026",
            "12/01/2026",
            "1 Dec 2026",
            "01-12-26",
            "2026-W48",
            "2026-13-01",
        ):
            with pytest.raises(ValidationError):
                field.clean(text)

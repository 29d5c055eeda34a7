"""What the clinic desk reads of a posted form: it misses nothing, and it invents nothing."""

from urllib.parse import urlencode

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from clinic.charges.prepare import MAX_LINES
from clinic.web.desk.forms import CancelForm, DeskForm, TypedService
from tests.cast import Cast


def sent(body: str) -> HttpRequest:
    return RequestFactory().post("/", body, content_type="application/x-www-form-urlencoded")


@pytest.mark.once
def test_lines_stand_beside_each_other_by_their_order() -> None:
    body = "service=+a%00+&service=b&count=+2+&count=1&price=7.500&note=+x+&note=&note=over"
    assert DeskForm.of(sent(body)).lines() == [
        TypedService("a", "2", "7.500", " x "),
        TypedService("b", "1", "", ""),
    ]


@pytest.mark.once
def test_what_is_counted_down_to_nothing_or_has_no_name_is_no_line() -> None:
    body = "service=a&service=&service=c&service=d&count=0&count=1&count=1"
    assert DeskForm.of(sent(body)).lines() == [
        TypedService("c", "1", "", ""),
        TypedService("d", "", "", ""),
    ]


@pytest.mark.once
def test_one_line_too_many_is_kept_to_be_refused() -> None:
    many = "&".join(["service=a&count=1"] * (MAX_LINES + 5))
    assert len(DeskForm.of(sent(many)).lines()) == MAX_LINES + 1


@pytest.mark.once
def test_a_card_has_come_if_its_field_was_sent_at_all() -> None:
    assert [DeskForm.of(sent(body)).has("code") for body in ("", "code=")] == [False, True]
    assert DeskForm.of(RequestFactory().get("/?code=x&pick=y")).lines() == []


@pytest.mark.once
def test_a_text_is_cut_where_its_field_ends() -> None:
    long = "x" * 2_000
    names = ("key", "card", "total", "cash", "pin", "reason", "pick", "step")
    form = DeskForm.of(sent(urlencode(dict.fromkeys(names, long))))
    assert [len(form.text(name)) for name in names] == [60, 100, 20, 20, 100, 1_000, 60, 20]
    assert len(CancelForm.of(sent(f"reason={long}")).text("reason")) == 1_000


def test_a_nul_in_a_code_is_asked_of_no_database(cast: Cast, client: Client) -> None:
    cast.deposit(("pet", 10_000))
    client.force_login(cast.dewi)
    typed = {"card": f"\0{cast.siti_card.code}", "service": "konsul\0tasi", "count": "1"}
    for more in ({"step": "quote"}, {"pick": "konsul\0tasi"}, {"step": "cash", "key": "\0"}):
        answer = client.post("/clinic/", typed | more)
        assert answer.status_code == 200
        assert 'name="service" value="konsultasi"' in answer.content.decode()

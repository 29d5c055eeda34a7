"""Template tags and parts: figures in both languages, signs that exist, refusals that speak."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from tests.cast import Cast
from tests.house.tree import project_files
from wastebank.cards.refusals import CardUnknown, PinWrong
from wastebank.web.common.weaving import FAMILIES
from wastebank.web.public.style_samples import CARES

pytestmark = pytest.mark.once

STATIC = Path("wastebank/web/static/wastebank")
SIGNS = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons.svg").read_text()))
ASKED_SIGN = re.compile(r"{% icon \"(\w+)\"|sign=\"(\w+)\"")


def drawn(source: str, **facts: object) -> str:
    return Template("{% load wastebank_parts %}" + source).render(Context(facts))


@pytest.mark.parametrize(
    ("source", "indonesian", "english"),
    [
        ("{% rupiah 12500 %}", "Rp12.500", "Rp12,500"),
        ("{% rupiah -5000 %}", "−Rp5.000", "−Rp5,000"),
        ('{% rupiah 17321 "+" %}', "+Rp17.321", "+Rp17,321"),
        ('{% rupiah 0 "+" %}', "Rp0", "Rp0"),
        ("{% number 86250 %}", "86.250", "86,250"),
        ("{% rupiah_big 17321 %}", '<b class="rp"><i>Rp</i>17.321</b>', None),
        ("{% rupiah_big -1 %}", '<b class="rp">−<i>Rp</i>1</b>', None),
        ('{% amount 1390 "g" %}', "1,390 kg", "1.390 kg"),
        ('{% words 1390 "g" %}', "1 kilo 390 gram", "1 kilo 390 grams"),
        ('{% price 4000 "ml" %}', "Rp4.000/liter", "Rp4,000/litre"),
        ('{% tile_price 4000 "g" %}', "Rp4.000", "Rp4,000"),
        ("{{ day|local_day }}", "Sabtu, 22 Nov", "Saturday, 22 Nov"),
        ("{{ moment|local_time }}", "09.42", "09:42"),
        ("{{ moment|local_datetime }}", "22 Nov 2025, 09.42", "22 Nov 2025, 09:42"),
        ("{{ nothing|local_date }}", "", ""),
    ],
)
def test_figures_and_dates_follow_the_language(
    source: str, indonesian: str, english: str | None
) -> None:
    facts = {
        "day": date(2025, 11, 22),
        "moment": datetime(2025, 11, 22, 2, 42, tzinfo=UTC),
        "nothing": None,
    }
    with translation.override("id"):
        assert drawn(source, **facts) == indonesian
    if english is not None:
        with translation.override("en"):
            assert drawn(source, **facts) == english


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Siti Rahmawati", "SR"), ("Siti", "S"), ("Ni Luh Ayu Sari", "NS"), ("", ""), ("3 R", "R")],
)
def test_initials_are_two_letters_at_most(name: str, letters: str) -> None:
    assert drawn("{{ name|initials }}", name=name) == letters


def test_every_family_and_every_kind_of_care_has_a_sign() -> None:
    """The colours themselves are measured in test_tokens.py."""
    assert {*FAMILIES, *CARES} <= SIGNS


def test_every_sign_a_page_asks_for_is_in_the_sprite() -> None:
    asked = {
        name
        for file in project_files()
        if file.path.startswith("templates/")
        for found in ASKED_SIGN.findall(file.text)
        for name in found
        if name
    }
    assert len(asked) > 20
    assert asked <= SIGNS


def test_a_sign_with_a_label_is_read_aloud_and_one_beside_its_word_is_not() -> None:
    assert 'aria-label="Setor"' in drawn('{% icon "setor" "Setor" %}')
    assert 'aria-hidden="true"' in drawn('{% icon "setor" %}')


def test_names_are_escaped_where_they_may_break() -> None:
    shown = drawn("{{ name|breakable }}", name="Arsip/<b>koran")
    assert shown == "Arsip/<wbr>&lt;b&gt;koran"


def test_a_refusal_says_what_happened_first_and_shows_its_code() -> None:
    with translation.override("en"):
        shown = render_to_string("parts/refusal.html", {"refusal": PinWrong(tries_left=2)})
    assert "<b>Wrong PIN.</b> Tries left: 2." in shown
    assert "<code>pin_wrong</code>" in shown
    assert "#kunci" in shown


def test_a_refusal_of_one_sentence_has_no_rest() -> None:
    assert drawn("{{ refusal|after_headline }}", refusal=CardUnknown()) == ""


def test_rupiah_in_a_message_do_not_end_its_sentence() -> None:
    message = "Saldo kurang Rp16.500. Bayar sisanya tunai."
    assert drawn("{{ message|headline }}", message=message) == "Saldo kurang Rp16.500."


def test_a_line_without_family_or_sum_still_stands() -> None:
    shown = render_to_string("parts/line.html", {"name": "Tutup hari", "href": "/x/"})
    assert 'href="/x/"' in shown
    assert "Rp" not in shown


def test_a_ribbon_is_spoken_in_per_cents() -> None:
    with translation.override("en"):
        shown = drawn("{% ribbon shares %}", shares=[("plastik", 3), ("kertas", 1)])
    assert 'aria-label="Plastic 75 per cent, Paper 25 per cent"' in shown
    assert 'width="75.00%"' in shown
    with translation.override("en"):
        shown = drawn("{% ribbon shares %}", shares=[("plastik", 999), ("kertas", 1)])
        whole = drawn("{% ribbon shares %}", shares=[("plastik", 999)])
    assert "Plastic more than 99 per cent, Paper less than 1 per cent" in shown
    assert "Plastic 100 per cent" in whole


def test_the_sun_stays_when_the_device_asked_for_it(cast: Cast, client: Client) -> None:
    assert "data-sun>" not in client.get("/parts/").content.decode()
    client.cookies["sun"] = "1"
    assert "data-sun>" in client.get("/parts/").content.decode()


def test_a_name_with_markup_stays_text() -> None:
    shown = render_to_string("parts/who.html", {"name": "<i>Siti", "number": "1001-J"})
    assert "&lt;i&gt;Siti" in shown

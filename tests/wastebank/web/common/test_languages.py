"""N6 on rendered pages: money, weights, dates and plurals in the language of the reader."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast

pytestmark = pytest.mark.once

RECEIPT = {"id": ("Rp3.475", "1,390 kg"), "en": ("Rp3,475", "1.390 kg")}
BOARD = {"id": "Rp2.500", "en": "Rp2,500"}
ONE = {"id": "1 setoran", "en": "1 deposit"}
TWO = {"id": "2 setoran", "en": "2 deposits"}
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


def speaking(language: str) -> Client:
    return Client(headers={"accept-language": language})


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@LANGUAGES
def test_money_and_weight_of_a_receipt(cast: Cast, language: str) -> None:
    deposit = cast.deposit(("pet", 1_390))
    client = speaking(language)
    client.force_login(cast.sari, backend="django.contrib.auth.backends.AllowAllUsersModelBackend")
    page = text_of(client, f"/counter/receipts/{deposit.number}/")
    for figure in RECEIPT[language]:
        assert figure in page
    other = "en" if language == "id" else "id"
    assert RECEIPT[other][0] not in page


@LANGUAGES
def test_the_price_board(cast: Cast, language: str) -> None:
    page = text_of(speaking(language), "/prices/?place=MLT")
    assert BOARD[language] in page


@LANGUAGES
def test_one_and_two_are_counted_as_people_count(cast: Cast, language: str) -> None:
    client = speaking(language)
    client.force_login(cast.sari, backend="django.contrib.auth.backends.AllowAllUsersModelBackend")
    cast.deposit()
    page = text_of(client, "/counter/")
    assert ONE[language] in page
    assert TWO["en"] not in page
    cast.deposit()
    assert TWO[language] in text_of(client, "/counter/")


@LANGUAGES
def test_the_day_has_its_name(cast: Cast, language: str) -> None:
    days = {
        "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
        "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    }
    page = text_of(speaking(language), "/prices/")
    assert f"{days[language][timezone.localdate().weekday()]}, " in page


def test_a_person_switches_and_it_stays(cast: Cast) -> None:
    client = speaking("id")
    assert '<html lang="id"' in text_of(client, "/prices/")
    asked = {"language": "en", "next": "/prices/?place=MLT"}
    answer = client.post("/language/", asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/prices/?place=MLT")
    assert '<html lang="en"' in text_of(client, "/prices/")
    assert '<html lang="en"' in text_of(client, "/check/")


def test_nobody_is_sent_elsewhere_by_the_switch(cast: Cast) -> None:
    client = speaking("id")
    answer = client.post("/language/", {"language": "en", "next": "https://example.org/"})
    assert "example.org" not in answer.headers.get("Location", "")

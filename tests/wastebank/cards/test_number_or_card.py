"""A number where a card is needed says so, and so does a number whose letter does not fit.

One table of every field that takes a card or a number: desks, passbook, search and the API.
"""

import uuid
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from tests.cast import SITI_PIN, Cast
from tests.requests.bad_input import device, line
from wastebank.cards.refusals import CardNeeded
from wastebank.codes.member_number import LETTERS, looks_like_number
from wastebank.members.find import find_member, search_members
from wastebank.models import User

pytestmark = pytest.mark.page  # the parsers and commands have tests of their own

Ask = Callable[[Cast, str], str]
NEEDED, MISSPELT = "card_needed", "number_misspelt"


def page(who: Callable[[Cast], User] | None, path: str, field: str, **more: str) -> Ask:
    """What a form answers when this is typed in its field."""

    def ask(cast: Cast, typed: str) -> str:
        client = Client(headers={"accept-language": "en"})
        if who is not None:
            client.force_login(who(cast), backend=settings.AUTHENTICATION_BACKENDS[-1])
        fields = {"key": str(uuid.uuid4()), **more, field: typed}
        answer = client.post(path.format(siti=cast.siti.number), fields)
        assert 400 <= answer.status_code < 500, (path, answer.status_code)
        return answer.content.decode()

    return ask


def api(who: Callable[[Cast], User], path: str, **body: object) -> Ask:
    """What the API answers; `?` in the body stands for what was typed."""

    def ask(cast: Cast, typed: str) -> str:
        sent = {name: typed if value == "?" else value for name, value in body.items()}
        return str(device(cast, who(cast), "en").post(path, sent).json["code"])

    return ask


def sari(cast: Cast) -> User:
    return cast.sari


def dewi(cast: Cast) -> User:
    return cast.dewi


def maya(cast: Cast) -> User:
    return cast.maya


def in_group(cast: Cast, typed: str) -> str:
    return api(sari, f"members/{cast.siti.number}/group", group="?")(cast, typed)


CARE = [{"service": "konsultasi", "count": 1}]
CARDS: dict[str, Ask] = {
    "clinic desk": page(dewi, "/clinic/", "code"),
    "clinic desk, paying": page(dewi, "/clinic/", "card", step="redeem", pin=SITI_PIN),
    "hand over": page(sari, "/counter/members/{siti}/hand-over/", "code", pin="471390"),
    "card on paper": page(sari, "/counter/cards/paper/", "code"),
    "weighing, with a card": page(
        sari, "/counter/weigh/{siti}/", "card", material="pet", amount="1", step="record"
    ),
    "API, look up": api(sari, "cards/lookup", code="?"),
    "API, look up at a clinic": api(dewi, "cards/lookup", code="?"),
    "API, deposit": api(sari, "deposits", card="?", lines=line()),
    "API, redemption": api(dewi, "redemptions", card="?", pin=SITI_PIN, lines=CARE),
    "API, visit": api(dewi, "visits", card="?", pin=SITI_PIN, lines=CARE),
}
NUMBERS: dict[str, Ask] = {
    "counter": page(sari, "/counter/find/", "code"),
    "passbook": page(None, "/member/", "who", pin="471390"),
    "office search": page(maya, "/office/search/", "text"),
    "group of a member": in_group,
    "member of staff": page(maya, "/office/staff/people/sari/member/", "member"),
    "API, deposit": api(sari, "deposits", member="?", lines=line()),
}


def other_letter(number: str) -> str:
    wrong = LETTERS[(LETTERS.index(number[-1]) + 1) % len(LETTERS)]
    return number[:-1] + wrong


@pytest.mark.parametrize("where", list(CARDS))
def test_a_number_where_a_card_is_needed_says_so(cast: Cast, where: str) -> None:
    number = cast.siti.number
    for typed in (number, number.lower().replace("-", " "), other_letter(number)):
        assert NEEDED in CARDS[where](cast, typed), typed
    misread = cast.siti_card.code[:-1] + ("0" if cast.siti_card.code[-1] != "0" else "1")
    assert "card_misspelt" in CARDS[where](cast, misread)


PHONES = ("0812-3456-7890", "+62 812 3456 7890", "(0341) 551234")
# What is typed where a card is needed, and how it is told apart.
STANDS_FOR_A_CARD = {
    "number": "1001-J",
    "no_letter": "1001",
    "wrong_letter": "1001-A",
    "phone": PHONES[0],
    "figures": "8991234567891",
}


@pytest.mark.parametrize("where", list(CARDS))
def test_what_kind_of_number_it_is_that_stands_for_a_card(cast: Cast, where: str) -> None:
    for kind, typed in STANDS_FOR_A_CARD.items():
        with translation.override("en"):
            said = escape(str(CardNeeded.TYPED[kind]))
        for spelt in (typed, typed.lower(), f" {typed[:2]} {typed[2:]} "):
            told = CARDS[where](cast, spelt)
            assert NEEDED in told, (kind, spelt)
            assert where.startswith("API") or said in told, (kind, spelt)


@pytest.mark.parametrize("where", list(CARDS))
def test_a_code_that_lost_a_sign_is_misread_everywhere(cast: Cast, where: str) -> None:
    code = cast.siti_card.code
    for lost in (0, 1, 15, 28):
        damaged = code[:lost] + code[lost + 1 :]
        assert "card_misspelt" in CARDS[where](cast, damaged), lost


def test_a_code_that_lost_a_sign_is_no_name(cast: Cast) -> None:
    """It is not looked for, and stands on no page."""
    code = cast.siti_card.code
    for where in ("counter", "passbook"):
        for lost in (0, 1, 15, 28):
            damaged = code[:lost] + code[lost + 1 :]
            told = NUMBERS[where](cast, damaged)
            assert "card_misspelt" in told, (where, lost)
            assert where == "passbook" or damaged not in told, (where, lost)


EXACT = [where for where in NUMBERS if where not in ("counter", "office search")]


@pytest.mark.parametrize("where", EXACT)
def test_a_number_without_its_letter_and_a_telephone_say_so(cast: Cast, where: str) -> None:
    for typed in ("1001", " 10 01 ", "9999"):
        assert "number_needs_letter" in NUMBERS[where](cast, typed), typed
    for typed in PHONES:
        assert "number_is_phone" in NUMBERS[where](cast, typed), typed


def test_a_search_finds_by_figures_alone(cast: Cast) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.sari, backend=settings.AUTHENTICATION_BACKENDS[-1])
    answer = client.post("/counter/find/", {"code": cast.siti.number[:4]}, follow=True)
    assert cast.siti.number in answer.content.decode()


@pytest.mark.parametrize("where", list(NUMBERS))
def test_a_number_whose_letter_does_not_fit_says_so(cast: Cast, where: str) -> None:
    wrong = other_letter(cast.siti.number)
    for typed in (wrong, wrong.lower(), wrong.replace("-", " ")):
        assert MISSPELT in NUMBERS[where](cast, typed), typed


@pytest.mark.parametrize("where", list(NUMBERS))
def test_letters_for_figures_are_read_as_the_number_everywhere(cast: Cast, where: str) -> None:
    digits, letter = cast.siti.number.split("-")
    alike = f"{digits[:-1].replace('0', 'O').replace('1', 'l')}{digits[-1]}-"
    assert not alike[:-1].isdigit()
    assert MISSPELT in NUMBERS[where](cast, other_letter(alike + letter))
    assert str(find_member(number=alike + letter, by=cast.sari)) == str(cast.siti)
    assert list(search_members(by=cast.sari, text=alike + letter)) == [cast.siti]


def test_a_name_that_looks_like_a_number_is_found_all_the_same(cast: Cast) -> None:
    cast.hasan.name = "2024 B"
    cast.hasan.save()
    assert looks_like_number(cast.hasan.name)
    client = Client(headers={"accept-language": "en"})
    for user, path, field in [
        (cast.sari, "/counter/find/", "code"),
        (cast.maya, "/office/search/", "text"),
    ]:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        answer = client.post(path, {field: "2024 B"}, follow=True)
        assert answer.status_code == 200
        assert cast.hasan.number in answer.content.decode()

"""The log of the office says every action in words, with its sign, in both languages."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from tests.cast import Cast
from tests.wastebank.web.files import records
from tests.wastebank.web.office.office import at, main_of, post
from wastebank.actions import declared_actions
from wastebank.cards.lifecycle import issue_card, print_blank_cards
from wastebank.commands import log
from wastebank.deposits.receipts import count_print
from wastebank.models import ActionLog, User
from wastebank.web.office.lists import PER_PAGE

CELL = re.compile(r"<(?:td|th)[^>]*>(.*?)</(?:td|th)>", re.DOTALL)


def what_was_done(by: User, language: str) -> list[tuple[str, str]]:
    """The lines of the log, page by page, the oldest first: the sign and the words of each."""
    client, said = at(by, language), list[tuple[str, str]]()
    for number in range(1, -(-ActionLog.objects.count() // PER_PAGE) + 1):
        page = main_of(client.get(reverse("office:log"), {"page": number}))
        rows = page[page.index("<tbody") : page.index("</tbody")].split("<tr>")[1:]
        said += [sign_and_words(CELL.findall(row)[2]) for row in rows]
    return said[::-1]


def sign_and_words(cell: str) -> tuple[str, str]:
    sign = re.search(r"icons[^\"#]*#([a-z]+)", cell)
    words = unescape(re.sub(r"<[^>]+>", "", cell)).strip()
    return (sign[1] if sign else "", words)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_action_is_said_in_words_with_its_sign(cast: Cast, language: str) -> None:
    start = len(what_was_done(cast.maya, language))
    for number, action in enumerate(declared_actions().values()):
        subject = f"{action.of.code}:{number}"
        log(by=cast.sari, action=action, subject=subject, key=uuid4(), place=cast.melati)
    said = what_was_done(cast.maya, language)[start:]
    with translation.override(language):
        assert said == [(action.sign, str(action.words)) for action in declared_actions().values()]


def test_a_first_print_is_called_printed_and_a_further_one_printed_again(cast: Cast) -> None:
    deposit, other = cast.deposit(("pet", 1_000)), cast.deposit(("pet", 900))
    start = len(what_was_done(cast.maya, "en"))
    for receipt in (deposit, other, deposit, deposit):
        count_print(key=uuid4(), by=cast.sari, receipt=receipt.number, paper="pdf-58")
    english = [words for _sign, words in what_was_done(cast.maya, "en")[start:]]
    assert english == ["Receipt printed"] * 2 + ["Receipt printed again"] * 2
    indonesian = [words for _sign, words in what_was_done(cast.maya, "id")[start:]]
    assert indonesian == ["Struk dicetak"] * 2 + ["Struk dicetak ulang"] * 2
    rows = records(post(at(cast.maya), "office:log_file", form="csv"))
    prints = [row["What"] for row in rows if row["Code of the action"] == "print_receipt"]
    assert prints == english[::-1]


def test_a_copy_is_told_from_the_whole_log_not_from_the_page_that_is_seen(cast: Cast) -> None:
    deposit = cast.deposit(("pet", 1_000))
    for _ in range(PER_PAGE + 1):
        count_print(key=uuid4(), by=cast.sari, receipt=deposit.number, paper="pdf-58")
    page = main_of(at(cast.maya, "en").get(reverse("office:log")))
    assert page.count("Receipt printed again") == PER_PAGE


def test_a_card_is_printed_once_and_never_called_printed_again(cast: Cast) -> None:
    start = len(what_was_done(cast.maya, "en"))
    print_blank_cards(key=uuid4(), by=cast.sari, count=2)
    issue_card(key=uuid4(), by=cast.sari, member=cast.siti.number)
    issue_card(key=uuid4(), by=cast.sari, member=cast.hasan.number)
    said = [("cetak", "Cards printed"), *[("cetak", "Card printed")] * 2]
    assert what_was_done(cast.maya, "en")[start:] == said
    said = [("cetak", "Kartu-kartu dicetak"), *[("cetak", "Kartu dicetak")] * 2]
    assert what_was_done(cast.maya, "id")[start:] == said

"""What bad input gets: a coded refusal in both languages, and an unchanged book."""

import pytest
from django.conf import settings
from django.test import Client

from ledger.audit import audit
from tests.cast import Cast
from tests.requests.bad_input import CASES, VISIT, Case, device, line, weighing
from tests.requests.device import raw_json, refused
from tests.requests.effects import effects
from tests.undoing import undone

pytestmark = pytest.mark.page

LANGUAGES = ("id", "en")


def test_bad_input_gets_a_coded_refusal_in_both_languages(
    cast: Cast, subtests: pytest.Subtests
) -> None:
    for case in CASES:
        with subtests.test(case.name):
            said = [message_of(case, cast, language) for language in LANGUAGES]
            assert said[0] != said[1]


def message_of(case: Case, cast: Cast, language: str) -> str:
    """Ask, expect the refusal and a book that still keeps its invariants; then undo the asking."""
    with undone():
        answer = case.ask(cast, language)
        assert refused(answer) == (case.status, case.code), answer.body
        assert answer.headers["content-type"] == "application/json"
        assert not audit()
        return str(answer.json["message"])


def test_bad_input_leaves_the_book_as_it_was(cast: Cast, subtests: pytest.Subtests) -> None:
    for case in (case for case in CASES if case.ask.__name__ == "ask"):
        with subtests.test(case.name), undone():
            before = effects()
            case.ask(cast, "en")
            after = effects()
            for name in ("JournalEntry", "Posting", "Deposit", "Redemption", "Member"):
                assert after[name] == before[name]


def test_a_refused_body_says_which_field(cast: Cast) -> None:
    counter = device(cast, cast.sari, "en")
    body = raw_json(
        {"member": cast.siti.number, "lines": [{"material": "pet", "amount": "@n"}]}, n="1.5"
    )
    assert counter.post("deposits", body).json["facts"] == {
        "where": "lines.0.amount",
        "problem": "must be a whole number, written in digits",
    }
    assert (
        counter.post("deposits", {"lines": line()} | {"note": 1}).json["facts"]["where"] == "note"
    )


def test_a_refusal_never_tells_what_was_sent_as_a_pin(cast: Cast) -> None:
    clerk = device(cast, cast.dewi, "en")
    for pin in (482_913, ["482913"], {"pin": "482913"}):
        answer = clerk.post("redemptions", {"card": "x", "pin": pin, "lines": VISIT})
        assert refused(answer) == (422, "body_malformed")
        assert b"482913" not in answer.body


def test_a_session_cookie_opens_nothing(cast: Cast) -> None:
    """The API takes tokens only, so a page in a browser cannot be made to act there."""
    browser = Client()
    browser.force_login(cast.sari, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert browser.get("/api/v1/materials").status_code == 401


def test_a_method_that_an_address_does_not_answer(cast: Cast) -> None:
    answer = device(cast, cast.sari, "en").get("deposits")
    assert refused(answer) == (405, "page_unknown")
    assert answer.headers["allow"] == "POST"


def test_a_fault_of_ours_tells_nothing_of_itself(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def trip(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of the program")

    monkeypatch.setattr("wastebank.web.api.commands.record_deposit", trip)
    answer = device(cast, cast.sari, "en").post("deposits", weighing(cast))
    assert refused(answer) == (500, "fault")
    assert b"secret" not in answer.body
    assert "a secret of the program" in caplog.text

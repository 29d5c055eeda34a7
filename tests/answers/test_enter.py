"""Enter in a field presses the first key of its form: never one that carries an answer of its own.

Whoever types a reason and presses Enter means what was typed. Where a form has keys that say
something else, a hidden key that sends the form as it stands comes before them.
"""

from html.parser import HTMLParser

import pytest

from tests.answers.sweep import pages, taken_by, visitor
from tests.cast import Cast
from tests.clinic.web.test_desk_drafts import choose
from tests.requests.addresses import address, things_of
from wastebank.models import DepositVoid

pytestmark = [pytest.mark.page, pytest.mark.once]

Attributes = dict[str, str | None]
NO_TYPING = {"hidden", "checkbox", "radio", "file", "submit", "button", "reset", "range", "color"}
SCAN = '<form><input name="a"><button name="b" value="1">1</button><button>Go</button></form>'
HIDDEN = '<button class="vh" aria-hidden="true">Go</button>'


class Forms(HTMLParser):
    """The forms of a page: which have a field to type into, and their keys in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open = 0
        self.count = 0
        self.named: dict[str, int] = {}
        self.fields: list[tuple[int | str, str]] = []
        self.keys: list[tuple[int | str, Attributes]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.count += 1
            self.open = self.count
            self.named[said.get("id") or ""] = self.open
        form: int | str = said.get("form") or self.open
        if tag == "input" and said.get("type", "text") not in NO_TYPING:
            self.fields.append((form, said.get("name") or ""))
        if tag == "button" and said.get("type", "submit") == "submit":
            self.keys.append((form, said))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = 0

    def own(self, form: int | str) -> int:
        return self.named.get(form, 0) if isinstance(form, str) else form

    def faults(self) -> list[str]:
        """Fields in which Enter would press a key that says something which was not typed."""
        first: dict[int, Attributes] = {}
        answers: dict[int, set[tuple[str | None, str | None]]] = {}
        for form, key in self.keys:
            first.setdefault(self.own(form), key)
            answers.setdefault(self.own(form), set()).add((key.get("name"), key.get("value")))
        return [
            f"Enter in {name!r} presses {first[form].get('name')}={first[form].get('value')}"
            for form, name in ((self.own(form), name) for form, name in self.fields)
            if form and form in first and len(answers[form]) > 1 and is_another_answer(first[form])
        ]


def is_another_answer(key: Attributes) -> bool:
    is_default = key.get("aria-hidden") == "true" and "vh" in (key.get("class") or "").split()
    return "formnovalidate" in key or ("name" in key and not is_default)


def test_enter_never_presses_a_key_that_carries_another_answer(cast: Cast) -> None:
    marks = things_of(cast).marks()
    wrong = []
    for user in (cast.maya, cast.sari, cast.dewi, cast.lestari, None):
        client = visitor(user)
        for route in pages():
            if "GET" not in taken_by(route):
                continue
            answer = client.get(address(route, marks))
            if not answer.streaming and "html" in answer.headers.get("Content-Type", ""):
                wrong += [f"{route}: {fault}" for fault in Forms(answer.text).faults()]
    receipt = f"/counter/receipts/{cast.deposit().number}/"  # one that can still be voided
    shown = {receipt: visitor(cast.sari).get(receipt), "desk": choose(visitor(cast.dewi), cast)}
    assert 'name="quick"' in shown[receipt].text
    for where, answer in shown.items():
        wrong += [f"{where}: {fault}" for fault in Forms(answer.text).faults()]
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_the_control_form_whose_first_key_says_something_else_is_caught() -> None:
    assert Forms(SCAN).faults() == ["Enter in 'a' presses b=1"]
    assert Forms(SCAN.replace("<button name", f"{HIDDEN}<button name", 1)).faults() == []


def test_a_void_sent_with_nothing_typed_is_refused(cast: Cast) -> None:
    deposit = cast.deposit()
    where = f"/counter/receipts/{deposit.number}/void/"
    key = "11111111-2222-4333-8444-555555555555"
    answer = visitor(cast.sari).post(where, {"key": key, "reason": ""})
    assert (answer.status_code, DepositVoid.objects.count()) == (422, 0)
    assert (
        visitor(cast.sari).post(where, {"key": key, "reason": "counted twice"}).status_code == 302
    )
    assert DepositVoid.objects.get().reason == "counted twice"

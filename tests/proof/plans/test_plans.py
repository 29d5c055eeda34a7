"""Where a person waits, no table that grows with the book is read from end to end.

Every page, every address of the API and every command is visited on a small book, and each
statement that was sent is explained by the database. Plans rest on indexes, not on how much is
there, so a small book tells what a big one does.
"""

from collections.abc import Iterator, Mapping

import pytest
from django.db import connection
from django.test import Client

from ledger.management.upkeep import do_what_is_due
from tests.cast import SITI_PIN, Cast
from tests.permissions import LETTERS, rows
from tests.proof.book.full_book import write_full_book
from tests.proof.plans.reading import (
    Watching,
    count_as_large,
    growing,
    read_whole,
    watched,
)
from tests.proof.proving import PROVING
from tests.requests.addresses import things_of
from tests.test_permissions import ENDS_THE_SESSION, House, Visitors
from wastebank.models import ActionLog, User
from wastebank.web.office.all_lists import LIST_PAGES

pytestmark = pytest.mark.prove

# Whoever sends it, and the table: why it may be read whole.
EVERY_ACCOUNT = "adds up every account, one for each member: an overview, by what is shown"
ALLOWED: Mapping[tuple[str, str], str] = {
    ("trial_balance < found_trial", "ledger_account"): EVERY_ACCOUNT,
    ("trial_balance < trial_facts", "ledger_account"): EVERY_ACCOUNT,
    ("asked_page < answer_page", "ledger_account"): "says how many accounts there are",
    ("begun_imports < begin_page", "wastebank_begunimport"): "files of a week, not written yet",
    ("entry_counts < trial_facts", "ledger_seal"): "a row an hour, instead of every entry",
    ("entry_counts < audit", "ledger_seal"): "a row an hour, instead of every entry",
}

# So on a small book only: what they begin with is bounded, and there the planner begins elsewhere.
BY_A_SMALL_BOOK = {
    ("days_left_open < _close", "wastebank_deposit"): "begins with the voids of days not closed",
    ("days_left_open < days_to_close", "wastebank_deposit"): "the same",
    # begins with statements that nobody has approved: one for each clinic, now and then
    ("drawn_visits < reviews_page", "clinic_statementline"): "the same",
    # one for each mistake that was found after its credit was spent, and a list says how many
    ("asked_page < answer_page", "wastebank_receivable"): "counts what is owed back",
    ("asked_page < answer_page", "wastebank_depositcorrection"): "the corrections behind it",
}


def visitors(house: House, who: str) -> Iterator[User | None]:
    """One of those who may, and all of them where there is time; the manager sees the most."""
    if who in {"all", "member"}:
        yield None
        return
    letters = ("M" if "M" in who else who[0]) if who != "staff" and not PROVING else who
    for letter in letters if who != "staff" else "O":
        yield house.staff(LETTERS[letter])


def visit_everything(cast: Cast, watching: Watching) -> None:
    watching.by = "the commands of a full book"
    write_full_book(cast)
    house = House(cast, things_of(cast).marks())
    asking = Visitors(house)
    opened = {"who": cast.siti.number, "pin": SITI_PIN}
    assert asking.client(None, api=False).post("/member/", opened).status_code == 302
    for method, route, who in rows():
        if route not in ENDS_THE_SESSION:
            watching.by = f"{method} {route}"
            for user in visitors(house, who):
                asking.ask(method, route, user)
    watching.by = "what goes on by itself"
    do_what_is_due()
    ask_lists(asking.client(cast.maya, api=False), cast, watching)


def ask_lists(client: Client, cast: Cast, watching: Watching) -> None:
    """Every list by each thing it can be asked, and every search."""
    for page in (page for page in LIST_PAGES if page.address):
        for field in page.listing.fields(cast.maya):
            day = cast.siti.joined_at.date().isoformat()
            words = [value for value, _ in field.options or [(day if field.is_day else "siti", "")]]
            for word in words:
                watching.by = f"{page.address}?{field.name}={word}"
                ask = client.post if page.is_private else client.get
                ask(f"/office/{page.address}", {field.name: word})
    for path, name in (("office/search/", "text"), ("counter/find/", "code")):
        for text in ("siti", cast.siti.number, "MLT-000001", "SHT-000001", "+62 812 0000 0405"):
            watching.by = f"{path} {text}"
            client.post(f"/{path}", {name: text}, follow=True)


def test_nothing_that_grows_is_read_whole_where_somebody_waits(cast: Cast) -> None:
    tables = growing()
    count_as_large(tables)
    with watched() as watching:
        visit_everything(cast, watching)
    found: dict[tuple[str, str], str] = {}
    for sent in watching.sent.values():
        for table in read_whole(sent, tables):
            found.setdefault((sent.where, table), f"{sent.by}: {sent.sql}")
    allowed = ALLOWED if connection.vendor == "sqlite" else {**ALLOWED, **BY_A_SMALL_BOOK}
    new = {key: said[:900] for key, said in found.items() if key not in allowed}
    assert not new, "\n".join(f"{key}: {said}" for key, said in new.items())
    if connection.vendor == "sqlite":  # PostgreSQL plans by what it happens to have counted
        assert not allowed.keys() - found.keys(), "allowed, and not needed any more"


def test_a_statement_without_an_index_is_found(cast: Cast) -> None:
    with watched() as watching:
        list(ActionLog.objects.filter(reason="x"))
        list(ActionLog.objects.filter(key="x"))
        list(ActionLog.objects.order_by("-at")[:3])
        list(ActionLog.objects.order_by("reason")[:3])
    whole = [read_whole(sent, growing()) for sent in watching.sent.values()]
    assert whole == [{"wastebank_actionlog"}, set(), set(), {"wastebank_actionlog"}]
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX log_by_key")
    _, by_key, *_ = watching.sent.values()
    assert read_whole(by_key, growing()) == {"wastebank_actionlog"}

"""Every cursor, page, day and filter at its edges: what was asked, or a refusal with its code."""

import ast
import functools
import re
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clinic.charges.office_list import VISITS
from ledger import clock
from tests.cast import SITI_PIN, Cast
from tests.requests.addresses import things_of
from tests.requests.device import Device
from tests.requests.edges import API, OK, OWN_EDGES, PAGES, edges
from tests.wastebank.passbook.open_book import nobody_tried_before, open_as
from tests.wastebank.web.office.office import at, post
from wastebank.api import api
from wastebank.passbook.lines import passbook, passbook_page
from wastebank.reports.listing import Field, Listing
from wastebank.reports.lists.book import LEDGER, TRIAL_BALANCE
from wastebank.reports.lists.figures import FIGURES, month_fields
from wastebank.reports.lists.goods import PRICES
from wastebank.values.calendar import local_day
from wastebank.web.office.all_lists import LIST_PAGES

__all__ = ["nobody_tried_before"]

pytestmark = pytest.mark.page

LISTS: dict[str, Listing[Any]] = {
    **{page.view: page.listing for page in LIST_PAGES},
    "office:prices": PRICES,
    "office_visits": VISITS,
    "office:book": TRIAL_BALANCE,
}
CODE = re.compile(r"<code>([a-z_]+)</code>")


def browser(cast: Cast, who: str) -> Client:
    if who and who != "siti":
        return at(getattr(cast, who), "id")
    client = Client(headers={"accept-language": "id"})
    if who:
        open_as(client, cast.siti.number, SITI_PIN)
    return client


def code_of(answer: Any) -> str:
    """The refusal a page told; none where it answered. Anything else is no answer at all."""
    if answer.status_code in (200, 302):
        return OK
    assert answer.status_code in (403, 404, 409, 422), answer.status_code
    found = CODE.search(answer.content.decode())
    assert found, answer.content.decode()[-600:]
    return found[1]


@pytest.mark.parametrize(("who", "path", "asked"), PAGES, ids=lambda value: str(value)[:30])
def test_each_question_of_a_page_at_its_edges(
    cast: Cast, who: str, path: str, asked: Mapping[str, str]
) -> None:
    things = things_of(cast)
    place = {
        name: getattr(things, name) for name in ("member", "deposit", "redemption", "statement")
    }
    address = path.format(**place, visit=things.visit_id)
    client = browser(cast, who)
    table = {**edges(), **OWN_EDGES}
    for name, kind in asked.items():
        for text, code in table[kind]:
            answer = client.get(address, {name: text})
            assert code_of(answer) == code, (address, name, text[:40])


@pytest.mark.parametrize(("who", "path", "asked"), PAGES, ids=lambda value: str(value)[:30])
def test_there_is_nothing_at_an_address_that_no_database_could_be_asked_for(
    cast: Cast, who: str, path: str, asked: Mapping[str, str]
) -> None:
    things = things_of(cast)
    place = {
        name: getattr(things, name) for name in ("member", "deposit", "redemption", "statement")
    }
    address = path.format(**place, visit=things.visit_id)
    client = browser(cast, who)
    for name in (*asked, "nobody asks for this"):
        for unreadable in ({name: "\0"}, {name: ["1", "a\0b"]}, {f"{name}\0": "1"}):
            answer = client.get(address, unreadable)
            assert code_of(answer) == "page_unknown", unreadable
    assert code_of(client.get(f"{address}%00/")) == "page_unknown"


def field_kind(field: Field) -> str:
    if field.is_day:
        return "list day"
    return "text" if field.options is None else "choice"


@pytest.mark.parametrize("view", sorted(LISTS))
def test_each_question_of_a_list_at_its_edges_on_screen_and_as_a_file(
    busy: Cast, view: str
) -> None:
    client, listing = at(busy.maya), LISTS[view]
    table = edges()
    fields = [(field.name, field_kind(field)) for field in listing.fields(busy.maya)]
    private = {field.name for field in listing.fields(busy.maya) if field.is_private}
    file_view = next((p.file_view for p in LIST_PAGES if p.view == view), f"{view}_file")
    for name, kind in [*fields, ("page", "page")]:
        for text, code in table[kind]:
            if name not in private:
                answer = client.get(reverse(view), {name: text})
                assert code_of(answer) == code, (view, name, text[:40])
            if name != "page":
                file = post(client, file_view, form="csv", **{name: text})
                assert code_of(file) == code, (file_view, name, text[:40])
                assert ("Content-Disposition" in file) is (code == OK)


def test_days_that_stand_the_wrong_way_round_are_refused(busy: Cast) -> None:
    client = at(busy.maya)
    wrong = {"from": "2026-03-02", "until": "2026-03-01"}
    for view, listing in LISTS.items():
        if {"from", "until"} <= {field.name for field in listing.fields(busy.maya)}:
            assert code_of(client.get(reverse(view), wrong)) == "days_reversed", view
            right = {"from": "2026-03-01", "until": "2026-03-01"}
            assert code_of(client.get(reverse(view), right)) == OK
            # nobody asked for the first day of this month: it gives way
            assert code_of(client.get(reverse(view), {"until": "2020-01-31"})) == OK


def test_the_first_page_and_its_files_at_their_edges(busy: Cast) -> None:
    client, table = at(busy.maya), edges()
    for field in month_fields(busy.maya):
        for text, code in table["choice"]:
            assert code_of(client.get(reverse("office:home"), {field.name: text})) == code
            for name in ("flow", "standing"):  # one with months, one without
                known = {each.name for each in FIGURES[name].fields(busy.maya)}
                address = reverse("office:figure_file", args=[name])
                sent = {"key": str(uuid.uuid4()), "form": "csv", field.name: text}
                expected = code if field.name in known else OK
                assert code_of(client.post(address, sent)) == expected, (name, field.name, text)


def test_an_account_at_its_edges(busy: Cast) -> None:
    client = at(busy.maya)
    address = reverse("office:account", args=[f"member:{busy.siti.number}"])
    for text, code in edges()["page"]:
        assert code_of(client.get(address, {"page": text})) == code, text[:40]
    for code in ("nix", "member:", "member:0-X", "x" * 300):
        gone = client.get(reverse("office:account", args=[code]))
        assert code_of(gone) == "page_unknown", code
    assert [field.name for field in LEDGER.fields(busy.maya)] == ["code"]


@pytest.mark.parametrize("name", ["device", "card_id", "entry_id"])
def test_a_number_in_an_address_may_be_of_any_size(cast: Cast, name: str) -> None:
    huge = 10**30
    client = browser(cast, "siti") if name == "entry_id" else at(cast.maya)
    address = {
        "device": reverse("office:device", args=[huge]),
        "card_id": f"/counter/cards/{huge}/",
        "entry_id": f"/member/visits/{huge}/",
    }[name]
    assert client.get(address).status_code in (404, 405)


# --- the cursor of a statement


def test_a_cursor_is_a_step_of_this_wallet_or_the_one_to_come(cast: Cast) -> None:
    for _ in range(3):
        cast.deposit(("pet", 1_000))
    cast.deposit(("kardus", 1_000), member=cast.wati, by=cast.rudi)
    newest = passbook(cast.siti)[0].version
    device = Device(cast.token(cast.sari))
    path = f"members/{cast.siti.number}/statement"
    whole = device.get(path).json["items"]
    assert device.get(path, before=newest + 1).json["items"] == whole
    assert device.get(path, before=newest).json["items"] == whole[1:]
    assert device.get(path, before=1).json == {"items": [], "next": None}
    for foreign in (newest + 2, newest + 1_000):
        answer = device.get(path, before=foreign)
        assert (answer.status, answer.json["code"]) == (422, "cursor_unknown")
        assert answer.json["facts"] == {"before": foreign, "newest": newest}
    # Hasan has nothing: only the beginning is known of him.
    nothing = f"members/{cast.hasan.number}/statement"
    assert device.get(nothing).json["items"] == device.get(nothing, before=1).json["items"] == []
    assert device.get(nothing, before=2).json["code"] == "cursor_unknown"


def test_leafing_by_the_cursors_that_were_given_tells_everything_once(cast: Cast) -> None:
    for _ in range(7):
        cast.deposit(("pet", 1_000), ("kardus", 500))
    whole = [line.version for line in passbook(cast.siti)]
    for limit in (1, 2, 3, 50):
        seen, before = [], None
        while True:
            lines, before = passbook_page(cast.siti, before_version=before, limit=limit)
            seen += [line.version for line in lines]
            if before is None:
                break
        assert seen == whole


# --- the API


@functools.cache
def operations() -> Sequence[tuple[str, str, dict[str, Any]]]:
    return [
        (path, methods["get"]["operationId"], methods["get"])
        for path, methods in api.get_openapi_schema()["paths"].items()
        if "get" in methods
    ]


OF_OFFICE = {"list_prices", "list_tariffs"}


@pytest.mark.parametrize(("operation", "name"), sorted(API))
def test_each_question_of_the_api_at_its_edges(cast: Cast, operation: str, name: str) -> None:
    cast.deposit()
    [path] = [path for path, found, _spec in operations() if found == operation]
    day = local_day(clock.now()).isoformat()
    things = {"member": cast.siti.number, "day": day, "material": "pet"}
    by = cast.maya if operation in OF_OFFICE else cast.sari
    for language in ("id", "en"):
        device = Device(cast.token(by), language)
        for text, code in API[operation, name]:
            own = {**things, name: text}
            address = path.removeprefix("/api/v1/").format(**own)
            question = {} if name in re.findall(r"\{(\w+)\}", path) else {name: text}
            answer = device.get(address, **question)
            assert (answer.json.get("code") or OK) == code, (operation, name, text[:40])


# --- and nothing is forgotten


def asked_in_code() -> set[str]:
    """The names that any page looks for in its address."""
    names: set[str] = set()
    for folder in ("wastebank/web", "clinic/web"):
        for file in (Path(settings.BASE_DIR) / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "request.GET.get":
                    told = node.args[0]
                    if isinstance(told, ast.Constant):  # else a list's field, tried with the list
                        names.add(str(told.value))
                if isinstance(node, ast.Subscript):
                    assert ast.unparse(node.value) != "request.GET", file
    return names


def test_every_question_of_an_address_stands_in_the_table() -> None:
    known = {name for _who, _path, asked in PAGES for name in asked}
    assert asked_in_code() <= known
    assert known - asked_in_code() == {"group", "rt", "rw"}  # a page asks for them in a loop


def test_every_question_of_the_api_stands_in_the_table(db: None) -> None:
    asked = {
        (operation, parameter["name"])
        for _path, operation, spec in operations()
        for parameter in spec.get("parameters", [])
        if parameter["in"] == "query" or parameter.get("schema", {}).get("format") == "date"
    }
    assert asked == set(API)


def test_every_list_of_the_office_stands_in_the_table() -> None:
    shown = {page.view for page in LIST_PAGES}
    assert shown <= set(LISTS)

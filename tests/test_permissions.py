"""S1: every address × method × role, cell by cell, and the wrong place is not found."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from clinic.models import Clinic
from tests.cast import SITI_PIN, Cast, hire, make_token
from tests.permissions import LETTERS, rows
from tests.requests.addresses import address, things_of
from wastebank.models import Place, Role, User

# Django's own admin has a test of its own; the API's root serves nothing.
LIBRARY_ROUTES = ("admin/", "api/v1/")
# Answered by libraries, which take any method.
ANY_METHOD = {"api/v1/openapi.json", "api/v1/docs"}
ENDS_THE_SESSION = {"logout/", "member/leave/"}
BACKEND = "django.contrib.auth.backends.AllowAllUsersModelBackend"
Cell = tuple[str, str, str]  # method, route, who may


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        elif route != "admin/":
            yield from routes(pattern.url_patterns, route)


@dataclass
class House:
    """The cast with one of everything an address can name, all of Melati and Klinik Sehati."""

    cast: Cast
    values: dict[str, str]

    def address(self, route: str) -> str:
        return address(route, self.values)

    def staff(self, role: str) -> User:
        """Somebody of the cast with this role; where there is nobody, one is hired at Melati."""
        found = User.objects.filter(username=role).first()
        known = next((user for user in self.cast.staff() if user.role == role), found)
        return known or hire(role, role, self.cast.melati)


@pytest.fixture
def house(cast: Cast) -> House:
    return House(cast, things_of(cast).marks())


BODIES: dict[str, dict[str, object]] = {
    "api/v1/members": {"name": "Budi"},
    "api/v1/members/<member>/cards": {},
    "api/v1/cards/lookup": {"code": "SITI"},
    "api/v1/deposits": {"member": "SITI", "lines": [{"material": "pet", "amount": 1}]},
    "api/v1/deposits/<deposit>/void": {"reason": "salah"},
    "api/v1/deposits/<deposit>/correct": {
        "lines": [{"line": 1, "amount": 1}],
        "reason": "salah",
        "cause": "our_error",
    },
    "api/v1/deposits/<deposit>/review": {"note": "benar"},
    "api/v1/days/<day>/close": {},
    "api/v1/members/<member>/group": {"group": ""},
    "api/v1/members/<member>/correct": {"rw": "7", "reason": "salah"},
    "api/v1/places/<place>/correct": {"address": "Jl. Melati 1", "reason": "salah"},
    "api/v1/materials/<material>/correct": {"grade": "A", "reason": "salah"},
    "api/v1/staff/<username>/correct": {"last_name": "Dewi", "reason": "salah"},
    "api/v1/sync": {"operations": []},
    "api/v1/redemptions": {"card": "SITI", "pin": SITI_PIN, "lines": [{"service": "tensi"}]},
    "api/v1/redemptions/<redemption>/cancel": {"reason": "salah"},
    "api/v1/statements/<statement>/dispute": {"line": 1, "reason": "two_people"},
    "api/v1/statements/<statement>/answer": {"line": 1, "accept": True, "note": "benar"},
    "api/v1/statements/<statement>/approve": {},
    "api/v1/statements/<statement>/pay": {"amount": 1, "account": "KAS-T", "reference": "1"},
    "api/v1/visits": {"card": "SITI", "pin": SITI_PIN, "lines": [{"service": "konsultasi"}]},
    "api/v1/visits/<visit>/capture": {"lines": [{"service": "konsultasi"}]},
    "api/v1/visits/<visit>/release": {"reason": "pulang"},
    "api/v1/approvals/<approval>/decline": {"note": "belum"},
    "api/v1/limits/<limit>": {"amount": 1},
    "api/v1/prices/<price>/withdraw": {"reason": "salah"},
    "api/v1/tariffs/<tariff>/withdraw": {"reason": "salah"},
    "api/v1/cash": {"code": "KAS-2", "name": "Kas 2", "kind": "box", "place": "MLT"},
    "api/v1/cash/transfers": {"from_account": "KAS-MLT", "to_account": "BRI", "amount": 1},
    "api/v1/cash/<account>/opening": {"amount": 1, "day": "2020-01-01", "note": "buku"},
    "api/v1/cash/counts": {"account": "KAS-MLT"},
    "api/v1/cash/<account>/statements": {
        "day": "2020-01-01",
        "reference": "1",
        "closing": 0,
        "steps": [],
    },
    "api/v1/cash/counts/<count>": {"counted": 0},
    "api/v1/imports/<list_code>": {"place": "BSI", "file": "", "dry_run": True},
}


class Visitors:
    """Each person's own client, made once: a session for pages, a token for the API."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.clients: dict[tuple[str, bool], Client] = {}

    def client(self, user: User | None, *, api: bool) -> Client:
        key = (user.username if user else "", api)
        if key not in self.clients:
            client = Client(raise_request_exception=False)
            if user is not None and api:
                token = make_token(username=user.username, label="table")
                client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
            elif user is not None:
                client.force_login(user, backend=BACKEND)
            self.clients[key] = client
        return self.clients[key]

    def ask(self, method: str, route: str, user: User | None) -> str:
        """What this person sees, in one word."""
        api = route.startswith("api/")
        client, address = self.client(user, api=api), self.house.address(route)
        if method == "GET":
            answer = client.get(address)
        elif not api:
            answer = client.post(address)
        else:
            answer = client.post(
                address,
                self.body(route),
                content_type="application/json",
                headers={"Idempotency-Key": str(uuid.uuid4())},
            )
        return verdict(answer.status_code, answer.headers.get("Location", ""))

    def body(self, route: str) -> dict[str, object]:
        body = dict(BODIES.get(route, {}))
        siti = {"member": self.house.cast.siti.number}
        for name, value in body.items():
            if value == "SITI":
                body[name] = siti.get(name, self.house.cast.siti_card.code)
        return body


def verdict(status: int, location: str) -> str:
    if status == 302 and "/login/" in location:
        return "sign in"
    if status == 302 and location.startswith("/member/"):
        return "open the passbook"
    names = {401: "sign in", 403: "may not", 404: "not found", 405: "no such method"}
    return f"fault {status}" if status >= 500 else names.get(status, "let in")


def wanted(who: str, role: str | None) -> str:
    if who == "all":
        return "let in"
    if who == "member":
        return "open the passbook"
    if role is None:
        return "sign in"
    if who == "staff":  # whoever is signed in, whatever the role
        return "let in"
    return "let in" if role in {LETTERS[letter] for letter in who} else "may not"


def test_every_address_stands_in_the_table() -> None:
    served = {r for r in routes(get_resolver().url_patterns) if r not in LIBRARY_ROUTES}
    assert served == {route for _, route, _ in rows()}


def seen_in(cell: Cell, role: str | None, visitors: Visitors) -> str:
    method, route, who = cell
    seen = visitors.ask(method, route, visitors.house.staff(role) if role else None)
    if route in ENDS_THE_SESSION:
        visitors.clients.clear()
    # A file that somebody else brought, or that was dropped, is not there.
    if "/import/<uuid:key>/" in route and seen == "not found":
        return "let in"
    # Opening the passbook is itself what these answer.
    if who == "all" and seen in ("open the passbook", "may not"):
        return "let in" if route in ("member/leave/", "member/", "login/") else seen
    return seen


@pytest.mark.once
@pytest.mark.parametrize("role", [None, *Role.values])
def test_every_cell_of_the_table(house: House, role: str | None) -> None:
    wrong, visitors = [], Visitors(house)
    for cell in rows():
        seen, due = seen_in(cell, role, visitors), wanted(cell[2], role)
        if seen != due:
            wrong.append(f"{cell} as {role}: {seen}, not {due}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.once
def test_a_role_that_no_permission_names_gets_in_nowhere(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As somebody is who was given a new role: signing in and out, and what is everybody's."""
    house.staff("operator")
    visitors = Visitors(house)
    visitors.client(house.cast.sari, api=True)  # whose token was made before
    read = User.from_db.__func__  # type: ignore[attr-defined]  # a classmethod's own function

    def from_db(cls: type[User], *row: object) -> User:
        user: User = read(cls, *row)
        user.role = "driver"
        return user

    monkeypatch.setattr(User, "from_db", classmethod(from_db))
    wrong = []
    for method, route, who in rows():
        if who not in ("all", "member"):
            seen = visitors.ask(method, route, house.cast.sari)
            if seen != "may not":
                wrong.append(f"{method} {route}: {seen}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.engine("postgres")
def test_every_address_answers_somebody_who_may(house: House) -> None:
    """Who may what does not hang on the engine; that an address can be answered does."""
    wrong, visitors = [], Visitors(house)
    for cell in rows():
        roles = [None, *Role.values]
        role = next((role for role in roles if wanted(cell[2], role) == "let in"), None)
        seen, due = seen_in(cell, role, visitors), wanted(cell[2], role)
        if seen != due:
            wrong.append(f"{cell} as {role}: {seen}, not {due}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.once
def test_a_method_that_is_not_named_is_refused(house: House) -> None:
    named = {(method, route) for method, route, _ in rows()}
    wrong, visitors = [], Visitors(house)
    for route in {route for _, route in named} - ANY_METHOD:
        for method in {"GET", "POST"} - {m for m, r in named if r == route}:
            seen = visitors.ask(method, route, house.cast.maya)
            if seen not in ("no such method", "may not"):
                wrong.append(f"{method} {route}: {seen}")
    assert not wrong, "\n".join(wrong)


def test_another_places_things_are_not_found(house: House) -> None:
    """Rudi of Kenanga asks for what is Melati's; Eko of another clinic for Klinik Sehati's."""
    away = Place.objects.create(
        code="JBD", name="Klinik Jauh", kind="clinic", parent=house.cast.induk
    )
    Clinic.objects.create(place=away, valid_from=date(2020, 1, 1))
    eko = hire("eko", "lead", away)
    wrong, visitors = [], Visitors(house)
    for method, route, who in rows():
        named = [mark for mark in house.values if mark in route]
        owned = "member" in str(named) or "deposit" in str(named) or "number" in str(named)
        owned = owned or "card_id" in str(named) or "redemption" in str(named)
        stranger = house.cast.rudi if "O" in who else eko if "L" in who else None
        if not named or not owned or stranger is None:
            continue
        seen = visitors.ask(method, route, stranger)
        if method == "POST" and seen == "let in":
            continue  # refused for the empty body before anybody looked; see the next test
        if seen != "not found":
            wrong.append(f"{method} {route} as {stranger}: {seen}")
    assert not wrong, "\n".join(wrong)


FILLED = {
    "reason": "salah",
    "key": "",
    "pin": "123456",
    "paper": "58",
    "form": "58",
    "material": "pet",
    "amount": "1",
}


def test_another_places_things_are_not_changed(house: House) -> None:
    """The same with a body that would do, were it one's own."""
    routes_of_melati = [
        "counter/receipts/<str:number>/void/",
        "counter/receipts/<str:number>/print/",
        "counter/members/<str:number>/issue/",
        "counter/members/<str:number>/hand-over/",
        "counter/cards/<int:card_id>/pin/",
        "counter/cards/<int:card_id>/replace/",
        "counter/cards/<int:card_id>/block/",
        "office/days/deposits/<str:number>/void/",
        "counter/receipts/<str:number>/correct/",
        "office/days/deposits/<str:number>/correct/",
    ]
    client = Client()
    client.force_login(house.cast.rudi, backend=BACKEND)
    for route in routes_of_melati:
        body = FILLED | {"key": str(uuid.uuid4())}
        response = client.post(house.address(route), body)
        assert response.status_code == 404, f"{route}: {response.status_code}"
    house.cast.siti_card.refresh_from_db()
    assert house.cast.siti_card.state == "active"


def test_a_member_opens_only_the_own_passbook(house: House) -> None:
    client = Client()
    opened = client.post("/member/", {"who": house.cast.siti.number, "pin": SITI_PIN})
    assert opened.status_code == 302
    for _, route, who in rows():
        if who == "member":
            seen = verdict(client.get(house.address(route)).status_code, "")
            assert seen == "let in", f"{route}: {seen}"
    others = house.cast.deposit(("pet", 1_000), member=house.cast.wati, by=house.cast.rudi)
    assert client.get(f"/member/deposits/{others.number}/").status_code == 404


@pytest.mark.parametrize("role", ["operator", "treasurer", "clerk"])
def test_a_closed_account_is_let_in_nowhere(house: House, role: str) -> None:
    user = house.staff(role)
    client = Client()
    client.force_login(user, backend=BACKEND)
    User.objects.filter(pk=user.pk).update(is_active=False)
    for page in ("/counter/", "/clinic/", "/office/"):
        response = client.get(page)
        assert response.status_code == 403
        assert "account_disabled" in response.text


def test_the_admin_is_for_administrators_only(house: House) -> None:
    for user in house.cast.staff():
        client = Client()
        client.force_login(user, backend=BACKEND)
        status = client.get("/admin/").status_code
        assert (status == 200) is (user.role == "admin"), f"{user}: {status}"

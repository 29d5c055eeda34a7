"""S9: nobody acts as another. Every road by every role, what is stale, and any form by anybody."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests.cast import PASSWORD, SITI_PIN, Cast, make_token
from tests.permissions import rows
from tests.proof.proving import PROVING
from tests.proof.roads.roads import NEW, ROADS, ROLES, Road, Thief, code_of
from tests.requests.addresses import address, things_of
from tests.undoing import undone
from wastebank.cards.lifecycle import block_card, replace_card
from wastebank.cards.pins import reset_pin
from wastebank.models import Card, Device, OneTimeLink, User
from wastebank.staff.access import looked_after
from wastebank.staff.access.links import make_link, use_link
from wastebank.staff.accounts import change_staff, set_staff_active
from wastebank.staff.own_password import change_own_password

Figure = Callable[[str, int], None]


def person(cast: Cast, role: str) -> User:
    found = next(user for user in cast.staff() if user.role == role)
    found.refresh_from_db()
    return found


def seen_on(road: Road, cast: Cast, role: str) -> str:
    with undone():
        return road.heard(Thief(cast, person(cast, role)))


def test_every_road_is_closed_to_every_role(cast: Cast, cheap_pins: None, figure: Figure) -> None:
    wrong, tried = [], 0
    for road in ROADS:
        for role, due in zip(ROLES, road.expected, strict=True):
            seen = seen_on(road, cast, role)
            tried += 1
            if seen != due:
                wrong.append(f"{road.name} by {role}: {seen}, not {due}")
    assert not wrong, "\n".join(wrong)
    figure("roads to another's account, tried by a role, as the table says", tried)


# --- what was given once and is given no more


def by_lead(cast: Cast, **fields: bool) -> None:
    set_staff_active(key=uuid.uuid4(), by=cast.lestari, username="dewi", **fields)


def closed_and_opened(cast: Cast) -> None:
    by_lead(cast, active=False)
    by_lead(cast, active=True)


def own_password(cast: Cast) -> None:
    dewi = User.objects.get(username="dewi")
    change_own_password(key=uuid.uuid4(), by=dewi, old=PASSWORD, new=NEW, again=NEW)


def link_used(cast: Cast) -> None:
    code = make_link(key=uuid.uuid4(), by=cast.lestari, username="dewi").code
    use_link(key=uuid.uuid4(), code=code, new=NEW, again=NEW)


def another_role(cast: Cast) -> None:
    change_staff(key=uuid.uuid4(), by=cast.lestari, username="dewi", role="lead", place="SHT")


def stale_of_staff(cast: Cast, what: Callable[[Cast], None]) -> Iterator[str]:
    """What was open for a clerk and is so still after something that should end it."""
    thief = Thief(cast, person(cast, "clerk"))
    api = thief.api()
    open_link = make_link(key=uuid.uuid4(), by=cast.lestari, username="dewi").code
    assert thief.client.get("/clinic/visits/").status_code == 200
    assert api.get("/api/v1/visits").status_code == 200
    what(cast)
    if what is not another_role and thief.client.get("/clinic/visits/").status_code == 200:
        yield "session"
    if api.get("/api/v1/visits").status_code != 401:
        yield "token"
    if what is not another_role and Client().get(f"/link/{open_link}/").status_code == 200:
        yield "link"


STALE = (closed_and_opened, own_password, link_used, another_role)


def blocked(cast: Cast) -> None:
    block_card(key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")


def replaced(cast: Cast) -> None:
    replace_card(key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="rusak")


def another_pin(cast: Cast) -> None:
    reset_pin(key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, pin="918264", reason="x")


def stale_passbook(cast: Cast, what: Callable[[Cast], None]) -> bool:
    client = Client()
    client.post("/member/", {"who": cast.siti.number, "pin": SITI_PIN})
    assert client.get("/member/visits/").status_code == 200
    what(cast)
    return client.get("/member/visits/").status_code == 200


OF_CARDS = (blocked, replaced, another_pin)


def still_open(cast: Cast) -> list[str]:
    found = []
    for what in STALE:
        with undone():
            found += [f"{which} after {what.__name__}" for which in stale_of_staff(cast, what)]
    for of_card in OF_CARDS:
        with undone():
            if stale_passbook(cast, of_card):
                found.append(f"passbook after {of_card.__name__}")
    return found


def test_what_was_open_before_is_over(cast: Cast, cheap_pins: None, figure: Figure) -> None:
    assert not still_open(cast)
    figure("what was open before something that ends it, found ended", 3 * 3 + 1 + len(OF_CARDS))


# --- any form, by anybody, aimed at somebody else


def credentials(of: str) -> tuple[object, ...]:
    """All by which somebody could be taken for this person."""
    user = User.objects.get(username=of)
    tokens = Device.objects.filter(user=user, kind="api").values_list("pk", "token_hash")
    links = OneTimeLink.objects.filter(user=user).values_list("pk", "code_hash")
    return (user.password, user.role, user.place_id, user.sign_outs, *tokens, *links)


def aimed_at(username: str) -> dict[str, str]:
    fields = dict.fromkeys(("username", "user", "who", "by"), username)
    fields |= dict.fromkeys(("password", "new", "again", "new_password1", "new_password2"), NEW)
    roles = {"dewi": ("operator", "MLT"), "sari": ("clerk", "SHT")}
    role, place = roles.get(username, ("admin", ""))
    return fields | {
        "role": role,
        "place": place,
        "active": "0",
        "label": "X",
        "scope": "office",
        "days": "30",
        "old": PASSWORD + "x",
        "pin": "918264",
        "reason": "",
        "member": "",
        "first_name": "Baru",
        "code": "X",
        "key": str(uuid.uuid4()),
    }


FEW = ("operator", "manager", "admin")  # all of them by `make prove`
# Whoever looks after an account lets its person in by a link, keeps them out, or moves them.
OF_LOOKING_AFTER = ("link/", "post/", "active/")


def test_no_form_changes_what_is_somebody_elses(
    cast: Cast, cheap_pins: None, figure: Figure
) -> None:
    marks, sent, wrong = things_of(cast).marks(), 0, []
    people = [person(cast, role) for role in (ROLES if PROVING else FEW)]
    # Whoever holds a link is taken for its person: that is what it is handed over for.
    routes = [r for method, r, _ in rows() if method == "POST" and r[:5] not in ("api/v", "link/")]
    for by in people:
        for target in ("dewi", "sari", "tono"):
            if target == by.username:
                continue
            for route in routes:
                if "<str:username>" not in route and target != "dewi":
                    continue
                where = address(route, marks | {"<str:username>": target})
                with undone():
                    before = credentials(target)
                    Thief(cast, by).client.post(where, aimed_at(target))
                    sent += 1
                    looks = looked_after.looks_after(by, User.objects.get(username=target))
                    if credentials(target) != before and not (
                        looks and where.endswith(OF_LOOKING_AFTER)
                    ):
                        wrong.append(f"{where} by {by.role}: {target} has others now")
    assert not wrong, "\n".join(wrong)
    figure("forms aimed at another's account, sent by a role, none of it changed", sent)


# --- controls: what would be open without the guards


def test_the_roads_are_open_without_their_guards(
    cast: Cast, cheap_pins: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was before: a manager makes a link for a clerk, and reads the visits as that clerk."""
    monkeypatch.setattr(looked_after, "looks_after", lambda by, user: True)
    (road,) = [road for road in ROADS if road.name == "a link for a clerk"]
    thief = Thief(cast, person(cast, "manager"))
    assert road.heard(thief) == "open"
    cast.deposit()
    cast.redeem()
    code = make_link(key=uuid.uuid4(), by=cast.maya, username="dewi").code
    use_link(key=uuid.uuid4(), code=code, new=NEW, again=NEW)
    clerk = Client()
    clerk.post("/login/", {"username": "dewi", "password": NEW})
    assert cast.siti.name in clerk.get("/clinic/visits/").text


def test_a_clinic_is_open_to_the_office_without_its_guard(
    cast: Cast, cheap_pins: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looked_after, "gives_clinic_roles", lambda by, role, clinic: True)
    (road,) = [road for road in ROADS if road.name == "operator made clerk"]
    assert road.heard(Thief(cast, person(cast, "manager"))) == "open"


def test_what_was_open_stays_so_without_what_it_is_bound_to(
    cast: Cast, cheap_pins: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(User, "get_session_auth_hash", lambda user: "the same")
    for module in ("staff.accounts", "staff.own_password", "staff.access.links"):
        monkeypatch.setattr(f"wastebank.{module}.end_access", lambda user: None)
    monkeypatch.setattr("wastebank.staff.accounts.end_tokens", lambda user, now: None)
    monkeypatch.setattr("wastebank.web.member.session.mark_of", lambda card: "the same")
    monkeypatch.setattr("wastebank.web.member.session.in_force", Card.objects.all)
    names = {what.__name__ for what in STALE}
    wanted = {f"{which} after {name}" for name in names for which in ("session", "token", "link")}
    wanted -= {"session after another_role", "link after another_role", "link after link_used"}
    wanted |= {f"passbook after {what.__name__}" for what in OF_CARDS}
    assert set(still_open(cast)) == wanted


def test_a_token_that_reads_records_without_its_scope(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def recorded() -> str:
        token = make_token(username="sari", scope="read")
        body = {"member": cast.siti.number, "lines": [{"material": "pet", "amount": 1}]}
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
        answer = Client().post(
            "/api/v1/deposits", body, content_type="application/json", headers=headers
        )
        return "recorded" if answer.status_code == 201 else code_of(answer)

    assert recorded() == "token_scope"
    monkeypatch.setattr("wastebank.permissions.in_scope", lambda by, what: True)
    assert recorded() == "recorded"

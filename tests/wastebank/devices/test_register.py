"""D5, D1: a browser becomes a counter, takes along the least, and is signed off."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from ledger import clock
from tests.cast import SITI_PIN, Cast, enrol, hand_card
from tests.requests.counters import Counter, signed_in
from wastebank.bank.facts import set_bank
from wastebank.cards.lifecycle import block_card
from wastebank.deposits.outliers import forget
from wastebank.devices.register import letter_of, revoke_device, visible_devices
from wastebank.materials.prices import set_price, withdraw_price
from wastebank.models import Device, User
from wastebank.values.calendar import local_day

CANARIES: dict[str, Any] = {
    "phone": "081277770001",
    "address": "Gang Kenari 77",
    "guardian_name": "Wali Kenari",
    "national_id": "3374017708990001",
}


def test_a_browser_is_registered_with_a_letter_and_a_hidden_secret(cast: Cast) -> None:
    counter = Counter.registered(cast.sari, label="HP Posko")
    device = Device.objects.get(kind="counter")
    assert (device.label, device.letter, device.place) == ("HP Posko", "A", cast.melati)
    cookie = counter.client.cookies["counter"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/counter/offline/"
    assert cookie.value not in (device.token_hash, "")
    told = counter.session()
    assert (told["signed_in"], told["operator"]) == (True, "sari")
    assert (told["device"]["letter"], told["device"]["revoked"]) == ("A", False)


def test_the_same_key_registers_once_and_letters_are_never_given_again(cast: Cast) -> None:
    client, key = signed_in(cast.sari), uuid4()
    first, again = (
        Counter(client).post("register", {"key": str(key), "label": "HP"}) for _ in range(2)
    )
    assert first == again
    revoke_device(key=uuid4(), by=cast.maya, device_id=first["device"]["id"])
    assert Counter.registered(cast.sari).session()["device"]["letter"] == "B"
    assert Counter.registered(cast.rudi).session()["device"]["letter"] == "A"


@pytest.mark.parametrize(("count", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_letters_go_on_after_z(count: int, letter: str) -> None:
    assert letter_of(count) == letter


def test_the_least_of_a_member_is_taken_along(cast: Cast) -> None:
    """S7: planted canaries in every personal field; only what weighing needs comes through."""
    from wastebank.members.enrol import enrol_member

    ani = enrol_member(key=uuid4(), by=cast.sari, name="Ani Kenarikusuma", rt="3", **CANARIES)
    hand_card(cast.sari, ani, SITI_PIN)
    text = json.dumps(Counter.registered(cast.sari).snapshot())
    taken = json.loads(text)
    for canary in [*CANARIES.values(), "Kenarikusuma", "0001", "482913"]:
        assert canary not in text, canary
    rows = {row["number"]: row for row in taken["members"]}
    assert set(rows) == {cast.siti.number, cast.hasan.number, ani.number}, "not of other places"
    assert rows[ani.number]["name"] == "Ani K."
    assert set(rows[ani.number]) == {
        *("number", "name", "kind", "group", "rt", "rw", "cards", "own"),
    }
    assert rows[cast.siti.number]["cards"] == [cast.siti_card.code_hash]
    assert rows[cast.hasan.number]["cards"] == [], "his card is printed and not handed over"


def test_a_blocked_card_and_a_closed_member_are_not_taken_along(cast: Cast) -> None:
    block_card(key=uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")
    cast.hasan.closed_at = cast.hasan.joined_at
    cast.hasan.save()
    rows = Counter.registered(cast.sari).snapshot()["members"]
    assert [(row["number"], row["cards"]) for row in rows] == [(cast.siti.number, [])]


def test_prices_come_with_the_day_they_begin(cast: Cast) -> None:
    today = local_day(clock.now())
    for days, price_idr in ((-3, 2_600), (2, 2_700)):
        set_price(
            key=uuid4(),
            by=cast.maya,
            material="pet",
            place="MLT",
            valid_from=today + timedelta(days=days),
            price_idr=price_idr,
        )
    forget()
    taken = Counter.registered(cast.sari).snapshot()
    goods = {row["code"]: row for row in taken["materials"]}
    assert [price["price_idr"] for price in goods["pet"]["prices"]] == [2_500, 2_600, 2_700]
    assert goods["pet"]["prices"][1]["from"] == (today - timedelta(days=3)).isoformat()
    assert goods["televisi"]["prices"][0]["price_idr"] is None, "ask"
    assert taken["days"] == settings.WASTEBANK_OFFLINE_DAYS


def test_prices_come_with_the_instant_they_begin(cast: Cast) -> None:
    """Several on a day, one to come, and none that was withdrawn."""
    today, began = local_day(clock.now()), clock.now()
    made = [
        set_price(
            key=uuid4(),
            by=cast.maya,
            material="pet",
            place="MLT",
            valid_from=today + timedelta(days=days),
            price_idr=price_idr,
        )
        for days, price_idr in ((0, 2_600), (0, 2_700), (1, 2_800), (2, 2_900))
    ]
    withdraw_price(key=uuid4(), by=cast.maya, price=made[2].pk, reason="salah ketik")
    forget()
    goods = {row["code"]: row for row in Counter.registered(cast.sari).snapshot()["materials"]}
    prices = goods["pet"]["prices"]
    assert [price["price_idr"] for price in prices] == [2_500, 2_600, 2_700, 2_900]
    told = [datetime.fromisoformat(price["at"]) for price in prices]
    assert told[1:] == [show_ms(made[n].holds_from) for n in (0, 1, 3)]
    assert told[0] < show_ms(began) <= told[1] <= told[2] < told[3]
    assert [price["from"] for price in prices[1:]] == [
        made[n].valid_from.isoformat() for n in (0, 1, 3)
    ]


def show_ms(moment: datetime) -> datetime:
    """An instant as the API writes it: whole milliseconds."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def test_what_is_usual_comes_along(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "wastebank.deposits.outliers.week_begin", lambda _: clock.now() + timedelta(hours=1)
    )
    for _ in range(8):
        cast.deposit(("pet", 2_000))
    forget()
    goods = {row["code"]: row for row in Counter.registered(cast.sari).snapshot()["materials"]}
    forget()
    assert (goods["pet"]["usual"], goods["pet"]["far"]) == (2_000, 6_000)
    assert (goods["kardus"]["usual"], goods["kardus"]["far"]) == (None, None)


@pytest.mark.parametrize(
    ("name", "kind", "short"),
    [
        ("Siti Rahayu", "household", "Siti R."),
        ("Keluarga Budi Santoso", "household", "Keluarga Budi S."),
        ("Suharto", "person", "Suharto"),
        ("Dasawisma Mawar", "group", "Dasawisma Mawar"),
    ],
)
def test_names_are_short_enough_for_a_lost_phone(
    cast: Cast, name: str, kind: str, short: str
) -> None:
    assert enrol(cast.sari, name, kind=kind).short_name == short


def refused(counter: Counter, what: str, body: Any = None) -> tuple[int, str]:
    answer = counter.ask(what, body)
    return answer.status_code, answer.json().get("code")


def test_a_revoked_counter_gets_nothing_and_sends_nothing(cast: Cast) -> None:
    counter = Counter.registered(cast.sari)
    device = Device.objects.get(kind="counter")
    revoke_device(key=uuid4(), by=cast.maya, device_id=device.pk)
    assert counter.session()["device"]["revoked"] is True
    assert refused(counter, "snapshot") == (403, "device_revoked")
    assert refused(counter, "sync", {"issued": 0, "operations": []}) == (403, "device_revoked")


def test_a_browser_that_is_no_counter_takes_nothing_along(cast: Cast) -> None:
    assert refused(Counter(signed_in(cast.sari)), "snapshot") == (422, "device_missing")
    away = Counter.registered(cast.sari)
    away.client.force_login(cast.rudi, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert refused(away, "snapshot") == (403, "device_elsewhere")


def test_without_a_sign_in_only_the_session_answers(cast: Cast) -> None:
    counter = Counter.registered(cast.sari)
    counter.client.logout()
    assert refused(counter, "snapshot") == (401, "sign_in_needed")
    assert refused(counter, "sync", {"issued": 0, "operations": []}) == (401, "sign_in_needed")


def test_a_post_without_its_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.sari, backend=settings.AUTHENTICATION_BACKENDS[-1])
    body = json.dumps({"key": str(uuid4()), "label": "HP"})
    address = "/counter/offline/register/"
    assert client.post(address, body, content_type="application/json").status_code == 403
    csrf = client.get("/counter/offline/session/").json()["csrf"]
    headers = {"X-CSRFToken": csrf}
    done = client.post(address, body, content_type="application/json", headers=headers)
    assert done.status_code == 201


def test_the_office_sees_counters_of_its_places(cast: Cast) -> None:
    Counter.registered(cast.sari)
    device = Device.objects.get(kind="counter")
    assert device in visible_devices(cast.maya)
    assert device not in visible_devices(cast.rudi)


@pytest.mark.parametrize("person", ["sari", "maya", None])
def test_the_page_on_the_device_is_the_same_for_everybody(cast: Cast, person: str | None) -> None:
    client = Client()
    if person:
        user: User = getattr(cast, person)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    mine = client.get("/counter/offline/?language=en")
    assert mine.content == Client().get("/counter/offline/?language=en").content
    assert "csrf" not in mine.text
    assert 'lang="en"' in mine.text
    assert 'lang="id"' in client.get("/counter/offline/?language=id").text


def test_the_worker_names_every_file_it_keeps_and_no_page_with_people(cast: Cast) -> None:
    answer = Client().get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-store" in answer.headers["Cache-Control"]
    kept = json.loads(answer.text.split("const KEPT = ", 1)[1].split(";\n", 1)[0])
    assert set(kept["shells"]) == {"id", "en"}
    assert all(path.startswith("/static/") for path in kept["files"])
    assert "/static/wastebank/offline/queue.js" in kept["files"]
    shell = Client().get("/counter/offline/").text
    for piece in shell.split('"'):
        if piece.startswith("/static/"):
            assert piece.split("#")[0] in kept["files"], piece


def test_the_version_changes_with_what_is_kept(cast: Cast) -> None:
    from wastebank.web.offline import worker

    before = worker.built()
    assert worker.built() == before
    set_bank(key=uuid.uuid4(), by=cast.maya, name="Bank Sampah Anggrek")
    assert worker.built() != before

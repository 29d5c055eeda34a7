"""What the bank is called, where it is, and what time it is there: said once, read everywhere."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ledger.audit import audit
from ledger.models import JournalEntry
from ledger.refusals import Refusal
from tests.cast import BANK_PHONE, PASSWORD, Cast, make_token
from tests.serving import ROOT, Served
from wastebank.bank import zone
from wastebank.bank.facts import found_bank, set_bank
from wastebank.bank.known import bank_facts, read_once
from wastebank.cards.lifecycle import issue_card, print_blank_cards, replace_card
from wastebank.models import ActionLog, Bank, Deposit, User
from wastebank.refusals import MayNot
from wastebank.values.calendar import local_day, use_zone, zone_label, zone_now


def said(cast: Cast, **facts: Any) -> Bank:
    return set_bank(key=uuid.uuid4(), by=facts.pop("by", cast.maya), **facts)


def test_each_fact_that_changes_is_a_line_of_the_log_and_the_rest_stays(cast: Cast) -> None:
    said(cast, address="Jl. Kenanga 4", reason="pindah")
    line = ActionLog.objects.filter(action="set_bank").latest("pk")
    assert (line.subject, line.reason) == ("bank:1", "pindah")
    assert line.change["en"] == {"thing": "Address", "before": "–", "after": "Jl. Kenanga 4"}
    assert (bank_facts().phone, bank_facts().address) == (BANK_PHONE, "Jl. Kenanga 4")
    assert audit() == []


def test_the_same_key_says_it_once(cast: Cast) -> None:
    key = uuid.uuid4()
    first = set_bank(key=key, by=cast.tono, name="Mekar")
    lines = ActionLog.objects.count()
    again = set_bank(key=key, by=cast.tono, name="Mekar")
    assert (first.replayed, again.replayed, ActionLog.objects.count()) == (False, True, lines)


REFUSED = [
    ({"name": ""}, "field_missing"),
    ({"name": "x" * 101}, "field_too_long"),
    ({"name": "Me\u202ekar"}, "field_unreadable"),
    ({"phone": ""}, "field_missing"),
    ({"phone": "nanti"}, "phone_unreadable"),
    ({"phone": "12"}, "phone_unreadable"),
    ({"address": "x" * 201}, "field_too_long"),
    ({"time_zone": "Asia/Bandung"}, "zone_unknown"),
    ({"time_zone": ""}, "zone_unknown"),
    ({"time_zone": "../../etc/passwd"}, "zone_unknown"),
    ({"name": "Bank Sampah Melati"}, "nothing_corrected"),
]


def test_what_cannot_stand_on_a_card_is_refused(cast: Cast) -> None:
    wrong = []
    for facts, code in REFUSED:
        try:
            said(cast, **facts)
        except Refusal as refusal:
            wrong += [] if refusal.code == code else [f"{facts}: {refusal.code}"]
        else:
            wrong.append(f"{facts}: taken")
    assert wrong == []
    for by in (cast.sari, cast.bambang, cast.yusuf, cast.dewi, cast.lestari):
        with pytest.raises(MayNot):
            said(cast, name="Mekar", by=by)


def test_the_zone_may_change_until_something_is_recorded(cast: Cast) -> None:
    said(cast, time_zone="Asia/Jayapura")
    cast.deposit()
    with pytest.raises(Refusal) as stands:
        said(cast, time_zone="Asia/Jakarta")
    assert (stands.value.code, bank_facts().time_zone) == ("zone_stands", "Asia/Jayapura")
    said(cast, time_zone="Asia/Jayapura", name="Mekar")  # the same one is no change


def moved_elsewhere(name: str) -> None:
    """Another process has set the zone, and this one has not looked since."""
    before = zone_now()
    set_bank(key=uuid.uuid4(), by=User.objects.get(username="maya"), time_zone=name)
    use_zone(before)


def test_nothing_is_recorded_by_a_day_of_the_zone_before(cast: Cast) -> None:
    zone.look_again()
    zone.follow_zone()
    moved_elsewhere("Asia/Jayapura")
    with pytest.raises(Refusal) as refused:
        cast.deposit()
    assert (refused.value.code, refused.value.sticky) == ("zone_moved", False)
    assert (JournalEntry.objects.count(), Deposit.objects.count()) == (0, 0)
    zone.follow_zone()
    assert cast.deposit().book_day == local_day(timezone.now())
    assert audit() == []


def test_days_are_counted_in_the_zone_and_nobody_asks_again(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    late = timezone.now().replace(hour=16, minute=30)  # 23.30 in Jakarta, tomorrow in Jayapura
    zone.look_again()
    zone.follow_zone()
    jakarta = local_day(late)
    said(cast, time_zone="Asia/Jayapura")
    zone.follow_zone()
    assert (zone_label(), (local_day(late) - jakarta).days) == ("WIT", 1)
    cast.deposit()
    zone.follow_zone()
    with django_assert_num_queries(0):
        for _ in range(100):
            zone.follow_zone()
            local_day(late)


def test_a_request_reads_the_facts_at_most_once(cast: Cast, django_assert_num_queries: Any) -> None:
    with read_once(), django_assert_num_queries(1):
        assert {bank_facts().name for _ in range(5)} == {"Bank Sampah Melati"}
    with read_once():
        bank_facts()
        said(cast, name="Mekar")
        assert bank_facts().name == "Mekar"


def test_another_process_says_it_at_once(cast: Cast, served: Served) -> None:
    """Name and zone, from this process to the one that serves."""
    for name, zoned in (("Mekar Sari", "Asia/Jayapura"), ("Anggrek", "Asia/Makassar")):
        said(cast, name=name, time_zone=zoned)
        seen = served.get("/login/").body.decode()
        assert f"<b>{name}</b>" in seen
        token = make_token(username="maya", label=name)
        told = served.get("/api/v1/bank", token=token).json
        assert (told["name"], told["time_zone"]) == (name, zoned)


def test_no_card_is_printed_before_it_says_whose_it_is(cast: Cast, client: Client) -> None:
    Bank.objects.update(phone="")
    ways: list[Callable[[], object]] = [
        lambda: issue_card(key=uuid.uuid4(), by=cast.sari, member=cast.siti.number),
        lambda: print_blank_cards(key=uuid.uuid4(), by=cast.sari, count=2),
        lambda: replace_card(
            key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang"
        ),
    ]
    for way in ways:
        with pytest.raises(Refusal) as refused:
            way()
        assert refused.value.code == "bank_unnamed"
    token = make_token(username="sari", label="x")
    answer = client.post(
        f"/api/v1/members/{cast.siti.number}/cards",
        {},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": (key := str(uuid.uuid4()))},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "bank_unnamed")
    client.post("/login/", {"username": "sari", "password": PASSWORD})
    form = {"key": str(uuid.uuid4())}
    page = client.post(f"/counter/members/{cast.siti.number}/issue/", form)
    assert page.status_code == 409
    assert "Kartu belum bisa dicetak." in page.text
    assert "Isi nama dan telepon bank dulu." in page.text
    said(cast, phone=BANK_PHONE)
    again = client.post(
        f"/api/v1/members/{cast.siti.number}/cards",
        {},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
    )
    assert again.status_code == 201, "the refusal was not kept for the key"


@pytest.mark.django_db
def test_a_bank_is_founded_with_its_first_place() -> None:
    rahma = User.objects.create(username="rahma", role="manager", also_admin=True)
    terms = {"name": "Mekar Sari", "phone": "0812-0000-4410", "address": "", "code": "MS"}
    found_bank(key=uuid.uuid4(), by=rahma, time_zone="Asia/Makassar", **terms)
    rahma.refresh_from_db()
    assert rahma.place is not None
    assert (rahma.place.code, rahma.place.kind, rahma.place.name) == ("MS", "main", "Mekar Sari")
    assert bank_facts().time_zone == "Asia/Makassar"
    with pytest.raises(Refusal) as second:
        found_bank(key=uuid.uuid4(), by=rahma, time_zone="Asia/Makassar", **terms | {"code": "XY"})
    assert second.value.code == "first_place_there"
    assert audit() == []


EXAMPLES = ("melati", "0812-0000-0405")
MAY_NAME_THEM = {
    "wastebank/migrations/0018_the_bank_has_facts.py": "a home of old keeps its name",
    "wastebank/management/health/bank.py": "whoever still carries the example is told",
}


@pytest.mark.once
def test_nothing_of_the_demo_stands_in_what_a_real_bank_shows() -> None:
    """Code, pages and scripts; the demo's own package may say its name."""
    found = []
    for folder in ("wastebank", "ledger", "clinic", "templates"):
        for path in (ROOT / folder).rglob("*"):
            name = str(path.relative_to(ROOT))
            if path.suffix not in {".py", ".html", ".js", ".po", ".svg", ".txt"}:
                continue
            if name.startswith("clinic/demo/") or name in MAY_NAME_THEM:
                continue
            text = path.read_text(encoding="utf-8").casefold()
            found += [f"{name}: {word}" for word in EXAMPLES if word in text]
    assert found == []


@pytest.fixture(autouse=True)
def zone_as_before() -> Any:
    before = zone_now()
    yield
    use_zone(before)

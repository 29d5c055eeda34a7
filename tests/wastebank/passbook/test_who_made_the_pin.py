"""What a passbook shows by who made its PIN, when it ends, and which tries shut it to whom."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from clinic.charges.prepare import ServiceAsked
from clinic.charges.redeem import redeem
from ledger.refusals import Refusal
from tests.cast import SITI_PIN, WATI_PIN, Cast
from tests.wastebank.passbook.open_book import (
    let_counts_end,
    nobody_tried_before,
    open_as,
    page_of,
    refusal_of,
    siti,
)
from wastebank.cards.lifecycle import block_card, issue_card, replace_card
from wastebank.cards.pins import check_pin, reset_pin
from wastebank.cards.tries import SHUT_HOURS, Road
from wastebank.deposits.receipts import deposit_receipt
from wastebank.models import Card, CardEvent, PinTries, Place
from wastebank.passbook.own_pin import choose_pin
from wastebank.passbook.shown import clinics_shown, with_clinic
from wastebank.passbook.sign_in import open_passbook

pytestmark = pytest.mark.page
__all__ = ["nobody_tried_before", "siti"]

STAFF_PIN, OWN_PIN = "987340", "864209"


def staff_set(cast: Cast) -> None:
    reset_pin(
        key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, pin=STAFF_PIN, reason="lupa"
    )


def choosing(old: str, pin: str, again: str = "", receipt: str = "") -> dict[str, str]:
    typed = {"old": old, "pin": pin, "pin_again": again or pin, "receipt": receipt}
    return {"key": str(uuid.uuid4()), **typed}


def test_sums_only_until_a_pin_came_with_a_receipt_of_the_clinic(
    cast: Cast, client: Client
) -> None:
    cast.deposit()
    cast.redeem()
    staff_set(cast)
    open_as(client, cast.siti.number, STAFF_PIN)
    for address in CARE[:2]:
        page = page_of(client.get(address))
        assert "PIN ini diatur di loket." in page
        assert not names_care(page)
    cast.deposit()
    paid = cast.redeem(pin=STAFF_PIN)
    code = f" {paid.verify_code[:4]} {paid.verify_code[4:].lower()}"
    chosen = client.post("/member/pin/", choosing(STAFF_PIN, OWN_PIN, receipt=code))
    assert chosen["Location"] == "/member/"
    assert "Konsultasi dokter umum" in page_of(client.get("/member/visits/"))
    assert "Klinik Sehati" in page_of(client.get("/member/passbook/"))
    last = CardEvent.objects.latest("pk")
    assert (last.event, last.actor, last.said_reason) == ("pin_chosen", "", "")
    let_counts_end()
    assert refusal_of(open_as(Client(), cast.siti.number, STAFF_PIN))[1] == "opening_wrong"
    assert open_as(Client(), cast.siti.number, OWN_PIN).status_code == 302
    again = client.post("/member/pin/", choosing(OWN_PIN, "714608"))  # without a paper, it goes on
    assert again["Location"] == "/member/"
    assert names_care(page_of(client.get("/member/visits/")))


CARE = ("/member/", "/member/visits/", "/member/passbook/")


def names_care(page: str) -> bool:
    return "Konsultasi" in page or 'href="/member/visits/' in page


def test_staff_choose_the_own_pin_and_hand_it_out_as_the_members(
    cast: Cast, client: Client
) -> None:
    """Before the member has any PIN: the one they are told is what staff chose as theirs."""
    cast.deposit()
    before = cast.redeem()
    staff_set(cast)
    open_as(client, cast.siti.number, STAFF_PIN)
    assert client.post("/member/pin/", choosing(STAFF_PIN, OWN_PIN)).status_code == 302
    cast.deposit()
    cast.redeem(pin=OWN_PIN)  # by the member, before a clerk
    assert not any(names_care(page_of(client.get(address))) for address in CARE)
    # what staff may have in hand: an old paper, a deposit's, another member's, a guess
    weighed = cast.deposit()
    cast.deposit(member=cast.wati, by=cast.rudi)
    others = redeem(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.wati_card.code,
        pin=WATI_PIN,
        lines=[ServiceAsked("konsultasi")],
    )
    for code in (before.verify_code, others.verify_code, weighed.verify_code, "0" * 8, "x\0"):
        answer = client.post("/member/pin/", choosing(OWN_PIN, "714608", receipt=code))
        assert refusal_of(answer) == (403, "receipt_not_of_card")
    assert not any(names_care(page_of(client.get(address))) for address in CARE)


def test_a_receipt_speaks_for_its_own_clinic(cast: Cast, client: Client) -> None:
    """Whoever opens a clinic of their own does not read what another one did."""
    cast.deposit()
    cast.redeem()
    staff_set(cast)
    cast.deposit()
    paid = cast.redeem(pin=STAFF_PIN)
    new = Place.objects.create(code="BRU", name="Klinik Baru", kind="clinic", parent=cast.induk)
    with mock.patch("clinic.care.clinic_of_receipt", return_value=new.code):
        open_as(client, cast.siti.number, STAFF_PIN)
        answer = client.post("/member/pin/", choosing(STAFF_PIN, OWN_PIN, receipt=paid.verify_code))
    assert answer.status_code == 302
    page = page_of(client.get("/member/visits/"))
    assert "Klinik Baru" in page
    assert "Konsultasi" not in page
    assert client.get(f"/member/visits/{paid.entry_id}/").status_code == 404
    for address in ("/member/", "/member/passbook/"):
        assert f"/member/visits/{paid.entry_id}/" not in page_of(client.get(address))
    assert "Klinik Sehati" not in page_of(client.get("/member/passbook/"))


def test_no_clinic_leaves_for_one_that_was_known(cast: Cast) -> None:
    """With the longest codes that places have: as many as a line has room for, the newest first."""
    shown: list[str] = []
    named = [f"K{n:019}" for n in range(40)]
    for number, code in enumerate(named):
        shown = with_clinic(shown, code)
        assert shown == named[max(0, number - 13) : number + 1][::-1]
    for code in reversed(shown):  # each once more: nobody leaves
        shown = with_clinic(shown, code)
        assert shown[0] == code
        assert sorted(shown) == named[-14:]
    with mock.patch("wastebank.passbook.own_pin.clinics_shown", return_value=list(shown)):
        assert choose(cast) == shown  # and there is room for them


def test_codes_that_are_no_receipt_run_out(cast: Cast, siti: Client) -> None:
    codes = [
        refusal_of(siti.post("/member/pin/", choosing(SITI_PIN, OWN_PIN, receipt=f"{n:08}")))[1]
        for n in range(11)
    ]
    assert codes == ["receipt_not_of_card"] * 10 + ["opening_waits"]


def test_a_pin_that_goes_over_to_another_card_tells_as_before(cast: Cast) -> None:
    before = clinics_shown(Card.objects.get(pk=cast.siti_card.pk))
    replace(cast)
    new = Card.objects.get(state="active", member=cast.siti)
    assert clinics_shown(new) == before == ["SHT"]
    reset_pin(key=uuid.uuid4(), by=cast.sari, card_id=new.pk, pin=STAFF_PIN, reason="lupa")
    new.refresh_from_db()
    assert clinics_shown(new) == []


def test_a_pin_of_staff_that_was_typed_at_a_clinic_stays_one_of_staff(cast: Cast) -> None:
    cast.deposit()
    staff_set(cast)
    cast.redeem(pin=STAFF_PIN)
    cast.siti_card.refresh_from_db()
    assert cast.siti_card.pin_by == Card.PinBy.STAFF


@pytest.mark.parametrize(
    ("old", "pin", "again", "code"),
    [
        ("000000", OWN_PIN, "", "pin_wrong"),
        ("", OWN_PIN, "", "pin_malformed"),
        (SITI_PIN, OWN_PIN, "864208", "pin_differs"),
        (SITI_PIN, "123456", "", "pin_guessable"),
        (SITI_PIN, SITI_PIN, "", "pin_unchanged"),
    ],
)
def test_another_pin_is_not_made_by_whoever_picks_up_the_phone(
    siti: Client, old: str, pin: str, again: str, code: str
) -> None:
    answer = siti.post("/member/pin/", choosing(old, pin, again))
    assert refusal_of(answer)[1] == code
    for typed in (old, pin, again):
        assert not typed or typed not in page_of(answer)


def test_five_wrong_old_pins_are_all(cast: Cast, siti: Client) -> None:
    codes = [
        refusal_of(siti.post("/member/pin/", choosing("000000", OWN_PIN)))[1] for _ in range(6)
    ]
    assert codes == ["pin_wrong"] * 4 + ["pin_locked"] * 2
    assert refusal_of(siti.post("/member/pin/", choosing(SITI_PIN, OWN_PIN)))[1] == "pin_locked"


def block(cast: Cast) -> None:
    block_card(key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")


def replace(cast: Cast) -> None:
    card_id = cast.siti_card.pk
    replace_card(key=uuid.uuid4(), by=cast.sari, card_id=card_id, reason="lost", activate=True)


def choose(cast: Cast) -> list[str]:
    card = Card.objects.select_related("member").get(pk=cast.siti_card.pk)
    choose_pin(key=uuid.uuid4(), card=card, old=SITI_PIN, pin=OWN_PIN, pin_again=OWN_PIN)
    return clinics_shown(Card.objects.get(pk=card.pk))


@pytest.mark.parametrize("end", [staff_set, block, replace, choose], ids=lambda end: end.__name__)
def test_what_ends_the_pin_or_the_card_ends_what_it_opened(
    cast: Cast, siti: Client, end: Callable[[Cast], None]
) -> None:
    assert siti.get("/member/visits/").status_code == 200
    end(cast)
    for address in ("/member/visits/", "/member/passbook/", "/member/statement/", "/member/pin/"):
        assert siti.get(address)["Location"] == "/member/", address


def test_what_is_new_is_told_with_day_reason_and_who(cast: Cast, client: Client) -> None:
    before = cast.deposit()
    replace(cast)
    staff_set_on = Card.objects.get(state="active", member=cast.siti)
    reset_pin(
        key=uuid.uuid4(), by=cast.sari, card_id=staff_set_on.pk, pin=STAFF_PIN, reason="Lupa PIN"
    )
    open_as(client, cast.siti.number, STAFF_PIN)
    page = page_of(client.get("/member/"))
    for words in ("Kartu baru diserahkan", "Hilang", "PIN baru diatur", "Lupa PIN", "Sari"):
        assert words in page, words
    notes = notes_of(cast)
    assert "Kartu baru" in notes
    assert "kartu hilang" in notes
    assert "Lupa PIN" in notes
    old = deposit_receipt(before, language="id", check_url="").texts.notes
    assert not any("baru" in note for note in old)  # a reprint is what it was


def test_a_card_of_somebody_else_in_the_house_is_told_with_the_name(
    cast: Cast, siti: Client
) -> None:
    cast.deposit()
    issue_card(
        key=uuid.uuid4(), by=cast.sari, member=cast.siti.number, holder_name="Budi", activate=True
    )
    assert re.search(r"Kartu baru diserahkan pada .* untuk Budi\.", page_of(siti.get("/member/")))
    assert re.search(r"Kartu baru [^,]*, Budi", notes_of(cast))


def notes_of(cast: Cast) -> str:
    return " ".join(deposit_receipt(cast.deposit(), language="id", check_url="").texts.notes)


# --- tries


def wrong_at(road: Road, cast: Cast) -> str:
    """The code of a wrong PIN on this road."""
    return at(road, cast, "000000")


def at(road: Road, cast: Cast, pin: str) -> str:
    let_counts_end()
    who = {Road.NUMBER: cast.siti.number, Road.CARD: cast.siti_card.code}
    try:
        if road is Road.DESK:
            check_pin(member=cast.siti, cards=[cast.siti_card], pin=pin)
        else:
            open_passbook(who=who[road], pin=pin)
    except Refusal as refusal:
        return refusal.code
    return "opened"


@pytest.mark.parametrize("shut", list(Road))
def test_each_road_is_shut_alone_and_opens_after_a_day(
    cast: Cast, shut: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wastebank.passbook.sign_in.WRONG_MILLISECONDS", 0)
    for _ in range(6):
        wrong_at(shut, cast)
    opens = {road: at(road, cast, SITI_PIN) == "opened" for road in Road}
    assert opens == {road: road is not shut for road in Road}
    day = timedelta(hours=SHUT_HOURS)
    tries = PinTries.objects.filter(member=cast.siti)
    tries.update(**{f"{shut}_at": timezone.now() - day + timedelta(minutes=1)})
    assert at(shut, cast, SITI_PIN) != "opened"
    tries.update(**{f"{shut}_at": timezone.now() - day - timedelta(minutes=1)})
    assert wrong_at(shut, cast) in ("pin_wrong", "opening_wrong")
    assert tries.values_list(shut, flat=True).get() == 1
    assert at(shut, cast, SITI_PIN) == "opened"


@pytest.mark.parametrize("shut", list(Road))
def test_staff_open_every_road_with_a_reason(
    cast: Cast, shut: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wastebank.passbook.sign_in.WRONG_MILLISECONDS", 0)
    for _ in range(5):
        wrong_at(shut, cast)
    staff_set(cast)
    cast.siti_card.refresh_from_db(fields=["pin_hash"])
    assert at(shut, cast, STAFF_PIN) == "opened"

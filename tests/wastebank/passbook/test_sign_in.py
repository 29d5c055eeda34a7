"""The sign-in of the passbook: what opens it, what it says to others, when it shuts by itself."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ledger import clock
from tests.cast import SITI_PIN, WATI_PIN, Cast
from tests.wastebank.passbook.open_book import (
    let_counts_end,
    nobody_tried_before,
    open_as,
    page_of,
    refusal_of,
    siti,
)
from tests.wastebank.web.counter.desk import qr_picture
from wastebank.cards.lifecycle import block_card, issue_card, replace_card
from wastebank.cards.pins import check_pin, reset_pin
from wastebank.cards.refusals import PinWrong
from wastebank.cards.tries import MAX_TRIES
from wastebank.codes.member_number import make_number
from wastebank.codes.secrets import is_pin
from wastebank.models import Member, PinTries
from wastebank.passbook import sign_in
from wastebank.web.common.throttle import Throttle
from wastebank.web.member import sign_in as sign_in_page

pytestmark = pytest.mark.page

__all__ = ["nobody_tried_before", "siti"]


@pytest.mark.parametrize("spelling", ["{}", " {} ", "lower", "no dash"])
def test_a_number_and_its_pin_open_the_passbook(cast: Cast, client: Client, spelling: str) -> None:
    number = cast.siti.number
    who = {"lower": number.lower(), "no dash": number.replace("-", "")}.get(
        spelling, spelling.format(number)
    )
    assert open_as(client, who, SITI_PIN)["Location"] == "/member/"
    page = page_of(client.get("/member/"))
    assert "Siti Rahayu" in page


def test_a_card_and_its_pin_open_the_passbook(cast: Cast, client: Client) -> None:
    answer = open_as(client, cast.siti_card.code.lower(), SITI_PIN)
    assert answer.status_code == 302
    assert cast.siti_card.code not in str(dict(client.session))


def test_the_session_holds_the_card_and_a_mark_of_its_pin_and_nothing_else(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.sari)
    before = client.session.session_key
    open_as(client, cast.siti.number, SITI_PIN)
    held = {name: value for name, value in client.session.items() if name[0] != "_"}
    assert set(held) == {"card", "pin", "opened", "seen"}
    assert held["card"] == cast.siti_card.pk
    assert "_auth_user_id" not in client.session
    assert client.session.session_key != before
    assert client.session.get_expiry_age() <= 10 * 60
    assert not Session.objects.filter(session_key=before).exists()


def test_leaving_closes_the_passbook(cast: Cast, siti: Client) -> None:
    assert siti.get("/member/leave/").status_code == 405
    assert siti.post("/member/leave/")["Location"] == "/member/"
    assert "Siti" not in page_of(siti.get("/member/"))
    assert siti.get("/member/passbook/")["Location"] == "/member/"


def later(minutes: int = 2) -> None:
    """As if a while had passed: the tries of a number are forgotten, those of a PIN are not."""
    assert minutes > sign_in.WHILE_MINUTES
    let_counts_end()


@pytest.mark.parametrize("who", ["known", "unknown", "without a PIN"])
def test_any_wrong_pair_gets_the_same_words_however_often(
    cast: Cast, client: Client, who: str
) -> None:
    """Nobody learns at the sign-in which numbers exist, not even by trying until it shuts."""
    number = {
        "known": cast.siti.number,
        "unknown": make_number(77_777),
        "without a PIN": cast.hasan.number,
    }[who]
    answers = [refusal_of(open_as(client, number, "000000")) for _ in range(4)]
    assert answers == [(403, "opening_wrong")] * 3 + [(403, "opening_waits")]
    for _ in range(5):
        later()
        assert refusal_of(open_as(client, number, "000000")) == (403, "opening_wrong")
    if who == "known":
        assert sign_in_failed(cast) == 5
        later()
        assert refusal_of(open_as(client, number, SITI_PIN)) == (403, "opening_wrong")


def test_the_same_words_are_the_same_page(cast: Cast, client: Client) -> None:
    """To the letter, but for the number that was typed and the form's own token."""
    pages = []
    for number in (cast.siti.number, make_number(77_777)):
        page = page_of(open_as(client, number, "000000")).replace(number, "NUMBER")
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        pages.append(re.sub(r"\bgAAAA[\w=-]+", "", page))  # the form that is kept, locked away
    assert pages[0] == pages[1]


@pytest.mark.parametrize("cards", [1, 3])
def test_a_try_costs_the_same_work_whether_the_number_exists_or_not(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, cards: int
) -> None:
    for index in range(1, cards):
        issue_card(
            key=uuid.uuid4(),
            by=cast.sari,
            member=cast.siti.number,
            holder_name=f"Budi {index}",
            activate=True,
            pin=f"9{index}4720",
        )
    judged: list[str] = []

    def judge(pin_hash: str, pin: str) -> bool:
        judged.append(pin_hash)
        return is_pin(pin_hash, pin)

    monkeypatch.setattr(sign_in, "is_pin", judge)
    work = []
    for number, pin in (
        (cast.siti.number, "000000"),
        (cast.siti.number, SITI_PIN),
        (make_number(77_777), "000000"),
        (cast.hasan.number, "000000"),
    ):
        judged.clear()
        open_as(client, number, pin)
        work.append(len(judged))
    PinTries.objects.filter(member=cast.siti).update(sign_in_failed=5)
    judged.clear()
    open_as(client, cast.siti.number, SITI_PIN)
    assert [*work, len(judged)] == [sign_in.SAME_WORK] * 5


def test_no_wrong_try_is_answered_sooner_than_another(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(sign_in, "WRONG_MILLISECONDS", 60_000)
    monkeypatch.setattr("wastebank.passbook.sign_in.time.sleep", waits.append)
    for number in (cast.siti.number, make_number(77_777), cast.hasan.number):
        open_as(client, number, "000000")
    open_as(client, cast.siti.number, SITI_PIN)
    assert len(waits) == 3
    assert all(0 < wait <= 60 for wait in waits)


def sign_in_failed(cast: Cast) -> int:
    return PinTries.objects.get(member=cast.siti).sign_in_failed


def shut_the_sign_in(cast: Cast) -> None:
    PinTries.objects.filter(member=cast.siti).update(
        sign_in_failed=MAX_TRIES, sign_in_failed_at=timezone.now()
    )


def test_a_stranger_shuts_the_sign_in_and_not_the_card_at_the_clinic(
    cast: Cast, client: Client
) -> None:
    cast.deposit()
    for _ in range(7):
        open_as(client, cast.siti.number, "000000")
        later()
    assert sign_in_failed(cast) == 5
    assert PinTries.objects.get(member=cast.siti).failed == 0
    assert cast.redeem().credit_idr == 15_000
    assert refusal_of(open_as(client, cast.siti.number, SITI_PIN)) == (403, "opening_wrong")


def test_a_right_pin_at_the_clinic_does_not_open_the_sign_in_again(
    cast: Cast, client: Client
) -> None:
    """Else a stranger had five more guesses after every visit."""
    shut_the_sign_in(cast)
    check_pin(member=cast.siti, cards=[cast.siti_card], pin=SITI_PIN)
    assert refusal_of(open_as(client, cast.siti.number, SITI_PIN)) == (403, "opening_wrong")


def test_a_new_pin_from_the_counter_opens_the_sign_in_again(cast: Cast, client: Client) -> None:
    shut_the_sign_in(cast)
    reset_pin(
        key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, pin="864209", reason="terkunci"
    )
    assert open_as(client, cast.siti.number, "864209").status_code == 302


def test_a_pin_that_is_locked_at_the_clinic_opens_here(cast: Cast, client: Client) -> None:
    """Whoever found a card shuts what asks for a card at a desk, and not the passbook."""
    PinTries.objects.filter(member=cast.siti).update(failed=5, failed_at=timezone.now())
    assert open_as(client, cast.siti.number, SITI_PIN).status_code == 302


def test_wrong_tries_at_the_clinic_stay_what_they_are(cast: Cast, client: Client) -> None:
    for _ in range(2):
        with pytest.raises(PinWrong):
            check_pin(member=cast.siti, cards=[cast.siti_card], pin="000000")
    open_as(client, cast.siti.number, "000000")
    open_as(client, cast.siti.number, SITI_PIN)
    tries = PinTries.objects.get(member=cast.siti)
    assert (tries.failed, tries.sign_in_failed) == (2, 0)


def test_the_right_pin_in_time_forgets_the_wrong_ones(cast: Cast, client: Client) -> None:
    for _ in range(4):
        open_as(client, cast.siti.number, "000000")
        later()
    assert open_as(client, cast.siti.number, SITI_PIN).status_code == 302
    assert sign_in_failed(cast) == 0


def test_right_pins_use_up_nothing(cast: Cast, client: Client) -> None:
    for _ in range(40):
        assert open_as(client, cast.siti.number, SITI_PIN).status_code == 302


def test_card_and_number_are_counted_apart(cast: Cast, client: Client) -> None:
    """Also the tries of a minute: who hammers at a number does not keep the card waiting."""
    for _ in range(4):
        open_as(client, cast.siti.number, "000000")
    assert refusal_of(open_as(client, cast.siti.number, SITI_PIN)) == (403, "opening_waits")
    assert sign_in_failed(cast) == 3
    shut_the_sign_in(cast)
    assert open_as(client, cast.siti_card.code, SITI_PIN).status_code == 302


@pytest.mark.parametrize(
    ("who", "pin", "status", "code"),
    [
        ("", "123456", 422, "number_misspelt"),
        ("1001-A", "123456", 422, "number_misspelt"),
        ("Siti", "123456", 422, "number_misspelt"),
        ("W1" + "A" * 27, "123456", 422, "card_misspelt"),
        ("right", "", 422, "pin_malformed"),
        ("right", "12", 422, "pin_malformed"),
        ("right", "１２３４５６", 422, "pin_malformed"),
        ("right", "1' OR 1", 422, "pin_malformed"),
        ("x" * 10_000, "123456", 422, "number_misspelt"),
    ],
)
def test_what_is_no_number_or_no_pin_is_told_so_and_costs_no_try(
    cast: Cast, client: Client, who: str, pin: str, status: int, code: str
) -> None:
    answer = open_as(client, cast.siti.number if who == "right" else who, pin)
    assert answer.status_code == status
    assert code in page_of(answer)
    assert sign_in_failed(cast) == 0


def test_what_was_typed_is_kept_but_not_the_pin(cast: Cast, client: Client) -> None:
    page = page_of(open_as(client, cast.siti.number, "975310"))
    assert f'value="{cast.siti.number}"' in page
    assert "975310" not in page


def test_a_card_that_was_read_is_kept_out_of_sight(cast: Cast, client: Client) -> None:
    code = cast.siti_card.code
    page = page_of(open_as(client, code, "975310"))
    assert page.count(code) == 1
    assert re.search(rf'<input type="hidden" name="card" value="{code}"', page)
    assert open_as(client, "", SITI_PIN, card=code).status_code == 302


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_photo_of_the_card_and_the_pin_open_the_passbook(
    cast: Cast, client: Client, form: str
) -> None:
    """Without scripts: the photo goes along with the form."""
    answer = open_as(client, "", SITI_PIN, photo=qr_picture(cast.siti_card.code, form))
    assert answer.status_code == 302


def test_a_photo_without_a_code_is_told_so(cast: Cast, client: Client) -> None:
    photo = SimpleUploadedFile("photo.jpg", b"no picture", "image/jpeg")
    answer = open_as(client, "", SITI_PIN, photo=photo)
    assert refusal_of(answer) == (422, "picture_unread")


def test_the_camera_s_frames_are_read_for_everybody_but_not_without_end(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = cast.siti_card.code
    answer = client.post("/member/frames/", {"photo": qr_picture(code)})
    assert answer.json() == {"code": code}
    assert client.post("/member/frames/").json() == {"code": ""}
    few = Throttle("frames", most=3, minutes=15, of_cost=True)
    monkeypatch.setattr(sign_in_page, "FRAMES_THROTTLE", few)
    assert client.post("/member/frames/").status_code == 200
    assert client.post("/member/frames/").status_code == 403


def test_dead_cards_open_nothing_and_say_why(cast: Cast, client: Client) -> None:
    old = cast.siti_card
    replace_card(key=uuid.uuid4(), by=cast.sari, card_id=old.pk, reason="hilang")
    assert "card_replaced" in page_of(open_as(client, old.code, SITI_PIN))
    assert "card_not_active" in page_of(open_as(client, cast.hasan_card.code, "123456"))
    block_card(key=uuid.uuid4(), by=cast.rudi, card_id=cast.wati_card.pk, reason="hilang")
    assert "card_blocked" in page_of(open_as(client, cast.wati_card.code, WATI_PIN))
    assert "opening_wrong" in page_of(open_as(client, cast.wati.number, WATI_PIN))


def test_every_card_of_a_household_opens_its_passbook(cast: Cast, client: Client) -> None:
    issue_card(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        holder_name="Budi",
        activate=True,
        pin="246813",
    )
    assert open_as(client, cast.siti.number, "246813").status_code == 302


def test_a_membership_that_ended_is_closed_at_once(cast: Cast, siti: Client) -> None:
    Member.objects.filter(pk=cast.siti.pk).update(closed_at=timezone.now())
    assert siti.get("/member/passbook/")["Location"] == "/member/"
    assert "member_closed" in page_of(open_as(siti, cast.siti.number, SITI_PIN))


def test_one_address_cannot_go_on_guessing(cast: Cast, client: Client) -> None:
    for serial in range(50_000, 50_030):
        open_as(client, make_number(serial), f"{serial:06d}")
    assert refusal_of(open_as(client, cast.siti.number, SITI_PIN)) == (403, "too_many_tries")
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert open_as(elsewhere, cast.siti.number, SITI_PIN).status_code == 302


def test_one_number_is_slow_from_every_address(cast: Cast) -> None:
    answers = [
        refusal_of(open_as(Client(REMOTE_ADDR=f"10.0.0.{at}"), cast.siti.number, "000000"))[1]
        for at in range(5)
    ]
    assert answers == ["opening_wrong"] * 3 + ["opening_waits"] * 2


# --- it shuts by itself


def test_a_passbook_nobody_reads_is_closed_after_ten_minutes(cast: Cast, siti: Client) -> None:
    with clock.at(timezone.now() + timedelta(minutes=11)):
        assert siti.get("/member/passbook/")["Location"] == "/member/"
    assert "member" not in siti.session


def test_reading_keeps_it_open_but_not_longer_than_an_hour(cast: Cast, siti: Client) -> None:
    start = timezone.now()
    for minutes in range(8, 60, 8):
        with clock.at(start + timedelta(minutes=minutes)):
            assert siti.get("/member/passbook/").status_code == 200, minutes
    with clock.at(start + timedelta(minutes=62)):
        assert siti.get("/member/passbook/").status_code == 302


def test_a_page_that_is_left_lying_goes_back_to_the_sign_in(cast: Cast, siti: Client) -> None:
    """Also without scripts; nothing that was typed can be lost, for nothing is typed here."""
    for address in ("/member/", "/member/passbook/", "/member/visits/"):
        seconds, _, to = siti.get(address)["Refresh"].partition("; url=")
        assert 10 * 60 < int(seconds) < 15 * 60
        assert to == "/member/?closed=1"
    assert "Refresh" not in siti.get("/member/statement/")
    siti.post("/member/leave/")
    sign_in = siti.get("/member/?closed=1")
    assert "Refresh" not in sign_in
    assert 'class="note' in page_of(sign_in)


def test_closing_stands_in_words_on_every_page(cast: Cast, siti: Client) -> None:
    deposit = cast.deposit()
    own = ["/member/", "/member/passbook/", "/member/visits/", "/member/clinics/SHT/"]
    for address in (*own, f"/member/deposits/{deposit.number}/"):
        page = page_of(siti.get(address))
        assert page.count('action="/member/leave/"') == 2, address
        assert "Tutup buku tabungan" in page, address

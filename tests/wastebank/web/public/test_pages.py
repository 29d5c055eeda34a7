"""What anybody may see: the ways in, the prices, and whether a receipt is true."""

import gzip
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from tests.cast import PASSWORD, SITI_PIN, Cast
from tests.proof.races.racing import race
from wastebank.bank.facts import set_bank
from wastebank.deposits.void import void_deposit
from wastebank.materials.prices import set_price
from wastebank.models import Material, Place, ReceiptPrint

pytestmark = pytest.mark.page


@pytest.fixture(autouse=True)
def nobody_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def page_of(answer: Any) -> str:
    return str(answer.content.decode())


def check(client: Client, code: str) -> Any:
    return client.post("/check/", {"code": code})


def test_the_first_page_has_a_sign_in_for_each(cast: Cast, client: Client) -> None:
    page = page_of(client.get("/"))
    for address in ("/counter/", "/clinic/", "/member/", "/office/", "/prices/", "/check/"):
        assert f'href="{address}"' in page


@pytest.mark.django_db
def test_an_empty_programme_has_no_prices_and_no_fault(client: Client) -> None:
    assert client.get("/prices/").status_code == 200


def test_prices_are_those_of_the_place_and_the_day(cast: Cast, client: Client) -> None:
    today = timezone.localdate()
    for valid_from, price_idr in ((today, 2_750), (today + timedelta(days=1), 9_999)):
        set_price(
            key=uuid.uuid4(),
            by=cast.maya,
            material="pet",
            place="MLT",
            valid_from=valid_from,
            price_idr=price_idr,
        )
    melati = page_of(client.get("/prices/?place=MLT"))
    assert "Rp2.750" in melati
    assert "Rp9.999" not in melati
    assert "Rp2.500" in page_of(client.get("/prices/?place=KNG"))
    induk = page_of(client.get("/prices/"))
    assert "Bank Sampah Induk" in induk
    assert "Televisi bekas" in induk
    assert induk.count('class="badge is-wait"') == 1  # one has to ask
    assert "Klinik" not in induk


@pytest.mark.parametrize(
    ("sought", "found", "left"),
    [
        ("kardus", ["Kardus"], ["Botol PET"]),
        ("BOTOL", ["Botol PET", "Botol kecap"], ["Kardus"]),
        ("botol kaca", ["Botol kecap"], ["Botol PET"]),
        ("cardboard", ["Kardus"], ["Botol PET"]),
        ("tutup besi", [], ["Kardus", "Botol PET"]),
        ("<b>'\"", [], ["Kardus"]),
        ("  ", ["Kardus", "Botol PET"], []),
        ("x" * 500, [], ["Kardus"]),
    ],
)
def test_the_board_can_be_searched_in_both_languages_by_any_of_the_words(
    cast: Cast, client: Client, sought: str, found: list[str], left: list[str]
) -> None:
    page = page_of(client.get("/prices/", {"place": "MLT", "find": sought}))
    board = "".join(re.findall(r'<li class="line.*?</li>', page, re.S))
    for name in found:
        assert name in board
    for name in left:
        assert name not in board
    assert found or 'class="empty"' in page
    assert sought not in page or "<" not in sought


def test_the_board_says_since_when_its_prices_hold(cast: Cast, client: Client) -> None:
    page = page_of(client.get("/prices/?place=MLT"))
    assert "1 Jan 2020" in page
    set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="pet",
        place="MLT",
        valid_from=timezone.localdate(),
        price_idr=2_750,
    )
    today = date_format(timezone.localdate(), "j M Y")
    assert f"Harga terakhir berubah {today}" in page_of(client.get("/prices/?place=MLT"))
    assert "1 Jan 2020" in page_of(client.get("/prices/?place=KNG"))


def test_the_board_is_shared_with_prices_and_its_own_address(cast: Cast, client: Client) -> None:
    page = page_of(client.get("/prices/?place=MLT"))
    found = re.search(r'href="https://wa\.me/\?text=([^"]+)"', page)
    assert found
    told = unquote(found[1])
    assert told.startswith("Harga hari ini di Unit Melati")
    assert "Kardus Rp1.200/kg" in told
    assert "Televisi" not in told  # one has to ask
    assert told.endswith("http://testserver/prices/?place=MLT")


def test_what_is_not_bought_any_more_leaves_the_board(cast: Cast, client: Client) -> None:
    Material.objects.filter(code="kardus").update(active=False)
    assert "Kardus" not in page_of(client.get("/prices/"))


@pytest.mark.parametrize(
    ("bank", "said"),
    [
        ("Unit Melati", "at Unit Melati:"),
        ("UNIT  melati", "at Unit Melati:"),
        ("Bank Sampah Sejahtera", "at Unit Melati, Bank Sampah Sejahtera:"),
    ],
)
def test_a_place_that_is_called_as_the_bank_is_named_once(
    cast: Cast, client: Client, bank: str, said: str
) -> None:
    set_bank(key=uuid.uuid4(), by=cast.maya, name=bank)
    page = client.get("/prices/?place=MLT", headers={"accept-language": "en"}).content.decode()
    (link,) = re.findall(r'href="(https://wa\.me/[^"]*)"', page)
    assert said in unquote(link)


@pytest.mark.parametrize("code", ["NIX", "SHT", "' OR 1=1", "x" * 500])
def test_prices_of_a_place_that_is_none_are_refused(cast: Cast, client: Client, code: str) -> None:
    answer = client.get("/prices/", {"place": code})
    assert answer.status_code == 404
    assert "place_unknown" in page_of(answer)


def test_a_closed_place_has_no_board(cast: Cast, client: Client) -> None:
    Place.objects.filter(code="KNG").update(active=False)
    assert client.get("/prices/?place=KNG").status_code == 404


@pytest.mark.parametrize("spelling", ["plain", "spaced", "lower", "look-alikes"])
def test_the_check_says_what_a_deposit_s_receipt_says(
    cast: Cast, client: Client, spelling: str
) -> None:
    deposit = cast.deposit(("pet", 1_390), ("jelantah", 2_000))
    code = deposit.verify_code
    typed = {
        "plain": code,
        "spaced": f" {code[:4]}-{code[4:]} ",
        "lower": code.lower(),
        "look-alikes": code.replace("0", "O").replace("1", "I"),
    }[spelling]
    answer = check(client, typed)
    page = page_of(answer)
    assert answer.status_code == 200
    assert answer.request["QUERY_STRING"] == ""
    for text in (deposit.number, "Unit Melati", "Siti R.", cast.siti.number, "Sari"):
        assert text in page
    for text in ("1,390 kg × Rp2.500", "3.475", "2,000 liter × Rp5.000", "Rp13.475"):
        assert text in page


def test_the_check_says_no_more_than_the_paper(cast: Cast, client: Client) -> None:
    cast.siti.phone, cast.siti.address = "081234567", "Jalan Rahasia 9"
    cast.siti.save()
    page = page_of(check(client, cast.deposit().verify_code))
    for secret in ("Rahayu", "081234567", "Rahasia", cast.siti_card.code):
        assert secret not in page


def test_the_check_of_a_visit_tells_place_time_and_sums_but_no_care_and_no_name(
    cast: Cast, client: Client
) -> None:
    cast.deposit()
    visit = cast.redeem(ServiceAsked("tambal-gigi"), cash_idr=45_000)
    page = page_of(check(client, visit.verify_code))
    for text in (visit.number, "Klinik Sehati", "Rp60.000", "Rp15.000", "Rp45.000"):
        assert text in page
    for secret in ("Tambal", "filling", "Siti", cast.siti.number, "Dewi", "Rp10.000"):
        assert secret not in page


def test_what_was_taken_back_is_said_so(cast: Cast, client: Client) -> None:
    deposit, kept = cast.deposit(), cast.deposit()
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="keliru")
    visit = cast.redeem()
    cancel_redemption(key=uuid.uuid4(), by=cast.dewi, redemption=visit.number, reason="keliru")
    for code in (deposit.verify_code, visit.verify_code):
        page = page_of(check(client, code))
        assert "note is-stop" in page
        assert "keliru" not in page
    assert "note is-good" in page_of(check(client, kept.verify_code))


@pytest.mark.parametrize(
    ("code", "status", "refusal"),
    [
        ("AAAAAAAA", 404, "receipt_unknown"),
        ("", 422, "receipt_code_misspelt"),
        ("ABC", 422, "receipt_code_misspelt"),
        ("AAAAAAAAA", 422, "receipt_code_misspelt"),
        ("ＡＡＡＡＡＡＡＡ", 422, "receipt_code_misspelt"),
        ("AAAA AAA!", 422, "receipt_code_misspelt"),
        ("A" * 5_000, 422, "receipt_code_misspelt"),
        ("MLT-000001", 422, "receipt_code_misspelt"),
    ],
)
def test_a_code_that_is_none_is_refused_and_kept(
    cast: Cast, client: Client, code: str, status: int, refusal: str
) -> None:
    answer = check(client, code)
    assert answer.status_code == status
    assert refusal in page_of(answer)
    assert f'value="{code[:40]}"' in page_of(answer)


def test_guessing_codes_is_slowed_down(cast: Cast, client: Client) -> None:
    deposit = cast.deposit()
    for number in range(20):
        check(client, f"AAAAAA{number:02d}")
    assert "too_many_tries" in page_of(check(client, deposit.verify_code))
    other = Client(REMOTE_ADDR="10.9.8.7")
    assert check(other, deposit.verify_code).status_code == 200


def test_looking_at_true_receipts_is_never_slowed_down(cast: Cast, client: Client) -> None:
    deposit = cast.deposit()
    for _ in range(25):
        assert check(client, deposit.verify_code).status_code == 200


def test_guesses_sent_together_all_count(committed_db: None, cast: Cast) -> None:
    """Each is counted before it is looked up, so that none slips in between."""
    answers = race([lambda: refusal_code_of(check(Client(), "AAAAAAAA")) for _ in range(40)])
    assert answers.count("too_many_tries") == 20
    assert answers.count("receipt_unknown") == 20


def refusal_code_of(answer: Any) -> str:
    found = re.search(r"<code>(\w+)</code>", page_of(answer))
    return found[1] if found else ""


def test_the_check_says_how_many_papers_there_are(cast: Cast, client: Client) -> None:
    deposit = cast.deposit()
    for count, papers in ((0, 0), (1, 0), (2, 1)):
        ReceiptPrint.objects.update_or_create(
            receipt_number=deposit.number, defaults={"count": count}
        )
        page = page_of(check(client, deposit.verify_code))
        assert page.count("dicetak 2 lembar") == papers


def test_text_travels_compressed_and_papers_as_they_are(cast: Cast, client: Client) -> None:
    packed = {"Accept-Encoding": "gzip"}
    cast.deposit()
    plain, small = client.get("/prices/"), client.get("/prices/", headers=packed)
    assert "Content-Encoding" not in plain
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert "Harga hari ini" in gzip.decompress(small.content).decode()
    client.post("/member/", {"who": cast.siti.number, "pin": SITI_PIN})
    assert "Content-Encoding" not in client.get("/member/statement/", headers=packed)


def test_the_name_receipts_know_the_check_by_leads_there(cast: Cast) -> None:
    assert reverse("check") == reverse("public:check") == "/check/"


def test_sign_in_keeps_the_name_and_says_what_was_wrong(cast: Cast, client: Client) -> None:
    page = page_of(client.get("/login/?next=/clinic/"))
    assert 'name="username"' in page
    assert 'name="password"' in page
    assert 'name="next" value="/clinic/"' in page
    wrong = client.post("/login/", {"username": "dewi", "password": "falsch", "next": "/clinic/"})
    assert "sign_in_wrong" in page_of(wrong)
    assert 'value="dewi"' in page_of(wrong)
    assert "falsch" not in page_of(wrong)
    right = client.post("/login/", {"username": "dewi", "password": PASSWORD, "next": "/clinic/"})
    assert right["Location"] == "/clinic/"


def test_who_signs_in_does_not_keep_another_s_passbook(cast: Cast, client: Client) -> None:
    client.post("/member/", {"who": cast.siti.number, "pin": SITI_PIN})
    client.post("/login/", {"username": "dewi", "password": PASSWORD})
    assert "Siti" not in page_of(client.get("/member/"))
    assert client.session.get_expiry_age() > 3600


def test_a_refusal_nobody_caught_has_a_page_in_both_languages(cast: Cast, client: Client) -> None:
    client.force_login(cast.sari)
    answer = client.get("/clinic/")
    assert answer.status_code == 403
    assert "not_allowed" in page_of(answer)
    english = page_of(client.get("/clinic/", headers={"Accept-Language": "en"}))
    assert "Your role may not do this." in english
    assert client.get("/nowhere/").status_code == 404


def test_public_answers_carry_the_policy_and_no_inline_code(cast: Cast, client: Client) -> None:
    deposit = cast.deposit()
    answers = [client.get(a) for a in ("/", "/prices/", "/check/", "/login/", "/member/")]
    for answer in (*answers, check(client, deposit.verify_code)):
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page_of(answer))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31", "gestern", ""])
def test_no_day_in_an_address_breaks_a_list(cast: Cast, client: Client, day: str) -> None:
    client.force_login(cast.maya)
    for address in ("/counter/day/", reverse("office:day")):
        answer = client.get(address, {"day": day})
        assert answer.status_code == (422 if day else 200), address

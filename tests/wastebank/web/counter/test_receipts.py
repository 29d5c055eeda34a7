"""What the counter recorded: the day's list, papers, the void."""

import base64
import re
import uuid
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from ledger import clock
from tests.cast import Cast
from tests.wastebank.papers.looking import text_of
from tests.wastebank.papers.roll_printer import (
    Printout,
    on_this_machine,
    printer_on_the_network,
    read_back,
)
from tests.wastebank.web.counter.desk import Desk
from wastebank.codes.card_code import show_verify_code
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.deposits.void import void_deposit
from wastebank.materials.prices import set_price
from wastebank.members.wallets import balance_of
from wastebank.models import ActionLog, Deposit, Member, Place, ReceiptPrint
from wastebank.values.calendar import local_day

pytestmark = pytest.mark.page


def test_every_paper_is_counted_and_a_second_one_is_a_copy(cast: Cast, sari: Desk) -> None:
    deposit = cast.deposit()
    path = f"/counter/receipts/{deposit.number}/print/"
    first = sari.post(path, paper="-58")
    assert deposit.number in first
    assert "Copy 1" not in first
    assert "Copy 1" in sari.post(path, paper="-80")
    assert ActionLog.objects.filter(action="print_receipt").count() == 2


@pytest.mark.parametrize(
    ("paper", "begins", "content_type"),
    [
        ("pdf-58", b"%PDF", "application/pdf"),
        ("pdf-80", b"%PDF", "application/pdf"),
        ("escpos-58", b"\x1b@", "application/octet-stream"),
        ("escpos-80", b"\x1b@", "application/octet-stream"),
    ],
)
def test_papers_come_as_files(
    cast: Cast, sari: Desk, paper: str, begins: bytes, content_type: str
) -> None:
    deposit = cast.deposit()
    fields = {"paper": paper, "key": str(uuid.uuid4())}
    answer = sari.client.post(f"/counter/receipts/{deposit.number}/print/", fields)
    assert answer.content.startswith(begins)
    assert answer.headers["Content-Type"] == content_type
    assert deposit.number in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("paper", ["", "58", "-60", "fax-58", "pdf"])
def test_a_paper_nobody_has_is_refused(cast: Cast, sari: Desk, paper: str) -> None:
    deposit = cast.deposit()
    path = f"/counter/receipts/{deposit.number}/print/"
    assert "field_malformed" in sari.post(path, 422, paper=paper)


def test_a_deposit_is_voided_once_and_says_so(cast: Cast, sari: Desk) -> None:
    deposit = cast.deposit()
    path = f"/counter/receipts/{deposit.number}/"
    assert "reason_missing" in sari.post(f"{path}void/", 422, reason=" ")
    page = sari.post(f"{path}void/", reason="Wrong sack")
    assert f"Voided. {deposit.number}." in page
    assert "Wrong sack" in page
    assert balance_of(cast.siti).balance_idr == 0
    assert "already_reversed" in sari.post(f"{path}void/", 409, reason="Again")


def test_the_counter_of_another_place_does_not_see_the_receipt(cast: Cast) -> None:
    deposit = cast.deposit()
    rudi = Desk(cast.rudi)
    for path in ("", "print/", "void/"):
        answer = rudi.client.post(f"/counter/receipts/{deposit.number}/{path}", {"reason": "x"})
        assert answer.status_code in (404, 405)
    assert "deposit_unknown" in rudi.get(f"/counter/receipts/{deposit.number}/")


def test_one_count_for_every_road(cast: Cast, sari: Desk) -> None:
    deposit = cast.deposit()
    path = f"/counter/receipts/{deposit.number}/print/"
    with printer_on_the_network() as printer:
        Place.objects.filter(pk=cast.melati.pk).update(
            printer_host="127.0.0.1", printer_port=printer.port
        )
        assert "Copy" not in printed_by_app(sari.post(path, paper="app-58")).text
        assert "Copy 1" in sari.post(path, paper="-58")
        assert "Sent to the printer." in sari.post(path, paper="tcp")
        assert "* Copy 2 *" in read_back(printer.next_sheet()).text
    pdf = sari.client.post(path, {"paper": "pdf-80", "key": str(uuid.uuid4())})
    assert "Copy 3" in text_of(pdf.content)
    raw = sari.client.post(path, {"paper": "escpos-80", "key": str(uuid.uuid4())})
    assert "* Copy 4 *" in read_back(raw.content).text
    assert "* Copy 5 *" in printed_by_app(sari.post(path, paper="app-80")).text
    assert ReceiptPrint.objects.get(receipt_number=deposit.number).count == 6


def printed_by_app(page: str) -> Printout:
    """What a print helper would get from either link of the page; they must agree."""
    (intent,) = re.findall(r'href="intent:base64,([^"#]+)#Intent;scheme=rawbt;[^"]+;end;"', page)
    (plain,) = re.findall(r'href="rawbt:base64,([^"]+)"', page)
    assert intent == plain
    return read_back(base64.b64decode(intent))


def test_a_print_that_did_not_come_out_is_said_where_it_was_asked_for(
    cast: Cast, sari: Desk
) -> None:
    deposit = cast.deposit()
    path = f"/counter/receipts/{deposit.number}/print/"
    assert "printer_missing" in sari.post(path, 409, paper="tcp")
    Place.objects.filter(pk=cast.melati.pk).update(printer_host="127.0.0.1", printer_port=1)
    assert "printer_not_ours" in sari.post(path, 409, paper="tcp")
    with on_this_machine():
        page = sari.post(path, 409, paper="tcp")
    assert "printer_unreachable" in page
    assert "Recorded." in page
    assert "<details open>" not in page
    assert "Copy 1" not in sari.post(path, paper="-58")


def test_no_address_of_a_request_is_connected_to(cast: Cast, sari: Desk) -> None:
    deposit = cast.deposit()
    with printer_on_the_network() as printer:
        path = f"/counter/receipts/{deposit.number}/print/?printer_port={printer.port}"
        asked = {"host": "127.0.0.1", "printer_host": "127.0.0.1", "printer_port": printer.port}
        page = sari.post(path, 409, paper="tcp", **asked)
        assert "printer_missing" in page
        assert not printer.sheets


def test_the_papers_that_fit_the_place_stand_first(cast: Cast, sari: Desk) -> None:
    deposit = cast.deposit()
    path = f"/counter/receipts/{deposit.number}/"
    asked = r'name="paper" value="([^"]+)"'
    assert re.findall(asked, sari.get(path))[:2] == ["-58", "app-58"]
    Place.objects.filter(pk=cast.melati.pk).update(printer_host="10.0.0.9", paper_mm=80)
    found = re.findall(asked, sari.get(path))
    assert found[:3] == ["tcp", "-80", "app-80"]
    assert len(found) == len(set(found)) == 9


def text_to_send(desk: Desk, deposit: Deposit) -> tuple[str, str]:
    """Whose chat the receipt opens, and what would be sent there."""
    page = desk.get(f"/counter/receipts/{deposit.number}/")
    (link,) = re.findall(r'href="(https://wa\.me/[^"]*)"', page)
    return urlsplit(link).path.strip("/"), unquote(urlsplit(link).query)


def test_a_receipt_to_send_has_its_lines_and_its_code_and_never_whose_it_is(
    cast: Cast, sari: Desk
) -> None:
    deposit = cast.deposit(("pet", 10_000), ("kardus", 2_500))
    chat, text = text_to_send(sari, deposit)
    assert not chat  # no telephone is kept
    assert "• Clear PET bottles: 10.000 kg × Rp2,500 = Rp25,000" in text
    assert "• Cardboard: 2.500 kg × Rp1,200 = Rp3,000" in text
    assert show_verify_code(deposit.verify_code) in text
    assert "Balance: Rp28,000" in text
    assert "/check/" in text
    private = [cast.siti.name, "Siti", cast.siti.number, deposit.number]
    assert not [word for word in private if word in text]
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="x")
    assert "wa.me" not in sari.get(f"/counter/receipts/{deposit.number}/")


@pytest.mark.parametrize("page", ["/counter/receipts/{}/", "/office/days/deposits/{}/"])
def test_a_void_says_by_name_who_took_what_back_from_whom(
    cast: Cast, sari: Desk, page: str
) -> None:
    deposit = cast.deposit()
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="Wrong member")
    said = sari.get(page.format(deposit.number))
    assert "Rp25,000 was taken back from Siti Rahayu. “Wrong member” (Sari)" in said


def test_a_receipt_to_send_speaks_the_language_of_the_page(cast: Cast, sari: Desk) -> None:
    deposit = cast.deposit(("pet", 10_000))
    sari.client.post("/language/", {"language": "id", "next": "/"})
    _, text = text_to_send(sari, deposit)
    assert "• Botol PET bening: 10,000 kg × Rp2.500 = Rp25.000" in text
    assert "Clear PET" not in text


@pytest.mark.parametrize(
    ("phone", "chat"),
    [
        ("081234567890", "6281234567890"),
        ("0812.3456.7890", "6281234567890"),
        ("+62 812-3456-7890", "6281234567890"),
        ("62 81234567890", "6281234567890"),
        ("+65 9123 4567", "6591234567"),
        ("(0341) 551234", ""),  # of a house: nobody reads there
        ("", ""),
    ],
)
def test_a_receipt_goes_to_the_telephone_of_its_member(
    cast: Cast, sari: Desk, phone: str, chat: str
) -> None:
    member = cast.siti
    member.phone = phone
    member.save()
    assert text_to_send(sari, cast.deposit())[0] == chat


def test_who_may_not_see_telephones_sends_a_receipt_to_whom_they_choose(cast: Cast) -> None:
    Member.objects.filter(pk=cast.siti.pk).update(phone="081234567890")
    for person in (cast.bambang, cast.yusuf):
        assert text_to_send(Desk(person), cast.deposit())[0] == ""


def test_a_visit_to_send_has_sums_alone(cast: Cast) -> None:
    """Which care it was is about health; a clinic sees no telephones."""
    Member.objects.filter(pk=cast.siti.pk).update(phone="081234567890")
    cast.deposit()
    visit = cast.redeem()
    page = Desk(cast.dewi).get(f"/clinic/visits/{visit.number}/")
    (link,) = re.findall(r'href="(https://wa\.me/[^"]*)"', page)
    assert urlsplit(link).path == "/"
    text = unquote(urlsplit(link).query)
    private = ["Consultation", "Konsultasi", show_verify_code(visit.verify_code), visit.number]
    assert not [word for word in private if word in text]


# --- weighing again what was voided


def void_first(desk: Desk, deposit: Deposit) -> str:
    return desk.post(f"/counter/receipts/{deposit.number}/void/", quick="Wrong weight")


def test_a_void_asks_one_question_and_one_answer_carries_it_out(cast: Cast, sari: Desk) -> None:
    deposit = cast.deposit()
    page = sari.get(f"/counter/receipts/{deposit.number}/")
    form = page.split(f'action="/counter/receipts/{deposit.number}/void/"')[1].split("</form>")[0]
    assert re.findall(r"[^<>]*\?(?=<)", form) == ["Why are the Rp25,000 of Siti Rahayu void?"]
    assert f"Voided. {deposit.number}." in void_first(sari, deposit)
    assert balance_of(cast.siti).balance_idr == 0


def again_link(page: str) -> str:
    (link,) = re.findall(r'href="([^"]*\?again=[^"]*)"', page)
    return str(link)


def standing(page: str, field: str) -> list[str]:
    """What stands in the lines of the slip; the open line comes after them."""
    slip = page.split("data-lines")[1].split("</ol>", maxsplit=1)[0]
    fields = re.findall(rf'<input[^>]*name="{field}" value="([^"]*)"', slip)
    return [str(value) for value in fields]


def test_what_was_voided_is_weighed_again_with_its_lines_at_todays_prices(
    cast: Cast, sari: Desk
) -> None:
    lines = [
        LineAsked("pet", 1_235, tare_amount=265, rejected_amount=90, reject_reason="wet"),
        LineAsked("kardus", 10_000),
        LineAsked("jelantah", 1_500),
        LineAsked("botol-kecap", 12),
        LineAsked("televisi", 2, price_idr=20_000),
    ]
    deposit = record_deposit(key=uuid.uuid4(), by=cast.sari, member=cast.siti.number, lines=lines)
    set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        place=cast.induk.code,
        material="pet",
        price_idr=3_000,
        valid_from=local_day(clock.now()),
    )
    page = sari.get(again_link(void_first(sari, deposit)))
    assert f"/counter/weigh/{cast.siti.number}/" in page
    assert standing(page, "material") == ["pet", "kardus", "jelantah", "botol-kecap", "televisi"]
    assert standing(page, "amount") == ["1.59", "10", "1.5", "12", "2"]
    assert standing(page, "tare")[0] == "265g"
    assert standing(page, "price") == ["", "", "", "", ""]  # one asks again
    assert "Rp3,705" in page  # 1.235 kg at the price of now
    typed: dict[str, Any] = {
        name: standing(page, name) for name in ("material", "amount", "tare", "rejected")
    }
    typed["price"] = ["", "", "", "", "21000"]
    reasons = ["wet", "", "", "", ""]
    path = f"/counter/weigh/{cast.siti.number}/"
    assert "Recorded." in sari.post(path, step="record", reason=reasons, **typed)
    again = Deposit.objects.latest("pk")
    kept = [(line.material.code, line.amount, line.tare_amount) for line in again.lines.all()]
    assert kept == [(line.material, line.amount, line.tare_amount) for line in lines]
    assert [line.price_idr for line in again.lines.all()] == [3_000, 1_200, 5_000, 350, 21_000]


def test_only_what_is_void_is_weighed_again_and_for_its_member_alone(
    cast: Cast, sari: Desk
) -> None:
    standing_one = cast.deposit()
    assert "again=" not in sari.get(f"/counter/receipts/{standing_one.number}/")
    for number, member in [
        (standing_one.number, cast.siti),
        ("MLT-2601-99999", cast.siti),
        ("\x00", cast.siti),
    ]:
        answer = sari.client.get(f"/counter/weigh/{member.number}/", {"again": number})
        assert answer.status_code == 404
    void_first(sari, standing_one)
    other = sari.client.get(f"/counter/weigh/{cast.hasan.number}/?again={standing_one.number}")
    assert other.status_code == 404


def test_who_may_void_and_not_weigh_is_offered_no_scale(cast: Cast) -> None:
    deposit = cast.deposit()
    assert "again=" not in void_first(Desk(cast.bambang), deposit)

"""The counter's pages without a script: every act of the desk, and what bad input gets."""

import re
import uuid
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from ledger.models import JournalEntry
from tests.cast import Cast
from wastebank.cards import issue_card, print_blank_cards
from wastebank.deposits import void_deposit
from wastebank.models import ActionLog, Card, Deposit, Member, User
from wastebank.papers.qr import card_matrix
from wastebank.reading import balance_of

KEY = re.compile(r'name="key" value="([-0-9a-f]{36})"')
CODE = re.compile(r'name="code" value="(W1\w{27})"')


class Desk:
    """A browser without modules, signed in at a counter, that reads English."""

    def __init__(self, user: User) -> None:
        self.client = Client(headers={"accept-language": "en"})
        self.client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])

    def get(self, path: str) -> str:
        return self.page(self.client.get(path))

    def post(self, path: str, status: int = 200, **fields: Any) -> str:
        fields.setdefault("key", str(uuid.uuid4()))
        answer = self.client.post(path, fields, follow=True)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return self.page(answer)

    def page(self, answer: Any) -> str:
        assert answer.status_code < 500
        return " ".join(answer.content.decode().split())


@pytest.fixture
def sari(cast: Cast) -> Desk:
    return Desk(cast.sari)


def weigh_path(member: Member) -> str:
    return f"/counter/weigh/{member.number}/"


def qr_picture(code: str, form: str = "JPEG") -> SimpleUploadedFile:
    matrix = card_matrix(code)
    side = len(matrix)
    picture = Image.new("L", (side + 8, side + 8), 255)
    for row, cells in enumerate(matrix):
        for column, dark in enumerate(cells):
            if dark:
                picture.putpixel((column + 4, row + 4), 0)
    file = BytesIO()
    picture.resize((640, 640), Image.Resampling.NEAREST).save(file, form)
    return SimpleUploadedFile("frame.jpg", file.getvalue(), "image/jpeg")


# --- who stands here


def test_the_day_begins_empty(sari: Desk) -> None:
    assert "No deposits yet today." in sari.get("/counter/")


def test_a_scanned_card_opens_the_scale(cast: Cast, sari: Desk) -> None:
    page = sari.post("/counter/find/", code=cast.siti_card.code)
    assert cast.siti.name in page
    assert f'name="card" value="{cast.siti_card.code}"' in page
    assert "Clear PET bottles" in page


def test_a_code_typed_with_gaps_is_the_same_card(cast: Cast, sari: Desk) -> None:
    code = cast.siti_card.code.lower()
    assert cast.siti.name in sari.post("/counter/find/", code=f"{code[:9]} {code[9:]}")


def test_a_number_opens_the_scale_at_an_address_without_a_code(cast: Cast, sari: Desk) -> None:
    answer = sari.client.post("/counter/find/", {"code": cast.siti.number.lower()})
    assert answer.headers["Location"] == weigh_path(cast.siti)


def test_part_of_a_name_lists_who_it_may_be(cast: Cast, sari: Desk) -> None:
    page = sari.post("/counter/find/", code=cast.siti.name[:4])
    assert weigh_path(cast.siti) in page
    assert weigh_path(cast.wati) not in page


def test_nobody_found_leads_to_enrolment(sari: Desk) -> None:
    page = sari.post("/counter/find/", code="Zubaedah")
    assert "Nobody here has this name." in page
    assert "/counter/enrol/" in page


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_of_the_card_is_read(cast: Cast, sari: Desk, form: str) -> None:
    photo = qr_picture(cast.siti_card.code, form)
    assert cast.siti.name in sari.post("/counter/find/", code="", photo=photo)


def test_a_frame_of_the_camera_gives_its_code(cast: Cast, sari: Desk) -> None:
    answer = sari.client.post("/counter/frames/", {"photo": qr_picture(cast.siti_card.code)})
    assert answer.json() == {"code": cast.siti_card.code}


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0broken", b"GIF89a"])
def test_a_frame_that_is_no_picture_gives_nothing(sari: Desk, content: bytes) -> None:
    upload = SimpleUploadedFile("frame.jpg", content, "image/jpeg")
    assert sari.client.post("/counter/frames/", {"photo": upload}).json() == {"code": ""}


def test_a_picture_of_too_many_pixels_is_left_unopened(sari: Desk) -> None:
    file = BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    upload = SimpleUploadedFile("frame.png", file.getvalue(), "image/png")
    assert sari.client.post("/counter/frames/", {"photo": upload}).json() == {"code": ""}


def test_refused_cards_say_why_and_keep_the_desk(cast: Cast, sari: Desk) -> None:
    code = cast.siti_card.code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert "card_misspelt" in sari.post("/counter/find/", 422, code=wrong)
    assert "card_not_active" in sari.post("/counter/find/", 409, code=cast.hasan_card.code)
    assert "member_elsewhere" in sari.post("/counter/find/", 404, code=cast.wati_card.code)
    assert "member_unknown" in sari.page(sari.client.get(weigh_path(cast.wati)))


def test_a_refused_code_is_not_written_back_into_the_page(cast: Cast, sari: Desk) -> None:
    assert cast.hasan_card.code not in sari.post("/counter/find/", 409, code=cast.hasan_card.code)


# --- weighing


def record(desk: Desk, member: Member, *lines: tuple[str, str], **more: Any) -> str:
    fields: dict[str, Any] = {
        "material": [material for material, _ in lines],
        "amount": [amount for _, amount in lines],
        "act": "record",
        **more,
    }
    return desk.post(weigh_path(member), **fields)


def test_several_materials_of_different_units_become_credit(cast: Cast, sari: Desk) -> None:
    page = record(
        sari,
        cast.siti,
        ("pet", "1,39"),
        ("jelantah", "2"),
        ("botol-kecap", "12"),
        ("", ""),
        card=cast.siti_card.code,
    )
    deposit = Deposit.objects.get()
    assert deposit.total_idr == 3475 + 10_000 + 4200
    assert deposit.card == Card.objects.get(pk=cast.siti_card.pk)
    assert balance_of(cast.siti).balance_idr == deposit.total_idr
    assert f"Recorded. {deposit.number}." in page
    assert "Rp17,675 added to the balance of" in page


def test_a_member_found_by_number_is_credited_without_a_card(cast: Cast, sari: Desk) -> None:
    record(sari, cast.siti, ("pet", "10"))
    assert Deposit.objects.get().card is None


def test_the_same_form_twice_records_once(cast: Cast, sari: Desk) -> None:
    key = str(uuid.uuid4())
    first = record(sari, cast.siti, ("pet", "1"), key=key)
    second = record(sari, cast.siti, ("pet", "1"), key=key)
    assert "Recorded." in first
    assert "Recorded." in second
    assert Deposit.objects.count() == 1


def test_the_same_key_with_another_weight_is_refused(cast: Cast, sari: Desk) -> None:
    key = str(uuid.uuid4())
    record(sari, cast.siti, ("pet", "1"), key=key)
    assert "key_reused" in record(sari, cast.siti, ("pet", "2"), key=key, status=409)


@pytest.mark.parametrize(
    ("material", "amount", "status", "code"),
    [
        ("pet", "2.500", 422, "amount_ambiguous"),
        ("pet", "0", 422, "amount_not_positive"),
        ("pet", "-1", 422, "amount_malformed"),
        ("pet", "1e3", 422, "amount_malformed"),
        ("pet", "１", 422, "amount_malformed"),
        ("pet", "1,2345", 422, "amount_too_fine"),
        ("pet", "99999999", 422, "amount_too_large"),
        ("pet", "999999999999999", 422, "amount_too_large"),
        ("botol-kecap", "1,5", 422, "amount_not_whole"),
        ("pet", "", 422, "field_missing"),
        ("", "1", 422, "field_missing"),
        ("emas", "1", 404, "material_unknown"),
        ("televisi", "1", 409, "price_needed"),
    ],
)
def test_what_cannot_be_weighed_is_refused_and_kept(
    cast: Cast, sari: Desk, material: str, amount: str, status: int, code: str
) -> None:
    page = record(sari, cast.siti, ("kardus", "3,25"), (material, amount), status=status)
    assert f"<code>{code}</code>" in page
    assert 'name="amount" value="3,25"' in page
    assert f'name="amount" value="{amount}"' in page
    assert not JournalEntry.objects.exists()


def test_nothing_weighed_is_nothing_to_record(cast: Cast, sari: Desk) -> None:
    assert "no_lines" in record(sari, cast.siti, ("", ""), status=422)


def test_a_material_without_a_fixed_price_takes_the_one_that_was_asked(
    cast: Cast, sari: Desk
) -> None:
    record(sari, cast.siti, ("televisi", "1"), price=["15.000"])
    assert Deposit.objects.get().total_idr == 15_000


@pytest.mark.parametrize("price", ["murah", "-1", "1.5", "15.00", "1.000,000"])
def test_a_price_that_is_no_rupiah_is_refused(cast: Cast, sari: Desk, price: str) -> None:
    page = record(sari, cast.siti, ("televisi", "1"), price=[price], status=422)
    assert "field_malformed" in page
    assert f'value="{price}"' in page


def test_a_refused_form_comes_back_with_a_key_of_its_own(cast: Cast, sari: Desk) -> None:
    key = str(uuid.uuid4())
    page = record(sari, cast.siti, ("televisi", "1"), key=key, status=409)
    fresh = KEY.search(page)
    assert fresh
    assert fresh[1] != key


def test_a_form_without_a_key_is_refused(cast: Cast, sari: Desk) -> None:
    assert "key_missing" in record(sari, cast.siti, ("pet", "1"), key="", status=422)


def test_lines_are_added_and_taken_away_without_a_script(cast: Cast, sari: Desk) -> None:
    page = sari.post(weigh_path(cast.siti), material=["pet", ""], amount=["1,4", ""], more="1")
    assert 'name="amount" value="1,4"' in page
    assert "Rp3,500" in page
    page = sari.post(weigh_path(cast.siti), material=["pet"], amount=["1,4"], pick="kardus")
    assert 'value="kardus"' in page
    page = sari.post(
        weigh_path(cast.siti), material=["pet", "kardus"], amount=["1,4", "2"], drop="0"
    )
    assert 'name="amount" value="1,4"' not in page
    assert 'name="amount" value="2"' in page
    assert not Deposit.objects.exists()


def test_the_tiles_keep_their_places_while_the_counter_works(cast: Cast, sari: Desk) -> None:
    places = re.findall(r'data-material="([\w-]+)"', sari.get(weigh_path(cast.siti)))
    for _ in range(3):
        record(sari, cast.siti, ("botol-kecap", "5"))
    assert re.findall(r'data-material="([\w-]+)"', sari.get(weigh_path(cast.siti))) == places
    assert places[0] == "pet"


# --- receipts


def test_every_paper_is_counted_and_a_second_one_is_a_copy(cast: Cast, sari: Desk) -> None:
    deposit = cast.deposit()
    path = f"/counter/receipts/{deposit.number}/print/"
    first = sari.post(path, paper="-58")
    assert deposit.number in first
    assert "COPY" not in first.upper()
    assert "COPY 1" in sari.post(path, paper="-80").upper()
    assert ActionLog.objects.filter(act="print_receipt").count() == 2


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


def test_the_day_list_adds_up_what_was_not_voided(cast: Cast, sari: Desk) -> None:
    cast.deposit(("pet", 1000), ("kardus", 2000))
    gone = cast.deposit(("pet", 5000))
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=gone.number, reason="x")
    page = sari.get("/counter/day/")
    assert "1.000 kg" in page
    assert "<i>Rp</i>4,900" in page
    assert f"{gone.number} · voided" in page


@pytest.mark.parametrize("day", ["2020-01-01", "gestern", "9999-12-31", "2026-02-30"])
def test_any_day_can_be_asked_for(cast: Cast, sari: Desk, day: str) -> None:
    assert "Day list" in sari.get(f"/counter/day/?day={day}&page=zero")


# --- members and cards


def enrol(desk: Desk, status: int = 200, **fields: Any) -> str:
    facts = {"name": "Ni Luh Ayu", "kind": "household", "consent": "on", **fields}
    return desk.post("/counter/enrol/", status, **facts)


def test_a_member_is_enrolled_and_waits_for_a_card(cast: Cast, sari: Desk) -> None:
    page = enrol(sari, rt="03", rw="05", phone="0812 0000 0405", national_id="3573012345678901")
    member = Member.objects.latest("pk")
    assert member.place == cast.melati
    assert member.number in page
    assert "No card yet." in page
    assert "•••• 8901" in page
    assert "3573012345678901" not in page


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"name": ""}, 'value="house'),
        ({"phone": "satu"}, 'value="satu"'),
        ({"rt": "3a"}, 'value="3a"'),
        ({"national_id": "123"}, 'value="123"'),
        ({"kind": "ghost"}, "Ni Luh Ayu"),
        ({"consent": ""}, "Ni Luh Ayu"),
        ({"is_minor": "on"}, "Ni Luh Ayu"),
        ({"name": "x" * 101}, "x" * 101),
    ],
)
def test_a_form_that_cannot_be_used_comes_back_filled(
    cast: Cast, sari: Desk, fields: dict[str, str], kept: str
) -> None:
    before = Member.objects.count()
    page = enrol(sari, 422, **fields)
    assert kept in page
    assert 'class="hint is-stop"' in page
    assert Member.objects.count() == before


def test_a_card_is_made_printed_and_handed_over_by_a_scan(cast: Cast, sari: Desk) -> None:
    path = f"/counter/members/{cast.hasan.number}/"
    made = sari.post(f"{path}issue/", holder_name="Rafi")
    found = CODE.search(made)
    assert found
    code = found[1]
    paper = sari.client.post("/counter/cards/paper/", {"code": code})
    assert paper.content.startswith(b"%PDF")
    page = sari.post(f"{path}hand-over/", code=code, pin="482913")
    assert "Active" in page
    assert code not in page
    assert cast.hasan.name in sari.post("/counter/find/", code=code)


def test_a_blank_card_gets_its_member_by_a_scan(cast: Cast, sari: Desk) -> None:
    (blank,) = print_blank_cards(key=uuid.uuid4(), by=cast.sari, count=1)
    sari.post(f"/counter/members/{cast.hasan.number}/hand-over/", code=blank.code)
    assert Card.objects.get(pk=blank.pk).member == cast.hasan


@pytest.mark.parametrize(
    ("pin", "status", "code"), [("12", 422, "pin_malformed"), ("12a4", 422, "pin_malformed")]
)
def test_a_bad_pin_hands_nothing_over(
    cast: Cast, sari: Desk, pin: str, status: int, code: str
) -> None:
    path = f"/counter/members/{cast.hasan.number}/hand-over/"
    assert code in sari.post(path, status, code=cast.hasan_card.code, pin=pin)
    assert Card.objects.get(pk=cast.hasan_card.pk).state == "printed"


def test_a_card_of_somebody_else_is_not_handed_over(cast: Cast, sari: Desk) -> None:
    path = f"/counter/members/{cast.siti.number}/hand-over/"
    assert "card_in_use" in sari.post(path, 409, code=cast.hasan_card.code)


def test_a_lost_card_is_replaced_and_dead_at_once(cast: Cast, sari: Desk) -> None:
    path = f"/counter/cards/{cast.siti_card.pk}/"
    assert "reason_missing" in sari.post(f"{path}replace/", 422, reason="")
    page = sari.post(f"{path}replace/", reason="Lost at the market")
    assert "The old card is dead." in page
    assert "card_replaced" in sari.post("/counter/find/", 409, code=cast.siti_card.code)


def test_a_pin_is_set_and_reset_with_a_reason(cast: Cast, sari: Desk) -> None:
    card = issue_card(key=uuid.uuid4(), by=cast.sari, member=cast.hasan.number, activate=True)
    path = f"/counter/cards/{card.pk}/pin/"
    assert "New PIN" in sari.post(path, pin="4711")
    assert "reason_missing" in sari.post(path, 422, pin="4712")
    sari.post(path, pin="4712", reason="Forgotten")
    assert ActionLog.objects.filter(act="reset_pin", subject=f"card:{card.pk}").exists()


def test_a_blocked_card_opens_nothing(cast: Cast, sari: Desk) -> None:
    sari.post(f"/counter/cards/{cast.siti_card.pk}/block/", reason="Found in the street")
    assert "card_blocked" in sari.post("/counter/find/", 409, code=cast.siti_card.code)


def test_cards_of_another_place_are_unknown_here(cast: Cast, sari: Desk) -> None:
    for act in ("pin", "replace", "block"):
        path = f"/counter/cards/{cast.wati_card.pk}/{act}/"
        assert "card_unknown" in sari.post(path, 404, reason="x", pin="4711")
    answer = sari.client.post("/counter/cards/paper/", {"code": cast.wati_card.code})
    assert answer.status_code == 404


def test_blank_cards_come_ten_to_a_sheet(cast: Cast, sari: Desk) -> None:
    fields = {"count": "20", "key": str(uuid.uuid4())}
    answer = sari.client.post("/counter/cards/blank/", fields)
    assert answer.content.startswith(b"%PDF")
    assert Card.objects.filter(member=None).count() == 20
    assert "field_malformed" in sari.post("/counter/cards/blank/", 422, count="1000000")


def test_addresses_never_carry_a_code(cast: Cast, sari: Desk) -> None:
    seen: list[str] = []

    def note(answer: HttpResponse) -> str:
        seen.append(answer.headers.get("Location", ""))
        seen.extend(re.findall(r'(?:href|action|src)="([^"]*)"', answer.content.decode()))
        return ""

    code = cast.siti_card.code
    note(sari.client.post("/counter/find/", {"code": code}))  # type: ignore[arg-type]
    note(sari.client.post("/counter/find/", {"code": cast.siti.name}))  # type: ignore[arg-type]
    issue = f"/counter/members/{cast.siti.number}/issue/"
    note(sari.client.post(issue, {"key": str(uuid.uuid4())}))  # type: ignore[arg-type]
    assert len(seen) > 20
    assert not [address for address in seen if "W1" in address or cast.siti.name in address]


def test_pages_after_the_first_stay_small(cast: Cast, sari: Desk) -> None:
    for path in ("/counter/", weigh_path(cast.siti), f"/counter/members/{cast.siti.number}/"):
        assert len(sari.client.get(path).content) < 20_000

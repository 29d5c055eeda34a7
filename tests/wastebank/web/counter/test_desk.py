"""The scale without a script: who stands there, what is weighed, what bad input gets."""

import re
import uuid
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from ledger.models import JournalEntry
from tests.cast import Cast
from tests.wastebank.web.counter.desk import Desk, qr_picture, weigh_path
from wastebank.members.wallets import balance_of
from wastebank.models import Card, Deposit, Member

pytestmark = pytest.mark.page

KEY = re.compile(r'name="key" value="([-0-9a-f]{36})"')


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


def test_a_card_not_handed_over_leads_to_its_member(cast: Cast, sari: Desk) -> None:
    sheet = f"/counter/members/{cast.hasan.number}/"
    assert sheet in sari.post("/counter/find/", 409, code=cast.hasan_card.code)
    assert sheet in sari.get(weigh_path(cast.hasan))


def test_a_refused_code_is_not_written_back_into_the_page(cast: Cast, sari: Desk) -> None:
    assert cast.hasan_card.code not in sari.post("/counter/find/", 409, code=cast.hasan_card.code)


# --- weighing


def record(desk: Desk, member: Member, *lines: tuple[str, str], **more: Any) -> str:
    fields: dict[str, Any] = {
        "material": [material for material, _ in lines],
        "amount": [amount for _, amount in lines],
        "step": "record",
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


@pytest.mark.parametrize(
    ("price", "code"),
    [
        ("murah", "field_malformed"),
        ("-1", "field_malformed"),
        ("1.000,000", "field_malformed"),
        ("1.5", "price_ambiguous"),
        ("15.00", "price_ambiguous"),
    ],
)
def test_a_price_that_is_no_rupiah_is_refused(
    cast: Cast, sari: Desk, price: str, code: str
) -> None:
    page = record(sari, cast.siti, ("televisi", "1"), price=[price], status=422)
    assert code in page
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
        answer = sari.client.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.content) < 8_000, path  # as it comes over the line
        assert len(sari.client.get(path).content) < 24_500, path


def test_a_picture_of_something_else_is_no_card_and_no_name(cast: Cast, sari: Desk) -> None:
    photo = qr_picture("QRIS.ID-1020030040050060")
    assert "card_misspelt" in sari.post("/counter/find/", 422, code="", photo=photo)


def test_a_name_that_begins_like_a_code_is_searched(cast: Cast, sari: Desk) -> None:
    page = sari.post("/counter/find/", code="Wiwik Widyaningsih")
    assert "card_misspelt" not in page
    assert "Wiwik Widyaningsih" in page


@pytest.mark.parametrize("noise", ["si\0ti", "\0", "W1\0" * 20])
def test_noise_in_the_question_is_no_fault(cast: Cast, sari: Desk, noise: str) -> None:
    assert sari.client.post("/counter/find/", {"code": noise}).status_code < 500


@pytest.mark.page
def test_who_works_in_the_office_too_finds_the_way_back(cast: Cast) -> None:
    """The first person of a new bank enrols and weighs, and comes back to the path."""
    for by, ways in ((cast.maya, 2), (cast.sari, 0)):
        client = Client()
        client.force_login(by)
        page = client.get("/counter/").content.decode()
        assert page.count('href="/office/"') == ways, by

"""The office by its pages: what each role may open, what a form does, what stays out of sight."""

import csv
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ledger.models import JournalEntry
from tests.cast import PASSWORD, Cast
from wastebank.devices import user_of_token
from wastebank.models import Card, DeviceToken, Place, Price, User

LISTS = Path(settings.BASE_DIR) / "wastebank" / "fixtures" / "prices"
HOMES = ("office:home", "office:prices", "office:clinics")
BOOK = ("office:book", "office:book_csv", "office:audit")
STAFF = ("office:staff", "office:staff_new", "office:places")


def at(user: User, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def key_of(page: str, form: str = "") -> str:
    """The key in the form of a page that posts to an address ending so."""
    inside = page[page.index(f'action="{form}"') :] if form else page
    found = re.search(r'name="key" value="([0-9a-f-]{36})"', inside)
    assert found
    return found[1]


def post(client: Client, view: str, /, *args: Any, **fields: Any) -> Any:
    return client.post(reverse(view, args=args), {"key": str(uuid.uuid4()), **fields})


# --- who may open what


@pytest.mark.parametrize(
    ("who", "closed"),
    [
        ("maya", ()),
        ("bambang", (*STAFF, "office:cards")),
        ("yusuf", (*STAFF, "office:cards", "office:import", "office:material_new")),
        ("tono", ("office:cards", "office:import", "office:material_new")),
        ("sari", (*HOMES, *BOOK, *STAFF, "office:import", "office:material_new")),
    ],
)
def test_a_role_opens_its_own_pages_and_no_others(
    cast: Cast, who: str, closed: tuple[str, ...]
) -> None:
    client = at(getattr(cast, who))
    names = [*HOMES, *BOOK, *STAFF, "office:cards", "office:import", "office:material_new"]
    names += ["office:day", "office:members"]
    answers = {name: client.get(reverse(name)).status_code for name in names}
    assert answers == {name: 403 if name in closed else 200 for name in names}


@pytest.mark.parametrize("who", ["dewi", "lestari"])
def test_the_clinic_never_sees_the_office(cast: Cast, who: str) -> None:
    number = cast.deposit().number
    client = at(getattr(cast, who))
    for name in (*HOMES, *BOOK, *STAFF, "office:day", "office:members", "office:cards"):
        assert client.get(reverse(name)).status_code == 403, name
    assert client.get(reverse("office:deposit", args=[number])).status_code == 403
    assert client.get(reverse("office:member", args=[cast.siti.number])).status_code == 403


def test_a_stranger_is_asked_to_sign_in(cast: Cast) -> None:
    answer = Client().get(reverse("office:home"))
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/office/")


def test_a_unit_finds_only_its_own(cast: Cast) -> None:
    own, other = cast.deposit(), cast.deposit(("pet", 1_000), member=cast.wati, by=cast.rudi)
    client = at(cast.sari)
    assert client.get(reverse("office:deposit", args=[own.number])).status_code == 200
    assert client.get(reverse("office:deposit", args=[other.number])).status_code == 404
    assert client.get(reverse("office:member", args=[cast.wati.number])).status_code == 404
    assert cast.wati.name not in client.get(reverse("office:members")).content.decode()
    assert post(client, "office:void", other.number, reason="x").status_code == 404


def test_ways_lead_only_where_the_role_may_go(cast: Cast) -> None:
    page = at(cast.yusuf).get(reverse("office:home")).content.decode()
    assert reverse("office:book") in page
    assert reverse("office:staff") not in page
    assert reverse("office:import") not in page


# --- what stays out of sight


def test_no_page_of_the_office_names_a_service(cast: Cast) -> None:
    cast.deposit()
    cast.redeem()
    client = at(cast.maya)
    addresses = [reverse(name) for name in (*HOMES, *BOOK, "office:day", "office:members")]
    addresses.append(reverse("office:member", args=[cast.siti.number]))
    addresses.append(reverse("office:account", args=["clinic:SHT"]))
    addresses.append(reverse("office:account", args=[f"member:{cast.siti.number}"]))
    for address in addresses:
        page = client.get(address).content.decode()
        assert "onsultasi" not in page, address
        assert "onsultation" not in page, address
    page = client.get(reverse("office:clinics")).content.decode()
    assert "Klinik Sehati" in page
    assert "Rp15,000" in page


# --- what the pages tell


def test_the_month_is_one_sentence(cast: Cast) -> None:
    cast.deposit(("pet", 10_000))
    cast.redeem()
    page = " ".join(at(cast.maya).get(reverse("office:home")).content.decode().split())
    assert "<b>10.000 kg</b> of waste became <b>Rp25,000</b> of credit" in page
    assert "<b>Rp15,000</b> became care." in page


def test_a_day_lists_deposits_with_their_totals_by_place(cast: Cast) -> None:
    mine = cast.deposit(("pet", 2_000))
    theirs = cast.deposit(("kardus", 1_000), member=cast.wati, by=cast.rudi)
    client = at(cast.bambang)
    everything = client.get(reverse("office:day")).content.decode()
    assert mine.number in everything
    assert theirs.number in everything
    one = client.get(reverse("office:day"), {"place": "KNG"}).content.decode()
    assert mine.number not in one
    assert "1,200" in one
    long_ago = client.get(reverse("office:day"), {"day": "2020-01-01"}).content.decode()
    assert mine.number not in long_ago
    assert client.get(reverse("office:day"), {"day": "nonsense"}).status_code == 200


def test_a_deposit_is_voided_with_a_reason_only(cast: Cast) -> None:
    number = cast.deposit().number
    client = at(cast.bambang)
    bare = post(client, "office:void", number, reason=" ")
    assert bare.status_code == 422
    assert "reason_missing" in bare.content.decode()
    done = post(client, "office:void", number, reason="salah timbang")
    assert (done.status_code, done["Location"]) == (302, reverse("office:deposit", args=[number]))
    page = client.get(done["Location"]).content.decode()
    assert "salah timbang" in page
    assert reverse("office:void", args=[number]) not in page


def test_a_members_wallet_and_the_history_of_the_cards(cast: Cast) -> None:
    cast.deposit()
    cast.redeem()
    page = at(cast.yusuf).get(reverse("office:member", args=[cast.siti.number])).content.decode()
    for shown in ("Rp10,000", "+Rp25,000", "−Rp15,000", "Klinik Sehati", "Unit Melati"):
        assert shown in page, shown
    assert reverse("counter_member", args=[cast.siti.number]) not in page


def test_the_trial_balance_says_that_it_agrees(cast: Cast) -> None:
    cast.deposit(("pet", 10_000), ("jelantah", 1_000))
    client = at(cast.bambang)
    page = client.get(reverse("office:book")).content.decode()
    assert "Both sides agree." in page
    wallets = client.get(reverse("office:book"), {"group": "member"}).content.decode()
    assert f"member:{cast.siti.number}" in wallets


def test_the_trial_balance_as_a_file_adds_up(cast: Cast) -> None:
    cast.deposit(("pet", 10_000), ("jelantah", 1_000))
    answer = at(cast.yusuf).get(reverse("office:book_csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    for unit in ("IDR", "g", "ml"):
        own = [row for row in rows if row["unit"] == unit]
        accounts = [row for row in own if row["account"] != "total"]
        total = next(row for row in own if row["account"] == "total")
        for side in ("debit", "credit"):
            assert sum(int(row[side]) for row in accounts) == int(total[side])
        assert total["debit"] == total["credit"] != "0"


def test_an_account_shows_its_steps_and_the_account_at_the_other_end(cast: Cast) -> None:
    cast.deposit()
    address = reverse("office:account", args=[f"member:{cast.siti.number}"])
    page = at(cast.bambang).get(address).content.decode()
    assert "inventory:MLT:pet" in page
    assert at(cast.bambang).get(reverse("office:account", args=["none:X"])).status_code == 404


def test_the_book_is_checked_from_the_page(cast: Cast) -> None:
    cast.deposit()
    client = at(cast.yusuf)
    page = client.get(reverse("office:audit")).content.decode()
    done = client.post(reverse("office:audit"), {"key": key_of(page)})
    assert "The book is sound." in done.content.decode()
    assert JournalEntry.objects.count() == 1


# --- prices


def test_a_price_is_set_from_a_day_on(cast: Cast) -> None:
    client = at(cast.bambang)
    fields = {"place": "BSI", "kind": "fixed", "valid_from": "2999-01-01", "price": "2.600"}
    done = post(client, "office:material", "pet", **fields, collector_price="2500")
    assert done.status_code == 302
    price = Price.objects.get(material__code="pet", set_by="bambang")
    assert (price.price_idr, price.collector_price_idr) == (2_600, 2_500)
    page = client.get(reverse("office:material", args=["pet"])).content.decode()
    assert "To come" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"price": "1.5"},
        {"price": ""},
        {"price": "-1"},
        {"price": "abc"},
        {"price": "99999999999"},
        {"price": "1500", "kind": "gift"},
        {"price": "1500", "valid_from": "soon"},
    ],
)
def test_a_price_that_cannot_be_is_not_set(cast: Cast, fields: dict[str, str]) -> None:
    before = Price.objects.count()
    good = {"place": "BSI", "kind": "fixed", "valid_from": "2999-01-01"}
    answer = post(at(cast.maya), "office:material", "pet", **(good | fields))
    assert answer.status_code == 422
    assert Price.objects.count() == before


def test_an_auditor_looks_at_prices_and_sets_none(cast: Cast) -> None:
    client = at(cast.yusuf)
    assert "<form" not in main_of(client.get(reverse("office:material", args=["pet"])))
    good = {"place": "BSI", "kind": "fixed", "valid_from": "2999-01-01", "price": "1"}
    assert post(client, "office:material", "pet", **good).status_code == 403


def main_of(answer: Any) -> str:
    page: str = answer.content.decode()
    return page[page.index("<main") :]


def test_a_price_above_what_buyers_pay_is_marked(cast: Cast) -> None:
    fields = {"place": "BSI", "kind": "fixed", "valid_from": "2020-01-02", "price": "2600"}
    post(at(cast.maya), "office:material", "pet", **fields, collector_price="2500")
    page = at(cast.maya).get(reverse("office:prices"), {"show": "dear"}).content.decode()
    assert "Above what buyers pay" in page
    assert "Botol PET" in page or "Clear PET" in page
    assert "Cardboard" not in page


# --- a price list by upload


def upload(client: Client, name: str, data: bytes, **fields: str) -> Any:
    file = SimpleUploadedFile(name, data, content_type="text/csv")
    return client.post(reverse("office:import_look"), {"place": "BSI", "file": file, **fields})


def carry_out(client: Client, page: str, **fields: str) -> Any:
    data = re.search(r'name="data" value="([^"]*)"', page)
    assert data
    sent = {"key": key_of(page), "place": "BSI", "data": data[1], **fields}
    return client.post(reverse("office:import_done"), sent)


def test_a_list_is_looked_at_first_and_then_imported(cast: Cast) -> None:
    client = at(cast.maya)
    before = Price.objects.count()
    page = upload(client, "usk.csv", (LISTS / "usk_2024.csv").read_bytes()).content.decode()
    assert "Every row can be used." in page
    assert Price.objects.count() == before
    done = carry_out(client, page).content.decode()
    assert "Imported: 8 prices." in done
    assert Price.objects.count() == before + 8
    again = carry_out(client, page).content.decode()  # the same key: a double press
    assert "Imported: 8 prices." in again
    assert Price.objects.count() == before + 8


def test_bad_rows_are_told_and_left_out_only_if_asked_for(cast: Cast) -> None:
    client = at(cast.maya)
    before = Price.objects.count()
    data = (LISTS / "maluku_tengah_2021.csv").read_bytes()
    page = upload(client, "maluku.csv", data).content.decode()
    assert "Koran bersih" in page
    assert "printed as 110" in page
    refused = carry_out(client, page)
    assert refused.status_code == 422
    assert "rows_unusable" in refused.content.decode()
    assert Price.objects.count() == before
    done = carry_out(client, page, skip_bad="1").content.decode()
    assert "Imported: 22 prices." in done
    assert Price.objects.count() == before + 22


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        (b"a,b\n1,2\n", 422, "sheet_unreadable"),
        (b"\xff\xfe\x00", 422, "sheet_unreadable"),
        (b"x" * 600_001, 422, "body_too_large"),
        (b"", 422, "empty"),
    ],
)
def test_a_file_that_is_no_list_is_refused(cast: Cast, data: bytes, status: int, said: str) -> None:
    answer = upload(at(cast.maya), "x.csv", data)
    assert (answer.status_code, said in answer.content.decode()) == (status, True)


def test_a_name_in_a_list_cannot_write_on_the_page(cast: Cast) -> None:
    heads = "name_id,name_en,category,unit,member_price_idr,price_date\n"
    row = "<script>alert(1)</script>,X,metal,kg,1.5,2024-06\n"
    page = upload(at(cast.maya), "x.csv", (heads + row).encode()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_treasurer_of_the_bank_imports_and_others_do_not(cast: Cast) -> None:
    data = (LISTS / "usk_2024.csv").read_bytes()
    assert upload(at(cast.bambang), "usk.csv", data).status_code == 200
    for user in (cast.sari, cast.yusuf, cast.tono, cast.dewi):
        assert upload(at(user), "usk.csv", data).status_code == 403
        assert post(at(user), "office:import_done").status_code == 403


# --- cards


def test_blank_cards_come_a_hundred_to_a_file(cast: Cast) -> None:
    client = at(cast.maya)
    key = str(uuid.uuid4())
    order = {"key": key, "count": "200", "for_place": "MLT"}
    page = client.post(reverse("office:cards_order"), order).content.decode()
    assert "0 of 200" in page
    assert Card.objects.filter(member=None).count() == 0
    sheet = client.post(reverse("office:cards_sheet"), {**order, "file": "2"})
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF-")
    again = client.post(reverse("office:cards_sheet"), {**order, "file": "2"})
    assert again.content == sheet.content  # lost on the way, printed again, the same codes
    assert Card.objects.filter(member=None, place__code="MLT").count() == 100
    assert "100 of 200" in client.post(reverse("office:cards_order"), order).content.decode()


@pytest.mark.parametrize(
    "fields", [{"count": "7"}, {"count": "5000"}, {"for_place": "SHT"}, {"file": "9"}, {"key": ""}]
)
def test_an_order_that_cannot_be_makes_no_cards(cast: Cast, fields: dict[str, str]) -> None:
    good = {"key": str(uuid.uuid4()), "count": "50", "for_place": "MLT", "file": "1"}
    answer = at(cast.maya).post(reverse("office:cards_sheet"), good | fields)
    assert answer.status_code in (404, 422)
    assert Card.objects.filter(member=None).count() == 0


# --- staff


def test_somebody_is_hired_and_signs_in(cast: Cast) -> None:
    fields = {
        "username": "rina",
        "first_name": "Rina",
        "last_name": "",
        "role": "operator",
        "place": "KNG",
        "password": PASSWORD,
    }
    done = post(at(cast.maya), "office:staff_new", **fields)
    assert (done.status_code, done["Location"]) == (302, reverse("office:person", args=["rina"]))
    door = Client().post("/login/", {"username": "rina", "password": PASSWORD})
    assert (door.status_code, door["Location"]) == (302, "/counter/")


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(cast: Cast) -> None:
    fields = {"username": "Rina B", "first_name": "Rina", "role": "operator", "place": "KNG"}
    answer = post(at(cast.maya), "office:staff_new", **fields, password=PASSWORD)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Rina B"' in page
    assert PASSWORD not in page


def test_a_manager_cannot_make_an_administrator(cast: Cast) -> None:
    page = at(cast.maya).get(reverse("office:staff_new")).content.decode()
    assert 'value="admin"' not in page
    fields = {"username": "rina", "first_name": "R", "role": "admin", "place": ""}
    answer = post(at(cast.maya), "office:staff_new", **fields, password=PASSWORD)
    assert answer.status_code == 422
    assert not User.objects.filter(username="rina").exists()
    assert at(cast.maya).get(reverse("office:person", args=["tono"])).status_code == 404


def test_roles_passwords_and_accounts_are_changed_on_the_persons_page(cast: Cast) -> None:
    client = at(cast.maya)
    assert (
        post(client, "office:person_post", "sari", role="auditor", place="BSI").status_code == 302
    )
    cast.sari.refresh_from_db()
    assert (cast.sari.role, cast.sari.place) == ("auditor", cast.induk)
    weak = post(client, "office:person_password", "sari", password="sari")
    assert weak.status_code == 422
    assert "password_too_weak" in weak.content.decode()
    post(client, "office:person_password", "sari", password="sepeda-biru-tujuh")
    post(client, "office:person_active", "sari", active="0")
    cast.sari.refresh_from_db()
    assert cast.sari.check_password("sepeda-biru-tujuh")
    assert not cast.sari.is_active
    assert post(client, "office:person_active", "maya", active="0").status_code == 409


def test_a_closed_account_is_out_on_the_next_page(cast: Cast) -> None:
    sari = at(cast.sari)
    assert sari.get(reverse("office:day")).status_code == 200
    post(at(cast.maya), "office:person_active", "sari", active="0")
    assert sari.get(reverse("office:day")).status_code in (302, 403)


def test_a_devices_token_is_shown_once_and_can_be_signed_off(cast: Cast) -> None:
    client = at(cast.maya)
    page = post(client, "office:person_device", "sari", label="Timbangan 1").content.decode()
    token = re.search(r'id="token"[^>]*value="([^"]+)"', page)
    assert token
    assert user_of_token(token[1]) == cast.sari
    assert token[1] not in client.get(reverse("office:person", args=["sari"])).content.decode()
    device = DeviceToken.objects.get(label="Timbangan 1")
    assert post(client, "office:device_revoke", device.pk).status_code == 302
    assert post(client, "office:device_revoke", device.pk).status_code == 404


def test_a_unit_is_opened_and_closed(cast: Cast) -> None:
    client = at(cast.maya)
    fields = {"code": "ANG", "name": "Unit Anggrek", "address": "", "parent": "BSI"}
    assert post(client, "office:places", **fields).status_code == 302
    assert post(client, "office:places", **(fields | {"code": "ang"})).status_code == 422
    post(client, "office:place_open", "ANG", active="0")
    assert not Place.objects.get(code="ANG").active
    assert post(client, "office:place_open", "XYZ", active="0").status_code == 404

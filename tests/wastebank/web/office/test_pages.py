"""The office by its pages: what each role may open, what a form does, what stays out of sight."""

import csv
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ledger import clock
from ledger.models import JournalEntry
from ledger.seals.making import seal_all
from ledger.seals.verifying import shown_root
from ledger.triggers import all_triggers, lift
from tests.cast import Cast, make_token
from tests.wastebank.web.office.office import at, key_of, post
from wastebank.devices.own_tokens import user_of_token
from wastebank.models import Card, Device, Place, User
from wastebank.reports.lists.account_names import names_of
from wastebank.web.templatetags.wastebank_parts import local_date

pytestmark = pytest.mark.page

HOMES = ("office:home", "office:prices", "office:clinics")
BOOK = ("office:book", "office:accounts", "office:audit")
STAFF = ("office:staff", "office:staff_new", "office:places")


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
    leads = {"office:staff", "office:staff_new"} if who == "lestari" else set()  # the own clinic's
    for name in (*HOMES, *BOOK, *STAFF, "office:day", "office:members", "office:cards"):
        assert client.get(reverse(name)).status_code == (200 if name in leads else 403), name
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
    assert client.get(reverse("office:day"), {"day": "nonsense"}).status_code == 422


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
    wallets = client.get(reverse("office:accounts"), {"group": "member"}).content.decode()
    assert f"member:{cast.siti.number}" in wallets


def test_the_trial_balance_as_a_file_adds_up(cast: Cast) -> None:
    cast.deposit(("pet", 10_000), ("jelantah", 1_000))
    answer = post(at(cast.yusuf), "office:book_file", form="csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines()))
    for unit in ("IDR", "g", "ml"):
        own = [row for row in rows if row[3] == unit]
        *accounts, total = [(int(row[2]), int(row[5])) for row in own]
        for side in (0, 1):
            assert sum(account[side] for account in accounts) == total[side]
        assert total[0] == total[1] != 0


def test_an_account_shows_its_steps_and_the_account_at_the_other_end(cast: Cast) -> None:
    cast.deposit()
    address = reverse("office:account", args=[f"member:{cast.siti.number}"])
    page = at(cast.bambang).get(address).content.decode()
    assert names_of(["inventory:MLT:pet"])["inventory:MLT:pet"] in page
    assert at(cast.bambang).get(reverse("office:account", args=["none:X"])).status_code == 404


def test_the_book_is_checked_from_the_page(cast: Cast) -> None:
    cast.deposit()
    client = at(cast.yusuf)
    page = client.get(reverse("office:audit")).content.decode()
    done = client.post(reverse("office:audit"), {"key": key_of(page)})
    assert "The book is sound." in done.content.decode()
    assert JournalEntry.objects.count() == 1


def test_a_printed_seal_is_compared_from_the_page(cast: Cast) -> None:
    cast.deposit()
    seal = seal_all()[-1]
    client = at(cast.yusuf)
    shown = f"{seal.number} · {shown_root(seal.root)}"
    assert shown in client.get(reverse("office:audit")).content.decode()
    assert "Nothing was changed." in compared(client, shown)
    assert "No seal of this book has these signs." in compared(client, "0" * 20)
    assert "root_malformed" in compared(client, "segel")
    with clock.at(clock.now() - timedelta(days=1)):
        late = cast.deposit()
    seal_all()
    assert f"wastebank_deposit {late.pk}" in compared(client, shown)
    lift(connection, all_triggers())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wastebank_deposit SET actor_name = 'Rudi'")
    said = compared(client, shown)
    assert "The book was changed." in said
    assert local_date(seal.sealed_at) in said


def compared(client: Client, typed: str) -> str:
    return client.post(reverse("office:audit"), {"root": typed}).content.decode()


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
    }
    done = post(at(cast.maya), "office:staff_new", **fields)
    assert (done.status_code, done["Location"]) == (302, reverse("office:person", args=["rina"]))
    page = at(cast.maya).get(done["Location"]).content.decode()
    assert "Not chosen yet" in page
    assert not User.objects.get(username="rina").has_usable_password()


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(cast: Cast) -> None:
    fields = {"username": "Rina B", "first_name": "Rina", "role": "operator", "place": "KNG"}
    answer = post(at(cast.maya), "office:staff_new", **fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Rina B"' in page


def test_a_manager_cannot_make_an_administrator(cast: Cast) -> None:
    page = at(cast.maya).get(reverse("office:staff_new")).content.decode()
    assert 'value="admin"' not in page
    fields = {"username": "rina", "first_name": "R", "role": "admin", "place": ""}
    answer = post(at(cast.maya), "office:staff_new", **fields)
    assert answer.status_code == 422
    assert not User.objects.filter(username="rina").exists()
    assert at(cast.maya).get(reverse("office:person", args=["tono"])).status_code == 404


def test_roles_links_and_accounts_are_changed_on_the_persons_page(cast: Cast) -> None:
    client = at(cast.maya)
    assert (
        post(client, "office:person_post", "sari", role="auditor", place="BSI").status_code == 302
    )
    cast.sari.refresh_from_db()
    assert (cast.sari.role, cast.sari.place) == ("auditor", cast.induk)
    page = post(client, "office:person_link", "sari").content.decode()
    address = re.search(r'id="address"[^>]*value="http://testserver([^"]+)"', page)
    assert address
    assert address[1] not in client.get(reverse("office:person", args=["sari"])).content.decode()
    assert Client().get(address[1]).status_code == 200
    post(client, "office:person_active", "sari", active="0")
    cast.sari.refresh_from_db()
    assert not cast.sari.is_active
    assert Client().get(address[1]).status_code == 409
    assert post(client, "office:person_active", "maya", active="0").status_code == 409


def test_a_closed_account_is_out_on_the_next_page(cast: Cast) -> None:
    sari = at(cast.sari)
    assert sari.get(reverse("office:day")).status_code == 200
    post(at(cast.maya), "office:person_active", "sari", active="0")
    assert sari.get(reverse("office:day")).status_code in (302, 403)


def test_a_program_can_be_signed_off(cast: Cast) -> None:
    client = at(cast.maya)
    token = make_token(username="sari", label="Timbangan 1")
    assert user_of_token(token) == cast.sari
    device = Device.objects.get(label="Timbangan 1")
    assert token not in client.get(reverse("office:device", args=[device.pk])).content.decode()
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


def test_an_administrator_opens_a_main_bank_and_a_manager_does_not(cast: Cast) -> None:
    fields = {"code": "BSU", "name": "Bank Utara", "address": "", "parent": ""}
    assert post(at(cast.maya), "office:places", **fields).status_code == 422
    assert post(at(cast.tono), "office:places", **fields).status_code == 302
    assert Place.objects.get(code="BSU").kind == "main"


def test_a_clinic_is_taken_in_from_the_office(cast: Cast) -> None:
    fields = {"code": "KBW", "name": "Klinik Bakti", "address": "", "parent": "BSI"}
    dated = fields | {"valid_from": "2026-01-01", "valid_until": ""}
    assert post(at(cast.bambang), "clinic_new", **dated).status_code == 403
    assert post(at(cast.maya), "clinic_new", **(dated | {"code": "SHT"})).status_code == 409
    early = dated | {"valid_until": "2025-01-01"}
    assert post(at(cast.maya), "clinic_new", **early).status_code == 422
    assert post(at(cast.maya), "clinic_new", **dated).status_code == 302
    assert Place.objects.get(code="KBW").kind == "clinic"

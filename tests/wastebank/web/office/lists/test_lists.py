"""Lists of the office: what they say, whom they let in, how they leave, and who is told of it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pypdfium2 import PdfDocument

from ledger import clock
from tests.cast import Cast
from tests.wastebank.files.lists import read_prices
from tests.wastebank.web.files import csv_of, file_name, records, workbook
from tests.wastebank.web.office.office import at, main_of, post
from wastebank.deposits.void import void_deposit
from wastebank.files.formulas import typed_text
from wastebank.members.enrol import join_group
from wastebank.models import ActionLog, Member, User
from wastebank.values.calendar import local_day

pytestmark = pytest.mark.page

# the list, its file, and who may not open it
LISTS = (
    ("office:members", "office:members_file", "dewi lestari"),
    ("office:deposits", "office:deposits_file", "dewi lestari"),
    ("office:closings", "office:closings_file", "dewi lestari"),
    ("office:cards_list", "office:cards_file", "dewi lestari"),
    ("office:materials", "office:materials_file", "dewi lestari sari"),
    ("office:prices", "office:prices_file", "dewi lestari sari"),
    ("office_visits", "office_visits_file", "dewi lestari sari"),
    ("office:accounts", "office:accounts_file", "dewi lestari sari"),
    ("office:book", "office:book_file", "dewi lestari sari"),
    ("office:staff", "office:staff_file", "dewi sari bambang yusuf"),
    ("office:devices", "office:devices_file", "dewi sari bambang yusuf"),
    ("office:log", "office:log_file", "dewi lestari sari bambang"),
)


@pytest.mark.parametrize(("page", "file", "closed"), LISTS)
def test_a_list_and_its_file_say_the_same_to_whoever_may_see_it(
    busy: Cast, page: str, file: str, closed: str
) -> None:
    seen = at(busy.maya).get(reverse(page))
    assert seen.status_code == 200
    rows = csv_of(post(at(busy.maya), file, form="csv"))
    book = workbook(post(at(busy.maya), file, form="xlsx"))
    in_book = book.get_sheet_by_index(0).to_python()
    assert [str(head) for head in in_book[0]] == rows[0]
    # The log has grown by the first file meanwhile.
    assert len(in_book) - len(rows) == (1 if page == "office:log" else 0)
    if page not in ("office:closings", "office:devices"):
        assert len(rows) > 1
    told = {row[0]: row[1] for row in book.get_sheet_by_index(1).to_python()}
    assert told["Time zone"] == "Asia/Jakarta (UTC+07:00)"
    for name in ("sari", "bambang", "yusuf", "maya", "dewi", "lestari"):
        client, may = at(getattr(busy, name)), name not in closed.split()
        assert (client.get(reverse(page)).status_code == 200) is may, name
        assert (post(client, file, form="csv").status_code == 200) is may, name


@pytest.mark.parametrize(("page", "file", "_closed"), LISTS)
def test_a_file_is_posted_for_and_has_a_form_and_a_key(
    busy: Cast, page: str, file: str, _closed: str
) -> None:
    client = at(busy.maya)
    assert client.get(reverse(file)).status_code == 405
    assert post(client, file, form="docx").status_code == 422
    assert client.post(reverse(file), {"form": "csv"}).status_code == 422
    assert not ActionLog.objects.filter(action="take_list").exists()


def test_whoever_takes_a_list_along_is_written_down_without_what_was_typed(cast: Cast) -> None:
    post(at(cast.bambang), "office:members_file", form="csv", text="siti", place="MLT")
    [taken] = ActionLog.objects.filter(action="take_list")
    assert (taken.actor, taken.subject) == ("bambang", "list:members")
    assert taken.reason == "csv 1 place=MLT"
    page = main_of(at(cast.yusuf).get(reverse("office:log")))
    assert "List taken along" in page


def test_a_units_lists_hold_its_own_only(busy: Cast) -> None:
    client = at(busy.rudi)
    for file in ("office:members_file", "office:deposits_file", "office:cards_file"):
        text = post(client, file, form="csv").getvalue().decode()
        assert "Wati" in text or "KNG" in text, file
        assert "Siti" not in text, file
        # another place cannot be asked for, either
        asked = post(client, file, form="csv", place="MLT").getvalue().decode()
        assert "Siti" not in asked, file


def test_deposits_are_found_by_day_place_operator_and_state(busy: Cast) -> None:
    client = at(busy.maya)
    late = busy.deposit(("pet", 1_000), days_ago=3)
    gone = busy.deposit(("pet", 900))
    void_deposit(key=uuid.uuid4(), by=busy.sari, deposit=gone.number, reason="salah timbang")
    today = local_day(clock.now())

    def found(**asked: str) -> set[str]:
        rows = records(post(client, "office:deposits_file", form="csv", **asked))
        return {row["Receipt"] for row in rows}

    everything = found()
    assert {late.number, gone.number} < everything
    assert len(everything) == 4
    assert found(place="KNG") == found(operator="rudi")
    assert len(found(place="KNG")) == 1
    assert found(state="voided") == {gone.number}
    assert found(state="open") == {late.number} == found(mark="late")
    assert found(state="seen") == set()
    assert found(**{"from": (today + timedelta(days=1)).isoformat()}) == set()
    assert len(found(**{"from": today.isoformat(), "until": today.isoformat()})) == 4
    # nonsense is refused: a file of everything is no answer to it
    for asked in ({"place": "NIX"}, {"operator": "' or 1=1"}, {"from": "32.13.2026"}):
        assert post(client, "office:deposits_file", form="csv", **asked).status_code == 422


def test_a_deposit_leaves_in_base_units_beside_what_can_be_read(busy: Cast) -> None:
    answer = post(at(busy.maya), "office:deposits_file", form="csv", place="MLT")
    [row] = records(answer)
    assert (row["Weight (g)"], row["Weight"]) == ("2500", "2.500 kg")
    assert (row["Volume (ml)"], row["Volume"]) == ("2000", "2.000 litres")
    assert (row["Pieces (pcs)"], row["Total (Rp)"]) == ("3", "17300")
    assert row["Recorded (Asia/Jakarta)"].endswith("+07:00")
    assert row["Member number"] == busy.siti.number
    today = local_day(clock.now())
    days = dict.fromkeys([today.replace(day=1).isoformat(), today.isoformat()])
    assert file_name(answer) == f"deposits-mlt-{'-'.join(days)}.csv"


def test_heads_and_words_speak_the_readers_language(busy: Cast) -> None:
    answer = post(at(busy.maya, "id"), "office:deposits_file", form="csv", place="MLT")
    [row] = records(answer)
    assert row["Berat"] == "2,500 kg"
    assert file_name(answer).startswith("setoran-mlt-")


def test_a_name_that_begins_like_a_formula_leaves_as_a_name(cast: Cast) -> None:
    Member.objects.filter(pk=cast.siti.pk).update(name='=HYPERLINK("http://x","Siti")')
    rows = records(post(at(cast.maya), "office:members_file", form="csv", place="MLT"))
    names = {row["Name"] for row in rows}
    assert '\'=HYPERLINK("http://x","Siti")' in names
    assert '=HYPERLINK("http://x","Siti")' in {typed_text(name) for name in names}
    book = workbook(post(at(cast.maya), "office:members_file", form="xlsx"))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert '=HYPERLINK("http://x","Siti")' in cells
    assert "&lt;b&gt;" not in cells


def test_telephones_leave_with_whoever_calls_on_members_only(cast: Cast) -> None:
    Member.objects.filter(pk=cast.siti.pk).update(phone="081234567890")
    for name, may in (("maya", True), ("sari", True), ("bambang", False), ("yusuf", False)):
        text = post(at(getattr(cast, name)), "office:members_file", form="csv").getvalue().decode()
        assert ("081234567890" in text) is may, name
        assert cast.siti.number in text, name


def test_a_name_never_stands_in_an_address(cast: Cast) -> None:
    client = at(cast.maya)
    in_address = main_of(client.get(reverse("office:members"), {"text": "siti"}))
    assert "Wati Lestari" in in_address  # it was not heard
    posted = main_of(client.post(reverse("office:members"), {"text": "siti"}))
    assert "Siti Rahayu" in posted
    assert "Wati Lestari" not in posted
    assert not re.search(r'(href|action)="[^"]*siti', posted, re.I)


def test_further_pages_of_a_name_are_posted_for(cast: Cast) -> None:
    crowd = [
        Member(
            number=f"{n}-X",
            kind="person",
            name=f"Warga {n:03}",
            place=cast.melati,
            joined_at=clock.now(),
        )
        for n in range(120)
    ]
    Member.objects.bulk_create(crowd)
    client = at(cast.maya)
    page = main_of(client.post(reverse("office:members"), {"text": "Warga", "page": "2"}))
    assert "Warga 050" in page
    assert "Warga 049" not in page
    assert "120 found" in page
    assert 'name="page" value="3"' in page
    plain = main_of(client.get(reverse("office:members"), {"page": "2"}))
    assert "?page=3" in plain
    rows = csv_of(post(client, "office:members_file", form="csv", text="Warga"))
    assert len(rows) == 121


@pytest.mark.parametrize("file", ["office:deposits_file", "office:book_file", "office_visits_file"])
def test_a_list_is_printed_to_be_signed(busy: Cast, file: str) -> None:
    answer = post(at(busy.bambang), file, form="pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert file_name(answer).endswith(".pdf")
    paper = PdfDocument(answer.content)
    first, last = (paper[n].get_textpage().get_text_range() for n in (0, len(paper) - 1))
    assert "Approved by" in last
    assert f"Page 1 of {len(paper)}" in first
    assert "Asia/Jakarta" in first


def test_a_list_too_long_for_a_workbook_says_so(
    busy: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wastebank.reports.taking.MOST_ROWS", {"xlsx": 1})
    answer = post(at(busy.maya), "office:deposits_file", form="xlsx")
    assert answer.status_code == 409
    assert "list_too_long" in answer.content.decode()
    assert len(csv_of(post(at(busy.maya), "office:deposits_file", form="csv"))) == 3


def test_a_price_list_goes_out_and_comes_back_unchanged(cast: Cast) -> None:
    answer = post(at(cast.maya), "office:price_sheet", place="BSI")
    sheet = read_prices(answer.getvalue(), ask=True)
    assert not sheet.bad
    rows = {row.name_id: row for row in sheet.rows}
    assert len(rows) == 5
    pet, television = rows["Botol PET bening"], rows["Televisi bekas"]
    assert (pet.family, pet.unit, pet.price_idr) == ("plastik", "g", 2_500)
    assert (television.unit, television.price_idr) == ("pcs", None)


# --- the book


def test_the_general_ledger_of_an_account_leaves_whole(busy: Cast) -> None:
    code = f"member:{busy.siti.number}"
    address = reverse("office:account_file", args=[code])
    answer = at(busy.yusuf).post(address, {"key": str(uuid.uuid4()), "form": "csv"})
    rows = records(answer)
    assert [row["Step"] for row in rows] == [str(n) for n in range(len(rows), 0, -1)]
    change = sum(int(r["Credit side, whole"]) - int(r["Debit, whole"]) for r in rows)
    assert change == int(rows[0]["Balance, whole"]) == 2_300
    codes = {row["Code of the other account"] for row in rows}
    assert codes >= {"clinic:SHT", "inventory:MLT:pet"}
    # people read what the account is called, on paper and on the screen as well
    assert "Clear PET bottles · Unit Melati" in {row["With"] for row in rows}
    assert not any(":" in row["With"] for row in rows)


def test_a_long_account_is_read_in_chunks(busy: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wastebank.reports.lists.book.AT_ONCE", 2)
    for _ in range(5):
        busy.deposit(("pet", 1_000))
    address = reverse("office:account_file", args=["stock:MLT:pet"])
    answer = at(busy.yusuf).post(address, {"key": str(uuid.uuid4()), "form": "csv"})
    assert [row["Step"] for row in records(answer)] == ["6", "5", "4", "3", "2", "1"]


def test_accounts_are_found_by_sort_and_unit(busy: Cast) -> None:
    client = at(busy.bambang)
    grams = main_of(client.get(reverse("office:accounts"), {"group": "stock", "unit": "g"}))
    assert "stock:MLT:pet" in grams
    assert "stock:MLT:jelantah" not in grams
    assert client.get(reverse("office:account", args=["none:X"])).status_code == 404
    unit = User.objects.get(username="rudi")
    unit.role = "manager"
    unit.save()
    for name in ("office:accounts", "office:book"):
        assert at(unit).get(reverse(name)).status_code == 403


def test_a_passbook_leaves_whole_and_tells_of_a_visit_the_clinic_only(
    busy: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wastebank.reports.lists.members.AT_ONCE", 2)
    for _ in range(4):
        busy.deposit(("pet", 1_000))
    answer = post(at(busy.sari), "office:passbook_file", busy.siti.number, form="csv")
    rows = records(answer)
    assert len(rows) == 6
    assert sum(int(row["Movement (Rp)"]) for row in rows) == int(rows[0]["Balance (Rp)"]) == 12_300
    assert rows[-1]["Volume (ml)"] == "2000"
    assert [row["Where"] for row in rows].count("Klinik Sehati") == 1
    assert "onsul" not in answer.getvalue().decode()
    assert file_name(answer).startswith(f"passbook-{busy.siti.number.lower()}-")
    wrong = busy.deposit(("pet", 7_000))
    before = sum(int(row["Weight (g)"] or 0) for row in rows)
    void_deposit(key=uuid.uuid4(), by=busy.sari, deposit=wrong.number, reason="salah timbang")
    rows = records(post(at(busy.sari), "office:passbook_file", busy.siti.number, form="csv"))
    assert [row["Weight (g)"] for row in rows[:2]] == ["-7000", "7000"]
    assert rows[0]["Weight"] == "\N{MINUS SIGN}7.000 kg"
    assert sum(int(row["Weight (g)"] or 0) for row in rows) == before  # what stands
    for form in ("xlsx", "pdf"):
        done = post(at(busy.sari), "office:passbook_file", busy.siti.number, form=form)
        assert done.status_code == 200
    stranger = post(at(busy.rudi), "office:passbook_file", busy.siti.number, form="csv")
    assert stranger.status_code == 404


# --- what the office never sees


def test_visits_are_sums_and_nothing_else(busy: Cast) -> None:
    client = at(busy.maya)
    visit = busy.siti.redemptions.get()
    text = post(client, "office_visits_file", form="csv").getvalue().decode()
    page = main_of(client.get(reverse("office_visits")))
    for seen in (text, page):
        assert visit.number in seen
        assert "Klinik Sehati" in seen
        for hidden in ("onsultasi", "onsultation", "Siti", busy.siti.number):
            assert hidden not in seen


def test_a_reason_that_a_clinic_wrote_stays_there(busy: Cast) -> None:
    from clinic.charges.cancel import cancel_redemption

    visit = busy.siti.redemptions.get()
    cancel_redemption(key=uuid.uuid4(), by=busy.dewi, redemption=visit.number, reason="salah gigi")
    client = at(busy.yusuf)
    assert "Visit cancelled" in main_of(client.get(reverse("office:log")))
    assert "gigi" not in main_of(client.get(reverse("office:log")))
    assert "gigi" not in post(client, "office:log_file", form="csv").getvalue().decode()


# --- groups


def test_members_are_listed_by_the_group_they_are_weighed_with(cast: Cast) -> None:
    Member.objects.filter(pk=cast.hasan.pk).update(kind="group")
    join_group(key=uuid.uuid4(), by=cast.sari, member=cast.siti.number, group=cast.hasan.number)
    client: Client = at(cast.maya)
    page = main_of(client.post(reverse("office:members"), {"group": cast.hasan.number}))
    assert "Siti Rahayu" in page
    assert "Wati Lestari" not in page


# --- on paper


@pytest.mark.parametrize(("_page", "file", "_closed"), LISTS)
@pytest.mark.parametrize(
    ("language", "made"),
    [("en", r"Made: \d+ \w+ \d{4}, \d\d:\d\d"), ("id", r"Dibuat: \d+ \w+ \d{4}, \d\d\.\d\d")],
)
def test_a_paper_says_days_as_people_do(
    busy: Cast, _page: str, file: str, _closed: str, language: str, made: str
) -> None:
    asked = {"form": "pdf", "from": "2020-11-01", "until": "2030-12-31"}
    paper = PdfDocument(post(at(busy.maya, language), file, **asked).content)
    assert paper.get_metadata_value("Title")
    text = paper[0].get_textpage().get_text_bounded()
    assert re.search(made, text), text
    assert not re.search(r"\d{4}-\d\d-\d\d", text), text


@pytest.mark.parametrize(
    ("language", "title", "name"),
    [("en", "Blank cards", "blank-cards-10.pdf"), ("id", "Kartu kosong", "kartu-kosong-10.pdf")],
)
def test_cards_are_called_what_they_are_in_the_readers_language(
    cast: Cast, language: str, title: str, name: str
) -> None:
    answer = post(at(cast.sari, language), "counter_blanks", count="10")
    assert file_name(answer) == name
    assert PdfDocument(answer.content).get_metadata_value("Title") == title


def test_a_long_word_that_was_chosen_has_the_width_of_a_phone(cast: Cast) -> None:
    page = main_of(at(cast.maya).post(reverse("office:members"), {"state": "closed"}))
    state = page[: page.index('id="ask-state"')].rpartition("<p ")[2]
    place = page[: page.index('id="ask-place"')].rpartition("<p ")[2]
    assert ("is-long" in state, "is-long" in place) == (True, False)

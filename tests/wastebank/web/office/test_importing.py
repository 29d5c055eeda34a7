"""A price list comes in by the page: read, asked, looked at, and written at once or not at all."""

import re
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.wastebank.web.office.office import at, main_of
from wastebank.files.importing.kept import KEPT, forget_imports
from wastebank.models import BegunImport, ColumnMeaning, Material, OwnCode, Price

pytestmark = pytest.mark.page

LIST = """Daftar Harga;;;
Berlaku mulai 1 Desember 2025;;;
Kode;Jenis Sampah;Golongan;Satuan;Harga
K01;Kardus;Kertas;kg;1.300
K02;Botol PET bening;Plastik;kg;2.500
K03;Tembaga;Logam;kg;50.000
K04;Aki;Logam;buah;
"""
COLUMN = {"q/column:E": "member_price_idr"}
DAY = {"q/day": "today"}
TICK = {"q/money:member_price_idr": "dot"}
BATTERY = {"q/price:7": "own", "t/price:7/own": "15.000"}


def bring(client: Client, data: bytes, key: str = "", **fields: str) -> Any:
    file = SimpleUploadedFile("harga.csv", data)
    sent = {"key": key or str(uuid.uuid4()), "place": "BSI", "file": file, **fields}
    return client.post(reverse("office:import"), sent)


def look(client: Client, address: str) -> str:
    return main_of(client.get(address))


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]*)"', page)
    assert found
    return found[1]


def answer(client: Client, address: str, fields: Mapping[str, str], go: str = "answer") -> Any:
    return client.post(address, {**fields, "go": go})


def test_a_list_is_asked_to_the_end_and_written_at_once(cast: Cast) -> None:
    client, before = at(cast.maya), Price.objects.count()
    address = bring(client, LIST.encode()).headers["Location"]
    first = look(client, address)
    assert "What does column Harga hold?" not in first  # it is asked at the column itself
    assert "Choose" in first
    assert "Write" not in first
    answer(client, address, COLUMN)
    page = look(client, address)
    assert "1.300 is read as Rp1,300" in page
    assert "Aki has no price yet. How much?" in page
    assert "Rp1,200/kg" in page  # what the bank pays for cardboard now
    moved = answer(client, address, {**DAY, **TICK})
    assert moved.headers["Location"].endswith("#q-price-7")
    answer(client, address, BATTERY)
    page = look(client, address)
    assert Price.objects.count() == before
    done = answer(client, address, {"seen": seen_on(page)}, go="write")
    assert done.headers["Location"] == address
    assert "Written." in look(client, address)
    assert Price.objects.count() == before + 3  # the bottles cost what they cost before
    assert Price.objects.get(material__name_id="Aki").price_idr == 15_000
    assert OwnCode.objects.get(code="K02").material.code == "pet"
    kept = BegunImport.objects.get()
    assert (bytes(kept.content), kept.answers) == (b"", {})
    again = answer(client, address, {"seen": seen_on(page)}, go="write")  # a double press
    assert again.status_code == 302
    assert Price.objects.count() == before + 3


def test_columns_are_remembered_by_their_heads(cast: Cast) -> None:
    client = at(cast.maya)
    address = bring(client, LIST.encode()).headers["Location"]
    answer(client, address, {**COLUMN, **DAY, **TICK, **BATTERY})
    answer(client, address, {"seen": seen_on(look(client, address))}, go="write")
    assert ColumnMeaning.objects.get(head="harga").field == "member_price_idr"
    page = look(client, bring(client, LIST.replace("1.300", "1.400").encode()).headers["Location"])
    assert "The columns are known." in page


def test_a_head_that_means_two_things_is_asked_again(cast: Cast) -> None:
    """The last column of a name decided for both: prices were left out, and called known."""
    client = at(cast.maya)
    data = b"Jenis Sampah;Golongan;Satuan;Nilai;Nilai (Rp)\nTimah;Logam;kg;50000;x\n"
    address = bring(client, data).headers["Location"]
    said = {"q/column:D": "member_price_idr", "q/column:E": "skip", **DAY}
    answer(client, address, said)
    done = answer(client, address, {"seen": seen_on(look(client, address))}, go="write")
    assert done.status_code == 302, done.content.decode()
    assert Price.objects.filter(material__name_id="Timah", price_idr=50_000).exists()
    page = look(client, bring(client, data).headers["Location"])
    assert "The columns are known." not in page
    assert not ColumnMeaning.objects.filter(head="nilai").exists()


def test_heads_and_sheets_of_any_letters_turn_no_line_round(cast: Cast) -> None:
    client = at(cast.maya)
    odd = "Ha\u202erga\u200b\u0007" + "x" * 1_900
    data = f"Jenis Sampah;Satuan;{odd}\nBe\u202esi;kg;\u202e000.5\n".encode()
    page = client.get(bring(client, data).headers["Location"]).content.decode()
    assert not [sign for sign in "\u202e\u200b\u0007" if sign in page]
    assert "x" * 130 not in page


def test_nothing_is_written_while_something_is_open(cast: Cast) -> None:
    client, before = at(cast.maya), Price.objects.count()
    address = bring(client, LIST.encode()).headers["Location"]
    refused = answer(client, address, COLUMN, go="write")
    assert refused.status_code == 422
    assert "questions_open" in refused.content.decode()
    assert Price.objects.count() == before
    answer(client, address, {**DAY, **TICK, **BATTERY})
    page = look(client, address)
    Material.objects.create(
        code="tembaga-kg", name_id="Tembaga", name_en="Copper", family="logam", unit="g"
    )
    moved = answer(client, address, {"seen": "0" * 16}, go="write")  # another page was looked at
    assert moved.status_code == 409
    assert "import_moved" in moved.content.decode()
    assert Price.objects.count() == before
    assert seen_on(page)


def test_what_was_begun_is_still_here_after_a_sign_out(cast: Cast) -> None:
    address = bring(at(cast.maya), LIST.encode()).headers["Location"]
    answer(at(cast.maya), address, {**COLUMN, **DAY})
    page = main_of(at(cast.maya).get(reverse("office:import")))
    assert "Nothing was written yet." in page
    assert address in page
    assert "Aki has no price yet" in look(at(cast.maya), address)
    for other in (cast.bambang,):  # who may set prices, too, but did not bring it
        assert at(other).get(address).status_code == 404
        assert address not in main_of(at(other).get(reverse("office:import")))
    at(cast.maya).post(address + "drop/")
    assert not BegunImport.objects.exists()


def test_what_nobody_touches_is_forgotten(cast: Cast) -> None:
    bring(at(cast.maya), LIST.encode())
    assert forget_imports() == 0
    BegunImport.objects.update(touched_at=BegunImport.objects.get().touched_at - 2 * KEPT)
    assert forget_imports() == 1


def test_rows_that_cannot_be_used_are_left_out_only_if_somebody_says_so(cast: Cast) -> None:
    heads = "name_id,name_en,category,unit,member_price_idr,price_date,note\n"
    rows = "Besi,Iron,metal,kg,1500,2024-06,\nKuningan,Brass,metal,kg,9,2024-06,a misprint\n"
    client, before = at(cast.maya), Price.objects.count()
    address = bring(client, (heads + rows).encode()).headers["Location"]
    page = look(client, address)
    assert "its note doubts the price" in page
    assert answer(client, address, {}, go="write").status_code == 422
    answer(client, address, {"k/bad": "1", "q/bad": "leave"})
    answer(client, address, {"k/bad": "1"})  # and not ticked any more
    assert answer(client, address, {}, go="write").status_code == 422
    answer(client, address, {"k/bad": "1", "q/bad": "leave"})
    seen = {"seen": seen_on(look(client, address))}
    assert answer(client, address, seen, go="write").status_code == 302
    assert Price.objects.count() == before + 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe\x00", "sheet_unreadable"),
        (b"", "empty"),
        (b"x" * 1_400_001, "body_too_large"),
        (b"a;b\n" + b"1;2\n" * 2_413, "sheet_too_long"),
        (b"PK\x03\x04" + bytes(range(256)), "sheet_unreadable"),
        (b'a;b\n"1;2\n', "quote_open"),
        (b";".join(b"a" for _ in range(80)) + b"\n1;2\n", "sheet_too_wide"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(cast: Cast, data: bytes, code: str) -> None:
    answer = bring(at(cast.maya), data)
    assert (answer.status_code, code in answer.content.decode()) == (422, True)
    assert not BegunImport.objects.exists()


def test_more_than_fifty_come_in_pages_and_all_of_them_as_a_file(cast: Cast) -> None:
    rows = "".join(f"Bahan {n},Ware {n},metal,kg,1500,2024-06\n" for n in range(1, 121))
    heads = "name_id,name_en,category,unit,member_price_idr,price_date\n"
    client = at(cast.maya)
    address = bring(client, (heads + rows).encode()).headers["Location"]
    page = look(client, address)
    assert "Bahan 51" not in page
    assert "?new=3#new" in page
    assert "Bahan 120" in look(client, f"{address}?new=3")
    taken: Any = client.post(f"{address}rows/")
    file = b"".join(taken.streaming_content).decode()
    assert file.count("Bahan") == 120


def test_a_name_in_a_list_cannot_write_on_the_page(cast: Cast) -> None:
    heads = "name_id,name_en,category,unit,member_price_idr,price_date\n"
    row = "<script>alert(1)</script>,X,metal,kg,1.5,2024-06\n"
    client = at(cast.maya)
    page = look(client, bring(client, (heads + row).encode()).headers["Location"])
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_treasurer_of_the_bank_brings_lists_and_others_do_not(cast: Cast) -> None:
    assert bring(at(cast.bambang), LIST.encode()).status_code == 302
    for user in (cast.sari, cast.yusuf, cast.tono, cast.dewi):
        assert bring(at(user), LIST.encode()).status_code == 403
    key = BegunImport.objects.get().pk
    for what in ("", "drop/", "rows/"):
        assert at(cast.sari).post(f"/office/prices/import/{key}/{what}").status_code == 403


def test_a_key_is_for_one_file_and_one_place_also_once_it_is_written(cast: Cast) -> None:
    """A page that somebody goes back to has the key of before: another file under it is refused,
    and never called written."""
    client, key = at(cast.maya), str(uuid.uuid4())
    address = bring(client, LIST.encode(), key).headers["Location"]
    assert bring(client, LIST.encode(), key).headers["Location"] == address
    assert "key_reused" in bring(client, LIST.encode(), key, place="MLT").content.decode()
    answer(client, address, {**COLUMN, **DAY, **TICK, **BATTERY})
    answer(client, address, {"seen": seen_on(look(client, address))}, go="write")
    assert bring(client, LIST.encode(), key).headers["Location"] == address
    other = LIST.replace("50.000", "60.000").encode()
    assert "key_reused" in bring(client, other, key).content.decode()


def test_what_was_not_looked_at_is_not_written(cast: Cast) -> None:
    client, before = at(cast.maya), Price.objects.count()
    address = bring(client, LIST.encode()).headers["Location"]
    blind = answer(client, address, {**COLUMN, **DAY, **TICK, **BATTERY}, go="write")
    assert blind.status_code == 409
    assert Price.objects.count() == before


def test_answers_of_any_letters_and_to_no_question_do_no_harm(cast: Cast) -> None:
    client = at(cast.maya)
    address = bring(client, LIST.encode()).headers["Location"]
    wild = {
        "q/\0column:E": "a\0b",
        "q/column:E": "member_price_idr\0",
        "q/sheet": "-1",
        "q/heads": "9" * 400,
        "q/price:7": "own",
        "t/price:7/own": "\0" + "9" * 5_000,
        "q/twice:2-3": "2",
        "q/" + "x" * 5_000: "y" * 5_000,
        "q/bad": "leave",
        "k/": "",
    }
    sent = urlencode({**wild, "go": "answer"})
    typed = "application/x-www-form-urlencoded"
    assert client.post(address, sent, content_type=typed).status_code == 302
    assert client.get(address).status_code == 200
    assert max(map(len, BegunImport.objects.get().answers)) <= 60


def test_one_thing_in_many_rows_can_be_answered(cast: Cast) -> None:
    """The name of such a question was longer than what is kept of an answer."""
    client = at(cast.maya)
    rows = "".join(f"K{n:02};Tembaga;Logam;kg;{n}0.000\n" for n in range(10, 50))
    data = f"Kode;Jenis Sampah;Golongan;Satuan;Harga beli\n{rows}".encode()
    address = bring(client, data).headers["Location"]
    answer(client, address, COLUMN)
    name = re.search(r'name="(q/twice:[^"]*)"', look(client, address))
    assert name
    answer(client, address, {name[1]: "7"})
    assert re.search(
        rf'name="{re.escape(name[1])}"[^>]*value="7"[^>]*checked', look(client, address)
    )

"""What the page of a list says beside the list: how far it is, and what its words are read as."""

import multiprocessing
import uuid
from html import unescape
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from django.test import Client

from tests.cast import Cast
from wastebank.files.importing.kept import (
    answer_import,
    begin_import,
    open_import,
    write_import,
)
from wastebank.files.importing.offered import offered_lists
from wastebank.web.common.importing.progress import Telling, folder, how_far, say

NEAR = multiprocessing.get_context("fork")


def write_slowly(key: uuid.UUID, has_said: Event, may_end: Event) -> None:
    with Telling(key) as telling:
        telling(40, 80)
        has_said.set()
        may_end.wait(10)


@pytest.mark.once
def test_another_process_says_how_far_the_writing_is(settings: object, tmp_path: Path) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    key, has_said, may_end = uuid.uuid4(), NEAR.Event(), NEAR.Event()
    writer = NEAR.Process(target=write_slowly, args=(key, has_said, may_end))
    writer.start()
    assert has_said.wait(10)
    assert how_far(key) == {"done": 40, "total": 80}
    assert how_far(uuid.uuid4()) == {}
    may_end.set()
    writer.join(10)
    assert (how_far(key), list(folder().iterdir())) == ({}, [])


@pytest.mark.once
def test_a_file_that_is_half_there_is_no_figure(settings: object, tmp_path: Path) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    key = uuid.uuid4()
    for words in ("", "7", "a b", "1 2 3"):
        say(key, words)
        assert how_far(key) == {}, words
    (tmp_path / "progress" / str(key)).unlink()
    (tmp_path / "progress").rmdir()
    (tmp_path / "progress").write_text("no folder")  # as good as a disk that takes nothing
    with Telling(key) as telling:
        telling(1, 2)


@pytest.mark.page
def test_words_that_are_read_as_others_stand_beside_them(cast: Cast) -> None:
    client = Client(headers={"accept-language": "id"})
    client.force_login(cast.maya)
    for kind, address, rows, read, plain in (
        (
            "prices",
            "prices",
            (
                "Kode,Jenis,Satuan,Golongan,Harga",
                "A,Galon,biji,plastic,1.500",
                "B,Gelas,lusin,,900",
            ),
            ("biji = buah", "lusin = 12 buah", "plastic = Plastik"),
            "",
        ),
        ("prices", "prices", ("Jenis,Satuan,Harga", "Galon,buah,1.500"), (), "buah = "),
        ("materials", "prices/materials", ("Nama,Satuan", "Galon,pcs"), ("pcs = buah",), ""),
        ("staff", "staff", ("Nama,Peran", "Ani,treasurer"), ("treasurer = Bendahara",), ""),
    ):
        key = uuid.uuid4()
        data = "\n".join([*rows, ""]).encode()
        begin_import(key=key, by=cast.maya, kind=kind, place="BSI", name="x.csv", data=data)
        page = unescape(client.get(f"/office/{address}/import/{key}/").content.decode())
        for words in read:
            assert f"<span>{words}</span>" in page, (rows, words)
        assert not plain or plain not in page, rows


@pytest.mark.page
def test_the_key_for_a_file_is_ours_and_speaks_the_language_of_the_page(cast: Cast) -> None:
    """And says without a script that a file is chosen: by that the field is needed."""
    for language, words in (("id", "Pilih berkas"), ("en", "Choose a file")):
        client = Client(headers={"accept-language": language})
        client.force_login(cast.maya)
        for address in ("members", "prices", "prices/materials", "staff", "clinics"):
            page = client.get(f"/office/{address}/import/").content.decode()
            assert words in page, (address, language)
            assert page.count('type="file"') == page.count('class="own-file"') == 1
            assert "novalidate" in page, address


@pytest.mark.page
def test_what_was_written_is_said_with_ways_to_look_and_to_mend(cast: Cast) -> None:
    """And of prices, how members are told."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.maya)
    rows = (
        "name_id,category,unit,member_price_idr,price_date\nGalon,plastic,buah,1.500,2026-12-01\n"
    )
    for kind, address, data, way, told in (
        ("prices", "prices", rows, "/office/prices/?place=BSI", True),
        ("staff", "staff", "Nama,Peran\nAni,bendahara\n", "/office/staff/?place=BSI", False),
        ("materials", "prices/materials", "Nama,Satuan\nTutup,kg\n", "materials", False),
    ):
        key = uuid.uuid4()
        begin_import(
            key=key, by=cast.maya, kind=kind, place="BSI", name="x.csv", data=data.encode()
        )
        found = open_import(by=cast.maya, kind=kind, key=key)
        answers = {q.id: q.choices[0].code for q in found.open_questions}
        answer_import(by=cast.maya, kind=kind, key=key, answers=answers)
        write_import(by=cast.maya, kind=kind, key=key)
        page = unescape(client.get(f"/office/{address}/import/{key}/").content.decode())
        assert "0 changed, 1 new." in page, kind
        assert str(found.offered.coming.mending) in page, kind
        assert way in page, kind
        assert ("/prices/poster/" in page or "paper=a4" in page) == told, kind


@pytest.mark.once
def test_every_list_says_how_it_is_mended() -> None:
    assert [one.code for one in offered_lists() if not str(one.coming.mending)] == []

"""A picture that anybody may send: codes are read, and none costs more than its bound."""

import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.requests.heavy_pictures import bomb, encoded, finders, many_scans
from tests.wastebank.web.counter.desk import qr_picture
from wastebank.codes.card_code import make_code
from wastebank.codes.pictures import MOST_WAITING, PicturesBusy, PictureTooMuch, Reader

pytestmark = pytest.mark.once

CODE = make_code(b"\x17" * 17)
SECONDS = 1  # of the processor, the start of another reader included


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.stop()


COSTLY = {
    "finders, 4 kB": lambda: finders(2_400, 2, 2),
    "finders of one dot": lambda: finders(1_800, 1, 2),
    "finders close together": lambda: finders(2_400, 1, 1),
    "finders beyond what is opened": lambda: finders(3_000, 2, 2),
    "scans, 80 kB": lambda: many_scans(600),
    "scans within the bound, at full size": lambda: many_scans(14),
    "a thousand scans of a head alone": lambda: b"\xff\xd8" + b"\xff\xda" * 1_000,
    "white, 81 million dots": lambda: encoded(Image.new("1", (9_000, 9_000)), "PNG"),
    "grey noise": lambda: encoded(Image.effect_noise((1_200, 1_200), 90), "JPEG", quality=5),
    "text of 60 MB": lambda: bomb(b"zTXt", 60_000_000),
    "webp of 9 million dots": lambda: encoded(Image.new("L", (3_000, 3_000)), "WEBP", method=0),
}


@pytest.mark.parametrize("name", COSTLY)
def test_no_picture_costs_more_than_a_second(name: str, reader: Reader) -> None:
    content = COSTLY[name]()
    assert len(content) < 2_000_000
    before = spent_by_readers()
    began = time.monotonic()
    try:
        assert reader.read(content) == ""
    except PictureTooMuch:
        pass
    reader.stop()  # what a process has spent is known when it has ended
    assert spent_by_readers() - before < SECONDS * 1_000
    assert time.monotonic() - began < 4 * SECONDS


def spent_by_readers() -> int:
    """Milliseconds of the processor, of those that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return int((used.ru_utime + used.ru_stime) * 1_000)


def test_a_reader_that_died_of_a_picture_is_followed_by_another(reader: Reader) -> None:
    with pytest.raises(PictureTooMuch):
        reader.read(finders(1_800, 1, 2))
    assert reader.read(qr_picture(CODE).read()) == CODE


@pytest.mark.parametrize(
    ("form", "size"),
    [
        ("JPEG", (640, 640)),
        ("JPEG", (3_468, 4_624)),
        ("JPEG", (4_000, 1_800)),
        ("progressive", (3_000, 4_000)),
        ("PNG", (1_290, 2_796)),
        ("WEBP", (1_080, 1_920)),
    ],
)
def test_a_photo_as_telephones_make_them_is_read(
    form: str, size: tuple[int, int], reader: Reader
) -> None:
    with Image.open(qr_picture(CODE)) as code:
        photo = Image.new("RGB", size, (180, 170, 160))
        photo.paste(code.resize((320, 320)), (size[0] // 3, size[1] // 3))
    progressive = {"progressive": True} if form == "progressive" else {}
    content = encoded(photo, "JPEG" if progressive else form, quality=70, **progressive)
    assert reader.read(content) == CODE


def test_two_pictures_at_once_and_no_more(reader: Reader) -> None:
    for _ in range(MOST_WAITING):
        reader.waiting.acquire()
    with pytest.raises(PicturesBusy):
        reader.read(b"")
    reader.waiting.release()
    assert reader.read(qr_picture(CODE).read()) == CODE


def test_a_reader_takes_no_secret_along(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    monkeypatch.setenv("WASTEBANK_PEPPER", "a pepper that nobody should read")
    with open(f"/proc/{reader.running().pid}/environ", "rb") as environment:
        assert b"pepper" not in environment.read().lower()


def test_pictures_are_opened_nowhere_else() -> None:
    """But for those of the manual, which are ours."""
    opening = [
        path.as_posix()
        for room in ("wastebank", "clinic", "ledger")
        for path in Path(room).rglob("*.py")
        if "Image.open" in (text := path.read_text()) or "zxingcpp" in text
    ]
    assert sorted(opening) == [
        "wastebank/codes/picture_reader.py",
        "wastebank/web/common/manual.py",
    ]

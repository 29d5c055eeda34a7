"""Pictures at the sign-in of the passbook that are made to keep the server busy."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import SITI_PIN, Cast
from tests.wastebank.passbook.open_book import nobody_tried_before, open_as, refusal_of
from wastebank.codes.pictures import PictureTooMuch
from wastebank.web.common import frames

pytestmark = pytest.mark.page

__all__ = ["nobody_tried_before"]


def test_pictures_that_cost_too_much_end_soon(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten from an address, whichever page they are sent to; a picture that is read costs none."""

    def read(content: bytes) -> str:
        if content == b"heavy":
            raise PictureTooMuch
        return ""

    monkeypatch.setattr(frames, "read_code", read)
    for _ in range(frames.HEAVY_THROTTLE.most - 1):
        photo = SimpleUploadedFile("photo.jpg", b"heavy", "image/jpeg")
        assert client.post("/member/frames/", {"photo": photo}).json() == {"code": ""}
        light = SimpleUploadedFile("photo.jpg", b"light", "image/jpeg")
        assert refusal_of(open_as(client, "", SITI_PIN, photo=light)) == (422, "picture_unread")
    last = SimpleUploadedFile("photo.jpg", b"heavy", "image/jpeg")
    assert refusal_of(open_as(client, "", SITI_PIN, photo=last)) == (422, "picture_too_heavy")
    again = SimpleUploadedFile("photo.jpg", b"light", "image/jpeg")
    assert refusal_of(open_as(client, "", SITI_PIN, photo=again)) == (403, "too_many_tries")

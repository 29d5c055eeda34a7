"""Card codes read from pictures: a frame of the camera, or a photo."""

from __future__ import annotations

from io import BytesIO

import zxingcpp
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 16_000_000
UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
)


def read_picture(upload: UploadedFile[bytes] | None) -> str:
    """The text of the first QR code in the picture; empty if there is none to be read."""
    if upload is None:
        return ""
    try:
        with Image.open(BytesIO(upload.read()), formats=("JPEG", "PNG", "WEBP")) as picture:
            width, height = picture.size
            # the size stands in the head of the file: a bomb is left unopened
            if width * height > MOST_PIXELS:
                return ""
            grey = picture.convert("L")
    except UNREADABLE:
        return ""
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(grey, formats=wanted)
    return str(found[0].text) if found else ""

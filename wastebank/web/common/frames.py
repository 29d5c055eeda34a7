"""Card codes as they come to a desk: typed, in a photo, or in a frame of the camera."""

from __future__ import annotations

from io import BytesIO

import zxingcpp
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST
from PIL import Image, UnidentifiedImageError

from wastebank.permissions import Permission
from wastebank.web.common.access import View, needs
from wastebank.web.common.forms import FindForm

MOST_PIXELS = 16_000_000
UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
)


def question(request: HttpRequest) -> str:
    """What was typed, or else the code in the photo that came along."""
    return FindForm.of(request).text("code") or read_picture(picture(request))


def picture(request: HttpRequest) -> UploadedFile[bytes] | None:
    return request.FILES.get("photo")


def frame_view(what: Permission) -> View:
    """The view that reads frames of the camera at the desk where this is done."""

    @require_POST
    @needs(what)
    def frame(request: HttpRequest) -> JsonResponse:
        """The code in a frame, for browsers that cannot read it themselves."""
        return JsonResponse({"code": read_picture(picture(request))})

    return frame


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

"""Card codes as they come to a desk: typed, in a photo, or in a frame of the camera."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from wastebank.codes.pictures import PicturesBusy, PictureTooMuch, read_code
from wastebank.permissions import Permission
from wastebank.refusals import PicturesWait, PictureTooHeavy
from wastebank.web.common.access import View, needs
from wastebank.web.common.forms import FindForm
from wastebank.web.common.throttle import Throttle

# A picture that its reader died of cost more than half a second.
HEAVY_THROTTLE = Throttle("heavy_pictures", most=10, minutes=15, of_cost=True)


def question(request: HttpRequest) -> str:
    """What was typed, or else the code in the photo that came along."""
    return FindForm.of(request).text("code") or read_picture(request)


def picture(request: HttpRequest) -> UploadedFile[bytes] | None:
    return request.FILES.get("photo")


def frame_view(what: Permission) -> View:
    """The view that reads frames of the camera at the desk where this is done."""

    @require_POST
    @needs(what)
    def frame(request: HttpRequest) -> JsonResponse:
        """The code in a frame, for browsers that cannot read it themselves."""
        return read_frame(request)

    return frame


def read_frame(request: HttpRequest) -> JsonResponse:
    """The code in a frame. One that cannot be read now is lost; the next comes at once."""
    try:
        code = read_picture(request)
    except (PicturesWait, PictureTooHeavy):
        code = ""
    return JsonResponse({"code": code})


def read_picture(request: HttpRequest) -> str:
    """The text of the first QR code in the picture that came along; empty if there is none."""
    upload = picture(request)
    if upload is None:
        return ""
    with HEAVY_THROTTLE.tried(request, wrong=PictureTooHeavy):
        try:
            return read_code(upload.read())
        except PictureTooMuch:
            raise PictureTooHeavy from None
        except PicturesBusy:
            raise PicturesWait from None

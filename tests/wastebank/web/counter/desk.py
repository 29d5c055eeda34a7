"""A browser without modules, and what it sends and reads at the counter."""

import uuid
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from wastebank.models import Member, User
from wastebank.papers.drawing.qr import card_matrix


class Desk:
    """Signed in at a counter; reads English."""

    def __init__(self, user: User) -> None:
        self.client = Client(headers={"accept-language": "en"})
        self.client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])

    def get(self, path: str) -> str:
        return self.page(self.client.get(path))

    def post(self, path: str, status: int = 200, **fields: Any) -> str:
        fields.setdefault("key", str(uuid.uuid4()))
        answer = self.client.post(path, fields, follow=True)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return self.page(answer)

    def page(self, answer: Any) -> str:
        assert answer.status_code < 500
        return " ".join(answer.content.decode().split())


def weigh_path(member: Member) -> str:
    return f"/counter/weigh/{member.number}/"


def qr_picture(code: str, form: str = "JPEG") -> SimpleUploadedFile:
    matrix = card_matrix(code)
    side = len(matrix)
    picture = Image.new("L", (side + 8, side + 8), 255)
    for row, cells in enumerate(matrix):
        for column, dark in enumerate(cells):
            if dark:
                picture.putpixel((column + 4, row + 4), 0)
    file = BytesIO()
    picture.resize((640, 640), Image.Resampling.NEAREST).save(file, form)
    return SimpleUploadedFile("frame.jpg", file.getvalue(), "image/jpeg")

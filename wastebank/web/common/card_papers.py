"""Cards on paper: what stands on a card, wherever it is printed."""

from django.conf import settings

from wastebank.papers.card.parts import CardFace
from wastebank.values.language import language


def face_of(code: str, holder_name: str, number: str) -> CardFace:
    return CardFace(
        bank_name=settings.WASTEBANK_NAME,
        holder_name=holder_name,
        number=number,
        code=code,
        phone=settings.WASTEBANK_PHONE,
        language=language(),
    )
